using Receptive.Graph;

namespace Receptive.Layers;

/// <summary>
/// What comes out of a layer call, or goes into a model: it has a shape but no numbers. The functional way to build a model
/// is to apply layers to these, beginning with an <see cref="Input"/>, and to give the ends to <see cref="Model"/>.
/// </summary>
/// <example><code>
/// LayerTensor x = new Input([32, 32, 3]);
/// LayerTensor y = x.Then(
///     new Conv2D(16, 3, padding: "same", activation: "relu"),
///     new Conv2D(3, 3, padding: "same"));
/// var model = new Model(x, x + y);
/// </code></example>
public sealed class LayerTensor
{
    internal LayerTensor(LayerCall call, int index, Shape shape) => (Call, Index, Shape) = (call, index, shape);

    /// <summary>The call that made it.</summary>
    public LayerCall Call { get; }

    /// <summary>Which of the call's outputs it is.</summary>
    public int Index { get; }

    /// <summary>Its dimensions, the batch first.</summary>
    public Shape Shape { get; }

    /// <summary>The layer that made it.</summary>
    public Layer Layer => Call.Layer;

    /// <summary>An input as a tensor, to apply layers to.</summary>
    public static implicit operator LayerTensor(Input input) => FromInput(input);

    /// <summary>Adds number by number, by a layer <see cref="Layers.Add"/>.</summary>
    public static LayerTensor operator +(LayerTensor left, LayerTensor right) => Add(left, right);

    /// <summary>Subtracts number by number, by a layer <see cref="Layers.Subtract"/>.</summary>
    public static LayerTensor operator -(LayerTensor left, LayerTensor right) => Subtract(left, right);

    /// <summary>Multiplies number by number, by a layer <see cref="Layers.Multiply"/>.</summary>
    public static LayerTensor operator *(LayerTensor left, LayerTensor right) => Multiply(left, right);

    /// <summary>An input as a tensor.</summary>
    public static LayerTensor FromInput(Input input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.Tensor;
    }

    /// <summary>Adds number by number.</summary>
    public static LayerTensor Add(LayerTensor left, LayerTensor right) => new Add().Apply(left, right);

    /// <summary>Subtracts number by number.</summary>
    public static LayerTensor Subtract(LayerTensor left, LayerTensor right) => new Subtract().Apply(left, right);

    /// <summary>Multiplies number by number.</summary>
    public static LayerTensor Multiply(LayerTensor left, LayerTensor right) => new Multiply().Apply(left, right);

    /// <summary>Applies layers one after another.</summary>
    /// <param name="layers">In the order in which data passes through them; each has one output.</param>
    /// <returns>The output of the last.</returns>
    /// <exception cref="ShapeException">A layer does not fit what comes before it.</exception>
    public LayerTensor Then(params ReadOnlySpan<Layer> layers)
    {
        LayerTensor x = this;
        foreach (Layer layer in layers)
        {
            ArgumentNullException.ThrowIfNull(layer, nameof(layers));
            x = layer.Apply(x);
        }

        return x;
    }

    /// <summary>Such as <c>conv2d (None, 26, 26, 32)</c>.</summary>
    public override string ToString() => $"{Layer.Name}{(Call.Outputs.Count > 1 ? $" output {Index}" : "")} {Shape}";
}
