using System.Text.RegularExpressions;
using Receptive.Description;
using Receptive.Graph;

namespace Receptive.Optimizers;

/// <summary>
/// Moves matrices by the nearest orthogonal matrix to the momentum of their gradient, so that all directions move alike; other
/// variables by Adam.
/// </summary>
/// <remarks>
/// m = momentum m + g; the matrix is m (with Nesterov's variant g + momentum m) after some steps of X = a X + (b A + c A²) X with
/// A = X X^T, which bring its singular values near 1; w -= rate sqrt(longer side) rmsRate X. Biases, kernels of convolutions,
/// embeddings and excluded layers move as in <see cref="Adam"/>. Source: Jordan et al., Muon, 2024;
/// https://keras.io/api/optimizers/muon/.
/// </remarks>
/// <example><code>model.Compile(new Muon(0.01f), "categorical_crossentropy", ["accuracy"]);</code></example>
public sealed class Muon : Optimizer
{
    private const double UsualDecay = 0.004;

    private readonly StepProduct _beta1Power;
    private readonly StepProduct _beta2Power;
    private float _adamBeta1;
    private float _adamBeta2;
    private double? _adamWeightDecay;
    private float _epsilon;
    private string[] _excludeLayers = [];
    private bool _excludeEmbeddings = true;
    private float _a = 3.4445f;
    private float _b = -4.7750f;
    private float _c = 2.0315f;
    private float _adamRateRatio = 1;
    private float _momentum = 0.95f;
    private int _steps = 5;
    private bool _nesterov = true;
    private float? _rmsRate = 0.2f;

    /// <param name="learningRate">How far a step goes, or a schedule of it; 0.001 if null.</param>
    /// <param name="adamBeta1">Adam's: how much of the gradient's average is kept each step, from 0 to below 1.</param>
    /// <param name="adamBeta2">Adam's: how much of the squared gradient's average is kept each step, from 0 to below 1.</param>
    /// <param name="adamWeightDecay">The weight decay of what Adam moves; at least 0; null for none.</param>
    /// <param name="epsilon">Adam's: keeps the quotient finite; positive.</param>
    /// <param name="weightDecay">The weight decay of matrices; at least 0; null for none.</param>
    /// <param name="name">What files call it.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public Muon(LearningRateSchedule? learningRate = null, float adamBeta1 = 0.9f, float adamBeta2 = 0.999f, double? adamWeightDecay = UsualDecay, float epsilon = 1e-7f, double? weightDecay = UsualDecay, string name = "muon")
        : base(learningRate ?? 0.001, name)
    {
        (_adamBeta1, _adamBeta2, _adamWeightDecay, _epsilon) = (adamBeta1, adamBeta2, adamWeightDecay, epsilon);
        _beta1Power = new(_ => _adamBeta1);
        _beta2Power = new(_ => _adamBeta2);
        WeightDecay = weightDecay;
    }

    /// <summary>Patterns of names of variables that Adam moves, as regular expressions.</summary>
    /// <exception cref="ArgumentException">When setting: one is no regular expression.</exception>
    public string[] ExcludeLayers { get => _excludeLayers; init => Set(ref _excludeLayers, value); }

    /// <summary>Whether Adam moves variables with "embedding" in their name.</summary>
    public bool ExcludeEmbeddings { get => _excludeEmbeddings; init => _excludeEmbeddings = value; }

    /// <summary>How much of the momentum is kept each step, from 0 to 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">When setting: not in that range.</exception>
    public float Momentum { get => _momentum; init => Set(ref _momentum, value); }

    /// <summary>Whether the gradient counts as if taken after the momentum.</summary>
    public bool Nesterov { get => _nesterov; init => _nesterov = value; }

    /// <summary>Steps towards the orthogonal matrix; at least 0, at most 100.</summary>
    /// <exception cref="ArgumentOutOfRangeException">When setting: not in that range.</exception>
    public int NsSteps { get => _steps; init => Set(ref _steps, value); }

    /// <summary>The factor of X in a step.</summary>
    public float MuonA { get => _a; init => Set(ref _a, value); }

    /// <summary>The factor of A X in a step.</summary>
    public float MuonB { get => _b; init => Set(ref _b, value); }

    /// <summary>The factor of A² X in a step.</summary>
    public float MuonC { get => _c; init => Set(ref _c, value); }

    /// <summary>What the learning rate is multiplied by for what Adam moves.</summary>
    public float AdamLrRatio { get => _adamRateRatio; init => Set(ref _adamRateRatio, value); }

