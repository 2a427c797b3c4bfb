using Receptive.Metrics;

namespace Receptive.Callbacks;

/// <summary>What callbacks share that watch one logged value for getting better.</summary>
public abstract class MonitorCallback : Callback
{
    private readonly MonitorMode _mode;
    private bool _warned;

    /// <param name="monitor">The name of the value: <c>loss</c>, a metric's, or one of these with <c>val_</c> before it.</param>
    /// <param name="mode">Which direction is better.</param>
    /// <param name="minDelta">How much better counts; the sign does not matter.</param>
    private protected MonitorCallback(string monitor, MonitorMode mode, double minDelta)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(monitor);
        if (double.IsNaN(minDelta)) throw new ArgumentException("minDelta must be a number, not NaN.", nameof(minDelta));
        Monitor = monitor;
        _mode = mode;
        MinDelta = Math.Abs(minDelta);
    }

    /// <summary>The name of the value that is watched.</summary>
    public string Monitor { get; }

    /// <summary>An improvement by less than this is none.</summary>
    public double MinDelta { get; }

    /// <summary>Whether a greater value is a better one; known from the beginning of the training.</summary>
    protected bool GreaterIsBetter { get; private set; }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">With mode "auto": it is not known which direction is better.</exception>
    public override void OnTrainBegin(Logs logs)
    {
        GreaterIsBetter = _mode == MonitorMode.Auto ? InferDirection() : _mode == MonitorMode.Max;
        _warned = false;
    }

    /// <summary>
    /// Whether a value beats another by more than <see cref="MinDelta"/>; anything beats null. A NaN beats nothing and
    /// nothing beats it, as in Keras.
    /// </summary>
    protected bool IsImprovement(double value, double? reference) =>
        reference is not { } other || (GreaterIsBetter ? value - MinDelta > other : value + MinDelta < other);

    /// <summary>The watched value, or null with a warning, the first time, when it was not logged.</summary>
    protected double? Watched(Logs logs)
    {
        ArgumentNullException.ThrowIfNull(logs);
        if (logs.TryGetValue(Monitor, out double value)) return value;
        if (_warned) return null;
        _warned = true;
        bool noValidation = !Parameters.HasValidation && Monitor.StartsWith("val_", StringComparison.Ordinal);
        Warnings.Raise(
            $"{GetType().Name} watches \"{Monitor}\", "
            + (noValidation ? "but the training has no validation: give Fit validationData or validationSplit." : "which this epoch did not log.")
            + $" Logged: {string.Join(", ", logs.Keys)}.");
        return null;
    }

    private bool InferDirection()
    {
        string name = Monitor.StartsWith("val_", StringComparison.Ordinal) ? Monitor[4..] : Monitor;
        if (name == "loss") return false;
        foreach ((string metricName, MetricDirection direction) in Model.MetricDirections)
        {
            if (metricName == name && direction != MetricDirection.Unknown) return direction == MetricDirection.Up;
        }

        throw new InvalidOperationException(
            $"{GetType().Name} watches \"{Monitor}\", and it is not known whether more or less of it is better. Say mode: \"max\" or mode: \"min\", "
            + $"or watch one of: loss, {string.Join(", ", Model.MetricDirections.Select(metric => metric.Name))} (or these with val_ before the name).");
    }
}
