using System.Text.Json.Nodes;
using Receptive.Common;
using Receptive.Description;
using Receptive.Graph;

namespace Receptive.Layers;

/// <summary>
/// Says what one example looks like; Keras' InputLayer. In a <see cref="Sequential"/> the alternative is
/// <see cref="Layer.InputShape"/> on the first layer; a functional model begins with it.
/// </summary>
/// <remarks>Source: https://keras.io/api/layers/core_layers/input/.</remarks>
/// <example><code>var model = new Sequential { new Input([28, 28, 1]), new Flatten(), new Dense(10) };</code></example>
public sealed class Input : Layer
{
    private Shape _shape;
    private LayerTensor? _tensor;

    /// <param name="shape">The shape of one example, without the batch.</param>
    /// <param name="name">The layer's name; what a dictionary of inputs calls it.</param>
    /// <exception cref="ArgumentException">The shape has a batch dimension.</exception>
    public Input(Shape shape, string? name = null)
        : base(name) => InputShape = _shape = shape;

    internal Input()
        : this(Graph.Shape.Scalar)
    {
    }

    /// <inheritdoc/>
    public override string ClassName => "InputLayer";

    /// <summary>The shape of one example, without the batch.</summary>
    public Shape Shape => _shape;

    /// <summary>What layers are applied to.</summary>
    public LayerTensor Tensor => _tensor ??= AddCall([], [_shape.WithBatch()], null).Outputs[0];

    internal override Shape? KnownInputShape => _shape;

    /// <inheritdoc/>
    public override SymbolicTensor Call(SymbolicTensor x, CallContext context) => x;

    /// <summary>The call that makes it.</summary>
    public override string ToString() => $"Input([{string.Join(", ", _shape.ToArray())}])";

    internal override void WriteConfig(JsonObject config)
    {
        config["batch_shape"] = KerasJson.ShapeArray(_shape.WithBatch());
        config["dtype"] = "float32";
        config["sparse"] = false;
        config["ragged"] = false;
        config["name"] = Name;
        config["optional"] = false;
    }

    internal override void ReadConfig(ConfigReader reader)
    {
        Shape shape = reader.BatchShape("batch_shape") ?? reader.BatchShape("batch_input_shape") ?? throw reader.Wrong("batch_shape", "a shape");
        _shape = shape.WithoutBatch();
        base.ReadConfig(reader);
    }

    /// <inheritdoc/>
    protected internal override void Describe(Arguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        arguments.Obsolete("sparse", "ragged", "optional");
    }
}
