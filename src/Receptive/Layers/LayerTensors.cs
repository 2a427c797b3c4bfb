using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Receptive.Layers;

/// <summary>One or several tensors: the inputs or outputs of a model. A single tensor or a list converts by itself.</summary>
/// <example><code>var model = new Model(inputs: [image, mask], outputs: y);</code></example>
[CollectionBuilder(typeof(LayerTensors), nameof(Create))]
[SuppressMessage("Naming", "CA1710", Justification = "It is what the word says.")]
public sealed class LayerTensors : IReadOnlyList<LayerTensor>
{
    private readonly LayerTensor[] _tensors;

    private LayerTensors(LayerTensor[] tensors) => _tensors = tensors;

    /// <inheritdoc/>
    public int Count => _tensors.Length;

    /// <inheritdoc/>
    public LayerTensor this[int index] => _tensors[index];

    /// <summary>A single one.</summary>
    public static implicit operator LayerTensors(LayerTensor tensor) => Create([tensor]);

    /// <summary>A single input.</summary>
    public static implicit operator LayerTensors(Input input) => Create([input]);

    /// <summary>Several.</summary>
    public static implicit operator LayerTensors(LayerTensor[] tensors) => Create(tensors);

    /// <summary>The target of collection expressions.</summary>
    public static LayerTensors Create(ReadOnlySpan<LayerTensor> tensors)
    {
        foreach (LayerTensor tensor in tensors) ArgumentNullException.ThrowIfNull(tensor, nameof(tensors));
        return new(tensors.ToArray());
    }

    /// <summary>A single one.</summary>
    public static LayerTensors FromLayerTensor(LayerTensor tensor) => tensor;

    /// <summary>A single input.</summary>
    public static LayerTensors FromInput(Input input) => input;

    /// <inheritdoc/>
    public IEnumerator<LayerTensor> GetEnumerator() => ((IEnumerable<LayerTensor>)_tensors).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
