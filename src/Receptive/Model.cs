using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Receptive.Callbacks;
using Receptive.Common;
using Receptive.Compiler;
using Receptive.Graph;
using Receptive.Layers;
using Receptive.Training;

namespace Receptive;

/// <summary>
/// Layers that can be trained, evaluated, asked and saved together: inputs, outputs, and the layer calls between them.
/// <see cref="Sequential"/> is the model whose layers follow one another. A custom class may instead make its layers
/// with <see cref="Layer.AddPart"/> and compose them in <see cref="Layer.Call(SymbolicTensor, CallContext)"/>. A model is itself a layer and may
/// be part of another, at any depth.
/// </summary>
/// <remarks>
/// Predicting is safe from several threads at once; training, loading weights and changing layers are not safe beside
/// anything else.
/// </remarks>
/// <example>A residual block:
/// <code>
/// LayerTensor x = new Input([32, 32, 16]);
/// LayerTensor y = x.Then(
///     new Conv2D(16, 3, padding: "same", useBias: false),
///     new BatchNormalization(),
///     new ReLU(),
///     new Conv2D(16, 3, padding: "same", useBias: false),
///     new BatchNormalization());
/// var model = new Model(x, (x + y).Then(new ReLU()));
/// </code></example>
public partial class Model : Layer
{
    private readonly HashSet<string> _layerNames = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly Lock _tracing = new();

