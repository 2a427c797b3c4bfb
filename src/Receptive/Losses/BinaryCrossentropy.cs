using Receptive.Description;
using Receptive.Graph;

namespace Receptive.Losses;

/// <summary>For yes-or-no answers: minus the logarithm of the probability given to the true answer, 0 or 1.</summary>
/// <remarks>
/// Labels and predictions of shape (batch, ..., n); the mean is taken over n. When the prediction comes straight from a
/// sigmoid, the loss is computed from what went into it, as in Keras; otherwise probabilities are kept within
/// [1e-7, 1 - 1e-7].
/// </remarks>
/// <example><code>model.Compile("adam", "binary_crossentropy", ["accuracy"]);</code></example>
public sealed class BinaryCrossentropy : Loss
{
    private bool _fromLogits;
    private float _labelSmoothing;

    /// <param name="fromLogits">Whether predictions are what would go into a sigmoid, not probabilities.</param>
    /// <param name="labelSmoothing">From 0 to 1: labels are moved towards one half by this share.</param>
    /// <param name="reduction">How the losses of a batch become one number.</param>
    /// <param name="name">What logs and files call it.</param>
    /// <exception cref="ArgumentOutOfRangeException">The label smoothing is not in [0, 1].</exception>
    public BinaryCrossentropy(bool fromLogits = false, float labelSmoothing = 0, Reduction reduction = default, string name = "binary_crossentropy")
        : base(name, reduction)
    {
        (_fromLogits, _labelSmoothing) = (fromLogits, labelSmoothing);
        Check();
    }

    /// <summary>Whether predictions are what would go into a sigmoid.</summary>
    public bool FromLogits => _fromLogits;

    /// <summary>By what share labels are moved towards one half.</summary>
    public float LabelSmoothing => _labelSmoothing;

    /// <inheritdoc/>
    public override SymbolicTensor Call(SymbolicTensor yTrue, SymbolicTensor yPred)
    {
        ArgumentNullException.ThrowIfNull(yPred);
        SymbolicTensor labels = LabelSmoothing == 0 ? yTrue : (yTrue * (1 - LabelSmoothing)) + (0.5f * LabelSmoothing);
        return Ops.ReduceMean(OfEach(labels, yPred, FromLogits), [-1]);
    }

    /// <summary>The crossentropy of each number. A prediction that a sigmoid made is taken back to what went into it.</summary>
    internal static SymbolicTensor OfEach(SymbolicTensor labels, SymbolicTensor yPred, bool fromLogits)
    {
        if (yPred.Op == ElementwiseOps.Sigmoid) return OfLogits(labels, yPred.Inputs[0]);
        if (fromLogits) return OfLogits(labels, yPred);
        SymbolicTensor p = Ops.Clip(yPred, Crossentropy.Epsilon, 1 - Crossentropy.Epsilon);
        return -((labels * Ops.Log(p)) + ((1f - labels) * Ops.Log(1f - p)));
    }

    /// <inheritdoc/>
    protected internal override void Describe(Arguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        arguments.Boolean("from_logits", ref _fromLogits);
        arguments.Single("label_smoothing", ref _labelSmoothing, 0, NumberRange.Share);
        base.Describe(arguments);
        arguments.Only("axis", -1);
    }

    internal override void CheckLabels(ReadOnlySpan<float> labels, int first, Shape shape, Shape output, string array)
    {
        for (int i = 0; i < labels.Length; i++)
        {
            if (labels[i] is >= 0 and <= 1) continue;
            throw new ArgumentException(
                $"{array}: a label of example {first + i / Math.Max(1, (int)shape.ElementsPerRow)} is {labels[i]}, but the loss {Name} needs 0 or 1, or a share between them.", array);
        }
    }

    // max(x, 0) - x z + log(1 + e^-|x|): no overflow for any x. Written with Select, so that the gradient at 0 is the
    // right one, 1/2 - z.
    private static SymbolicTensor OfLogits(SymbolicTensor labels, SymbolicTensor x)
    {
        SymbolicTensor isPositive = Ops.GreaterOrEqual(x, Ops.Constant(0));
        SymbolicTensor positivePart = Ops.Select(isPositive, x, Ops.Constant(0));
        SymbolicTensor minusMagnitude = Ops.Select(isPositive, -x, x);
        return positivePart - (x * labels) + Ops.Log(1f + Ops.Exp(minusMagnitude));
    }
}
