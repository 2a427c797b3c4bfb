using Receptive.Graph;

namespace Receptive.Constraints;

/// <summary>No weight below 0.</summary>
public sealed class NonNeg : Constraint
{
    /// <inheritdoc/>
    public override SymbolicTensor Call(SymbolicTensor weight) => Ops.Relu(weight);
}