    /// <summary>A model of inputs, outputs and what lies between them.</summary>
    /// <param name="inputs">Where data comes in: an <see cref="Input"/>, or a tensor inside another model.</param>
    /// <param name="outputs">What comes out.</param>
    /// <param name="name">The model's name; "functional" by default.</param>
    /// <exception cref="ArgumentException">The outputs depend on another input, or two layers have the same name.</exception>
    public Model(LayerTensors inputs, LayerTensors outputs, string? name = null)
        : this(name)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(outputs);
        SetGraph(ModelGraph.Between(inputs, outputs));
    }

    /// <summary>For a custom class, which composes its layers in <see cref="Layer.Call(SymbolicTensor, CallContext)"/>.</summary>
    /// <param name="name">The model's name; by default its class in small letters.</param>
    protected internal Model(string? name = null)
        : base(name)
    {
        Key = RandomSeed.NextKey();
        _programs = new ProgramCache();
    }

    /// <inheritdoc/>
    public override string ClassName => GetType() == typeof(Model) ? "Functional" : GetType().Name;

    /// <summary>The layers in order. A <see cref="Sequential"/>'s input is not among them.</summary>
    public virtual IReadOnlyList<Layer> Layers => Graph is { } graph ? graph.Layers : Parts;

    /// <summary>Where data comes in.</summary>
    /// <exception cref="InvalidOperationException">The model does not know its input's shape yet, or composes its layers in code.</exception>
    public LayerTensors Inputs => LayerTensors.Create([.. RequireGraph().Inputs]);

    /// <summary>What comes out.</summary>
    /// <exception cref="InvalidOperationException">The model does not know its input's shape yet, or composes its layers in code.</exception>
    public LayerTensors Outputs => LayerTensors.Create([.. RequireGraph().Outputs]);

    /// <summary>What the model computes, where it is not written in a user's code and its input is known.</summary>
    internal virtual ModelGraph? Graph { get; private set; }

    internal override string Module => ClassName == "Functional" ? "keras.src.models.functional" : "keras";

    /// <summary>The names of the outputs, as logs use them: those of the layers that made them.</summary>
    internal IReadOnlyList<string> OutputNames { get; private protected set; } = [];

    /// <summary>The shapes of all outputs, with the batch.</summary>
    internal IReadOnlyList<Shape> OutputShapes { get; private protected set; } = [];

    /// <inheritdoc/>
    public override Shape? OutputShape => OutputShapes.Count > 0 ? OutputShapes[0] : default(Shape?);

    /// <inheritdoc/>
    protected internal override IReadOnlyList<Layer> Parts => Graph is { } graph && GetType() == typeof(Model) ? graph.Layers : base.Parts;

    /// <summary>The most threads a model may use.</summary>
    public const int MostThreads = WorkerPool.MaximumThreads;

    /// <summary>
    /// How many threads programs use, the caller's included; the number of processors by default. It changes how fast
    /// results come and never which.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">When setting: below 1 or above <see cref="MostThreads"/>.</exception>
    public int Threads
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, MostThreads);
            if (field == value) return;
            RequireIdle("Threads cannot be changed");
            field = value;
            DiscardPrograms();
        }
    } = Math.Min(Environment.ProcessorCount, MostThreads);

    /// <summary>What the last training logged; null before the first.</summary>
    public History? History { get; private set; }

    /// <summary>Set by a callback to end the training after the current batch.</summary>
    public bool StopTraining { get; set; }

    /// <summary>The layer of a name.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public Layer GetLayer(string name) => Layers.FirstOrDefault(layer => layer.Name == name)
        ?? throw new KeyNotFoundException($"The model has no layer '{name}'. It has: {string.Join(", ", Layers.Select(layer => layer.Name))}.");

    /// <summary>Makes the weights for a shape of input, without waiting for data.</summary>
    /// <param name="inputShape">The shape of one example, without the batch.</param>
    /// <exception cref="ShapeException">The shape does not fit the layers.</exception>
    public override void BuildFor(Shape inputShape) => EnsureTraced([inputShape.WithBatch()]);

    /// <summary>Copies of all weights, in the order of <see cref="Layer.Weights"/>.</summary>
    public IReadOnlyList<Tensor<float>> GetWeights() =>
        [.. Weights.Select(weight => Tensor.Create(weight.Span.ToArray(), [.. weight.Shape.ToArray().Select(dimension => (nint)dimension)]))];

    /// <summary>Sets all weights.</summary>
    /// <param name="weights">One for each of <see cref="Layer.Weights"/>, of its shape.</param>
    /// <exception cref="ArgumentException">Their number or a shape differs; the message lists what was expected and what came.</exception>
    public void SetWeights(IReadOnlyList<Tensor<float>> weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        IReadOnlyList<Variable> own = Weights;
        bool fits = own.Count == weights.Count;
        for (int i = 0; fits && i < own.Count; i++) fits = Rows.ShapeOf(weights[i]) == own[i].Shape;
        if (!fits)
        {
            IEnumerable<string> rows = Enumerable.Range(0, Math.Max(own.Count, weights.Count)).Select(i =>
                $"  {(i < own.Count ? own[i].ToString() : "nothing")}: got {(i < weights.Count ? Rows.ShapeOf(weights[i]).ToString() : "nothing")}");
            throw new ArgumentException($"The weights do not fit the model '{Name}'. Expected, and got:\n{string.Join("\n", rows)}", nameof(weights));
        }

        for (int i = 0; i < own.Count; i++)
        {
            float[] values = new float[own[i].Shape.ElementsPerRow];
            weights[i].FlattenTo(values);
            own[i].Assign(values);
        }
    }

    /// <summary>
    /// The SHA-256 of all weights in order, as little-endian 32-bit floats: two runs with the same one trained the same
    /// model to the last bit.
    /// </summary>
    /// <returns>64 hexadecimal digits in lower case.</returns>
    public string WeightsSha256()
    {
        Span<byte> bytes = stackalloc byte[sizeof(float)];
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (Variable weight in Weights)
        {
            ReadOnlySpan<float> values = weight.Span;
            if (BitConverter.IsLittleEndian)
            {
                hash.AppendData(MemoryMarshal.AsBytes(values));
                continue;
            }

            foreach (float value in values)
            {
                System.Buffers.Binary.BinaryPrimitives.WriteSingleLittleEndian(bytes, value);
                hash.AppendData(bytes);
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Prints <see cref="SummaryText()"/>.</summary>
    public void Summary() => Summary(receptiveField: false);

    /// <summary>Prints <see cref="SummaryText()"/>.</summary>
    /// <param name="receptiveField">Whether to add what each layer sees of the input image.</param>
    public void Summary(bool receptiveField) => Console.Write(SummaryText(receptiveField));

    /// <summary>The layers with their output shapes and numbers of parameters, as the table Keras 2 prints.</summary>
    /// <exception cref="InvalidOperationException">The model does not know its input's shape yet.</exception>
    public string SummaryText() => SummaryText(receptiveField: false);

    /// <summary>
    /// The same table, on request with what each layer sees of the input image: how many pixels each way, by how many it
    /// steps from one unit to the next, and the first pixel that the first unit sees.
    /// </summary>
    /// <param name="receptiveField">Whether to add that.</param>
    /// <exception cref="InvalidOperationException">The model does not know its input's shape yet, or takes no images though receptive fields are asked for.</exception>
    public string SummaryText(bool receptiveField) => ModelSummary.Print(this, receptiveField);

    /// <summary>The layers as the calls that make them.</summary>
    public override string ToString() =>
        $"{ClassName} \"{Name}\"\n" + string.Concat(Layers.Select(layer => $"  {layer}{(layer.OutputShape is { } shape ? $" -> {shape}, {layer.CountParameters():N0} parameters" : "")}\n"));

    /// <inheritdoc/>
    public override IReadOnlyList<SymbolicTensor> Call(IReadOnlyList<SymbolicTensor> inputs, CallContext context) =>
        Graph is { } graph ? graph.Call(inputs, context) : base.Call(inputs, context);

    /// <inheritdoc/>
    protected override void Build(IReadOnlyList<Shape> inputShapes)
    {
        // The layers of a functional model were built when they were applied.
        if (Graph is null) base.Build(inputShapes);
    }

    /// <summary>Takes a graph, names and keys its layers.</summary>
    private protected void SetGraph(ModelGraph graph)
    {
        // Names that were given come first, so that others make way for them.
        foreach (Layer layer in graph.Layers.Where(layer => layer.HasOwnName)) ClaimName(layer);
        foreach (Layer layer in graph.Layers.Where(layer => !layer.HasOwnName)) NamePart(layer);
        foreach (Layer layer in graph.Layers.Where(layer => layer.Key is null)) layer.Attach(layer.Name, RandomStream.DeriveKey(Key!.Value, RandomStream.KeyOf(layer.Name)));
        Graph = graph;
        EnsureTraced([.. graph.Inputs.Select(input => input.Shape)]);
    }

    /// <summary>Names a layer uniquely in the model: conv2d, conv2d_1, ...</summary>
    private protected override void NamePart(Layer part)
    {
        string name = part.Name;
        if (part.HasOwnName) ClaimName(part);
        else
        {
            // Numbers only grow, so that naming many layers of one class takes no search.
            while (!_layerNames.Add(name)) name = $"{part.Name}_{_numbers[part.Name] = _numbers.GetValueOrDefault(part.Name) + 1}";
        }

        part.Attach(name, RandomStream.DeriveKey(Key!.Value, RandomStream.KeyOf(name)));
    }

    private void ClaimName(Layer layer)
    {
        if (!_layerNames.Add(layer.Name))
            throw new ArgumentException($"The model '{Name}' has a layer '{layer.Name}' already; names are unique within a model. Give one of them a name of its own.", nameof(layer));
    }

    /// <summary>Makes the weights if need be, and sees to it that the outputs' shapes are known.</summary>
    private protected void EnsureTraced(IReadOnlyList<Shape> inputShapes)
    {
        if (IsBuilt && OutputShapes.Count > 0) return;
        lock (_tracing)
        {
            if (IsBuilt && OutputShapes.Count > 0) return;
            EnsureBuilt(inputShapes);
            IReadOnlyList<SymbolicTensor> outputs = Apply([.. BuiltInputShapes!.Select((shape, i) => Ops.Placeholder(shape, $"x{i}"))], new CallContext(training: false));
            OutputNames = Graph is { } graph ? [.. graph.Outputs.Select(output => output.Layer.Name)] : [.. outputs.Select((_, i) => $"output_{i + 1}")];
            OutputShapes = [.. outputs.Select(output => output.Shape)];
        }
    }

    /// <summary>Forgets what comes out: layers changed.</summary>
    private protected void ForgetOutputs() => OutputShapes = [];

    /// <summary>Frees the name of a layer that was removed.</summary>
    private protected void ForgetName(Layer part)
    {
        _layerNames.Remove(part.Name);
        string plain = SnakeCase.From(part.ClassName);
        int number = _numbers.GetValueOrDefault(plain);
        if (number > 0 && part.Name == $"{plain}_{number}") _numbers[plain] = number - 1;
    }

    private ModelGraph RequireGraph() => Graph ?? throw new InvalidOperationException(
        $"The model '{Name}' has no inputs and outputs to build on: it {(GetType() == typeof(Model) || this is Sequential ? "does not know its input's shape yet. Give its first layer InputShape = [...], or call BuildFor." : "composes its layers in code.")}");
}
