using Receptive.Compiler;
using Receptive.Graph;

namespace Receptive.Explanations;

/// <summary>How long a layer takes to predict a batch.</summary>
/// <param name="Name">The layer's name, or what else the step is.</param>
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
    /// <returns>The layers in order; steps that no layer owns come under the name of their op.</returns>
    /// <exception cref="InvalidOperationException">The model does not know its input's shape yet.</exception>
    public static IReadOnlyList<LayerTime> Of(Model model, int batchSize = 32, int repetitions = 5)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        ModelTrace trace = ModelTrace.Of(model);
        using Program program = ProgramCompiler.Compile(
            new GraphFunction("predict_step", [trace.Input], [trace.Output], []), new CompileOptions { BatchCapacity = batchSize, Threads = model.Threads });
        var times = new List<LayerTime>();
        foreach (StepTiming step in program.Profile(batchSize, repetitions))
        {
            string name = step.Label.Length > 0 ? step.Label : step.Description;
            int at = times.FindIndex(time => time.Name == name);
            if (at < 0) times.Add(new LayerTime(name, step.Seconds, step.FloatingOperations));
            else times[at] = times[at] with { Seconds = times[at].Seconds + step.Seconds, FloatingOperations = times[at].FloatingOperations + step.FloatingOperations };
        }

        return times;
    }
}
