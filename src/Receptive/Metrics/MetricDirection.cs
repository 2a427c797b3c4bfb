namespace Receptive.Metrics;

/// <summary>Which way of a metric is the better one.</summary>
public enum MetricDirection
{
    /// <summary>Not known: a callback that watches the metric must be told.</summary>
    Unknown,

    /// <summary>More is better, as with accuracy.</summary>
    Up,

    /// <summary>Less is better, as with an error.</summary>
    Down,
}
