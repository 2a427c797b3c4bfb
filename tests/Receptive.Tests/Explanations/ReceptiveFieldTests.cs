using Receptive.Explanations;
using Receptive.Graph;
using Xunit;

namespace Receptive.Tests.Explanations;

/// <summary>Receptive fields against tables worked out by hand and figures that others have published.</summary>
public sealed class ReceptiveFieldTests
{
    /// <summary>LeNet-5: 5x5 convolutions and 2x2 pooling, without padding (LeCun et al. 1998, figure 2).</summary>
    [Fact]
    public void LeNet_5_is_as_worked_out_by_hand()
    {
        Check(
            ("C1", new FieldWindow(5), 5, 1, 0),
            ("S2", new FieldWindow(2, 2), 6, 2, 0),
            ("C3", new FieldWindow(5), 14, 2, 0),
            ("S4", new FieldWindow(2, 2), 16, 4, 0),
            ("C5", new FieldWindow(5), 32, 4, 0));
    }

    [Fact]
    public void Notebook_is_as_worked_out_by_hand()
    {
        Check(
            ("conv2d", new FieldWindow(3), 3, 1, 0),
            ("conv2d_1", new FieldWindow(3), 5, 1, 0),
            ("max_pooling2d", new FieldWindow(2, 2), 6, 2, 0));
    }

    /// <summary>VGG-16 (configuration D of Simonyan and Zisserman): the sizes are those published with Distill's article and elsewhere.</summary>
    [Fact]
    public void Vgg_16_is_as_published()
    {
        FieldWindow same = new(3, PaddingBefore: 1), pool = new(2, 2);
        Check(
            ("conv1_1", same, 3, 1, -1), ("conv1_2", same, 5, 1, -2), ("pool1", pool, 6, 2, -2),
            ("conv2_1", same, 10, 2, -4), ("conv2_2", same, 14, 2, -6), ("pool2", pool, 16, 4, -6),
            ("conv3_1", same, 24, 4, -10), ("conv3_2", same, 32, 4, -14), ("conv3_3", same, 40, 4, -18), ("pool3", pool, 44, 8, -18),
            ("conv4_1", same, 60, 8, -26), ("conv4_2", same, 76, 8, -34), ("conv4_3", same, 92, 8, -42), ("pool4", pool, 100, 16, -42),
            ("conv5_1", same, 132, 16, -58), ("conv5_2", same, 164, 16, -74), ("conv5_3", same, 196, 16, -90), ("pool5", pool, 212, 32, -90));
    }

    /// <summary>The fields of single cells, stepped through by brute force, for odd mixtures of sizes.</summary>
    [Fact]
    public void Fields_are_those_that_following_every_cell_gives()
    {
        FieldWindow[][] networks =
        [
            [new(3, 2, 1, 1), new(3, 1, 2, 2), new(2, 2)],
            [new(7, 2, 1, 3), new(3, 2, 1, 1), new(3, 1, 4, 4)],
            [new(1), new(5, 3, 1, 2), new(4, 1, 1, 1), new(2, 2, 3)],
        ];
        foreach (FieldWindow[] windows in networks)
        {
            FieldAxis field = windows.Aggregate(FieldAxis.Pixel, (axis, window) => axis.Through(window));
            foreach (int unit in (int[])[0, 1, 5])
            {
                HashSet<int> pixels = [unit];
                foreach (FieldWindow window in windows.Reverse())
                    pixels = [.. pixels.SelectMany(p => Enumerable.Range(0, window.Kernel).Select(k => p * window.Stride - window.PaddingBefore + k * window.Dilation))];
                Assert.Equal((pixels.Min(), pixels.Max()), field.Of(unit));
                Assert.Equal((pixels.Min() + pixels.Max()) / 2.0, field.Center(unit));
            }
        }
    }

    [Theory]
    [InlineData(224, 3, 2, 1, 0)]
    [InlineData(28, 3, 1, 1, 1)]
    [InlineData(28, 5, 1, 2, 4)]
    [InlineData(7, 2, 2, 1, 0)]
    public void Same_padding_begins_where_Keras_begins(int size, int kernel, int stride, int dilation, int before) =>
        Assert.Equal(before, FieldWindow.Same(size, kernel, stride, dilation).PaddingBefore);

