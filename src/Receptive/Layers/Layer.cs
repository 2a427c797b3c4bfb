using System.Text.Json.Nodes;
using Receptive.Common;
using Receptive.Constraints;
using Receptive.Description;
using Receptive.Graph;
using Receptive.Initializers;
using Receptive.Regularizers;
using Receptive.Saving;

namespace Receptive.Layers;

/// <summary>
/// A part of a model: it makes its weights when it first learns the shape of its input, and describes what it computes
/// by composing <see cref="Ops"/>. Gradients, fusion and speed come from the engine; a layer has no backward code.
/// </summary>
/// <example>A custom layer:
/// <code>
/// sealed class Scale : Layer
/// {
///     private Variable? _factor;
///
///     protected override void Build(Shape inputShape) => _factor = AddWeight("factor", [inputShape[^1]], "ones");
///
///     public override SymbolicTensor Call(SymbolicTensor x, CallContext context) => x * context.Read(_factor!);
/// }
/// </code></example>
public abstract class Layer : KerasObject
{
    private readonly Lock _buildLock = new();
    private readonly List<Variable> _ownTrainable = [];
    private readonly List<Variable> _ownFixed = [];
    private readonly List<(Variable Weight, Regularizer Penalty)> _penalties = [];
    private readonly List<Layer> _parts = [];
    private readonly List<LayerCall> _calls = [];
    private string? _name;
    private Shape? _inputShape;
    private Regularizer? _activityRegularizer;
    private bool _trainable = true;
    private volatile bool _isBuilt;

    /// <param name="name">The layer's name in its model; by default its class in small letters, numbered where needed.</param>
    protected Layer(string? name = null) => SetName(name);

    /// <summary>
    /// The name, such as <c>conv2d_1</c>. One that was not given is chosen when the layer becomes part of its first model, and
    /// is final then.
    /// </summary>
    public string Name => _name ?? SnakeCase.From(ClassName);

    /// <summary>
    /// The shape of one example, without the batch; only the first layer of a model needs it: <c>[28, 28, 1]</c>.
    /// Without it the model learns its input's shape from the first data.
    /// </summary>
    /// <exception cref="ArgumentException">When setting: the shape has a batch dimension.</exception>
    public Shape? InputShape
    {
        get => _inputShape;
        init => _inputShape = value is { HasBatch: true } shape
            ? throw new ArgumentException($"InputShape is the shape of one example, without the batch: write {shape.WithoutBatch()} instead of {shape}.", nameof(value))
            : value;
    }

    /// <summary>A penalty on the layer's outputs, added to the loss; none by default.</summary>
    public Regularizer? ActivityRegularizer
    {
        get => _activityRegularizer;
        init => _activityRegularizer = value;
    }

    /// <summary>
    /// Whether training changes the layer's weights and those of the layers inside it. Takes effect at the next
    /// <c>Compile</c>.
    /// </summary>
    public bool Trainable
    {
        get => _trainable;
        set
        {
            _trainable = value;
            foreach (Layer part in Parts) part.Trainable = value;
        }
    }

    /// <summary>Whether the weights have been made.</summary>
    public bool IsBuilt => _isBuilt;

    /// <summary>The shape of the first input the weights were made for, with the batch; null before.</summary>
    public Shape? BuiltInputShape => _isBuilt ? BuiltInputShapes![0] : default(Shape?);

    /// <summary>The shape of the first output of the last application, with the batch; null before.</summary>
    public virtual Shape? OutputShape => _lastOutputShapes is { } shapes ? shapes[0] : default(Shape?);

    /// <summary>
    /// All weights in Keras' order: those that can be trained, then the others, then those of the layers inside.
    /// </summary>
    public IReadOnlyList<Variable> Weights => [.. WeightsInside().Distinct()];

    /// <summary>The weights that training changes: none if the layer is not <see cref="Trainable"/>.</summary>
    public IReadOnlyList<Variable> TrainableWeights => [.. TrainableInside().Distinct()];

