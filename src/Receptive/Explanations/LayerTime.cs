using Receptive.Compiler;
using Receptive.Graph;

namespace Receptive.Explanations;

/// <summary>How long a layer takes to predict a batch.</summary>
/// <param name="Name">The layer's name, or those of layers that are computed in one.</param>
/// <param name="Seconds">For the batch; the median of several runs.</param>
/// <param name="FloatingOperations">Additions, multiplications and the like for the batch, by the mathematical definition.</param>
public sealed record LayerTime(string Name, double Seconds, long FloatingOperations)
{
    /// <summary>Billions of operations a second; a fast algorithm may need fewer than the definition and so exceed the machine's peak.</summary>
    public double GigaflopsPerSecond => Seconds > 0 ? FloatingOperations / Seconds / 1e9 : 0;
}

/// <summary>Where the time of predicting goes.</summary>
public static class LayerTimes
{
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
            new GraphFunction("predict_step", [trace.Input], [trace.Output], []), new CompileOptions { BatchCapacity = batchSize, Threads = model.Threads });
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
