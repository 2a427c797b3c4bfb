namespace Receptive.Compiler;

/// <summary>
/// Compiled programs for reuse, such as those of a model: for training, for predicting, for batches of different sizes.
/// A program has memory of its own and serves one thread at a time, so there may be several for one key.
/// </summary>
/// <remarks>
/// Programs that nobody uses are kept up to a number of bytes; beyond that those used least recently are freed. One in use
/// is never freed, but counts. All members may be called by any thread at any time.
/// </remarks>
/// <example><code>
/// using ProgramCache.Lease lease = cache.Rent(new PredictKey(batch), () => Compile(batch));
/// lease.Program.Run(batch);
/// </code></example>
public sealed class ProgramCache : IDisposable
{
    /// <summary>The limit of a new cache: 1 GiB.</summary>
    public const long DefaultByteLimit = 1L << 30;

    private readonly Lock _lock = new();
    private readonly Lock _making = new();
    private readonly Dictionary<object, Stack<Entry>> _idleByKey = [];
    private readonly LinkedList<Entry> _idle = new(); // the least recently used first
    private long _byteLimit = DefaultByteLimit;
    private long _bytes;
    private int _count;
    private int _generation;
    private bool _isDisposed;

    /// <summary>How many bytes the programs may take, those in use included; programs nobody uses are freed to keep it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">When setting: negative.</exception>
    public long ByteLimit
    {
        get => Interlocked.Read(ref _byteLimit);
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            Interlocked.Exchange(ref _byteLimit, value);
            Change(Trim);
        }
    }

    /// <summary>How many bytes the programs take, those in use included.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>How many programs there are, those in use included.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>A program for a key, until the lease is disposed: one that nobody uses, or a new one.</summary>
    /// <param name="key">What tells programs apart; a record, say.</param>
    /// <param name="make">Compiles a program for the key. One thread at a time does so.</param>
    /// <exception cref="ObjectDisposedException">The cache was disposed.</exception>
    public Lease Rent(object key, Func<Program> make)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(make);
        if (TryTake(key) is { } free) return free;
        lock (_making)
        {
            // While this thread waited, another may have given one back.
            if (TryTake(key) is { } returned) return returned;
            int generation = Volatile.Read(ref _generation);
            var entry = new Entry(key, make(), generation);
            Change(dropped =>
            {
                _bytes += entry.Program.ArenaBytes;
                _count++;
                Trim(dropped);
            });
            return new Lease(this, entry);
        }
    }

    /// <summary>Frees all programs; those in use when they are given back. Needed when what they were compiled from changed.</summary>
    public void Clear() => Change(dropped =>
    {
        _generation++;
        while (_idle.First is { } first) Remove(first.Value, dropped);
    });

    /// <summary>Frees all programs; those in use when they are given back.</summary>
    public void Dispose()
    {
        lock (_lock) _isDisposed = true;
        Clear();
    }

    private Lease? TryTake(object key)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (!_idleByKey.TryGetValue(key, out Stack<Entry>? entries)) return null;
            Entry entry = entries.Pop();
            if (entries.Count == 0) _idleByKey.Remove(key);
            _idle.Remove(entry.Place);
            return new Lease(this, entry);
        }
    }

    private void Return(Entry entry, int rental) => Change(dropped =>
    {
        if (entry.Rental != rental) return; // the lease was disposed before
        entry.Rental++;
        _idle.AddLast(entry.Place);
        if (!_idleByKey.TryGetValue(entry.Key, out Stack<Entry>? entries)) _idleByKey[entry.Key] = entries = new Stack<Entry>();
        entries.Push(entry);
        if (entry.Generation != _generation) Remove(entry, dropped);
        else Trim(dropped);
    });

    private void Trim(List<Program> dropped)
    {
        while (_bytes > _byteLimit && _idle.First is { } oldest) Remove(oldest.Value, dropped);
    }

    /// <summary>Takes an idle entry out.</summary>
    private void Remove(Entry entry, List<Program> dropped)
    {
        _idle.Remove(entry.Place);
        Entry[] others = [.. _idleByKey[entry.Key].Where(other => other != entry)];
        if (others.Length == 0) _idleByKey.Remove(entry.Key);
        else _idleByKey[entry.Key] = new Stack<Entry>(others.Reverse());
        _bytes -= entry.Program.ArenaBytes;
        _count--;
        dropped.Add(entry.Program);
    }

    private void Change(Action<List<Program>> change)
    {
        var dropped = new List<Program>();
        lock (_lock) change(dropped);
        foreach (Program program in dropped) program.Dispose();
    }

    internal sealed class Entry
    {
        public Entry(object key, Program program, int generation)
        {
            (Key, Program, Generation) = (key, program, generation);
            Place = new LinkedListNode<Entry>(this);
        }

        public object Key { get; }

        public Program Program { get; }

        public int Generation { get; }

        public LinkedListNode<Entry> Place { get; }

        /// <summary>Tells one lease of the entry from the next.</summary>
        public int Rental { get; set; }
    }

    /// <summary>A program in use; disposing it gives the program back.</summary>
    public readonly struct Lease : IDisposable
    {
        private readonly ProgramCache _cache;
        private readonly Entry _entry;
        private readonly int _rental;

        internal Lease(ProgramCache cache, Entry entry) => (_cache, _entry, _rental) = (cache, entry, entry.Rental);

        /// <summary>The program, for the holder of the lease alone.</summary>
        public Program Program => _entry.Program;

        /// <summary>Gives the program back. Doing it again does nothing.</summary>
        public void Dispose() => _cache.Return(_entry, _rental);
    }
}
