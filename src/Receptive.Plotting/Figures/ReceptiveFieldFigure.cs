using System.Globalization;
using Receptive.Explanations;
using Receptive.Reports;

namespace Receptive.Plotting;

/// <summary>What one unit of a layer sees.</summary>
/// <param name="Layer">The layer's name.</param>
/// <param name="Field">Its receptive field.</param>
/// <param name="Row">The unit's row in the layer's output.</param>
/// <param name="Column">The unit's column.</param>
public sealed record FieldOnImage(string Layer, ReceptiveField Field, int Row, int Column);

/// <summary>Receptive fields drawn on an image, one frame for each layer: how what a unit sees grows with depth.</summary>
public sealed record ReceptiveFieldFigure : Figure
{
    private static readonly Ink[] s_inks = [Ink.Training, Ink.Bad, Ink.Fourth, Ink.Good, Ink.Accent, Ink.Fifth];

    private readonly Picture _image;
    private readonly IReadOnlyList<FieldOnImage> _fields;

    internal ReceptiveFieldFigure(Picture image, IReadOnlyList<FieldOnImage> fields)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(fields);
        if (fields.Count == 0) throw new ArgumentException("There are no fields to draw.", nameof(fields));
        (_image, _fields) = (image, fields);
    }

    /// <inheritdoc/>
    public override (int Width, int Height) NaturalSize => (700, Math.Max(380, 60 + _fields.Count * 44) + TitleHeight);

    /// <inheritdoc/>
    public override string Description => "Receptive fields on the image: " + string.Join("; ", _fields.Select(shown => $"{shown.Layer} sees {shown.Field}")) + ".";

    private protected override void Draw(Canvas canvas, Box area)
    {
        area = DrawTitle(canvas, area).Inset(16);
        double side = Math.Min(area.Height, area.Width * 0.52);
        double scale = Math.Min(side / _image.Width, side / _image.Height);
        var box = new Box(area.X, area.CenterY - _image.Height * scale / 2, _image.Width * scale, _image.Height * scale);
        canvas.Image(_image, box);
        canvas.Rectangle(box, null, Ink.Muted);

        double textX = box.Right + 28, step = Math.Min(44, area.Height / _fields.Count), textY = area.CenterY - step * _fields.Count / 2;
        for (int i = 0; i < _fields.Count; i++)
        {
            FieldOnImage field = _fields[i];
            (int top, int bottom) = field.Field.Height.Within(field.Row, _image.Height);
            (int left, int right) = field.Field.Width.Within(field.Column, _image.Width);
            Ink ink = s_inks[i % s_inks.Length];
            double inset = 1 + i % s_inks.Length * 0.4;
            canvas.BeginGroup("field", field.Layer);
            bool whole = bottom - top + 1 == _image.Height && right - left + 1 == _image.Width;
            canvas.Rectangle(
                new Box(box.X + left * scale, box.Y + top * scale, (right - left + 1) * scale, (bottom - top + 1) * scale).Inset(-inset),
                whole ? null : ((Paint)ink).WithOpacity(0.1), ink, 2.5);
            double y = textY + (i + 0.5) * step;
            canvas.Rectangle(new Box(textX, y - 7, 14, 14), ((Paint)ink).WithOpacity(0.2), ink, 2.5);
            canvas.TextFitted(field.Layer, textX + 24, y - 1, area.Right - textX - 24, 13.5, Ink.Foreground, Anchor.Start, bold: true);
            string words = field.Field.Height.Stride > 0
                ? string.Create(CultureInfo.InvariantCulture, $"sees {field.Field.SizeText} pixels, steps by {field.Field.StrideText}")
                : string.Create(CultureInfo.InvariantCulture, $"sees {field.Field.SizeText} pixels, all of them at once");
            double room = area.Right - textX - 24;
            if (FontBook.Measure(words, 11) > room) words = $"sees {field.Field.SizeText}";
            canvas.TextFitted(words, textX + 24, y + 15, room, 12, Ink.Muted, Anchor.Start);
            canvas.EndGroup();
        }
    }
}
