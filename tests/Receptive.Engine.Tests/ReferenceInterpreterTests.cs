using Receptive.Graph;
using Xunit;

namespace Receptive.Engine.Tests;

/// <summary>The reference interpreter against numbers worked out by hand or by NumPy and TensorFlow's documentation.</summary>
public class ReferenceInterpreterTests
{
    [Fact]
    public void Broadcasts() =>
        Assert.Equal([11, 21, 12, 22, 13, 23], Evaluate(x => x[0] + x[1], ([3, 1], [1, 2, 3]), ([2], [10, 20])));

    [Fact]
    public void Transposes() =>
        Assert.Equal([1, 4, 2, 5, 3, 6], Evaluate(x => Ops.Transpose(x[0], 1, 0), ([2, 3], [1, 2, 3, 4, 5, 6])));

    [Fact]
    public void Reduces()
    {
        double[] values = [1, 2, 3, 4, 5, 7];
        Assert.Equal([5, 7, 10], Evaluate(x => Ops.ReduceSum(x[0], [0]), ([Shape.Batch, 3], values)));
        Assert.Equal([6, 16], Evaluate(x => Ops.ReduceSum(x[0], [1], keepDims: true), ([Shape.Batch, 3], values)));
        Assert.Equal([2.5, 3.5, 5], Evaluate(x => Ops.ReduceMean(x[0], [0]), ([Shape.Batch, 3], values)));
        Assert.Equal([3, 7], Evaluate(x => Ops.ReduceMax(x[0], [1]), ([Shape.Batch, 3], values)));
    }

    [Fact]
    public void Multiplies_matrices()
    {
        double[] a = [1, 2, 3, 4, 5, 6], b = [1, 0, 2, 1, 0, 3];
        Assert.Equal([5, 11, 14, 23], Evaluate(x => Ops.MatMul(x[0], x[1]), ([2, 3], a), ([3, 2], b)));
        Assert.Equal([7, 10, 16, 22], Evaluate(x => Ops.MatMul(x[0], x[1], transposeB: true), ([2, 3], a), ([2, 3], b)));
        Assert.Equal([5, 0, 14, 7, 0, 19, 9, 0, 24], Evaluate(x => Ops.MatMul(x[0], x[1], transposeA: true), ([2, 3], a), ([2, 3], b)));
    }

    [Fact]
    public void Convolves()
    {
        double[] image = [1, 2, 3, 4, 5, 6, 7, 8, 9];
        ((Shape, double[]) Image, (Shape, double[]) Kernel) inputs = (([Shape.Batch, 3, 3, 1], image), ([2, 2, 1, 1], [1, 10, 100, 1000]));
        Assert.Equal([5421, 6532, 8754, 9865], Evaluate(x => Ops.Convolution(x[0], x[1], [1, 1], Padding.Valid, [1, 1]), inputs.Image, inputs.Kernel));
        // 'same' puts the odd row and column of zeros at the bottom and right.
        Assert.Equal([5421, 6532, 603, 8754, 9865, 906, 87, 98, 9], Evaluate(x => Ops.Convolution(x[0], x[1], [1, 1], Padding.Same, [1, 1]), inputs.Image, inputs.Kernel));
        Assert.Equal([5421, 603, 87, 9], Evaluate(x => Ops.Convolution(x[0], x[1], [2, 2], Padding.Same, [1, 1]), inputs.Image, inputs.Kernel));
        Assert.Equal([9731], Evaluate(x => Ops.Convolution(x[0], x[1], [1, 1], Padding.Valid, [2, 2]), inputs.Image, inputs.Kernel));
    }

    [Fact]
    public void Convolves_in_groups() =>
        // Two channels, each with two filters of its own.
        Assert.Equal([10, 20, 90, 120], Evaluate(x => Ops.Convolution(x[0], x[1], [1, 1], Padding.Valid, [1, 1], 2), ([Shape.Batch, 1, 1, 2], [10, 30]), ([1, 1, 1, 4], [1, 2, 3, 4])));

