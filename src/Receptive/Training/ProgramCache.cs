using Receptive.Compiler;

namespace Receptive.Training;

/// <summary>
/// The compiled programs of a model. Each has memory of its own and serves one thread at a time; a thread that finds none
/// free makes one, which stays for the next. What is kept while nobody uses it is bounded by bytes, least recently used
/// first; the one used last always stays.
/// </summary>
internal sealed class ProgramCache
{
    /// <summary>What is kept beside the program used last: enough for the usual few, whatever number of batch sizes comes.</summary>
    public const long DefaultLimit = 64 << 20;

    private readonly Lock _lock = new();
    private readonly LinkedList<(object Key, Program Program)> _free = []; // the most recently used first
    private long _freeBytes;
    private int _generation;

    /// <summary>Bytes of memory to keep for programs that nobody uses.</summary>
    public long Limit
    {
        get;
        set
        {
            lock (_lock) field = value;
            Trim();
        }
    } = DefaultLimit;

    /// <summary>Bytes that programs hold which nobody uses.</summary>
    public long FreeBytes
    {
        get
        {
            lock (_lock) return _freeBytes;
        }
    }

    /// <summary>A program for a key, made now if none is free; disposing the lease gives it back.</summary>
    public Lease Rent<TKey>(TKey key, Func<TKey, Program> make)
        where TKey : class
    {
        int generation;
        lock (_lock)
        {
            generation = _generation;
            for (LinkedListNode<(object Key, Program Program)>? node = _free.First; node is not null; node = node.Next)
            {
                if (!node.Value.Key.Equals(key)) continue;
                _free.Remove(node);
                _freeBytes -= node.Value.Program.ArenaBytes;
                return new Lease(this, node, generation);
            }
        }

        return new Lease(this, new LinkedListNode<(object, Program)>((key, make(key))), generation);
    }

    /// <summary>Drops all programs: layers or the number of threads changed. Those at work are dropped when they return.</summary>
    public void Clear()
    {
        (object Key, Program Program)[] dropped;
        lock (_lock)
        {
            _generation++;
            dropped = [.. _free];
            _free.Clear();
            _freeBytes = 0;
        }

        foreach ((_, Program program) in dropped) program.Dispose();
    }

    private void Return(LinkedListNode<(object Key, Program Program)> node, int generation)
    {
        bool isCurrent;
        lock (_lock)
        {
            isCurrent = generation == _generation;
            if (isCurrent)
            {
                _free.AddFirst(node);
                _freeBytes += node.Value.Program.ArenaBytes;
            }
        }

        if (isCurrent) Trim();
        else node.Value.Program.Dispose();
    }

    private void Trim()
    {
        while (true)
        {
            Program program;
            lock (_lock)
            {
                if (_free.Count <= 1 || _freeBytes <= Limit) return;
                program = _free.Last!.Value.Program;
                _free.RemoveLast();
                _freeBytes -= program.ArenaBytes;
            }

            program.Dispose();
        }
    }

    /// <summary>A program on loan. The node goes back as it is, so that renting again and again allocates nothing.</summary>
    public readonly struct Lease(ProgramCache cache, LinkedListNode<(object Key, Program Program)> node, int generation) : IDisposable
    {
        public Program Program => node.Value.Program;

        public void Dispose() => cache.Return(node, generation);
    }
}
