namespace Receptive.Graph;

/// <summary>
/// How a box lies in a larger tensor along one axis: element i of the box is element <see cref="Before"/> + i
/// <see cref="Step"/> of the tensor. Slicing takes the box out, padding puts it in.
/// </summary>
/// <param name="Outside">The size of the larger tensor, or <see cref="Shape.Batch"/>.</param>
/// <param name="Inside">The size of the box, or <see cref="Shape.Batch"/>, which is never cut.</param>
/// <param name="Before">Where the box begins.</param>
/// <param name="Step">From one element of the box to the next.</param>
internal readonly record struct BoxAxis(long Outside, long Inside, long Before, long Step)
{
    private bool IsWhole => Outside == Inside && Inside != Shape.Batch;

    /// <summary>
    /// The axes of a box, with whole axes at the end joined to the axis before them, so that lines are as long as may be.
    /// There is at least one.
    /// </summary>
    public static BoxAxis[] Of(Shape outside, Shape inside, int[] before, int[] steps)
    {
        var axes = new List<BoxAxis>();
        for (int i = 0; i < outside.Rank; i++) axes.Add(new BoxAxis(outside[i], inside[i], before[i], steps[i]));
        if (axes.Count == 0) axes.Add(new BoxAxis(1, 1, 0, 1));
        while (axes.Count > 1 && axes[^1].IsWhole && axes[^2] is { Step: 1, Inside: not Shape.Batch } outer)
        {
            long whole = axes[^1].Inside;
            if (outer.Outside > int.MaxValue / whole) break; // a line is a span
            axes.RemoveAt(axes.Count - 1);
            axes[^1] = new BoxAxis(outer.Outside * whole, outer.Inside * whole, outer.Before * whole, 1);
        }

        return [.. axes];
    }

    /// <summary>The element of the box that an element of the tensor is; -1 for one beside or between.</summary>
    public long InsideOf(long outside, int batch)
    {
        long i = outside - Before;
        return i >= 0 && i % Step == 0 && i / Step < Size(Inside, batch) ? i / Step : -1;
    }

    /// <summary>A size with the batch put in place.</summary>
    public static long Size(long size, int batch) => size == Shape.Batch ? batch : size;
}
