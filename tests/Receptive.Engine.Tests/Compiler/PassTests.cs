using Receptive.Compiler;
using Receptive.Graph;
using Xunit;
using static Receptive.Graph.Ops;

namespace Receptive.Engine.Tests.Compiler;

/// <summary>Each pass on a graph that is made for it: the steps that are left, which are others where the pass is off.</summary>
public class PassTests
{
    private const int None = Shape.Batch;

    private static readonly SymbolicTensor s_factor = Constant([1f, 2f, 3f, 4f, 5f, 6f, 7f, 8f], [4, 2]);

    /// <summary>The name of a pass, a function, the steps of its program.</summary>
    public static TheoryData<string, Func<GraphFunction>, string> Cases => new()
    {
        {
            "simplify", () => Function(x => MatMul(Reshape(Reshape(x, [None, 12]), [None, 3, 4]), Constant(new float[8], [4, 2])) * 1f),
            "MatMul"
        },
        {
            "merge common subexpressions", () => Function(x => MatMul(x, s_factor) - MatMul(x, s_factor)),
            "MatMul; Elementwise(Subtract)"
        },
        {
            "fold broadcasts", () => Function(x => x + BroadcastTo(Constant([1f, 2f, 3f, 4f], [4]), x.Shape)),
            "Elementwise(Add)"
        },
        {
            "fuse convolutions", () => Function(x => Relu(Convolution(x, Constant(new float[24], [3, 4, 2]), [1], Padding.Same, [1]) + Constant([1f, 2f], [2]))),
            "FusedConv1D(strides 1, padding 1+1, bias, relu)"
        },
        {
            "fuse dense layers", () => Function(x => Relu(MatMul(x, Constant(new float[8], [4, 2])) + Constant([1f, 2f], [2]))),
            "FusedMatMul(MatMul, bias, relu)"
        },
        { "pair max pooling with its index", Pooling, "MaxPool2DWithIndex(pool 2x2, strides 2x2, padding valid); Elementwise(Copy); MaxPool2DGradient(pool 2x2, strides 2x2, padding valid)" },
        { "copy updated variables that are read late", Exchange, "Elementwise(Copy); Elementwise(Copy); Elementwise(Copy)" },
        { "rematerialize", Dropout, "Elementwise(Multiply, Random, GreaterOrEqual, Select); MatMul; Elementwise(Copy, Multiply, Multiply); MatMul(transposed B); Elementwise(Random, GreaterOrEqual, Select, Multiply)" },
        {
            "group elementwise ops", () => Function(x => Tanh(Exp(x) + 1f) * 2f),
            "Elementwise(Exp, Add, Tanh, Multiply)"
        },
    };

    [Theory]
    [MemberData(nameof(Cases), DisableDiscoveryEnumeration = true)]
    public void Leaves_these_steps(string pass, Func<GraphFunction> make, string steps)
    {
        using Program program = ProgramCompiler.Compile(make(), new CompileOptions { BatchCapacity = 2, Threads = 1, Verify = true });
        string actual = string.Join("; ", program.Plan.Steps.Select(step => step.Description));
        Assert.True(steps == actual, $"{pass}: {actual}");
        Assert.DoesNotContain($"{pass}: nothing to do", program.Passes);
    }

    [Fact]
    public void Every_pass_has_a_case() =>
        Assert.Empty(ProgramCompiler.Passes.Select(pass => pass.Name).Except(Cases.Select(row => row.Data.Item1)));

    private static GraphFunction Function(Func<SymbolicTensor, SymbolicTensor> body)
    {
        SymbolicTensor x = Placeholder([None, 3, 4], "x");
        return new GraphFunction("case", [x], [body(x)], []);
    }

    private static GraphFunction Pooling()
    {
        SymbolicTensor x = Placeholder([None, 4, 4, 2], "x"), y = MaxPool(x, [2, 2], [2, 2], Padding.Valid);
        return new GraphFunction("pooling", [x], [y, Autodiff.Gradients(ReduceSum(y), [x])[0]!], []);
    }

    /// <summary>Two variables take each other's value from before the step.</summary>
    private static GraphFunction Exchange()
    {
        Variable a = new("a", [3]), b = new("b", [3]);
        return new GraphFunction("exchange", [], [], [new Assignment(a, Read(b)), new Assignment(b, Read(a))]);
    }

    private static GraphFunction Dropout()
    {
        SymbolicTensor x = Placeholder([None, 10], "x"), w = Placeholder([10, 10], "w");
        SymbolicTensor y = MatMul(Select(GreaterOrEqual(RandomUniform(x.Shape, stream: 1), 0.5f), x * 2f, 0f), w);
        return new GraphFunction("dropout", [x, w], [Autodiff.Gradients(ReduceSum(Square(y)), [x])[0]!], []);
    }
}
