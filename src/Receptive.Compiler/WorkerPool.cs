using System.Diagnostics;
using System.Runtime.ExceptionServices;

namespace Receptive.Compiler;

/// <summary>Work cut into chunks that may run on any thread in any order.</summary>
internal abstract class ChunkedWork
{
    /// <summary>Runs one chunk.</summary>
    /// <param name="chunk">Which, from 0.</param>
    /// <param name="worker">The number of the running thread, from 0 (the caller) to the pool's threads - 1.</param>
    public abstract void Run(int chunk, int worker);
}

/// <summary>
/// Threads that stay and help the caller to run chunks. Between two runs they look for work for some microseconds and then
/// block, so a program's steps follow each other without a system call and an idle process uses no processor.
/// </summary>
/// <remarks>
/// The caller waits for chunks, not for threads: a worker that the system has not woken yet is not waited for, the others
/// take its chunks. A run allocates nothing. Several callers may use one pool: the first gets the workers, a caller that
/// comes meanwhile runs its chunks alone.
/// </remarks>
public sealed class WorkerPool
{
    /// <summary>
    /// How long a worker looks for the next run before it blocks. Steps that run on the caller alone are shorter than this as
    /// a rule; waking a blocked thread costs the caller about a tenth of it and the worker most of it.
    /// </summary>
    private static readonly long s_patience = Stopwatch.Frequency * 50 / 1_000_000;

    /// <summary>
    /// The most threads a pool may have. No machine that this runs on has more processors, and systems stop giving threads
    /// somewhere above it, some of them by ending the process.
    /// </summary>
    public const int MaximumThreads = 1024;

    private static readonly Lock s_poolsLock = new();
    private static readonly Dictionary<int, WorkerPool> s_pools = [];

    private readonly object _gate = new(); // workers sleep on it
    private readonly object _done = new(); // the caller sleeps on it
    private readonly int _workers;

    // The run: its number in the upper half, the chunks nobody has taken yet in the lower. A taker changes both at once, so
    // a thread that was held up cannot take a chunk of a later run by mistake.
    private long _state;
    private int _unfinished;
    private int _sleeping;
    private int _busy;
    private bool _callerSleeps;
    private ChunkedWork? _work;
    private int _chunks;
    private ExceptionDispatchInfo? _failure;

    private WorkerPool(int threads)
    {
        Threads = threads;
        for (int worker = 1; worker < threads; worker++)
        {
            int number = worker;
            try
            {
                new Thread(() => Work(number)) { IsBackground = true, Name = $"Receptive worker {number}" }.Start();
            }
            catch (Exception e) when (e is OutOfMemoryException or ThreadStartException)
            {
                // The system gives no more. Chunks run on any thread, so those that started and the caller do the work.
                break;
            }

            _workers = worker;
        }
    }

    /// <summary>The number of threads, the caller included.</summary>
    public int Threads { get; }

    /// <summary>The pool of this process for a number of threads; its threads start when it is first asked for.</summary>
    /// <param name="threads">From 1 to <see cref="MaximumThreads"/>, the caller included.</param>
    /// <exception cref="ArgumentOutOfRangeException">Another number of threads.</exception>
    public static WorkerPool Get(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(threads, MaximumThreads);
        lock (s_poolsLock)
        {
            if (!s_pools.TryGetValue(threads, out WorkerPool? pool)) s_pools[threads] = pool = new WorkerPool(threads);
            return pool;
        }
    }

    /// <summary>Runs chunks 0 to <paramref name="chunks"/> - 1 and returns when all are done; the caller takes part.</summary>
    /// <remarks>An exception in a chunk is thrown here, the first of several; the other chunks still run.</remarks>
    internal void Run(ChunkedWork work, int chunks)
    {
        if (chunks > 1 && _workers > 0 && Interlocked.CompareExchange(ref _busy, 1, 0) == 0)
        {
            try
            {
                RunShared(work, chunks);
            }
            finally
            {
                Volatile.Write(ref _busy, 0);
            }

            return;
        }

        for (int chunk = 0; chunk < chunks; chunk++) work.Run(chunk, worker: 0);
    }

    private void RunShared(ChunkedWork work, int chunks)
    {
        _work = work;
        _chunks = chunks;
        _failure = null;
        Volatile.Write(ref _unfinished, chunks);
        long number = (Volatile.Read(ref _state) >> 32) + 1;
        Interlocked.Exchange(ref _state, (number << 32) | (uint)chunks);

        // The exchange is a fence: either a worker about to sleep sees the chunks, or this sees the worker.
        if (Volatile.Read(ref _sleeping) > 0)
        {
            lock (_gate) Monitor.PulseAll(_gate);
        }

        TakeChunks(worker: 0);
        if (Volatile.Read(ref _unfinished) > 0) WaitForOthers();
        _work = null;
        if (_failure is { } failure)
        {
            _failure = null;
            failure.Throw();
        }
    }

    private void WaitForOthers()
    {
        long start = Stopwatch.GetTimestamp();
        while (Volatile.Read(ref _unfinished) > 0)
        {
            if (Stopwatch.GetTimestamp() - start < s_patience)
            {
                Thread.SpinWait(20);
                continue;
            }

            lock (_done)
            {
                Volatile.Write(ref _callerSleeps, true);
                Interlocked.MemoryBarrier();
                while (Volatile.Read(ref _unfinished) > 0) Monitor.Wait(_done);
                Volatile.Write(ref _callerSleeps, false);
            }
        }
    }

    private void Work(int worker)
    {
        while (true)
        {
            WaitForChunks();
            TakeChunks(worker);
        }
    }

    private void WaitForChunks()
    {
        long start = Stopwatch.GetTimestamp();
        while (!HasChunks())
        {
            if (Stopwatch.GetTimestamp() - start < s_patience)
            {
                Thread.SpinWait(20);
                continue;
            }

            lock (_gate)
            {
                Interlocked.Increment(ref _sleeping);
                while (!HasChunks()) Monitor.Wait(_gate);
                Interlocked.Decrement(ref _sleeping);
            }
        }
    }

    private bool HasChunks() => (uint)Volatile.Read(ref _state) != 0;

    private void TakeChunks(int worker)
    {
        int finished = 0;
        while (true)
        {
            long state = Volatile.Read(ref _state);
            uint left = (uint)state;
            if (left == 0) break;
            if (Interlocked.CompareExchange(ref _state, state - 1, state) != state) continue;

            // Having taken a chunk of this run, the run cannot end before it is reported: its fields hold still.
            try
            {
                _work!.Run(_chunks - (int)left, worker);
            }
#pragma warning disable CA1031 // Whatever it is, it belongs to the caller.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                Interlocked.CompareExchange(ref _failure, ExceptionDispatchInfo.Capture(exception), null);
            }

            finished++;
            if ((uint)Volatile.Read(ref _state) == 0)
            {
                Report(finished);
                finished = 0;
            }
        }

        Report(finished);
    }

    /// <summary>Counts chunks as done, and wakes the caller if it sleeps and they were the last.</summary>
    private void Report(int finished)
    {
        if (finished == 0 || Interlocked.Add(ref _unfinished, -finished) > 0) return;
        if (!Volatile.Read(ref _callerSleeps)) return;
        lock (_done) Monitor.Pulse(_done);
    }
}
