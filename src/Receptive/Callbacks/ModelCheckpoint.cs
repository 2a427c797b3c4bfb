using System.Globalization;

namespace Receptive.Callbacks;

/// <summary>Saves the model, or its weights, as training goes on: after each epoch or every so many batches.</summary>
/// <remarks>
/// <para>The path may hold places in Python's syntax for the epoch (counted from 1), the batch and logged values:
/// <c>cnn{epoch:02d}-{val_loss:.4f}.keras</c>. A file is written beside its final place and renamed, so an earlier
/// checkpoint stays whole whatever happens.</para>
/// <para>Keras' <c>save_best_only</c> forgets its best value in a new process, and a continued training overwrites a
/// better file (keras#17012). This one keeps the value in a small file beside the checkpoint and takes it up again when
/// a training is continued: with <c>initialEpoch</c> above 0 or an optimizer that has made steps. A training from the
/// beginning starts anew.</para>
/// </remarks>
/// <example><code>
/// new ModelCheckpoint("model/cnn{epoch:02d}-{val_loss:.4f}.keras", monitor: "val_loss", saveBestOnly: true)
/// </code></example>
public sealed class ModelCheckpoint : MonitorCallback
{
    private static readonly string[] s_modelEndings = [".keras", ".h5", ".hdf5", ".hdf"];
    private static readonly string[] s_weightEndings = [".weights.h5", ".h5", ".hdf5", ".hdf"];

    private readonly FilePathTemplate _path;
    private readonly int _verbose;
    private readonly double? _threshold;
    private int _epoch;
    private int _batchesSinceSaving;

    /// <param name="filePath">Where to save; ends with .keras or .h5 (.hdf5), for weights alone with .weights.h5 or .h5.</param>
    /// <param name="monitor">The value that tells which model is best.</param>
    /// <param name="verbose">1 prints a line when it acts, 0 does not.</param>
    /// <param name="saveBestOnly">Whether to save only when the watched value beats all before.</param>
    /// <param name="saveWeightsOnly">Whether to save the weights without the model around them.</param>
    /// <param name="mode">"min", "max", or "auto" to tell by the name.</param>
    /// <param name="saveFreq">"epoch", or a number of batches.</param>
    /// <param name="initialValueThreshold">A value that the first saved model has to beat.</param>
    /// <exception cref="ArgumentException">The path's ending or a place in it cannot be used.</exception>
    public ModelCheckpoint(
        string filePath,
        string monitor = "val_loss",
        int verbose = 0,
        bool saveBestOnly = false,
        bool saveWeightsOnly = false,
        MonitorMode mode = default,
        SaveFrequency saveFreq = default,
        double? initialValueThreshold = null)
        : base(monitor, mode, 0)
    {
        _path = new FilePathTemplate(filePath);
        string[] endings = saveWeightsOnly ? s_weightEndings : s_modelEndings;
        if (!endings.Any(ending => filePath.EndsWith(ending, StringComparison.OrdinalIgnoreCase)))
        {
            throw new ArgumentException(
                $"The checkpoint's path must end with {string.Join(" or ", endings)}, which tells the file format; got \"{filePath}\".", nameof(filePath));
        }

        if (saveFreq.Batches is null && _path.Names.Contains("batch"))
            throw new ArgumentException($"\"{filePath}\" names {{batch}}, but saving happens once an epoch: set saveFreq to a number of batches.", nameof(filePath));
        (_verbose, SaveBestOnly, SaveWeightsOnly, SaveFreq, _threshold) = (verbose, saveBestOnly, saveWeightsOnly, saveFreq, initialValueThreshold);
    }

    /// <summary>Whether only a better model is saved.</summary>
    public bool SaveBestOnly { get; }

    /// <summary>Whether weights are saved without the model around them.</summary>
    public bool SaveWeightsOnly { get; }

    /// <summary>How often it saves.</summary>
    public SaveFrequency SaveFreq { get; }

    /// <summary>The best value saved so far, if any.</summary>
    public double? Best { get; private set; }

    /// <summary>The file written last, or null.</summary>
    public string? LastSavedPath { get; private set; }

    /// <inheritdoc/>
    public override void OnTrainBegin(Logs logs)
    {
        if (SaveBestOnly) base.OnTrainBegin(logs);
        _batchesSinceSaving = 0;
        if (!SaveBestOnly) return;
        if (Parameters.InitialEpoch > 0 || Model.CompletedSteps > 0)
        {
            Best ??= BestValueFile.Read(_path.ToString(), Monitor) ?? _threshold;
        }
        else
        {
            (Best, LastSavedPath) = (_threshold, null);
        }
    }

    /// <inheritdoc/>
    public override void OnEpochBegin(int epoch, Logs logs) => _epoch = epoch;

    /// <inheritdoc/>
    public override void OnTrainBatchEnd(int batch, Logs logs)
    {
        if (SaveFreq.Batches is not { } every || ++_batchesSinceSaving < every) return;
        _batchesSinceSaving = 0;
        SaveIfWanted(batch + 1, logs);
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch, Logs logs)
    {
        _epoch = epoch;
        if (SaveFreq.Batches is null) SaveIfWanted(null, logs);
    }

    private void SaveIfWanted(int? batch, Logs logs)
    {
        string path = _path.Fill(_epoch + 1, batch, logs);
        if (!SaveBestOnly)
        {
            Say($"saving model to {path}");
            Save(path);
            return;
        }

        if (Watched(logs) is not { } current)
        {
            // Keras saves in this case; losing a training because there was no validation would be worse than one file more.
            Save(path);
            return;
        }

        string best = Best is { } value ? value.ToString("0.00000", CultureInfo.InvariantCulture) : "nothing";
        if (!IsImprovement(current, Best))
        {
            Say($"{Monitor} did not improve from {best}");
            return;
        }

        Say(string.Create(CultureInfo.InvariantCulture, $"{Monitor} improved from {best} to {current:0.00000}, saving model to {path}"));
        Save(path);
        Best = current;
        BestValueFile.Write(_path.ToString(), Monitor, current, path);
    }

    private void Say(string what)
    {
        if (_verbose > 0) Writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Epoch {_epoch + 1}: {what}"));
    }

    private void Save(string path)
    {
        if (SaveWeightsOnly) Model.SaveWeights(path);
        else Model.Save(path);
        LastSavedPath = path;
    }
}
