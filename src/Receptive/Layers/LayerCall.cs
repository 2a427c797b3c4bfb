using Receptive.Graph;

namespace Receptive.Layers;

/// <summary>One application of a layer to tensors. A layer may be called many times: its weights are then shared.</summary>
public sealed class LayerCall
{
    // Orders calls by creation, so that walking over a model's calls by it meets inputs before their users.
    private static long s_last;

    internal LayerCall(Layer layer, IReadOnlyList<LayerTensor> inputs, IReadOnlyList<Shape> outputShapes, bool? training)
    {
        (Layer, Inputs, Training, Order) = (layer, inputs, training, Interlocked.Increment(ref s_last));
        Outputs = [.. outputShapes.Select((shape, index) => new LayerTensor(this, index, shape))];
    }

    /// <summary>The layer.</summary>
    public Layer Layer { get; }

    /// <summary>What it was applied to; none for an <see cref="Input"/>.</summary>
    public IReadOnlyList<LayerTensor> Inputs { get; }

    /// <summary>What came out.</summary>
    public IReadOnlyList<LayerTensor> Outputs { get; }

    /// <summary>Whether the call trains, if it was told so instead of going by the model: <c>layer.Apply(x, training: false)</c>.</summary>
    public bool? Training { get; }

    internal long Order { get; }
}
