using System.Diagnostics;
using Receptive.Callbacks;

namespace Receptive.Benchmarks;

/// <summary>
/// Times a training from within: lets it warm up, then counts batches for a while, then stops it. What happens between
/// epochs counts too.
/// </summary>
internal sealed class TrainingClock(double seconds) : Callback
{
    /// <summary>The first batch compiles, the second finds everything in place.</summary>
    private const int LeastWarmUpBatches = 2;

    private readonly long _begin = Stopwatch.GetTimestamp();
    private int _warmUpBatches;
    private long _start;
    private long _batches;

    /// <summary>Batches a second in steady state, once training has stopped.</summary>
    public double BatchesPerSecond { get; private set; }

    public override void OnTrainBatchEnd(int batch, Logs logs)
    {
        if (_start == 0)
        {
            if (++_warmUpBatches >= LeastWarmUpBatches && Stopwatch.GetElapsedTime(_begin).TotalSeconds >= seconds / 4)
                _start = Stopwatch.GetTimestamp();
            return;
        }

        _batches++;
        double elapsed = Stopwatch.GetElapsedTime(_start).TotalSeconds;
        if (elapsed < seconds)
            return;
        BatchesPerSecond = _batches / elapsed;
        Model.StopTraining = true;
    }
}
