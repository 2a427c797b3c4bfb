using Receptive.Graph;
using Receptive.Kernels;
using Xunit;
using static Receptive.Graph.Ops;

namespace Receptive.Engine.Tests.Graph;

/// <summary>Shapes that ops give, and what they say to shapes that do not fit.</summary>
public class ShapeRuleTests
{
    private const int None = Shape.Batch;

    private static readonly Dictionary<string, (Func<SymbolicTensor> Build, string Message)> s_mistakes = new()
    {
        ["add mismatch"] = (() => X(None, 3) + X(None, 4), "Add: the shapes (None, 3) and (None, 4) do not broadcast: counted from the end, dimension 1 is 3 in one and 4 in another."),
        ["add batch and number"] = (() => X(None, 3) + X(5, 3), "dimension 2 is None (the batch) in one and 5 in another"),
        ["add batch as later dimension"] = (() => X(2, 1, 3) + X(None, 3), "do not broadcast"),
        ["add batch against channels"] = (() => X(None, 3) + X(None), "dimension 1 is 3 in one and None (the batch) in another"),
        ["select mismatch"] = (() => Select(X(2), X(3), X(1)), "Select: the shapes (2,) and (3,) and (1,)"),
        ["reshape count"] = (() => Reshape(X(None, 4, 3), [None, 13]), "Reshape: (None, 4, 3) holds 12 numbers an example, but (None, 13) holds 13."),
        ["reshape loses batch"] = (() => Reshape(X(None, 4), [4]), "the batch (None) must stay the first dimension"),
        ["reshape gains batch"] = (() => Reshape(X(4), [None, 4]), "the batch (None) must stay the first dimension"),
        ["transpose twice"] = (() => Transpose(X(2, 3), 0, 0), "must name each axis of the shape (2, 3), 0 to 1, once"),
        ["transpose too few"] = (() => Transpose(X(2, 3), 0), "must name each axis"),
        ["transpose moves batch"] = (() => Transpose(X(None, 3), 1, 0), "moves it"),
        ["broadcast"] = (() => BroadcastTo(X(2, 3), [4, 3]), "BroadcastTo: (2, 3) cannot be repeated to (4, 3)"),
        ["broadcast to fewer"] = (() => BroadcastTo(X(2, 3), [3]), "cannot be repeated"),
        ["broadcast loses batch"] = (() => BroadcastTo(X(None, 3), [5, 3]), "cannot be repeated"),
        ["reduce axis"] = (() => ReduceSum(X(None, 3), [2]), "ReduceSum: there is no axis 2 in the shape (None, 3); axes run from -2 to 1."),
        ["reduce mean axis"] = (() => ReduceMean(X(None, 3), [-3]), "there is no axis -3"),
        ["reduce axis twice"] = (() => ReduceMax(X(None, 3), [1, -1]), "ReduceMax: axis 1 of the shape (None, 3) is named twice."),
        ["slice too long"] = (() => Slice(X(None, 5), [3], [3]), "Slice: 3 elements from 3 on reach to element 5 of dimension 1 of (None, 5), whose last is 4."),
        ["slice beyond by strides"] = (() => Slice(X(None, 5), [1], [3], [2]), "Slice: 3 elements from 1 on in steps of 2 reach to element 5"),
        ["slice beyond"] = (() => Slice(X(5), [5], [-1]), "it must begin at 0 or later, with size and stride of at least 1, but these are 5, -1 and 1"),
        ["slice before"] = (() => Slice(X(5), [-6], [1]), "but these are -6, 1 and 1"),
        ["slice by nothing"] = (() => Slice(X(5), [0], [1], [0]), "but these are 0, 1 and 0"),
        ["slice by extremes"] = (() => Slice(X(5), [int.MaxValue], [int.MaxValue], [int.MaxValue]), "reach to element 4611686014132420609"),
        ["slice from the lowest number"] = (() => Slice(X(5), [int.MinValue], [int.MinValue], [int.MinValue]), "it must begin at 0 or later"),
        ["slice without the batch"] = (() => Slice(X(None, 5), [0, 0], [1, 1]), "Slice: begin must have one entry for each of the 1 axes of (None, 5) besides the batch, but has 2."),
        ["slice sizes"] = (() => Slice(X(5, 3), [0, 0], [1]), "Slice: size must have one entry for each of the 2 axes of (5, 3), but has 1."),
        ["pad below 0"] = (() => Pad(X(None, 5), [(0, -1)]), "Pad: along dimension 1 of (None, 5) the paddings must be at least 0, but are 0 and -1. Cut elements off with Slice."),
        ["pad too few"] = (() => Pad(X(None, 5, 2), [(0, 1)]), "Pad: paddings must have one entry for each of the 2 axes"),
        ["pad beyond integers"] = (() => Pad(X(5), [(int.MaxValue, int.MaxValue)]), "Pad: the result would have the dimensions [4294967299]; a dimension may be up to 2147483647"),
        ["pad beyond memory"] = (() => Pad(X(5, 5, 5), [(1000000000, 0), (1000000000, 0), (0, 0)]), "an example may hold up to 2^40 numbers"),
        ["concatenate nothing"] = (() => Concatenate([]), "Concatenate takes at least one tensor, but got none."),
        ["concatenate mismatch"] = (() => Concatenate([X(None, 2, 3), X(None, 4, 5)], 1), "Concatenate: tensor 1 of shape (None, 4, 5) does not fit the first one's (None, 2, 3): all dimensions but 1 must be equal."),
        ["concatenate ranks"] = (() => Concatenate([X(None, 2), X(None)]), "does not fit the first one's"),
        ["concatenate batch and numbers"] = (() => Concatenate([X(None, 2), X(7, 2)]), "does not fit the first one's"),
        ["concatenate along the batch"] = (() => Concatenate([X(None, 2), X(None, 2)], 0), "cannot be joined along the batch (None); choose another axis"),
        ["concatenate along no axis"] = (() => Concatenate([X(2, 3), X(2, 3)], 2), "there is no axis 2 in the shape (2, 3); axes run from -2 to 1"),
        ["softmax of numbers"] = (() => Softmax(X(None)), "Softmax: the shape (None,) has no axis of classes"),
        ["log softmax of a scalar"] = (() => LogSoftmax(X()), "no axis of classes"),
        ["argmax of numbers"] = (() => ArgMax(X(None)), "ArgMax: the shape (None,) has no axis to search"),
        ["one hot depth"] = (() => OneHot(X(None), 0), "OneHot: the depth must be at least 1, but is 0."),
        ["matmul vector"] = (() => MatMul(X(5), X(5, 3)), "MatMul: both operands need at least 2 dimensions, but got (5,) and (5, 3)."),
        ["matmul mismatch"] = (() => MatMul(X(None, 4), X(5, 3)), "MatMul: (None, 4) and (5, 3) do not fit: the sum runs over [4] of the first and [5] of the second"),
        ["matmul transposed mismatch"] = (() => MatMul(X(None, 4), X(5, 3), transposeB: true), "MatMul(transposed B): (None, 4) and (5, 3) do not fit"),
        ["matmul transposed B of three"] = (() => MatMul(X(None, 3), X(4, 5, 3), transposeB: true), "the second operand must have 2 dimensions to be transposed"),
        ["matmul sums batch on one side"] = (() => MatMul(X(None, 4), X(7, 3), transposeA: true), "[None] of the first and [7] of the second"),
        ["matmul batch as columns"] = (() => MatMul(X(3, 4), X(None, 4), transposeB: true), "must stay the first. Swap the operands."),
        ["constant count"] = (() => Constant([1f, 2f], [3]), "Constant: the shape (3,) holds 3 numbers, but 2 were given."),
        ["constant batch"] = (() => Constant([1f], [None, 1]), "Broadcast a constant of shape (1,) instead"),
        ["conv rank"] = (() => Conv(X(None, 28, 28), X(3, 3, 1, 8)), "Conv2D: the input must have 4 dimensions (batch, height, width, channels), but its shape is (None, 28, 28)."),
        ["conv kernel rank"] = (() => Conv(X(None, 28, 28, 1), X(3, 3, 8)), "the kernel must have 4 dimensions (height, width, channels / groups, filters)"),
        ["conv channels"] = (() => Conv(X(None, 28, 28, 3), X(3, 3, 1, 8)), "has 3 channels, so the kernel's third dimension must be 3, but the kernel is (3, 3, 1, 8)"),
        ["conv groups"] = (() => Convolution(X(None, 8, 8, 3), X(3, 3, 1, 8), [1, 1], Padding.Same, [1, 1], 2), "2 groups do not divide 3 input channels and 8 filters evenly"),
        ["conv group channels"] = (() => Convolution(X(None, 8, 8, 4), X(3, 3, 4, 8), [1, 1], Padding.Same, [1, 1], 2), "has 4 channels in 2 groups, so the kernel's third dimension must be 2"),
        ["conv too small"] = (() => Conv(X(None, 2, 8, 1), X(3, 3, 1, 8)), "Conv2D: the input's height of 2 is smaller than the window of 3. Use padding 'same'"),
        ["conv dilated too small"] = (() => Convolution(X(None, 8, 4, 1), X(3, 3, 1, 8), [1, 1], Padding.Valid, [2, 2]), "width of 4 is smaller than the window of 5 (a window of 3 with dilation 2 spans 5)"),
        ["conv stride"] = (() => Convolution(X(None, 8, 8, 1), X(3, 3, 1, 8), [0, 1], Padding.Valid, [1, 1]), "must be at least 1, but along the height they are 3, 0 and 1"),
        ["conv gradient"] = (() => ConvolutionInputGradient(X(None, 9, 9, 8), X(3, 3, 1, 8), Geometry()), "Conv2DInputGradient: the output gradient must have the shape (None, 6, 6, 8), but has (None, 9, 9, 8)."),
        ["conv kernel gradient"] = (() => ConvolutionKernelGradient(X(None, 8, 8, 1), X(None, 6, 6, 7), Geometry()), "Conv2DKernelGradient: the output gradient must have the shape (None, 6, 6, 8)"),
        ["conv without batch"] = (() => Conv(X(2, 8, 8, 1), X(3, 3, 1, 8)), "Conv2D: the first dimension of the input must be the batch (None), but its shape is (2, 8, 8, 1)."),
        ["conv gradient without batch"] = (() => ConvolutionKernelGradient(X(None, 8, 8, 1), X(2, 6, 6, 8), Geometry()), "must have the shape (None, 6, 6, 8)"),
        ["pool without batch"] = (() => MaxPool(X(2, 8, 8, 1), [2, 2], [2, 2], Padding.Valid), "must be the batch (None)"),
        ["pool too small"] = (() => MaxPool(X(None, 1, 8, 1), [2, 2], [2, 2], Padding.Valid), "MaxPool2D: the input's height of 1 is smaller than the window of 2."),
        ["conv axes"] = (() => Convolution(X(None, 8, 8, 1), X(3, 3, 1, 8), [1, 1, 1, 1], Padding.Valid, [1, 1, 1, 1]), "windows move along 1, 2 or 3 axes, but there are 4 strides"),
        ["conv no axes"] = (() => Convolution(X(None, 8), X(8, 8), [], Padding.Valid, []), "but there are 0 strides"),
        ["conv dilation count"] = (() => Convolution(X(None, 8, 8, 1), X(3, 3, 1, 8), [1, 1], Padding.Valid, [1]), "there are 2 strides and 1 of another"),
        ["conv along one axis"] = (() => Convolution(X(None, 2, 1), X(3, 1, 8), [1], Padding.Valid, [1]), "Conv1D: the input's length of 2 is smaller than the window of 3."),
        ["conv along three axes"] = (() => Convolution(X(None, 2, 4, 4, 1), X(3, 3, 3, 1, 8), [1, 1, 1], Padding.Valid, [1, 1, 1]), "Conv3D: the input's depth of 2 is smaller than the window of 3."),
        ["average pool window"] = (() => AveragePool(X(None, 8, 8, 1), [0, 2], [1, 1], Padding.Valid), "AveragePool2D: window size, stride and dilation must be at least 1, but along the height they are 0, 1 and 1."),
        ["pool cells"] = (() => MaxPool(X(None, 8, 8, 1), [1 << 14, 1 << 14], [1, 1], Padding.Same), "MaxPool2D: a window of 16384x16384 has too many cells; at most 16,777,216 are possible."),
        ["pool rank"] = (() => MaxPool(X(None, 64), [2, 2], [2, 2], Padding.Valid), "MaxPool2D: the input must have 4 dimensions"),
        ["pool gradient"] = (() => MaxPoolGradient(X(None, 4, 4, 2), X(None, 3, 4, 2), PoolGeometry.Resolve([None, 8, 8, 2], [2, 2], [2, 2], Padding.Valid)), "the output gradient must have the shape (None, 4, 4, 2), but has (None, 3, 4, 2)"),
        ["wrong count"] = (() => SymbolicTensor.Apply(X(3).Op, X(3)), "Placeholder takes 0 inputs, but got 1."),
        ["wrong count of operands"] = (() => SymbolicTensor.Apply((X(3) + X(3)).Op, X(3)), "Add takes 2 inputs, but got 1."),
    };

