using System.Text;

namespace Receptive.Plotting;

/// <summary>Writes the pieces reports are made of; whatever comes from outside is escaped here.</summary>
internal sealed class HtmlWriter
{
    private readonly StringBuilder _text = new();

    public static string Escape(string text) => SvgCanvas.Escape(text);

    /// <summary>Markup as it is.</summary>
    public HtmlWriter Raw(string markup)
    {
        _text.Append(markup);
        return this;
    }

    /// <summary>An element with text.</summary>
    public HtmlWriter Element(string tag, string text, string? attributes = null) =>
        Raw($"<{tag}{(attributes is null ? "" : " " + attributes)}>{Escape(text)}</{tag}>\n");

    public HtmlWriter BeginSection(string id, string heading, string? lead = null)
    {
        Raw($"<section id=\"{id}\" aria-labelledby=\"h-{id}\">\n").Element("h2", heading, $"id=\"h-{id}\"");
        return lead is null ? this : Element("p", lead, "class=\"lead\"");
    }

    public HtmlWriter EndSection() => Raw("</section>\n");

    /// <summary>A figure, in one form for wide windows and one for phones.</summary>
    /// <param name="figure">The figure; the page lays it out for phones.</param>
    /// <param name="caption">Words below.</param>
    /// <param name="size">The size of the wide form; its natural one if null.</param>
    /// <param name="narrow">What phones show instead.</param>
    public HtmlWriter Figure(Figure figure, string? caption = null, (int Width, int Height)? size = null, Figure? narrow = null)
    {
        Raw("<figure>\n<div class=\"wide\">").Raw(figure.ToPageSvg(size?.Width, size?.Height)).Raw("</div>\n<div class=\"narrow\">")
            .Raw(((narrow ?? figure) with { Narrow = true }).ToPageSvg()).Raw("</div>\n");
        if (caption is not null) Element("figcaption", caption);
        return Raw("</figure>\n");
    }

    /// <summary>A table whose first column heads its rows. Columns of numbers stand at the right, so that their digits do; words at the left.</summary>
    public HtmlWriter Table(string caption, IReadOnlyList<string> headings, IReadOnlyList<IReadOnlyList<string>> rows, string? cssClass = null)
    {
        bool[] numbers = [.. Enumerable.Range(0, rows.Count == 0 ? 0 : rows[0].Count).Select(column => rows.All(row => IsNumber(row[column])))];
        string Align(int column) => column < numbers.Length && numbers[column] ? " class=\"number\"" : "";
        Raw($"<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{Escape(caption)}\"><table{(cssClass is null ? "" : $" class=\"{cssClass}\"")}>\n").Element("caption", caption);
        if (headings.Count > 0)
        {
            Raw("<thead><tr>");
            for (int i = 0; i < headings.Count; i++) Raw($"<th scope=\"col\"{Align(i)}>{Escape(headings[i])}</th>");
            Raw("</tr></thead>\n");
        }

        Raw("<tbody>\n");
        foreach (IReadOnlyList<string> row in rows)
        {
            Raw($"<tr><th scope=\"row\">{Escape(row[0])}</th>");
            for (int i = 1; i < row.Count; i++) Raw($"<td{Align(i)}>{Escape(row[i])}</td>");
            Raw("</tr>\n");
        }

        return Raw("</tbody></table></div>\n");
    }

    private static bool IsNumber(string cell) => cell.Length > 0 && (char.IsAsciiDigit(cell[0]) || cell is "-" or "–") && !cell.Contains('×', StringComparison.Ordinal);

    public override string ToString() => _text.ToString();
}
