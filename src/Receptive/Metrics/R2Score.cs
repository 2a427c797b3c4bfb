using Receptive.Common;
using Receptive.Description;
using Receptive.Graph;

namespace Receptive.Metrics;

/// <summary>How much of the labels' variance the predictions explain: 1 for all, 0 for as much as their mean does.</summary>
/// <remarks>Labels and predictions of shape (batch, n). Source: https://keras.io/api/metrics/regression_metrics/.</remarks>
/// <example><code>model.Compile("adam", "mse", [new R2Score()]);</code></example>
public sealed class R2Score : Metric
{
    private const string Uniform = "uniform_average", ByVariance = "variance_weighted_average";

    private string? _classAggregation;
    private int _numRegressors;

    /// <param name="classAggregation">"uniform_average" or "variance_weighted_average" of the columns; null for a number a column.</param>
    /// <param name="numRegressors">If not 0, the score is adjusted for so many independent inputs; at least 0.</param>
    /// <param name="name">What logs call it.</param>
    /// <exception cref="ArgumentException">An argument is out of its range.</exception>
    public R2Score(string? classAggregation = Uniform, int numRegressors = 0, string name = "r2_score")
        : base(name)
    {
        (_classAggregation, _numRegressors) = (classAggregation, numRegressors);
        Check();
    }

    /// <inheritdoc/>
    public override MetricDirection Direction => MetricDirection.Up;

    /// <inheritdoc/>
    /// <exception cref="ShapeException">Labels and predictions are not (batch, n).</exception>
    public override SymbolicTensor Update(SymbolicTensor yTrue, SymbolicTensor yPred, SymbolicTensor? sampleWeight)
    {
        ArgumentNullException.ThrowIfNull(yPred);
        (SymbolicTensor truth, SymbolicTensor prediction) = Ranks.Align(yTrue, yPred);
        if (truth.Shape.Rank != 2 || truth.Shape != prediction.Shape) throw new ShapeException($"R2Score compares labels and predictions (batch, n), but these have the shapes {yTrue.Shape} and {yPred.Shape}.");
        SymbolicTensor weights = Ops.BroadcastTo(sampleWeight is null ? 1f : Ops.ExpandDims(sampleWeight, 1), truth.Shape);
        SymbolicTensor weighted = truth * weights, counted = Ops.NotEqual(weights, 0f);
        return Ops.Stack([Sum(weighted), Sum(truth * weighted), Sum(Ops.Square(truth - prediction) * weights), Sum(weights), Sum(counted)], 0);

        static SymbolicTensor Sum(SymbolicTensor x) => Ops.ReduceSum(x, [0]);
    }

    /// <inheritdoc/>
    /// <remarks>Without an aggregation it is the mean of the columns.</remarks>
    public override double Result(ReadOnlySpan<double> totals, double totalWeight) => Results(totals, totalWeight).Average();

    /// <inheritdoc/>
    public override double[] Results(ReadOnlySpan<double> totals, double totalWeight)
    {
        int columns = totals.Length / 5;
        double[] scores = new double[columns], variances = new double[columns];
        for (int i = 0; i < columns; i++)
        {
            double sum = totals[i];
            variances[i] = totals[columns + i] - sum * sum / totals[3 * columns + i];
            double score = 1 - totals[2 * columns + i] / variances[i];
            scores[i] = double.IsInfinity(score) ? 0 : score;
        }

        double[] results = _classAggregation switch
        {
            Uniform => [scores.Average()],
            ByVariance => [scores.Zip(variances, (score, variance) => score * variance).Sum() / variances.Sum()],
            _ => scores,
        };
        double left = totals[4 * columns] - _numRegressors - 1;
        return _numRegressors == 0 || left <= 0 ? results : Array.ConvertAll(results, score => 1 - (1 - score) * (left + _numRegressors) / left);
    }

    /// <inheritdoc/>
    protected internal override void Describe(Arguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        arguments.OptionalWord("class_aggregation", ref _classAggregation, Uniform, Uniform, ByVariance);
        arguments.Int32("num_regressors", ref _numRegressors, usual: 0, atLeast: 0);
    }
}
