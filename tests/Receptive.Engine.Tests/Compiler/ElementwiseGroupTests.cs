using Receptive.Compiler;
using Receptive.Graph;
using Receptive.Kernels;
using Xunit;
using static Receptive.Graph.Ops;

namespace Receptive.Engine.Tests.Compiler;

public unsafe class ElementwiseGroupTests
{
    private const int None = Shape.Batch;

    [Fact]
    public void Results_do_not_depend_on_the_block_length()
    {
        float[]? first = null;
        foreach (int block in (int[])[16, 64, 100, 1024, 4096])
        {
            float[] actual = Run(new ElementwiseCall(Group(fold: null), block));
            if (first is null) first = actual;
            else Programs.SameBits(first, actual, $"block {block}");
        }
    }

    [Fact]
    public void Folds_do_not_depend_on_the_block_length()
    {
        float[]? first = null;
        ReduceStep step = ReduceStep.For([None, 7, 30], [0, 1])!;
        foreach (int block in (int[])[16, 64, 100, 1024, 4096])
        {
            float[] actual = Run(new ElementwiseFoldCall(Group(step), block));
            if (first is null) first = actual;
            else Programs.SameBits(first, actual, $"block {block}");
        }
    }

    [Fact]
    public void A_batch_normalization_reads_its_images_once_a_pass()
    {
        SymbolicTensor x = Placeholder([None, 16, 16, 8], "x");
        SymbolicTensor w = Placeholder([3, 3, 8, 8], "w");
        SymbolicTensor images = Convolution(x, w, [1, 1], Padding.Same, [1, 1]);
        SymbolicTensor mean = ReduceMean(images, [0, 1, 2]);
        SymbolicTensor centred = images - mean;
        SymbolicTensor variance = ReduceMean(Square(centred), [0, 1, 2]);
        SymbolicTensor y = Relu(centred / Sqrt(variance + 1e-3f));
        using Receptive.Compiler.Program program = ProgramCompiler.Compile(
            new GraphFunction("normalize", [x, w], [y], []), new CompileOptions { BatchCapacity = 10, Threads = 1, Verify = true });
        string[] groups = [.. program.Plan.Steps.Select(step => step.Description).Where(text => text.StartsWith("Elementwise", StringComparison.Ordinal))];
        Assert.Contains("ElementwiseFold(Subtract, Square, Sum)", groups);
        Assert.Contains("Elementwise(Subtract, Divide, Relu)", groups);

        // The convolution's result and, in its place, the output are all that is kept of the images' size.
        Assert.Equal(2, program.Plan.Buffers.Count(buffer => buffer.Kind == BufferKind.Arena && buffer.Floats == 10 * 16 * 16 * 8));
    }

    [Fact]
    public void Reductions_of_the_same_values_are_one_step()
    {
        SymbolicTensor x = Placeholder([None, 500], "x"), y = Placeholder([None, 500], "y");
        SymbolicTensor z = x * y;
        var function = new GraphFunction("sums", [x, y], [ReduceSum(z, [0]), ReduceSum(z * z, [0]), ReduceMax(x, [0]), z], []);
        using Receptive.Compiler.Program program = ProgramCompiler.Compile(function, new CompileOptions { BatchCapacity = 300, Threads = 1, Verify = true });
        Assert.Equal("ElementwiseFold(Multiply, Multiply, Sum, Sum, Max)", Assert.Single(program.Plan.Steps).Description);
        var random = new System.Random(4);
        double[] Values() => [.. Enumerable.Range(0, 300 * 500).Select(_ => random.NextDouble() - 0.5)];
        Programs.Check(function, [Values(), Values()], batch: 300, capacity: 300);
    }

    [Fact]
    public void A_chain_that_needs_its_own_sum_is_two_groups()
    {
        SymbolicTensor x = Placeholder([None, 30], "x");
        SymbolicTensor e = Exp(x);
        SymbolicTensor y = e / ReduceSum(e, [1], keepDims: true);
        var function = new GraphFunction("softmax", [x], [y], []);
        using Receptive.Compiler.Program program = ProgramCompiler.Compile(function, new CompileOptions { BatchCapacity = 4, Threads = 1, Verify = true });
        Assert.Equal(["ElementwiseFold(Exp, Sum)", "Elementwise(Divide)"], program.Plan.Steps.Select(step => step.Description));
    }

    /// <summary>sqrt(|x|) + v and random numbers, over (10, 7, 30) with v of 30; one of them folded or both put out.</summary>
    private static ElementwiseGroup Group(ReduceStep? fold)
    {
        Shape shape = [None, 7, 30];
        ElementwiseInstruction[] instructions =
        [
            new(ElementwiseOps.Abs.Function, new ValueRef(ValueKind.Operand, 0), default, default),
            new(ElementwiseOps.Sqrt.Function, new ValueRef(ValueKind.Result, 0), default, default),
            new(ElementwiseOps.Add.Function, new ValueRef(ValueKind.Result, 1), new ValueRef(ValueKind.Operand, 1), default),
            new(ElementwiseFunction.Copy, default, default, default, Stream: 5),
            new(ElementwiseOps.Multiply.Function, new ValueRef(ValueKind.Result, 3), new ValueRef(ValueKind.Constant, 0), default),
        ];
        IndexMap[] operands = [IndexMap.Create(shape, shape), IndexMap.Create([30], shape)];
        return fold is null
            ? new ElementwiseGroup(shape, operands, [3f], instructions, [2, 4])
            : new ElementwiseGroup(shape, operands, [3f], instructions, [4])
            {
                Fold = fold,
                Folded = [new FoldedValue(ReductionFunction.Sum, new ValueRef(ValueKind.Result, 2))],
            };
    }

    private static float[] Run(KernelCall call)
    {
        const int batch = 10, elements = batch * 7 * 30;
        float[] x = [.. Enumerable.Range(0, elements).Select(i => i * 0.37f - 100)], v = [.. Enumerable.Range(0, 30).Select(i => (float)i)];
        float[] a = new float[elements], b = new float[elements], shared = new float[call.SharedScratch(batch) + 1], worker = new float[call.WorkerScratch + 1];
        fixed (float* px = x, pv = v, pa = a, pb = b, ps = shared, pw = worker)
        {
            float** inputs = stackalloc float*[] { px, pv };
            float** outputs = stackalloc float*[] { pa, pb };
            var arguments = new KernelArguments { Batch = batch, Inputs = inputs, Outputs = outputs, SharedScratch = ps, WorkerScratch = pw, Seed = 1, Step = 2 };
            for (int phase = 0; phase < call.Phases; phase++)
            {
                for (int chunk = call.Chunks(phase, batch) - 1; chunk >= 0; chunk--) call.Run(arguments, phase, chunk);
            }
        }

        return [.. a, .. b];
    }
}
