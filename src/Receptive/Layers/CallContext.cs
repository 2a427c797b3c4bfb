using Receptive.Graph;

namespace Receptive.Layers;

/// <summary>
/// What a layer may use and do while it describes its output: whether the program trains, variables to read and to assign,
/// losses to add, random numbers of its own.
/// </summary>
public sealed class CallContext
{
    /// <summary>Streams of random numbers are numbered below this by what they are for.</summary>
    private const int Streams = 1 << 30;

    private readonly Trace _trace;

    private CallContext(Trace trace, bool training) => (_trace, Training) = (trace, training);

    /// <summary>Begins a trace, for whoever applies layers to symbolic tensors outside a model.</summary>
    /// <param name="training">Whether the program trains.</param>
    public CallContext(bool training)
        : this(training, frozen: null)
    {
    }

    /// <summary>Begins a trace.</summary>
    /// <param name="training">Whether the program trains.</param>
    /// <param name="frozen">The layers that are not trained, where that was noted earlier; null for those whose <see cref="Layer.Trainable"/> is off.</param>
    internal CallContext(bool training, IReadOnlySet<Layer>? frozen)
        : this(new Trace { Frozen = frozen }, training)
    {
    }

    /// <summary>Whether the program trains: Dropout drops only then.</summary>
    public bool Training { get; }

    /// <summary>What assignments and losses came to.</summary>
    internal IReadOnlyList<Assignment> Assignments => [.. _trace.Assigned.Select(pair => new Assignment(pair.Key, pair.Value))];

    /// <summary>The losses that layers added, scalars.</summary>
    internal IReadOnlyList<SymbolicTensor> Losses => _trace.Losses;

    /// <summary>Every application of a layer in this trace, in the order in which they ended.</summary>
    internal IReadOnlyList<TracedLayer> Applications => _trace.Applications;

    /// <summary>The value of a variable: as before the step, or as it was assigned earlier in this trace.</summary>
    public SymbolicTensor Read(Variable variable)
    {
        ArgumentNullException.ThrowIfNull(variable);
        if (_trace.Assigned.TryGetValue(variable, out SymbolicTensor? assigned)) return assigned;
        if (!_trace.Reads.TryGetValue(variable, out SymbolicTensor? read)) _trace.Reads[variable] = read = Ops.Read(variable);
        return read;
    }

    /// <summary>
    /// Gives a variable a new value at the end of the step, such as a moving average. Several assignments of one variable
    /// follow one another: the last one counts, and <see cref="Read"/> sees those before it. Only a training step carries
    /// assignments out.
    /// </summary>
    /// <exception cref="ShapeException">The value has another shape than the variable.</exception>
    public void Assign(Variable variable, SymbolicTensor value)
    {
        ArgumentNullException.ThrowIfNull(variable);
        ArgumentNullException.ThrowIfNull(value);
        if (value.Shape != variable.Shape) throw new ShapeException($"The variable '{variable.Name}' of shape {variable.Shape} was assigned a value of shape {value.Shape}.");
        _trace.Assigned[variable] = value;
    }

    /// <summary>Adds to the loss that training makes smaller, such as a penalty on outputs.</summary>
    /// <param name="loss">One number, of shape (), or several, which are added up.</param>
    public void AddLoss(SymbolicTensor loss)
    {
        ArgumentNullException.ThrowIfNull(loss);
        _trace.Losses.Add(Ops.ReduceSum(loss));
    }

    /// <summary>
    /// Random numbers in [0, 1), new at every step. They belong to the layer: they depend on the model's seed, the step, the
    /// layer's name and how often it has asked, so a layer added elsewhere changes nothing.
    /// </summary>
    /// <param name="like">The shape, with or without a batch.</param>
    /// <param name="seed">If given, picks a stream by itself: layers with the same seed draw alike.</param>
    public SymbolicTensor RandomUniform(Shape like, int? seed = null) => Ops.RandomUniform(like, NextStream(seed));

    /// <summary>Random numbers of the normal distribution with mean 0 and variance 1, likewise.</summary>
    /// <param name="like">The shape, with or without a batch.</param>
    /// <param name="seed">If given, picks a stream by itself: layers with the same seed draw alike.</param>
    public SymbolicTensor RandomNormal(Shape like, int? seed = null)
    {
        // Box and Muller's way, with two streams. 1 - u is above 0, so its logarithm is finite.
        SymbolicTensor length = Ops.Sqrt(-2f * Ops.Log(1f - RandomUniform(like, seed)));
        return length * Ops.Cos(2 * MathF.PI * RandomUniform(like, seed is { } number ? ~number : null));
    }

    /// <summary>Whether training changes a layer's weights; a frozen normalisation uses its moving averages.</summary>
    public bool Trains(Layer layer)
    {
        ArgumentNullException.ThrowIfNull(layer);
        return _trace.Frozen is { } frozen ? !frozen.Contains(layer) : layer.Trainable;
    }

    /// <summary>The same trace with another word on training.</summary>
    internal CallContext With(bool? training) => training is null || training == Training ? this : new CallContext(_trace, training.Value);

    internal void Enter(Layer layer) => _trace.Path.Add(layer);

    internal void Leave(Layer layer, IReadOnlyList<SymbolicTensor>? inputs, IReadOnlyList<SymbolicTensor>? outputs)
    {
        _trace.Path.RemoveAt(_trace.Path.Count - 1);
        if (inputs is not null && outputs is not null) _trace.Applications.Add(new TracedLayer(layer, [.. _trace.Path], inputs, outputs));
    }

    private int NextStream(int? seed)
    {
        ulong key;
        if (seed is { } number)
        {
            key = RandomStream.DeriveKey((ulong)(uint)number, 0xD209);
        }
        else
        {
            // The outermost model's name is no part of it: a model read from a file may be given another.
            string path = string.Join('/', _trace.Path.Skip(1).Select(layer => layer.Name));
            int asked = _trace.Asked[path] = _trace.Asked.GetValueOrDefault(path) + 1;
            key = RandomStream.DeriveKey(RandomStream.KeyOf(path), (ulong)asked);
        }

        return (int)(key & (Streams - 1));
    }

    /// <summary>What the layers of one trace share.</summary>
    private sealed class Trace
    {
        public IReadOnlySet<Layer>? Frozen { get; init; }

        public Dictionary<Variable, SymbolicTensor> Reads { get; } = [];

        public Dictionary<Variable, SymbolicTensor> Assigned { get; } = [];

        public List<SymbolicTensor> Losses { get; } = [];

        public List<TracedLayer> Applications { get; } = [];

        public List<Layer> Path { get; } = [];

        public Dictionary<string, int> Asked { get; } = [];
    }
}

/// <summary>An application of a layer in a traced graph, with the tensors before and after it.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="Owners">The layers it is inside of, the outermost first.</param>
/// <param name="Inputs">What it was applied to.</param>
/// <param name="Outputs">What came out.</param>
internal sealed record TracedLayer(Layer Layer, IReadOnlyList<Layer> Owners, IReadOnlyList<SymbolicTensor> Inputs, IReadOnlyList<SymbolicTensor> Outputs)
{
    public SymbolicTensor Input => Inputs[0];

    public SymbolicTensor Output => Outputs[0];

    /// <summary>The layer's name, with those of the models inside the outermost that it is in: <c>encoder/conv2d</c>.</summary>
    public string Name => string.Join('/', Owners.Skip(1).Append(Layer).Select(layer => layer.Name));
}
