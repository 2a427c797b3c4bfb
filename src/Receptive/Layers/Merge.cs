using Receptive.Graph;

namespace Receptive.Layers;

/// <summary>What layers share that make one tensor of several.</summary>
public abstract class Merge : Layer
{
    private protected Merge(string? name)
        : base(name)
    {
    }

    /// <summary>The least number of inputs.</summary>
    private protected virtual int Fewest => 2;

    /// <summary>The largest number of inputs.</summary>
    private protected virtual int Most => int.MaxValue;

    /// <inheritdoc/>
    public sealed override IReadOnlyList<SymbolicTensor> Call(IReadOnlyList<SymbolicTensor> inputs, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        if (inputs.Count < Fewest || inputs.Count > Most)
            throw new ShapeException($"{ClassName} takes {(Most == Fewest ? $"{Fewest}" : $"at least {Fewest}")} inputs, but got {inputs.Count}. Give them together: new {ClassName}().Apply(a, b).");
        return [Join(inputs)];
    }

    /// <summary>Makes one of the inputs.</summary>
    private protected abstract SymbolicTensor Join(IReadOnlyList<SymbolicTensor> inputs);
}

/// <summary>A merge that works number by number; shapes are broadcast as in NumPy, with the batch always the first dimension.</summary>
public abstract class ElementwiseMerge : Merge
{
    private protected ElementwiseMerge(string? name)
        : base(name)
    {
    }

    private protected sealed override SymbolicTensor Join(IReadOnlyList<SymbolicTensor> inputs)
    {
        // Keras lines shapes up behind the batch: (batch, 3) with (batch, 5, 3) is (batch, 1, 3) with it.
        int rank = inputs.Max(input => input.Shape.Rank);
        SymbolicTensor joined = Behind(inputs[0], rank);
        for (int i = 1; i < inputs.Count; i++) joined = Pair(joined, Behind(inputs[i], rank));
        return Finish(joined, inputs.Count);
    }

    /// <summary>Two joined.</summary>
    private protected abstract SymbolicTensor Pair(SymbolicTensor left, SymbolicTensor right);

    /// <summary>What is done to the whole.</summary>
    private protected virtual SymbolicTensor Finish(SymbolicTensor joined, int count) => joined;

    private static SymbolicTensor Behind(SymbolicTensor x, int rank) => x.Shape.Rank == rank
        ? x
        : Ops.Reshape(x, [x.Shape[0], .. Enumerable.Repeat(1, rank - x.Shape.Rank), .. x.Shape.Dimensions[1..]]);
}
