namespace Receptive.Graph;

/// <summary>
/// Along one axis, which pixels of the input a unit of some layer can see: unit i sees the <see cref="Size"/> pixels
/// from <see cref="Offset"/> + i <see cref="Stride"/> on.
/// </summary>
/// <remarks>
/// A window of k cells with stride s, dilation d and padding p turns the field (size r, stride j, offset u) into
/// (r + (k - 1) d j, s j, u - p j): its cells lie d units apart, each unit j pixels from the next. Where branches meet,
/// the fields are united. After Araujo, Norris and Sim, Computing Receptive Fields of Convolutional Neural Networks,
/// Distill 2019.
/// </remarks>
/// <param name="Size">Pixels of the input that a unit sees, those in the padding included; at least 1.</param>
/// <param name="Stride">Pixels of the input from the field of one unit to that of the next; 0 where every unit sees the same.</param>
/// <param name="Offset">The first pixel that unit 0 sees; below 0 where it begins in the padding.</param>
public readonly record struct FieldAxis(int Size, int Stride, int Offset)
{
    /// <summary>The field of the input itself: each pixel sees itself.</summary>
    public static FieldAxis Pixel => new(1, 1, 0);

    /// <summary>The field after a convolution or pooling.</summary>
    public FieldAxis Through(FieldWindow window) =>
        new(Size + (window.Extent - 1) * Stride, Stride * window.Stride, Offset - window.PaddingBefore * Stride);

    /// <summary>The field of something computed from all units together, as by a dense layer or a mean over the image.</summary>
    /// <param name="units">How many units there are.</param>
    public FieldAxis OverAll(int units) => new(Size + (units - 1) * Stride, 0, Offset);

    /// <summary>
    /// The field of something computed from the same unit of both: where a branch meets another. Branches that step
    /// differently have no common stride; then the result is what all units see together.
    /// </summary>
    /// <param name="other">The other branch's field.</param>
    /// <param name="units">How many units there are.</param>
    public FieldAxis Union(FieldAxis other, int units)
    {
        if (Stride != other.Stride) return OverAll(units).Union(other.OverAll(units), 1);
        int first = Math.Min(Offset, other.Offset);
        int end = Math.Max(Offset + Size, other.Offset + other.Size);
        return new FieldAxis(end - first, Stride, first);
    }

    /// <summary>The pixels unit <paramref name="unit"/> sees, first and last; they may lie outside the image, in the padding.</summary>
    public (int First, int Last) Of(int unit) => (Offset + unit * Stride, Offset + unit * Stride + Size - 1);

    /// <summary>The pixels of the image that unit <paramref name="unit"/> sees.</summary>
    /// <param name="unit">Counted from 0.</param>
    /// <param name="inputSize">The pixels of the image along the axis.</param>
    public (int First, int Last) Within(int unit, int inputSize)
    {
        (int first, int last) = Of(unit);
        return (Math.Clamp(first, 0, inputSize - 1), Math.Clamp(last, 0, inputSize - 1));
    }

    /// <summary>The middle of what unit <paramref name="unit"/> sees, in pixels; 0 is the first pixel's centre.</summary>
    public double Center(int unit) => Offset + unit * (double)Stride + (Size - 1) / 2.0;
}
