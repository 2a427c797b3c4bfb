using System.Globalization;
using Receptive.Compiler;
using Receptive.Explanations;
using Receptive.Graph;
using Receptive.Kernels;

namespace Receptive.Diagnostics;

/// <summary>How long a layer takes to predict a batch.</summary>
/// <param name="Name">The layer's name, or those of layers that are computed in one.</param>
/// <param name="Seconds">For the batch; the median of several runs.</param>
/// <param name="FloatingOperations">Additions, multiplications and the like for the batch, by the mathematical definition.</param>
public sealed record LayerTime(string Name, double Seconds, long FloatingOperations)
{
    /// <summary>Billions of operations a second; a fast algorithm may need fewer than the definition and so exceed the machine's peak.</summary>
    public double GigaflopsPerSecond => Seconds > 0 ? FloatingOperations / Seconds / 1e9 : 0;

    /// <summary>The arithmetic as a share of what the machine can do at most; above 1 where a fast algorithm needs less of it.</summary>
    /// <param name="peakGigaflops">As <see cref="LayerTimes.PeakGigaflops"/> measures it.</param>
    public double ShareOfPeak(double peakGigaflops) => GigaflopsPerSecond / peakGigaflops;
}

/// <summary>Where the time of predicting goes.</summary>
/// <example><code>
/// IReadOnlyList&lt;LayerTime&gt; times = LayerTimes.Of(model);
/// double peak = LayerTimes.PeakGigaflops(model);
/// foreach (LayerTime time in times) Console.WriteLine($"{time.Name}: {time.Seconds * 1e3:0.000} ms, {time.ShareOfPeak(peak):0%} of peak");
/// foreach (HealthFinding finding in LayerTimes.Review(times, peak)) Console.WriteLine(finding);
/// </code></example>
public static class LayerTimes
{
    // A layer is worth a word if it takes much of the time and does little with it.
    private const double MuchTime = 0.3;
    private const double LittleArithmetic = 0.1;
    private const double NoticeableSeconds = 1e-3;

    private const double PeakSeconds = 0.16;

    /// <summary>Billions of multiplications and additions a second that this machine can do at most, with the threads a model uses.</summary>
    /// <param name="model">The model.</param>
    public static double PeakGigaflops(Model model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return FmaPeak.Measure(Math.Min(model.Threads, Environment.ProcessorCount), PeakSeconds);
    }

    /// <summary>Which layers take much of the time for little arithmetic, and what can be done.</summary>
    /// <param name="times">As <see cref="Of"/> measures them.</param>
    /// <param name="peakGigaflops">As <see cref="PeakGigaflops"/> measures it.</param>
    public static IReadOnlyList<HealthFinding> Review(IReadOnlyList<LayerTime> times, double peakGigaflops)
    {
        ArgumentNullException.ThrowIfNull(times);
        double all = times.Sum(time => time.Seconds);
        return
        [
            .. times.Where(time => time.Seconds > Math.Max(NoticeableSeconds, all * MuchTime) && time.ShareOfPeak(peakGigaflops) < LittleArithmetic).Select(time => new HealthFinding(
                FindingLevel.Note, time.Name,
                string.Create(CultureInfo.InvariantCulture, $"it takes {time.Seconds / all:0%} of the time and does {time.ShareOfPeak(peakGigaflops):0.0%} of the arithmetic the machine could do in it: it waits for memory."),
                "Predict more images at once, so that its weights are read less often, or make it smaller.")),
        ];
    }

    /// <summary>Measures a model with a batch of zeros.</summary>
    /// <param name="model">The model.</param>
    /// <param name="batchSize">The batch.</param>
    /// <param name="repetitions">How many runs are measured.</param>
    /// <returns>The layers in order; those that the compiler fused come together, such as <c>conv2d_1 + max_pooling2d</c>.</returns>
    /// <exception cref="InvalidOperationException">The model does not know its input's shape yet.</exception>
    public static IReadOnlyList<LayerTime> Of(Model model, int batchSize = 32, int repetitions = 5)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        ModelTrace trace = ModelTrace.Of(model);
        using Program program = ProgramCompiler.Compile(
            new GraphFunction("predict_step", trace.Inputs, trace.Outputs, []), new CompileOptions { BatchCapacity = batchSize, Threads = model.Threads });
        var times = new List<LayerTime>();
        (double Seconds, long Operations) pending = default;
        int layer = 0;
        foreach (StepTiming step in program.Profile(batchSize, repetitions))
        {
            // Steps without a name of their own, such as a product before its softmax, belong to what comes of them; layers
            // that were fused with a later one are named with it.
            pending = (pending.Seconds + step.Seconds, pending.Operations + step.FloatingOperations);
            int at = IndexOf(step.Label, layer);
            if (at < 0) continue;
            string[] names = [.. trace.Layers.Skip(layer).Take(at - layer + 1).Where(traced => !ReferenceEquals(traced.Output, traced.Input) && !traced.Output.Op.IsView).Select(traced => traced.Layer.Name)];
            times.Add(new LayerTime(string.Join(" + ", names.Length > 0 ? names : [step.Label]), pending.Seconds, pending.Operations));
            (pending, layer) = (default, at + 1);
        }

        if (pending.Seconds > 0) times.Add(new LayerTime("rest", pending.Seconds, pending.Operations));
        return times;

        int IndexOf(string label, int from)
        {
            for (int i = from; i < trace.Layers.Count; i++)
            {
                if (trace.Layers[i].Layer.Name == label) return i;
            }

            return -1;
        }
    }
}
