using System.Text.Json.Nodes;
using Receptive.Common;

namespace Receptive.Layers;

/// <summary>The layers a model file may name. Closed but for what <see cref="Register"/> adds.</summary>
internal static class LayerTable
{
    private static readonly Lock s_lock = new();

    private static readonly Dictionary<string, Func<ConfigReader, Layer>> s_known = new(StringComparer.Ordinal)
    {
        ["Activation"] = Activation.FromConfig,
        ["Conv2D"] = Conv2D.FromConfig,
        ["Dense"] = Dense.FromConfig,
        ["Dropout"] = Dropout.FromConfig,
        ["Flatten"] = Flatten.FromConfig,
        ["InputLayer"] = Input.FromConfig,
        ["MaxPooling2D"] = MaxPooling2D.FromConfig,
        ["Sequential"] = reader => Sequential.FromConfig(reader.Config),
    };

    /// <exception cref="InvalidDataException">The class is not known, or the configuration does not fit it.</exception>
    public static Layer Create(string className, JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(className);
        ArgumentNullException.ThrowIfNull(config);
        Func<ConfigReader, Layer>? create;
        string[] names;
        lock (s_lock)
        {
            // Keras 2 and some writers give the class with its registered prefix: Custom>MyLayer.
            string name = className[(className.LastIndexOf('>') + 1)..];
            s_known.TryGetValue(name, out create);
            names = [.. s_known.Keys.Order(StringComparer.Ordinal)];
        }

        var reader = new ConfigReader(className, config);
        if (create is null)
        {
            string what = className == "Lambda"
                ? "The model holds a Lambda layer, which is Python code; code from files is not run."
                : Suggestion.Unknown("layer", className, names, nameof(className), "One of your own is made known by Layer.Register.").Message;
            throw new InvalidDataException(what);
        }

        try
        {
            Layer layer = create(reader);
            layer.Trainable = reader.Boolean("trainable", true);
            return layer;
        }
        catch (ArgumentException e)
        {
            throw new InvalidDataException($"{reader.What}: {e.Message}", e);
        }
    }

    public static void Register(string className, Func<JsonObject, Layer> create)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(className);
        ArgumentNullException.ThrowIfNull(create);
        lock (s_lock)
        {
            if (!s_known.TryAdd(className, reader => create(reader.Config)))
                throw new ArgumentException($"There is a layer \"{className}\" already.", nameof(className));
        }
    }
}