    /// <summary>The weights that training leaves alone or changes otherwise than by their gradient.</summary>
    public IReadOnlyList<Variable> NonTrainableWeights
    {
        get
        {
            HashSet<Variable> trainable = [.. TrainableInside()];
            return [.. WeightsInside().Where(weight => !trainable.Contains(weight)).Distinct()];
        }
    }

    /// <summary>Where the layer was applied, in the order of its calls.</summary>
    public IReadOnlyList<LayerCall> Calls => _calls;

    /// <summary>What came out of the layer's first call: where a model made of a part of another begins or ends.</summary>
    /// <exception cref="InvalidOperationException">The layer was not applied to anything yet, or has several outputs.</exception>
    /// <example><code>var features = new Model(model.Inputs, model.GetLayer("conv2d_1").Output);</code></example>
    public LayerTensor Output => FirstCall.Outputs is [var only] ? only : throw new InvalidOperationException($"The layer '{Name}' has {FirstCall.Outputs.Count} outputs: take Calls[0].Outputs.");

    internal override string Module => "keras.layers";

    /// <summary>The shape of one example, where the layer says so itself.</summary>
    internal virtual Shape? KnownInputShape => InputShape;

    internal bool HasOwnName => _name is not null;

    /// <summary>Keys the layer's random numbers; null until it is part of a model or draws its first.</summary>
    internal ulong? Key { get; private protected set; }

    /// <summary>The shapes the weights were made for.</summary>
    internal IReadOnlyList<Shape>? BuiltInputShapes { get; private protected set; }

    /// <summary>The weights that are the layer's own and not those of layers inside it, in Keras' order.</summary>
    internal IReadOnlyList<Variable> OwnWeights => [.. _ownTrainable, .. _ownFixed];

    /// <summary>The layers inside this one, in the order in which they were added.</summary>
    protected internal virtual IReadOnlyList<Layer> Parts => _parts;

    private IReadOnlyList<Shape>? _lastOutputShapes;

    private LayerCall FirstCall => _calls.Count > 0
        ? _calls[0]
        : throw new InvalidOperationException($"The layer '{Name}' was not applied to anything yet. Add it to a model whose input is known, or call Apply.");

    /// <summary>
    /// Makes a layer from what a model file holds. Only Keras' layers that are built in and those given to
    /// <see cref="CustomObjects"/> can be made: nothing in a file names a type.
    /// </summary>
    /// <param name="className">The class in the file, such as <c>Conv2D</c>.</param>
    /// <param name="config">Its configuration under Keras' names.</param>
    /// <exception cref="InvalidDataException">The class is not known, or the configuration does not fit it.</exception>
    public static Layer FromConfig(string className, JsonObject config)
    {
        if (className == "Lambda") throw new InvalidDataException("The model holds a Lambda layer, which is Python code; code from files is not run.");
        return Registries.Layers.Create(className, config);
    }

    /// <summary>Describes the output for one input. Called whenever a program is made, for training and for the rest separately.</summary>
    /// <param name="x">The input, with the batch as dimension 0.</param>
    /// <param name="context">Whether the program trains, variables, losses, random numbers.</param>
    public virtual SymbolicTensor Call(SymbolicTensor x, CallContext context) =>
        throw new NotSupportedException($"{ClassName} must override Call(SymbolicTensor, CallContext), or the one for several inputs.");

    /// <summary>Describes the outputs for several inputs. By default a layer takes one and gives one.</summary>
    /// <param name="inputs">The inputs, each with the batch as dimension 0.</param>
    /// <param name="context">Whether the program trains, variables, losses, random numbers.</param>
    /// <exception cref="ShapeException">The layer takes another number of inputs.</exception>
    public virtual IReadOnlyList<SymbolicTensor> Call(IReadOnlyList<SymbolicTensor> inputs, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        if (inputs.Count != 1) throw new ShapeException($"{ClassName} takes one input, but got {inputs.Count}.");
        return [Call(inputs[0], context)];
    }

