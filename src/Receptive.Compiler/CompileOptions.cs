namespace Receptive.Compiler;

/// <summary>How a function is compiled.</summary>
public sealed record CompileOptions
{
    /// <summary>The largest batch the program will run; memory is laid out for it. At least 1.</summary>
    public int BatchCapacity { get; init; } = 1;

    /// <summary>
    /// The number of threads, the caller included, from 1 to <see cref="WorkerPool.MaximumThreads"/>. The results are the same
    /// for any number.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Another number of threads.</exception>
    public int Threads
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, WorkerPool.MaximumThreads);
            field = value;
        }
    } = Math.Min(Environment.ProcessorCount, WorkerPool.MaximumThreads);

    /// <summary>Whether graph and memory plan are checked after every stage of compilation. Meant for tests.</summary>
    public bool Verify { get; init; }
}
