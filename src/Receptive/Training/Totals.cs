using Receptive.Callbacks;
using Receptive.Metrics;

namespace Receptive.Training;

/// <summary>
/// What the batches of an epoch add up to. Sums are kept in double precision; adding a batch allocates nothing.
/// </summary>
internal sealed class Totals
{
    private readonly Compilation _compilation;
    private readonly Metric[] _metrics;
    private readonly double[][] _sums;
    private double _lossSum;
    private double _weightSum;
    private long _examples;

    public Totals(Compilation compilation, StepProgram program)
    {
        _compilation = compilation;
        _metrics = program.Metrics;
        _sums = new double[_metrics.Length][];
        for (int i = 0; i < _sums.Length; i++) _sums[i] = new double[program.MetricOutput(i).Length];
        Logs = new Logs();
        Logs["loss"] = 0;
        foreach ((string name, _, _) in compilation.Metrics) Logs[name] = 0;
    }

    /// <summary>The means so far: the loss, then the metrics. One object throughout.</summary>
    public Logs Logs { get; }

    public void Reset()
    {
        (_lossSum, _weightSum, _examples) = (0, 0, 0);
        foreach (double[] sums in _sums) Array.Clear(sums);
    }

    /// <summary>Adds what a program computed for a batch.</summary>
    /// <param name="program">It ran just now.</param>
    /// <param name="batch">The number of examples.</param>
    /// <param name="weights">Their weights; empty where there are none.</param>
    public void Add(StepProgram program, int batch, ReadOnlySpan<float> weights)
    {
        // As Keras: the mean of the batches' losses, each counted by its examples.
        _lossSum += (double)program.Loss * batch;
        _examples += batch;
        if (weights.IsEmpty) _weightSum += batch;
        foreach (float weight in weights) _weightSum += weight;
        for (int i = 0; i < _sums.Length; i++)
        {
            ReadOnlySpan<float> output = program.MetricOutput(i);
            double[] sums = _sums[i];
            for (int k = 0; k < sums.Length; k++) sums[k] += output[k];
        }
    }

    /// <summary>Brings <see cref="Logs"/> up to date.</summary>
    public void Publish()
    {
        Logs.SetAt(0, _examples == 0 ? 0 : _lossSum / _examples);
        for (int i = 0; i < _metrics.Length; i++)
            Logs.SetAt(i + 1, _metrics[i].Result(_sums[i], _compilation.Metrics[i].Weighted ? _weightSum : _examples));
    }
}