    public static TheoryData<string> Mistakes { get; } = [.. s_mistakes.Keys];

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void A_mistake_is_explained(string name)
    {
        (Func<SymbolicTensor> build, string message) = s_mistakes[name];
        Assert.Contains(message, Assert.Throws<ShapeException>(build).Message);
    }

    [Fact]
    public void Broadcasting_aligns_at_the_last_dimension()
    {
        Assert.Equal([None, 4, 5], (X(None, 4, 1) + X(5)).Shape);
        Assert.Equal([None, 4], (X(None, 1) + X(1, 4)).Shape);
        Assert.Equal([None, 4], (X(1, 4) + X(None, 4)).Shape);
        Assert.Equal([2, 4, 3], (X(2, 1, 3) + X(4, 1)).Shape);
        Assert.Equal(Shape.Scalar, (X() * 2f).Shape);
    }

    [Fact]
    public void Reducing_over_the_batch_removes_it()
    {
        Assert.Equal([3], ReduceSum(X(None, 3), [0]).Shape);
        Assert.Equal([1, 3], ReduceSum(X(None, 3), [0], keepDims: true).Shape);
        Assert.Equal(Shape.Scalar, ReduceMean(X(None, 3)).Shape);
        Assert.Equal([None], ReduceMax(X(None, 3), [1]).Shape);
    }

