using System.Text.Json.Nodes;
using Receptive.Graph;

namespace Receptive.Optimizers;

/// <summary>What every optimizer does around its rule.</summary>
public abstract partial class Optimizer
{
    private const int AverageGroup = -2;
    private const int AccumulatorGroup = -1;

    /// <summary>If set, every element of a gradient is kept within ± this.</summary>
    public float? ClipValue { get; init => field = CheckedLimit(value); }

    /// <summary>If set, each variable's gradient is scaled down to at most this Euclidean length.</summary>
    public float? ClipNorm { get; init => field = CheckedLimit(value); }

    /// <summary>If set, all gradients together are scaled down to at most this Euclidean length.</summary>
    public float? GlobalClipNorm { get; init => field = CheckedLimit(value); }

    /// <summary>If set, each step first takes this times the learning rate of every weight away from it (decoupled decay).</summary>
    /// <exception cref="ArgumentOutOfRangeException">When setting: negative or not finite.</exception>
    public double? WeightDecay
    {
        get;
        init => field = value is null or (>= 0 and < double.PositiveInfinity)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "A weight decay is at least 0, such as 0.004.");
    }

    /// <summary>Whether a moving average of each weight is kept (see <see cref="EmaMomentum"/>).</summary>
    public bool UseEma { get; init; }

    /// <summary>How much of the weights' average is kept each step, from 0 to 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">When setting: not in that range.</exception>
    public double EmaMomentum
    {
        get;
        init => field = value is >= 0 and <= 1
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "The momentum of the weights' average is from 0 to 1.");
    } = 0.99;

    /// <summary>After how many steps the weights are replaced by their average, again and again; null for only when training ends.</summary>
    /// <exception cref="ArgumentOutOfRangeException">When setting: below 1.</exception>
    public int? EmaOverwriteFrequency { get; init => field = AtLeast(value, 1); }

    /// <summary>If set, weights move once in so many steps, by the mean of the gradients of these; at least 2.</summary>
    /// <exception cref="ArgumentOutOfRangeException">When setting: below 2.</exception>
    public int? GradientAccumulationSteps { get; init => field = AtLeast(value, 2); }

    /// <summary>How many times the weights were moved.</summary>
    private long StepsApplied => _iterations / (GradientAccumulationSteps ?? 1);

    /// <summary>Its arguments under Keras' names, as they go into a model file.</summary>
    public virtual JsonObject GetConfig() => new()
    {
        ["name"] = Name,
        ["learning_rate"] = (float)LearningRate,
        ["weight_decay"] = WeightDecay,
        ["clipnorm"] = ClipNorm,
        ["global_clipnorm"] = GlobalClipNorm,
        ["clipvalue"] = ClipValue,
        ["use_ema"] = UseEma,
        ["ema_momentum"] = EmaMomentum,
        ["ema_overwrite_frequency"] = EmaOverwriteFrequency,
        ["loss_scale_factor"] = null,
        ["gradient_accumulation_steps"] = GradientAccumulationSteps,
    };

    /// <summary>Replaces the trained variables by their averages, if such are kept. Done when training ends.</summary>
    public void FinalizeVariables()
    {
        if (!UseEma) return;
        foreach (Variable variable in TrainedVariables ?? []) variable.Assign(_states[variable].VariableOf("average").Span);
    }

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

    private static float? CheckedLimit(float? value) => value is null or (> 0 and < float.PositiveInfinity)
        ? value
        : throw new ArgumentOutOfRangeException(nameof(value), value, "A gradient's limit must be positive.");

    private static int? AtLeast(int? value, int least) => value is null || value >= least
        ? value
        : throw new ArgumentOutOfRangeException(nameof(value), value, $"A number of steps here is at least {least}.");
}
