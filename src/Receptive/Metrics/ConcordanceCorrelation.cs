using Receptive.Common;
using Receptive.Description;
using Receptive.Graph;
using Receptive.Layers;

namespace Receptive.Metrics;

/// <summary>Lin's concordance of truth and prediction along an axis of each example: correlation that also counts a shift or another scale.</summary>
/// <remarks>Labels and predictions of shape (batch, ..., n). Source: https://keras.io/api/metrics/correlation_metrics/.</remarks>
/// <example><code>model.Compile("adam", "mse", [new ConcordanceCorrelation()]);</code></example>
public sealed class ConcordanceCorrelation : MeanMetric
{
    private int _axis;

    /// <param name="name">What logs call it.</param>
    /// <param name="axis">The axis along which values are compared; the last by default.</param>
    public ConcordanceCorrelation(string name = "concordance_correlation", int axis = -1)
        : base(name) => _axis = axis;

    /// <inheritdoc/>
    public override MetricDirection Direction => MetricDirection.Up;

    /// <inheritdoc/>
    protected internal override void Describe(Arguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        arguments.Axis("axis", ref _axis);
    }

    /// <inheritdoc/>
    protected override SymbolicTensor Call(SymbolicTensor yTrue, SymbolicTensor yPred)
    {
        (SymbolicTensor truth, SymbolicTensor prediction) = Ranks.Align(yTrue, yPred);
        int[] axes = [ExampleAxes.Of(_axis, prediction.Shape)];
        (SymbolicTensor mean, SymbolicTensor variance) = Ops.Moments(truth, axes, keepDims: true);
        (SymbolicTensor predictedMean, SymbolicTensor predictedVariance) = Ops.Moments(prediction, axes, keepDims: true);
        SymbolicTensor norm = variance + predictedVariance + Ops.Square(mean - predictedMean);
        return Ops.ReduceMean(2f * (truth - predictedMean) * (prediction - predictedMean) / (norm + 1e-7f), axes);
    }
}