    /// <summary>Makes the weights if that has not been done yet, and describes the output. What a layer calls on layers inside it.</summary>
    /// <param name="x">The input, with the batch as dimension 0.</param>
    /// <param name="context">That of the layer around it.</param>
    /// <exception cref="ShapeException">The input's shape does not fit; the message names the layer, the shape and the remedy.</exception>
    public SymbolicTensor Apply(SymbolicTensor x, CallContext context) => Single(Apply([x], context));

    /// <summary>The same for several inputs and outputs.</summary>
    /// <param name="inputs">The inputs, each with the batch as dimension 0.</param>
    /// <param name="context">That of the layer around it.</param>
    /// <exception cref="ShapeException">The inputs' shapes do not fit; the message names the layer, the shapes and the remedy.</exception>
    public IReadOnlyList<SymbolicTensor> Apply(IReadOnlyList<SymbolicTensor> inputs, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(context);
        IReadOnlyList<SymbolicTensor>? outputs = null;
        context.Enter(this);
        try
        {
            EnsureBuilt([.. inputs.Select(input => input.Shape)]);
            outputs = Call(inputs, context);
            foreach (SymbolicTensor output in outputs)
            {
                if (!inputs.Contains(output)) output.Label ??= Name;
            }

            if (_activityRegularizer is not null)
            {
                // Per example, so that the size of a batch does not change its weight against the loss.
                foreach (SymbolicTensor output in outputs) context.AddLoss(_activityRegularizer.Call(output) * Ops.BatchReciprocal());
            }

            _lastOutputShapes = [.. outputs.Select(output => output.Shape)];
            return outputs;
        }
        catch (ShapeException e) when (!e.Data.Contains(nameof(Layer)))
        {
            string shapes = string.Join(", ", inputs.Select(input => input.Shape.ToString()));
            throw new ShapeException($"Layer '{Name}' ({ClassName}) with input {shapes}: {e.Message}", e) { Data = { [nameof(Layer)] = Name } };
        }
        finally
        {
            context.Leave(this, inputs, outputs);
        }
    }

    /// <summary>Applies the layer to tensors of a model that is being put together. Its weights are shared by all its calls.</summary>
    /// <param name="inputs">One for most layers; several for those that merge.</param>
    /// <returns>The output.</returns>
    /// <exception cref="ShapeException">The inputs' shapes do not fit.</exception>
    /// <exception cref="InvalidOperationException">The layer has several outputs: call <see cref="ApplyMany"/>.</exception>
    /// <example><code>LayerTensor y = new Concatenate().Apply(left, right);</code></example>
    public LayerTensor Apply(params ReadOnlySpan<LayerTensor> inputs) => Single(ApplyMany([.. inputs]));

    /// <summary>The same, saying whether this call trains instead of leaving it to the model.</summary>
    /// <param name="x">The input.</param>
    /// <param name="training">False for a part that works as in prediction also while the model trains, such as the normalisation of a pretrained network.</param>
    /// <exception cref="ShapeException">The input's shape does not fit.</exception>
    public LayerTensor Apply(LayerTensor x, bool training) => Single(ApplyMany([x], training));