    [Fact]
    public void Reducing_over_no_axis_changes_nothing()
    {
        SymbolicTensor x = X(None, 3);
        Assert.Same(x, ReduceSum(x, []));
        Assert.Same(x, ReduceMean(x, []));
    }

    [Fact]
    public void Parts_that_are_all_change_nothing()
    {
        SymbolicTensor x = X(None, 3, 2);
        Assert.Same(x, Slice(x, [0, -2], [-1, 2]));
        Assert.Same(x, Pad(x, [(0, 0), (0, 0)], 3f));
        Assert.Same(x, Concatenate([x], 1));
    }

    [Theory]
    [InlineData(28, 3, 1, 1, Padding.Valid, 26, 0, 0)]
    [InlineData(28, 3, 1, 1, Padding.Same, 28, 1, 1)]
    [InlineData(28, 2, 1, 1, Padding.Same, 28, 0, 1)]
    [InlineData(28, 3, 2, 1, Padding.Same, 14, 0, 1)]
    [InlineData(27, 3, 2, 1, Padding.Same, 14, 1, 1)]
    [InlineData(27, 3, 2, 1, Padding.Valid, 13, 0, 0)]
    [InlineData(28, 3, 1, 2, Padding.Same, 28, 2, 2)]
    [InlineData(28, 3, 1, 2, Padding.Valid, 24, 0, 0)]
    [InlineData(5, 1, 3, 1, Padding.Same, 2, 0, 0)]
    [InlineData(1, 5, 1, 1, Padding.Same, 1, 2, 2)]
    [InlineData(224, 7, 2, 1, Padding.Same, 112, 2, 3)]
    public void Padding_is_resolved_as_TensorFlow_does(int size, int kernel, int stride, int dilation, Padding padding, int outputs, int before, int after)
    {
        ConvolutionGeometry g = ConvolutionGeometry.Resolve([None, size, size, 1], [kernel, kernel, 1, 1], [stride, stride], padding, [dilation, dilation], 1);
        foreach (WindowAxis axis in g.Axes) Assert.Equal((outputs, before, after), (axis.Outputs, axis.PadBefore, axis.PadAfter));
    }

