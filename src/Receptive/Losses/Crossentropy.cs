using Receptive.Graph;

namespace Receptive.Losses;

/// <summary>What the crossentropies share.</summary>
internal static class Crossentropy
{
    /// <summary>Keras' epsilon: how near to 0 and 1 a probability may come.</summary>
    public const float Epsilon = 1e-7f;

    /// <summary>Whether labels are one class number an example (or pixel), for an output over classes.</summary>
    public static bool AreClassNumbers(Shape labels, Shape output) =>
        labels == new Shape(output.Dimensions[..^1]) || (labels.Rank == output.Rank && labels[^1] == 1 && labels.Dimensions[..^1].SequenceEqual(output.Dimensions[..^1]));

    /// <summary>
    /// The logarithms of the probabilities of classes. A prediction that a softmax made is taken back to what went into
    /// the softmax: log(softmax(x)) computed in one formula is exact where the probability itself would round to 0, and
    /// its gradient is finite.
    /// </summary>
    /// <param name="prediction">Probabilities or logits.</param>
    /// <param name="fromLogits">Which of the two.</param>
    /// <param name="normalise">Whether probabilities are scaled to sum 1 before they are kept off 0 and 1, or after, as Keras has it for the dense and the sparse labels.</param>
    public static SymbolicTensor LogProbabilities(SymbolicTensor prediction, bool fromLogits, bool normalise)
    {
        if (prediction.Op is SoftmaxOp) return Ops.LogSoftmax(prediction.Inputs[0]);
        if (fromLogits) return Ops.LogSoftmax(prediction);
        if (normalise) return Ops.Log(Ops.Clip(prediction / Ops.ReduceSum(prediction, [-1], keepDims: true), Epsilon, 1 - Epsilon));
        return Ops.LogSoftmax(Ops.Log(Ops.Clip(prediction, Epsilon, 1 - Epsilon)));
    }

    /// <summary>- sum over classes of label times log probability.</summary>
    public static SymbolicTensor OfLogProbabilities(SymbolicTensor labels, SymbolicTensor logarithms) =>
        -Ops.ReduceSum(labels * logarithms, [-1]);
}
