using System.Diagnostics;
using Receptive.Callbacks;

namespace Receptive.Cli;

/// <summary>Measures how fast a training is: images over the time spent on its batches, without validation and saving.</summary>
internal sealed class TrainingClock : Callback
{
    private long _epochStart;
    private long _lastBatchEnd;
    private long _images;
    private TimeSpan _time;

    /// <summary>Epochs that were finished.</summary>
    public int Epochs { get; private set; }

    public double ImagesPerSecond => _time > TimeSpan.Zero ? _images / _time.TotalSeconds : 0;

    public override void OnEpochBegin(int epoch, Logs logs) => _epochStart = Stopwatch.GetTimestamp();

    public override void OnTrainBatchEnd(int batch, Logs logs) => _lastBatchEnd = Stopwatch.GetTimestamp();

    public override void OnEpochEnd(int epoch, Logs logs)
    {
        _time += Stopwatch.GetElapsedTime(_epochStart, _lastBatchEnd);
        _images += Parameters.Samples;
        Epochs++;
    }
}
