using System.Collections;
using System.Text.Json.Nodes;
using Receptive.Common;
using Receptive.Description;
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
    private readonly List<LayerTensor> _chain = []; // what goes into the first layer, then what comes out of each
    private Input? _input;
    private ModelGraph? _graph;

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

    /// <inheritdoc/>
    public override IReadOnlyList<Layer> Layers => Parts;

    internal override Shape? KnownInputShape => _input?.Shape;

    internal override ModelGraph? Graph => _chain.Count == 0 ? null : _graph ??= ModelGraph.Between([_chain[0]], [_chain[^1]]);

    /// <summary>Adds a layer after the others. A model that was compiled has to be compiled again.</summary>
    /// <exception cref="ArgumentException">The layer is part of the model already, or its name is taken.</exception>
    /// <exception cref="ShapeException">The layer does not fit the output of the one before it.</exception>
    /// <exception cref="InvalidOperationException">The model is being trained or asked right now.</exception>
    public void Add(Layer layer)
    {
        ArgumentNullException.ThrowIfNull(layer);
        RequireIdle("A layer cannot be added");
        if (layer is Input input)
        {
            AddInput(input);
            return;
        }

        AddPart(layer);
        try
        {
            if (Layers.Count == 1 && _input is null && layer.KnownInputShape is { } shape) SetInput(new Input(shape, "input_layer"));
            else if (_chain.Count > 0) Extend(layer);
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
    /// <exception cref="InvalidOperationException">There is none, or the model is being trained or asked right now.</exception>
    public void Pop()
    {
        if (Layers.Count == 0) throw new InvalidOperationException($"The model '{Name}' has no layer to remove.");
        RequireIdle("A layer cannot be removed");
        Layer last = Layers[^1];
        RemovePart(last);
        ForgetName(last);
        if (_chain.Count > 0)
        {
            last.ForgetCall(_chain[^1].Call);
            _chain.RemoveAt(_chain.Count - 1);
            NoteOutput();
        }

        ForgetCompilation();
    }

    /// <inheritdoc/>
    public IEnumerator<Layer> GetEnumerator() => Layers.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Makes a model from what a model file holds.</summary>
    /// <exception cref="InvalidDataException">A layer is not known, or the configuration does not fit.</exception>
    public static Sequential FromConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return (Sequential)FromConfig("Sequential", config);
    }

    internal override void WriteConfig(JsonObject config)
    {
        base.WriteConfig(config);
        var layers = new JsonArray();
        if (_input is not null) layers.Add((JsonNode)SerializeLayer(_input));
        foreach (Layer layer in Layers) layers.Add((JsonNode)SerializeLayer(layer));
        config["layers"] = layers;
        if (BuiltInputShape is { } shape) config["build_input_shape"] = KerasJson.ShapeArray(shape);
    }

    internal override void ReadConfig(ConfigReader reader)
    {
        if (reader.Take("layers") is not JsonArray layers) throw reader.Wrong("layers", "a list of layers");
        Shape? built = reader.BatchShape("build_input_shape");
        base.ReadConfig(reader);
        bool trainable = Trainable;
        foreach (JsonNode? node in layers)
        {
            if (node is not JsonObject o || !Codecs.TryText(o["class_name"], out string? className))
                throw new InvalidDataException($"{reader.What}: a layer should be an object with a class_name.");
            Layer layer = Layer.FromConfig(className!, o["config"] as JsonObject ?? []);
            try
            {
                Add(layer);
            }
            catch (Exception e) when (e is ShapeException or ArgumentException)
            {
                throw new InvalidDataException($"{reader.What}: {e.Message}", e);
            }
        }

        if (!trainable) Trainable = false;
        if (!IsBuilt && built is { } shape && Layers.Count > 0) BuildFor(shape.WithoutBatch());
    }

    /// <inheritdoc/>
    protected override void Build(IReadOnlyList<Shape> inputShapes)
    {
        ArgumentNullException.ThrowIfNull(inputShapes);
        if (_chain.Count > 0) return;
        if (Layers.Count == 0) throw new InvalidOperationException($"The model '{Name}' has no layers: add some before using it.");
        Begin(new Input(inputShapes[0].WithoutBatch(), "input_layer"));
    }

    private void AddInput(Input input)
    {
        if (Layers.Count > 0 || _input is not null)
            throw new ArgumentException($"An Input says what comes into the model; it must be the first, but '{Name}' has {(_input is null ? $"{Layers.Count} layers" : "an input")} already.", nameof(input));
        if (!input.HasOwnName) input.Attach("input_layer", 0);
        SetInput(input);
    }

    private void SetInput(Input input)
    {
        Begin(input);
        EnsureBuilt([input.Shape.WithBatch()]);
    }

    private void Begin(Input input)
    {
        _input = input;
        _chain.Add(input.Tensor);
        try
        {
            foreach (Layer layer in Layers) Extend(layer);
        }
        catch
        {
            _chain.Clear();
            _input = null;
            throw;
        }

        NoteOutput();
    }

    private void Extend(Layer layer)
    {
        _chain.Add(layer.Apply(_chain[^1]));
        NoteOutput();
    }

    private void NoteOutput()
    {
        _graph = null;
        OutputShapes = [_chain[^1].Shape];
        OutputNames = [_chain[^1].Layer.Name];
    }
}
