using System.Globalization;
using System.Text;
using Receptive.Pictures;

namespace Receptive.Plotting;

/// <summary>
/// Writes SVG 1.1. Words that the reader's fonts can show stay text, which can be searched and selected; words with other
/// letters, such as Hangul in a file of its own, become outlines that keep their words as a label, so that they are right
/// where there is no such font.
/// </summary>
internal sealed class SvgCanvas : Canvas
{
    private const string Families = "Inter,'Segoe UI',Roboto,'Helvetica Neue',Arial,'Liberation Sans','DejaVu Sans',sans-serif";

    private readonly StringBuilder _body = new();
    private readonly int _width;
    private readonly int _height;
    private readonly Theme _theme;
    private readonly bool _inPage;
    private readonly double _largestInPage;

    /// <param name="width">Pixels of the figure.</param>
    /// <param name="height">Pixels of the figure.</param>
    /// <param name="theme">The colours.</param>
    /// <param name="inPage">
    /// Whether the picture becomes part of an HTML page: then the page's style sheet decides the colours (variables named
    /// <c>--ink-</c> and the purpose), and the picture shrinks with the page.
    /// </param>
    /// <param name="largestInPage">How far the picture grows with the page, against its own size.</param>
    public SvgCanvas(int width, int height, Theme theme, bool inPage, double largestInPage = 1) =>
        (_width, _height, _theme, _inPage, _largestInPage) = (width, height, theme, inPage, largestInPage);

