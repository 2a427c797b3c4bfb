using Receptive.Graph;
using Xunit;

namespace Receptive.Engine.Tests.Graph;

public class GraphPrinterTests
{
    [Fact]
    public void Prints_one_line_a_tensor()
    {
        SymbolicTensor x = Ops.Placeholder([Shape.Batch, 4], "x");
        var kernel = new Variable("dense/kernel", [4, 3]);
        SymbolicTensor y = Ops.Relu(Ops.MatMul(x, Ops.Read(kernel)) * 2f + Ops.Constant([1f, 2f, 3f], [3]));
        y.Label = "dense";
        var total = new Variable("total", Shape.Scalar);
        var function = new GraphFunction("predict", [x], [y], [new Assignment(total, Ops.Read(total) + Ops.ReduceSum(y))]);
        Assert.Equal(
            """
            predict(%0)
              %0 = Placeholder(x)            (None, 4)
              %1 = Read(dense/kernel)        (4, 3)
              %2 = MatMul(%0, %1)            (None, 3)
              %3 = Multiply(%2, 2)           (None, 3)
              %4 = Constant(1, 2, 3)         (3,)
              %5 = Add(%3, %4)               (None, 3)
              %6 = Relu(%5)                  (None, 3)  dense
              %7 = Read(total)               ()
              %8 = ReduceSum(axes 0, 1)(%6)  ()
              %9 = Add(%7, %8)               ()
              total = %9
              return %6

            """,
            function.ToString());
    }

    [Fact]
    public void Prints_the_attributes_of_every_op()
    {
        string text = Examples.TrainingStep().ToString();
        foreach (string line in (string[])
        [
            "Conv2D(strides 1x1, padding valid)(", "MaxPool2D(pool 2x2, strides 2x2, padding valid)(", "Reshape((None, 16))(", "OneHot(depth 3)(",
            "Clip(", ", 1E-07, 0.9999999)", "ReduceSum(axis 1)(", "MatMul(transposed A)(", "Conv2DKernelGradient(strides 1x1, padding valid)(",
            "MultiplyAdd(", "  conv2d/kernel = %", "  m/conv2d/kernel = %", "  steps = %", "train_step(%0, %1)\n", "  conv2d\n",
        ])
            Assert.Contains(line, text);
        // The images are data: nothing computes a gradient for them.
        Assert.DoesNotContain("Conv2DInputGradient", text);
    }

    [Fact]
    public void Prints_the_same_whatever_else_is_built()
    {
        string first = Examples.TrainingStep().ToString();
        _ = Ops.Placeholder([3], "other") * 2f;
        string second = "";
        Parallel.Invoke(
            () => second = Examples.TrainingStep().ToString(),
            () =>
            {
                for (int i = 0; i < 1000; i++) _ = Ops.Constant(i) + 1f;
            });
        Assert.Equal(first, second);
    }
}
