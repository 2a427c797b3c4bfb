using Receptive.Graph;

namespace Receptive.Optimizers;

/// <summary>Adam with the largest gradient so far, slowly forgotten, in place of the root of the average square.</summary>
/// <remarks>
/// m += (g - m) (1 - beta1); u = max(beta2 u, |g|); w -= rate / (1 - beta1^t) m / (u + epsilon). Source: Kingma and Ba, Adam, 2014,
/// section 7; https://keras.io/api/optimizers/adamax/.
/// </remarks>
/// <example><code>model.Compile(new Adamax(0.002f), "mse");</code></example>
public sealed class Adamax : MomentOptimizer
{
    /// <param name="learningRate">How far a step goes, or a schedule of it; 0.001 if null.</param>
    /// <param name="beta1">How much of the gradient's average is kept each step, from 0 to below 1.</param>
    /// <param name="beta2">How much of the largest gradient is kept each step, from 0 to below 1.</param>
    /// <param name="epsilon">Keeps the quotient finite; positive.</param>
    /// <param name="name">What files call it.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public Adamax(LearningRateSchedule? learningRate = null, float beta1 = 0.9f, float beta2 = 0.999f, float epsilon = 1e-7f, string name = "adamax")
        : base(learningRate, beta1, beta2, epsilon, name)
    {
    }

    /// <inheritdoc/>
    protected override SymbolicTensor Next(SymbolicTensor weight, SymbolicTensor gradient, WeightState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        SymbolicTensor m = Momentum(gradient, state);
        SymbolicTensor u = state["norm"] = Ops.Maximum(SecondShare * state["norm"], Ops.Abs(gradient));
        return weight - Scalar("alpha", step => RateOfStep / (1 - Beta1Power.UpTo(step + 1))) * m / (u + Smallest);
    }
}
