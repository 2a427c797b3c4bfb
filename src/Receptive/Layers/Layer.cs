using System.Text.Json.Nodes;
using Receptive.Common;
using Receptive.Graph;
using Receptive.Initializers;
using Receptive.Saving;

namespace Receptive.Layers;

/// <summary>
/// A part of a model: it makes its weights when it first learns the shape of its input, and describes what it computes
/// by composing <see cref="Ops"/>. Gradients, fusion and speed come from the engine; a layer has no backward code.
/// </summary>
/// <example>A layer of one's own:
/// <code>
/// sealed class Scale : Layer
/// {
///     private Variable? _factor;
///
///     protected override void Build(Shape inputShape) => _factor = AddWeight("factor", [inputShape[^1]], "ones");
///
///     public override SymbolicTensor Call(SymbolicTensor inputs, bool training) => inputs * Ops.Read(_factor!);
/// }
/// </code></example>
public abstract class Layer
{
    private readonly List<Variable> _ownTrainable = [];
    private readonly List<Variable> _ownFixed = [];
    private readonly List<Layer> _parts = [];
    private string? _name;
    private bool _building;

    /// <param name="name">The layer's name in its model; by default its class in small letters, numbered where needed.</param>
    protected Layer(string? name = null)
    {
        if (name is not null && (string.IsNullOrWhiteSpace(name) || name.Contains('/', StringComparison.Ordinal)))
            throw new ArgumentException($"A layer's name must have letters and no slash; got \"{name}\".", nameof(name));
        _name = name;
    }

    /// <summary>The name within the model, such as <c>conv2d_1</c>; it is final once the layer is in a model.</summary>
    public string Name => _name ?? SnakeCase.From(ClassName);

    /// <summary>The name of the class in model files.</summary>
    public virtual string ClassName => GetType().Name;

    /// <summary>
    /// The shape of one example, without the batch; only the first layer of a model needs it: <c>[28, 28, 1]</c>.
    /// Without it the model learns its input's shape from the first data.
    /// </summary>
    /// <exception cref="ArgumentException">When setting: the shape has a batch dimension.</exception>
    public Shape? InputShape
    {
        get;
        init => field = value is { HasBatch: true } shape
            ? throw new ArgumentException($"InputShape is the shape of one example, without the batch: write {shape.WithoutBatch()} instead of {shape}.", nameof(value))
            : value;
    }

    /// <summary>Whether training changes the layer's weights. Takes effect at the next <c>Compile</c>.</summary>
    public bool Trainable { get; set; } = true;

    /// <summary>Whether the weights have been made.</summary>
    public bool IsBuilt => BuiltInputShape is not null && !_building;

    /// <summary>The shape of the input the weights were made for, with the batch; null before.</summary>
    public Shape? BuiltInputShape { get; private set; }

    /// <summary>The shape of the output of the last application, with the batch; null before.</summary>
    public Shape? OutputShape { get; private protected set; }

    /// <summary>
    /// All weights in Keras' order: those that can be trained, then the others, then those of the layers inside.
    /// </summary>
    public IReadOnlyList<Variable> Weights => [.. _ownTrainable, .. _ownFixed, .. _parts.SelectMany(part => part.Weights)];

    /// <summary>The weights that training changes: none if the layer is not <see cref="Trainable"/>.</summary>
    public IReadOnlyList<Variable> TrainableWeights => Trainable
        ? [.. _ownTrainable.Where(weight => weight.Trainable), .. _parts.SelectMany(part => part.TrainableWeights)]
        : [];

    /// <summary>The weights that training leaves alone or changes otherwise than by their gradient.</summary>
    public IReadOnlyList<Variable> NonTrainableWeights
    {
        get
        {
            var trainable = TrainableWeights.ToHashSet();
            return [.. Weights.Where(weight => !trainable.Contains(weight))];
        }
    }

    /// <summary>The shape of one example, where the layer says so itself.</summary>
    internal virtual Shape? KnownInputShape => InputShape;

    internal bool HasOwnName => _name is not null;

    /// <summary>Keys the layer's random numbers; null until it is part of a model or makes its first weight.</summary>
    internal ulong? Key { get; private protected set; }

    /// <summary>The weights that are the layer's own and not those of layers inside it, in Keras' order.</summary>
    internal IReadOnlyList<Variable> OwnWeights => [.. _ownTrainable, .. _ownFixed];

    /// <summary>The layers inside this one, in the order in which they were added.</summary>
    protected internal IReadOnlyList<Layer> Parts => _parts;

    /// <summary>
    /// Makes a layer from what a model file holds. Only Keras' layers that are built in and those given to
    /// <see cref="Register"/> can be made: nothing in a file names a type.
    /// </summary>
    /// <param name="className">The class in the file, such as <c>Conv2D</c>.</param>
    /// <param name="config">Its configuration under Keras' names.</param>
    /// <exception cref="InvalidDataException">The class is not known, or the configuration does not fit it.</exception>
    public static Layer FromConfig(string className, JsonObject config) => LayerTable.Create(className, config);

    /// <summary>Makes a layer of one's own known, so that a model file may hold it.</summary>
    /// <param name="className">The name of its class in files.</param>
    /// <param name="create">Makes it from the configuration that its <see cref="GetConfig"/> gave.</param>
    /// <exception cref="ArgumentException">There is one of that name already.</exception>
    public static void Register(string className, Func<JsonObject, Layer> create) => LayerTable.Register(className, create);

