using Receptive.Description;
using Receptive.Graph;

namespace Receptive.Losses;

/// <summary>
/// Minus the logarithm of the probability that the model gives to the true class; labels are one-hot rows, or
/// probabilities themselves.
/// </summary>
/// <remarks>
/// Labels and predictions of shape (batch, ..., classes). When the prediction comes straight from a softmax, the loss is
/// computed from what went into the softmax, which is exact where a probability is too small for a float; Keras does the
/// same. Otherwise probabilities are scaled to sum 1 and kept within [1e-7, 1 - 1e-7].
/// </remarks>
/// <example><code>model.Compile("adam", new CategoricalCrossentropy(labelSmoothing: 0.1f), ["accuracy"]);</code></example>
public sealed class CategoricalCrossentropy : Loss
{
    private bool _fromLogits;
    private float _labelSmoothing;

    /// <param name="fromLogits">Whether predictions are what would go into a softmax, not probabilities.</param>
    /// <param name="labelSmoothing">From 0 to 1: this share of each label is spread evenly over all classes.</param>
    /// <param name="reduction">How the losses of a batch become one number.</param>
    /// <param name="name">What logs and files call it.</param>
    /// <exception cref="ArgumentOutOfRangeException">The label smoothing is not in [0, 1].</exception>
    public CategoricalCrossentropy(bool fromLogits = false, float labelSmoothing = 0, Reduction reduction = default, string name = "categorical_crossentropy")
        : base(name, reduction)
    {
        (_fromLogits, _labelSmoothing) = (fromLogits, labelSmoothing);
        Check();
    }

    /// <summary>Whether predictions are what would go into a softmax.</summary>
    public bool FromLogits => _fromLogits;

    /// <summary>The share of each label that is spread evenly over all classes.</summary>
    public float LabelSmoothing => _labelSmoothing;

    /// <inheritdoc/>
    public override SymbolicTensor Call(SymbolicTensor yTrue, SymbolicTensor yPred)
    {
        ArgumentNullException.ThrowIfNull(yPred);
        SymbolicTensor labels = LabelSmoothing == 0 ? yTrue : (yTrue * (1 - LabelSmoothing)) + (LabelSmoothing / yPred.Shape[^1]);
        return Crossentropy.OfLogProbabilities(labels, Crossentropy.LogProbabilities(yPred, FromLogits, normalise: true));
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

    internal override void CheckShapes(Shape labels, Shape output)
    {
        if (output[^1] == 1)
        {
            throw new ShapeException(
                $"The loss {Name} needs an output for each class, but the model's output {output} has one. For two classes use \"binary_crossentropy\" with a sigmoid.");
        }

        if (labels == output) return;
        if (Crossentropy.AreClassNumbers(labels, output))
        {
            throw new ShapeException(
                $"The loss {Name} needs one-hot labels of shape {output}, but the labels have the shape {labels}: class numbers. "
                + $"Convert them with Utilities.ToCategorical(labels, {output[^1]}), or use the loss \"sparse_categorical_crossentropy\".");
        }

        throw new ShapeException(
            $"The labels have the shape {labels}, but the model's output is {output}: "
            + $"the last layer needs {labels[^1]} units for {labels[^1]} classes, or the labels another number of columns.");
    }

    internal override void CheckLabels(ReadOnlySpan<float> labels, int first, Shape shape, Shape output, string array)
    {
        for (int i = 0; i < labels.Length; i++)
        {
            if (labels[i] is >= 0 and <= 1) continue;
            throw new ArgumentException(
                $"{array}: a label of example {first + i / Math.Max(1, (int)shape.ElementsPerRow)} is {labels[i]}, but the loss {Name} needs one-hot rows of 0 and 1, or probabilities.", array);
        }
    }
}
