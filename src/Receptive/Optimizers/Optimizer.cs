using System.Text.Json.Nodes;
using Receptive.Common;
using Receptive.Description;
using Receptive.Graph;

namespace Receptive.Optimizers;

/// <summary>
/// The rule by which training moves weights along their gradients. Keras' names convert by themselves:
/// <c>optimizer: "adam"</c>. An optimizer belongs to one model, whose moving averages it holds.
/// </summary>
/// <remarks>
/// An optimizer describes the new value of a weight in ops (<see cref="Next"/>); the compiler makes one pass over memory of
/// it. Around that, for every optimizer: clipping, weight decay, averages of the weights, accumulation of gradients, and
/// the constraints of variables. The state, iterations included, is that of <see cref="Variables"/>.
/// </remarks>
/// <example>A custom optimizer, gradient descent by the sign of the gradient with momentum:
/// <code>
/// sealed class SignDescent(double learningRate = 0.01) : Optimizer(learningRate)
/// {
///     protected override SymbolicTensor Next(SymbolicTensor weight, SymbolicTensor gradient, WeightState state)
///     {
///         state["momentum"] = state["momentum"] * 0.9f + gradient * 0.1f;
///         SymbolicTensor sign = Ops.Greater(state["momentum"], 0f) - Ops.Greater(0f, state["momentum"]);
///         return weight - Rate * sign;
///     }
/// }
/// </code></example>
public abstract partial class Optimizer : KerasObject, IStepScalars
{
    private string _name;
    private long _iterations;
    private readonly Variable _learningRate = new("learning_rate", Shape.Scalar, trainable: false);
    private readonly Dictionary<Variable, WeightState> _states = [];
    private readonly Dictionary<string, StepScalar> _scalars = [];
    private readonly List<StepScalar> _scalarsInOrder = []; // enumerated in every step without allocating
    private LearningRateSchedule? _schedule;
    private double _givenRate; // before rounding, so that it reads back as it was written

    /// <param name="learningRate">How far a step goes, at least 0; or a schedule of it.</param>
    /// <param name="name">What files call it; by default the class in small letters.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate is negative or not finite.</exception>
    protected Optimizer(LearningRateSchedule learningRate, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(learningRate);
        _name = name ?? SnakeCase.From(GetType().Name);
        if (learningRate is ConstantRate constant) LearningRate = constant.Rate;
        else _schedule = learningRate;
    }

    /// <summary>What files call it.</summary>
    public string Name => _name;

    internal override string Module => "keras.optimizers";

    /// <summary>
    /// How far the next step goes; steps use it in single precision. May be set at any time between batches; the next batch
    /// uses it.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">When setting: negative or not finite.</exception>
    /// <exception cref="InvalidOperationException">When setting: the rate follows a schedule.</exception>
    public double LearningRate
    {
        get => _schedule?.At(_iterations) ?? ((float)_givenRate == _learningRate.Span[0] ? _givenRate : _learningRate.Span[0]);
        set
        {
            if (_schedule is not null)
                throw new InvalidOperationException($"This {ClassName} optimizer was made with a {_schedule.GetType().Name} schedule, so its learning rate cannot be set. Make it with a number, or set {nameof(Schedule)}.");
            if (!float.IsFinite((float)value) || value < 0)
                throw new ArgumentOutOfRangeException(nameof(value), value, "A learning rate is a finite number of at least 0, such as 0.001.");
            _givenRate = value;
            _learningRate.Assign([(float)value]);
        }
    }

    /// <summary>What the learning rate follows; null if it is a number, which <see cref="LearningRate"/> sets.</summary>
    public LearningRateSchedule? Schedule
    {
        get => _schedule;
        set
        {
            if (value is ConstantRate constant) (_schedule, LearningRate) = (null, constant.Rate);
            else _schedule = value;
        }
    }

