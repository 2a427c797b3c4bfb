using Receptive.Description;

namespace Receptive.Optimizers;

/// <summary>A rate that decays by the same rule every so many steps, either all the time or at their end.</summary>
public abstract class RepeatedDecay : LearningRateSchedule
{
    private double _initialLearningRate;
    private int _decaySteps;
    private double _decayRate;
    private bool _staircase;

    private protected RepeatedDecay(double initialLearningRate, int decaySteps, double decayRate, bool staircase) =>
        (_initialLearningRate, _decaySteps, _decayRate, _staircase) = (initialLearningRate, decaySteps, decayRate, staircase);

    private protected double InitialLearningRate => _initialLearningRate;

    private protected double DecayRate => _decayRate;

    /// <inheritdoc/>
    public sealed override double At(long step)
    {
        double passed = (double)step / _decaySteps;
        return After(_staircase ? Math.Floor(passed) : passed);
    }

    /// <summary>The rate after a number of decays, which may lie between two.</summary>
    private protected abstract double After(double decays);

    /// <inheritdoc/>
    protected internal sealed override void Describe(Arguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        arguments.Double("initial_learning_rate", ref _initialLearningRate, range: NumberRange.NotNegative);
        arguments.Int32("decay_steps", ref _decaySteps, atLeast: 1);
        arguments.Double("decay_rate", ref _decayRate);
        arguments.Boolean("staircase", ref _staircase);
    }
}
