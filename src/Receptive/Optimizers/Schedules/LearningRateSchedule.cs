using System.Globalization;
using Receptive.Description;

namespace Receptive.Optimizers;

/// <summary>A learning rate that changes with the step. A number converts to one that does not: <c>new Adam(1e-3)</c>.</summary>
/// <remarks>
/// Rates are computed in double precision on the host. Powers, logarithms and cosines are those of the .NET runtime, which
/// may differ between operating systems in the last bit; rounded to single precision that is seldom seen.
/// </remarks>
public abstract class LearningRateSchedule : KerasObject
{
    internal override string Module => "keras.optimizers.schedules";

    /// <summary>The rate of a step.</summary>
    /// <param name="step">How many steps were made before it.</param>
    public abstract double At(long step);

    /// <summary>A rate that does not change.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The rate is negative or not finite.</exception>
    public static implicit operator LearningRateSchedule(double rate) => new ConstantRate(rate);

    /// <summary>A rate that does not change.</summary>
    public static LearningRateSchedule FromDouble(double rate) => rate;

    /// <summary>A rate that does not change, as it is written: 0.1f is 0.1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The rate is negative or not finite.</exception>
    public static implicit operator LearningRateSchedule(float rate) =>
        new ConstantRate(double.Parse(rate.ToString("R", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture));

    /// <summary>A rate that does not change, as it is written.</summary>
    public static LearningRateSchedule FromSingle(float rate) => rate;
}

/// <summary>A learning rate that stays the same until it is set anew.</summary>
internal sealed class ConstantRate(double rate) : LearningRateSchedule
{
    public double Rate { get; } = rate >= 0 && double.IsFinite(rate)
        ? rate
        : throw new ArgumentOutOfRangeException(nameof(rate), rate, "A learning rate is a finite number of at least 0, such as 0.001.");

    public override double At(long step) => Rate;
}
