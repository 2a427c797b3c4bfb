using Receptive.Description;
using Receptive.Graph;
using Receptive.Layers;

namespace Receptive.Losses;

/// <summary>Minus the cosine of the angle between truth and prediction: -1 for the same direction, 1 for the opposite one.</summary>
/// <remarks>Labels and predictions of shape (batch, ..., n).</remarks>
/// <example><code>model.Compile("adam", new CosineSimilarity());</code></example>
public sealed class CosineSimilarity : Loss
{
    private int _axis;

    /// <param name="axis">The axis along which vectors lie; the last by default.</param>
    /// <param name="reduction">How the losses of a batch become one number.</param>
    /// <param name="name">What logs and files call it.</param>
    public CosineSimilarity(int axis = -1, Reduction reduction = default, string name = "cosine_similarity")
        : base(name, reduction) => _axis = axis;

    /// <inheritdoc/>
    public override SymbolicTensor Call(SymbolicTensor yTrue, SymbolicTensor yPred) => -Cosine(yTrue, yPred, _axis);

    /// <inheritdoc/>
    protected internal override void Describe(Arguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        arguments.Axis("axis", ref _axis);
        base.Describe(arguments);
    }

    internal static SymbolicTensor Cosine(SymbolicTensor yTrue, SymbolicTensor yPred, int axis)
    {
        ArgumentNullException.ThrowIfNull(yTrue);
        ArgumentNullException.ThrowIfNull(yPred);
        int[] axes = [ExampleAxes.Of(axis, yPred.Shape)];
        return Ops.ReduceSum(UnitNormalization.Normalize(yTrue, axes, Crossentropy.Epsilon) * UnitNormalization.Normalize(yPred, axes, Crossentropy.Epsilon), axes);
    }
}