    /// <summary>The root mean square of a step of rate 1; null leaves the orthogonal matrix as it is.</summary>
    public float? RmsRate { get => _rmsRate; init => Set(ref _rmsRate, value); }

    private protected override double? UsualWeightDecay => UsualDecay;

    /// <inheritdoc/>
    protected internal override void Describe(Arguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        arguments.Single("adam_beta_1", ref _adamBeta1, 0.9f, NumberRange.ShareBelowOne);
        arguments.Single("adam_beta_2", ref _adamBeta2, 0.999f, NumberRange.ShareBelowOne);
        arguments.OptionalDouble("adam_weight_decay", ref _adamWeightDecay, NumberRange.NotNegative, UsualDecay);
        arguments.Single("epsilon", ref _epsilon, 1e-7f, NumberRange.Positive);
        arguments.Properties();
        arguments.Texts("exclude_layers", ref _excludeLayers);
        arguments.Require(_excludeLayers.All(IsPattern), $"excludeLayers [{string.Join(", ", _excludeLayers)}] must be regular expressions without look-around and back references.");
        arguments.Boolean("exclude_embeddings", ref _excludeEmbeddings, usual: true);
        arguments.Single("muon_a", ref _a, 3.4445f, NumberRange.Finite);
        arguments.Single("muon_b", ref _b, -4.7750f, NumberRange.Finite);
        arguments.Single("muon_c", ref _c, 2.0315f, NumberRange.Finite);
        arguments.Single("adam_lr_ratio", ref _adamRateRatio, 1, NumberRange.NotNegative);
        arguments.Single("momentum", ref _momentum, 0.95f, NumberRange.Share);
        arguments.Int32("ns_steps", ref _steps, usual: 5, atLeast: 0, atMost: 100);
        arguments.Boolean("nesterov", ref _nesterov, usual: true);
        arguments.OptionalSingle("rms_rate", ref _rmsRate, NumberRange.NotNegative, 0.2f);
        base.Describe(arguments);
    }

    /// <inheritdoc/>
    protected override SymbolicTensor Next(SymbolicTensor weight, SymbolicTensor gradient, WeightState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (IsForAdam(state.Weight)) return ByAdam(weight, gradient, state);
        SymbolicTensor m = state["momentum"] = gradient + _momentum * state["momentum"];
        SymbolicTensor direction = Orthogonal(_nesterov ? gradient + _momentum * m : m);
        float scale = _rmsRate is { } rate ? rate * MathF.Sqrt(Math.Max(direction.Shape[0], direction.Shape[1])) : 1;
        return weight - Rate * scale * direction;
    }

    /// <inheritdoc/>
    protected override double? DecayOf(Variable variable) => IsForAdam(variable) ? _adamWeightDecay : WeightDecay;

    private SymbolicTensor ByAdam(SymbolicTensor weight, SymbolicTensor gradient, WeightState state)
    {
        SymbolicTensor m = state["momentum"] = Ops.MultiplyAdd(gradient - state["momentum"], Rest(_adamBeta1), state["momentum"]);
        SymbolicTensor v = state["velocity"] = Ops.MultiplyAdd(Ops.Square(gradient) - state["velocity"], Rest(_adamBeta2), state["velocity"]);
        SymbolicTensor alpha = Scalar("alpha", step => RateOfStep * _adamRateRatio * Math.Sqrt(1 - _beta2Power.UpTo(step + 1)) / (1 - _beta1Power.UpTo(step + 1)));
        return weight - alpha * m / (Ops.Sqrt(v) + _epsilon);
    }

    private SymbolicTensor Orthogonal(SymbolicTensor x)
    {
        bool isTall = x.Shape[0] > x.Shape[1];
        if (isTall) x = Ops.Transpose(x, 1, 0);
        x /= Ops.Sqrt(Ops.ReduceSum(Ops.Square(x))) + 1e-7f;
        for (int i = 0; i < _steps; i++)
        {
            SymbolicTensor a = Ops.MatMul(x, x, transposeB: true);
            x = _a * x + Ops.MatMul(_b * a + Ops.MatMul(_c * a, a), x);
        }

        return isTall ? Ops.Transpose(x, 1, 0) : x;
    }

    private bool IsForAdam(Variable variable) => variable.Shape.Rank != 2
        || (_excludeEmbeddings && variable.Name.Contains("embedding", StringComparison.OrdinalIgnoreCase))
        || _excludeLayers.Any(pattern => Regex.IsMatch(variable.Name, pattern, RegexOptions.NonBacktracking));

    private static bool IsPattern(string pattern)
    {
        try
        {
            _ = new Regex(pattern, RegexOptions.NonBacktracking);
            return true;
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return false;
        }
    }
}
