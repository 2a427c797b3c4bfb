using Receptive.Description;
using Receptive.Graph;

namespace Receptive.Layers;

/// <summary>What the layers share that turn, scale or move images at random.</summary>
public abstract class RandomTransform : RandomImageLayer
{
    private static readonly string[] s_fillModes = ["constant", "reflect", "wrap", "nearest"];

    private string _fillMode;
    private string _interpolation;
    private float _fillValue;

    private protected RandomTransform(string fillMode, string interpolation, int? seed, string? name)
        : base(seed, name) => (_fillMode, _interpolation) = (fillMode, interpolation);

    /// <summary>"channels_last" (the default) or "channels_first", which is computed with transposes around it.</summary>
    /// <exception cref="ArgumentException">When setting: another word.</exception>
    public string DataFormat { get => Layout; init => Layout = value; }

    /// <summary>What stands beyond the borders where the fill mode is "constant".</summary>
    /// <exception cref="ArgumentOutOfRangeException">When setting: not finite.</exception>
    public float FillValue { get => _fillValue; init => Set(ref _fillValue, value); }

    private protected sealed override SymbolicTensor Change(SymbolicTensor x, CallContext context)
    {
        ImageFill fill = _fillMode switch { "reflect" => ImageFill.Reflect, "wrap" => ImageFill.Wrap, "nearest" => ImageFill.Nearest, _ => ImageFill.Constant };
        SymbolicTensor none = Ops.BroadcastTo(0f, [x.Shape[0]]);
        SymbolicTensor[] numbers = [.. Numbers(x, context).Select(number => number + none)];
        return Ops.AffineTransform(x, Ops.Stack(numbers, 1), _interpolation == Interpolation.Nearest, fill, _fillValue);
    }

    /// <summary>a0, a1, a2, b0, b1, b2 of each image: the pixel (x, y) is taken from (a0 x + a1 y + a2, b0 x + b1 y + b2).</summary>
    private protected abstract SymbolicTensor[] Numbers(SymbolicTensor x, CallContext context);

    /// <summary>Describes what all of these layers have, after their own arguments.</summary>
    private protected void DescribeTransform(Arguments arguments)
    {
        arguments.Word("fill_mode", ref _fillMode, "reflect", s_fillModes);
        arguments.Word("interpolation", ref _interpolation, Interpolation.Bilinear, Interpolation.Nearest, Interpolation.Bilinear);
        DescribeRandom(arguments);
        arguments.Single("fill_value", ref _fillValue, 0, NumberRange.Finite);
    }
}
