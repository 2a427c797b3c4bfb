using Receptive.Callbacks;

namespace Receptive.Plotting;

/// <content>How a training went.</content>
public static partial class Plot
{
    /// <summary>The curves of a training, as the notebook draws them: validation red, training blue.</summary>
    /// <param name="history">What <c>Fit</c> returned, or <see cref="History.LoadCsv"/> read.</param>
    /// <param name="metrics">What to draw, a chart each; the loss by default.</param>
    /// <exception cref="ArgumentException">Nothing was logged, or none of such a name.</exception>
    /// <example><code>
    /// Plot.History(history).SavePng("loss.png");
    /// Plot.History(history, "loss", "accuracy").SaveSvg("training.svg");
    /// </code></example>
    public static HistoryFigure History(History history, params IReadOnlyList<string> metrics)
    {
        ArgumentNullException.ThrowIfNull(history);
        var log = new TrainingLog();
        for (int i = 0; i < history.Epochs.Count; i++) log.Add(history.Epochs[i], history.Row(i));
        return FromLog(log, metrics);
    }

    /// <summary>The curves of a training from its log on disk, long after the run: no training is needed again.</summary>
    /// <param name="path">A file in the form of Keras' CSVLogger, or a folder with a <c>history.csv</c>.</param>
    /// <param name="metrics">What to draw, a chart each; the loss by default.</param>
    /// <exception cref="IOException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is not such a log; the message says which line.</exception>
    /// <exception cref="ArgumentException">Nothing was logged, or none of such a name.</exception>
    public static HistoryFigure History(string path, params IReadOnlyList<string> metrics)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return History(Callbacks.History.LoadCsv(Directory.Exists(path) ? Path.Combine(path, "history.csv") : path), metrics);
    }

    internal static HistoryFigure FromLog(TrainingLog log, IReadOnlyList<string> metrics)
    {
        if (log.Epochs == 0) throw new ArgumentException("The history is empty: no epoch has ended yet.");
        return new HistoryFigure(log, metrics.Count > 0 ? metrics : log.Metrics.Contains("loss") ? ["loss"] : [log.Metrics.First()]);
    }
}
