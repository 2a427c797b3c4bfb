using System.Text.Json.Nodes;
using Receptive.Description;
using Receptive.Graph;

namespace Receptive.Optimizers;

/// <summary>What every optimizer does around its rule.</summary>
public abstract partial class Optimizer
{
    private const int AverageGroup = -2;
    private const int AccumulatorGroup = -1;

    private float? _clipValue;
    private float? _clipNorm;
    private float? _globalClipNorm;
    private double? _weightDecay;
    private bool _useEma;
    private double _emaMomentum = 0.99;
    private int? _emaOverwriteFrequency;
    private int? _gradientAccumulationSteps;

    /// <summary>If set, every element of a gradient is kept within ± this.</summary>
    /// <exception cref="ArgumentOutOfRangeException">When setting: not positive.</exception>
    public float? ClipValue { get => _clipValue; init => Set(ref _clipValue, value); }

    /// <summary>If set, each variable's gradient is scaled down to at most this Euclidean length.</summary>
    /// <exception cref="ArgumentOutOfRangeException">When setting: not positive.</exception>
    public float? ClipNorm { get => _clipNorm; init => Set(ref _clipNorm, value); }

    /// <summary>If set, all gradients together are scaled down to at most this Euclidean length.</summary>
    /// <exception cref="ArgumentOutOfRangeException">When setting: not positive.</exception>
    public float? GlobalClipNorm { get => _globalClipNorm; init => Set(ref _globalClipNorm, value); }

    /// <summary>If set, each step first takes this times the learning rate of every weight away from it (decoupled decay).</summary>
    /// <exception cref="ArgumentOutOfRangeException">When setting: negative or not finite.</exception>
    public double? WeightDecay { get => _weightDecay; init => Set(ref _weightDecay, value); }

    /// <summary>Whether a moving average of each weight is kept (see <see cref="EmaMomentum"/>).</summary>
    public bool UseEma { get => _useEma; init => _useEma = value; }

    /// <summary>How much of the weights' average is kept each step, from 0 to 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">When setting: not in that range.</exception>
    public double EmaMomentum { get => _emaMomentum; init => Set(ref _emaMomentum, value); }

    /// <summary>After how many steps the weights are replaced by their average, again and again; null for only when training ends.</summary>
    /// <exception cref="ArgumentOutOfRangeException">When setting: below 1.</exception>
    public int? EmaOverwriteFrequency { get => _emaOverwriteFrequency; init => Set(ref _emaOverwriteFrequency, value); }

    /// <summary>If set, weights move once in so many steps, by the mean of the gradients of these; at least 2.</summary>
    /// <exception cref="ArgumentOutOfRangeException">When setting: below 2.</exception>
    public int? GradientAccumulationSteps { get => _gradientAccumulationSteps; init => Set(ref _gradientAccumulationSteps, value); }

    /// <summary>The weight decay where none is given.</summary>
    private protected virtual double? UsualWeightDecay => null;

    /// <summary>How many times the weights were moved.</summary>
    private long StepsApplied => _iterations / (GradientAccumulationSteps ?? 1);

    /// <inheritdoc/>
    /// <remarks>A custom optimizer names its own arguments and calls this, too.</remarks>
    protected internal override void Describe(Arguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        arguments.Properties();
        arguments.OptionalDouble("weight_decay", ref _weightDecay, NumberRange.NotNegative, UsualWeightDecay);
        arguments.OptionalSingle("clipnorm", ref _clipNorm, NumberRange.Positive);
        arguments.OptionalSingle("global_clipnorm", ref _globalClipNorm, NumberRange.Positive);
        arguments.OptionalSingle("clipvalue", ref _clipValue, NumberRange.Positive);
        arguments.Boolean("use_ema", ref _useEma);
        arguments.Double("ema_momentum", ref _emaMomentum, 0.99, NumberRange.Share);
        arguments.OptionalInt32("ema_overwrite_frequency", ref _emaOverwriteFrequency, atLeast: 1);
        arguments.Only("loss_scale_factor", null);
        arguments.OptionalInt32("gradient_accumulation_steps", ref _gradientAccumulationSteps, atLeast: 2);
        arguments.Obsolete("jit_compile", "is_legacy_optimizer");
    }

    internal override void WriteConfig(JsonObject config)
    {
        config["name"] = Name;
        config["learning_rate"] = _schedule is { } schedule ? schedule.Serialize() : Codecs.Single.Write((float)LearningRate);
        base.WriteConfig(config);
    }

    internal override void ReadConfig(ConfigReader reader)
    {
        if (Codecs.TryText(reader.Take("name"), out string? name)) _name = name!;

        // Keras before 2.3 wrote "lr", and a decay that is 0 unless somebody set it.
        JsonNode? rate = reader.Take("learning_rate") ?? reader.Take("lr");
        reader.Take("lr");
        if (Codecs.TryDouble(reader.Take("decay"), out double decay) && decay != 0)
            throw new InvalidDataException($"{reader.What}: \"decay\" ({decay}) is not supported; use a schedule such as InverseTimeDecay.");
        if (rate is JsonObject described) Schedule = Registries.Schedules.FromConfig(described);
        else if (rate is not null) LearningRate = Codecs.TryDouble(rate, out double number) && number >= 0 ? number : throw reader.Wrong("learning_rate", "a number of at least 0 or a schedule");
        base.ReadConfig(reader);
    }

