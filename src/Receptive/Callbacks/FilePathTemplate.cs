using System.Buffers;
using System.Text;
using Receptive.Common;

namespace Receptive.Callbacks;

/// <summary>
/// A path with places for the epoch and for logged values, in Python's syntax: <c>cnn{epoch:02d}-{val_loss:.4f}.keras</c>.
/// It is parsed when it is made, so a mistake shows before the first epoch and not after it.
/// </summary>
internal sealed class FilePathTemplate
{
    private static readonly SearchValues<char> s_notInNames = SearchValues.Create("!.[] {");

    private readonly string _text;
    private readonly List<(string Literal, string? Name, PythonFormat? Format)> _parts = [];

    /// <exception cref="ArgumentException">The braces or a format in them are malformed; the message says which.</exception>
    public FilePathTemplate(string text)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(text);
        _text = text;
        var literal = new StringBuilder();
        for (int at = 0; at < text.Length; at++)
        {
            char c = text[at];
            if (c is '{' or '}' && at + 1 < text.Length && text[at + 1] == c)
            {
                literal.Append(c);
                at++;
            }
            else if (c == '{')
            {
                int end = text.IndexOf('}', at);
                if (end < 0) throw Malformed("a \"{\" is never closed");
                AddPlace(literal.ToString(), text[(at + 1)..end]);
                literal.Clear();
                at = end;
            }
            else if (c == '}')
            {
                throw Malformed("a \"}\" was never opened; a brace in the name itself is written twice");
            }
            else
            {
                literal.Append(c);
            }
        }

        _parts.Add((literal.ToString(), null, null));
    }

    /// <summary>The names in braces, in order of appearance.</summary>
    public IEnumerable<string> Names => _parts.Select(part => part.Name).OfType<string>();

    /// <summary>The text outside the braces.</summary>
    public string Literals => string.Concat(_parts.Select(part => part.Literal));

    /// <summary>Fills the places.</summary>
    /// <param name="epoch">Counted from 1.</param>
    /// <param name="batch">Counted from 1, or null at the end of an epoch.</param>
    /// <param name="logs">What was logged.</param>
    /// <exception cref="KeyNotFoundException">A name was not logged.</exception>
    public string Fill(int epoch, int? batch, IReadOnlyDictionary<string, double> logs)
    {
        var path = new StringBuilder();
        foreach ((string literal, string? name, PythonFormat? format) in _parts)
        {
            path.Append(literal);
            if (name is null) continue;
            path.Append(name switch
            {
                "epoch" => format!.Format(epoch),
                "batch" when batch is { } number => format!.Format(number),
                _ => logs.TryGetValue(name, out double value)
                    ? format!.Format(value)
                    : throw new KeyNotFoundException(
                        $"The path \"{_text}\" names {{{name}}}, which this training does not log. Logged: epoch, {string.Join(", ", logs.Keys)}."
                        + (name.StartsWith("val_", StringComparison.Ordinal) && !logs.Keys.Any(key => key.StartsWith("val_", StringComparison.Ordinal))
                            ? " Values that start with val_ need validationData or validationSplit."
                            : "")),
            });
        }

        return path.ToString();
    }

    public override string ToString() => _text;

    private void AddPlace(string literal, string inside)
    {
        int colon = inside.IndexOf(':', StringComparison.Ordinal);
        string name = colon < 0 ? inside : inside[..colon];
        if (name.Length == 0) throw Malformed($"\"{{{inside}}}\" names nothing; write {{epoch}} or {{val_loss}}");
        if (name.AsSpan().ContainsAny(s_notInNames))
            throw Malformed($"\"{{{inside}}}\" is more than a name and a format");
        try
        {
            PythonFormat format = PythonFormat.Parse(colon < 0 ? "" : inside[(colon + 1)..]);
            if (format.NeedsInteger && name is not ("epoch" or "batch"))
                throw Malformed($"\"{{{inside}}}\" formats a whole number, but {name} is a float: write {{{name}:.4f}}");
            _parts.Add((literal, name, format));
        }
        catch (FormatException e)
        {
            throw new ArgumentException($"The path \"{_text}\" cannot be used: in \"{{{inside}}}\", {e.Message}", e);
        }
    }

    private ArgumentException Malformed(string what) => new($"The path \"{_text}\" cannot be used: {what}.");
}
