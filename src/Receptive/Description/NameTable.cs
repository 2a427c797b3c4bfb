using Receptive.Common;

namespace Receptive.Description;

/// <summary>
/// Values by name, with one rule of look-up for all kinds: the name itself, or another spelling of it in which only
/// capitals and underscores differ (<c>glorot_uniform</c>, <c>GlorotUniform</c>), or a short name (<c>mse</c>). Closed but for
/// what users add.
/// </summary>
/// <param name="kind">What is named, for errors: "layer".</param>
/// <param name="hint">What to do when none of the known names will do.</param>
/// <param name="spell">How errors spell the names; as they are if null.</param>
internal sealed class NameTable<TValue>(string kind, string hint, Func<string, string>? spell = null)
    where TValue : class
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, TValue> _values = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _spellings = new(StringComparer.Ordinal);
    private readonly HashSet<string> _custom = new(StringComparer.Ordinal);

    public string Kind => kind;

    /// <summary>The names, without short ones, in the order in which they came.</summary>
    public IReadOnlyList<string> Names
    {
        get
        {
            lock (_lock) return [.. _values.Keys];
        }
    }

    /// <summary>The names of the library's own values.</summary>
    public IReadOnlyList<string> OwnNames
    {
        get
        {
            lock (_lock) return [.. _values.Keys.Where(name => !_custom.Contains(name))];
        }
    }

    /// <summary>Adds a value of the library's own.</summary>
    public void Add(string name, TValue value, params ReadOnlySpan<string> shortNames)
    {
        _values.Add(name, value);
        _spellings[Fold(name)] = name;
        foreach (string other in shortNames) _spellings[Fold(other)] = name;
    }

    /// <summary>Adds a user's value; the same name again replaces it, so that registering twice does no harm.</summary>
    /// <exception cref="ArgumentException">The name is that of a value of the library's own.</exception>
    public void Register(string name, TValue value)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        lock (_lock)
        {
            if (_values.ContainsKey(name) && !_custom.Contains(name))
                throw new ArgumentException($"\"{name}\" is the name of {kind.WithArticle()} of Keras; give yours another name.", nameof(name));
            _values[name] = value;
            _custom.Add(name);
            _spellings[Fold(name)] = name;
        }
    }

    /// <summary>The value of a name, and the name as the table has it; null if it is not known.</summary>
    public (string Name, TValue Value)? Find(string name)
    {
        // Files mark what is registered elsewhere: Custom>MyLayer.
        name = name[(name.LastIndexOf('>') + 1)..];
        lock (_lock)
        {
            if (_values.TryGetValue(name, out TValue? value)) return (name, value);
            return _spellings.TryGetValue(Fold(name), out string? known) ? (known, _values[known]) : null;
        }
    }

    /// <summary>The exception for a name that is not known.</summary>
    public ArgumentException Unknown(string name, string parameter) => Suggestion.Unknown(kind, name, Spelled, parameter, hint);

    /// <summary>The same as a sentence, for what stands in a file.</summary>
    public string UnknownText(string name) => Suggestion.UnknownText(kind, name, Spelled, hint);

    private IEnumerable<string> Spelled => spell is null ? Names : Names.Select(spell);

    private static string Fold(string name) => name.Replace("_", "", StringComparison.Ordinal).ToUpperInvariant();
}
