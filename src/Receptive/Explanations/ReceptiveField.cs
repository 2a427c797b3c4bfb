using System.Globalization;
using Receptive.Graph;

namespace Receptive.Explanations;

/// <summary>Which part of the input image the units of a layer can see.</summary>
/// <example>The last pooling of VGG-16 sees 212 pixels each way and steps by 32:
/// <code>
/// ReceptiveField field = ReceptiveField.Pixel;
/// foreach (int convolutions in (int[])[2, 2, 3, 3, 3])
/// {
///     for (int i = 0; i &lt; convolutions; i++) field = field.Through(new FieldWindow(3, PaddingBefore: 1));
///     field = field.Through(new FieldWindow(2, Stride: 2));
/// }
/// Console.WriteLine(field);   // 212x212, stride 32x32
/// </code></example>
/// <param name="Height">Down the image.</param>
/// <param name="Width">Across the image.</param>
public readonly record struct ReceptiveField(FieldAxis Height, FieldAxis Width)
{
    /// <summary>The field of the input itself.</summary>
    public static ReceptiveField Pixel => new(FieldAxis.Pixel, FieldAxis.Pixel);

    /// <summary>The field of a tensor of a graph.</summary>
    public static ReceptiveField Of(TensorField field) => new(field.Height.Field, field.Width.Field);

    /// <summary>The field after windows that are alike down and across.</summary>
    public ReceptiveField Through(FieldWindow window) => Through(window, window);

    /// <summary>The field after a convolution or pooling.</summary>
    public ReceptiveField Through(FieldWindow height, FieldWindow width) => new(Height.Through(height), Width.Through(width));

    /// <summary>The size, such as <c>6x6</c>.</summary>
    public string SizeText => Pair(Height.Size, Width.Size);

    /// <summary>The stride, such as <c>2x2</c>; a dash where every unit sees the same.</summary>
    public string StrideText => Height.Stride == 0 && Width.Stride == 0 ? "-" : Pair(Height.Stride, Width.Stride);

    /// <summary>The offset, such as <c>0, 0</c>: the first pixel that the first unit sees.</summary>
    public string OffsetText => string.Create(CultureInfo.InvariantCulture, $"{Height.Offset}, {Width.Offset}");

    /// <inheritdoc/>
    public override string ToString() => Height.Stride == 0 && Width.Stride == 0 ? SizeText : $"{SizeText}, stride {StrideText}";

    private static string Pair(int height, int width) => string.Create(CultureInfo.InvariantCulture, $"{height}x{width}");
}