    [Fact]
    public void Branches_are_united()
    {
        FieldAxis narrow = FieldAxis.Pixel, wide = FieldAxis.Pixel.Through(new FieldWindow(5, PaddingBefore: 2));
        Assert.Equal(new FieldAxis(5, 1, -2), narrow.Union(wide, 10));
        FieldAxis left = new(3, 2, -4), right = new(3, 2, 5);
        Assert.Equal(new FieldAxis(12, 2, -4), left.Union(right, 10));

        // Without a common stride: all that both see together.
        Assert.Equal(new FieldAxis(23, 0, -2), new FieldAxis(3, 2, -2).Union(new FieldAxis(3, 1, 0), 11));
    }

    [Fact]
    public void Graph_of_the_notebook_gives_the_same_and_dense_sees_everything()
    {
        SymbolicTensor x = Ops.Placeholder([Shape.Batch, 28, 28, 1], "x");
        SymbolicTensor first = Ops.Relu(Ops.Convolution(x, Weights(3, 3, 1, 32), [1, 1], Padding.Valid, [1, 1]) + Weights(32));
        SymbolicTensor second = Ops.Relu(Ops.Convolution(first, Weights(3, 3, 32, 64), [1, 1], Padding.Valid, [1, 1]));
        SymbolicTensor pooled = Ops.MaxPool(second, [2, 2], [2, 2], Padding.Valid);
        SymbolicTensor flat = Ops.Reshape(pooled, [Shape.Batch, 9216]);
        SymbolicTensor dense = Ops.Softmax(Ops.MatMul(flat, Weights(9216, 10)) + Weights(10));
        Dictionary<SymbolicTensor, TensorField> fields = FieldRules.Trace(x, [dense]);

        Assert.Equal("3x3, stride 1x1", ReceptiveField.Of(fields[first]).ToString());
        Assert.Equal("5x5, stride 1x1", ReceptiveField.Of(fields[second]).ToString());
        Assert.Equal("6x6, stride 2x2", ReceptiveField.Of(fields[pooled]).ToString());
        Assert.Equal("6x6", ReceptiveField.Of(fields[flat]).ToString());
        Assert.Equal("28x28", ReceptiveField.Of(fields[dense]).ToString());
        Assert.Equal(-1, fields[dense].Width.Dimension);
    }

    [Fact]
    public void Graph_with_branches_is_followed_through_all_of_them()
    {
        SymbolicTensor x = Ops.Placeholder([Shape.Batch, 32, 40, 8], "x");
        SymbolicTensor wide = Ops.Convolution(x, Weights(1, 7, 8, 8), [1, 1], Padding.Same, [1, 1]);
        SymbolicTensor high = Ops.Convolution(x, Weights(5, 1, 8, 8), [1, 1], Padding.Same, [2, 1]);
        SymbolicTensor residual = x + wide + high;
        Dictionary<SymbolicTensor, TensorField> fields = FieldRules.Trace(x, [residual]);
        Assert.Equal(new ReceptiveField(new FieldAxis(9, 1, -4), new FieldAxis(7, 1, -3)), ReceptiveField.Of(fields[residual]));

        // Squeeze and excitation: every unit depends on the mean of all.
        SymbolicTensor squeezed = Ops.ReduceMean(wide, [1, 2], true);
        SymbolicTensor excited = wide * Ops.Sigmoid(squeezed);
        ReceptiveField all = ReceptiveField.Of(FieldRules.Trace(x, [excited])[excited]);
        Assert.Equal((32, 0), (all.Height.Size, all.Height.Stride));
        Assert.Equal(46, all.Width.Size);
    }

    [Fact]
    public void Transposed_images_keep_their_directions()
    {
        SymbolicTensor x = Ops.Placeholder([Shape.Batch, 3, 20, 30], "x");
        SymbolicTensor last = Ops.Transpose(x, 0, 2, 3, 1);
        SymbolicTensor y = Ops.Convolution(last, Weights(3, 5, 3, 4), [2, 1], Padding.Valid, [1, 1]);
        SymbolicTensor back = Ops.Transpose(y, 0, 3, 1, 2);
        TensorField field = FieldRules.Trace(x, [back], heightDimension: 2, widthDimension: 3)[back];
        Assert.Equal("3x5, stride 2x1", ReceptiveField.Of(field).ToString());
        Assert.Equal((2, 3), (field.Height.Dimension, field.Width.Dimension));
    }

