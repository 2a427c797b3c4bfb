using System.Text.Json.Nodes;
using Receptive.Common;
using Receptive.Description;
using Receptive.Graph;

namespace Receptive.Metrics;

/// <summary>How often the class with the highest prediction is that of the one-hot label.</summary>
/// <remarks>Labels and predictions of shape (batch, ..., classes). Of equals the first class counts.</remarks>
/// <param name="name">What logs call it.</param>
public sealed class CategoricalAccuracy(string name = "categorical_accuracy") : MeanMetric(name)
{
    /// <inheritdoc/>
    public override MetricDirection Direction => MetricDirection.Up;

    /// <inheritdoc/>
    protected override SymbolicTensor Call(SymbolicTensor yTrue, SymbolicTensor yPred) => Ops.Equal(Ops.ArgMax(yTrue), Ops.ArgMax(yPred));
}

/// <summary>How often the class with the highest prediction is the labels' class number.</summary>
/// <remarks>Labels of shape (batch, ...) or (batch, ..., 1), predictions (batch, ..., classes). Of equals the first class counts.</remarks>
/// <param name="name">What logs call it.</param>
public sealed class SparseCategoricalAccuracy(string name = "sparse_categorical_accuracy") : MeanMetric(name)
{
    /// <inheritdoc/>
    public override MetricDirection Direction => MetricDirection.Up;

    /// <inheritdoc/>
    protected override SymbolicTensor Call(SymbolicTensor yTrue, SymbolicTensor yPred)
    {
        SymbolicTensor labels = yTrue.Shape.Rank == yPred.Shape.Rank && yTrue.Shape[^1] == 1 ? Ranks.Squeeze(yTrue) : yTrue;
        return Ops.Equal(labels, Ops.ArgMax(yPred));
    }
}

/// <summary>How often a prediction is on the right side of a threshold, labels being 0 or 1.</summary>
/// <remarks>Labels and predictions of the same shape, but for a last dimension of 1.</remarks>
public sealed class BinaryAccuracy : MeanMetric
{
    private float _threshold;

    /// <param name="name">What logs call it.</param>
    /// <param name="threshold">Predictions above it count as 1; between 0 and 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The threshold is not between 0 and 1.</exception>
    public BinaryAccuracy(string name = "binary_accuracy", float threshold = 0.5f)
        : base(name)
    {
        _threshold = threshold;
        Check();
    }

    /// <summary>Predictions above it count as 1.</summary>
    public float Threshold => _threshold;

    /// <inheritdoc/>
    public override MetricDirection Direction => MetricDirection.Up;

    /// <inheritdoc/>
    protected internal override void Describe(Arguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        arguments.Single("threshold", ref _threshold, 0.5f, new NumberRange(0, 1, AboveMinimum: true, BelowMaximum: true));
    }

    /// <inheritdoc/>
    protected override SymbolicTensor Call(SymbolicTensor yTrue, SymbolicTensor yPred)
    {
        (SymbolicTensor labels, SymbolicTensor predictions) = Ranks.Align(yTrue, yPred);
        return Ops.Equal(labels, Ops.Greater(predictions, Ops.Constant(_threshold)));
    }
}

/// <summary>
/// "accuracy": binary, sparse categorical or categorical accuracy, whichever fits the shapes of labels and output, by
/// Keras' rules.
/// </summary>
internal sealed class AutomaticAccuracy(string name = "accuracy") : Metric(name)
{
    public override MetricDirection Direction => MetricDirection.Up;

    public override SymbolicTensor Update(SymbolicTensor yTrue, SymbolicTensor yPred, SymbolicTensor? sampleWeight) =>
        Resolve(yTrue.Shape, yPred.Shape).Update(yTrue, yPred, sampleWeight);

    public override double Result(ReadOnlySpan<double> totals, double totalWeight) => totalWeight == 0 ? 0 : totals[0] / totalWeight;

    internal override Metric Resolve(Shape labels, Shape output)
    {
        if (output[^1] == 1) return new BinaryAccuracy(Name);
        bool sparse = labels.Rank < output.Rank || (labels[^1] == 1 && output[^1] > 1);
        return sparse ? new SparseCategoricalAccuracy(Name) : new CategoricalAccuracy(Name);
    }

    internal override JsonNode SerializeBriefly() => JsonValue.Create(Name);
}
