namespace Receptive.Callbacks;

/// <summary>A callback made of delegates, for when a class would be too much.</summary>
/// <example><code>
/// callbacks: [new LambdaCallback { EpochEnd = (epoch, logs) => Console.WriteLine($"{epoch}: {logs["loss"]}") }]
/// </code></example>
public sealed class LambdaCallback : Callback
{
    /// <summary>Called as <see cref="Callback.OnTrainBegin"/>.</summary>
    public Action<Logs>? TrainBegin { get; init; }

    /// <summary>Called as <see cref="Callback.OnTrainEnd"/>.</summary>
    public Action<Logs>? TrainEnd { get; init; }

    /// <summary>Called as <see cref="Callback.OnEpochBegin"/>; the epoch is counted from 0.</summary>
    public Action<int, Logs>? EpochBegin { get; init; }

    /// <summary>Called as <see cref="Callback.OnEpochEnd"/>; the epoch is counted from 0.</summary>
    public Action<int, Logs>? EpochEnd { get; init; }

    /// <summary>Called as <see cref="Callback.OnTrainBatchBegin"/>; the batch is counted from 0.</summary>
    public Action<int, Logs>? TrainBatchBegin { get; init; }

    /// <summary>Called as <see cref="Callback.OnTrainBatchEnd"/>; the batch is counted from 0.</summary>
    public Action<int, Logs>? TrainBatchEnd { get; init; }

    /// <inheritdoc/>
    public override void OnTrainBegin(Logs logs) => TrainBegin?.Invoke(logs);

    /// <inheritdoc/>
    public override void OnTrainEnd(Logs logs) => TrainEnd?.Invoke(logs);

    /// <inheritdoc/>
    public override void OnEpochBegin(int epoch, Logs logs) => EpochBegin?.Invoke(epoch, logs);

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch, Logs logs) => EpochEnd?.Invoke(epoch, logs);

    /// <inheritdoc/>
    public override void OnTrainBatchBegin(int batch, Logs logs) => TrainBatchBegin?.Invoke(batch, logs);

    /// <inheritdoc/>
    public override void OnTrainBatchEnd(int batch, Logs logs) => TrainBatchEnd?.Invoke(batch, logs);
}
