using System.Text.Json.Nodes;
using Receptive.Description;
using Receptive.Metrics;
using Receptive.Optimizers;
using Receptive.Tests.Layers.Contract;

namespace Receptive.Tests.Description;

/// <summary>A class of a registry, with what makes objects of it. Layers come with arguments that fit inputs, others as they are made.</summary>
internal sealed class Subject
{
    /// <summary>Where one argument alone cannot change, since others would not fit it any more.</summary>
    private static readonly Dictionary<string, Func<KerasObject>> s_starts = new()
    {
        ["IoU"] = () => new IoU(3, [0]),
        ["MeanIoU"] = () => new MeanIoU(3),
        ["Muon"] = () => new Muon { NsSteps = 0 },
        ["OneHotIoU"] = () => new OneHotIoU(3, [0]),
        ["OneHotMeanIoU"] = () => new OneHotMeanIoU(3),
        ["PiecewiseConstantDecay"] = () => new PiecewiseConstantDecay([3, 6], [0.3, 0.2, 0.1]),
    };

    private readonly Func<KerasObject> _make;
    private readonly Func<JsonObject, KerasObject> _read;

    private Subject(string kind, string className, Func<KerasObject> make, Func<JsonObject, KerasObject> read) =>
        (Kind, ClassName, _make, _read) = (kind, className, make, read);

    public string Kind { get; }

    public string ClassName { get; }

    /// <summary>Every class of every registry.</summary>
    public static IEnumerable<Subject> All =>
    [
        .. LayerSpecimen.ClassNames.Select(name => Of("layer", name)),
        .. From(Registries.Losses), .. From(Registries.Metrics), .. From(Registries.Optimizers), .. From(Registries.Schedules),
        .. From(Registries.Initializers), .. From(Registries.Regularizers), .. From(Registries.Constraints),
    ];

    public static Subject Of(string kind, string className) => kind switch
    {
        "layer" => OfLayer(className),
        "loss" => From(Registries.Losses, className),
        "metric" => From(Registries.Metrics, className),
        "optimizer" => From(Registries.Optimizers, className),
        "learning rate schedule" => From(Registries.Schedules, className),
        "initializer" => From(Registries.Initializers, className),
        "regularizer" => From(Registries.Regularizers, className),
        "constraint" => From(Registries.Constraints, className),
        _ => throw new ArgumentException($"There is no registry of a {kind}.", nameof(kind)),
    };

    public KerasObject Make() => _make();

    /// <summary>From a configuration as it is in a file.</summary>
    public KerasObject Read(JsonObject config) => _read(JsonNode.Parse(config.ToJsonString())!.AsObject());

    /// <summary>An object with one argument changed; null if it refuses the value.</summary>
    public KerasObject? MakeWith(string argument, int alternative, JsonObject? start = null)
    {
        KerasObject made = start is null ? Make() : Read(start);
        try
        {
            ArgumentChange.Make(made, argument, alternative);
            return made;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <summary>An object with as many arguments as possible at values that are not usual.</summary>
    public KerasObject MakeChanged()
    {
        KerasObject changed = Make();
        foreach (ListedArgument argument in ArgumentList.Of(changed))
        {
            for (int i = 0; i < argument.Alternatives; i++)
            {
                if (MakeWith(argument.Name, i, changed.GetConfig()) is not { } made) continue;
                changed = made;
                break;
            }
        }

        return changed;
    }

    private static Subject OfLayer(string className)
    {
        LayerSpecimen specimen = LayerSpecimen.Of(className);
        return new("layer", className, specimen.Make, specimen.Read);
    }

    private static IEnumerable<Subject> From<T>(Registry<T> registry)
        where T : KerasObject => registry.OwnClassNames.Select(name => From(registry, name));

    private static Subject From<T>(Registry<T> registry, string className)
        where T : KerasObject => new(registry.Kind, className, s_starts.GetValueOrDefault(className) ?? (() => registry.New(className)), config => registry.Create(className, config));
}
