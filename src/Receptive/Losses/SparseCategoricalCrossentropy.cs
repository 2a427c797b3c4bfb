using System.Text.Json.Nodes;
using Receptive.Common;
using Receptive.Graph;

namespace Receptive.Losses;

/// <summary>As <see cref="CategoricalCrossentropy"/>, with class numbers 0, 1, 2, ... as labels instead of one-hot rows.</summary>
/// <remarks>Labels of shape (batch, ...) or (batch, ..., 1), predictions (batch, ..., classes).</remarks>
/// <example><code>model.Compile("adam", "sparse_categorical_crossentropy", ["accuracy"]);</code></example>
public sealed class SparseCategoricalCrossentropy : Loss
{
    /// <param name="fromLogits">Whether predictions are what would go into a softmax, not probabilities.</param>
    /// <param name="reduction">How the losses of a batch become one number.</param>
    /// <param name="name">What logs and files call it.</param>
    public SparseCategoricalCrossentropy(bool fromLogits = false, Reduction reduction = default, string name = "sparse_categorical_crossentropy")
        : base(name, reduction) => FromLogits = fromLogits;

    /// <summary>Whether predictions are what would go into a softmax.</summary>
    public bool FromLogits { get; }

    /// <inheritdoc/>
    public override SymbolicTensor Call(SymbolicTensor yTrue, SymbolicTensor yPred)
    {
        ArgumentNullException.ThrowIfNull(yTrue);
        ArgumentNullException.ThrowIfNull(yPred);
        SymbolicTensor labels = yTrue.Shape.Rank == yPred.Shape.Rank ? Ranks.Squeeze(yTrue) : yTrue;
        SymbolicTensor logarithms = Crossentropy.LogProbabilities(yPred, FromLogits, normalise: false);
        return Crossentropy.OfLogProbabilities(Ops.OneHot(labels, yPred.Shape[^1]), logarithms);
    }

    /// <inheritdoc/>
    public override JsonObject GetConfig()
    {
        JsonObject config = base.GetConfig();
        config["from_logits"] = FromLogits;
        config["ignore_class"] = null;
        config["axis"] = -1;
        return config;
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

    internal override void CheckLabels(ReadOnlySpan<float> labels, Shape shape, Shape output, string array)
    {
        int classes = output[^1];
        for (int i = 0; i < labels.Length; i++)
        {
            float label = labels[i];
            if (label >= 0 && label < classes && label == MathF.Floor(label)) continue;
            throw new ArgumentException(
                $"{array}: label {i / Math.Max(1, (int)shape.ElementsPerRow)} is {label}, but the model's {classes} outputs stand for the classes 0 to {classes - 1}. "
                + "Give the last layer a unit for each class, and number the classes from 0.", array);
        }
    }
}
