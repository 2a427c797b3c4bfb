using Receptive.Description;
using Receptive.Graph;

namespace Receptive.Losses;

/// <summary><see cref="BinaryCrossentropy"/> in which answers that are right already count less, so that hard examples are learned.</summary>
/// <remarks>
/// Labels and predictions of shape (batch, ..., n); the mean is taken over n. With p the probability given to the true answer, the
/// crossentropy is multiplied by (1 - p)^gamma. Source: Lin et al., Focal loss for dense object detection, 2017.
/// </remarks>
/// <example><code>model.Compile("adam", new BinaryFocalCrossentropy(gamma: 2));</code></example>
public sealed class BinaryFocalCrossentropy : Loss
{
    private bool _applyClassBalancing;
    private float _alpha;
    private float _gamma;
    private bool _fromLogits;
    private float _labelSmoothing;

    /// <param name="applyClassBalancing">Whether the class 1 weighs alpha and the class 0 the rest.</param>
    /// <param name="alpha">That weight, from 0 to 1.</param>
    /// <param name="gamma">How much less right answers count; at least 0.</param>
    /// <param name="fromLogits">Whether predictions are what would go into a sigmoid, not probabilities.</param>
    /// <param name="labelSmoothing">From 0 to 1: labels are moved towards one half by this share.</param>
    /// <param name="reduction">How the losses of a batch become one number.</param>
    /// <param name="name">What logs and files call it.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public BinaryFocalCrossentropy(
        bool applyClassBalancing = false, float alpha = 0.25f, float gamma = 2, bool fromLogits = false, float labelSmoothing = 0, Reduction reduction = default, string name = "binary_focal_crossentropy")
        : base(name, reduction)
    {
        (_applyClassBalancing, _alpha, _gamma, _fromLogits, _labelSmoothing) = (applyClassBalancing, alpha, gamma, fromLogits, labelSmoothing);
        Check();
    }

    /// <inheritdoc/>
    public override SymbolicTensor Call(SymbolicTensor yTrue, SymbolicTensor yPred)
    {
        SymbolicTensor labels = _labelSmoothing == 0 ? yTrue : yTrue * (1 - _labelSmoothing) + 0.5f * _labelSmoothing;
        SymbolicTensor p = _fromLogits ? Ops.Sigmoid(yPred) : yPred;
        SymbolicTensor ofTruth = labels * p + (1f - labels) * (1f - p);
        SymbolicTensor losses = Ops.Pow(1f - ofTruth, _gamma) * BinaryCrossentropy.OfEach(labels, p, fromLogits: false);
        if (_applyClassBalancing) losses *= labels * _alpha + (1f - labels) * (1 - _alpha);
        return Ops.ReduceMean(losses, [-1]);
    }

    /// <inheritdoc/>
    protected internal override void Describe(Arguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        arguments.Boolean("apply_class_balancing", ref _applyClassBalancing);
        arguments.Single("alpha", ref _alpha, 0.25f, NumberRange.Share);
        arguments.Single("gamma", ref _gamma, 2, NumberRange.NotNegative);
        arguments.Boolean("from_logits", ref _fromLogits);
        arguments.Single("label_smoothing", ref _labelSmoothing, 0, NumberRange.Share);
        base.Describe(arguments);
        arguments.Only("axis", -1);
    }
}
