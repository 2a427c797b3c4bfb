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
    /// <param name="wide">Drawn in its natural size.</param>
    /// <param name="narrow">Drawn 380 pixels wide.</param>
    /// <param name="caption">Words below.</param>
    /// <param name="narrowHeight">The height of the narrow one; by its proportions if null.</param>
    public HtmlWriter Figure(Figure wide, Figure? narrow = null, string? caption = null, int? narrowHeight = null)
    {
        Raw("<figure>\n<div class=\"wide\">").Raw(wide.ToPageSvg()).Raw("</div>\n<div class=\"narrow\">")
            .Raw((narrow ?? wide).ToPageSvg(380, narrowHeight)).Raw("</div>\n");
        if (caption is not null) Element("figcaption", caption);
        return Raw("</figure>\n");
    }

    /// <summary>A table whose first column heads its rows.</summary>
    public HtmlWriter Table(string caption, IReadOnlyList<string> headings, IEnumerable<IReadOnlyList<string>> rows, string? cssClass = null)
    {
        Raw($"<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{Escape(caption)}\"><table{(cssClass is null ? "" : $" class=\"{cssClass}\"")}>\n").Element("caption", caption);
        if (headings.Count > 0)
        {
            Raw("<thead><tr>");
            foreach (string heading in headings) Raw($"<th scope=\"col\">{Escape(heading)}</th>");
            Raw("</tr></thead>\n");
        }

        Raw("<tbody>\n");
        foreach (IReadOnlyList<string> row in rows)
        {
            Raw($"<tr><th scope=\"row\">{Escape(row[0])}</th>");
            foreach (string cell in row.Skip(1)) Raw($"<td>{Escape(cell)}</td>");
            Raw("</tr>\n");
        }

        return Raw("</tbody></table></div>\n");
    }

    public override string ToString() => _text.ToString();
}
