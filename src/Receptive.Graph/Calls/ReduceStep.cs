using Receptive.Kernels;

namespace Receptive.Graph;

/// <summary>
/// One fold of a tensor seen as (outer, folded, inner), inner contiguous, to (outer, inner). Cut into parts by shapes alone.
/// </summary>
/// <param name="Outer">The dimensions before the folded ones.</param>
/// <param name="Folded">The folded dimensions.</param>
/// <param name="Inner">The number of elements after the folded ones.</param>
public sealed record ReduceStep(Shape Outer, Shape Folded, long Inner)
{
    /// <summary>The rows of a part of a column fold: as many as fill a second-level cache comfortably, at least this.</summary>
    private const long LeastRows = 64;

    private const long PartElements = 32768;

    /// <summary>From so many rows on, threads share out rows and not the elements of one.</summary>
    private const long ManyRows = 16;

    /// <summary>Columns are shared out when there are very many of them.</summary>
    private const long ColumnsPerChunk = 4096;

    /// <summary>How many rows of a column fold one part takes. A multiple of the kernel's chains.</summary>
    private long PartRows => Math.Max(LeastRows, PartElements / Inner / ColumnReduction.Chains * ColumnReduction.Chains);

    /// <summary>
    /// The one fold that a reduction is, or null if it takes several because axes that stay lie between folded ones.
    /// </summary>
    public static ReduceStep? For(Shape input, ReadOnlySpan<int> axes)
    {
        List<ReduceStep> steps = StepsOf(input, axes);
        return steps.Count == 1 ? steps[0] : null;
    }

    /// <summary>
    /// Whether every chunk reads one range of elements, see <see cref="RangeOf"/>. Not where rows are so long that chunks
    /// share out their columns.
    /// </summary>
    public bool ReadsRanges => ColumnChunks == 1;

    /// <summary>No chunk reads more elements than this, given <see cref="ReadsRanges"/>.</summary>
    public long LongestRange => Inner == 1
        ? Math.Max(Math.Max(RowChunks.Elements, RowReduction.SegmentLength), Outer.HasBatch || Outer.ElementsPerRow >= ManyRows ? Folded.ElementsPerRow : 0)
        : Math.Max(RowChunks.Elements, PartRows * Inner);

    /// <summary>The range of elements a chunk reads, see <see cref="ReadsRanges"/>.</summary>
    public (long First, long Count) RangeOf(int chunk, int batch)
    {
        long count = Folded.Elements(batch);
        long partCount = PartsOf(batch);
        if (partCount == 1)
        {
            (long row, long rows) = RowChunks.Of(chunk, Outer.Elements(batch), count * Inner);
            return (row * count * Inner, rows * count * Inner);
        }

        (long outerRow, long part) = Math.DivRem(chunk, partCount);
        long partLength = Inner == 1 ? RowReduction.SegmentLength : PartRows;
        long first = part * partLength;
        return ((outerRow * count + first) * Inner, Math.Min(partLength, count - first) * Inner);
    }

    /// <summary>The folds of a reduction, in the order in which they are done.</summary>
    internal static List<ReduceStep> StepsOf(Shape input, ReadOnlySpan<int> axes)
    {
        // Runs of axes of one kind, outermost first. A batch can only be in the first.
        var runs = new List<(bool Folded, Shape Shape)>();
        for (int axis = 0; axis < input.Rank; axis++)
        {
            bool isFolded = axes.Contains(axis);
            if (input[axis] == 1) continue;
            if (runs.Count > 0 && runs[^1].Folded == isFolded) runs[^1] = (isFolded, new Shape([.. runs[^1].Shape.Dimensions, input[axis]]));
            else runs.Add((isFolded, new Shape(input[axis])));
        }

        var steps = new List<ReduceStep>();
        Shape after = Shape.Scalar;
        for (int i = runs.Count - 1; i >= 0; i--)
        {
            Shape before = new([.. runs[..i].SelectMany(run => run.Shape.ToArray())]);
            if (runs[i].Folded) steps.Add(new ReduceStep(before, runs[i].Shape, after.ElementsPerRow));
            else after = new Shape([.. runs[i].Shape.WithoutBatch().Dimensions, .. after.Dimensions]);
        }

        // Every folded axis has size 1: a copy, which the sum of one element is.
        if (steps.Count == 0) steps.Add(new ReduceStep(input, Shape.Scalar, 1));
        return steps;
    }

