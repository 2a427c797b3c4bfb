using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Receptive.Callbacks;
using Receptive.Graph;
using Receptive.Layers;
using Receptive.Training;

namespace Receptive;

/// <summary>
/// Layers that can be trained, evaluated, asked and saved together. <see cref="Sequential"/> is the model whose layers
/// follow one another; a class of one's own makes its layers with <see cref="Layer.AddPart"/> and composes them in
/// <see cref="Layer.Call"/>. A model is itself a layer and may be part of another.
/// </summary>
/// <remarks>
/// Predicting is safe from several threads at once; training, loading weights and changing layers are not safe beside
/// anything else.
/// </remarks>
public abstract partial class Model : Layer
{
    // Several threads may ask an unbuilt model for predictions at once; one of them builds it.
    private readonly Lock _building = new();
    private readonly HashSet<string> _layerNames = new(StringComparer.Ordinal);

    /// <param name="name">The model's name; by default its class in small letters.</param>
    protected Model(string? name = null)
        : base(name)
    {
        Key = RandomSeed.NextKey();
        _predictors = new PredictorPool(this);
    }

    /// <summary>The layers, in order; a layer that only says what the input looks like is not among them.</summary>
    public virtual IReadOnlyList<Layer> Layers => Parts;

    /// <summary>
    /// How many threads programs use, the caller's included; the number of processors by default. It changes how fast
    /// results come and never which.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">When setting: below 1.</exception>
    public int Threads
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            if (field == value) return;
            field = value;
            DiscardPrograms();
        }
    } = Environment.ProcessorCount;

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
    public void BuildFor(Shape inputShape) => EnsureTraced(inputShape.WithBatch());

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

    /// <summary>
    /// Frees the memory of the compiled programs; the next training, evaluation or prediction compiles them again. Not
    /// beside anything else that uses the model.
    /// </summary>
    public void ReleasePrograms() => DiscardPrograms();

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

    /// <summary>Names a layer uniquely in the model: conv2d, conv2d_1, ...</summary>
    private protected override void NamePart(Layer part)
    {
        string name = part.Name;
        if (part.HasOwnName)
        {
            if (!_layerNames.Add(name)) throw new ArgumentException($"The model '{Name}' has a layer '{name}' already; names are unique within a model.", nameof(part));
        }
        else
        {
            for (int i = 1; !_layerNames.Add(name); i++) name = $"{part.Name}_{i}";
        }

        part.Attach(name, RandomStream.DeriveKey(Key!.Value, (ulong)Parts.Count));
    }

    /// <summary>Makes the weights if need be, and sees to it that the output's shape is known.</summary>
    private void EnsureTraced(Shape inputShape)
    {
        if (IsBuilt && OutputShape is not null) return;
        lock (_building)
        {
            EnsureBuilt(inputShape);
            if (OutputShape is null) Apply(Ops.Placeholder(BuiltInputShape!.Value, "x"));
        }
    }

    private protected void ForgetName(Layer part) => _layerNames.Remove(part.Name);
}
