using Receptive.Description;

namespace Receptive.Optimizers;

/// <summary>A rate that falls along half a cosine, if wanted after a linear warm-up.</summary>
/// <remarks>initial * ((1 - alpha) * (1 + cos(pi * step / decaySteps)) / 2 + alpha), and initial * alpha from then on. With a warm-up the rate first goes from initial to warmupTarget in warmupSteps, and falls from there.</remarks>
public sealed class CosineDecay : LearningRateSchedule
{
    private double _initialLearningRate;
    private int _decaySteps;
    private double _alpha;
    private double? _warmupTarget;
    private int _warmupSteps;

    /// <param name="initialLearningRate">The rate of the first step.</param>
    /// <param name="decaySteps">Over how many steps it decays once; more than 0.</param>
    /// <param name="alpha">Which part of the rate is left at the end.</param>
    /// <param name="warmupTarget">The rate after the warm-up; null for none.</param>
    /// <param name="warmupSteps">How many steps the warm-up takes.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate is negative, or the decay takes no steps.</exception>
    public CosineDecay(double initialLearningRate, int decaySteps, double alpha = 0, double? warmupTarget = null, int warmupSteps = 0)
    {
        (_initialLearningRate, _decaySteps, _alpha, _warmupTarget, _warmupSteps) = (initialLearningRate, decaySteps, alpha, warmupTarget, warmupSteps);
        Check();
    }

    internal CosineDecay()
        : this(0, 1)
    {
    }

    /// <inheritdoc/>
    protected internal override void Describe(Arguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        arguments.Double("initial_learning_rate", ref _initialLearningRate, range: NumberRange.NotNegative);
        arguments.Int32("decay_steps", ref _decaySteps, atLeast: 1);
        arguments.Double("alpha", ref _alpha, usual: 0);
        arguments.OptionalDouble("warmup_target", ref _warmupTarget, NumberRange.NotNegative);
        arguments.Int32("warmup_steps", ref _warmupSteps, usual: 0, atLeast: 0);
    }

    /// <inheritdoc/>
    public override double At(long step)
    {
        if (_warmupTarget is not { } target) return Fall(_initialLearningRate, step);
        if (step < _warmupSteps) return _initialLearningRate + ((target - _initialLearningRate) * step / _warmupSteps);
        return Fall(target, step - _warmupSteps);
    }

    private double Fall(double from, long step)
    {
        double cosine = 0.5 * (1 + Math.Cos(Math.PI * Math.Min(step, _decaySteps) / _decaySteps));
        return from * (((1 - _alpha) * cosine) + _alpha);
    }
}
