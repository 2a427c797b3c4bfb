using Receptive.Graph;
using Receptive.Losses;

namespace Receptive.Metrics;

/// <summary>The mean of log(cosh(difference)).</summary>
/// <remarks>Labels and predictions of shape (batch, ..., n).</remarks>
/// <param name="name">What logs call it.</param>
public sealed class LogCoshError(string name = "logcosh") : MeanMetric(name)
{
    /// <inheritdoc/>
    public override MetricDirection Direction => MetricDirection.Down;

    /// <inheritdoc/>
    protected override SymbolicTensor Call(SymbolicTensor yTrue, SymbolicTensor yPred) => new LogCosh().PerExample(yTrue, yPred);
}
