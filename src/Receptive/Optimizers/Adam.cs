using Receptive.Description;
using Receptive.Graph;

namespace Receptive.Optimizers;

/// <summary>
/// Adam: each weight moves by the moving average of its gradient divided by the root of that of its square, so that all
/// weights move at a similar pace.
/// </summary>
/// <remarks>
/// m += (g - m) (1 - beta1); v += (g² - v) (1 - beta2); w -= a m / (sqrt(v) + epsilon) with
/// a = rate sqrt(1 - beta2^t) / (1 - beta1^t), t being the step counted from 1. Keras' form: epsilon stands outside the
/// root and is not corrected. Source: Kingma and Ba, Adam: a method for stochastic optimization, 2014.
/// </remarks>
/// <example><code>model.Compile(new Adam(0.001f), "categorical_crossentropy", ["accuracy"]);</code></example>
public class Adam : Optimizer
{
    private readonly StepProduct _beta1Power;
    private readonly StepProduct _beta2Power;
    private float _beta1;
    private float _beta2;
    private float _epsilon;
    private bool _amsgrad;

    /// <param name="learningRate">How far a step goes, or a schedule of it; 0.001 if null.</param>
    /// <param name="beta1">How much of the gradient's average is kept each step, from 0 to below 1.</param>
    /// <param name="beta2">How much of the squared gradient's average is kept each step, from 0 to below 1.</param>
    /// <param name="epsilon">Keeps the quotient finite; positive.</param>
    /// <param name="amsgrad">Whether to divide by the largest average of squares so far, after Reddi, Kale and Kumar, 2018.</param>
    /// <param name="name">What files call it.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public Adam(LearningRateSchedule? learningRate = null, float beta1 = 0.9f, float beta2 = 0.999f, float epsilon = 1e-7f, bool amsgrad = false, string name = "adam")
        : base(learningRate ?? 0.001, name)
    {
        (_beta1, _beta2, _epsilon, _amsgrad) = (beta1, beta2, epsilon, amsgrad);
        _beta1Power = new(_ => _beta1);
        _beta2Power = new(_ => _beta2);
        Check();
    }

    /// <summary>How much of the gradient's average is kept each step.</summary>
    public float Beta1 => _beta1;

    /// <summary>How much of the squared gradient's average is kept each step.</summary>
    public float Beta2 => _beta2;

    /// <summary>Keeps the quotient finite.</summary>
    public float Epsilon => _epsilon;

    /// <summary>Whether to divide by the largest average of squares so far.</summary>
    public bool Amsgrad => _amsgrad;

    /// <inheritdoc/>
    protected internal sealed override void Describe(Arguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        arguments.Single("beta_1", ref _beta1, 0.9f, NumberRange.ShareBelowOne);
        arguments.Single("beta_2", ref _beta2, 0.999f, NumberRange.ShareBelowOne);
        arguments.Single("epsilon", ref _epsilon, 1e-7f, NumberRange.Positive);
        arguments.Boolean("amsgrad", ref _amsgrad);
        base.Describe(arguments);
    }

    /// <inheritdoc/>
    protected sealed override int StateGroup(string stateName) => stateName == "velocity_hat" ? 1 : 0;

    /// <inheritdoc/>
    protected sealed override SymbolicTensor Next(SymbolicTensor weight, SymbolicTensor gradient, WeightState state)
    {
        SymbolicTensor m = state["momentum"] = Ops.MultiplyAdd(gradient - state["momentum"], 1f - Beta1, state["momentum"]);
        SymbolicTensor v = state["velocity"] = Ops.MultiplyAdd(Ops.Square(gradient) - state["velocity"], 1f - Beta2, state["velocity"]);
        if (Amsgrad) v = state["velocity_hat"] = Ops.Maximum(state["velocity_hat"], v);
        return weight - ((Scalar("alpha", CorrectedRate) * m) / (Ops.Sqrt(v) + Epsilon));
    }

    /// <summary>The learning rate with the bias correction of the averages.</summary>
    private double CorrectedRate(long iterations)
    {
        long step = iterations + 1;

        // Keras takes 1 - 0.999 in double precision and rounds to 0.001; in single precision it is 0.00099998713. The
        // averages are proportional to this factor, so the quotient can be corrected here: without it every step would
        // be 6e-6 longer than Keras'. A decimal has the seven digits that were written, not the float's own.
        double toKeras = (double)Rest(_beta1) / (1f - _beta1) / Math.Sqrt((double)Rest(_beta2) / (1f - _beta2));
        return RateOfStep * Math.Sqrt(1 - _beta2Power.UpTo(step)) / (1 - _beta1Power.UpTo(step)) * toKeras;
    }
}
