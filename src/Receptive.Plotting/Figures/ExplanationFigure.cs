using System.Globalization;
using Receptive.Explanations;
using Receptive.Pictures;

namespace Receptive.Plotting;

/// <summary>
/// One prediction explained: the image, where the network looked (Grad-CAM), which pixels it answers to (saliency), and
/// the probabilities of the classes.
/// </summary>
public sealed record ExplanationFigure : Figure
{
    private readonly Picture _image;
    private readonly (string Label, Picture Picture)[] _pictures;
    private readonly IReadOnlyList<(string Name, float Probability)> _classes;

    internal ExplanationFigure(Picture image, HeatMap? gradCam, HeatMap saliency, IReadOnlyList<(string Name, float Probability)> classes)
    {
        (_image, _classes) = (image, classes);
        var pictures = new List<(string, Picture)> { ("the image", image) };
        if (gradCam is not null) pictures.Add(("Grad-CAM: where it looked", Plot.Overlay(image, gradCam)));
        pictures.Add(("saliency: pixels it answers to", Picture.FromValues(saliency.Values, saliency.Height, saliency.Width, ColorMap.Heat, (0, 1))));
        _pictures = [.. pictures];
    }

    /// <inheritdoc/>
    public override (int Width, int Height) NaturalSize => ((int)(_pictures.Length * 230 + 290), 270 + TitleHeight);

    /// <inheritdoc/>
    public override string Description => string.Create(CultureInfo.InvariantCulture,
        $"Explanation of a prediction: {string.Join(", ", _classes.Take(3).Select(c => $"{c.Name} {Plot.Percent(c.Probability)}"))}.");

    private protected override void Draw(Canvas canvas, Box area)
    {
        area = DrawTitle(canvas, area).Inset(14);
        double bars = area.Width * 0.27, cell = (area.Width - bars) / _pictures.Length;
        for (int i = 0; i < _pictures.Length; i++)
        {
            double side = Math.Min(cell - 16, area.Height - 28), scale = Math.Min(side / _image.Width, side / _image.Height);
            var box = new Box(area.X + i * cell + (cell - 16 - _image.Width * scale) / 2, area.Y, _image.Width * scale, _image.Height * scale);
            canvas.BeginGroup("image");
            canvas.Image(_pictures[i].Picture, box, _pictures[i].Label);
            canvas.Rectangle(box, null, Ink.Grid);
            canvas.TextFitted(_pictures[i].Label, box.CenterX, box.Bottom + 19, cell - 10, 13, Ink.Muted);
            canvas.EndGroup();
        }

        var plot = new Box(area.Right - bars, area.Y, bars, area.Height);
        int shown = Math.Min(_classes.Count, Math.Max(1, (int)(plot.Height / 24)));
        double row = Math.Min(30, plot.Height / shown), nameWidth = Math.Min(plot.Width * 0.4, _classes.Take(shown).Max(c => FontBook.Measure(c.Name, 13))) + 10;
        double room = Math.Max(8, plot.Width - nameWidth - 58);
        for (int i = 0; i < shown; i++)
        {
            (string name, float probability) = _classes[i];
            double y = plot.Y + (i + 0.5) * row, length = float.IsFinite(probability) ? Math.Clamp(probability, 0, 1) * room : 0;
            canvas.BeginGroup("class", name);
            canvas.TextCentered(FontBook.Cut(name, 13, i == 0, nameWidth - 6), plot.X + nameWidth - 8, y, 13, Ink.Foreground, Anchor.End, bold: i == 0);
            canvas.Rectangle(new Box(plot.X + nameWidth, y - row * 0.28, Math.Max(1.5, length), row * 0.56), i == 0 ? Ink.Accent : Ink.Muted, radius: 2);
            canvas.TextCentered(Plot.Percent(probability), plot.X + nameWidth + length + 7, y, 12, Ink.Muted, Anchor.Start);
            canvas.EndGroup();
        }
    }
}
