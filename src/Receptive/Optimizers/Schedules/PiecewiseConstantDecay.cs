namespace Receptive.Optimizers;

/// <summary>A rate that is constant between given steps.</summary>
/// <remarks>A step up to and including a boundary has the rate before it.</remarks>
public sealed class PiecewiseConstantDecay : LearningRateSchedule
{
    private readonly long[] _boundaries;
    private readonly double[] _values;

    /// <param name="boundaries">The steps after which the rate changes, ascending; at least one.</param>
    /// <param name="values">The rates, one more than boundaries.</param>
    /// <exception cref="ArgumentException">The numbers of boundaries and rates do not fit, or the boundaries do not ascend.</exception>
    public PiecewiseConstantDecay(IReadOnlyList<long> boundaries, IReadOnlyList<double> values)
    {
        ArgumentNullException.ThrowIfNull(boundaries);
        ArgumentNullException.ThrowIfNull(values);
        if (boundaries.Count == 0 || boundaries.Count != values.Count - 1)
            throw new ArgumentException($"There must be at least one boundary and one more rate than boundaries, but there are {boundaries.Count} boundaries and {values.Count} rates.", nameof(boundaries));
        for (int i = 1; i < boundaries.Count; i++)
        {
            if (boundaries[i] <= boundaries[i - 1]) throw new ArgumentException("The boundaries must ascend.", nameof(boundaries));
        }

        _boundaries = [.. boundaries];
        _values = [.. values.Select(value => CheckedRate(value, nameof(values)))];
    }

    /// <summary>The steps after which the rate changes.</summary>
    public IReadOnlyList<long> Boundaries => _boundaries;

    /// <summary>The rates.</summary>
    public IReadOnlyList<double> Values => _values;

    /// <inheritdoc/>
    public override double At(long step)
    {
        int i = 0;
        while (i < _boundaries.Length && step > _boundaries[i]) i++;
        return _values[i];
    }
}
