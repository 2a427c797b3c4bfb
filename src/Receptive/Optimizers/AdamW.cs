namespace Receptive.Optimizers;

/// <summary><see cref="Adam"/> with weight decay beside the gradient: each step also takes a share of every weight away.</summary>
/// <remarks>
/// w -= rate decay w, then as Adam. Source: Loshchilov and Hutter, Decoupled weight decay regularization, 2017;
/// https://keras.io/api/optimizers/adamw/.
/// </remarks>
/// <example><code>model.Compile(new AdamW(0.001f, weightDecay: 0.01), "categorical_crossentropy", ["accuracy"]);</code></example>
public sealed class AdamW : Adam
{
    private const double Usual = 0.004;

    /// <param name="learningRate">How far a step goes, or a schedule of it; 0.001 if null.</param>
    /// <param name="weightDecay">The share of each weight taken away in a step, in units of the learning rate; at least 0.</param>
    /// <param name="beta1">How much of the gradient's average is kept each step, from 0 to below 1.</param>
    /// <param name="beta2">How much of the squared gradient's average is kept each step, from 0 to below 1.</param>
    /// <param name="epsilon">Keeps the quotient finite; positive.</param>
    /// <param name="amsgrad">Whether to divide by the largest average of squares so far, after Reddi, Kale and Kumar, 2018.</param>
    /// <param name="name">What files call it.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public AdamW(LearningRateSchedule? learningRate = null, double weightDecay = Usual, float beta1 = 0.9f, float beta2 = 0.999f, float epsilon = 1e-7f, bool amsgrad = false, string name = "adamw")
        : base(learningRate, beta1, beta2, epsilon, amsgrad, name) => WeightDecay = weightDecay;

    private protected override double? UsualWeightDecay => Usual;
}
