using System.Numerics.Tensors;
using System.Text.Json.Nodes;
using Receptive.Description;
using Receptive.Graph;
using Receptive.Layers;
using Receptive.Tests.Description;

namespace Receptive.Tests.Layers.Contract;

/// <summary>What cannot be found by trying: how a layer is made and what it is applied to.</summary>
/// <param name="Make">Makes one; null for what the registry makes.</param>
/// <param name="Inputs">The shapes of examples, one an input; null to try.</param>
/// <param name="IntegersBelow">Inputs are whole numbers from 0 to below this; 0 for any numbers.</param>
internal sealed record LayerHint(Func<Layer>? Make = null, int[][]? Inputs = null, int IntegersBelow = 0);

/// <summary>
/// A class of layers with arguments and inputs that it accepts. Nearly all are found by trying: arguments without a usual
/// value get values that their codecs offer, inputs are images, sequences, volumes or rows, two of them where a layer
/// takes two.
/// </summary>
internal sealed class LayerSpecimen
{
    /// <summary>The hints: a row only where trying does not find it.</summary>
    private static readonly Dictionary<string, LayerHint> s_hints = new()
    {
        ["Functional"] = new(MakeFunctional, [[4]]),
        ["GroupNormalization"] = new(() => new GroupNormalization(2)),
        ["Normalization"] = new(() => new Normalization(mean: [0.5, 0, -1, 1], variance: [1, 2, 0.5, 4]), [[4, 4]]),
        ["Sequential"] = new(() => new Sequential { new Dense(3, activation: "tanh") { InputShape = [4] } }, [[4]]),
    };

    /// <summary>Sizes that differ, an even one for channels, large enough for windows.</summary>
    private static readonly int[][] s_examples = [[5, 6, 4], [6, 4], [3, 4, 5, 4], [4]];

    private readonly string _json;

    private LayerSpecimen(string className, string json, int[][] inputs, int integersBelow) =>
        (ClassName, _json, Inputs, IntegersBelow) = (className, json, inputs, integersBelow);

    public string ClassName { get; }

    /// <summary>The shape of one example of each input.</summary>
    public int[][] Inputs { get; }

    public int IntegersBelow { get; }

    /// <summary>Every class of the registry. Where a model begins is no layer to apply; it is in each model of these tests.</summary>
    public static IEnumerable<string> ClassNames => Registries.Layers.OwnClassNames.Where(name => Registries.Layers.New(name) is not Input);

    /// <summary>A specimen of a class.</summary>
    public static LayerSpecimen Of(string className)
    {
        LayerHint hint = s_hints.GetValueOrDefault(className) ?? new LayerHint();
        Layer first = hint.Make?.Invoke() ?? Registries.Layers.New(className);
        string[] required = [.. ArgumentList.Of(first).Where(argument => !argument.HasUsual).Select(argument => argument.Name)];
        int[][][] candidates = hint.Inputs is { } given ? [given] : [.. s_examples.Select(example => new[] { example, example }), .. s_examples.Select(example => new[] { example })];
        var refusals = new List<string>();
        foreach (int[][] inputs in candidates)
        {
            foreach (string json in Configurations(first, required))
            {
                var specimen = new LayerSpecimen(className, json, inputs, hint.IntegersBelow);
                if (specimen.Refusal(specimen.Make()) is not { } refusal) return specimen;
                refusals.Add(refusal);
            }
        }

        throw new InvalidOperationException($"No arguments and inputs were found that {className} accepts; give it a row in {nameof(LayerSpecimen)}'s hints. Tried: {string.Join(" | ", refusals.Distinct())}");
    }

    /// <summary>A fresh layer with the specimen's arguments.</summary>
    public Layer Make() => Registries.Layers.Create(ClassName, JsonNode.Parse(_json)!.AsObject());

    /// <summary>The same with one argument changed; null if the layer refuses the value or then its inputs.</summary>
    public Layer? MakeWith(string argument, int alternative)
    {
        Layer layer = Make();
        try
        {
            ArgumentChange.Make(layer, argument, alternative);
        }
        catch (ArgumentException)
        {
            return null;
        }

        // Whether the inputs fit is tried on another, since weights are made once.
        return Refusal(Read(layer.GetConfig())) is null ? layer : null;
    }

    /// <summary>The specimen with as many arguments as possible at values that are not usual.</summary>
    public LayerSpecimen Changed()
    {
        LayerSpecimen changed = this;
        foreach (ListedArgument argument in ArgumentList.Of(Make()))
        {
            for (int i = 0; i < argument.Alternatives; i++)
            {
                if (changed.MakeWith(argument.Name, i) is not { } layer) continue;
                changed = new LayerSpecimen(ClassName, layer.GetConfig().ToJsonString(), Inputs, IntegersBelow);
                break;
            }
        }

        return changed;
    }

