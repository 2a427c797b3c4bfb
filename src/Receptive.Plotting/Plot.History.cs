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
        if (log.Epochs == 0) throw new ArgumentException("The history is empty: no epoch has ended yet.");
        return new HistoryFigure(log, metrics.Count > 0 ? metrics : history.Contains("loss") ? ["loss"] : [history.Metrics.First()]);
    }

    /// <summary>The curves of a training from its log on disk, long after the run: no training is needed again.</summary>
    /// <remarks>It may still go on: a last line without an end is being written, and left out.</remarks>
    /// <param name="path">A file in the form of Keras' CSVLogger, or a folder with a <c>history.csv</c>.</param>
    /// <param name="metrics">What to draw, a chart each; the loss by default.</param>
    /// <exception cref="IOException">There is no such file; the message says where one comes from.</exception>
    /// <exception cref="InvalidDataException">It is not such a log; the message says which line.</exception>
    /// <exception cref="ArgumentException">Nothing was logged, or none of such a name.</exception>
    public static HistoryFigure History(string path, params IReadOnlyList<string> metrics)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        string file = Directory.Exists(path) ? Path.Combine(path, HistoryFile) : path;
        if (!File.Exists(file))
        {
            throw new FileNotFoundException(file == path
                ? $"There is no training log '{path}', and no folder of that name. A training writes one with new CSVLogger(\"{HistoryFile}\") or history.SaveCsv(\"{HistoryFile}\")."
                : $"The folder '{path}' has no {HistoryFile}. Give the file itself if it has another name; a training writes one with new CSVLogger(...) or history.SaveCsv(...).", file);
        }

        return History(Callbacks.History.LoadCsv(file), metrics);
    }

    private const string HistoryFile = "history.csv";
}
