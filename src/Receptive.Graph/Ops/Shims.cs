namespace Receptive.Graph;
public static partial class Ops
{
    public static SymbolicTensor Convolution(SymbolicTensor x, SymbolicTensor w, ReadOnlySpan<int> s, Padding p, ReadOnlySpan<int> d, int groups = 1) => Conv2D(x, w, (s[0], s[1]), p, (d[0], d[1]), groups);
    public static SymbolicTensor MaxPool(SymbolicTensor x, ReadOnlySpan<int> w, ReadOnlySpan<int> s, Padding p) => MaxPool2D(x, (w[0], w[1]), (s[0], s[1]), p);
    public static SymbolicTensor AveragePool(SymbolicTensor x, ReadOnlySpan<int> w, ReadOnlySpan<int> s, Padding p) => throw new NotSupportedException();
    public static SymbolicTensor Concatenate(IReadOnlyList<SymbolicTensor> x, int axis) => throw new NotSupportedException();
    public static SymbolicTensor Pad(SymbolicTensor x, ReadOnlySpan<(int Before, int After)> m, float v = 0) => throw new NotSupportedException();
    public static (SymbolicTensor, SymbolicTensor) Moments(SymbolicTensor x, int[] axes, bool keepDims = false)
    {
        SymbolicTensor m = ReduceMean(x, axes, true);
        SymbolicTensor v = ReduceMean(Square(x - m), axes, keepDims);
        return (keepDims ? m : Reshape(m, v.Shape), v);
    }
}
public sealed partial class ShapeExceptionShim { }
