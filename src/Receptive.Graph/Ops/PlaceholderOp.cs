namespace Receptive.Graph;

/// <summary>A value given anew at every run: an input of the function.</summary>
public sealed class PlaceholderOp : SourceOp
{
    internal PlaceholderOp(Shape shape, string label)
        : base(shape)
    {
        ArgumentNullException.ThrowIfNull(label);
        Label = label;
    }

    public override string Name => "Placeholder";

    /// <summary>What reports call the input.</summary>
    public string Label { get; }

    public override string Describe() => $"Placeholder({Label})";

    /// <summary>Two placeholders are two inputs, whatever they are called.</summary>
    public override bool IsSameAs(Op other) => ReferenceEquals(this, other);
}

public static partial class Ops
{
    /// <summary>An input of the function to compile, such as the images of a batch: <c>Placeholder([Shape.Batch, 28, 28, 1], "x")</c>.</summary>
    public static SymbolicTensor Placeholder(Shape shape, string name) => SymbolicTensor.Apply(new PlaceholderOp(shape, name));
}
