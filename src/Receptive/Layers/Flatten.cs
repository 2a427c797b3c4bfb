using Receptive.Description;
using Receptive.Graph;

namespace Receptive.Layers;

/// <summary>Puts all numbers of an example in one row, as a Dense layer wants them. Costs nothing.</summary>
/// <remarks>
/// <para>Input shape: (batch, ...); output shape: (batch, product of the rest). With <see cref="DataFormat"/>
/// "channels_first" channels are moved to the end first, as in Keras. No weights.</para>
/// <para>Source: https://keras.io/api/layers/reshaping_layers/flatten/.</para>
/// </remarks>
/// <example><code>new Flatten()</code></example>
/// <param name="name">The layer's name.</param>
public sealed class Flatten(string? name = null) : Layer(name)
{
    private string _dataFormat = ImageLayout.ChannelsLast;

    /// <summary>"channels_last" (the default) or "channels_first".</summary>
    /// <exception cref="ArgumentException">When setting: another word.</exception>
    public string DataFormat { get => _dataFormat; init => Set(ref _dataFormat, value); }

    /// <inheritdoc/>
    public override SymbolicTensor Call(SymbolicTensor x, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (x.Shape.Rank > 2) x = ImageLayout.ToChannelsLast(x, _dataFormat);
        long numbers = x.Shape.ElementsPerRow;
        if (numbers > int.MaxValue) throw new ShapeException($"An example of {numbers:N0} numbers is too large to flatten.");
        return Ops.Reshape(x, [Shape.Batch, (int)numbers]);
    }

    /// <inheritdoc/>
    protected internal override void Describe(Arguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        arguments.Properties();
        arguments.DataFormat("data_format", ref _dataFormat);
    }
}
