using Receptive.Graph;

namespace Receptive.Losses;

/// <summary>The mean over the last dimension of the absolute differences in percent of the truth.</summary>
/// <remarks>Labels and predictions of shape (batch, ..., n); a truth nearer to 0 than 1e-7 counts as that.</remarks>
/// <param name="reduction">How the losses of a batch become one number.</param>
/// <param name="name">What logs and files call it.</param>
/// <example><code>model.Compile("adam", "mape");</code></example>
public sealed class MeanAbsolutePercentageError(Reduction reduction = default, string name = "mean_absolute_percentage_error") : Loss(name, reduction)
{
    /// <inheritdoc/>
    public override SymbolicTensor Call(SymbolicTensor yTrue, SymbolicTensor yPred) =>
        100f * Ops.ReduceMean(Ops.Abs((yTrue - yPred) / Ops.Maximum(Ops.Abs(yTrue), Crossentropy.Epsilon)), [-1]);
}
