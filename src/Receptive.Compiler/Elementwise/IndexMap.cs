using Receptive.Graph;
using Receptive.Kernels;

namespace Receptive.Compiler;

/// <summary>Where a broadcast operand of an elementwise group finds the element for each element of the output.</summary>
/// <remarks>
/// Both are counted in row-major order. The output is seen as nested runs, outermost first: <c>sizes</c> steps each, moving
/// <c>strides</c> floats in the operand, 0 where the operand is repeated. Neighbouring dimensions that behave alike are
/// joined, so (256,) against (None, 14, 14, 256) is two runs: any number of steps that stay, then 256 that move by one.
/// </remarks>
internal sealed class IndexMap : IEquatable<IndexMap>
{
    private readonly long[] _sizes; // the outermost one may be anything: an index is never divided by it
    private readonly long[] _strides;
    private readonly long[] _inner; // how many elements one step of a run spans

    private IndexMap(long[] sizes, long[] strides)
    {
        _sizes = sizes;
        _strides = strides;
        _inner = new long[sizes.Length];
        long span = 1;
        for (int run = sizes.Length - 1; run >= 0; run--)
        {
            _inner[run] = span;
            span *= sizes[run];
        }

        IsFull = sizes.Length == 0 || (sizes.Length == 1 && strides[0] == 1);
        IsScalar = sizes.Length == 1 && strides[0] == 0;
        Period = sizes.Length > 1 && strides[0] == 0 ? _inner[0] : 0;
    }

    /// <summary>Element i is element i.</summary>
    public bool IsFull { get; }

    /// <summary>Every element is the one element there is.</summary>
    public bool IsScalar { get; }

    /// <summary>Whether <see cref="Block"/> is a scalar for some blocks and not for others.</summary>
    public bool MayChangeKind => _sizes.Length > 1 && _strides[^1] == 0;

    /// <summary>After how many elements everything repeats; 0 if it never does.</summary>
    public long Period { get; }

    /// <summary>How an operand of one shape is read by an op whose output has another.</summary>
    public static IndexMap Create(Shape operand, Shape output)
    {
        var sizes = new List<long>();
        var strides = new List<long>();
        int missing = output.Rank - operand.Rank;
        long stride = 1;
        for (int axis = output.Rank - 1; axis >= 0; axis--)
        {
            // A batch counts as 0 elements here; being outermost, its size is not used.
            long size = Math.Max(output[axis], 0);
            bool repeats = axis < missing || (operand[axis - missing] == 1 && size != 1);
            if (size == 1) continue;
            long step = repeats ? 0 : stride;
            if (!repeats) stride *= size;
            if (sizes.Count > 0 && step == strides[^1] * sizes[^1])
            {
                sizes[^1] *= size;
            }
            else
            {
                sizes.Add(size);
                strides.Add(step);
            }
        }

        sizes.Reverse();
        strides.Reverse();
        return new IndexMap([.. sizes], [.. strides]);
    }

    /// <summary>
    /// The operand for output elements first ... first + count - 1: its own memory where that is one run, else gathered
    /// into a buffer.
    /// </summary>
    public unsafe BlockOperand Block(float* operand, long first, int count, float* buffer)
    {
        if (IsScalar) return new BlockOperand(operand, isScalar: true);
        if (IsFull) return new BlockOperand(operand + first);
        int last = _sizes.Length - 1;
        long run = _sizes[last];
        if (first % run + count <= run)
        {
            float* start = operand + Offset(first);
            return _strides[last] == 0 ? new BlockOperand(start, isScalar: true) : new BlockOperand(start);
        }

        Gather(operand, first, count, buffer);
        return new BlockOperand(buffer);
    }

    /// <summary>Copies the operand of each of a number of output elements.</summary>
    public unsafe void Gather(float* operand, long first, int count, float* destination)
    {
        if (Period == 0 || count <= Period)
        {
            GatherRuns(operand, first, count, destination);
            return;
        }

        // One period, then copies of what is there already, each twice as long as the last.
        int done = (int)Period;
        GatherRuns(operand, first, done, destination);
        while (done < count)
        {
            int taken = Math.Min(done, count - done);
            new ReadOnlySpan<float>(destination, taken).CopyTo(new Span<float>(destination + done, taken));
            done += taken;
        }
    }

    private unsafe void GatherRuns(float* operand, long first, int count, float* destination)
    {
        int last = _sizes.Length - 1;
        long run = last < 0 ? 1 : _sizes[last];
        bool repeats = last >= 0 && _strides[last] == 0;
        while (count > 0)
        {
            int taken = last <= 0 ? count : (int)Math.Min(count, run - first % run);
            float* start = operand + Offset(first);
            var target = new Span<float>(destination, taken);
            if (repeats) target.Fill(*start);
            else new ReadOnlySpan<float>(start, taken).CopyTo(target);
            first += taken;
            count -= taken;
            destination += taken;
        }
    }

    public bool Equals(IndexMap? other) => other is not null && _sizes.AsSpan().SequenceEqual(other._sizes) && _strides.AsSpan().SequenceEqual(other._strides);

    public override bool Equals(object? obj) => Equals(obj as IndexMap);

    public override int GetHashCode() => HashCode.Combine(_sizes.Length, _sizes.Sum(), _strides.Sum());

    /// <summary>Such as <c>full</c>, <c>scalar</c>, <c>repeat 10</c> (along the last axes), <c>period 64</c>.</summary>
    public override string ToString() =>
        IsFull ? "full"
        : IsScalar ? "scalar"
        : _sizes.Length == 2 ? (_strides[0] == 0 ? $"period {_inner[0]}" : $"repeat {_inner[0]}")
        : $"runs {string.Join(' ', _sizes.Select((size, run) => $"{size}x{_strides[run]}"))}";

    private long Offset(long index)
    {
        long offset = 0;
        for (int run = 0; run < _sizes.Length; run++)
        {
            (long step, index) = Math.DivRem(index, _inner[run]);
            offset += step * _strides[run];
        }

        return offset;
    }
}
