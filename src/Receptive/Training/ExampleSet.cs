using Receptive.Graph;
using Receptive.Losses;

namespace Receptive.Training;

/// <summary>Examples with their labels and, where there are any, their weights, checked against a model.</summary>
internal sealed class ExampleSet
{
    private ExampleSet(Rows x, FloatRows y, FloatRows? weights) => (X, Y, Weights) = (x, y, weights);

    public Rows X { get; }

    public FloatRows Y { get; }

    public FloatRows? Weights { get; }

    public int Count => X.Count;

    /// <exception cref="ArgumentException">The numbers of examples differ.</exception>
    public static ExampleSet From(Rows x, FloatRows y, FloatRows? weights)
    {
        if (y.Count != x.Count)
            throw new ArgumentException($"{x.Name} has {x.Count:N0} examples, but {y.Name} has {y.Count:N0}: each example needs its label.", y.Name);
        if (weights is not null && weights.Count != x.Count)
            throw new ArgumentException($"{x.Name} has {x.Count:N0} examples, but {weights.Name} has {weights.Count:N0}: each example needs one weight.", weights.Name);
        if (weights is { RowLength: > 1 })
            throw new ArgumentException($"{weights.Name} has the shape {weights.Shape}; it must have one weight an example: ({x.Count},).", weights.Name);
        return new ExampleSet(x, y, weights);
    }

    public ExampleSet Slice(int first, int count) => new(X.Slice(first, count), Y.Slice(first, count), Weights?.Slice(first, count));

    /// <summary>Checks shapes and values against a model that is built.</summary>
    /// <exception cref="ShapeException">A shape does not fit the model.</exception>
    /// <exception cref="ArgumentException">A value makes no sense.</exception>
    public void Check(Model model, Loss loss)
    {
        loss.CheckShapes(Y.BatchShape, model.OutputShape!.Value);
        X.RequireFinite();
        Y.RequireFinite();
        Weights?.RequireFinite();
        loss.CheckLabels(Y.Span, Y.BatchShape, model.OutputShape.Value, Y.Name);
    }
}
