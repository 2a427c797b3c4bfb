using Receptive.Compiler;
using Receptive.Graph;
using Xunit;
using static Receptive.Graph.Ops;

namespace Receptive.Engine.Tests.Compiler;

public class ProgramTests
{
    private const int None = Shape.Batch;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_run_allocates_nothing(int threads)
    {
        GraphFunction function = TrainingStep(out _);
        using Receptive.Compiler.Program program = ProgramCompiler.Compile(function, new CompileOptions { BatchCapacity = 64, Threads = threads });
        for (int i = 0; i < 5; i++) program.Run(64);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 50; i++)
        {
            program.Step = i;
            program.Run(i % 64 + 1);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Updates_change_variables_and_their_versions()
    {
        GraphFunction function = TrainingStep(out Variable weight);
        float[] before = weight.Span.ToArray();
        long version = weight.Version;
        Programs.Run(function, Inputs(8), 8, new CompileOptions { BatchCapacity = 8 });
        Assert.True(weight.Version > version);
        Assert.NotEqual(before, weight.Span.ToArray());
    }

    [Fact]
    public void Training_steps_equal_the_interpreter_for_every_batch()
    {
        GraphFunction function = TrainingStep(out _);
        for (int batch = 1; batch <= 9; batch++) Programs.Check(function, Inputs(batch), batch, capacity: 9, tolerance: 1e-4);
    }

    [Fact]
    public void Many_elements_make_many_chunks_and_the_same_bits()
    {
        // Large enough for several chunks of every kind of step.
        SymbolicTensor x = Placeholder([None, 300, 7], "x");
        SymbolicTensor y = Tanh(x * 1.5f + Constant([1f, 2f, 3f, 4f, 5f, 6f, 7f], [7]));
        SymbolicTensor z = y * ReduceSum(y, [1], keepDims: true) + ReduceMax(y, [2], keepDims: true);
        var function = new GraphFunction("large", [x], [z, ReduceSum(z), ReduceSum(z, [0, 1]), ReduceMax(z, [0]), Transpose(z, 0, 2, 1)], []);
        var random = new System.Random(3);
        double[] values = [.. Enumerable.Range(0, 60 * 2100).Select(_ => random.NextDouble() - 0.5)];
        Programs.Check(function, [values], batch: 60, capacity: 64, tolerance: 1e-4);
    }

    [Fact]
    public void Outputs_may_be_inputs_constants_variables_and_each_other()
    {
        var variable = new Variable("w", [3]);
        variable.Assign([1f, 2f, 3f]);
        SymbolicTensor x = Placeholder([None, 3], "x");
        SymbolicTensor sum = x + Read(variable);
        SymbolicTensor reshaped = Reshape(sum, [None, 3, 1]);
        var function = new GraphFunction(
            "outputs", [x], [x, Constant([4f, 5f], [2]), Read(variable), sum, reshaped, sum, sum * 2f],
            [new Assignment(variable, Read(variable) + ReduceSum(sum, [0]))]);
        Programs.Check(function, [[1, 2, 3, 4, 5, 6]], batch: 2, capacity: 3);
    }

    [Fact]
    public void Updates_see_the_values_from_before_all_updates()
    {
        Variable a = new("a", [2]), b = new("b", [2]);
        a.Assign([1f, 2f]);
        b.Assign([3f, 4f]);
        var swap = new GraphFunction("swap", [], [], [new Assignment(a, Read(b)), new Assignment(b, Reshape(Read(a), [2]))]);
        Programs.Run(swap, [], 1, new CompileOptions());
        Assert.Equal([3f, 4f], a.Span.ToArray());
        Assert.Equal([1f, 2f], b.Span.ToArray());
    }

    /// <summary>What may be written over the old value is; what may not goes through the arena.</summary>
    [Fact]
    public void Updates_are_written_in_place_unless_something_still_reads_the_old_value()
    {
        Variable a = new("a", [500]), b = new("b", [500]), rate = new("rate", Shape.Scalar);
        SymbolicTensor gradient = Placeholder([500], "gradient");
        Program Compile(IReadOnlyList<SymbolicTensor> outputs, params Assignment[] updates) => ProgramCompiler.Compile(
            new GraphFunction("update", [gradient], outputs, updates), new CompileOptions { Threads = 1, Verify = true });

        // One step for both, without arena memory but for the input and the scratch of a group.
        using Program momentum = Compile([], [.. UpdateRules.Momentum(a, b, gradient, rate, 0.9f, nesterov: true)]);
        ProgramStep step = Assert.Single(momentum.Plan.Steps);
        Assert.All(step.Outputs, output => Assert.Equal(BufferKind.Variable, output.Kind));
        Assert.DoesNotContain(momentum.Plan.Buffers, buffer => buffer.Kind == BufferKind.Arena);

        // An assignment that was described before something else reads the variable runs after that.
        Assignment early = new(a, Read(a) * 2f);
        using Program late = Compile([ReduceSum(Read(a) * gradient)], early);
        Assert.Equal(a, late.Plan.Steps[^1].Outputs[0].Variable);
        Assert.DoesNotContain("Copy", late.Plan.Steps[^1].Description);

        // Either reads the other's old value, so one of them waits in the arena.
        using Program crossed = Compile([], new Assignment(a, Read(b) * 2f), new Assignment(b, Read(a) * 3f));
        Assert.Contains("Copy", crossed.Plan.Steps[^1].Description);
        a.Assign([.. Enumerable.Repeat(1f, 500)]);
        b.Assign([.. Enumerable.Repeat(10f, 500)]);
        crossed.Run(1);
        Assert.All(a.Span.ToArray(), value => Assert.Equal(20f, value));
        Assert.All(b.Span.ToArray(), value => Assert.Equal(3f, value));
    }

    [Fact]
    public void Weights_are_prepared_once_for_all_programs_that_read_them()
    {
        var weights = new Variable("w", [300, 200]);
        weights.Assign([.. Enumerable.Repeat(1f, 300 * 200)]);
        Program[] programs = [.. Enumerable.Range(0, 3).Select(Compile)];
        Assert.All(programs, program => Assert.True(program.Plan.Steps[0].PreparedFloats >= 300 * 200));
        Assert.All(programs, program => Assert.True(program.ArenaBytes < 300 * 200 * sizeof(float), "the prepared weights lie in the arena"));
        Assert.Single(programs.Select(program => PreparedWeights.Of(program.Plan.Steps[0])).Distinct());

        // All of them see every change, also while others run.
        int wrong = 0;
        for (int value = 1; value <= 20; value++)
        {
            weights.Assign([.. Enumerable.Repeat((float)value, 300 * 200)]);
            Parallel.ForEach(programs, program =>
            {
                program.Input(0).Fill(1);
                program.Run(1);
                if (program.Output(0)[199] != 300 * value) Interlocked.Increment(ref wrong);
            });
        }

        Assert.Equal(0, wrong);
        foreach (Program program in programs) program.Dispose();

        Program Compile(int index)
        {
            SymbolicTensor x = Placeholder([None, 300], "x");
            return ProgramCompiler.Compile(new GraphFunction("f", [x], [MatMul(x, Read(weights))], []), new CompileOptions { BatchCapacity = 1 + index, Threads = 2 });
        }
    }

    [Fact]
    public void A_run_sets_the_scalars_of_its_step_and_counts_it()
    {
        var scalars = new Counter();
        using Program program = ProgramCompiler.Compile(
            new GraphFunction("step", [], [Read(scalars.Value) + 0f], []) { StepScalars = scalars }, new CompileOptions { Threads = 1 });
        for (int i = 0; i < 3; i++)
        {
            program.Run(1);
            Assert.Equal((10f * i, (long)i), (program.Output(0)[0], program.Step));
        }

        program.Profile(1, 2);
        Assert.Equal(3, scalars.Step);
    }

    private sealed class Counter : IStepScalars
    {
        public Variable Value { get; } = new("value", Shape.Scalar);

        public long Step { get; private set; }

        public void BeginStep() => Value.Assign([10f * Step]);

        public void EndStep() => Step++;
    }

    [Fact]
    public void Dropout_masks_are_the_same_forward_and_backward()
    {
        SymbolicTensor x = Placeholder([None, 50], "x");
        SymbolicTensor keep = GreaterOrEqual(RandomUniform(x.Shape, stream: 1), 0.5f);
        SymbolicTensor y = x * keep * 2f;
        SymbolicTensor dx = Autodiff.Gradients(ReduceSum(y), [x])[0]!;
        var function = new GraphFunction("dropout", [x], [y, dx], []);
        double[] ones = [.. Enumerable.Repeat(1.0, 50 * 40)];
        float[][] outputs = Programs.Run(function, [ones], 40, new CompileOptions { BatchCapacity = 40 });
        Assert.Equal(outputs[0], outputs[1]);
        Assert.InRange(outputs[0].Count(value => value == 2f) / 2000.0, 0.45, 0.55);

        // A smaller batch has the same numbers in its rows, and another step others.
        float[][] fewer = Programs.Run(function, [ones[..500]], 10, new CompileOptions { BatchCapacity = 40 });
        Assert.Equal(outputs[0][..500], fewer[0]);
        using Receptive.Compiler.Program program = ProgramCompiler.Compile(function, new CompileOptions { BatchCapacity = 10 });
        program.Input(0).Fill(1f);
        program.Seed = Programs.Seed;
        program.Step = Programs.Step + 1;
        program.Run(10);
        Assert.NotEqual(fewer[0], program.Output(0)[..500].ToArray());
    }

    [Fact]
    public void Random_masks_take_no_memory()
    {
        SymbolicTensor x = Placeholder([None, 1000], "x");
        SymbolicTensor w = Placeholder([1000, 1000], "w");
        SymbolicTensor y = MatMul(Select(GreaterOrEqual(RandomUniform(x.Shape, stream: 1), 0.5f), x * 2f, 0f), w);
        SymbolicTensor dx = Autodiff.Gradients(ReduceSum(Square(y)), [x])[0]!;
        var function = new GraphFunction("dropout", [x, w], [dx], []);
        using Receptive.Compiler.Program program = ProgramCompiler.Compile(function, new CompileOptions { BatchCapacity = 100, Threads = 1, Verify = true });

        // Nothing but the inputs and the product is kept over the forward product for the backward one.
        int product = program.Plan.Steps.ToList().FindIndex(step => step.Description.StartsWith("MatMul", StringComparison.Ordinal));
        Assert.DoesNotContain(program.Plan.Buffers, buffer => buffer.Kind == BufferKind.Arena && buffer.FirstStep < product && buffer.LastStep > product);
    }

    [Fact]
    public void Batches_out_of_range_and_disposed_programs_are_refused()
    {
        SymbolicTensor x = Placeholder([None], "x");
        Receptive.Compiler.Program program = ProgramCompiler.Compile(new GraphFunction("f", [x], [x * 2f], []), new CompileOptions { BatchCapacity = 4 });
        Assert.Contains("1 to 4", Assert.Throws<ArgumentOutOfRangeException>(() => program.Run(5)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => program.Run(0));
        program.Dispose();
        Assert.Throws<ObjectDisposedException>(() => program.Run(1));
        Assert.Throws<ObjectDisposedException>(() => { program.Input(0).Clear(); });
        Assert.Throws<ArgumentOutOfRangeException>(() => ProgramCompiler.Compile(program.Function, new CompileOptions { BatchCapacity = 0 }));
    }

    [Fact]
    public void A_program_runs_on_one_thread_at_a_time()
    {
        // A second thread enters while the first is between a step and the next.
        SymbolicTensor x = Placeholder([None, 4096], "x");
        SymbolicTensor y = x;
        for (int i = 0; i < 50; i++) y = Tanh(Transpose(Reshape(y, [None, 64, 64]), 0, 2, 1)) + 0.1f;
        using Receptive.Compiler.Program program = ProgramCompiler.Compile(new GraphFunction("slow", [x], [y], []), new CompileOptions { BatchCapacity = 100, Threads = 1 });
        using var started = new ManualResetEventSlim();
        int refused = 0;
        Thread[] others = Enumerable.Range(0, 2).Select(_ => new Thread(() =>
        {
            started.Wait();
            for (int i = 0; i < 20; i++)
            {
                try
                {
                    program.Run(100);
                }
                catch (InvalidOperationException exception)
                {
                    Assert.Contains("another thread", exception.Message, StringComparison.Ordinal);
                    Interlocked.Increment(ref refused);
                    Thread.Sleep(1);
                }
            }
        })).ToArray();
        foreach (Thread thread in others) thread.Start();
        started.Set();
        foreach (Thread thread in others) thread.Join();
        Assert.True(refused > 0);
        program.Run(100);
    }

    [Fact]
    public void Programs_of_several_threads_share_variables_and_workers()
    {
        var weight = new Variable("w", [100]);
        weight.Assign([.. Enumerable.Repeat(2f, weight.Span.Length)]);
        SymbolicTensor x = Placeholder([None, 100], "x");
        var function = new GraphFunction("f", [x], [Tanh(x * Read(weight)) + 1f], []);
        Parallel.For(0, 4, caller =>
        {
            using Receptive.Compiler.Program program = ProgramCompiler.Compile(function, new CompileOptions { BatchCapacity = 500, Threads = 2 });
            for (int i = 0; i < 50; i++)
            {
                program.Input(0).Fill(caller);
                program.Run(500);
                float expected = program.Output(0)[0];
                Assert.Equal(MathF.Tanh(2 * caller) + 1, expected, 1e-5f);
                foreach (float value in program.Output(0)) Assert.Equal(expected, value);
            }
        });
    }

    [Fact]
    public void Profiling_measures_each_step_and_puts_variables_back()
    {
        GraphFunction function = TrainingStep(out Variable weight);
        using Receptive.Compiler.Program program = ProgramCompiler.Compile(function, new CompileOptions { BatchCapacity = 8, Threads = 1 });
        float[] before = weight.Span.ToArray();
        IReadOnlyList<StepTiming> timings = program.Profile(8, repetitions: 3);
        Assert.Equal(before, weight.Span.ToArray());
        // A step may be shorter than the clock's resolution; all together are not.
        Assert.All(timings, timing => Assert.True(timing.Seconds >= 0));
        Assert.True(timings.Sum(timing => timing.Seconds) > 0);
        Assert.Contains(timings, timing => timing.FloatingOperations == 2 * 8 * 5 * 6);
        string text = program.Explain(repetitions: 2);
        foreach (string part in (string[])["Graph", "Passes", "Program:", "Buffers", "Time of a batch of 8"]) Assert.Contains(part, text, StringComparison.Ordinal);
    }

    private static double[][] Inputs(int batch)
    {
        var random = new System.Random(11);
        double[] Values(int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextDouble() * 2 - 1)];
        return [Values(batch * 5), [.. Enumerable.Range(0, batch).Select(i => (double)(i % 3))]];
    }

    /// <summary>A dense classifier with dropout, its loss, gradients and Adam.</summary>
    private static GraphFunction TrainingStep(out Variable weight)
    {
        var random = new System.Random(5);
        Variable Make(string name, Shape shape)
        {
            var variable = new Variable(name, shape);
            variable.Update(values =>
            {
                foreach (ref float value in values) value = (float)random.NextDouble() - 0.5f;
            });
            return variable;
        }

        SymbolicTensor x = Placeholder([None, 5], "x"), labels = Placeholder([None], "labels");
        Variable[] weights = [Make("w1", [5, 6]), Make("b1", [6]), Make("w2", [6, 3]), Make("b2", [3])];
        SymbolicTensor hidden = Relu(MatMul(x, Read(weights[0])) + Read(weights[1]));
        hidden *= GreaterOrEqual(RandomUniform(hidden.Shape, stream: 0), 0.25f) * (1 / 0.75f);
        SymbolicTensor logits = MatMul(hidden, Read(weights[2])) + Read(weights[3]);
        SymbolicTensor loss = ReduceMean(-ReduceSum(OneHot(labels, 3) * LogSoftmax(logits), [-1]));
        SymbolicTensor accuracy = ReduceMean(Equal(ArgMax(logits), labels));
        var rate = new Variable("rate", Shape.Scalar);
        rate.Assign([0.01f]);
        SymbolicTensor?[] gradients = Autodiff.Gradients(loss, weights);
        Assignment[] updates = [.. weights.SelectMany((variable, i) => UpdateRules.Adam(
            variable, new Variable("m", variable.Shape), new Variable("v", variable.Shape), gradients[i]!, rate, 0.9f, 0.999f, 1e-2f))];
        weight = weights[0];
        return new GraphFunction("train_step", [x, labels], [loss, accuracy], updates);
    }
}
