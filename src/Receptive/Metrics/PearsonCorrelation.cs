using Receptive.Common;
using Receptive.Description;
using Receptive.Graph;
using Receptive.Layers;

namespace Receptive.Metrics;

/// <summary>Pearson's correlation of truth and prediction along an axis of each example, from -1 to 1.</summary>
/// <remarks>Labels and predictions of shape (batch, ..., n). Source: https://keras.io/api/metrics/correlation_metrics/.</remarks>
/// <example><code>model.Compile("adam", "mse", [new PearsonCorrelation()]);</code></example>
public sealed class PearsonCorrelation : MeanMetric
{
    private int _axis;

    /// <param name="name">What logs call it.</param>
    /// <param name="axis">The axis along which values are compared; the last by default.</param>
    public PearsonCorrelation(string name = "pearson_correlation", int axis = -1)
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
        return Ops.ReduceMean(Standardized(truth, axes) * Standardized(prediction, axes), axes);
    }

    private static SymbolicTensor Standardized(SymbolicTensor x, int[] axes)
    {
        (SymbolicTensor mean, SymbolicTensor variance) = Ops.Moments(x, axes, keepDims: true);
        return (x - mean) / Ops.Sqrt(variance);
    }
}
