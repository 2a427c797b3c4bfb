namespace Receptive.Optimizers;

/// <summary>A rate that falls as the inverse of time.</summary>
/// <remarks>initial / (1 + decayRate * step / decaySteps).</remarks>
public sealed class InverseTimeDecay : RepeatedDecay
{
    /// <param name="initialLearningRate">The rate of the first step.</param>
    /// <param name="decaySteps">Over how many steps it decays once; more than 0.</param>
    /// <param name="decayRate">By how much it decays in that time.</param>
    /// <param name="staircase">Whether it stays the same within each of these times.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate is negative, or the decay takes no steps.</exception>
    public InverseTimeDecay(double initialLearningRate, int decaySteps, double decayRate, bool staircase = false)
        : base(initialLearningRate, decaySteps, decayRate, staircase) => Check();

    internal InverseTimeDecay()
        : this(0, 1, 0)
    {
    }

    private protected override double After(double decays) => InitialLearningRate / (1 + (DecayRate * decays));
}
