using Receptive.Graph;
using Receptive.Optimizers;
using Receptive.Saving.Hdf5;

namespace Receptive.Saving;

/// <summary>The state of an optimizer as files know it: the count of steps, the learning rate, then what it holds for each weight.</summary>
internal static class OptimizerState
{
    public static IReadOnlyList<ArraySlot> Write(Optimizer optimizer, Model model)
    {
        var slots = new List<ArraySlot> { ArraySlot.OfWhole("iteration", optimizer.Iterations) };
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (Variable variable in optimizer.Variables)
        {
            // Layers of models inside may share a name; a file needs one for each array.
            string plain = NameOf(variable, optimizer, model), name = plain;
            for (int i = 1; !names.Add(name); i++) name = $"{plain}_{i}";
            slots.Add(ArraySlot.Of(name, variable.Shape.ToArray(), variable.Span));
        }

        return slots;
    }

    /// <summary>Gives an optimizer the state in a file. Where it does not fit, the optimizer starts anew and a warning says so.</summary>
    public static void Read(Optimizer optimizer, Model model, WeightSource source, string path)
    {
        if (source.FindOptimizer() is not { } stored) return;
        optimizer.Prepare(model.TrainableWeights);
        IReadOnlyList<Variable> variables = optimizer.Variables;
        ArraySlot[] arrays = variables.Select(variable => new ArraySlot(variable.Name, variable.Shape.ToArray())).ToArray();
        List<(ArraySlot, Hdf5Dataset)>? order = Match(arrays, [.. stored.Skip(1)]);
        if (order is null)
        {
            Warnings.Raise($"{path}: the optimizer's state in the file ({stored.Count} arrays) does not fit {optimizer.ClassName} with this model ({arrays.Length + 1} arrays); the optimizer starts anew.");
            return;
        }

        long iterations = stored[0].ReadInt64();
        if (iterations < 0) throw new InvalidDataException($"the optimizer's count of steps is {iterations}.");
        foreach ((ArraySlot slot, Hdf5Dataset dataset) in order)
            slot.ReadFrom(dataset);
        optimizer.Iterations = iterations;
        for (int i = 0; i < arrays.Length; i++)
        {
            if (arrays[i].Values is { } values) variables[i].Assign(values);
        }
    }

    /// <summary>Which stored array, after the count of steps, belongs to which of the optimizer's; null where they do not fit.</summary>
    private static List<(ArraySlot, Hdf5Dataset)>? Match(ArraySlot[] arrays, Hdf5Dataset[] stored)
    {
        // Never trained: the optimizer of Keras had not made anything yet.
        if (stored.Length <= 1 && stored.All(dataset => dataset.Shape.Count == 0)) return Pair(arrays[..stored.Length], stored);

        // Keras 2 kept the learning rate in the configuration alone.
        ArraySlot[] withoutRate = arrays is [{ Path: "learning_rate" }, ..] ? arrays[1..] : arrays;
        return Pair(arrays, stored) ?? Pair(withoutRate, stored) ?? Pair(Grouped(withoutRate), stored);
    }

    // Keras 2 before 2.11 wrote all first moments, then all second ones.
    private static ArraySlot[] Grouped(ArraySlot[] arrays) =>
        [.. arrays.Where((_, i) => i % 2 == 0), .. arrays.Where((_, i) => i % 2 == 1)];

    private static List<(ArraySlot, Hdf5Dataset)>? Pair(ArraySlot[] arrays, Hdf5Dataset[] stored) =>
        arrays.Length == stored.Length && arrays.Zip(stored).All(pair => pair.First.Shape.SequenceEqual(pair.Second.Shape))
            ? [.. arrays.Zip(stored)]
            : null;

    // In Keras a model's name is part of its weights' names, and so of the optimizer's: adam/sequential_conv2d_kernel_momentum.
    private static string NameOf(Variable variable, Optimizer optimizer, Model model)
    {
        string prefix = optimizer.Name + "/";
        return variable.Name.StartsWith(prefix, StringComparison.Ordinal) ? $"{model.Name}_{variable.Name[prefix.Length..]}" : variable.Name;
    }
}
