using System.Globalization;

namespace Receptive.Callbacks;

/// <summary>Sets the learning rate before each epoch as a function says.</summary>
/// <remarks>The rate is logged as <c>learning_rate</c>. Source: https://keras.io/api/callbacks/learning_rate_scheduler/.</remarks>
/// <example><code>
/// model.Fit(x, y, epochs: 15, callbacks: [new LearningRateScheduler((epoch, rate) => epoch &lt; 10 ? rate : rate * 0.9)]);
/// </code></example>
public sealed class LearningRateScheduler : Callback
{
    private readonly Func<int, double, double> _schedule;
    private readonly int _verbose;

    /// <param name="schedule">The rate of an epoch, given its number from 0 and the rate before.</param>
    /// <param name="verbose">1 prints a line an epoch, 0 does not.</param>
    public LearningRateScheduler(Func<int, double, double> schedule, int verbose = 0)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        (_schedule, _verbose) = (schedule, verbose);
    }

    /// <param name="schedule">The rate of an epoch, given its number from 0.</param>
    /// <param name="verbose">1 prints a line an epoch, 0 does not.</param>
    public LearningRateScheduler(Func<int, double> schedule, int verbose = 0)
        : this((epoch, _) => schedule(epoch), verbose) => ArgumentNullException.ThrowIfNull(schedule);

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">The function gave a rate that is negative or not finite.</exception>
    public override void OnEpochBegin(int epoch, Logs logs)
    {
        double rate = _schedule(epoch, Model.Optimizer!.LearningRate);
        Model.Optimizer.LearningRate = rate;
        if (_verbose > 0)
            Writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Epoch {epoch + 1}: LearningRateScheduler setting learning rate to {rate}."));
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch, Logs logs)
    {
        ArgumentNullException.ThrowIfNull(logs);
        logs["learning_rate"] = Model.Optimizer!.LearningRate;
    }
}
