using Receptive.Graph;

namespace Receptive.Losses;

/// <summary>The mean over the last dimension of the squared differences of log(1 + x): what counts is by what factor a prediction is off.</summary>
/// <remarks>Labels and predictions of shape (batch, ..., n); what is below 1e-7 counts as that.</remarks>
/// <param name="reduction">How the losses of a batch become one number.</param>
/// <param name="name">What logs and files call it.</param>
/// <example><code>model.Compile("adam", "msle");</code></example>
public sealed class MeanSquaredLogarithmicError(Reduction reduction = default, string name = "mean_squared_logarithmic_error") : Loss(name, reduction)
{
    /// <inheritdoc/>
    public override SymbolicTensor Call(SymbolicTensor yTrue, SymbolicTensor yPred) =>
        Ops.ReduceMean(Ops.Square(Logarithm(yPred) - Logarithm(yTrue)), [-1]);

    private static SymbolicTensor Logarithm(SymbolicTensor x) => Ops.Log(Ops.Maximum(x, Crossentropy.Epsilon) + 1f);
}
