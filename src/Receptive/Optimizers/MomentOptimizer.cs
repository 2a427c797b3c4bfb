using Receptive.Description;
using Receptive.Graph;

namespace Receptive.Optimizers;

/// <summary>What optimizers share that follow two moving averages, of the gradient and of its size, as Adam's relatives do.</summary>
public abstract class MomentOptimizer : Optimizer
{
    private float _beta1;
    private float _beta2;
    private float _epsilon;

    private protected MomentOptimizer(LearningRateSchedule? learningRate, float beta1, float beta2, float epsilon, string name)
        : base(learningRate ?? 0.001, name)
    {
        (_beta1, _beta2, _epsilon) = (beta1, beta2, epsilon);
        Beta1Power = new(_ => _beta1);
        Beta2Power = new(_ => _beta2);
        Check();
    }

    /// <summary>How much of the average of the gradient stays in a step.</summary>
    private protected float FirstShare => _beta1;

    /// <summary>How much of the average of its size stays in a step.</summary>
    private protected float SecondShare => _beta2;

    /// <summary>What is added to a divisor, so that it is not 0.</summary>
    private protected float Smallest => _epsilon;

    /// <summary>Powers of <see cref="FirstShare"/>, by steps.</summary>
    private protected StepProduct Beta1Power { get; }

    /// <summary>Powers of <see cref="SecondShare"/>, by steps.</summary>
    private protected StepProduct Beta2Power { get; }

    /// <inheritdoc/>
    protected internal sealed override void Describe(Arguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        arguments.Single("beta_1", ref _beta1, 0.9f, NumberRange.ShareBelowOne);
        arguments.Single("beta_2", ref _beta2, 0.999f, NumberRange.ShareBelowOne);
        arguments.Single("epsilon", ref _epsilon, 1e-7f, NumberRange.Positive);
        base.Describe(arguments);
    }

    /// <summary>The average of the gradient, brought up to date.</summary>
    private protected SymbolicTensor Momentum(SymbolicTensor gradient, WeightState state) =>
        state["momentum"] = Ops.MultiplyAdd(gradient - state["momentum"], Rest(_beta1), state["momentum"]);

    /// <summary>The average of its square, brought up to date.</summary>
    private protected SymbolicTensor Velocity(SymbolicTensor gradient, WeightState state) =>
        state["velocity"] = Ops.MultiplyAdd(Ops.Square(gradient) - state["velocity"], Rest(_beta2), state["velocity"]);
}
