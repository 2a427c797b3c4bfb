using Receptive.Graph;

namespace Receptive.Losses;

/// <summary>As <see cref="Hinge"/>, with what is missing to the margin squared.</summary>
/// <remarks>Labels and predictions of shape (batch, ..., n). If a batch's labels are all 0 or 1, they are taken for -1 and 1.</remarks>
/// <param name="reduction">How the losses of a batch become one number.</param>
/// <param name="name">What logs and files call it.</param>
/// <example><code>model.Compile("adam", "squared_hinge");</code></example>
public sealed class SquaredHinge(Reduction reduction = default, string name = "squared_hinge") : Loss(name, reduction)
{
    /// <inheritdoc/>
    public override SymbolicTensor Call(SymbolicTensor yTrue, SymbolicTensor yPred) => Ops.ReduceMean(Ops.Square(Hinge.Shortfall(yTrue, yPred)), [-1]);
}
