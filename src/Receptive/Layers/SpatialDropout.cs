using Receptive.Description;
using Receptive.Graph;

namespace Receptive.Layers;

/// <summary>What the layers share that drop whole channels, since neighbouring pixels know each other's values.</summary>
public abstract class SpatialDropout : Layer
{
    private float _rate;
    private int? _seed;
    private string _dataFormat = ImageLayout.ChannelsLast;

    private protected SpatialDropout(int axes, float rate, int? seed, string? name)
        : base(name)
    {
        (Axes, _rate, _seed) = (axes, rate, seed);
        Check();
    }

    private protected int Axes { get; }

    private protected string Layout { get => _dataFormat; init => Set(ref _dataFormat, value); }

    /// <summary>The share of channels that is dropped.</summary>
    public float Rate => _rate;

    /// <inheritdoc/>
    public sealed override SymbolicTensor Call(SymbolicTensor x, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(context);
        ImageLayout.Check(ClassName, x.Shape, Axes, _dataFormat);
        if (!context.Training || _rate == 0) return x;
        int[] drawn = x.Shape.ToArray();
        foreach (int axis in ImageLayout.SpatialAxes(x.Shape, _dataFormat)) drawn[axis] = 1;
        SymbolicTensor keep = Ops.GreaterOrEqual(context.RandomUniform(drawn, _seed), _rate);
        return Ops.Select(keep, x * (1f / (1f - _rate)), 0f);
    }

    /// <inheritdoc/>
    protected internal sealed override void Describe(Arguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        arguments.Single("rate", ref _rate, range: NumberRange.ShareBelowOne);
        arguments.OptionalInt32("seed", ref _seed);
        arguments.Properties();
        if (Axes > 1) arguments.DataFormat("data_format", ref _dataFormat);
        arguments.Obsolete("noise_shape");
    }
}
