using System.Text.Json.Nodes;
using Receptive.Common;
using Receptive.Graph;

namespace Receptive.Optimizers;

/// <summary>
/// The rule by which training moves weights along their gradients. Keras' names convert by themselves:
/// <c>optimizer: "adam"</c>. An optimizer belongs to one model, whose moving averages it holds.
/// </summary>
/// <example>One of one's own, gradient descent by the sign of the gradient:
/// <code>
/// sealed class SignDescent(float learningRate = 0.01f) : Optimizer(learningRate)
/// {
///     protected override IEnumerable&lt;UpdateOp> Update(Variable variable, SymbolicTensor gradient, int index)
///     {
///         SymbolicTensor sign = Ops.Greater(gradient, 0f) - Ops.Greater(0f, gradient);
///         yield return new Assign(variable, Ops.Read(variable) - Ops.Read(Rate) * sign);
///     }
/// }
/// </code></example>
public abstract class Optimizer
{
    private readonly Variable _learningRate = new("learning_rate", Shape.Scalar, trainable: false);
    private readonly List<Variable> _slots = [];

    /// <param name="learningRate">How far a step goes; positive, settable later.</param>
    /// <param name="name">What files call it; by default the class in small letters.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate is negative or not finite.</exception>
    protected Optimizer(float learningRate, string? name = null)
    {
        Name = name ?? SnakeCase.From(GetType().Name);
        LearningRate = learningRate;
    }

    /// <summary>What files call it.</summary>
    public string Name { get; }

    /// <summary>The name of the class in model files.</summary>
    public virtual string ClassName => GetType().Name;

    /// <summary>How far a step goes. May be set at any time between batches; the next batch uses it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">When setting: negative or not finite.</exception>
    public float LearningRate
    {
        get => _learningRate.Span[0];
        set
        {
            if (!float.IsFinite(value) || value < 0)
                throw new ArgumentOutOfRangeException(nameof(value), value, "A learning rate is a finite number of at least 0, such as 0.001.");
            _learningRate.Span[0] = value;
            _learningRate.MarkChanged();
        }
    }

    /// <summary>If set, every element of a gradient is kept within ± this.</summary>
    public float? ClipValue { get; init => field = CheckedLimit(value); }

    /// <summary>If set, each variable's gradient is scaled down to at most this Euclidean length.</summary>
    public float? ClipNorm { get; init => field = CheckedLimit(value); }

    /// <summary>If set, all gradients together are scaled down to at most this Euclidean length.</summary>
    public float? GlobalClipNorm { get; init => field = CheckedLimit(value); }

