using Receptive.Graph;

namespace Receptive.Training;

/// <summary>Checks data against a model before anything is trained or evaluated on it.</summary>
internal static class SourceCheck
{
    /// <exception cref="ShapeException">A shape does not fit the model.</exception>
    /// <exception cref="ArgumentException">A value makes no sense.</exception>
    public static void Check(Model model, Compilation compilation, BatchSource source, string method)
    {
        CheckInputs(model, source.Inputs, source is ArraySource arrays ? arrays.InputRows : null, method);
        IReadOnlyList<OutputTarget> targets = compilation.Targets(model);
        int needed = targets.Count(target => target.Loss is not null);
        if (source.Labels.Count != targets.Count && !(needed == 0 && source.Labels.Count == 0))
        {
            throw new ArgumentException(
                $"{method}: the model '{model.Name}' has {targets.Count} output{(targets.Count == 1 ? "" : "s")} ({string.Join(", ", model.OutputNames)}), but the data has labels for {source.Labels.Count}. Give one array of labels an output: Examples.Of(first, second).");
        }

        for (int i = 0; i < source.Labels.Count; i++) targets[i].Loss?.CheckShapes(source.Labels[i], model.OutputShapes[i]);
        if (source is not ArraySource inMemory) return;
        foreach (Rows rows in inMemory.InputRows.Concat(inMemory.LabelRows)) rows.RequireFinite();
        inMemory.Weights?.RequireFinite();
        for (int i = 0; i < inMemory.LabelRows.Length; i++)
        {
            if (targets[i].Loss is not { } loss) continue;
            Rows rows = inMemory.LabelRows[i];
            Shape output = model.OutputShapes[i];
            rows.ForEachStretch((first, values) => loss.CheckLabels(values, first, rows.BatchShape, output, rows.Name));
        }
    }

    /// <exception cref="ShapeException">The number of inputs or a shape does not fit the model.</exception>
    public static void CheckInputs(Model model, IReadOnlyList<Shape> shapes, Rows[]? rows, string method)
    {
        IReadOnlyList<Shape> expected = model.BuiltInputShapes!;
        if (shapes.Count != expected.Count)
            throw new ShapeException($"{method}: the model '{model.Name}' takes {expected.Count} inputs ({string.Join(", ", model.InputNames)}), but got {shapes.Count}. Give them together: Examples.Of(first, second).");
        for (int i = 0; i < expected.Count; i++)
        {
            Shape shape = shapes[i], wanted = expected[i];
            if (shape == wanted) continue;
            Shape given = rows is null ? shape : rows[i].Shape;
            string first = expected.Count > 1 ? $", the input '{model.InputNames[i]}'" : model.Layers.FirstOrDefault(layer => layer is not Layers.Input) is { } layer ? $", the input of its first layer '{layer.Name}'" : "";
            string remedy = rows is not null && given.Dimensions.SequenceEqual(wanted.Dimensions[1..])
                ? " This is one example; examples come in batches: reshape it to have 1 as its first dimension."
                : wanted.Rank == shape.Rank + 1 && wanted[^1] == 1
                    ? $" The images lack a dimension for channels: reshape them to ({(rows is null ? "n" : $"{rows[i].Count}")}, {string.Join(", ", wanted.Dimensions[1..].ToArray())})."
                    : "";
            throw new ShapeException($"{method}: {(rows is null ? "a batch" : rows[i].Name)} has the shape {given}, but the model '{model.Name}' expects {wanted}{first}.{remedy}");
        }
    }
}
