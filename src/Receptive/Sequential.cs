using System.Collections;
using System.Text.Json.Nodes;
using Receptive.Common;
using Receptive.Graph;
using Receptive.Layers;

namespace Receptive;

/// <summary>A model whose layers follow one another.</summary>
/// <remarks>
/// Once the input's shape is known - from <see cref="Layer.InputShape"/> of the first layer or an <see cref="Input"/> -
/// each layer is built as it is added, so one that does not fit is found at that line.
/// </remarks>
/// <example><code>
/// var model = new Sequential
/// {
///     new Conv2D(32, kernelSize: 3, activation: "relu") { InputShape = [28, 28, 1] },
///     new MaxPooling2D(poolSize: 2),
///     new Flatten(),
///     new Dense(10, activation: "softmax"),
/// };
/// </code></example>
public sealed class Sequential : Model, IEnumerable<Layer>
{
    private Input? _input;

    /// <summary>No layers yet; add them by a collection initializer or <see cref="Add"/>.</summary>
    /// <param name="name">The model's name; "sequential" by default.</param>
    public Sequential(string? name = null)
        : base(name)
    {
    }

    /// <summary>With layers.</summary>
    /// <param name="layers">In the order in which data passes through them.</param>
    /// <param name="name">The model's name; "sequential" by default.</param>
    public Sequential(IEnumerable<Layer> layers, string? name = null)
        : base(name)
    {
        ArgumentNullException.ThrowIfNull(layers);
        foreach (Layer layer in layers) Add(layer);
    }

    internal override Shape? KnownInputShape => _input?.InputShape;

    /// <summary>Adds a layer after the others. A model that was compiled has to be compiled again.</summary>
    /// <exception cref="ArgumentException">The layer is part of the model already, or its name is taken.</exception>
    /// <exception cref="ShapeException">The layer does not fit the output of the one before it.</exception>
    public void Add(Layer layer)
    {
        ArgumentNullException.ThrowIfNull(layer);
        if (layer is Input input)
        {
            AddInput(input);
            return;
        }

        AddPart(layer);
        try
        {
            if (Layers.Count == 1 && _input is null && layer.KnownInputShape is { } shape) _input = new Input(shape, "input_layer");
            if (IsBuilt) OutputShape = layer.Apply(Ops.Placeholder(OutputShape!.Value, "x")).Shape;
            else if (_input is not null) EnsureBuilt(_input.InputShape!.Value.WithBatch());
        }
        catch
        {
            RemovePart(layer);
            ForgetName(layer);
            if (Layers.Count == 0 && !IsBuilt) _input = null;
            throw;
        }

        ForgetCompilation();
    }

    /// <summary>Removes the last layer.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public void Pop()
    {
        if (Layers.Count == 0) throw new InvalidOperationException($"The model '{Name}' has no layer to remove.");
        Layer last = Layers[^1];
        RemovePart(last);
        ForgetName(last);
        OutputShape = Layers.Count > 0 ? Layers[^1].OutputShape : BuiltInputShape;
        ForgetCompilation();
    }

    /// <inheritdoc/>
    public override SymbolicTensor Call(SymbolicTensor inputs, bool training)
    {
        SymbolicTensor x = inputs;
        foreach (Layer layer in Layers) x = layer.Apply(x, training);
        return x;
    }

    /// <inheritdoc/>
    public IEnumerator<Layer> GetEnumerator() => Layers.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public override JsonObject GetConfig()
    {
        JsonObject config = base.GetConfig();
        var layers = new JsonArray();
        if (_input is not null || IsBuilt)
            layers.Add((JsonNode)Describe(_input ?? new Input(BuiltInputShape!.Value.WithoutBatch(), "input_layer")));
        foreach (Layer layer in Layers) layers.Add((JsonNode)Describe(layer));
        config["layers"] = layers;
        if (BuiltInputShape is { } shape) config["build_input_shape"] = KerasJson.ShapeArray(shape);
        return config;
    }

    /// <summary>Makes a model from what a model file holds.</summary>
    /// <exception cref="InvalidDataException">A layer is not known, or the configuration does not fit.</exception>
    public static Sequential FromConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        var reader = new ConfigReader("Sequential", config);
        if (config["layers"] is not JsonArray layers) throw reader.Wrong("layers", "a list of layers");
        var model = new Sequential(reader.Name);
        foreach (JsonNode? node in layers)
        {
            if (node is not JsonObject o || o["class_name"] is not JsonValue value || !value.TryGetValue(out string? className))
                throw new InvalidDataException($"{reader.What}: a layer should be an object with a class_name.");
            Layer layer = Layer.FromConfig(className, o["config"] as JsonObject ?? []);
            try
            {
                model.Add(layer);
            }
            catch (Exception e) when (e is ShapeException or ArgumentException)
            {
                throw new InvalidDataException($"{reader.What}: {e.Message}", e);
            }
        }

        if (!model.IsBuilt && reader.BatchShape("build_input_shape") is { } shape && model.Layers.Count > 0) model.BuildFor(shape.WithoutBatch());
        return model;
    }

    /// <inheritdoc/>
    protected override void Build(Shape inputShape)
    {
        if (Layers.Count == 0 && _input is null) throw new InvalidOperationException($"The model '{Name}' has no layers: add some before using it.");
        SymbolicTensor x = Ops.Placeholder(inputShape, "x");
        foreach (Layer layer in Layers) x = layer.Apply(x);
        OutputShape = x.Shape;
    }

    private static JsonObject Describe(Layer layer)
    {
        bool own = layer.GetType().Assembly != typeof(Layer).Assembly;
        JsonObject description = KerasJson.Object(own ? null : layer is Sequential ? "keras" : "keras.layers", layer.ClassName, layer.GetConfig());
        if (layer is not Input && layer.Weights.Count > 0 && layer.BuiltInputShape is { } shape)
            description["build_config"] = new JsonObject { ["input_shape"] = KerasJson.ShapeArray(shape) };
        return description;
    }

    private void AddInput(Input input)
    {
        if (Layers.Count > 0 || _input is not null)
            throw new ArgumentException($"An Input says what comes into the model; it must be the first, but '{Name}' has {(_input is null ? $"{Layers.Count} layers" : "an input")} already.", nameof(input));
        if (!input.HasOwnName) input.Attach("input_layer", 0);
        _input = input;
        EnsureBuilt(input.InputShape!.Value.WithBatch());
    }
}
