namespace Receptive.Graph;

/// <summary>
/// Random numbers in [0, 1), all alike likely. Each is a function of the program's seed and step, the stream and its
/// own index, so neither threads nor the order of execution change it.
/// </summary>
public sealed class RandomUniformOp : SourceOp
{
    internal RandomUniformOp(Shape shape, int stream)
        : base(shape) => Stream = stream;

    public override string Name => "RandomUniform";

    /// <summary>Tells the random ops of a model apart: the same stream gives the same numbers.</summary>
    public int Stream { get; }

    public override string Describe() => $"RandomUniform(stream {Stream})";

    public override bool IsSameAs(Op other) => other is RandomUniformOp random && random.Stream == Stream && random.Shape == Shape;

    public override long FloatingOperations(IReadOnlyList<Shape> inputs, Shape output, int batch) => output.Elements(batch);
}

public static partial class Ops
{
    /// <summary>Random numbers in [0, 1), new at every step. The gradient stops here.</summary>
    /// <param name="like">The shape, which may have a batch.</param>
    /// <param name="stream">Tells the random ops of a model apart: ops with the same stream give the same numbers.</param>
    public static SymbolicTensor RandomUniform(Shape like, int stream) => SymbolicTensor.Apply(new RandomUniformOp(like, stream));
}
