using Receptive.Explanations;
using Receptive.Pictures;

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
    // The same in every theme, since the image under them is: bright enough for a black image, with a dark edge for a white one.
    private static readonly Paint[] s_paints = [.. new[] { "#5aa2ff", "#ff6b6b", "#ffb020", "#34d399", "#c19bff", "#3fd0dc" }.Select(color => new Paint(null, color))];
    private static readonly Paint s_edge = new(null, "#10141a", 0.75);

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
    public override (int Width, int Height) NaturalSize => Narrow
        ? (NarrowWidth, (int)(NarrowSide * _image.Height / Math.Max(_image.Width, _image.Height)) + 20 + _fields.Count * 44 + TitleHeight)
        : (700, Math.Max(380, 60 + _fields.Count * 44) + TitleHeight);

    /// <inheritdoc/>
    public override string Description => "Receptive fields on the image: " + string.Join("; ", _fields.Select(shown => $"{shown.Layer} sees {shown.Field}")) + ".";

    private const int NarrowSide = 220;

    private protected override void Draw(Canvas canvas, Box area)
    {
        area = DrawTitle(canvas, area).Inset(Narrow ? 8 : 16);
        double side = Narrow ? NarrowSide : Math.Min(area.Height, area.Width * 0.52);
        double scale = Math.Min(side / _image.Width, side / _image.Height), width = _image.Width * scale, height = _image.Height * scale;
        var box = new Box(Narrow ? area.CenterX - width / 2 : area.X, Narrow ? area.Y : area.CenterY - height / 2, width, height);
        canvas.Image(_image, box, "the image");
        canvas.Rectangle(box, null, Ink.Muted);

        // The words stand at the right of the image, or below it.
        Box words = Narrow
            ? new Box(area.X, box.Bottom + 8, area.Width, Math.Max(1, area.Bottom - box.Bottom - 8))
            : new Box(box.Right + 28, area.Y, Math.Max(1, area.Right - box.Right - 28), area.Height);
        double step = Math.Min(44, words.Height / _fields.Count), top = words.CenterY - step * _fields.Count / 2;
        for (int i = 0; i < _fields.Count; i++)
        {
            canvas.BeginGroup("field", _fields[i].Layer);
            DrawFrame(canvas, box, scale, i);
            DrawWords(canvas, words, top + (i + 0.5) * step, i);
            canvas.EndGroup();
        }
    }

    private void DrawFrame(Canvas canvas, Box box, double scale, int index)
    {
        FieldOnImage field = _fields[index];
        (int top, int bottom) = field.Field.Height.Within(field.Row, _image.Height);
        (int left, int right) = field.Field.Width.Within(field.Column, _image.Width);
        Paint paint = s_paints[index % s_paints.Length];
        bool whole = bottom - top + 1 == _image.Height && right - left + 1 == _image.Width;
        Box frame = new Box(box.X + left * scale, box.Y + top * scale, (right - left + 1) * scale, (bottom - top + 1) * scale)
            .Inset(-1 - index % s_paints.Length * 0.4);
        canvas.Rectangle(frame, whole ? null : paint.WithOpacity(0.1), s_edge, 4.5);
        canvas.Rectangle(frame, null, paint, 2.5);
    }

    private void DrawWords(Canvas canvas, Box area, double y, int index)
    {
        ReceptiveField field = _fields[index].Field;
        Paint paint = s_paints[index % s_paints.Length];
        canvas.Rectangle(new Box(area.X, y - 7, 14, 14), paint.WithOpacity(0.2), s_edge, 4.5);
        canvas.Rectangle(new Box(area.X, y - 7, 14, 14), null, paint, 2.5);
        double room = area.Width - 24;
        canvas.TextFitted(_fields[index].Layer, area.X + 24, y - 1, room, 13.5, Ink.Foreground, Anchor.Start, bold: true);
        string words = $"sees {field.SizeText} pixels, {(field.Height.Stride > 0 ? "steps by " + field.StrideText : "all of them at once")}";
        canvas.TextFitted(FontBook.Measure(words, 11) > room ? $"sees {field.SizeText}" : words, area.X + 24, y + 15, room, 12, Ink.Muted, Anchor.Start);
    }
}