    /// <summary>Applies the layer to several tensors, for several outputs.</summary>
    /// <param name="inputs">What the layer takes.</param>
    /// <param name="training">Whether the call trains; null leaves it to the model.</param>
    /// <exception cref="ShapeException">The inputs' shapes do not fit.</exception>
    public IReadOnlyList<LayerTensor> ApplyMany(IReadOnlyList<LayerTensor> inputs, bool? training = null)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        if (inputs.Count == 0) throw new ArgumentException($"{ClassName} was applied to nothing.", nameof(inputs));
        SymbolicTensor[] placeholders = [.. inputs.Select((input, i) => Ops.Placeholder((input ?? throw new ArgumentNullException(nameof(inputs))).Shape, $"x{i}"))];
        IReadOnlyList<SymbolicTensor> outputs = Apply(placeholders, new CallContext(training ?? false));
        return AddCall(inputs, [.. outputs.Select(output => output.Shape)], training).Outputs;
    }

    /// <summary>The number of weights' elements.</summary>
    public long CountParameters() => Weights.Sum(weight => weight.Shape.ElementsPerRow);

    /// <summary>Makes the weights for a shape of input without waiting for it, as Keras' <c>build</c>.</summary>
    /// <param name="inputShape">The shape of one example, without the batch.</param>
    /// <exception cref="ShapeException">The shape does not fit the layer.</exception>
    public virtual void BuildFor(Shape inputShape) => EnsureBuilt([inputShape.WithBatch()]);

    /// <inheritdoc/>
    protected internal override void Describe(Arguments arguments)
    {
    }

    /// <summary>Makes the weights. Called once, when the shape of the input is first known.</summary>
    /// <param name="inputShape">With the batch as dimension 0.</param>
    protected virtual void Build(Shape inputShape)
    {
    }

    /// <summary>Makes the weights of a layer of several inputs. Called once; by default <see cref="Build(Shape)"/> with the first shape.</summary>
    /// <param name="inputShapes">Each with the batch as dimension 0.</param>
    protected virtual void Build(IReadOnlyList<Shape> inputShapes)
    {
        ArgumentNullException.ThrowIfNull(inputShapes);
        Build(inputShapes[0]);
    }

    /// <summary>Makes a weight of the layer; its initial values are drawn when they are first needed. For use in <see cref="Build(Shape)"/>.</summary>
    /// <param name="name">Its name within the layer, such as <c>kernel</c>.</param>
    /// <param name="shape">Its dimensions.</param>
    /// <param name="initializer">Its initial values, such as <c>"glorot_uniform"</c>.</param>
    /// <param name="trainable">Whether training changes it by its gradient.</param>
    /// <param name="regularizer">A penalty on it, added to the loss.</param>
    /// <param name="constraint">What it is held to after each step.</param>
    /// <exception cref="ArgumentException">The layer has a weight of that name already.</exception>
    protected Variable AddWeight(
        string name, Shape shape, Initializer initializer, bool trainable = true, Regularizer? regularizer = null, Constraint? constraint = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(initializer);
        if (OwnWeights.Any(own => own.Name[(own.Name.LastIndexOf('/') + 1)..] == name))
            throw new ArgumentException($"Layer '{Name}' has a weight \"{name}\" already.", nameof(name));
        WeightBudget.Take(shape.ElementsPerRow);
        ulong index = (ulong)(_ownTrainable.Count + _ownFixed.Count);
        var weight = new Variable($"{Name}/{name}", shape, trainable, values => initializer.Initialize(values, shape, RandomStream.DeriveKey(Key ??= RandomSeed.NextKey(), index)));
        if (constraint is not null) weight.Constraint = constraint.Call;
        (trainable ? _ownTrainable : _ownFixed).Add(weight);
        if (regularizer is not null) _penalties.Add((weight, regularizer));
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
        if (Parts.Contains(part)) throw new ArgumentException($"Layer '{part.Name}' is part of '{Name}' already.", nameof(part));
        if (ReferenceEquals(part, this) || part.Contains(this)) throw new ArgumentException($"'{Name}' cannot be a part of itself.", nameof(part));
        NamePart(part);
        _parts.Add(part);
        return part;
    }

    /// <summary>Whether a layer is inside this one, at any depth.</summary>
    internal bool Contains(Layer layer) => Parts.Any(part => ReferenceEquals(part, layer) || part.Contains(layer));

    /// <summary>Records a call of the layer.</summary>
    internal LayerCall AddCall(IReadOnlyList<LayerTensor> inputs, IReadOnlyList<Shape> outputShapes, bool? training)
    {
        var call = new LayerCall(this, inputs, outputShapes, training);
        _calls.Add(call);
        return call;
    }

    internal void ForgetCall(LayerCall call) => _calls.Remove(call);

    /// <summary>Names the layer, if it has no name yet, and keys its random numbers, when it becomes part of a model.</summary>
    internal void Attach(string name, ulong key)
    {
        if (_name is null)
        {
            _name = name;
            foreach (Variable weight in OwnWeights) weight.Name = $"{name}/{weight.Name[(weight.Name.LastIndexOf('/') + 1)..]}";
        }

        if (Key is not null) return;
        Key = key;
        for (int i = 0; i < _parts.Count; i++) NamePart(_parts[i], i);
    }

    /// <summary>Names a part after this layer once this has a name and a key itself.</summary>
    private protected virtual void NamePart(Layer part) => NamePart(part, _parts.Count);

    private void NamePart(Layer part, int index)
    {
        if (Key is not { } key) return;
        string name = part.HasOwnName ? part.Name : $"{Name}_{part.Name}{(index == 0 ? "" : $"_{index}")}";
        part.Attach(name, RandomStream.DeriveKey(key, RandomStream.KeyOf(name)));
    }

    private protected void RemovePart(Layer part) => _parts.Remove(part);

    internal override void WriteConfig(JsonObject config)
    {
        config["name"] = Name;
        config["trainable"] = Trainable;
        config["dtype"] = KerasJson.Float32();
        base.WriteConfig(config);
        if (_activityRegularizer is not null) config["activity_regularizer"] = _activityRegularizer.Serialize();
    }

    internal override void ReadConfig(ConfigReader reader)
    {
        reader.Take("dtype");
        bool trainable = true, autocast = true;
        if (reader.Take("name") is { } given) SetName(Codecs.TryText(given, out string? name) ? name : throw reader.Wrong("name", "a string"));
        reader.Boolean("trainable", ref trainable, usual: true);
        reader.Boolean("autocast", ref autocast, usual: true);
        reader.Regularizer("activity_regularizer", ref _activityRegularizer);
        if (this is not Input) _inputShape = (reader.BatchShape("batch_input_shape") ?? reader.BatchShape("batch_shape"))?.WithoutBatch();
        base.ReadConfig(reader);
        Trainable = trainable;
    }

    /// <summary>The penalties on weights that train, of this layer and those inside it.</summary>
    internal IEnumerable<SymbolicTensor> Penalties(CallContext context) =>
        PenaltiesInside().DistinctBy(pair => pair.Weight).Select(pair => pair.Penalty.Call(context.Read(pair.Weight)));

    internal void EnsureBuilt(IReadOnlyList<Shape> inputShapes)
    {
        // Ops check the shape at each application; a convolution takes images of any size, for example.
        if (_isBuilt) return;
        lock (_buildLock)
        {
            if (_isBuilt) return;
            BuiltInputShapes = inputShapes;
            try
            {
                Build(inputShapes);
                _isBuilt = true;
            }
            catch
            {
                BuiltInputShapes = null;
                _ownTrainable.Clear();
                _ownFixed.Clear();
                _penalties.Clear();
                throw;
            }
        }
    }

    private IEnumerable<Variable> WeightsInside() => [.. _ownTrainable, .. _ownFixed, .. Parts.SelectMany(part => part.WeightsInside())];

    private IEnumerable<Variable> TrainableInside() => _trainable
        ? [.. _ownTrainable.Where(weight => weight.Trainable), .. Parts.SelectMany(part => part.TrainableInside())]
        : [];

    private IEnumerable<(Variable Weight, Regularizer Penalty)> PenaltiesInside() => _trainable ? _penalties.Concat(Parts.SelectMany(part => part.PenaltiesInside())) : [];

    private void SetName(string? name)
    {
        if (name is not null && (string.IsNullOrWhiteSpace(name) || name.Contains('/', StringComparison.Ordinal)))
            throw new ArgumentException($"A layer's name must have letters and no slash; got \"{name}\".", nameof(name));
        _name = name;
    }

    private T Single<T>(IReadOnlyList<T> outputs) => outputs is [var only]
        ? only
        : throw new InvalidOperationException($"The layer '{Name}' has {outputs.Count} outputs: call ApplyMany.");
}
