using Receptive.Description;

namespace Receptive.Optimizers;

/// <summary>A rate that is constant between given steps.</summary>
/// <remarks>A step up to and including a boundary has the rate before it.</remarks>
public sealed class PiecewiseConstantDecay : LearningRateSchedule
{
    private int[] _boundaries;
    private double[] _values;

    /// <param name="boundaries">The steps after which the rate changes, ascending; at least one.</param>
    /// <param name="values">The rates, one more than boundaries.</param>
    /// <exception cref="ArgumentException">The numbers of boundaries and rates do not fit, or the boundaries do not ascend.</exception>
    public PiecewiseConstantDecay(int[] boundaries, double[] values)
    {
        ArgumentNullException.ThrowIfNull(boundaries);
        ArgumentNullException.ThrowIfNull(values);
        (_boundaries, _values) = (boundaries, values);
        Check();
    }

    internal PiecewiseConstantDecay()
        : this([1], [0, 0])
    {
    }

    /// <inheritdoc/>
    protected internal override void Describe(Arguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        arguments.Int32List("boundaries", ref _boundaries);
        arguments.Doubles("values", ref _values);
        arguments.Require(
            _boundaries.Length > 0 && _boundaries.Length == _values.Length - 1,
            $"there must be at least one boundary and one more rate than boundaries, but there are {_boundaries.Length} boundaries and {_values.Length} rates.");
        arguments.Require(_boundaries.Zip(_boundaries.Skip(1)).All(pair => pair.First < pair.Second), "the boundaries must ascend.");
        arguments.Require(_values.All(value => value >= 0), "the rates must not be negative.");
    }

    /// <inheritdoc/>
    public override double At(long step)
    {
        int i = 0;
        while (i < _boundaries.Length && step > _boundaries[i]) i++;
        return _values[i];
    }
}
