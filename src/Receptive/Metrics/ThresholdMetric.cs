using Receptive.Description;
using Receptive.Graph;

namespace Receptive.Metrics;

/// <summary>What metrics share that count right and wrong answers at thresholds: one value for each of them.</summary>
public abstract class ThresholdMetric : Metric
{
    private double[]? _thresholds;

    private protected ThresholdMetric(double[]? thresholds, string? name)
        : base(name) => _thresholds = thresholds;

    /// <summary>The thresholds in use: the given ones, or 0.5.</summary>
    public IReadOnlyList<double> Thresholds => _thresholds ?? [UsualThreshold];

    private protected virtual double UsualThreshold => 0.5;

    /// <inheritdoc/>
    /// <remarks>With several thresholds it is the mean of their values.</remarks>
    public sealed override double Result(ReadOnlySpan<double> totals, double totalWeight) => Results(totals, totalWeight).Average();

    /// <inheritdoc/>
    public sealed override double[] Results(ReadOnlySpan<double> totals, double totalWeight)
    {
        int count = Thresholds.Count;
        double[] results = new double[count];
        for (int i = 0; i < count; i++) results[i] = Result(totals[i], totals[count + i], totals[2 * count + i], totals[3 * count + i]);
        return results;
    }

    /// <inheritdoc/>
    public override SymbolicTensor Update(SymbolicTensor yTrue, SymbolicTensor yPred, SymbolicTensor? sampleWeight) =>
        ConfusionCounts.Of(yTrue, yPred, sampleWeight, [.. Thresholds]);

    /// <inheritdoc/>
    protected internal override void Describe(Arguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        arguments.OptionalDoubles("thresholds", ref _thresholds);
        arguments.Require(_thresholds?.All(threshold => threshold is >= 0 and <= 1) ?? true, $"thresholds [{string.Join(", ", _thresholds ?? [])}] must be from 0 to 1.");
    }

    /// <summary>The value at a threshold, of the sums of weights of answers of each kind.</summary>
    private protected abstract double Result(double truePositives, double falsePositives, double trueNegatives, double falseNegatives);

    internal static double Share(double part, double rest) => part + rest == 0 ? 0 : part / (part + rest);
}
