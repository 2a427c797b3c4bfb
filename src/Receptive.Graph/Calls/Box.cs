namespace Receptive.Graph;

/// <summary>
/// A part of one example of a larger tensor: along each axis the elements begin, begin + stride, and so on. Gathering copies
/// the part out into a tensor of its own, scattering copies such a tensor in.
/// </summary>
/// <remarks>Neighbouring axes that lie behind one another in both are joined, so that the innermost copy is as long as can be.</remarks>
internal sealed unsafe class Box
{
    private readonly long _first;
    private readonly List<(long Size, long Step, long Inner)> _axes = []; // Inner: elements of the box that one step spans

    /// <param name="whole">The larger tensor; its batch, if any, is not an axis here.</param>
    /// <param name="part">The shape of the part.</param>
    /// <param name="begin">Where the part begins, one entry for each axis besides the batch.</param>
    /// <param name="strides">From one element of the part to the next.</param>
    public Box(Shape whole, Shape part, ReadOnlySpan<int> begin, ReadOnlySpan<int> strides)
    {
        ReadOnlySpan<int> sizes = part.WithoutBatch().Dimensions, all = whole.WithoutBatch().Dimensions;
        WholeElements = whole.ElementsPerRow;
        Elements = part.ElementsPerRow;
        long step = 1, inner = 1;
        checked
        {
            for (int axis = all.Length - 1; axis >= 0; axis--)
            {
                if (begin[axis] < 0 || begin[axis] + ((sizes[axis] - 1L) * strides[axis]) >= all[axis])
                    throw new InvalidOperationException($"A part {part} from [{string.Join(", ", begin.ToArray())}] on does not lie within {whole}.");
                _first += begin[axis] * step;
                if (_axes.Count > 0 && _axes[0].Step * _axes[0].Size == strides[axis] * step)
                    _axes[0] = _axes[0] with { Size = _axes[0].Size * sizes[axis] };
                else if (sizes[axis] > 1)
                    _axes.Insert(0, (sizes[axis], strides[axis] * step, inner));
                step *= all[axis];
                inner *= sizes[axis];
            }
        }

        if (_axes.Count == 0) _axes.Add((1, 1, 1));
    }

    /// <summary>The elements of an example of the larger tensor.</summary>
    public long WholeElements { get; }

    /// <summary>The elements of an example of the part.</summary>
    public long Elements { get; }

    /// <summary>Copies the part of one example out.</summary>
    public void Gather(float* whole, float* part) => Walk(whole + _first, part, 0, gather: true);

    /// <summary>Copies the part of one example in.</summary>
    public void Scatter(float* part, float* whole) => Walk(whole + _first, part, 0, gather: false);

    private void Walk(float* whole, float* part, int axis, bool gather)
    {
        (long size, long step, long inner) = _axes[axis];
        if (axis < _axes.Count - 1)
        {
            for (long i = 0; i < size; i++) Walk(whole + i * step, part + i * inner, axis + 1, gather);
            return;
        }

        if (step == 1)
        {
            if (gather) Buffer.MemoryCopy(whole, part, size * sizeof(float), size * sizeof(float));
            else Buffer.MemoryCopy(part, whole, size * sizeof(float), size * sizeof(float));
            return;
        }

        for (long i = 0; i < size; i++)
        {
            if (gather) part[i] = whole[i * step];
            else whole[i * step] = part[i];
        }
    }
}