    /// <summary>Replaces the trained variables by their averages, if such are kept. Done when training ends.</summary>
    public void FinalizeVariables()
    {
        if (!UseEma) return;
        foreach ((Variable weight, Variable average) in Averages()) weight.Assign(average.Span);
    }

    /// <summary>The trained variables with their averages.</summary>
    internal IReadOnlyList<(Variable Weight, Variable Average)> Averages() =>
        [.. (TrainedVariables ?? []).Select(variable => (variable, _states[variable].VariableOf("average")))];

    private List<Assignment> Describe(IReadOnlyList<Variable> variables, IReadOnlyList<SymbolicTensor?> gradients)
    {
        WeightState[] states = [.. variables.Select(StateOf)];
        var sums = new SymbolicTensor?[variables.Count];
        SymbolicTensor?[] used = [.. gradients];
        SymbolicTensor? isUpdate = null;
        if (GradientAccumulationSteps is { } steps)
        {
            isUpdate = Scalar("is_update", _ => (_iterations + 1) % steps == 0 ? 1 : 0);
            for (int i = 0; i < used.Length; i++)
            {
                if (gradients[i] is not { } gradient) continue;
                sums[i] = gradient + states[i].Get("gradient_accumulator", group: AccumulatorGroup);
                used[i] = sums[i]! / steps;
            }
        }

        used = Clip(used);
        var updates = new List<Assignment>();
        for (int i = 0; i < variables.Count; i++)
        {
            SymbolicTensor before = Ops.Read(variables[i]);
            SymbolicTensor after = before;
            if (used[i] is { } gradient)
            {
                after = Next(Decayed(variables[i], before), gradient, states[i]);
                if (isUpdate is not null)
                {
                    states[i].ReplaceAssigned(value => Ops.Select(isUpdate, value.After, value.Before));
                    states[i].Set("gradient_accumulator", Ops.Select(isUpdate, 0f, sums[i]!));
                    after = Ops.Select(isUpdate, after, before);
                }
            }

            after = Averaged(after, states[i]);
            if (used[i] is not null && variables[i].Constraint is { } constraint) after = constraint(after);
            if (!ReferenceEquals(after, before)) updates.Add(new Assignment(variables[i], after));
            updates.AddRange(states[i].TakeAssignments());
        }

        return updates;
    }

    private SymbolicTensor Decayed(Variable variable, SymbolicTensor weight) =>
        DecayOf(variable) is { } decay && decay != 0 ? weight - (weight * (float)decay * Rate) : weight;

    private SymbolicTensor Averaged(SymbolicTensor weight, WeightState state)
    {
        if (!UseEma) return weight;
        SymbolicTensor momentum = Scalar("ema_momentum", step => step == 0 ? 0 : EmaMomentum);
        SymbolicTensor rest = Scalar("one_less_ema_momentum", step => step == 0 ? 1 : 1 - EmaMomentum);
        SymbolicTensor average = (momentum * state.Get("average", group: AverageGroup)) + (rest * weight);
        state.Set("average", average);
        if (EmaOverwriteFrequency is not { } frequency) return weight;
        return Ops.Select(Scalar("is_overwritten", step => (step + 1) % frequency == 0 ? 1 : 0), average, weight);
    }

    private WeightState StateOf(Variable variable)
    {
        if (!_states.TryGetValue(variable, out WeightState? state)) _states[variable] = state = new WeightState(this, variable);
        return state;
    }

    private SymbolicTensor?[] Clip(SymbolicTensor?[] gradients)
    {
        if (GlobalClipNorm is { } limit && gradients.Any(gradient => gradient is not null))
        {
            SymbolicTensor squares = gradients.OfType<SymbolicTensor>().Select(SumOfSquares).Aggregate((a, b) => a + b);
            SymbolicTensor scale = ScaleTo(limit, squares);
            return Array.ConvertAll(gradients, gradient => gradient is null ? null : gradient * scale);
        }

        if (ClipNorm is { } norm) return Array.ConvertAll(gradients, gradient => gradient is null ? null : gradient * ScaleTo(norm, SumOfSquares(gradient)));
        if (ClipValue is { } value) return Array.ConvertAll(gradients, gradient => gradient is null ? null : Ops.Clip(gradient, -value, value));
        return gradients;
    }

    private static SymbolicTensor SumOfSquares(SymbolicTensor x) => Ops.ReduceSum(Ops.Square(x));

    private static SymbolicTensor ScaleTo(float limit, SymbolicTensor squares) => limit / Ops.Maximum(Ops.Sqrt(squares), Ops.Constant(limit));
}
