using Receptive.Description;

namespace Receptive.Optimizers;

/// <summary>A rate that falls to another along a power of the time that is left.</summary>
/// <remarks>(initial - end) * (1 - step / decaySteps)^power + end, and end from then on.</remarks>
public sealed class PolynomialDecay : LearningRateSchedule
{
    private double _initialLearningRate;
    private int _decaySteps;
    private double _endLearningRate;
    private double _power;
    private bool _cycle;

    /// <param name="initialLearningRate">The rate of the first step.</param>
    /// <param name="decaySteps">Over how many steps it decays once; more than 0.</param>
    /// <param name="endLearningRate">The rate at the end.</param>
    /// <param name="power">The power; 1 is a straight line.</param>
    /// <param name="cycle">Whether it begins again, each time with the next multiple of the steps as the end.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate is negative, or the decay takes no steps.</exception>
    public PolynomialDecay(double initialLearningRate, int decaySteps, double endLearningRate = 0.0001, double power = 1, bool cycle = false)
    {
        (_initialLearningRate, _decaySteps, _endLearningRate, _power, _cycle) = (initialLearningRate, decaySteps, endLearningRate, power, cycle);
        Check();
    }

    internal PolynomialDecay()
        : this(0, 1)
    {
    }

    /// <inheritdoc/>
    protected internal override void Describe(Arguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        arguments.Double("initial_learning_rate", ref _initialLearningRate, range: NumberRange.NotNegative);
        arguments.Int32("decay_steps", ref _decaySteps, atLeast: 1);
        arguments.Double("end_learning_rate", ref _endLearningRate, usual: 0.0001, range: NumberRange.NotNegative);
        arguments.Double("power", ref _power, usual: 1);
        arguments.Boolean("cycle", ref _cycle);
    }

    /// <inheritdoc/>
    public override double At(long step)
    {
        double end = _decaySteps;
        if (_cycle) end *= step == 0 ? 1 : Math.Ceiling((double)step / _decaySteps);
        double left = 1 - (Math.Min(step, end) / end);
        return ((_initialLearningRate - _endLearningRate) * Math.Pow(left, _power)) + _endLearningRate;
    }
}
