using System.Globalization;
using System.Text.Json.Nodes;
using Receptive.Common;

namespace Receptive.Callbacks;

/// <summary>
/// Stops a training when a watched value has not improved for some epochs, and can bring back the weights of the best one.
/// </summary>
/// <remarks>
/// Keras forgets the best value at each call of <c>fit</c>. This one starts anew with a training from epoch 0 but goes
/// on counting when <c>Fit</c> continues one (<c>initialEpoch</c> above 0).
/// </remarks>
/// <example><code>
/// model.Fit(x, y, epochs: 100, validationSplit: 0.1f,
///     callbacks: [new EarlyStopping("val_loss", patience: 10, restoreBestWeights: true)]);
/// </code></example>
public sealed class EarlyStopping : MonitorCallback
{
    private readonly int _verbose;
    private float[][]? _bestWeights;

    /// <param name="monitor">The value to watch: <c>val_loss</c>, <c>loss</c>, <c>val_accuracy</c> and so on.</param>
    /// <param name="minDelta">A change by less than this is no improvement.</param>
    /// <param name="patience">After how many epochs without improvement to stop; at least 0.</param>
    /// <param name="verbose">1 prints a line when it acts, 0 does not.</param>
    /// <param name="mode">"min", "max", or "auto" to tell by the name.</param>
    /// <param name="baseline">If given, epochs count as improvements only when they beat this value too.</param>
    /// <param name="restoreBestWeights">Whether the model ends with the weights of its best epoch instead of its last.</param>
    /// <param name="startFromEpoch">Epochs before this number (from 0) are not looked at.</param>
    /// <exception cref="ArgumentOutOfRangeException">Patience or startFromEpoch is negative.</exception>
    public EarlyStopping(
        string monitor = "val_loss",
        double minDelta = 0,
        int patience = 0,
        int verbose = 0,
        MonitorMode mode = default,
        double? baseline = null,
        bool restoreBestWeights = false,
        int startFromEpoch = 0)
        : base(monitor, mode, minDelta)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(patience);
        ArgumentOutOfRangeException.ThrowIfNegative(startFromEpoch);
        (Patience, _verbose, Baseline, RestoreBestWeights, StartFromEpoch) = (patience, verbose, baseline, restoreBestWeights, startFromEpoch);
    }

    /// <summary>After how many epochs without improvement it stops.</summary>
    public int Patience { get; }

    /// <summary>The value an epoch has to beat to count as an improvement, if any.</summary>
    public double? Baseline { get; }

    /// <summary>Whether the model ends with the weights of its best epoch.</summary>
    public bool RestoreBestWeights { get; }

    /// <summary>Epochs before this number are not looked at.</summary>
    public int StartFromEpoch { get; }

    /// <summary>The best value so far; null before the first epoch.</summary>
    public double? Best { get; private set; }

    /// <summary>The epoch of the best value, from 0.</summary>
    public int BestEpoch { get; private set; }

    /// <summary>The epoch after which it stopped the training, from 0; 0 if it did not.</summary>
    public int StoppedEpoch { get; private set; }

    /// <summary>Epochs since the last improvement.</summary>
    public int Wait { get; private set; }

    /// <inheritdoc/>
    public override void OnTrainBegin(Logs logs)
    {
        base.OnTrainBegin(logs);
        StoppedEpoch = 0;
        if (Parameters.InitialEpoch > 0) return;
        (Wait, Best, BestEpoch, _bestWeights) = (0, null, 0, null);
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch, Logs logs)
    {
        if (Watched(logs) is not { } current || epoch < StartFromEpoch) return;
        if (RestoreBestWeights && _bestWeights is null)
        {
            Keep();
            BestEpoch = epoch;
        }

        Wait++;
        if (IsImprovement(current, Best))
        {
            (Best, BestEpoch) = (current, epoch);
            if (RestoreBestWeights) Keep();

            // The count starts again only if the baseline is beaten too.
            if (Baseline is null || IsImprovement(current, Baseline)) Wait = 0;
            return;
        }

        if (Wait >= Patience && epoch > 0)
        {
            StoppedEpoch = epoch;
            Model.StopTraining = true;
        }
    }

    /// <inheritdoc/>
    public override void OnTrainEnd(Logs logs)
    {
        if (StoppedEpoch > 0 && _verbose > 0)
            Writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Epoch {StoppedEpoch + 1}: early stopping"));
        if (!RestoreBestWeights || _bestWeights is null) return;
        if (_verbose > 0)
            Writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Restoring model weights from the end of the best epoch: {BestEpoch + 1}."));
        WeightSnapshot.Restore(Model.Weights, _bestWeights);
    }

    /// <inheritdoc/>
    protected internal override JsonObject SaveState() => new() { ["wait"] = Wait, ["best"] = Best, ["best_epoch"] = BestEpoch };

    /// <inheritdoc/>
    protected internal override void LoadState(JsonObject state)
    {
        ArgumentNullException.ThrowIfNull(state);
        (Wait, Best, BestEpoch) = ((int)state["wait"]!, (double?)state["best"], (int)state["best_epoch"]!);
    }

    private void Keep() => _bestWeights = WeightSnapshot.Take(Model.Weights, _bestWeights);
}
