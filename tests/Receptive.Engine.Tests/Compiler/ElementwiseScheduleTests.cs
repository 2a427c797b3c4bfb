using Receptive.Compiler;
using Receptive.Graph;
using Receptive.Kernels;
using Xunit;

namespace Receptive.Engine.Tests.Compiler;

/// <summary>Groups whose instructions are joined to formulas against the same groups one instruction after another.</summary>
public unsafe class ElementwiseScheduleTests
{
    private const int None = Shape.Batch;
    private const int Batch = 6;
    private static readonly Shape s_shape = [None, 7, 30];

    private static readonly (ElementwiseOp Op, bool IsCheap)[] s_functions =
    [
        (ElementwiseOps.Add, true), (ElementwiseOps.Subtract, true), (ElementwiseOps.Multiply, true), (ElementwiseOps.MultiplyAdd, true),
        (ElementwiseOps.Abs, true), (ElementwiseOps.Relu, true), (ElementwiseOps.Maximum, true), (ElementwiseOps.Select, true), (ElementwiseOps.Sigmoid, false),
    ];

    [Fact]
    public void Adams_update_is_one_loop_that_writes_in_place()
    {
        Shape shape = [100, 128];
        Variable weight = new("w", shape), m = new("m", shape), v = new("v", shape), rate = new("rate", Shape.Scalar);
        SymbolicTensor gradient = Ops.Placeholder(shape, "gradient");
        var function = new GraphFunction("adam", [gradient], [], [.. UpdateRules.Adam(weight, m, v, gradient, rate, 0.9f, 0.999f, 1e-7f)]);
        using Receptive.Compiler.Program program = ProgramCompiler.Compile(function, new CompileOptions { BatchCapacity = 1, Threads = 1, Verify = true });
        ElementwiseLoop loop = Assert.Single(Assert.IsType<ElementwiseCall>(Assert.Single(program.Plan.Steps).Call).Schedule.Loops);
        Assert.NotNull(loop.Formula);
        Assert.Equal(3, loop.Statements.Length);
        Assert.Equal(4, loop.Blocks.Length); // each read from memory once
    }

    [Fact]
    public void Small_steps_are_not_worth_a_loop_of_their_own()
    {
        ElementwiseGroup group = Group(new System.Random(1), fold: null);
        Assert.All(new ElementwiseCall(group).Schedule.Loops, loop => Assert.Null(loop.Formula));
    }

    [Fact]
    public void Bits_are_those_of_one_instruction_after_another()
    {
        int formulas = 0;
        for (int seed = 0; seed < 150; seed++)
        {
            ElementwiseGroup group = Group(new System.Random(seed), fold: null);
            var joined = new ElementwiseCall(group, block: 100, joins: true);
            float[] expected = Run(new ElementwiseCall(group, block: 100, joins: false), group, inPlace: false);
            Programs.SameBits(expected, Run(joined, group, inPlace: false), $"seed {seed}");
            Programs.SameBits(expected, Run(joined, group, inPlace: true), $"seed {seed}, in place");
            formulas += joined.Schedule.Loops.Count(loop => loop.Formula is not null);
        }

        Assert.True(formulas > 100, $"only {formulas} formulas");
    }

    [Fact]
    public void Folded_bits_are_those_of_one_instruction_after_another()
    {
        ReduceStep step = ReduceStep.For(s_shape, [0, 1])!;
        for (int seed = 0; seed < 60; seed++)
        {
            ElementwiseGroup group = Group(new System.Random(seed), step);
            float[] expected = Run(new ElementwiseFoldCall(group, block: 100, joins: false), group, inPlace: false);
            Programs.SameBits(expected, Run(new ElementwiseFoldCall(group, block: 100, joins: true), group, inPlace: false), $"seed {seed}");
            Programs.SameBits(expected, Run(new ElementwiseFoldCall(group, block: 100, joins: true), group, inPlace: true), $"seed {seed}, in place");
        }
    }

    [Fact]
    public void Joining_takes_no_output_its_place()
    {
        for (int seed = 0; seed < 150; seed++)
        {
            ElementwiseGroup group = Group(new System.Random(seed), fold: null);
            var joined = new ElementwiseCall(group, joins: true);
            for (int input = 0; input < group.Operands.Length; input++)
            {
                for (int output = 0; output < group.Outputs.Length; output++)
                {
                    bool could = group.Operands[input].IsFull && group.Outputs[output] >= group.LastReadOf(input);
                    Assert.True(!could || joined.MayOverwrite(input, output), $"seed {seed}: output {output} on operand {input} of {group}");
                }
            }
        }
    }

