using Receptive.Description;
using Receptive.Graph;

namespace Receptive.Losses;

/// <summary><see cref="CategoricalCrossentropy"/> in which classes that are right already count less, so that hard examples are learned.</summary>
/// <remarks>
/// Labels and predictions of shape (batch, ..., classes); probabilities are scaled to sum 1 and kept within [1e-7, 1 - 1e-7]. With p the
/// probability of a class, its part of the crossentropy is multiplied by alpha (1 - p)^gamma. Source: Lin et al., Focal loss for dense
/// object detection, 2017.
/// </remarks>
/// <example><code>model.Compile("adam", new CategoricalFocalCrossentropy(gamma: 2));</code></example>
public sealed class CategoricalFocalCrossentropy : Loss
{
    private float _alpha;
    private float _gamma;
    private bool _fromLogits;
    private float _labelSmoothing;

    /// <param name="alpha">What all is multiplied by; at least 0.</param>
    /// <param name="gamma">How much less right answers count; at least 0.</param>
    /// <param name="fromLogits">Whether predictions are what would go into a softmax, not probabilities.</param>
    /// <param name="labelSmoothing">From 0 to 1: this share of each label is spread evenly over all classes.</param>
    /// <param name="reduction">How the losses of a batch become one number.</param>
    /// <param name="name">What logs and files call it.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public CategoricalFocalCrossentropy(
        float alpha = 0.25f, float gamma = 2, bool fromLogits = false, float labelSmoothing = 0, Reduction reduction = default, string name = "categorical_focal_crossentropy")
        : base(name, reduction)
    {
        (_alpha, _gamma, _fromLogits, _labelSmoothing) = (alpha, gamma, fromLogits, labelSmoothing);
        Check();
    }

    /// <inheritdoc/>
    public override SymbolicTensor Call(SymbolicTensor yTrue, SymbolicTensor yPred)
    {
        ArgumentNullException.ThrowIfNull(yPred);
        SymbolicTensor labels = _labelSmoothing == 0 ? yTrue : yTrue * (1 - _labelSmoothing) + _labelSmoothing / yPred.Shape[^1];
        SymbolicTensor p = _fromLogits ? Ops.Softmax(yPred) : yPred;
        p = Ops.Clip(p / Ops.ReduceSum(p, [-1], keepDims: true), Crossentropy.Epsilon, 1 - Crossentropy.Epsilon);
        return Ops.ReduceSum(_alpha * Ops.Pow(1f - p, _gamma) * (-labels * Ops.Log(p)), [-1]);
    }

    /// <inheritdoc/>
    protected internal override void Describe(Arguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        arguments.Single("alpha", ref _alpha, 0.25f, NumberRange.NotNegative);
        arguments.Single("gamma", ref _gamma, 2, NumberRange.NotNegative);
        arguments.Boolean("from_logits", ref _fromLogits);
        arguments.Single("label_smoothing", ref _labelSmoothing, 0, NumberRange.Share);
        base.Describe(arguments);
        arguments.Only("axis", -1);
    }
}
