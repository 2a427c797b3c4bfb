using Receptive.Common;
using Receptive.Graph;

namespace Receptive.Metrics;

/// <summary>The root of the mean of squared differences.</summary>
/// <remarks>Labels and predictions of the same shape.</remarks>
/// <param name="name">What logs call it.</param>
public sealed class RootMeanSquaredError(string name = "root_mean_squared_error") : MeanMetric(name)
{
    /// <inheritdoc/>
    public override MetricDirection Direction => MetricDirection.Down;

    /// <inheritdoc/>
    protected override SymbolicTensor Call(SymbolicTensor yTrue, SymbolicTensor yPred)
    {
        (SymbolicTensor truth, SymbolicTensor prediction) = Ranks.Align(yTrue, yPred);
        return Ops.Square(prediction - truth);
    }

    private protected override double Finish(double mean) => Math.Sqrt(mean);
}
