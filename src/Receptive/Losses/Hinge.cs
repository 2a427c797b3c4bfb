using Receptive.Graph;

namespace Receptive.Losses;

/// <summary>For labels -1 and 1: the mean over the last dimension of max(0, 1 - truth prediction); predictions need a margin of 1.</summary>
/// <remarks>Labels and predictions of shape (batch, ..., n). If a batch's labels are all 0 or 1, they are taken for -1 and 1.</remarks>
/// <param name="reduction">How the losses of a batch become one number.</param>
/// <param name="name">What logs and files call it.</param>
/// <example><code>model.Compile("adam", "hinge");</code></example>
public sealed class Hinge(Reduction reduction = default, string name = "hinge") : Loss(name, reduction)
{
    /// <inheritdoc/>
    public override SymbolicTensor Call(SymbolicTensor yTrue, SymbolicTensor yPred) => Ops.ReduceMean(Shortfall(yTrue, yPred), [-1]);

    /// <summary>What is missing to the margin.</summary>
    internal static SymbolicTensor Shortfall(SymbolicTensor yTrue, SymbolicTensor yPred)
    {
        SymbolicTensor hasOthers = Ops.ReduceMax(1f - Ops.Equal(yTrue, 0f) - Ops.Equal(yTrue, 1f));
        return Ops.Relu(1f - Ops.Select(hasOthers, yTrue, 2f * yTrue - 1f) * yPred);
    }
}
