namespace Receptive.Kernels.Pooling;

/// <summary>The cells of one window that lie inside the input, from the first to behind the last along each axis.</summary>
internal readonly record struct Cells(int FirstPlane, int EndPlane, int FirstRow, int EndRow, int FirstColumn, int EndColumn)
{
    public long Count => (long)(EndPlane - FirstPlane) * (EndRow - FirstRow) * (EndColumn - FirstColumn);
}
