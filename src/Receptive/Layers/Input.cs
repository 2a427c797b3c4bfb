using System.Text.Json.Nodes;
using Receptive.Common;
using Receptive.Graph;

namespace Receptive.Layers;

/// <summary>
/// Says what one example looks like; Keras' InputLayer. The alternative is <see cref="Layer.InputShape"/> on the first
/// layer.
/// </summary>
/// <example><code>var model = new Sequential { new Input([28, 28, 1]), new Flatten(), new Dense(10) };</code></example>
public sealed class Input : Layer
{
    /// <param name="shape">The shape of one example, without the batch.</param>
    /// <param name="name">The layer's name.</param>
    /// <exception cref="ArgumentException">The shape has a batch dimension.</exception>
    public Input(Shape shape, string? name = null)
        : base(name) => InputShape = shape;

    /// <inheritdoc/>
    public override string ClassName => "InputLayer";

    /// <inheritdoc/>
    public override SymbolicTensor Call(SymbolicTensor inputs, bool training) => inputs;

    /// <inheritdoc/>
    public override JsonObject GetConfig() => new()
    {
        ["batch_shape"] = KerasJson.ShapeArray(InputShape!.Value.WithBatch()),
        ["dtype"] = "float32",
        ["sparse"] = false,
        ["ragged"] = false,
        ["name"] = Name,
        ["optional"] = false,
    };

    /// <inheritdoc/>
    public override string ToString() => $"Input([{string.Join(", ", InputShape!.Value.ToArray())}])";

    internal static Input FromConfig(ConfigReader config)
    {
        Shape shape = config.BatchShape("batch_shape") ?? config.BatchShape("batch_input_shape") ?? throw config.Wrong("batch_shape", "a shape");
        return new Input(shape.WithoutBatch(), config.Name);
    }
}
