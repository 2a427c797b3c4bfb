namespace Receptive.Graph;
public static partial class Ops
{
    public static SymbolicTensor Convolution(SymbolicTensor x, SymbolicTensor w, ReadOnlySpan<int> s, Padding p, ReadOnlySpan<int> d, int groups = 1) => Conv2D(x, w, (s[0], s[1]), p, (d[0], d[1]), groups);
    public static SymbolicTensor MaxPool(SymbolicTensor x, ReadOnlySpan<int> w, ReadOnlySpan<int> s, Padding p) => MaxPool2D(x, (w[0], w[1]), (s[0], s[1]), p);
    public static SymbolicTensor AveragePool(SymbolicTensor x, ReadOnlySpan<int> w, ReadOnlySpan<int> s, Padding p) => throw new NotSupportedException();
}
public sealed partial class ShapeExceptionShim { }