    /// <summary>Random instructions over operands of every kind, with copies, random numbers, values used often, once and never.</summary>
    private static ElementwiseGroup Group(System.Random random, ReduceStep? fold)
    {
        IndexMap[] operands =
        [
            .. Enumerable.Repeat(IndexMap.Create(s_shape, s_shape), 3), IndexMap.Create(Shape.Scalar, s_shape),
            IndexMap.Create([30], s_shape), IndexMap.Create([7, 1], s_shape), IndexMap.Create([None, 1, 1], s_shape),
        ];
        var instructions = new ElementwiseInstruction[random.Next(2, 16)];
        for (int i = 0; i < instructions.Length; i++)
        {
            (ElementwiseOp op, bool isCheap) = s_functions[random.Next(s_functions.Length)];
            instructions[i] = random.Next(12) switch
            {
                0 => new ElementwiseInstruction(ElementwiseFunction.Copy, default, default, default, Stream: i),
                1 or 2 => new ElementwiseInstruction(ElementwiseFunction.Copy, Value(i), default, default),
                _ => new ElementwiseInstruction(op.Function, Value(i), op.Arity > 1 ? Value(i) : default, op.Arity > 2 ? Value(i) : default, IsCheap: isCheap),
            };
        }

        int[] outputs = [.. Enumerable.Range(0, instructions.Length).Where(i => i == instructions.Length - 1 || random.Next(5) == 0)];
        return new ElementwiseGroup(s_shape, operands, [3f, -0.5f], instructions, outputs)
        {
            Fold = fold,
            Folded = fold is null ? [] : [new FoldedValue(ReductionFunction.Sum, new ValueRef(ValueKind.Result, random.Next(instructions.Length))), new FoldedValue(ReductionFunction.Max, new ValueRef(ValueKind.Operand, 1))],
        };

        ValueRef Value(int before)
        {
            if (before > 0 && random.Next(3) != 0) return new ValueRef(ValueKind.Result, random.Next(Math.Max(0, before - 4), before));
            return random.Next(5) == 0 ? new ValueRef(ValueKind.Constant, random.Next(2)) : new ValueRef(ValueKind.Operand, random.Next(operands.Length));
        }
    }

    /// <summary>The outputs and folds; in place, each output lies on the first operand that it may lie on and no other took.</summary>
    private static float[] Run(KernelCall call, ElementwiseGroup group, bool inPlace)
    {
        const int elements = Batch * 7 * 30;
        int results = group.Outputs.Length + group.Folded.Length;
        float** inputs = stackalloc float*[group.Operands.Length];
        float** outputs = stackalloc float*[results];
        using var memory = new Memory((group.Operands.Length + results) * elements, call.SharedScratch(Batch), call.WorkerScratch);
        for (int i = 0; i < group.Operands.Length; i++)
        {
            inputs[i] = memory.Values + (i * elements);
            for (int j = 0; j < elements; j++) inputs[i][j] = (((j * 37) + (i * 11)) % 101 * 0.03f) - 1.5f;
        }

        var taken = new HashSet<int>();
        for (int i = 0; i < results; i++)
        {
            outputs[i] = memory.Values + ((group.Operands.Length + i) * elements);
            int place = Enumerable.Range(0, group.Operands.Length).FirstOrDefault(input => !taken.Contains(input) && call.MayOverwrite(input, i), -1);
            if (inPlace && place >= 0 && taken.Add(place)) outputs[i] = inputs[place];
        }

        var arguments = new KernelArguments { Batch = Batch, Inputs = inputs, Outputs = outputs, SharedScratch = memory.Shared, WorkerScratch = memory.Worker, Seed = 1, Step = 2 };
        for (int phase = 0; phase < call.Phases; phase++)
        {
            for (int chunk = call.Chunks(phase, Batch) - 1; chunk >= 0; chunk--) call.Run(arguments, phase, chunk);
        }

        var all = new List<float>();
        for (int i = 0; i < results; i++) all.AddRange(new ReadOnlySpan<float>(outputs[i], i < group.Outputs.Length ? elements : 30));
        return [.. all];
    }

    private sealed class Memory(long values, long shared, long worker) : IDisposable
    {
        public float* Values { get; } = Allocate(values);

        public float* Shared { get; } = Allocate(shared);

        public float* Worker { get; } = Allocate(worker);

        public void Dispose()
        {
            System.Runtime.InteropServices.NativeMemory.Free(Values);
            System.Runtime.InteropServices.NativeMemory.Free(Shared);
            System.Runtime.InteropServices.NativeMemory.Free(Worker);
        }

        private static float* Allocate(long floats) => (float*)System.Runtime.InteropServices.NativeMemory.AllocZeroed((nuint)(floats + 1) * sizeof(float));
    }
}
