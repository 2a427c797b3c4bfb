namespace Receptive.Graph;

/// <summary>
/// A weight of a layer or a state of an optimizer: named numbers that outlive the programs reading and updating them.
/// Its memory is 64-byte aligned and never moves, so programs address it directly. It is taken, and filled with the initial
/// values, when the numbers are first asked for; a variable that is assigned before never computes its initial values.
/// </summary>
public sealed class Variable
{
    private readonly Lock _lock = new();
    private Action<Span<float>>? _initializer;
    private PinnedFloats? _values;
    private long _version;

    /// <summary>Makes a variable.</summary>
    /// <param name="name">What reports and files call it, such as <c>kernel</c>.</param>
    /// <param name="shape">Its dimensions; no batch.</param>
    /// <param name="trainable">Whether training updates it by its gradient.</param>
    /// <param name="initializer">Writes the initial values into zeros, when they are needed; null leaves the zeros.</param>
    /// <exception cref="ShapeException">The shape has a batch dimension or more than 2^31 - 17 elements.</exception>
    public Variable(string name, Shape shape, bool trainable = true, Action<Span<float>>? initializer = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (shape.HasBatch)
            throw new ShapeException($"Variable '{name}' got the shape {shape}: a variable has a size of its own and no batch dimension (None).");
        if (shape.ElementsPerRow > Array.MaxLength - 16)
            throw new ShapeException($"Variable '{name}' of shape {shape} would have {shape.ElementsPerRow:N0} elements; at most {Array.MaxLength - 16:N0} are possible.");
        Name = name;
        Shape = shape;
        Trainable = trainable;
        _initializer = initializer;
    }

    /// <summary>What reports and files call it.</summary>
    public string Name { get; set; }

    /// <summary>Its dimensions; never a batch.</summary>
    public Shape Shape { get; }

    /// <summary>Whether training updates it by its gradient.</summary>
    public bool Trainable { get; set; }

    /// <summary>What an optimizer applies to every new value, such as a limit to its length; null for nothing.</summary>
    public Func<SymbolicTensor, SymbolicTensor>? Constraint { get; set; }

    /// <summary>The numbers, row-major. To change them, <see cref="Assign(ReadOnlySpan{float})"/> or <see cref="Update"/>.</summary>
    public ReadOnlySpan<float> Span => Values.Span;

    /// <summary>
    /// Where the numbers lie; valid as long as the variable is reachable. Who writes through it calls <see cref="MarkChanged"/>.
    /// </summary>
    public unsafe float* Pointer => Values.Pointer;

    /// <summary>
    /// Grows with every change by <see cref="Assign(ReadOnlySpan{float})"/>, by <see cref="Update"/> or by a program's update. What keeps something
    /// derived from the values (a transformed convolution kernel) renews it when this changes.
    /// </summary>
    public long Version => Volatile.Read(ref _version);

    private int Length => (int)Shape.ElementsPerRow;

    private PinnedFloats Values => Volatile.Read(ref _values) ?? Make(initialize: true);

    /// <summary>Copies new values in, in row-major order.</summary>
    /// <exception cref="ShapeException">The number of values is not the number of elements.</exception>
    public void Assign(ReadOnlySpan<float> values)
    {
        if (values.Length != Length)
            throw new ShapeException($"Variable '{Name}' of shape {Shape} holds {Length} numbers, but {values.Length} were assigned.");
        values.CopyTo((Volatile.Read(ref _values) ?? Make(initialize: false)).Span);
        MarkChanged();
    }

    /// <summary>Has all values written where they lie, as by a file that is read; values from before, and initial ones, are lost.</summary>
    /// <param name="write">Gets room for the values, row-major, and fills all of it.</param>
    public void Assign(Action<Span<float>> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        write((Volatile.Read(ref _values) ?? Make(initialize: false)).Span);
        MarkChanged();
    }

    /// <summary>Changes the values in place.</summary>
    /// <param name="change">Gets the values, row-major.</param>
    public void Update(Action<Span<float>> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        change(Values.Span);
        MarkChanged();
    }

    /// <summary>Says that the values were changed through <see cref="Pointer"/>.</summary>
    public void MarkChanged() => Interlocked.Increment(ref _version);

    /// <summary>Such as <c>kernel (3, 3, 1, 32)</c>.</summary>
    public override string ToString() => $"{Name} {Shape}";

    private PinnedFloats Make(bool initialize)
    {
        lock (_lock)
        {
            if (_values is { } made) return made;
            PinnedFloats values;
            try
            {
                values = new PinnedFloats(Length);
            }
            catch (OutOfMemoryException e)
            {
                throw new ShapeException($"Variable '{Name}' of shape {Shape} needs {(long)Length * sizeof(float) >> 20:N0} MB of memory, more than there is.", e);
            }

            if (initialize) _initializer?.Invoke(values.Span);
            _initializer = null;
            Volatile.Write(ref _values, values);
            return values;
        }
    }
}
