<<<<<<< HEAD
using Receptive.Description;

=======
>>>>>>> compiler
namespace Receptive.Optimizers;

/// <summary>A learning rate that changes with the step. A number converts to one that does not: <c>new Adam(1e-3)</c>.</summary>
/// <remarks>
/// Rates are computed in double precision on the host. Powers, logarithms and cosines are those of the .NET runtime, which
/// may differ between operating systems in the last bit; rounded to single precision that is seldom seen.
/// </remarks>
<<<<<<< HEAD
public abstract class LearningRateSchedule : KerasObject
{
    internal override string Module => "keras.optimizers.schedules";

=======
public abstract class LearningRateSchedule
{
>>>>>>> compiler
    /// <summary>The rate of a step.</summary>
    /// <param name="step">How many steps were made before it.</param>
    public abstract double At(long step);

    /// <summary>A rate that does not change.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The rate is negative or not finite.</exception>
    public static implicit operator LearningRateSchedule(double rate) => new ConstantRate(rate);

<<<<<<< HEAD
    /// <summary>A rate that does not change.</summary>
    public static LearningRateSchedule FromDouble(double rate) => rate;
=======
    private protected static long CheckedSteps(long steps, string name) => steps > 0
        ? steps
        : throw new ArgumentOutOfRangeException(name, steps, "A decay takes more than 0 steps.");

    private protected static double CheckedRate(double rate, string name) => rate >= 0 && double.IsFinite(rate)
        ? rate
        : throw new ArgumentOutOfRangeException(name, rate, "A learning rate is a finite number of at least 0, such as 0.001.");
>>>>>>> compiler
}

/// <summary>A learning rate that stays the same until it is set anew.</summary>
internal sealed class ConstantRate(double rate) : LearningRateSchedule
{
<<<<<<< HEAD
    public double Rate { get; } = rate >= 0 && double.IsFinite(rate)
        ? rate
        : throw new ArgumentOutOfRangeException(nameof(rate), rate, "A learning rate is a finite number of at least 0, such as 0.001.");
=======
    public double Rate { get; } = CheckedRate(rate, nameof(rate));
>>>>>>> compiler

    public override double At(long step) => Rate;
}
