using Receptive.Benchmarks.Common;
using Receptive.Compiler;
using Receptive.Kernels;

namespace Receptive.Benchmarks;

/// <summary>
/// The table of kernels: arithmetic ones in GFLOP/s and as a share of the FMA peak, others by the bytes they move.
/// Winograd convolutions do fewer multiplications than the definition, so their share can pass 100%.
/// </summary>
internal static class KernelBenchmarks
{
    private const double SecondsPerKernel = 0.7;

    public static void Run(BenchmarkOptions options, TextWriter writer)
    {
        int batch = NotebookModel.TrainingBatch;
        double peak = FmaPeak.Measure(options.Threads);
        writer.WriteLine(FormattableString.Invariant($"{Kernels.Simd.Level}, {options.Threads} threads, batch {batch}; FMA peak {peak:F0} GFLOP/s"));
        writer.WriteLine($"{"kernel",-24}{"on",-42}{"ms",9}{"GFLOP/s",10}{"of peak",9}{"GB/s",8}");
        foreach (KernelCase kernel in KernelCases.All())
        {
            double seconds = SecondsOf(kernel, batch, options.Threads);
            string arithmetic = string.Empty;
            if (kernel.FlopsOf is { } flops)
            {
                double rate = flops(batch) / seconds / 1e9;
                arithmetic = FormattableString.Invariant($"{rate,10:F0}{100 * rate / peak,8:F0}%");
            }

            double bandwidth = kernel.Bytes(batch) / seconds / 1e9;
            writer.WriteLine(FormattableString.Invariant($"{kernel.Name,-24}{kernel.Shape,-42}{seconds * 1e3,9:F3}{arithmetic,19}{bandwidth,8:F1}"));
        }
    }

    private static double SecondsOf(KernelCase kernel, int batch, int threads)
    {
        using Compiler.Program program = ProgramCompiler.Compile(kernel.Function, new CompileOptions { BatchCapacity = batch, Threads = threads });
        for (int input = 0; input < kernel.Function.Inputs.Count; input++)
            Fill(program.Input(input));
        return Measure.MedianMilliseconds(() => program.Run(batch), SecondsPerKernel) / 1e3;
    }

    /// <summary>Whole numbers 0 to 3: ordinary values for arithmetic, and valid as indices of a pooling window.</summary>
    private static void Fill(Span<float> values)
    {
        Random random = new(9);
        foreach (ref float value in values)
            value = random.Next(4);
    }
}
