using Receptive.Callbacks;
using Receptive.Metrics;

namespace Receptive.Training;

/// <summary>
/// What the batches of an epoch add up to. Sums are kept in double precision; adding a batch allocates nothing.
/// </summary>
internal sealed class Totals
{
    private readonly IReadOnlyList<CompiledMetric> _compiled;
    private readonly Metric[] _metrics;
    private readonly double[][] _sums;
    private readonly double[] _lossSums;
    private readonly double[] _loggedSums;
    private double _lossSum;
    private double _weightSum;
    private long _examples;
    private long _batches;

    public Totals(Model model, Compilation compilation, StepProgram program)
    {
        _compiled = compilation.Metrics(model);
        _metrics = program.Metrics;
        _lossSums = new double[program.Losses];
        _loggedSums = new double[program.Logged.Count];
        _sums = new double[_metrics.Length][];
        for (int i = 0; i < _sums.Length; i++) _sums[i] = new double[program.MetricOutput(i).Length];
        Logs = new Logs();
        Logs["loss"] = 0;
        foreach (string name in compilation.LossNames(model)) Logs[name] = 0;
        foreach (CompiledMetric metric in _compiled) Logs[metric.Name] = 0;
        foreach (string name in program.Logged) Logs[name] = 0;
    }

    /// <summary>The means so far: the loss, then the metrics. One object throughout.</summary>
    public Logs Logs { get; }

    /// <summary>All sums, to be written down and taken up again in the middle of an epoch.</summary>
    public double[] State
    {
        get => [_lossSum, _weightSum, _examples, _batches, .. _lossSums, .. _sums.SelectMany(sums => sums), .. _loggedSums];
        set
        {
            (_lossSum, _weightSum, _examples, _batches) = (value[0], value[1], (long)value[2], (long)value[3]);
            int at = 4;
            foreach (double[] sums in (double[][])[_lossSums, .. _sums, _loggedSums])
            {
                value.AsSpan(at, sums.Length).CopyTo(sums);
                at += sums.Length;
            }
        }
    }

    public void Reset()
    {
        (_lossSum, _weightSum, _examples, _batches) = (0, 0, 0, 0);
        Array.Clear(_lossSums);
        Array.Clear(_loggedSums);
        foreach (double[] sums in _sums) Array.Clear(sums);
    }

    /// <summary>Adds what a program computed for a batch.</summary>
    /// <param name="program">It ran just now.</param>
    /// <param name="batch">The number of examples.</param>
    public void Add(StepProgram program, int batch)
    {
        // As Keras: the mean of the batches' losses, each counted by its examples; those of single outputs are counted alike.
        _lossSum += (double)program.Loss * batch;
        _examples += batch;
        _batches++;
        for (int i = 0; i < _lossSums.Length; i++) _lossSums[i] += program.LossOf(i);
        for (int i = 0; i < _loggedSums.Length; i++) _loggedSums[i] += (double)program.LoggedOutput(i) * batch;
        if (!program.Batch.HasWeights) _weightSum += batch;
        else
        {
            foreach (float weight in program.Batch.Weights[..batch]) _weightSum += weight;
        }

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
        for (int i = 0; i < _lossSums.Length; i++) Logs.SetAt(1 + i, _batches == 0 ? 0 : _lossSums[i] / _batches);
        for (int i = 0; i < _metrics.Length; i++)
            Logs.SetAt(1 + _lossSums.Length + i, _metrics[i].Result(_sums[i], _compiled[i].Weighted ? _weightSum : _examples));
        for (int i = 0; i < _loggedSums.Length; i++) Logs.SetAt(1 + _lossSums.Length + _metrics.Length + i, _examples == 0 ? 0 : _loggedSums[i] / _examples);
    }
}
