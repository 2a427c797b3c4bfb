using Receptive.Graph;

namespace Receptive.Losses;

/// <summary>For counts: the mean over the last dimension of prediction - truth log(prediction), Poisson's likelihood without its constant.</summary>
/// <remarks>Labels and predictions of shape (batch, ..., n), at least 0; 1e-7 is added under the logarithm.</remarks>
/// <param name="reduction">How the losses of a batch become one number.</param>
/// <param name="name">What logs and files call it.</param>
/// <example><code>model.Compile("adam", "poisson");</code></example>
public sealed class Poisson(Reduction reduction = default, string name = "poisson") : Loss(name, reduction)
{
    /// <inheritdoc/>
    public override SymbolicTensor Call(SymbolicTensor yTrue, SymbolicTensor yPred) =>
        Ops.ReduceMean(yPred - yTrue * Ops.Log(yPred + Crossentropy.Epsilon), [-1]);
}
