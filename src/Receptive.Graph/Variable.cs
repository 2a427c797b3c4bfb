namespace Receptive.Graph;

/// <summary>
/// A weight of a layer or a state of an optimizer: named numbers that outlive the programs reading and updating them.
/// Its memory is 64-byte aligned and never moves, so programs address it directly.
/// </summary>
public sealed class Variable
{
    private readonly Lock _making = new();
    private readonly Action<Span<float>>? _initialize;
    private volatile PinnedFloats? _made;
    private long _version;

    /// <summary>Makes a variable filled with zeros, or with initial values, when it is first used.</summary>
    /// <param name="name">What reports and files call it, such as <c>kernel</c>.</param>
    /// <param name="shape">Its dimensions; no batch.</param>
    /// <param name="trainable">Whether training updates it by its gradient.</param>
    /// <param name="initialize">
    /// Writes the initial values over zeros. It runs when the values are first needed, and not at all if others are assigned
    /// before.
    /// </param>
    /// <exception cref="ShapeException">The shape has a batch dimension or more than 2^31 - 17 elements.</exception>
    public Variable(string name, Shape shape, bool trainable = true, Action<Span<float>>? initialize = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (shape.HasBatch)
            throw new ShapeException($"Variable '{name}' got the shape {shape}: a variable has a size of its own and no batch dimension (None).");
        if (shape.ElementsPerRow > Array.MaxLength - 16)
            throw new ShapeException($"Variable '{name}' of shape {shape} would have {shape.ElementsPerRow:N0} elements; at most {Array.MaxLength - 16:N0} are possible.");
        Name = name;
        Shape = shape;
        Trainable = trainable;
        _initialize = initialize;
    }

    /// <summary>What reports and files call it.</summary>
    public string Name { get; set; }

    /// <summary>Its dimensions; never a batch.</summary>
    public Shape Shape { get; }

    /// <summary>Whether training updates it by its gradient.</summary>
    public bool Trainable { get; set; }

    /// <summary>What an optimizer applies to every new value, such as a limit to its length; null for nothing.</summary>
    public Func<SymbolicTensor, SymbolicTensor>? Constraint { get; set; }

    /// <summary>
    /// The numbers themselves, row-major. Whoever writes through the span calls <see cref="MarkChanged"/> after it, or
    /// a program may go on using what it derived from the old values.
    /// </summary>
    public Span<float> Span => Values.Span;

    /// <summary>Where the numbers lie; valid as long as the variable is reachable.</summary>
    public unsafe float* Pointer => Values.Pointer;

    /// <summary>
    /// Grows with every change by <see cref="Assign"/>, by <see cref="MarkChanged"/> or by a program's update. A kernel
    /// that keeps something derived from the values (a transformed convolution kernel) renews it when this changes.
    /// </summary>
    public long Version => Volatile.Read(ref _version);

    /// <summary>The memory, taken and filled when it is first asked for.</summary>
    private PinnedFloats Values => _made ?? Make(_initialize);

    /// <summary>Copies new values in, in row-major order.</summary>
    /// <exception cref="ShapeException">The number of values is not the number of elements.</exception>
    public void Assign(ReadOnlySpan<float> values)
    {
        if (values.Length != Shape.ElementsPerRow)
            throw new ShapeException($"Variable '{Name}' of shape {Shape} holds {Shape.ElementsPerRow} numbers, but {values.Length} were assigned.");
        values.CopyTo((_made ?? Make(null)).Span);
        MarkChanged();
    }

    /// <summary>Gives all elements one value.</summary>
    public void Fill(float value)
    {
        (_made ?? Make(null)).Span.Fill(value);
        MarkChanged();
    }

    /// <summary>Says that the values were changed through <see cref="Span"/> or <see cref="Pointer"/>.</summary>
    public void MarkChanged() => Interlocked.Increment(ref _version);

    /// <summary>Such as <c>kernel (3, 3, 1, 32)</c>.</summary>
    public override string ToString() => $"{Name} {Shape}";

    private PinnedFloats Make(Action<Span<float>>? initialize)
    {
        lock (_making)
        {
            if (_made is { } made) return made;
            var values = new PinnedFloats((int)Shape.ElementsPerRow);
            initialize?.Invoke(values.Span);
            return _made = values;
        }
    }
}
