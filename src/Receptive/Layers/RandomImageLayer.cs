using Receptive.Description;
using Receptive.Graph;

namespace Receptive.Layers;

/// <summary>What the layers share that change images at random in training, each image by itself, and let them through otherwise.</summary>
public abstract class RandomImageLayer : Layer
{
    private int? _seed;
    private string _dataFormat = ImageLayout.ChannelsLast;

    private protected RandomImageLayer(int? seed, string? name)
        : base(name) => _seed = seed;

    private protected string Layout { get => _dataFormat; init => Set(ref _dataFormat, value); }

    /// <inheritdoc/>
    public sealed override SymbolicTensor Call(SymbolicTensor x, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(context);
        ImageLayout.Check(ClassName, x.Shape, 2, _dataFormat);
        if (!context.Training) return x;
        return ImageLayout.FromChannelsLast(Change(ImageLayout.ToChannelsLast(x, _dataFormat), context), _dataFormat);
    }

    /// <summary>The images changed, channels last.</summary>
    private protected abstract SymbolicTensor Change(SymbolicTensor x, CallContext context);

    /// <summary>Describes what all of these layers have, after their own arguments.</summary>
    /// <param name="arguments">What reads or writes.</param>
    /// <param name="sameForAll">Whether all numbers of an image change alike, so that it does not matter where channels are.</param>
    private protected void DescribeRandom(Arguments arguments, bool sameForAll = false)
    {
        arguments.OptionalInt32("seed", ref _seed);
        arguments.Properties();
        if (sameForAll) arguments.Ignore("data_format");
        else arguments.DataFormat("data_format", ref _dataFormat);
    }

    /// <summary>A random number for each image, of shape (batch).</summary>
    /// <param name="x">The images.</param>
    /// <param name="context">Draws it.</param>
    /// <param name="range">From where to where.</param>
    /// <param name="draw">Which of the layer's draws it is: with a seed each has its own stream.</param>
    private protected SymbolicTensor Draw(SymbolicTensor x, CallContext context, FactorRange range, int draw = 0)
    {
        SymbolicTensor uniform = context.RandomUniform([x.Shape[0]], _seed is { } seed ? unchecked(seed + draw * 0x3C6EF372) : null);
        return uniform * (float)(range.Upper - range.Lower) + (float)range.Lower;
    }

    /// <summary>A number an image, to be broadcast over its pixels.</summary>
    private protected static SymbolicTensor OverPixels(SymbolicTensor numbers) => Ops.Reshape(numbers, [numbers.Shape[0], 1, 1, 1]);
}