    [Fact]
    public void Floating_operations_are_those_of_the_definition()
    {
        // The second convolution of the MNIST example: 26x26x32 to 24x24x64.
        SymbolicTensor y = Conv(X(None, 26, 26, 32), X(3, 3, 32, 64));
        Shape[] shapes = [.. y.Inputs.Select(input => input.Shape)];
        long expected = 2L * 24 * 24 * 64 * 9 * 32 * 200;
        Assert.Equal(expected, y.Op.FloatingOperations(shapes, y.Shape, 200));
        foreach (SymbolicTensor? gradient in Autodiff.Gradients(ReduceSum(y), y.Inputs))
            Assert.Equal(expected, gradient!.Op.FloatingOperations([.. gradient.Inputs.Select(input => input.Shape)], gradient.Shape, 200));

        SymbolicTensor dense = MatMul(X(None, 9216), X(9216, 128));
        Assert.Equal(2L * 200 * 9216 * 128, dense.Op.FloatingOperations([.. dense.Inputs.Select(input => input.Shape)], dense.Shape, 200));
    }

    private static SymbolicTensor X(params int[] shape) => Placeholder(shape, "x");

    private static SymbolicTensor Conv(SymbolicTensor x, SymbolicTensor w) => Convolution(x, w, [1, 1], Padding.Valid, [1, 1]);

    private static ConvolutionGeometry Geometry() => ConvolutionGeometry.Resolve([None, 8, 8, 1], [3, 3, 1, 8], [1, 1], Padding.Valid, [1, 1], 1);
}
