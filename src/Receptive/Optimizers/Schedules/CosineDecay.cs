namespace Receptive.Optimizers;

/// <summary>A rate that falls along half a cosine, if wanted after a linear warm-up.</summary>
/// <remarks>initial * ((1 - alpha) * (1 + cos(pi * step / decaySteps)) / 2 + alpha), and initial * alpha from then on. With a warm-up the rate first goes from initial to warmupTarget in warmupSteps, and falls from there.</remarks>
/// <param name="initialLearningRate">The rate of the first step.</param>
/// <param name="decaySteps">Over how many steps it decays once; more than 0.</param>
/// <param name="alpha">Which part of the rate is left at the end.</param>
/// <param name="warmupTarget">The rate after the warm-up; null for none.</param>
/// <param name="warmupSteps">How many steps the warm-up takes.</param>
/// <exception cref="ArgumentOutOfRangeException">The rate is negative, or the decay takes no steps.</exception>
public sealed class CosineDecay(double initialLearningRate, long decaySteps, double alpha = 0, double? warmupTarget = null, long warmupSteps = 0) : LearningRateSchedule
{
    /// <summary>The rate of the first step.</summary>
    public double InitialLearningRate { get; } = CheckedRate(initialLearningRate, nameof(initialLearningRate));

    /// <summary>Over how many steps it decays once; more than 0.</summary>
    public long DecaySteps { get; } = CheckedSteps(decaySteps, nameof(decaySteps));

    /// <summary>Which part of the rate is left at the end.</summary>
    public double Alpha { get; } = alpha;

    /// <summary>The rate after the warm-up; null for none.</summary>
    public double? WarmupTarget { get; } = warmupTarget;

    /// <summary>How many steps the warm-up takes.</summary>
    public long WarmupSteps { get; } = warmupSteps;

    /// <inheritdoc/>
    public override double At(long step)
    {
        if (WarmupTarget is not { } target) return Fall(InitialLearningRate, step);
        if (step < WarmupSteps) return InitialLearningRate + ((target - InitialLearningRate) * step / WarmupSteps);
        return Fall(target, step - WarmupSteps);
    }

    private double Fall(double from, long step)
    {
        double cosine = 0.5 * (1 + Math.Cos(Math.PI * Math.Min(step, DecaySteps) / DecaySteps));
        return from * (((1 - Alpha) * cosine) + Alpha);
    }
}