    [Fact]
    public void Pools()
    {
        double[] image = [1, 2, 9, 4, 5, 6, 7, 8, 9];
        Assert.Equal([5, 9, 8, 9], Evaluate(x => Ops.MaxPool(x[0], [2, 2], [1, 1], Padding.Valid), ([Shape.Batch, 3, 3, 1], image)));
        Assert.Equal([5, 9, 8, 9], Evaluate(x => Ops.MaxPool(x[0], [2, 2], [2, 2], Padding.Same), ([Shape.Batch, 3, 3, 1], image)));
        // Negative pixels lose to no padding.
        Assert.Equal([-1, -2, -3, -4], Evaluate(x => Ops.MaxPool(x[0], [3, 3], [3, 3], Padding.Same), ([Shape.Batch, 4, 4, 1], [-1, -9, -9, -9, -9, -9, -2, -9, -9, -3, -4, -9, -9, -9, -9, -9])));
    }

    [Fact]
    public void Classifies()
    {
        double[] logits = [1, 2, 3, 1, 1, 1];
        double[] probabilities = Evaluate(x => Ops.Softmax(x[0]), ([Shape.Batch, 3], logits));
        Assert.Equal([0.09003057317038046, 0.24472847105479764, 0.6652409557748218, 1 / 3.0, 1 / 3.0, 1 / 3.0], probabilities, (a, b) => Math.Abs(a - b) < 1e-15);
        Assert.Equal(Array.ConvertAll(probabilities, Math.Log), Evaluate(x => Ops.LogSoftmax(x[0]), ([Shape.Batch, 3], logits)), (a, b) => Math.Abs(a - b) < 1e-14);
        Assert.Equal([2, 0], Evaluate(x => Ops.ArgMax(x[0]), ([Shape.Batch, 3], logits)));
        Assert.Equal([0, 1, 0, 0, 0, 0], Evaluate(x => Ops.OneHot(x[0], 3), ([Shape.Batch], [1, 3])));
    }

    [Fact]
    public void LogSoftmax_survives_large_logits() =>
        Assert.Equal([0, -1000, -2000], Evaluate(x => Ops.LogSoftmax(x[0]), ([3], [1000, 0, -1000])));

    [Fact]
    public void Updates_variables()
    {
        var weight = new Variable("weight", [2]);
        var m = new Variable("m", [2]);
        var v = new Variable("v", [2]);
        var rate = new Variable("rate", Shape.Scalar);
        weight.Assign([1f, 2f]);
        m.Assign([0.5f, 0f]);
        v.Assign([0.25f, 0f]);
        rate.Assign([0.5f]);
        SymbolicTensor gradient = Ops.Constant([2f, -4f], [2]);

        Dictionary<Variable, double[]> Run(params IEnumerable<Assignment> updates) => ReferenceInterpreter.Run(new GraphFunction("step", [], [], [.. updates]), [], 1).Updated;

        Assert.Equal([0, 4], Run(UpdateRules.Descent(weight, gradient, rate))[weight]);
        // velocity = 0.5 * (0.5, 0) - 0.5 * (2, -4)
        Assert.Equal([-0.75, 2], Run(UpdateRules.Momentum(weight, m, gradient, rate, 0.5f, false))[m]);
        Assert.Equal([0.25, 4], Run(UpdateRules.Momentum(weight, m, gradient, rate, 0.5f, false))[weight]);
        Assert.Equal([-0.375, 5], Run(UpdateRules.Momentum(weight, m, gradient, rate, 0.5f, true))[weight]);
        Dictionary<Variable, double[]> adam = Run(UpdateRules.Adam(weight, m, v, gradient, rate, 0.5f, 0.75f, 0));
        Assert.Equal([1.25, -2], adam[m]);
        Assert.Equal([1.1875, 4], adam[v]);
        Assert.Equal([1 - 0.5 * 1.25 / Math.Sqrt(1.1875), 2 + 0.5 * 2 / 2], adam[weight]);
        Assert.Equal([2, -4], Run(new Assignment(weight, gradient))[weight]);
    }

    private static double[] Evaluate(Func<SymbolicTensor[], SymbolicTensor> build, params (Shape Shape, double[] Values)[] inputs)
    {
        SymbolicTensor[] placeholders = [.. inputs.Select((input, i) => Ops.Placeholder(input.Shape, $"x{i}"))];
        Shape first = inputs[0].Shape;
        int batch = first.HasBatch ? (int)(inputs[0].Values.Length / first.ElementsPerRow) : 1;
        var function = new GraphFunction("f", placeholders, [build(placeholders)], []);
        Verifier.Check(function);
        return ReferenceInterpreter.Run(function, [.. inputs.Select(input => input.Values)], batch).Outputs[0];
    }
}
