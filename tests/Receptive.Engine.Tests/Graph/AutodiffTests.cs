using Receptive.Graph;
using Xunit;

namespace Receptive.Engine.Tests.Graph;

public class AutodiffTests
{
    [Fact]
    public void A_tensor_the_loss_does_not_depend_on_has_no_gradient()
    {
        SymbolicTensor x = Ops.Placeholder([3], "x"), unused = Ops.Placeholder([3], "unused");
        SymbolicTensor?[] gradients = Autodiff.Gradients(Ops.ReduceSum(x * x), [unused, x]);
        Assert.Null(gradients[0]);
        Assert.Equal(x.Shape, gradients[1]!.Shape);
    }

    [Fact]
    public void StopGradient_stops_it()
    {
        SymbolicTensor x = Ops.Placeholder([3], "x");
        Assert.Null(Autodiff.Gradients(Ops.ReduceSum(Ops.StopGradient(x)), [x])[0]);
        Assert.Equal([1, 2, 3], Evaluate(Autodiff.Gradients(Ops.ReduceSum(x * Ops.StopGradient(x)), [x])[0]!, x, [1, 2, 3]));
    }

    [Fact]
    public void Comparisons_indices_and_random_numbers_stop_it()
    {
        SymbolicTensor x = Ops.Placeholder([2, 3], "x");
        SymbolicTensor loss = Ops.ReduceSum(Ops.Greater(x, 0f)) + Ops.ReduceSum(Ops.ArgMax(x)) + Ops.ReduceSum(Ops.OneHot(x, 3)) + Ops.ReduceSum(Ops.RandomUniform([3], 1));
        Assert.Null(Autodiff.Gradients(loss, [x])[0]);
    }

    [Fact]
    public void The_gradient_of_the_loss_itself_is_one()
    {
        SymbolicTensor x = Ops.Placeholder(Shape.Scalar, "x");
        Assert.Equal([1], Evaluate(Autodiff.Gradients(x, [x])[0]!, x, [5]));
    }

    [Fact]
    public void A_tensor_inside_the_graph_may_be_asked_for()
    {
        SymbolicTensor x = Ops.Placeholder([2], "x"), square = Ops.Square(x);
        SymbolicTensor?[] gradients = Autodiff.Gradients(Ops.ReduceSum(square * 3f), [square, x]);
        Assert.Equal([3, 3], Evaluate(gradients[0]!, x, [1, 2]));
        Assert.Equal([6, 12], Evaluate(gradients[1]!, x, [1, 2]));
    }

    [Fact]
    public void Contributions_of_several_uses_add_up()
    {
        SymbolicTensor x = Ops.Placeholder([2], "x");
        SymbolicTensor loss = Ops.ReduceSum(x * 2f + Ops.Square(x) + x);
        Assert.Equal([5, 7], Evaluate(Autodiff.Gradients(loss, [x])[0]!, x, [1, 2]));
    }

    [Fact]
    public void A_shared_tensor_is_differentiated_once()
    {
        // Twenty doublings: a walk along every path would take a million steps.
        SymbolicTensor x = Ops.Placeholder(Shape.Scalar, "x"), y = x;
        for (int i = 0; i < 20; i++) y += y;
        SymbolicTensor gradient = Autodiff.Gradients(y, [x])[0]!;
        Assert.InRange(Traversal.InOrder([gradient]).Count, 1, 100);
        Assert.Equal([1 << 20], Evaluate(gradient, x, [1]));
    }

    [Fact]
    public void A_deep_graph_does_not_overflow_the_stack()
    {
        SymbolicTensor x = Ops.Placeholder(Shape.Scalar, "x"), y = x;
        for (int i = 0; i < 20_000; i++) y = Ops.Negate(y);
        Assert.Equal([1], Evaluate(Autodiff.Gradients(y, [x])[0]!, x, [1]));
    }

    [Fact]
    public void An_upstream_gradient_may_be_given()
    {
        SymbolicTensor x = Ops.Placeholder([3], "x"), y = Ops.Square(x);
        SymbolicTensor upstream = Ops.Constant([1f, 0f, -1f], [3]);
        Assert.Equal([2, 0, -6], Evaluate(Autodiff.Gradients(y, [x], upstream)[0]!, x, [1, 2, 3]));
    }

