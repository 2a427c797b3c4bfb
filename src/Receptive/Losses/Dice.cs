using Receptive.Description;
using Receptive.Graph;

namespace Receptive.Losses;

/// <summary>1 minus twice the overlap of truth and prediction by the sum of both: for masks, whose background counts for nothing.</summary>
/// <remarks>
/// Labels and predictions of the same shape. By default sums run over the whole batch, which gives one number; with axes that are not
/// the batch's, one for each example. Source: Milletari, Navab and Ahmadi, V-Net, 2016.
/// </remarks>
/// <example><code>model.Compile("adam", new Dice(axis: [1, 2, 3]));</code></example>
public sealed class Dice : Loss
{
    private int[]? _axis;

    /// <param name="reduction">How the losses of a batch become one number.</param>
    /// <param name="name">What logs and files call it.</param>
    /// <param name="axis">The axes that sums run over; null for all.</param>
    public Dice(Reduction reduction = default, string name = "dice", int[]? axis = null)
        : base(name, reduction) => _axis = axis;

    /// <inheritdoc/>
    public override SymbolicTensor Call(SymbolicTensor yTrue, SymbolicTensor yPred)
    {
        SymbolicTensor overlap = Ops.ReduceSum(yTrue * yPred, _axis);
        return 1f - 2f * overlap / (Ops.ReduceSum(yTrue, _axis) + Ops.ReduceSum(yPred, _axis) + Crossentropy.Epsilon);
    }

    /// <inheritdoc/>
    protected internal override void Describe(Arguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        base.Describe(arguments);
        arguments.OptionalAxesOfAny("axis", ref _axis);
    }
}
