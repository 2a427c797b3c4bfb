using Receptive.Description;
using Receptive.Graph;

namespace Receptive.Optimizers;

/// <summary>Follow the regularized leader: for large sparse models, most of whose weights an L1 penalty makes exactly 0.</summary>
/// <remarks>
/// n' = n + g²; z += g + 2 shrinkage w - (n'^-p - n^-p) / rate w, p being the learning rate's power;
/// w = (clip(z, -l1, l1) - z) / (n'^-p / rate + 2 l2 + beta / rate). Source: McMahan et al., Ad click prediction, 2013;
/// https://keras.io/api/optimizers/ftrl/.
/// </remarks>
/// <example><code>model.Compile(new Ftrl(0.1f) { L1RegularizationStrength = 0.01f }, "binary_crossentropy");</code></example>
public sealed class Ftrl : Optimizer
{
    private float _learningRatePower;
    private float _initialAccumulatorValue;
    private float _l1;
    private float _l2;
    private float _l2Shrinkage;
    private float _beta;

    /// <param name="learningRate">How far a step goes, or a schedule of it; 0.001 if null.</param>
    /// <param name="learningRatePower">How the rate falls with the sum of squares; at most 0; 0 for not at all.</param>
    /// <param name="initialAccumulatorValue">Where the sums of squares begin; at least 0.</param>
    /// <param name="name">What files call it.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public Ftrl(LearningRateSchedule? learningRate = null, float learningRatePower = -0.5f, float initialAccumulatorValue = 0.1f, string name = "ftrl")
        : base(learningRate ?? 0.001, name)
    {
        (_learningRatePower, _initialAccumulatorValue) = (learningRatePower, initialAccumulatorValue);
        Check();
    }

    /// <summary>The penalty on absolute values; at least 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">When setting: negative or not finite.</exception>
    public float L1RegularizationStrength { get => _l1; init => Set(ref _l1, value); }

    /// <summary>The penalty on squares; at least 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">When setting: negative or not finite.</exception>
    public float L2RegularizationStrength { get => _l2; init => Set(ref _l2, value); }

    /// <summary>The penalty on squares that acts through the gradient alone; at least 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">When setting: negative or not finite.</exception>
    public float L2ShrinkageRegularizationStrength { get => _l2Shrinkage; init => Set(ref _l2Shrinkage, value); }

    /// <summary>The paper's beta: added to the root of the sum of squares; at least 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">When setting: negative or not finite.</exception>
    public float Beta { get => _beta; init => Set(ref _beta, value); }

    /// <inheritdoc/>
    protected internal override void Describe(Arguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        arguments.Single("learning_rate_power", ref _learningRatePower, -0.5f, new NumberRange(double.MinValue, 0));
        arguments.Single("initial_accumulator_value", ref _initialAccumulatorValue, 0.1f, NumberRange.NotNegative);
        arguments.Properties();
        arguments.Single("l1_regularization_strength", ref _l1, 0, NumberRange.NotNegative);
        arguments.Single("l2_regularization_strength", ref _l2, 0, NumberRange.NotNegative);
        arguments.Single("l2_shrinkage_regularization_strength", ref _l2Shrinkage, 0, NumberRange.NotNegative);
        arguments.Single("beta", ref _beta, 0, NumberRange.NotNegative);
        base.Describe(arguments);
    }

    /// <inheritdoc/>
    protected override SymbolicTensor Next(SymbolicTensor weight, SymbolicTensor gradient, WeightState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        SymbolicTensor before = state.Get("accumulator", initial: _initialAccumulatorValue), linear = state["linear"];
        SymbolicTensor after = before + Ops.Square(gradient), power = Ops.Pow(after, -_learningRatePower);
        SymbolicTensor shrunk = _l2Shrinkage == 0 ? gradient : gradient + 2 * _l2Shrinkage * weight;
        linear += shrunk - (power - Ops.Pow(before, -_learningRatePower)) / Rate * weight;
        (state["accumulator"], state["linear"]) = (after, linear);
        return (Ops.Clip(linear, -_l1, _l1) - linear) / ((power + _beta) / Rate + 2 * _l2);
    }
}