    [Fact]
    public void Gradients_of_a_variable_sum_over_its_reads()
    {
        var used = new Variable("used", [2]);
        var unused = new Variable("unused", [2]);
        used.Assign([3f, 4f]);
        SymbolicTensor loss = Ops.ReduceSum(Ops.Read(used) * Ops.Read(used) + Ops.Read(used));
        SymbolicTensor?[] gradients = Autodiff.Gradients(loss, [unused, used, used]);
        Assert.Null(gradients[0]);
        Assert.Equal([7, 9], new ReferenceInterpreter(1).Evaluate(gradients[1]!));
        Assert.Same(gradients[1], gradients[2]);
    }

    [Fact]
    public void A_loss_that_is_no_scalar_is_refused()
    {
        SymbolicTensor x = Ops.Placeholder([Shape.Batch, 3], "x");
        string message = Assert.Throws<ShapeException>(() => Autodiff.Gradients(x, [x])).Message;
        Assert.Contains("the loss has the shape (None, 3)", message);
        Assert.Contains("Ops.ReduceMean", message);
    }

    [Fact]
    public void An_upstream_gradient_of_another_shape_is_refused()
    {
        SymbolicTensor x = Ops.Placeholder([3], "x");
        Assert.Contains("must have that shape, but has (2,)", Assert.Throws<ShapeException>(() => Autodiff.Gradients(x, [x], Ops.Constant([1f, 2f], [2]))).Message);
    }

    [Theory]
    [InlineData("maximum", 2, new double[] { 1, 0 })]
    [InlineData("minimum", 2, new double[] { 1, 0 })]
    public void Of_equal_operands_the_first_gets_the_gradient(string op, double value, double[] expected)
    {
        SymbolicTensor x = Ops.Placeholder(Shape.Scalar, "x"), y = Ops.Placeholder(Shape.Scalar, "y");
        SymbolicTensor?[] gradients = Autodiff.Gradients(op == "maximum" ? Ops.Maximum(x, y) : Ops.Minimum(x, y), [x, y]);
        var interpreter = new ReferenceInterpreter(1);
        interpreter.Set(x, [value]);
        interpreter.Set(y, [value]);
        Assert.Equal(expected, gradients.Select(gradient => interpreter.Evaluate(gradient!)[0]));
    }

    [Fact]
    public void Gradients_at_kinks_are_those_of_TensorFlow()
    {
        SymbolicTensor x = Ops.Placeholder([3], "x");
        Assert.Equal([0, 0, 1], Evaluate(Autodiff.Gradients(Ops.ReduceSum(Ops.Relu(x)), [x])[0]!, x, [-1, 0, 1]));
        Assert.Equal([-1, 0, 1], Evaluate(Autodiff.Gradients(Ops.ReduceSum(Ops.Abs(x)), [x])[0]!, x, [-1, 0, 1]));
        Assert.Equal([1, 1, 0], Evaluate(Autodiff.Gradients(Ops.ReduceSum(Ops.Clip(x, -1f, 1f)), [x])[0]!, x, [-1, 1, 1.5]));
        Assert.Equal([0.5, 0, 0.5], Evaluate(Autodiff.Gradients(Ops.ReduceMax(x), [x])[0]!, x, [2, 1, 2]));
    }

    [Fact]
    public void Max_pooling_gives_the_gradient_to_the_first_of_equals()
    {
        SymbolicTensor x = Ops.Placeholder([Shape.Batch, 2, 2, 1], "x");
        SymbolicTensor loss = Ops.ReduceSum(Ops.MaxPool(x, [2, 2], [2, 2], Padding.Valid));
        Assert.Equal([0, 1, 0, 0], Evaluate(Autodiff.Gradients(loss, [x])[0]!, x, [1, 5, 5, 5]));
    }

    private static double[] Evaluate(SymbolicTensor tensor, SymbolicTensor x, double[] value)
    {
        var interpreter = new ReferenceInterpreter(1);
        interpreter.Set(x, value);
        return interpreter.Evaluate(tensor);
    }
}