    [Fact]
    public void Reshape_that_keeps_a_direction_keeps_its_field()
    {
        SymbolicTensor x = Ops.Placeholder([Shape.Batch, 10, 12, 6], "x");
        SymbolicTensor y = Ops.Reshape(x, [Shape.Batch, 10, 72]);
        TensorField field = FieldRules.Trace(x, [y])[y];
        Assert.Equal(new TensorFieldAxis(FieldAxis.Pixel, 1), field.Height);
        Assert.Equal(new TensorFieldAxis(new FieldAxis(1, 0, 0), 2, new FieldAxis(12, 0, 0)), field.Width);
    }

    [Fact]
    public void Merged_axes_see_what_they_saw_until_something_mixes_them()
    {
        SymbolicTensor x = Ops.Placeholder([Shape.Batch, 10, 12, 3], "x");
        SymbolicTensor y = Ops.Convolution(x, Weights(3, 3, 3, 4), [1, 1], Padding.Valid, [1, 1]);
        SymbolicTensor flat = Ops.Reshape(y, [Shape.Batch, 320]);
        SymbolicTensor halves = Ops.Reshape(Ops.Relu(flat), [Shape.Batch, 2, 160]);
        SymbolicTensor gated = flat * Ops.Sigmoid(flat);
        SymbolicTensor sum = Ops.ReduceSum(flat, [1]), softmax = Ops.Softmax(flat);
        Dictionary<SymbolicTensor, TensorField> fields = FieldRules.Trace(x, [flat, halves, gated, sum, softmax]);

        var merged = new TensorField(new(new FieldAxis(3, 0, 0), 1, new FieldAxis(10, 0, 0)), new(new FieldAxis(3, 0, 0), 1, new FieldAxis(12, 0, 0)));
        Assert.Equal(merged, fields[flat]);
        Assert.Equal(merged, fields[gated]);
        Assert.Equal(1, fields[flat].Height.Units(flat.Shape));
        foreach (SymbolicTensor mixed in (SymbolicTensor[])[halves, sum, softmax])
            Assert.Equal("10x12", ReceptiveField.Of(fields[mixed]).ToString());
    }

    [Fact]
    public void Parts_keep_their_places()
    {
        SymbolicTensor x = Ops.Placeholder([Shape.Batch, 10, 12, 3], "x");
        SymbolicTensor slice = Ops.Slice(x, [2, 1, 0], [4, 4, 3], [1, 3, 1]);
        SymbolicTensor pad = Ops.Pad(slice, [(1, 0), (2, 2), (0, 0)]);
        SymbolicTensor channels = Ops.Concatenate([pad, Ops.Convolution(pad, Weights(3, 3, 3, 2), [1, 1], Padding.Same, [1, 1])], -1);
        SymbolicTensor below = Ops.Concatenate([slice, slice], 1);
        Dictionary<SymbolicTensor, TensorField> fields = FieldRules.Trace(x, [channels, below]);
        Assert.Equal(new ReceptiveField(new FieldAxis(1, 1, 2), new FieldAxis(1, 3, 1)), ReceptiveField.Of(fields[slice]));
        Assert.Equal(new ReceptiveField(new FieldAxis(1, 1, 1), new FieldAxis(1, 3, -5)), ReceptiveField.Of(fields[pad]));
        Assert.Equal(new ReceptiveField(new FieldAxis(3, 1, 0), new FieldAxis(7, 3, -8)), ReceptiveField.Of(fields[channels]));
        Assert.Equal(new TensorFieldAxis(new FieldAxis(4, 0, 2), 1), fields[below].Height);
        Assert.Equal(new FieldAxis(1, 3, 1), fields[below].Width.Field);
    }

    private static SymbolicTensor Weights(params int[] shape) => Ops.Constant(new float[shape.Aggregate(1, (a, b) => a * b)], shape);

    private static void Check(params (string Name, FieldWindow Window, int Size, int Stride, int Offset)[] layers)
    {
        ReceptiveField field = ReceptiveField.Pixel;
        foreach ((string name, FieldWindow window, int size, int stride, int offset) in layers)
        {
            field = field.Through(window);
            Assert.True(new FieldAxis(size, stride, offset) == field.Height, $"{name}: expected {size}, {stride}, {offset}; got {field.Height}");
            Assert.Equal(field.Height, field.Width);
        }
    }
}