    /// <summary>How many steps have been made. The random numbers of dropout depend on it, so it is part of a training's state.</summary>
    /// <exception cref="ArgumentOutOfRangeException">When setting: negative.</exception>
    public long Iterations
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            field = value;
        }
    }

    /// <summary>
    /// Its state in Keras' order after the count of <see cref="Iterations"/>: the learning rate, then what it holds for
    /// each trained variable. Complete once the model's first training step is prepared.
    /// </summary>
    public IReadOnlyList<Variable> Variables => [_learningRate, .. _slots];

    /// <summary>The variables it was prepared for; null before.</summary>
    public IReadOnlyList<Variable>? TrainedVariables { get; private set; }

    /// <summary>The rate of this step as a variable: what <see cref="RateOf"/> gave for it.</summary>
    protected Variable Rate { get; } = new("rate", Shape.Scalar, trainable: false);

    /// <summary>By Keras' name, with its default arguments.</summary>
    /// <exception cref="ArgumentException">The name is not known.</exception>
    public static implicit operator Optimizer(string name) => Get(name);

    /// <summary>By Keras' name, with its default arguments.</summary>
    /// <exception cref="ArgumentException">The name is not known; the message lists the known ones.</exception>
    public static Optimizer Get(string name) => OptimizerTable.Create(name, []);

    /// <summary>From what a model file holds: a name, or an object with a class and its configuration.</summary>
    /// <exception cref="InvalidDataException">The optimizer is not known or its configuration does not fit.</exception>
    public static Optimizer FromConfig(JsonNode? config) => OptimizerTable.FromConfig(config);

    /// <summary>Makes an optimizer of one's own known, so that a model file may name it.</summary>
    /// <param name="className">What the file calls it.</param>
    /// <param name="create">Makes it from the configuration in the file.</param>
    /// <exception cref="ArgumentException">There is one of that name already.</exception>
    public static void Register(string className, Func<JsonObject, Optimizer> create) => OptimizerTable.Register(className, create);

    /// <summary>Its arguments under Keras' names, as they go into a model file.</summary>
    public virtual JsonObject GetConfig() => new()
    {
        ["name"] = Name,
        ["learning_rate"] = LearningRate,
        ["weight_decay"] = null,
        ["clipnorm"] = ClipNorm,
        ["global_clipnorm"] = GlobalClipNorm,
        ["clipvalue"] = ClipValue,
        ["use_ema"] = false,
        ["ema_momentum"] = 0.99,
        ["ema_overwrite_frequency"] = null,
        ["loss_scale_factor"] = null,
        ["gradient_accumulation_steps"] = null,
    };

    /// <summary>Makes what it holds for the variables it will train. Done once; a model does it by itself.</summary>
    /// <exception cref="InvalidOperationException">It trains other variables already.</exception>
    public void Prepare(IReadOnlyList<Variable> variables)
    {
        ArgumentNullException.ThrowIfNull(variables);
        if (TrainedVariables is { } trained)
        {
            if (trained.SequenceEqual(variables)) return;
            throw new InvalidOperationException(
                $"This {ClassName} optimizer trains other variables already. Give each model, and a model whose layers or Trainable flags changed, an optimizer of its own in Compile.");
        }

        TrainedVariables = [.. variables];
        foreach (Variable variable in variables) AddSlots(variable);
    }

    /// <summary>The updates of one step, as part of a graph.</summary>
    /// <param name="variables">Those it is prepared for; it is prepared now if it was not.</param>
    /// <param name="gradients">One each; null where nothing depends on the variable, which then stays as it is.</param>
    /// <exception cref="InvalidOperationException">It trains other variables already.</exception>
    public IReadOnlyList<UpdateOp> Apply(IReadOnlyList<Variable> variables, IReadOnlyList<SymbolicTensor?> gradients)
    {
        ArgumentNullException.ThrowIfNull(gradients);
        Prepare(variables);
        SymbolicTensor?[] clipped = Clip(gradients);
        var updates = new List<UpdateOp>();
        for (int i = 0; i < variables.Count; i++)
        {
            if (clipped[i] is { } gradient) updates.AddRange(Update(variables[i], gradient, i));
        }

        return updates;
    }

    /// <summary>Sets the rate for the step that comes; before each run of a program with this optimizer's updates.</summary>
    public void BeginStep()
    {
        Rate.Span[0] = RateOf(Iterations);
        Rate.MarkChanged();
    }

    /// <summary>Counts the step that was made.</summary>
    public void EndStep() => Iterations++;

    /// <inheritdoc/>
    public override string ToString() => ClassName;

    /// <summary>What a step is multiplied with: the learning rate, or that with a correction for the step.</summary>
    /// <param name="iterations">Steps made before this one.</param>
    protected virtual float RateOf(long iterations) => LearningRate;

    /// <summary>Makes what it holds for a variable, by <see cref="AddSlot"/>. Nothing by default.</summary>
    protected virtual void AddSlots(Variable variable)
    {
    }

    /// <summary>The update of a variable; reads <see cref="Rate"/> for how far to go.</summary>
    /// <param name="variable">The variable.</param>
    /// <param name="gradient">Its gradient, clipped.</param>
    /// <param name="index">The variable's position among all.</param>
    protected abstract IEnumerable<UpdateOp> Update(Variable variable, SymbolicTensor gradient, int index);

    /// <summary>Makes a state of the shape of a variable, zero at first.</summary>
    protected Variable AddSlot(Variable variable, string slotName)
    {
        ArgumentNullException.ThrowIfNull(variable);
        var slot = new Variable($"{Name}/{variable.Name.Replace('/', '_')}_{slotName}", variable.Shape, trainable: false);
        _slots.Add(slot);
        return slot;
    }

    private static float? CheckedLimit(float? value) => value is null or (> 0 and < float.PositiveInfinity)
        ? value
        : throw new ArgumentOutOfRangeException(nameof(value), value, "A gradient's limit must be positive.");

    private SymbolicTensor?[] Clip(IReadOnlyList<SymbolicTensor?> gradients)
    {
        SymbolicTensor?[] result = [.. gradients];
        if (GlobalClipNorm is { } limit && result.Any(gradient => gradient is not null))
        {
            SymbolicTensor squares = result.OfType<SymbolicTensor>().Select(SumOfSquares).Aggregate((a, b) => a + b);
            SymbolicTensor scale = ScaleTo(limit, squares);
            return Array.ConvertAll(result, gradient => gradient is null ? null : gradient * scale);
        }

        if (ClipNorm is { } norm) return Array.ConvertAll(result, gradient => gradient is null ? null : gradient * ScaleTo(norm, SumOfSquares(gradient)));
        if (ClipValue is { } value) return Array.ConvertAll(result, gradient => gradient is null ? null : Ops.Clip(gradient, -value, value));
        return result;
    }

    private static SymbolicTensor SumOfSquares(SymbolicTensor x) => Ops.ReduceSum(Ops.Square(x));

    private static SymbolicTensor ScaleTo(float limit, SymbolicTensor squares) => limit / Ops.Maximum(Ops.Sqrt(squares), Ops.Constant(limit));
}
