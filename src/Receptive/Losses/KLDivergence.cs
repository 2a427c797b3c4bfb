using Receptive.Graph;

namespace Receptive.Losses;

/// <summary>How far predicted probabilities are from the true ones: the sum over the last dimension of p log(p / q).</summary>
/// <remarks>Labels and predictions of shape (batch, ..., classes), kept within [1e-7, 1]. Source: Kullback and Leibler, 1951.</remarks>
/// <param name="reduction">How the losses of a batch become one number.</param>
/// <param name="name">What logs and files call it.</param>
/// <example><code>model.Compile("adam", "kl_divergence");</code></example>
public sealed class KLDivergence(Reduction reduction = default, string name = "kl_divergence") : Loss(name, reduction)
{
    /// <inheritdoc/>
    public override SymbolicTensor Call(SymbolicTensor yTrue, SymbolicTensor yPred)
    {
        SymbolicTensor p = Ops.Clip(yTrue, Crossentropy.Epsilon, 1f), q = Ops.Clip(yPred, Crossentropy.Epsilon, 1f);
        return Ops.ReduceSum(p * Ops.Log(p / q), [-1]);
    }
}
