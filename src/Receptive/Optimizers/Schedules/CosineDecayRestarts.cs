namespace Receptive.Optimizers;

/// <summary>A rate that falls along half a cosine and starts again, each time for longer. Source: Loshchilov and Hutter, SGDR, 2016.</summary>
/// <remarks>Within a period as <see cref="CosineDecay"/>; period i takes firstDecaySteps * tMul^i steps and starts at initial * mMul^i.</remarks>
/// <param name="initialLearningRate">The rate of the first step.</param>
/// <param name="firstDecaySteps">How many steps the first period takes; more than 0.</param>
/// <param name="tMul">How many times longer each period is than the one before.</param>
/// <param name="mMul">How many times higher each period starts than the one before.</param>
/// <param name="alpha">Which part of the rate is left at the end of a period.</param>
/// <exception cref="ArgumentOutOfRangeException">The rate is negative, or the decay takes no steps.</exception>
public sealed class CosineDecayRestarts(double initialLearningRate, long firstDecaySteps, double tMul = 2, double mMul = 1, double alpha = 0) : LearningRateSchedule
{
    /// <summary>The rate of the first step.</summary>
    public double InitialLearningRate { get; } = CheckedRate(initialLearningRate, nameof(initialLearningRate));

    /// <summary>How many steps the first period takes; more than 0.</summary>
    public long FirstDecaySteps { get; } = CheckedSteps(firstDecaySteps, nameof(firstDecaySteps));

    /// <summary>How many times longer each period is than the one before.</summary>
    public double TMul { get; } = tMul;

    /// <summary>How many times higher each period starts than the one before.</summary>
    public double MMul { get; } = mMul;

    /// <summary>Which part of the rate is left at the end of a period.</summary>
    public double Alpha { get; } = alpha;

    /// <inheritdoc/>
    public override double At(long step)
    {
        double passed = (double)step / FirstDecaySteps, period;
        if (TMul == 1)
        {
            period = Math.Floor(passed);
            passed -= period;
        }
        else
        {
            period = Math.Floor(Math.Log(1 - (passed * (1 - TMul))) / Math.Log(TMul));
            double length = Math.Pow(TMul, period);
            passed = (passed - ((1 - length) / (1 - TMul))) / length;
        }

        double cosine = 0.5 * Math.Pow(MMul, period) * (1 + Math.Cos(Math.PI * passed));
        return InitialLearningRate * (((1 - Alpha) * cosine) + Alpha);
    }
}
