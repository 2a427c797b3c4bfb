namespace Receptive.Graph;

/// <summary>
/// A weight of a layer or a state of an optimizer: named numbers that outlive the programs reading and updating them.
/// Its memory is 64-byte aligned and never moves, so programs address it directly.
/// </summary>
public sealed class Variable
{
    private readonly PinnedFloats _values;
    private long _version;

    /// <summary>Makes a variable filled with zeros.</summary>
    /// <param name="name">What reports and files call it, such as <c>kernel</c>.</param>
    /// <param name="shape">Its dimensions; no batch.</param>
    /// <param name="trainable">Whether training updates it by its gradient.</param>
    /// <exception cref="ShapeException">The shape has a batch dimension or more than 2^31 - 17 elements.</exception>
    public Variable(string name, Shape shape, bool trainable = true)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (shape.HasBatch)
            throw new ShapeException($"Variable '{name}' got the shape {shape}: a variable has a size of its own and no batch dimension (None).");
        if (shape.ElementsPerRow > Array.MaxLength - 16)
            throw new ShapeException($"Variable '{name}' of shape {shape} would have {shape.ElementsPerRow:N0} elements; at most {Array.MaxLength - 16:N0} are possible.");
        Name = name;
        Shape = shape;
        Trainable = trainable;
        _values = new PinnedFloats((int)shape.ElementsPerRow);
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
    public Span<float> Span => _values.Span;

    /// <summary>Where the numbers lie; valid as long as the variable is reachable.</summary>
    public unsafe float* Pointer => _values.Pointer;

    /// <summary>
    /// Grows with every change by <see cref="Assign"/>, by <see cref="MarkChanged"/> or by a program's update. A kernel
    /// that keeps something derived from the values (a transformed convolution kernel) renews it when this changes.
    /// </summary>
    public long Version => Volatile.Read(ref _version);

    /// <summary>Copies new values in, in row-major order.</summary>
    /// <exception cref="ShapeException">The number of values is not the number of elements.</exception>
    public void Assign(ReadOnlySpan<float> values)
    {
        if (values.Length != _values.Length)
            throw new ShapeException($"Variable '{Name}' of shape {Shape} holds {_values.Length} numbers, but {values.Length} were assigned.");
        values.CopyTo(_values.Span);
        MarkChanged();
    }

    /// <summary>Gives all elements one value.</summary>
    public void Fill(float value)
    {
        _values.Span.Fill(value);
        MarkChanged();
    }

    /// <summary>Says that the values were changed through <see cref="Span"/> or <see cref="Pointer"/>.</summary>
    public void MarkChanged() => Interlocked.Increment(ref _version);

    /// <summary>Such as <c>kernel (3, 3, 1, 32)</c>.</summary>
    public override string ToString() => $"{Name} {Shape}";
}
