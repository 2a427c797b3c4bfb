namespace Receptive.Graph;

/// <summary>Checks and rules that the shape rules of many ops share.</summary>
internal static class ShapeRules
{
    /// <summary>Checks how many inputs an op got.</summary>
    public static void Count(string op, IReadOnlyList<Shape> inputs, int expected)
    {
        if (inputs.Count != expected)
            throw new ShapeException($"{op} takes {expected} input{(expected == 1 ? "" : "s")}, but got {inputs.Count}.");
    }

    /// <summary>Checks the number of dimensions of an input.</summary>
    /// <param name="op">The op's name.</param>
    /// <param name="what">What the input is to the op.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="rank">The number of dimensions it must have.</param>
    /// <param name="expected">What the dimensions mean, such as "(batch, height, width, channels)".</param>
    public static void Rank(string op, string what, Shape shape, int rank, string expected)
    {
        if (shape.Rank != rank)
            throw new ShapeException($"{op}: the {what} must have {rank} dimensions {expected}, but its shape is {shape}.");
    }

    /// <summary>Checks that there is one number for each axis of a shape.</summary>
    public static void OnePerAxis(string op, string what, int count, Shape shape)
    {
        if (count != shape.Rank)
            throw new ShapeException($"{op}: the shape {shape} has {shape.Rank} dimensions, the batch included, so there must be as many {what}, but there are {count}.");
    }

    /// <summary>Checks that an input has the very shape the op's attributes ask for.</summary>
    public static void Require(string op, string what, Shape actual, Shape expected)
    {
        if (actual != expected)
            throw new ShapeException($"{op}: the {what} must have the shape {expected}, but has {actual}.");
    }

    /// <summary>The most numbers that an example may have, 2^40: no tensor that fits a machine has more, and offsets stay far from overflow.</summary>
    public const long MostElements = 1L << 40;

    /// <summary>A shape of sizes that were computed in 64 bits, checked against what a dimension and a tensor can hold.</summary>
    public static Shape Sized(string op, bool hasBatch, ReadOnlySpan<long> sizes)
    {
        long elements = 1;
        foreach (long size in sizes)
        {
            if (size <= int.MaxValue && elements <= MostElements / size)
            {
                elements *= size;
                continue;
            }

            throw new ShapeException($"{op}: the result would have the dimensions [{string.Join(", ", sizes.ToArray())}]; a dimension may be up to {int.MaxValue}, and an example may hold up to 2^40 numbers.");
        }

        int[] dimensions = Array.ConvertAll(sizes.ToArray(), size => (int)size);
        return hasBatch ? new Shape([Shape.Batch, .. dimensions]) : dimensions;
    }

    /// <summary>Checks that lists have one entry for each axis besides the batch; returns the first such axis.</summary>
    public static int AxesBesidesBatch(string op, Shape shape, params ReadOnlySpan<(string What, int Count)> lists)
    {
        int first = shape.HasBatch ? 1 : 0;
        foreach ((string what, int count) in lists)
        {
            if (count != shape.Rank - first)
                throw new ShapeException($"{op}: {what} must have one entry for each of the {shape.Rank - first} axes of {shape}{(first == 1 ? " besides the batch" : "")}, but has {count}.");
        }

        return first;
    }

    /// <summary>
    /// NumPy's broadcasting: shapes are aligned at their last dimension; where they differ, one must be 1 or missing.
    /// </summary>
    public static Shape Broadcast(string op, IReadOnlyList<Shape> inputs)
    {
        int rank = inputs.Max(shape => shape.Rank);
        int[] result = new int[rank];
        Array.Fill(result, 1);
        foreach (Shape shape in inputs)
        {
            int offset = rank - shape.Rank;
            for (int i = 0; i < shape.Rank; i++)
            {
                int have = result[offset + i], want = shape[i];
                if (have == want || want == 1) continue;
                if (have == 1 && (want != Shape.Batch || offset == 0)) result[offset + i] = want;
                else throw new ShapeException(Mismatch(op, inputs, have, want, rank - offset - i));
            }
        }

        return result;
    }

    /// <summary>Whether a tensor of shape <paramref name="from"/> may be repeated to have shape <paramref name="to"/>.</summary>
    public static bool CanBroadcast(Shape from, Shape to)
    {
        int offset = to.Rank - from.Rank;
        if (offset < 0) return false;
        for (int i = 0; i < from.Rank; i++)
        {
            if (from[i] != 1 && from[i] != to[offset + i]) return false;
        }

        return true;
    }

    /// <summary>Axes counted from the front, sorted; negative ones count from the end.</summary>
    public static int[] Axes(string op, ReadOnlySpan<int> axes, Shape shape)
    {
        int[] sorted = new int[axes.Length];
        for (int i = 0; i < axes.Length; i++)
        {
            int axis = axes[i] < 0 ? axes[i] + shape.Rank : axes[i];
            if ((uint)axis >= (uint)shape.Rank)
                throw new ShapeException($"{op}: there is no axis {axes[i]} in the shape {shape}; axes run from {-shape.Rank} to {shape.Rank - 1}.");
            sorted[i] = axis;
        }

        Array.Sort(sorted);
        for (int i = 1; i < sorted.Length; i++)
        {
            if (sorted[i] == sorted[i - 1])
                throw new ShapeException($"{op}: axis {sorted[i]} of the shape {shape} is named twice.");
        }

        return sorted;
    }

    private static string Mismatch(string op, IReadOnlyList<Shape> inputs, int a, int b, int fromEnd)
    {
        static string Word(int dimension) => dimension == Shape.Batch ? "None (the batch)" : $"{dimension}";
        return $"{op}: the shapes {string.Join(" and ", inputs)} do not broadcast: counted from the end, dimension {fromEnd} is {Word(a)} in one and {Word(b)} in another. "
            + "Dimensions must be equal, or 1, or missing at the front; reshape or reduce one of the tensors.";
    }
}
