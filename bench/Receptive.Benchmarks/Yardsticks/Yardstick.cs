using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Receptive.Benchmarks.Common;
using Receptive.Compiler;
using Receptive.Graph;
using Receptive.Kernels;
using Receptive.Kernels.Convolution;
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
        foreach ((int side, int channels, int stride) in new[] { (112, 64, 2), (56, 128, 1), (14, 512, 1) })
        {
            switch (Simd.Level)
            {
                case SimdLevel.Vector512: Depthwise<Simd512, Vector512<float>>(writer, side, channels, stride); break;
                case SimdLevel.Vector256: Depthwise<Simd256, Vector256<float>>(writer, side, channels, stride); break;
                case SimdLevel.Vector128: Depthwise<Simd128, Vector128<float>>(writer, side, channels, stride); break;
                default: Depthwise<SimdScalar, float>(writer, side, channels, stride); break;
            }
        }
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
        float* w = Floats(count), m = Floats(count), v = Floats(count), g = Floats(count);
        void ByHand() => HandWrittenAdam.Run(w, m, v, g, count, 1e-3f, 0.9f, 0.999f, 1e-7f);
        Compare(writer, "Adam, 1,179,648 weights", "by hand", ByHand, "one instruction after another", OneByOne(function));
        Compare(writer, "Adam, 1,179,648 weights", "by hand", ByHand, "compiled", () => program.Run(1));
    }

    /// <summary>The update as it ran before instructions were joined: a loop for each over blocks in the first-level cache.</summary>
    private static Action OneByOne(GraphFunction function)
    {
        SymbolicTensor update = ProgramCompiler.Optimize(function, verify: false).Function.TensorsInOrder().Single(tensor => tensor.Op is ElementwiseGroupOp);
        ElementwiseGroup group = ((ElementwiseGroupOp)update.Op).Group;
        ElementwiseCall call = new(group, joins: false);
        int inputs = update.Inputs.Count, outputs = group.Outputs.Length;
        nint[] places = new nint[inputs + outputs];
        for (int i = 0; i < inputs; i++) places[i] = (nint)Floats(update.Inputs[i].Shape.Elements(1));
        HashSet<int> taken = [];
        for (int i = 0; i < outputs; i++)
        {
            int input = Enumerable.Range(0, inputs).First(input => update.Inputs[input].Op is ReadOp && call.MayOverwrite(input, i) && taken.Add(input));
            places[inputs + i] = places[input];
        }

        float* scratch = Floats(call.WorkerScratch);
        return () =>
        {
            fixed (nint* pointers = places)
            {
                KernelArguments arguments = new() { Batch = 1, Inputs = (float**)pointers, Outputs = (float**)pointers + inputs, WorkerScratch = scratch };
                for (int chunk = 0; chunk < call.Chunks(0, 1); chunk++) call.Run(arguments, 0, chunk);
            }
        };
    }

    /// <summary>Depthwise convolutions by the kernel for any grouping and by their own, on one image.</summary>
    private static void Depthwise<TSimd, TVector>(TextWriter writer, int side, int channels, int stride)
        where TSimd : struct, ISimd<TVector>
        where TVector : unmanaged
    {
        int outputs = side / stride;
        Conv2DGeometry g = new()
        {
            Height = side,
            Width = side,
            Channels = channels,
            KernelHeight = 3,
            KernelWidth = 3,
            Filters = channels,
            Groups = channels,
            StrideHeight = stride,
            StrideWidth = stride,
            PadTop = stride == 1 ? 1 : 0,
            PadLeft = stride == 1 ? 1 : 0,
            PadBottom = 1,
            PadRight = 1,
            OutputHeight = outputs,
            OutputWidth = outputs,
        };
        string what = FormattableString.Invariant($"depthwise 3x3, {side}x{side}x{channels}, stride {stride}");
        double gigaflops = g.FloatingOperations / 1e9;
        Convolution2DOptions gradient = new() { InputGradient = true };
        Compare(writer, what, "grouped", Pass(new DirectConvolution2D<TSimd, TVector>(g, default), g), "its own", Pass(new DepthwiseConvolution2D<TSimd, TVector>(g, default), g), gigaflops);
        Compare(writer, "  gradient with respect to the input", "grouped", Pass(new DirectConvolution2D<TSimd, TVector>(g, gradient), g), "its own", Pass(new DepthwiseConvolution2D<TSimd, TVector>(g, gradient), g), gigaflops);
        Compare(writer, "  gradient with respect to the kernel", "grouped", Pass(new DirectConvolution2DKernelGradient<TSimd, TVector>(g, ImageSourceKind.Plain), g), "its own", Pass(new DepthwiseConvolution2DKernelGradient<TSimd, TVector>(g, ImageSourceKind.Plain), g), gigaflops);
    }

    private static Action Pass(Convolution2D pass, Conv2DGeometry g)
    {
        float* x = Floats(Math.Max(g.InputElements, g.OutputElements)), y = Floats(Math.Max(g.InputElements, g.OutputElements));
        float* weights = Floats(g.KernelElements), prepared = Floats(pass.PreparedLength), scratch = Floats(pass.WorkerScratch);
        for (int chunk = 0; chunk < pass.PrepareChunks; chunk++) pass.Prepare(chunk, weights, null, prepared);
        return () =>
        {
            for (int chunk = 0; chunk < pass.Chunks(1); chunk++) pass.Run(1, chunk, ImageSource.Plain(x), prepared, y, null, scratch);
        };
    }

    private static Action Pass(Convolution2DKernelGradient pass, Conv2DGeometry g)
    {
        float* x = Floats(g.InputElements), dy = Floats(g.OutputElements), partial = Floats(pass.PartialLength), dw = Floats(g.KernelElements), scratch = Floats(pass.WorkerScratch);
        return () =>
        {
            pass.Accumulate(1, 0, x, ImageSource.Plain(dy), partial, scratch);
            for (int chunk = 0; chunk < pass.FinishChunks; chunk++) pass.Finish(1, chunk, partial, dw);
        };
    }

    /// <summary>Memory for as long as the program runs.</summary>
    private static float* Floats(long count)
    {
        float* floats = (float*)NativeMemory.AlignedAlloc((nuint)(count + 16) * sizeof(float), 64);
        Fill(new Span<float>(floats, checked((int)count)));
        return floats;
    }

    private static void Compare(TextWriter writer, string what, string baseName, Action baseline, string name, Action action, double gigaflops = 0)
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
        string Time(List<double> values) => FormattableString.Invariant($"{Measure.Median(values):F3} ms")
            + (gigaflops == 0 ? "" : FormattableString.Invariant($" ({gigaflops / Measure.Median(values) * 1e3:F1} GFLOP/s)"));
        writer.WriteLine(FormattableString.Invariant(
            $"{what}: {baseName} {Time(baseTimes)}, {name} {Time(times)}, ratio {Measure.Median(ratios):F2} ({ratios[Rounds / 4]:F2} to {ratios[Rounds * 3 / 4]:F2})"));
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
