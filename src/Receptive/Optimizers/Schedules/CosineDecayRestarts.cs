using Receptive.Description;

namespace Receptive.Optimizers;

/// <summary>A rate that falls along half a cosine and starts again, each time for longer. Source: Loshchilov and Hutter, SGDR, 2016.</summary>
/// <remarks>Within a period as <see cref="CosineDecay"/>; period i takes firstDecaySteps * tMul^i steps and starts at initial * mMul^i.</remarks>
public sealed class CosineDecayRestarts : LearningRateSchedule
{
    private double _initialLearningRate;
    private int _firstDecaySteps;
    private double _tMul;
    private double _mMul;
    private double _alpha;

    /// <param name="initialLearningRate">The rate of the first step.</param>
    /// <param name="firstDecaySteps">How many steps the first period takes; more than 0.</param>
    /// <param name="tMul">How many times longer each period is than the one before.</param>
    /// <param name="mMul">How many times higher each period starts than the one before.</param>
    /// <param name="alpha">Which part of the rate is left at the end of a period.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate is negative, or the decay takes no steps.</exception>
    public CosineDecayRestarts(double initialLearningRate, int firstDecaySteps, double tMul = 2, double mMul = 1, double alpha = 0)
    {
        (_initialLearningRate, _firstDecaySteps, _tMul, _mMul, _alpha) = (initialLearningRate, firstDecaySteps, tMul, mMul, alpha);
        Check();
    }

    internal CosineDecayRestarts()
        : this(0, 1)
    {
    }

    /// <inheritdoc/>
    protected internal override void Describe(Arguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        arguments.Double("initial_learning_rate", ref _initialLearningRate, range: NumberRange.NotNegative);
        arguments.Int32("first_decay_steps", ref _firstDecaySteps, atLeast: 1);
        arguments.Double("t_mul", ref _tMul, usual: 2, range: NumberRange.Positive);
        arguments.Double("m_mul", ref _mMul, usual: 1);
        arguments.Double("alpha", ref _alpha, usual: 0);
    }

    /// <inheritdoc/>
    public override double At(long step)
    {
        double passed = (double)step / _firstDecaySteps, period;
        if (_tMul == 1)
        {
            period = Math.Floor(passed);
            passed -= period;
        }
        else
        {
            period = Math.Floor(Math.Log(1 - (passed * (1 - _tMul))) / Math.Log(_tMul));
            double length = Math.Pow(_tMul, period);
            passed = (passed - ((1 - length) / (1 - _tMul))) / length;
        }

        double cosine = 0.5 * Math.Pow(_mMul, period) * (1 + Math.Cos(Math.PI * passed));
        return _initialLearningRate * (((1 - _alpha) * cosine) + _alpha);
    }
}