    /// <summary>
    /// The specimen, and the same with each other padding and larger windows: those that reach beyond images on both sides
    /// have sizes of their own.
    /// </summary>
    public IEnumerable<LayerSpecimen> WithEachPadding()
    {
        yield return this;
        IReadOnlyList<ListedArgument> arguments = ArgumentList.Of(Make());
        ListedArgument? window = arguments.FirstOrDefault(argument => argument.Type == typeof(AxisSizes));
        foreach (ListedArgument padding in arguments.Where(argument => argument.Type == typeof(PaddingMode)))
        {
            foreach (LayerSpecimen padded in With(padding)) yield return (window is null ? null : padded.With(window).LastOrDefault()) ?? padded;
        }
    }

    /// <summary>A layer from a configuration as a file would hold it.</summary>
    public Layer Read(JsonObject config) => Registries.Layers.Create(ClassName, JsonNode.Parse(config.ToJsonString())!.AsObject());

    /// <summary>The layer as a model by itself, with the same weights and random numbers each time.</summary>
    public Model ModelOf(Layer layer)
    {
        layer.Attach(layer.Name, key: 11);
        LayerTensor[] inputs = [.. Inputs.Select(shape => new Input(shape).Tensor)];
        var model = new Model(LayerTensors.Create(inputs), LayerTensors.Create([.. layer.ApplyMany(inputs)])) { Threads = 1 };
        model.ContinueRandom(5);
        if (layer is not Model) return model;

        // A model inside draws with a key of its own.
        for (int i = 0; i < model.Weights.Count; i++) model.Weights[i].Assign(Numbers(model.Weights[i].Shape.ElementsPerRow, 100 + (ulong)i));
        return model;
    }

    /// <summary>Inputs for a batch.</summary>
    public float[][] Values(int batch, ulong key = 1) => [.. Inputs.Select((shape, i) =>
    {
        float[] values = Numbers(batch * shape.Aggregate(1L, (product, size) => product * size), key + (ulong)(1000 * i));
        return IntegersBelow == 0 ? values : Array.ConvertAll(values, value => (float)(int)((value + 2) / 4 * IntegersBelow));
    })];

    /// <summary>The same as a model takes them.</summary>
    public Examples Batch(int batch, ulong key = 1)
    {
        Tensor<float>[] tensors = [.. Values(batch, key).Select((values, i) => Tensor.Create(values, [batch, .. Inputs[i].Select(size => (nint)size)]))];
        return Examples.Of([.. tensors.Select(Examples.FromTensor)]);
    }

    /// <summary>Numbers from -2 to 2.</summary>
    public static float[] Numbers(long count, ulong key)
    {
        var random = new RandomStream(key);
        float[] numbers = new float[count];
        for (int i = 0; i < numbers.Length; i++) numbers[i] = (4 * random.NextSingle()) - 2;
        return numbers;
    }

    /// <summary>The specimen with each other value of an argument that it accepts.</summary>
    private IEnumerable<LayerSpecimen> With(ListedArgument argument)
    {
        for (int i = 0; i < argument.Alternatives; i++)
        {
            if (MakeWith(argument.Name, i) is { } layer) yield return new LayerSpecimen(ClassName, layer.GetConfig().ToJsonString(), Inputs, IntegersBelow);
        }
    }

    private string? Refusal(Layer layer)
    {
        try
        {
            layer.ApplyMany([.. Inputs.Select(shape => new Input(shape).Tensor)], training: true);
            return null;
        }
        catch (Exception e) when (e is ShapeException or ArgumentException)
        {
            return e.Message;
        }
    }

    /// <summary>Configurations in which each required argument has a value that its codec offers.</summary>
    private static IEnumerable<string> Configurations(Layer first, string[] required)
    {
        string config = first.GetConfig().ToJsonString();
        string className = first.ClassName;
        int[] counts = [.. required.Select(name => ArgumentList.Of(first).Single(argument => argument.Name == name).Alternatives)];
        for (int number = 0; number < counts.Aggregate(1, (product, count) => product * count); number++)
        {
            Layer layer = Registries.Layers.Create(className, JsonNode.Parse(config)!.AsObject());
            int rest = number;
            bool holds = true;
            for (int i = 0; i < required.Length && holds; i++)
            {
                try
                {
                    ArgumentChange.Make(layer, required[i], rest % counts[i]);
                }
                catch (ArgumentException)
                {
                    holds = false;
                }

                rest /= counts[i];
            }

            if (holds) yield return layer.GetConfig().ToJsonString();
        }
    }

    private static Model MakeFunctional()
    {
        LayerTensor x = new Input([4]);
        return new Model(x, new Dense(3, activation: "tanh").Apply(x));
    }
}
