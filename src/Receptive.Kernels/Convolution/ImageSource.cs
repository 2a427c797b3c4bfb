namespace Receptive.Kernels.Convolution;

/// <summary>How the pixels that a convolution reads are stored.</summary>
public enum ImageSourceKind
{
    /// <summary>As they are.</summary>
    Plain,

    /// <summary>A gradient that counts only where the ReLU's output was positive.</summary>
    ReluMasked,

    /// <summary>
    /// A gradient of 2x2 max pooling: each value belongs to one pixel of its window, named by a byte
    /// (row * 2 + column, or <see cref="ImageSource.NoPixel"/>).
    /// </summary>
    Pooled,
}

/// <summary>
/// Where a convolution finds its images. Gradients that pass a ReLU or a pooling on their way are expanded while they are
/// copied into a worker's scratch, so the full-size gradient never exists in memory.
/// </summary>
public readonly unsafe struct ImageSource
{
    /// <summary>The pooled value came from a pixel that ReLU had set to zero: no gradient.</summary>
    public const byte NoPixel = 4;

    private ImageSource(ImageSourceKind kind, float* values, float* mask, byte* index)
    {
        Kind = kind;
        Values = values;
        Mask = mask;
        Index = index;
    }

    public ImageSourceKind Kind { get; }

    internal float* Values { get; }

    internal float* Mask { get; }

    internal byte* Index { get; }

    public static ImageSource Plain(float* values) => new(ImageSourceKind.Plain, values, null, null);

    public static ImageSource ReluMasked(float* values, float* reluOutput) => new(ImageSourceKind.ReluMasked, values, reluOutput, null);

    public static ImageSource Pooled(float* values, byte* index) => new(ImageSourceKind.Pooled, values, null, index);
}