    /// <summary>How many steps have been made. The random numbers of dropout depend on it, so it is part of a training's state.</summary>
    /// <exception cref="ArgumentOutOfRangeException">When setting: negative.</exception>
    public long Iterations
    {
        get => _iterations;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            _iterations = value;
        }
    }

    /// <summary>
    /// Its state in Keras' order after the count of <see cref="Iterations"/>: the learning rate unless it follows a schedule,
    /// then what it holds for the trained variables. Complete once it is prepared.
    /// </summary>
    public IReadOnlyList<Variable> Variables =>
    [
        .. _schedule is null ? [_learningRate] : Array.Empty<Variable>(),
        .. (TrainedVariables ?? [])
            .SelectMany(variable => _states[variable].Entries)
            .OrderBy(entry => entry.Group) // a stable sort
            .Select(entry => entry.Variable),
    ];

    /// <summary>The variables it was prepared for last; null before.</summary>
    public IReadOnlyList<Variable>? TrainedVariables { get; private set; }

    /// <summary>The model it belongs to; null before it is compiled with one.</summary>
    internal object? Owner { get; private set; }

    /// <summary>Makes it belong to a model.</summary>
    /// <exception cref="InvalidOperationException">It belongs to another one.</exception>
    internal void BelongTo(object model)
    {
        if (Owner is not null && !ReferenceEquals(Owner, model))
            throw new InvalidOperationException($"This {ClassName} optimizer trains another model already, whose moving averages it holds. Give each model an optimizer of its own in Compile.");
        Owner = model;
    }

    /// <inheritdoc/>
    long IStepScalars.Step => _iterations;

    /// <summary>The learning rate of the step.</summary>
    protected SymbolicTensor Rate => Scalar("rate", _ => RateOfStep);

    /// <summary>1 minus a share, as of the decimal that was written: 0.001 for 0.999, where single precision has 0.00099998713.</summary>
    protected static float Rest(float share) => (float)(1m - (decimal)share);

    /// <summary>The learning rate of the step, for scalars that are made of it: as a step uses it, in single precision.</summary>
    protected double RateOfStep => (float)LearningRate;

    /// <summary>By Keras' name, with its default arguments.</summary>
    /// <exception cref="ArgumentException">The name is not known.</exception>
    public static implicit operator Optimizer(string name) => Get(name);

    /// <summary>By Keras' name, with its default arguments.</summary>
    /// <exception cref="ArgumentException">The name is not known; the message lists the known ones.</exception>
    public static Optimizer Get(string name) => Registries.Optimizers.Get(name);

    /// <summary>From what a model file holds: a name, or an object with a class and its configuration.</summary>
    /// <exception cref="InvalidDataException">The optimizer is not known or its configuration does not fit.</exception>
    public static Optimizer FromConfig(JsonNode? config) => Registries.Optimizers.FromConfig(config);

    /// <summary>
    /// Makes what it holds for the variables it will train. The state of those it was prepared for before is kept, that of
    /// others dropped. A model does it by itself.
    /// </summary>
    /// <exception cref="InvalidOperationException">It trains none of these but others: those of another model.</exception>
    public void Prepare(IReadOnlyList<Variable> variables)
    {
        ArgumentNullException.ThrowIfNull(variables);
        if (TrainedVariables is { } trained && trained.SequenceEqual(variables)) return;
        HashSet<Variable> staying = [.. variables];
        if (TrainedVariables is { Count: > 0 } && variables.Count > 0 && !TrainedVariables.Any(staying.Contains))
            throw new InvalidOperationException($"This {ClassName} optimizer trains other variables already. Give each model an optimizer of its own in Compile.");
        foreach (Variable variable in _states.Keys.Where(variable => !staying.Contains(variable)).ToArray()) _states.Remove(variable);
        TrainedVariables = [.. variables];

        // The state comes into being where an update reads it, so describe one, with the weight for a gradient.
        Describe(variables, [.. variables.Select(Ops.Read)]);
    }

    /// <summary>
    /// The new values of the variables and of the optimizer's state after one step, as part of a graph. The function they go
    /// into names the optimizer as its <see cref="GraphFunction.StepScalars"/>.
    /// </summary>
    /// <param name="variables">What to train; the optimizer is prepared for it.</param>
    /// <param name="gradients">One each; null where nothing depends on the variable, which then stays as it is.</param>
    public IReadOnlyList<Assignment> Apply(IReadOnlyList<Variable> variables, IReadOnlyList<SymbolicTensor?> gradients)
    {
        ArgumentNullException.ThrowIfNull(variables);
        ArgumentNullException.ThrowIfNull(gradients);
        if (gradients.Count != variables.Count)
            throw new ArgumentException($"There are {variables.Count} variables but {gradients.Count} gradients.", nameof(gradients));
        Prepare(variables);
        return Describe(variables, gradients);
    }

    /// <inheritdoc/>
    void IStepScalars.BeginStep()
    {
        foreach (StepScalar scalar in _scalarsInOrder) scalar.Set(StepsApplied);
    }

    /// <inheritdoc/>
    void IStepScalars.EndStep() => _iterations++;

    /// <summary>The value of a weight after a step.</summary>
    /// <param name="weight">Its value before, with weight decay applied.</param>
    /// <param name="gradient">Its gradient, clipped.</param>
    /// <param name="state">What the optimizer holds for it.</param>
    protected abstract SymbolicTensor Next(SymbolicTensor weight, SymbolicTensor gradient, WeightState state);

    /// <summary>A number that depends on the step, computed on the host in double precision before each run.</summary>
    /// <param name="name">What reports call it; asked for again by this name, it is the same number.</param>
    /// <param name="value">The number, given how many steps were made before; it must allocate nothing.</param>
    protected SymbolicTensor Scalar(string name, Func<long, double> value)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(value);
        if (!_scalars.TryGetValue(name, out StepScalar? scalar))
        {
            _scalars[name] = scalar = new StepScalar(new Variable(name, Shape.Scalar, trainable: false), value);
            _scalarsInOrder.Add(scalar);
        }

        return Ops.Read(scalar.Variable);
    }

    /// <summary>
    /// Where a state stands in files: Keras writes the states of one group variable by variable, then those of the next.
    /// </summary>
    /// <param name="stateName">The state's name in <see cref="WeightState"/>.</param>
    protected virtual int StateGroup(string stateName) => 0;

    /// <summary>By how much a variable decays in a step, in units of the learning rate; null for not at all.</summary>
    protected virtual double? DecayOf(Variable variable) => WeightDecay;

    internal int GroupOf(string stateName) => StateGroup(stateName);

    private sealed class StepScalar(Variable variable, Func<long, double> value)
    {
        public Variable Variable => variable;

        public void Set(long step) => variable.Assign([(float)value(step)]);
    }
}
