using System.Diagnostics;
using Receptive.Graph;

namespace Receptive.Compiler;

/// <summary>
/// A compiled function: a flat list of kernel calls over one block of memory. Write the inputs, <see cref="Run"/>, read the
/// outputs. A run allocates no managed memory.
/// </summary>
/// <remarks>
/// One thread at a time may use a program. Programs of several threads may run at once, also when they read the same
/// variables. Spans of inputs and outputs are valid until the program is disposed.
/// </remarks>
public sealed unsafe class Program : IDisposable
{
    private readonly ProgramPlan _plan;
    private readonly Arena _arena;
    private readonly StepRunner[] _steps;
    private readonly WorkerPool? _pool;
    private readonly Variable[] _updated;
    private int _isRunning;

    internal Program(GraphFunction function, CompileOptions options, ProgramPlan plan, IReadOnlyList<string> passes)
    {
        Function = function;
        BatchCapacity = options.BatchCapacity;
        Threads = options.Threads;
        Passes = passes;
        _plan = plan;
        _arena = new Arena(plan.ArenaFloats);
        _pool = options.Threads > 1 ? WorkerPool.Get(options.Threads) : null;
        _steps = [.. plan.Steps.Select(step => new StepRunner(step, plan, _arena.Pointer, options.Threads))];
        _updated = [.. function.Updates.Select(update => update.Variable)];
        for (int i = 0; i < plan.Inputs.Length; i++) Input(i).Clear();
    }

    /// <summary>The function as it was given to the compiler.</summary>
    public GraphFunction Function { get; }

    /// <summary>The largest batch a run may have.</summary>
    public int BatchCapacity { get; }

    /// <summary>The number of threads, the caller included.</summary>
    public int Threads { get; }

    /// <summary>The seed of the random ops.</summary>
    public ulong Seed { get; set; }

    /// <summary>
    /// The number of the step, which random ops mix in. A function with <see cref="GraphFunction.StepScalars"/> sets it
    /// before each run; otherwise the caller counts.
    /// </summary>
    public long Step { get; set; }

    /// <summary>The size of the program's memory in bytes, variables not included.</summary>
    public long ArenaBytes => _plan.ArenaFloats * sizeof(float);

    /// <summary>A line a pass on what it did.</summary>
    internal IReadOnlyList<string> Passes { get; }

    internal ProgramPlan Plan => _plan;

    /// <summary>The memory of an input, large enough for a full batch, row-major. It begins as zeros and keeps what is written.</summary>
    /// <param name="index">Which of the function's inputs.</param>
    public Span<float> Input(int index) => Span(_plan.Inputs[index]);

    /// <summary>
    /// The memory of an output, large enough for a full batch, row-major. It is valid from one run to the next; rows beyond
    /// the batch of the last run hold anything.
    /// </summary>
    /// <param name="index">Which of the function's outputs.</param>
    public ReadOnlySpan<float> Output(int index) => Span(_plan.Outputs[index]);

    /// <summary>Computes the outputs and performs the updates for the first rows of the inputs.</summary>
    /// <param name="batch">The number of rows, from 1 to <see cref="BatchCapacity"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The batch is not in that range.</exception>
    /// <exception cref="InvalidOperationException">Another thread is running this program.</exception>
    /// <exception cref="ObjectDisposedException">The program was disposed.</exception>
    public void Run(int batch)
    {
        Enter(batch);
        try
        {
            BeginStep();
            foreach (StepRunner step in _steps) step.Run(batch, Seed, Step, _pool);
            foreach (Variable variable in _updated) variable.MarkChanged();
            Function.StepScalars?.EndStep();
        }
        finally
        {
            Volatile.Write(ref _isRunning, 0);
        }
    }

    /// <summary>
    /// Runs the program repeatedly and measures its steps. The runs are real: updates change their variables, which are put
    /// back at the end. No step is counted.
    /// </summary>
    /// <param name="batch">The number of rows, from 1 to <see cref="BatchCapacity"/>.</param>
    /// <param name="repetitions">How many measured runs; one more goes before them.</param>
    public IReadOnlyList<StepTiming> Profile(int batch, int repetitions)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(repetitions, 1);
        float[][] saved = [.. _updated.Select(variable => variable.Span.ToArray())];
        double[,] seconds = new double[_steps.Length, repetitions + 1]; // the first run warms up and does not count
        Enter(batch);
        try
        {
            BeginStep();
            for (int repetition = 0; repetition <= repetitions; repetition++)
            {
                for (int i = 0; i < _steps.Length; i++)
                {
                    long start = Stopwatch.GetTimestamp();
                    _steps[i].Run(batch, Seed, Step, _pool);
                    seconds[i, repetition] = Stopwatch.GetElapsedTime(start).TotalSeconds;
                }

                foreach (Variable variable in _updated) variable.MarkChanged();
            }
        }
        finally
        {
            for (int i = 0; i < saved.Length; i++) _updated[i].Assign(saved[i]);
            Volatile.Write(ref _isRunning, 0);
        }

        return [.. Enumerable.Range(0, _steps.Length).Select(i =>
        {
            double[] sorted = [.. Enumerable.Range(1, repetitions).Select(repetition => seconds[i, repetition]).Order()];
            ProgramStep step = _plan.Steps[i];
            return new StepTiming(step.Description, step.Label, sorted[repetitions / 2], step.FloatingOperations(batch));
        })];
    }

    /// <summary>
    /// The whole program as text: the graph, what each pass did, the steps with the places of their results in the arena, and
    /// how long each takes.
    /// </summary>
    /// <param name="repetitions">How many runs to measure with a full batch (see <see cref="Profile"/>); 0 leaves the times out.</param>
    public string Explain(int repetitions = 0) =>
        ProgramReport.Write(this, repetitions > 0 ? Profile(BatchCapacity, repetitions) : null);

    public override string ToString() => $"{Function.Name}: {_steps.Length} steps, batches up to {BatchCapacity}, {ArenaBytes / 1048576.0:F1} MB";

    /// <summary>Frees the memory. Spans of inputs and outputs must not be used any more.</summary>
    public void Dispose() => _arena.Dispose();

    private void Enter(int batch)
    {
        ObjectDisposedException.ThrowIf(_arena.IsClosed, this);
        if (batch < 1 || batch > BatchCapacity)
            throw new ArgumentOutOfRangeException(nameof(batch), batch, $"The program '{Function.Name}' was compiled for batches of 1 to {BatchCapacity} rows. Compile it with a larger BatchCapacity, or run the rows in parts.");
        if (Interlocked.CompareExchange(ref _isRunning, 1, 0) != 0)
            throw new InvalidOperationException($"The program '{Function.Name}' is running on another thread. Compile one program a thread; they may share variables.");
    }

    private void BeginStep()
    {
        if (Function.StepScalars is not { } scalars) return;
        scalars.BeginStep();
        Step = scalars.Step;
    }

    private Span<float> Span(PlanBuffer buffer)
    {
        ObjectDisposedException.ThrowIf(_arena.IsClosed, this);
        return new Span<float>(buffer.Place(_arena.Pointer), checked((int)buffer.Floats));
    }
}
