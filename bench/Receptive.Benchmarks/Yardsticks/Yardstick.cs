using System.Diagnostics;
using Receptive.Benchmarks.Common;
using Receptive.Compiler;
using Receptive.Graph;
using Receptive.Kernels;
using Receptive.Optimizers;

namespace Receptive.Benchmarks.Yardsticks;

/// <summary>
/// What the compiler makes against kernels written for the one purpose, on one thread, taking turns in one process, so that
/// only the ratio counts: on a machine with company times change within a second.
/// </summary>
internal static unsafe class Yardstick
{
    private const int Rounds = 41;
    private const double SecondsPerTurn = 0.03;

    public static void Run(TextWriter writer)
    {
        writer.WriteLine($"{Simd.Level}, one thread, {Rounds} rounds of turns; ms are medians, ratios are medians of the rounds' (quartiles in brackets)");
        Adam(writer);
    }

    private static void Adam(TextWriter writer)
    {
        Shape shape = new(9216, 128);
        int count = checked((int)shape.Elements(1));
        SymbolicTensor gradient = Ops.Placeholder(shape, "gradient");
        Variable weights = new("weights", shape);
        Adam adam = new();
        GraphFunction function = new("adam", [gradient], [], adam.Apply([weights], [gradient])) { StepScalars = adam };
        using Compiler.Program program = ProgramCompiler.Compile(function, new CompileOptions { BatchCapacity = 1, Threads = 1 });
        Fill(program.Input(0));
        float[][] own = [.. Enumerable.Range(0, 4).Select(_ => GC.AllocateArray<float>(count, pinned: true))];
        foreach (float[] values in own) Fill(values);
        fixed (float* w = own[0], m = own[1], v = own[2], g = own[3])
        {
            float* pw = w, pm = m, pv = v, pg = g;
            Compare(writer, "Adam, 1,179,648 weights", "by hand", () => HandWrittenAdam.Run(pw, pm, pv, pg, count, 1e-3f, 0.9f, 0.999f, 1e-7f), "compiled", () => program.Run(1));
        }
    }

    private static void Compare(TextWriter writer, string what, string baseName, Action baseline, string name, Action action)
    {
        List<double> ratios = [], baseTimes = [], times = [];
        for (int round = -2; round < Rounds; round++)
        {
            double first = Turn(baseline), second = Turn(action);
            if (round < 0) continue; // warming up
            baseTimes.Add(first);
            times.Add(second);
            ratios.Add(second / first);
        }

        ratios.Sort();
        writer.WriteLine(FormattableString.Invariant(
            $"{what}: {baseName} {Measure.Median(baseTimes):F3} ms, {name} {Measure.Median(times):F3} ms, ratio {Measure.Median(ratios):F2} ({ratios[Rounds / 4]:F2} to {ratios[Rounds * 3 / 4]:F2})"));
    }

    /// <summary>Milliseconds a call.</summary>
    private static double Turn(Action action)
    {
        long start = Stopwatch.GetTimestamp();
        int calls = 0;
        TimeSpan elapsed;
        do
        {
            action();
            calls++;
            elapsed = Stopwatch.GetElapsedTime(start);
        }
        while (elapsed.TotalSeconds < SecondsPerTurn);
        return elapsed.TotalMilliseconds / calls;
    }

    private static void Fill(Span<float> values)
    {
        Random random = new(9);
        foreach (ref float value in values) value = random.NextSingle();
    }
}
