using Receptive.Common;
using Receptive.Description;
using Receptive.Graph;

namespace Receptive.Losses;

/// <summary>As <see cref="CategoricalCrossentropy"/>, with class numbers 0, 1, 2, ... as labels instead of one-hot rows.</summary>
/// <remarks>Labels of shape (batch, ...) or (batch, ..., 1), predictions (batch, ..., classes).</remarks>
/// <example><code>model.Compile("adam", "sparse_categorical_crossentropy", ["accuracy"]);</code></example>
public sealed class SparseCategoricalCrossentropy : Loss
{
    private bool _fromLogits;
    private int? _ignoreClass;

    /// <param name="fromLogits">Whether predictions are what would go into a softmax, not probabilities.</param>
    /// <param name="ignoreClass">A class number whose examples (or pixels) do not count; null counts all.</param>
    /// <param name="reduction">How the losses of a batch become one number.</param>
    /// <param name="name">What logs and files call it.</param>
    public SparseCategoricalCrossentropy(bool fromLogits = false, int? ignoreClass = null, Reduction reduction = default, string name = "sparse_categorical_crossentropy")
        : base(name, reduction) => (_fromLogits, _ignoreClass) = (fromLogits, ignoreClass);

    /// <summary>Whether predictions are what would go into a softmax.</summary>
    public bool FromLogits => _fromLogits;

    /// <inheritdoc/>
    public override SymbolicTensor Call(SymbolicTensor yTrue, SymbolicTensor yPred)
    {
        ArgumentNullException.ThrowIfNull(yTrue);
        ArgumentNullException.ThrowIfNull(yPred);
        SymbolicTensor labels = yTrue.Shape.Rank == yPred.Shape.Rank ? Ranks.Squeeze(yTrue) : yTrue;
        SymbolicTensor logarithms = Crossentropy.LogProbabilities(yPred, FromLogits, normalise: false);
        SymbolicTensor losses = Crossentropy.OfLogProbabilities(Ops.OneHot(labels, yPred.Shape[^1]), logarithms);
        return Counted(yTrue, yPred) is { } counted ? losses * counted : losses;
    }

    /// <summary>1 for each example that counts and 0 for one of the ignored class; null where all count.</summary>
    internal override SymbolicTensor? Counted(SymbolicTensor yTrue, SymbolicTensor yPred)
    {
        if (_ignoreClass is not { } ignored) return null;
        SymbolicTensor labels = yTrue.Shape.Rank == yPred.Shape.Rank ? Ranks.Squeeze(yTrue) : yTrue;
        return 1f - Ops.Equal(labels, (float)ignored);
    }

    /// <inheritdoc/>
    protected internal override void Describe(Arguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        arguments.Boolean("from_logits", ref _fromLogits);
        arguments.OptionalInt32("ignore_class", ref _ignoreClass);
        base.Describe(arguments);
        arguments.Only("axis", -1);
    }

    internal override void CheckShapes(Shape labels, Shape output)
    {
        if (Crossentropy.AreClassNumbers(labels, output)) return;
        if (labels == output)
        {
            throw new ShapeException(
                $"The loss {Name} needs class numbers of shape {new Shape(output.Dimensions[..^1])}, but the labels have the shape {labels}: one-hot rows. Use the loss \"categorical_crossentropy\".");
        }

        throw new ShapeException(
            $"The loss {Name} needs class numbers of shape {new Shape(output.Dimensions[..^1])} for the model's output {output}, but the labels have the shape {labels}.");
    }

    internal override void CheckLabels(ReadOnlySpan<float> labels, int first, Shape shape, Shape output, string array)
    {
        int classes = output[^1];
        for (int i = 0; i < labels.Length; i++)
        {
            float label = labels[i];
            if ((label >= 0 && label < classes && label == MathF.Floor(label)) || label == _ignoreClass) continue;
            throw new ArgumentException(
                $"{array}: label {first + i / Math.Max(1, (int)shape.ElementsPerRow)} is {label}, but the model's {classes} outputs stand for the classes 0 to {classes - 1}. "
                + "Give the last layer a unit for each class, and number the classes from 0.", array);
        }
    }
}
