using Receptive.Graph;

namespace Receptive.Losses;

/// <summary>The mean of log(cosh(difference)) over the last dimension: a parabola near 0, straight far from it, smooth everywhere.</summary>
/// <remarks>Labels and predictions of shape (batch, ..., n).</remarks>
/// <param name="reduction">How the losses of a batch become one number.</param>
/// <param name="name">What logs and files call it.</param>
/// <example><code>model.Compile("adam", "log_cosh");</code></example>
public sealed class LogCosh(Reduction reduction = default, string name = "log_cosh") : Loss(name, reduction)
{
    /// <inheritdoc/>
    public override SymbolicTensor Call(SymbolicTensor yTrue, SymbolicTensor yPred)
    {
        // log((e^x + e^-x) / 2) without overflow.
        SymbolicTensor x = yPred - yTrue;
        return Ops.ReduceMean(x + Ops.Softplus(-2f * x) - 0.69314718f, [-1]);
    }
}
