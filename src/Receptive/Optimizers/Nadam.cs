using Receptive.Graph;

namespace Receptive.Optimizers;

/// <summary>Adam with Nesterov's momentum: the average of gradients counts as if the next step had been taken.</summary>
/// <remarks>
/// As Adam, but with u_t = beta1 (1 - 0.96^t / 2) and U_t the product of u_1 to u_t the average is
/// u_(t+1) m / (1 - U_(t+1)) + (1 - u_t) g / (1 - U_t). Source: Dozat, Incorporating Nesterov momentum into Adam, 2015;
/// https://keras.io/api/optimizers/nadam/.
/// </remarks>
/// <example><code>model.Compile(new Nadam(0.002f), "mse");</code></example>
public sealed class Nadam : MomentOptimizer
{
    private readonly StepProduct _decay = new(_ => 0.96);
    private readonly StepProduct _nextDecay = new(_ => 0.96);
    private readonly StepProduct _product;
    private readonly StepProduct _nextProduct;

    /// <param name="learningRate">How far a step goes, or a schedule of it; 0.001 if null.</param>
    /// <param name="beta1">How much of the gradient's average is kept each step, from 0 to below 1.</param>
    /// <param name="beta2">How much of the squared gradient's average is kept each step, from 0 to below 1.</param>
    /// <param name="epsilon">Keeps the quotient finite; positive.</param>
    /// <param name="name">What files call it.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public Nadam(LearningRateSchedule? learningRate = null, float beta1 = 0.9f, float beta2 = 0.999f, float epsilon = 1e-7f, string name = "nadam")
        : base(learningRate, beta1, beta2, epsilon, name)
    {
        _product = new(step => Share(_decay, step));
        _nextProduct = new(step => Share(_nextDecay, step));
    }

    /// <inheritdoc/>
    protected override SymbolicTensor Next(SymbolicTensor weight, SymbolicTensor gradient, WeightState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        SymbolicTensor m = Momentum(gradient, state);
        SymbolicTensor v = Velocity(gradient, state);
        SymbolicTensor ofAverage = Scalar("of_average", step => RateOfStep * Share(_nextDecay, step + 2) / (1 - _nextProduct.UpTo(step + 2)));
        SymbolicTensor ofGradient = Scalar("of_gradient", step => RateOfStep * (1 - Share(_decay, step + 1)) / (1 - _product.UpTo(step + 1)));
        SymbolicTensor correction = Scalar("correction", step => 1 / (1 - Beta2Power.UpTo(step + 1)));
        return weight - (ofAverage * m + ofGradient * gradient) / (Ops.Sqrt(v * correction) + Smallest);
    }

    private double Share(StepProduct decay, long step) => FirstShare * (1 - 0.5 * decay.UpTo(step));
}
