using Receptive.Description;
using Receptive.Graph;

namespace Receptive.Losses;

/// <summary>Half the squared difference where it is small, and growing straight from there, so that outliers count less.</summary>
/// <remarks>
/// Labels and predictions of shape (batch, ..., n); the mean is taken over n. With d the difference: d²/2 where |d| &lt;= delta, else
/// delta |d| - delta²/2. Source: Huber, Robust estimation of a location parameter, 1964.
/// </remarks>
/// <example><code>model.Compile("adam", new Huber(delta: 0.5f));</code></example>
public sealed class Huber : Loss
{
    private float _delta;

    /// <param name="delta">Where the parabola ends; positive.</param>
    /// <param name="reduction">How the losses of a batch become one number.</param>
    /// <param name="name">What logs and files call it.</param>
    /// <exception cref="ArgumentOutOfRangeException">Delta is not positive.</exception>
    public Huber(float delta = 1, Reduction reduction = default, string name = "huber_loss")
        : base(name, reduction)
    {
        _delta = delta;
        Check();
    }

    /// <inheritdoc/>
    public override SymbolicTensor Call(SymbolicTensor yTrue, SymbolicTensor yPred)
    {
        SymbolicTensor difference = yPred - yTrue, size = Ops.Abs(difference);
        return Ops.ReduceMean(Ops.Select(Ops.Greater(size, _delta), _delta * size - 0.5f * _delta * _delta, 0.5f * Ops.Square(difference)), [-1]);
    }

    /// <inheritdoc/>
    protected internal override void Describe(Arguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        arguments.Single("delta", ref _delta, 1, NumberRange.Positive);
        base.Describe(arguments);
    }
}
