using Receptive.Pictures;

namespace Receptive.Plotting;

/// <summary>
/// What figures draw on: pixels (<see cref="SkiaCanvas"/>) or SVG (<see cref="SvgCanvas"/>). Places and sizes are in
/// pixels of the figure, from its upper left corner.
/// </summary>
internal abstract class Canvas
{
    /// <summary>Numbers are left out rather than made smaller than this.</summary>
    public const double SmallestText = 9.5;

    /// <summary>Words are cut rather than made smaller than this: on a tablet a wide figure shrinks by a sixth, and its letters stay above 9 pixels.</summary>
    private const double SmallestWords = 11;

    public abstract void Rectangle(Box box, Paint? fill, Paint? stroke = null, double strokeWidth = 1, double radius = 0);

    public abstract void Line(double x1, double y1, double x2, double y2, Paint stroke, double width = 1, bool dashed = false);

    /// <summary>Straight lines from point to point; closed and filled if <paramref name="fill"/> is given.</summary>
    public abstract void Polyline(ReadOnlySpan<(double X, double Y)> points, Paint? stroke, double width = 1.5, Paint? fill = null);

    public abstract void Circle(double x, double y, double radius, Paint fill, Paint? stroke = null);

    /// <summary>A picture stretched to a box, its pixels staying squares.</summary>
    public abstract void Image(Picture picture, Box box, string? alternative = null, bool smooth = false);

    /// <summary>One line of text.</summary>
    /// <param name="text">The words.</param>
    /// <param name="x">Where its anchor stands.</param>
    /// <param name="y">Its baseline.</param>
    /// <param name="size">The height of the letters' square.</param>
    /// <param name="paint">Its colour.</param>
    /// <param name="anchor">Which part stands at x.</param>
    /// <param name="bold">Whether it is heavy.</param>
    /// <param name="rotation">Degrees clockwise about (x, y).</param>
    public abstract void Text(string text, double x, double y, double size, Paint paint, Anchor anchor = Anchor.Start, bool bold = false, double rotation = 0);

    /// <summary>Everything until <see cref="EndGroup"/> belongs together.</summary>
    public virtual void BeginGroup(string role, string? name = null)
    {
    }

    public virtual void EndGroup()
    {
    }

    /// <summary>Text whose letters are centred on y.</summary>
    public void TextCentered(string text, double x, double y, double size, Paint paint, Anchor anchor = Anchor.Middle, bool bold = false) =>
        Text(text, x, y + size * FontBook.HalfCapHeight, size, paint, anchor, bold);

    /// <summary>Text that is cut with an ellipsis, or made smaller first, to fit a width.</summary>
    public void TextFitted(string text, double x, double y, double width, double size, Paint paint, Anchor anchor = Anchor.Middle, bool bold = false)
    {
        double wide = FontBook.Measure(text, size, bold);
        if (wide > width)
        {
            double smaller = Math.Max(Math.Max(size * 0.78, Math.Min(size, SmallestWords)), size * width / wide);
            text = FontBook.Cut(text, smaller, bold, width);
            size = smaller;
        }

        Text(text, x, y, size, paint, anchor, bold);
    }
}
