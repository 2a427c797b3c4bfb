using Receptive.Graph;

namespace Receptive.Losses;

/// <summary>For one-hot labels: by how much the true class' prediction fails to exceed that of every other class by 1.</summary>
/// <remarks>Labels and predictions of shape (batch, ..., classes). max(0, 1 + largest of the others - that of the true class).</remarks>
/// <param name="reduction">How the losses of a batch become one number.</param>
/// <param name="name">What logs and files call it.</param>
/// <example><code>model.Compile("adam", "categorical_hinge");</code></example>
public sealed class CategoricalHinge(Reduction reduction = default, string name = "categorical_hinge") : Loss(name, reduction)
{
    /// <inheritdoc/>
    public override SymbolicTensor Call(SymbolicTensor yTrue, SymbolicTensor yPred)
    {
        SymbolicTensor right = Ops.ReduceSum(yTrue * yPred, [-1]), wrong = Ops.ReduceMax((1f - yTrue) * yPred, [-1]);
        return Ops.Relu(wrong - right + 1f);
    }
}
