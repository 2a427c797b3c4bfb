namespace Receptive.Graph;

/// <summary>How calls that work row by row cut their rows into chunks.</summary>
internal static class RowChunks
{
    /// <summary>About this many elements are worth handing to another thread: some microseconds of simple work.</summary>
    public const long Elements = 8192;

    public static long RowsPerChunk(long rowLength) => Math.Max(1, Elements / rowLength);

    public static int Count(long rows, long rowLength)
    {
        long rowsPerChunk = RowsPerChunk(rowLength);
        return checked((int)((rows + rowsPerChunk - 1) / rowsPerChunk));
    }

    public static (long First, long Count) Of(int chunk, long rows, long rowLength)
    {
        long rowsPerChunk = RowsPerChunk(rowLength);
        long first = chunk * rowsPerChunk;
        return (first, Math.Min(rowsPerChunk, rows - first));
    }
}
