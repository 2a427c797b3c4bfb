using Receptive.Graph;

namespace Receptive.Optimizers;

/// <summary>Adam whose step is scaled to the size of the weights of a variable, for training with very large batches.</summary>
/// <remarks>
/// Adam's quotient u, with both averages corrected, is multiplied by |w| / |u|, the Euclidean lengths over the variable; by 1 where one
/// of them is 0. Source: You et al., Large batch optimization for deep learning, 2019; https://keras.io/api/optimizers/lamb/.
/// </remarks>
/// <example><code>model.Compile(new Lamb(0.01f), "categorical_crossentropy", ["accuracy"]);</code></example>
public sealed class Lamb : MomentOptimizer
{
    /// <param name="learningRate">How far a step goes, or a schedule of it; 0.001 if null.</param>
    /// <param name="beta1">How much of the gradient's average is kept each step, from 0 to below 1.</param>
    /// <param name="beta2">How much of the squared gradient's average is kept each step, from 0 to below 1.</param>
    /// <param name="epsilon">Keeps the quotient finite; positive.</param>
    /// <param name="name">What files call it.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public Lamb(LearningRateSchedule? learningRate = null, float beta1 = 0.9f, float beta2 = 0.999f, float epsilon = 1e-7f, string name = "lamb")
        : base(learningRate, beta1, beta2, epsilon, name)
    {
    }

    /// <inheritdoc/>
    protected override SymbolicTensor Next(SymbolicTensor weight, SymbolicTensor gradient, WeightState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        SymbolicTensor m = Momentum(gradient, state);
        SymbolicTensor v = Velocity(gradient, state);
        SymbolicTensor ofM = Scalar("of_momentum", step => 1 / (1 - Beta1Power.UpTo(step + 1)));
        SymbolicTensor ofV = Scalar("of_velocity", step => 1 / (1 - Beta2Power.UpTo(step + 1)));
        SymbolicTensor update = ofM * m / (Ops.Sqrt(ofV * v) + Smallest);
        SymbolicTensor weightLength = Length(weight), updateLength = Length(update);
        SymbolicTensor isNothing = 1f - Ops.Greater(weightLength, 0f) * Ops.Greater(updateLength, 0f);
        SymbolicTensor ratio = Ops.Select(isNothing, 1f, weightLength / Ops.Select(isNothing, 1f, updateLength));
        return weight - ratio * Rate * update;
    }

    private static SymbolicTensor Length(SymbolicTensor x) => Ops.Sqrt(Ops.ReduceSum(Ops.Square(x)));
}
