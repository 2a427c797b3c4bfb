using Receptive.Compiler;
using Receptive.Graph;
using Xunit;
using static Receptive.Graph.Ops;

namespace Receptive.Engine.Tests.Compiler;

/// <summary>
/// The text of one compiled program. Whoever changes it on purpose replaces the text here; whoever refactors must not
/// need to.
/// </summary>
public class PlanSnapshotTests
{
    private const int None = Shape.Batch;

    [Fact]
    public void The_program_of_a_small_training_step()
    {
        var scale = new Variable("scale", [6]);
        var rate = new Variable("rate", Shape.Scalar);
        SymbolicTensor x = Placeholder([None, 2, 3], "x"), labels = Placeholder([None], "labels");
        SymbolicTensor hidden = Reshape(Transpose(x, 0, 2, 1), [None, 6]) * Read(scale);
        hidden.Label = "scaled";
        hidden = Select(GreaterOrEqual(RandomUniform(hidden.Shape, stream: 0), 0.5f), Relu(hidden) * 2f, 0f);
        SymbolicTensor loss = ReduceMean(-ReduceSum(OneHot(labels, 6) * LogSoftmax(hidden), [-1]));
        SymbolicTensor gradient = Autodiff.Gradients(loss, [scale])[0]!;
        var function = new GraphFunction("train_step", [x, labels], [loss], [UpdateRules.Descent(scale, gradient, rate)]);
        using Receptive.Compiler.Program program = ProgramCompiler.Compile(function, new CompileOptions { BatchCapacity = 100, Threads = 2, Verify = true });
        string text = ProgramReport.Plan(program.Plan, program.BatchCapacity, program.Threads);
        Assert.Equal(
            """
            Program: 13 steps, batches up to 100, 2 threads, arena 0.29 MB
              step  op                                                                                                          inputs             outputs      shape                chunks  name   how
              0     Transpose(0, 2, 1)                                                                                          #0                 #4           (None, 3, 2)         1
              1     OneHot(depth 6)                                                                                             #1                 #5           (None, 6)            1
              2     ElementwiseFold(Multiply, Relu, Multiply, Random, GreaterOrEqual, Select, Max)                              #4 #2              #6 #7 #8     (None, 6) (None, 1)  1+0            t0 = Multiply(in0, in1); t1 = Relu(t0); t2 = Multiply(t1, 2); t3 = Random(stream 0); t4 = GreaterOrEqual(t3, 0.5); t5 = Select(t4, t2, 0); -> t1, t5, Max(t5)
              3     ElementwiseFold(Subtract, Exp, Sum)                                                                         #7 #8              #9 #10 #11   (None, 6) (None, 1)  1+0            t0 = Subtract(in0, in1); t1 = Exp(t0); -> t0, t1, Sum(t1)
              4     Elementwise(Log)                                                                                            #11                #12          (None, 1)            1              t0 = Log(in0); -> t0
              5     BatchReciprocal                                                                                                                #13          ()                   1
              6     Elementwise(Copy, Negate)                                                                                   #13                #14          (None,)              1              t0 = Copy(in0); t1 = Negate(t0); -> t1
              7     ElementwiseFold(Subtract, Multiply, Multiply, Negate, Sum, Sum)                                             #9 #12 #5 #14      #15 #16 #17  (None, 6) (None,)    1+0            t0 = Subtract(in0, in1); t1 = Multiply(in2, t0); t2 = Multiply(in3, in2); t3 = Negate(t2); -> t2, Sum(t1), Sum(t3)
              8     ElementwiseFold(Negate, Sum)                                                                                #16                #18          ()                   1+0            t0 = Negate(in0); -> Sum(t0)
              9     Elementwise(Multiply)                                                                                       #18 #13            #19          ()                   1              t0 = Multiply(in0, in1); -> t0
              10    Elementwise(Divide)                                                                                         #17 #11            #20          (None, 1)            1              t0 = Divide(in0, in1); -> t0
              11    ElementwiseFold(Multiply, Add, Random, GreaterOrEqual, Select, Multiply, Greater, Multiply, Multiply, Sum)  #20 #10 #15 #6 #4  #21          (6,)                 1+0            t0 = Multiply(in0, in1); t1 = Add(in2, t0); t2 = Random(stream 0); t3 = GreaterOrEqual(t2, 0.5); t4 = Select(t3, t1, 0); t5 = Multiply(t4, 2); t6 = Greater(in3, 0); t7 = Multiply(t5, t6); t8 = Multiply(t7, in4); -> Sum(t8)
              12    Elementwise(Multiply, Subtract)                                                                             #3 #21 #2          #22          (6,)                 1       scale  t0 = Multiply(in0, in1); t1 = Subtract(in2, t0); -> t1

            Buffers
              buffer  floats  offset    steps     name
              #0      600     71680     all       x
              #1      100     75328     all       labels
              #2      6       variable  all       scale
              #3      1       variable  all       rate
              #4      600     72288     0 to 11   Transpose
              #5      600     72896     1 to 7    OneHot
              #6      600     73504     2 to 11   ElementwiseFold
              #7      600     74112     2 to 3    ElementwiseFold
              #8      100     75440     2 to 3    ElementwiseFold
              #9      600     74112     3 to 7    ElementwiseFold (in place of #7)
              #10     600     74720     3 to 11   ElementwiseFold
              #11     100     75552     3 to 10   ElementwiseFold
              #12     100     75440     4 to 7    Elementwise
              #13     1       76000     5 to 9    BatchReciprocal
              #14     100     75664     6 to 7    Elementwise
              #15     600     74112     7 to 11   ElementwiseFold (in place of #9)
              #16     100     75776     7 to 8    ElementwiseFold
              #17     100     75888     7 to 10   ElementwiseFold
              #18     1       75440     8 to 9    ElementwiseFold
              #19     1       75440     9 to end  Elementwise (in place of #18)
              #20     100     75888     10 to 11  Elementwise (in place of #17)
              #21     6       75456     11 to 12  ElementwiseFold
              #22     6       variable  all       Elementwise (in place of #2)
              #23     71680   0         all       scratch of the workers

            """, text, ignoreLineEndingDifferences: true);
    }
}
