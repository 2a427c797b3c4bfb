using Receptive.Description;
using Receptive.Graph;

namespace Receptive.Layers;

/// <summary>In training mirrors half of the images; otherwise lets images through.</summary>
/// <remarks>
/// <para>Input shape: (batch, height, width, channels), or (batch, channels, height, width) with
/// <see cref="DataFormat"/> "channels_first"; output shape: the same. No weights. With both directions an image is
/// mirrored in both or in none, as in Keras.</para>
/// <para>Source: https://keras.io/api/layers/preprocessing_layers/image_augmentation/random_flip/.</para>
/// </remarks>
/// <example><code>new RandomFlip("horizontal")</code></example>
public sealed class RandomFlip : RandomImageLayer
{
    private const string Both = "horizontal_and_vertical";
    private const int LongestSide = 1 << 16;

    private string _mode;

    /// <param name="mode">"horizontal", "vertical" or "horizontal_and_vertical".</param>
    /// <param name="seed">If given, picks one of the model's streams of random numbers; by default each layer has its own.</param>
    /// <param name="name">The layer's name.</param>
    /// <exception cref="ArgumentException">The mode is another word.</exception>
    public RandomFlip(string mode = Both, int? seed = null, string? name = null)
        : base(seed, name)
    {
        _mode = mode;
        Check();
    }

    /// <summary>"channels_last" (the default) or "channels_first", which is computed with transposes around it.</summary>
    /// <exception cref="ArgumentException">When setting: another word.</exception>
    public string DataFormat { get => Layout; init => Layout = value; }

    /// <inheritdoc/>
    protected internal override void Describe(Arguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        arguments.Word("mode", ref _mode, Both, "horizontal", "vertical", Both);
        DescribeRandom(arguments);
    }

    private protected override SymbolicTensor Change(SymbolicTensor x, CallContext context)
    {
        SymbolicTensor mirrored = x;
        if (_mode != "vertical") mirrored = Mirrored(mirrored, 2);
        if (_mode != "horizontal") mirrored = Mirrored(mirrored, 1);
        return Ops.Select(OverPixels(Ops.Greater(Draw(x, context, (0, 1)), 0.5f)), x, mirrored);
    }

    private static SymbolicTensor Mirrored(SymbolicTensor x, int axis)
    {
        int length = x.Shape[axis];
        if (length > LongestSide) throw new ShapeException($"Images of at most {LongestSide:N0} pixels a side can be flipped, but these have {length:N0}. Resize or crop them first.");
        return Ops.Take(x, [.. Enumerable.Range(0, length).Reverse()], axis);
    }
}