    /// <summary>The whole picture.</summary>
    /// <param name="title">What the picture is, for those who cannot see it.</param>
    public string ToSvg(string title)
    {
        string size = $"viewBox=\"0 0 {_width} {_height}\"" + (_inPage ? "" : $" width=\"{_width}\" height=\"{_height}\"");
        string style = _inPage ? $" style=\"width:100%;max-width:{Number(_width * _largestInPage)}px;height:auto\"" : "";
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" {size} role=\"img\" aria-label=\"{Escape(title)}\" font-family=\"{(_inPage ? "inherit" : Families)}\"{style}>");
        if (!_inPage) svg.Append(CultureInfo.InvariantCulture, $"\n<title>{Escape(title)}</title>\n<rect width=\"100%\" height=\"100%\" fill=\"{_theme.Background}\"/>");
        return svg.Append('\n').Append(_body).Append("</svg>").ToString();
    }

    public override void BeginGroup(string role, string? name = null)
    {
        _body.Append("<g class=\"").Append(Escape(role)).Append('"');
        if (name is not null) _body.Append(" data-name=\"").Append(Escape(name)).Append('"');
        _body.Append(">\n");
    }

    public override void EndGroup() => _body.Append("</g>\n");

    public override void Rectangle(Box box, Paint? fill, Paint? stroke = null, double strokeWidth = 1, double radius = 0) =>
        _body.Append("<rect x=\"").Append(Number(box.X)).Append("\" y=\"").Append(Number(box.Y))
            .Append("\" width=\"").Append(Number(box.Width)).Append("\" height=\"").Append(Number(box.Height)).Append('"')
            .Append(radius > 0 ? $" rx=\"{Number(radius)}\"" : "").Append(Colors(fill, stroke, strokeWidth)).Append("/>\n");

    public override void Line(double x1, double y1, double x2, double y2, Paint stroke, double width = 1, bool dashed = false) =>
        _body.Append("<line x1=\"").Append(Number(x1)).Append("\" y1=\"").Append(Number(y1)).Append("\" x2=\"").Append(Number(x2))
            .Append("\" y2=\"").Append(Number(y2)).Append('"').Append(dashed ? " stroke-dasharray=\"4 3\"" : "")
            .Append(Colors(null, stroke, width)).Append("/>\n");

    public override void Polyline(ReadOnlySpan<(double X, double Y)> points, Paint? stroke, double width = 1.5, Paint? fill = null)
    {
        _body.Append(fill is null ? "<polyline points=\"" : "<polygon points=\"");
        for (int i = 0; i < points.Length; i++)
        {
            if (i > 0) _body.Append(' ');
            _body.Append(Number(points[i].X)).Append(',').Append(Number(points[i].Y));
        }

        _body.Append("\" stroke-linejoin=\"round\" stroke-linecap=\"round\"").Append(Colors(fill, stroke, width)).Append("/>\n");
    }

    public override void Circle(double x, double y, double radius, Paint fill, Paint? stroke = null) =>
        _body.Append("<circle cx=\"").Append(Number(x)).Append("\" cy=\"").Append(Number(y)).Append("\" r=\"").Append(Number(radius))
            .Append('"').Append(Colors(fill, stroke, 1.5)).Append("/>\n");

    public override void Image(Picture picture, Box box, string? alternative = null, bool smooth = false)
    {
        _body.Append("<image x=\"").Append(Number(box.X)).Append("\" y=\"").Append(Number(box.Y)).Append("\" width=\"").Append(Number(box.Width))
            .Append("\" height=\"").Append(Number(box.Height)).Append("\" preserveAspectRatio=\"none\"");
        if (!smooth) _body.Append(" style=\"image-rendering:pixelated\"");
        if (alternative is not null) _body.Append(" role=\"img\" aria-label=\"").Append(Escape(alternative)).Append('"');
        _body.Append(" href=\"data:image/png;base64,").Append(Convert.ToBase64String(picture.ToPng())).Append("\"/>\n");
    }

    public override void Text(string text, double x, double y, double size, Paint paint, Anchor anchor = Anchor.Start, bool bold = false, double rotation = 0)
    {
        if (text.Length == 0) return;
        if (IsPlain(text, _inPage))
        {
            string place = rotation == 0
                ? $" x=\"{Number(x)}\" y=\"{Number(y)}\""
                : $" transform=\"translate({Number(x)} {Number(y)}) rotate({Number(rotation)})\"";
            string align = anchor switch { Anchor.Start => "", Anchor.Middle => " text-anchor=\"middle\"", _ => " text-anchor=\"end\"" };
            _body.Append("<text").Append(place).Append(" font-size=\"").Append(Number(size)).Append('"').Append(align)
                .Append(bold ? " font-weight=\"600\"" : "").Append(Colors(paint, null, 0)).Append('>').Append(Escape(text)).Append("</text>\n");
            return;
        }

        double width = FontBook.Measure(text, size, bold);
        double shift = anchor switch { Anchor.Start => 0, Anchor.Middle => -width / 2, _ => -width };
        string turn = rotation == 0 ? "" : $" rotate({Number(rotation)})";
        string slide = rotation == 0 ? $"translate({Number(x + shift)} {Number(y)})" : $"translate({Number(x)} {Number(y)}){turn} translate({Number(shift)} 0)";
        _body.Append("<path class=\"text\" role=\"img\" aria-label=\"").Append(Escape(text)).Append("\" transform=\"").Append(slide).Append('"')
            .Append(Colors(paint, null, 0)).Append(" d=\"").Append(FontBook.Outline(text, size, bold)).Append("\"/>\n");
    }

    /// <summary>Whether the reader's fonts can be trusted with the text: Latin letters and common signs; in a page also Hangul, which the page brings.</summary>
    private static bool IsPlain(string text, bool inPage)
    {
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (rune.Value is (>= ' ' and <= 0x17F) or '−' or '–' or '—' or '‘' or '’' or '“' or '”' or '•' or '…' or '→') continue;
            if (!inPage || !WebFont.IsHangul(rune)) return false;
        }

        return true;
    }

    internal static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length + 8);
        foreach (Rune rune in text.EnumerateRunes())
        {
            switch (rune.Value)
            {
                case '&': escaped.Append("&amp;"); break;
                case '<': escaped.Append("&lt;"); break;
                case '>': escaped.Append("&gt;"); break;
                case '"': escaped.Append("&quot;"); break;
                // XML knows no other control characters, not even escaped.
                case '\t' or '\n' or '\r' or (>= 0x20 and not 0xFFFE and not 0xFFFF): escaped.Append(rune); break;
                default: escaped.Append('\uFFFD'); break;
            }
        }

        return escaped.ToString();
    }

    private static string Number(double value) => (Math.Round(value, 2) + 0.0).ToString("0.##", CultureInfo.InvariantCulture);

    private string Colors(Paint? fill, Paint? stroke, double strokeWidth)
    {
        var text = new StringBuilder();
        text.Append(" fill=\"").Append(fill is { } f ? Value(f) : "none").Append('"');
        if (fill is { Opacity: < 1 } faintFill) text.Append(" fill-opacity=\"").Append(Number(faintFill.Opacity)).Append('"');
        if (stroke is { } s)
        {
            text.Append(" stroke=\"").Append(Value(s)).Append("\" stroke-width=\"").Append(Number(strokeWidth)).Append('"');
            if (s.Opacity < 1) text.Append(" stroke-opacity=\"").Append(Number(s.Opacity)).Append('"');
        }

        return text.ToString();
    }

    private string Value(Paint paint)
    {
        string color = paint.In(_theme);
        return _inPage && paint.Ink is { } ink ? $"var(--ink-{InkName(ink)},{color})" : color;
    }

    internal static string InkName(Ink ink) => ink.ToString().ToLowerInvariant();
}
