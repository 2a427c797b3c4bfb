using System.Text.Json.Nodes;

namespace Receptive.Description;

/// <summary>The classes of one kind that a name or a model file may ask for.</summary>
/// <param name="kind">What they are, for errors: "layer".</param>
/// <param name="example">A custom class in a few words, for the hint in errors.</param>
internal sealed class Registry<T>(string kind, string example)
    where T : KerasObject
{
    private readonly NameTable<Func<T>> _table = new(
        kind, $"A custom {kind} is made known by CustomObjects.Register(() => new {example}()).",
        kind == "layer" ? null : Common.SnakeCase.From);

    public string Kind => kind;

    public IReadOnlyList<string> ClassNames => _table.Names;

    /// <summary>The library's own classes, without those that users made known.</summary>
    public IReadOnlyList<string> OwnClassNames => _table.OwnNames;

    /// <summary>Adds a class of the library's own.</summary>
    /// <param name="className">Its name in files.</param>
    /// <param name="create">Makes one; its arguments are then set by a description.</param>
    /// <param name="shortNames">Other names for it.</param>
    public Registry<T> Add(string className, Func<T> create, params ReadOnlySpan<string> shortNames)
    {
        _table.Add(className, create, shortNames);
        return this;
    }

    public void Register(string className, Func<T> create) => _table.Register(className, create);

    public bool Knows(string name) => _table.Find(name) is not null;

    /// <summary>An object by name, with usual arguments.</summary>
    /// <exception cref="ArgumentException">The name is not known.</exception>
    public T Get(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        T made = (_table.Find(name) ?? throw _table.Unknown(name, nameof(name))).Value();
        made.ReadConfig(new ConfigReader(name, []));
        return made;
    }

    /// <summary>An object as its class makes it, before any argument is set.</summary>
    /// <exception cref="ArgumentException">The name is not known.</exception>
    public T New(string name) => (_table.Find(name) ?? throw _table.Unknown(name, nameof(name))).Value();

    /// <summary>From what a file holds: a name, or an object with a class and its configuration.</summary>
    /// <exception cref="InvalidDataException">It is something else, of a class that is not known, or its configuration does not fit.</exception>
    public T FromConfig(JsonNode? node)
    {
        try
        {
            if (Codecs.TryText(node, out string? alone)) return Get(alone!);
            if (node is JsonObject o && Codecs.TryText(o["class_name"], out string? className))
            {
                // Keras writes what was given as a plain function as class "function" with its name.
                if (className == "function" && Codecs.TryText(o["config"], out string? function)) return Get(function!);
                return Create(className!, o["config"] as JsonObject ?? []);
            }
        }
        catch (ArgumentException e)
        {
            throw new InvalidDataException(e.Message, e);
        }

        throw new InvalidDataException($"{kind.WithArticle(capital: true)} should be a name or an object with a class_name, but is {node?.ToJsonString() ?? "null"}.");
    }

    /// <summary>From a class and its configuration.</summary>
    /// <exception cref="InvalidDataException">The class is not known, or the configuration does not fit.</exception>
    public T Create(string className, JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(className);
        ArgumentNullException.ThrowIfNull(config);
        if (_table.Find(className) is not { } found) throw new InvalidDataException(_table.UnknownText(className));
        T made = found.Value();
        made.ReadConfig(new ConfigReader(found.Name, config));
        return made;
    }

    /// <summary>One object of each class that can be made without arguments, for tests.</summary>
    public IEnumerable<T> Samples()
    {
        foreach (string name in ClassNames)
        {
            T? sample = null;
            try
            {
                sample = Get(name);
            }
            catch (Exception e) when (e is InvalidDataException or ArgumentException)
            {
                // It has arguments without a usual value.
            }

            if (sample is not null) yield return sample;
        }
    }
}

/// <summary>Words in sentences.</summary>
internal static class Grammar
{
    /// <summary>"a layer", "an optimizer".</summary>
    public static string WithArticle(this string noun, bool capital = false) =>
        $"{(capital ? "A" : "a")}{("aeiou".Contains(noun[0], StringComparison.Ordinal) ? "n" : "")} {noun}";
}
