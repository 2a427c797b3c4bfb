using Receptive.Common;
using Receptive.Description;
using Receptive.Graph;

namespace Receptive.Losses;

/// <summary>Between crossentropy and absolute error: (1 - p^q) / q of the true class' probability p, which wrong labels mislead less.</summary>
/// <remarks>
/// Labels are class numbers of shape (batch, ...) or (batch, ..., 1), predictions (batch, ..., classes). Source: Zhang and Sabuncu,
/// Generalized cross entropy loss for training deep neural networks with noisy labels, 2018.
/// </remarks>
/// <example><code>model.Compile("adam", new CategoricalGeneralizedCrossEntropy(q: 0.7f));</code></example>
public sealed class CategoricalGeneralizedCrossEntropy : Loss
{
    private float _q;

    /// <param name="q">Near 0 it is crossentropy, near 1 the absolute error; between both.</param>
    /// <param name="reduction">How the losses of a batch become one number.</param>
    /// <param name="name">What logs and files call it.</param>
    /// <exception cref="ArgumentOutOfRangeException">q is not between 0 and 1.</exception>
    public CategoricalGeneralizedCrossEntropy(float q = 0.5f, Reduction reduction = default, string name = "categorical_generalized_cross_entropy")
        : base(name, reduction)
    {
        _q = q;
        Check();
    }

    /// <inheritdoc/>
    public override SymbolicTensor Call(SymbolicTensor yTrue, SymbolicTensor yPred)
    {
        ArgumentNullException.ThrowIfNull(yTrue);
        ArgumentNullException.ThrowIfNull(yPred);
        SymbolicTensor labels = yTrue.Shape.Rank == yPred.Shape.Rank ? Ranks.Squeeze(yTrue) : yTrue;
        SymbolicTensor ofTruth = Ops.ReduceSum(yPred * Ops.OneHot(labels, yPred.Shape[^1]), [-1]);
        return (1f - Ops.Pow(ofTruth, _q)) / _q;
    }

    /// <inheritdoc/>
    protected internal override void Describe(Arguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        arguments.Single("q", ref _q, 0.5f, new NumberRange(0, 1, AboveMinimum: true, BelowMaximum: true));
        base.Describe(arguments);
    }

    internal override void CheckShapes(Shape labels, Shape output) => new SparseCategoricalCrossentropy(name: Name).CheckShapes(labels, output);

    internal override void CheckLabels(ReadOnlySpan<float> labels, int first, Shape shape, Shape output, string array) =>
        new SparseCategoricalCrossentropy(name: Name).CheckLabels(labels, first, shape, output, array);
}