    /// <summary>Describes the output. Called whenever a program is made, for training and for the rest separately.</summary>
    /// <param name="inputs">The input, with the batch as dimension 0.</param>
    /// <param name="training">Whether the program trains: Dropout drops only then.</param>
    public abstract SymbolicTensor Call(SymbolicTensor inputs, bool training);

    /// <summary>The layer's arguments under Keras' names, as they go into a model file.</summary>
    public virtual JsonObject GetConfig() => new()
    {
        ["name"] = Name,
        ["trainable"] = Trainable,
        ["dtype"] = KerasJson.Float32(),
    };

    /// <summary>Makes the weights if that has not been done yet, and describes the output. What a layer calls on layers inside it.</summary>
    /// <param name="inputs">The input, with the batch as dimension 0.</param>
    /// <param name="training">Whether the program trains.</param>
    /// <exception cref="ShapeException">The input's shape does not fit; the message names the layer, the shape and the remedy.</exception>
    public SymbolicTensor Apply(SymbolicTensor inputs, bool training = false)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        try
        {
            EnsureBuilt(inputs.Shape);
            SymbolicTensor output = Call(inputs, training);
            if (!ReferenceEquals(output, inputs)) output.Label ??= Name;
            OutputShape = output.Shape;
            return output;
        }
        catch (ShapeException e)
        {
            throw new ShapeException($"Layer '{Name}' ({ClassName}) with input {inputs.Shape}: {e.Message}", e);
        }
    }

    /// <summary>The number of weights' elements.</summary>
    public long CountParameters() => Weights.Sum(weight => weight.Shape.ElementsPerRow);

    /// <summary>The call that makes the layer.</summary>
    public override string ToString() => $"{ClassName}()";

    /// <summary>Makes the weights. Called once, when the shape of the input is first known.</summary>
    /// <param name="inputShape">With the batch as dimension 0.</param>
    protected virtual void Build(Shape inputShape)
    {
    }

    /// <summary>Makes a weight of the layer and gives it its first values. For use in <see cref="Build"/>.</summary>
    /// <param name="name">Its name within the layer, such as <c>kernel</c>.</param>
    /// <param name="shape">Its dimensions.</param>
    /// <param name="initializer">Its first values, such as <c>"glorot_uniform"</c>.</param>
    /// <param name="trainable">Whether training changes it by its gradient.</param>
    /// <exception cref="ArgumentException">The layer has a weight of that name already.</exception>
    protected Variable AddWeight(string name, Shape shape, Initializer initializer, bool trainable = true)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(initializer);
        string fullName = $"{Name}/{name}";
        if (_ownTrainable.Concat(_ownFixed).Any(weight => weight.Name == fullName))
            throw new ArgumentException($"Layer '{Name}' has a weight \"{name}\" already.", nameof(name));
        WeightBudget.Take(shape.ElementsPerRow);
        Key ??= RandomSeed.NextKey();
        ulong key = RandomStream.DeriveKey(Key.Value, (ulong)(_ownTrainable.Count + _ownFixed.Count));
        var weight = new Variable(fullName, shape, trainable, values => initializer.Initialize(values, shape, key));
        (trainable ? _ownTrainable : _ownFixed).Add(weight);
        return weight;
    }

    /// <summary>
    /// Makes a layer part of this one, so that its weights count as this one's. For the constructor of a layer that is
    /// made of others.
    /// </summary>
    /// <returns>The same layer.</returns>
    protected T AddPart<T>(T part)
        where T : Layer
    {
        ArgumentNullException.ThrowIfNull(part);
        if (_parts.Contains(part)) throw new ArgumentException($"Layer '{part.Name}' is part of '{Name}' already.", nameof(part));
        NamePart(part);
        _parts.Add(part);
        return part;
    }

    /// <summary>Random numbers in [0, 1) of the given shape, new at every step of training and different from layer to layer.</summary>
    /// <param name="like">The shape, with or without a batch.</param>
    /// <param name="seed">If given, which of the model's streams of random numbers to use; layers with the same seed drop alike.</param>
    protected static SymbolicTensor RandomUniform(Shape like, int? seed = null) => Ops.RandomUniform(like, Tracing.NextRandomStream(seed));

    /// <summary>Names the layer and keys its random numbers, when it becomes part of a model.</summary>
    internal void Attach(string name, ulong key)
    {
        _name = name;
        if (Key is not null) return;
        Key = key;
        foreach (Layer part in _parts.Where(part => part.Key is null)) NamePart(part);
    }

    /// <summary>Names a part after this layer once this has a name and a key itself.</summary>
    private protected virtual void NamePart(Layer part)
    {
        if (Key is not { } key) return;
        int index = _parts.IndexOf(part) is >= 0 and int known ? known : _parts.Count;
        part.Attach(part.HasOwnName ? part.Name : $"{Name}_{part.Name}{(index == 0 ? "" : $"_{index}")}", RandomStream.DeriveKey(key, 0x9A47 + (ulong)index));
    }

    private protected void RemovePart(Layer part) => _parts.Remove(part);

    internal void EnsureBuilt(Shape inputShape)
    {
        // Ops check the shape at each application; a convolution takes images of any size, for example.
        if (BuiltInputShape is not null) return;

        _building = true;
        BuiltInputShape = inputShape;
        try
        {
            Build(inputShape);
        }
        catch
        {
            BuiltInputShape = null;
            _ownTrainable.Clear();
            _ownFixed.Clear();
            throw;
        }
        finally
        {
            _building = false;
        }
    }
}