    /// <summary>The number of results.</summary>
    public long Results(int batch) => Outer.Elements(batch) * Inner;

    /// <summary>Floats that the parts need besides the results; 0 when each result has one part.</summary>
    public long Parts(int batch)
    {
        long parts = PartsOf(batch);
        return parts == 1 ? 0 : parts * Results(batch);
    }

    public int PartChunks(int batch)
    {
        if (Inner == 1 && PartsOf(batch) == 1) return RowChunks.Count(Outer.Elements(batch), Folded.Elements(batch));
        if (Inner > 1 && FoldsWhole(batch)) return RowChunks.Count(Outer.Elements(batch), Folded.Elements(batch) * Inner);
        return checked((int)(Outer.Elements(batch) * PartsOf(batch) * ColumnChunks));
    }

    public int JoinChunks(int batch) => PartsOf(batch) == 1 ? 0 : 1;

    /// <summary>Folds one chunk, into the results if each has one part, else into parts.</summary>
    public unsafe void RunPart(ReductionFunction function, float* x, float* parts, float* result, int batch, int chunk)
    {
        long count = Folded.Elements(batch);
        long partCount = PartsOf(batch);
        if (Inner == 1)
        {
            if (partCount == 1)
            {
                (long first, long rows) = RowChunks.Of(chunk, Outer.Elements(batch), count);
                RowReduction.Run(function, x + first * count, result + first, rows, count);
                return;
            }

            // One segment of one row. Parts lie (outer, part).
            (long row, long segment) = Math.DivRem(chunk, partCount);
            long start = segment * RowReduction.SegmentLength;
            parts[chunk] = RowReduction.Run(function, x + row * count + start, Math.Min(RowReduction.SegmentLength, count - start));
            return;
        }

        if (FoldsWhole(batch))
        {
            (long first, long rows) = RowChunks.Of(chunk, Outer.Elements(batch), count * Inner);
            for (long row = first; row < first + rows; row++)
                ColumnReduction.Run(function, x + row * count * Inner, result + row * Inner, count, Inner, Inner);
            return;
        }

        (long rest, long columnChunk) = Math.DivRem(chunk, ColumnChunks);
        (long outerRow, long part) = Math.DivRem(rest, partCount);
        long column = columnChunk * ColumnsPerChunk;
        long columns = Math.Min(ColumnsPerChunk, Inner - column);
        long firstRow = part * PartRows;
        float* target = partCount == 1 ? result + outerRow * Inner : parts + rest * Inner;
        ColumnReduction.Run(
            function, x + (outerRow * count + firstRow) * Inner + column, target + column, Math.Min(PartRows, count - firstRow), columns, Inner);
    }

    /// <summary>Joins the parts of all results.</summary>
    public unsafe void Join(ReductionFunction function, float* parts, float* result, int batch, int chunk)
    {
        long partCount = PartsOf(batch);
        for (long row = 0; row < Outer.Elements(batch); row++)
        {
            if (Inner > 1)
            {
                ColumnReduction.Run(function, parts + row * partCount * Inner, result + row * Inner, partCount, Inner, Inner);
                continue;
            }

            // In order, as RowReduction joins the segments of a row: how a row was shared does not show.
            float joined = parts[row * partCount];
            for (long part = 1; part < partCount; part++)
            {
                float next = parts[row * partCount + part];
                joined = function == ReductionFunction.Sum ? joined + next : MaxOf(joined, next);
            }

            result[row] = joined;
        }
    }

    private long ColumnChunks => (Inner + ColumnsPerChunk - 1) / ColumnsPerChunk;

    /// <summary>How many parts a result is made of.</summary>
    private long PartsOf(int batch)
    {
        long count = Folded.Elements(batch);
        if (Inner > 1) return (count + PartRows - 1) / PartRows;

        // Where there are rows enough to share out, each is one part. Not asked of the batch: scratch sized for a capacity
        // must do for every smaller batch.
        return Outer.HasBatch || Outer.ElementsPerRow >= ManyRows ? 1 : RowReduction.Segments(count);
    }

    /// <summary>Whether a chunk folds all of (folded, Inner), so that several outer rows make one chunk.</summary>
    private bool FoldsWhole(int batch) => PartsOf(batch) == 1 && ColumnChunks == 1;

    private static float MaxOf(float a, float b) => float.IsNaN(a) ? a : a > b ? a : b;
}
