using Receptive.Description;
using Receptive.Graph;

namespace Receptive.Losses;

/// <summary><see cref="Dice"/> in which false alarms and misses weigh differently.</summary>
/// <remarks>
/// Labels and predictions of the same shape; sums run as in Dice, which is alpha = beta = 1/2. 1 - overlap / (overlap + alpha false alarms
/// + beta misses). Source: Salehi, Erdogmus and Gholipour, Tversky loss function for image segmentation, 2017.
/// </remarks>
/// <example><code>model.Compile("adam", new Tversky(alpha: 0.3f, beta: 0.7f));</code></example>
public sealed class Tversky : Loss
{
    private float _alpha;
    private float _beta;
    private int[]? _axis;

    /// <param name="alpha">The weight of false alarms; at least 0.</param>
    /// <param name="beta">The weight of misses; at least 0.</param>
    /// <param name="reduction">How the losses of a batch become one number.</param>
    /// <param name="name">What logs and files call it.</param>
    /// <param name="axis">The axes that sums run over; null for all.</param>
    /// <exception cref="ArgumentOutOfRangeException">A weight is negative.</exception>
    public Tversky(float alpha = 0.5f, float beta = 0.5f, Reduction reduction = default, string name = "tversky", int[]? axis = null)
        : base(name, reduction)
    {
        (_alpha, _beta, _axis) = (alpha, beta, axis);
        Check();
    }

    /// <inheritdoc/>
    public override SymbolicTensor Call(SymbolicTensor yTrue, SymbolicTensor yPred)
    {
        SymbolicTensor overlap = Ops.ReduceSum(yTrue * yPred, _axis);
        SymbolicTensor falseAlarms = Ops.ReduceSum((1f - yTrue) * yPred, _axis), misses = Ops.ReduceSum(yTrue * (1f - yPred), _axis);
        return 1f - overlap / (overlap + _alpha * falseAlarms + _beta * misses + Crossentropy.Epsilon);
    }

    /// <inheritdoc/>
    protected internal override void Describe(Arguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        arguments.Single("alpha", ref _alpha, 0.5f, NumberRange.NotNegative);
        arguments.Single("beta", ref _beta, 0.5f, NumberRange.NotNegative);
        base.Describe(arguments);
        arguments.OptionalAxesOfAny("axis", ref _axis);
    }
}
