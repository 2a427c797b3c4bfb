using Receptive.Description;

namespace Receptive.Optimizers;

/// <summary>A rate that falls as the inverse of time.</summary>
/// <remarks>initial / (1 + decayRate * step / decaySteps).</remarks>
public sealed class InverseTimeDecay : LearningRateSchedule
{
    private double _initialLearningRate;
    private int _decaySteps;
    private double _decayRate;
    private bool _staircase;

    /// <param name="initialLearningRate">The rate of the first step.</param>
    /// <param name="decaySteps">Over how many steps it decays once; more than 0.</param>
    /// <param name="decayRate">By how much it decays in that time.</param>
    /// <param name="staircase">Whether it stays the same within each of these times.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate is negative, or the decay takes no steps.</exception>
    public InverseTimeDecay(double initialLearningRate, int decaySteps, double decayRate, bool staircase = false)
    {
        (_initialLearningRate, _decaySteps, _decayRate, _staircase) = (initialLearningRate, decaySteps, decayRate, staircase);
        Check();
    }

    internal InverseTimeDecay()
        : this(0, 1, 0)
    {
    }

    /// <inheritdoc/>
    protected internal override void Describe(Arguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        arguments.Double("initial_learning_rate", ref _initialLearningRate, range: NumberRange.NotNegative);
        arguments.Int32("decay_steps", ref _decaySteps, atLeast: 1);
        arguments.Double("decay_rate", ref _decayRate);
        arguments.Boolean("staircase", ref _staircase);
    }

    /// <inheritdoc/>
    public override double At(long step)
    {
        double passed = (double)step / _decaySteps;
        return _initialLearningRate / (1 + (_decayRate * (_staircase ? Math.Floor(passed) : passed)));
    }
}
