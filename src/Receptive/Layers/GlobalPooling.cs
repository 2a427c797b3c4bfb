using Receptive.Description;
using Receptive.Graph;

namespace Receptive.Layers;

/// <summary>What global poolings share: one number a channel for the whole image.</summary>
public abstract class GlobalPooling : Layer
{
    private string _dataFormat = ImageLayout.ChannelsLast;
    private bool _keepDims;

    private protected GlobalPooling(int axes, bool keepDims, string? name)
        : base(name) => (Axes, _keepDims) = (axes, keepDims);

    private int Axes { get; }

    /// <summary>Whether the image's dimensions stay with size 1.</summary>
    public bool KeepDims => _keepDims;

    /// <summary>"channels_last" (the default) or "channels_first".</summary>
    /// <exception cref="ArgumentException">When setting: another word.</exception>
    public string DataFormat { get => _dataFormat; init => Set(ref _dataFormat, value); }

    /// <inheritdoc/>
    public sealed override SymbolicTensor Call(SymbolicTensor x, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(x);
        ImageLayout.Check(ClassName, x.Shape, Axes, _dataFormat);
        return Fold(x, ImageLayout.SpatialAxes(x.Shape, _dataFormat), _keepDims);
    }

    /// <inheritdoc/>
    protected internal sealed override void Describe(Arguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        arguments.Boolean("keepdims", ref _keepDims);
        arguments.Properties();
        arguments.DataFormat("data_format", ref _dataFormat);
    }

    private protected abstract SymbolicTensor Fold(SymbolicTensor x, int[] axes, bool keepDims);
}
