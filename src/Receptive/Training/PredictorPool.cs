using System.Collections.Concurrent;
using Receptive.Compiler;
using Receptive.Graph;
using Receptive.Layers;

namespace Receptive.Training;

/// <summary>
/// The programs that predict. Each has memory of its own and serves one thread at a time; a thread that finds none free
/// makes one, which stays for the next. All read the same weights.
/// </summary>
internal sealed class PredictorPool(Model model)
{
    private readonly ConcurrentDictionary<int, ConcurrentBag<Program>> _free = new();
    private readonly Lock _tracing = new();
    private int _generation;

    /// <summary>A program for batches of up to a number of examples.</summary>
    public Lease Rent(int capacity)
    {
        int generation = Volatile.Read(ref _generation);
        ConcurrentBag<Program> bag = _free.GetOrAdd(capacity, static _ => []);
        if (!bag.TryTake(out Program? program)) program = Make(capacity);
        return new Lease(this, program, capacity, generation);
    }

    /// <summary>Drops all programs: layers or the number of threads changed. Those at work are dropped when they return.</summary>
    public void Clear()
    {
        Interlocked.Increment(ref _generation);
        foreach (ConcurrentBag<Program> bag in _free.Values)
        {
            while (bag.TryTake(out Program? program)) program.Dispose();
        }
    }

    private Program Make(int capacity)
    {
        // Layers note the shape of their output while they are traced; one trace at a time keeps that orderly.
        lock (_tracing)
        {
            using Tracing tracing = Tracing.Begin();
            SymbolicTensor x = Ops.Placeholder(model.BuiltInputShape!.Value, "x");
            var function = new GraphFunction("predict_step", [x], [model.Apply(x)], []);
            return ProgramCompiler.Compile(function, new CompileOptions { BatchCapacity = capacity, Threads = model.Threads });
        }
    }

    private void Return(Program program, int capacity, int generation)
    {
        if (generation == Volatile.Read(ref _generation)) _free[capacity].Add(program);
        else program.Dispose();
    }

    /// <summary>A program on loan; disposing gives it back.</summary>
    public readonly struct Lease(PredictorPool pool, Program program, int capacity, int generation) : IDisposable
    {
        public Program Program => program;

        public void Dispose() => pool.Return(program, capacity, generation);
    }
}
