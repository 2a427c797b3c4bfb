using Receptive.Kernels;

namespace Receptive.Graph;

/// <summary>
/// One fold of a tensor seen as (outer, folded, inner), inner contiguous, to (outer, inner). Cut into parts by shapes alone.
/// </summary>
/// <param name="outer">The dimensions before the folded ones.</param>
/// <param name="folded">The folded dimensions.</param>
/// <param name="inner">The number of elements after the folded ones.</param>
internal sealed class ReduceStep(Shape outer, Shape folded, long inner)
{
    /// <summary>The rows of a part of a column fold: as many as fill a second-level cache comfortably, at least this.</summary>
    private const long LeastRows = 64;

    private const long PartElements = 32768;

    /// <summary>Columns are shared out when there are very many of them.</summary>
    private const long ColumnsPerChunk = 4096;

    /// <summary>How many rows of a column fold one part takes. A multiple of the kernel's chains.</summary>
    private readonly long _partRows = Math.Max(LeastRows, PartElements / inner / ColumnReduction.Chains * ColumnReduction.Chains);

    /// <summary>The number of results.</summary>
    public long Results(int batch) => outer.Elements(batch) * inner;

    /// <summary>Floats that the parts need besides the results; 0 when each result has one part.</summary>
    public long Parts(int batch)
    {
        long parts = PartsOf(batch);
        return parts == 1 ? 0 : parts * Results(batch);
    }

    public int PartChunks(int batch)
    {
        if (inner == 1 && PartsOf(batch) == 1) return RowChunks.Count(outer.Elements(batch), folded.Elements(batch));
        if (inner > 1 && FoldsWhole(batch)) return RowChunks.Count(outer.Elements(batch), folded.Elements(batch) * inner);
        return checked((int)(outer.Elements(batch) * PartsOf(batch) * ColumnChunks));
    }

    public int JoinChunks(int batch) => PartsOf(batch) == 1 ? 0 : 1;

    /// <summary>Folds one chunk, into the results if each has one part, else into parts.</summary>
    public unsafe void RunPart(ReductionFunction function, float* x, float* parts, float* result, int batch, int chunk)
    {
        long count = folded.Elements(batch);
        long partCount = PartsOf(batch);
        if (inner == 1)
        {
            if (partCount == 1)
            {
                (long first, long rows) = RowChunks.Of(chunk, outer.Elements(batch), count);
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
            (long first, long rows) = RowChunks.Of(chunk, outer.Elements(batch), count * inner);
            for (long row = first; row < first + rows; row++)
                ColumnReduction.Run(function, x + row * count * inner, result + row * inner, count, inner, inner);
            return;
        }

        (long rest, long columnChunk) = Math.DivRem(chunk, ColumnChunks);
        (long outerRow, long part) = Math.DivRem(rest, partCount);
        long column = columnChunk * ColumnsPerChunk;
        long columns = Math.Min(ColumnsPerChunk, inner - column);
        long firstRow = part * _partRows;
        float* target = partCount == 1 ? result + outerRow * inner : parts + rest * inner;
        ColumnReduction.Run(
            function, x + (outerRow * count + firstRow) * inner + column, target + column, Math.Min(_partRows, count - firstRow), columns, inner);
    }

    /// <summary>Joins the parts of all results.</summary>
    public unsafe void Join(ReductionFunction function, float* parts, float* result, int batch, int chunk)
    {
        long partCount = PartsOf(batch);
        for (long row = 0; row < outer.Elements(batch); row++)
        {
            if (inner > 1)
            {
                ColumnReduction.Run(function, parts + row * partCount * inner, result + row * inner, partCount, inner, inner);
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

    private long ColumnChunks => (inner + ColumnsPerChunk - 1) / ColumnsPerChunk;

    /// <summary>How many parts a result is made of.</summary>
    private long PartsOf(int batch)
    {
        long count = folded.Elements(batch);
        if (inner > 1) return (count + _partRows - 1) / _partRows;

        // Where there are rows enough to share out, each is one part. Not asked of the batch: scratch sized for a capacity
        // must do for every smaller batch.
        const long manyRows = 16;
        return outer.HasBatch || outer.ElementsPerRow >= manyRows ? 1 : RowReduction.Segments(count);
    }

    /// <summary>Whether a chunk folds all of (folded, inner), so that several outer rows make one chunk.</summary>
    private bool FoldsWhole(int batch) => PartsOf(batch) == 1 && ColumnChunks == 1;

    private static float MaxOf(float a, float b) => float.IsNaN(a) ? a : a > b ? a : b;
}
