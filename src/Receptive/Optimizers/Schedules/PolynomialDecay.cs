namespace Receptive.Optimizers;

/// <summary>A rate that falls to another along a power of the time that is left.</summary>
/// <remarks>(initial - end) * (1 - step / decaySteps)^power + end, and end from then on.</remarks>
/// <param name="initialLearningRate">The rate of the first step.</param>
/// <param name="decaySteps">Over how many steps it decays once; more than 0.</param>
/// <param name="endLearningRate">The rate at the end.</param>
/// <param name="power">The power; 1 is a straight line.</param>
/// <param name="cycle">Whether it begins again, each time with the next multiple of the steps as the end.</param>
/// <exception cref="ArgumentOutOfRangeException">The rate is negative, or the decay takes no steps.</exception>
public sealed class PolynomialDecay(double initialLearningRate, long decaySteps, double endLearningRate = 0.0001, double power = 1, bool cycle = false) : LearningRateSchedule
{
    /// <summary>The rate of the first step.</summary>
    public double InitialLearningRate { get; } = CheckedRate(initialLearningRate, nameof(initialLearningRate));

    /// <summary>Over how many steps it decays once; more than 0.</summary>
    public long DecaySteps { get; } = CheckedSteps(decaySteps, nameof(decaySteps));

    /// <summary>The rate at the end.</summary>
    public double EndLearningRate { get; } = CheckedRate(endLearningRate, nameof(endLearningRate));

    /// <summary>The power; 1 is a straight line.</summary>
    public double Power { get; } = power;

    /// <summary>Whether it begins again, each time with the next multiple of the steps as the end.</summary>
    public bool Cycle { get; } = cycle;

    /// <inheritdoc/>
    public override double At(long step)
    {
        double end = DecaySteps;
        if (Cycle) end *= step == 0 ? 1 : Math.Ceiling((double)step / DecaySteps);
        double left = 1 - (Math.Min(step, end) / end);
        return ((InitialLearningRate - EndLearningRate) * Math.Pow(left, Power)) + EndLearningRate;
    }
}
