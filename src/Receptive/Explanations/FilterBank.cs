using Receptive.Graph;
using Receptive.Layers;

namespace Receptive.Explanations;

/// <summary>The filters of a convolution: what each looks for.</summary>
public sealed class FilterBank
{
    private readonly float[] _weights;

    private FilterBank(string layer, Shape shape, float[] weights) => (Layer, Shape, _weights) = (layer, shape, weights);

    /// <summary>The layer's name.</summary>
    public string Layer { get; }

    /// <summary>Height, width, channels a filter sees, filters.</summary>
    public Shape Shape { get; }

    /// <summary>Rows of a filter.</summary>
    public int Height => Shape[0];

    /// <summary>Columns of a filter.</summary>
    public int Width => Shape[1];

    /// <summary>Channels a filter sees.</summary>
    public int Channels => Shape[2];

    /// <summary>How many filters there are.</summary>
    public int Count => Shape[3];

    /// <summary>The largest absolute weight.</summary>
    public float Largest => _weights.Max(Math.Abs);

    /// <summary>Takes the filters of a layer as they are now.</summary>
    /// <param name="model">The model.</param>
    /// <param name="layer">The name of a convolution; by default the first.</param>
    /// <exception cref="ArgumentException">The layer is no convolution.</exception>
    /// <exception cref="InvalidOperationException">The model has no convolution, or does not know its input's shape yet.</exception>
    /// <exception cref="KeyNotFoundException">There is no such layer.</exception>
    public static FilterBank Of(Model model, string? layer = null)
    {
        ModelTrace trace = ModelTrace.Of(model);
        Layer found = layer is not null ? trace[layer].Layer : trace.Layers.FirstOrDefault(traced => traced.Layer is Convolution)?.Layer
            ?? throw new InvalidOperationException($"The model '{model.Name}' has no convolution, so it has no filters.");
        Variable kernel = found.Weights.FirstOrDefault(weight => weight.Shape.Rank == 4)
            ?? throw new ArgumentException($"The layer '{found.Name}' ({found.ClassName}) has no filters; choose a convolution.", nameof(layer));
        return new FilterBank(found.Name, kernel.Shape, kernel.Span.ToArray());
    }

    /// <summary>What a filter does with one channel, row by row.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such filter or channel.</exception>
    public float[] Filter(int filter, int channel = 0)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)filter, (uint)Count, nameof(filter));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)channel, (uint)Channels, nameof(channel));
        float[] values = new float[Height * Width];
        for (int i = 0; i < values.Length; i++) values[i] = _weights[(i * Channels + channel) * Count + filter];
        return values;
    }

    /// <summary>A filter as one map: the mean over its channels.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such filter.</exception>
    public float[] Mean(int filter)
    {
        float[] mean = new float[Height * Width];
        for (int c = 0; c < Channels; c++)
        {
            float[] channel = Filter(filter, c);
            for (int i = 0; i < mean.Length; i++) mean[i] += channel[i] / Channels;
        }

        return mean;
    }
}
