using Receptive.Common;
using Receptive.Graph;

namespace Receptive.Metrics;

/// <summary>
/// Counts right and wrong answers at each of many thresholds: true and false positives, true and false negatives, in this order, each
/// for every label and threshold.
/// </summary>
internal static class ConfusionCounts
{
    /// <summary>What a prediction that is not among the largest counts as.</summary>
    public const float NegativeInfinity = -1e10f;

    private const float Epsilon = 1e-7f;

    /// <param name="yTrue">Labels; all but 0 count as positive.</param>
    /// <param name="yPred">Predictions of the same shape.</param>
    /// <param name="sampleWeight">One weight an example, or null.</param>
    /// <param name="thresholds">A prediction above a threshold is positive there.</param>
    /// <param name="byLabel">Whether each column of (batch, labels) is counted for itself.</param>
    /// <param name="labelWeights">Weights of the columns, or null.</param>
    /// <returns>(4, labels or 1, thresholds).</returns>
    public static SymbolicTensor Of(
        SymbolicTensor yTrue, SymbolicTensor yPred, SymbolicTensor? sampleWeight, double[] thresholds, bool byLabel = false, double[]? labelWeights = null)
    {
        (yTrue, yPred) = Ranks.Align(yTrue, yPred);
        SymbolicTensor isPositive = Ops.NotEqual(yTrue, 0f), weights = Ops.BroadcastTo(1f, yPred.Shape);
        if (sampleWeight is not null) weights *= Ranks.ExpandTo(sampleWeight, yPred.Shape);
        if (labelWeights is not null) weights *= Ops.Constant(Array.ConvertAll(labelWeights, weight => (float)weight), [labelWeights.Length]);
        int labels = byLabel ? yPred.Shape[^1] : 1, count = thresholds.Length;
        int[] rows = [Shape.Batch, labels, (int)(yPred.Shape.ElementsPerRow / labels)];
        SymbolicTensor predictions = Ops.Reshape(yPred, rows);
        SymbolicTensor positives = Ops.Reshape(isPositive * weights, rows), negatives = Ops.Reshape((1f - isPositive) * weights, rows);
        Func<SymbolicTensor, SymbolicTensor> above = IsEven(thresholds) ? InBuckets(predictions, thresholds) : Compared(predictions, thresholds);
        SymbolicTensor truePositives = above(positives), falsePositives = above(negatives);
        SymbolicTensor allPositives = Ops.ReduceSum(positives, [0, 2]), allNegatives = Ops.ReduceSum(negatives, [0, 2]);
        return Ops.Stack(
            [truePositives, falsePositives, Ops.Reshape(allNegatives, [labels, 1]) - falsePositives, Ops.Reshape(allPositives, [labels, 1]) - truePositives], 0);

        static Func<SymbolicTensor, SymbolicTensor> Compared(SymbolicTensor predictions, double[] thresholds)
        {
            float[] values = Array.ConvertAll(thresholds, threshold => (float)threshold);
            SymbolicTensor isAbove = Ops.Greater(Ops.ExpandDims(predictions, -1), Ops.Constant(values, [values.Length]));
            return weights => Ops.ReduceSum(isAbove * Ops.ExpandDims(weights, -1), [0, 2]);
        }
    }

    /// <summary>Thresholds between 0 and 1 at equal distances, with an end a little beyond on either side.</summary>
    public static double[] Evenly(int count) =>
        [.. Enumerable.Range(0, count).Select(i => i == 0 ? -(double)Epsilon : i == count - 1 ? 1.0 + Epsilon : (double)i / (count - 1))];

    // Each prediction falls into one bucket between thresholds; it is above all thresholds up to there.
    private static Func<SymbolicTensor, SymbolicTensor> InBuckets(SymbolicTensor predictions, double[] thresholds)
    {
        SymbolicTensor bucket = Ops.Ceil(Ops.Clip(predictions, 0f, 1f) * (thresholds.Length - 1f)) - 1f;
        if (thresholds[0] < 0 || thresholds[^1] > 1) bucket = Ops.Relu(bucket);
        return weights => Ops.CumSum(Ops.ReduceSum(Ops.PutAlong(weights, bucket, thresholds.Length), [0]), reverse: true);
    }

    private static bool IsEven(double[] thresholds)
    {
        if (thresholds.Length < 3) return thresholds.Length == 2 && thresholds[0] <= 0 && thresholds[1] >= 1;
        return thresholds.Index().All(threshold => Math.Abs(threshold.Item - (double)threshold.Index / (thresholds.Length - 1)) <= 1.5e-7 + 1e-5 * threshold.Index / (thresholds.Length - 1));
    }
}
