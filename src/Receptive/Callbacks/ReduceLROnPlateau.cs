using System.Globalization;
using System.Text.Json.Nodes;

namespace Receptive.Callbacks;

/// <summary>Makes the learning rate smaller when a watched value has not improved for some epochs.</summary>
/// <remarks>
/// The rate is logged as <c>learning_rate</c>. Like Keras' it begins anew with each training from epoch 0, but it goes on counting when
/// <c>Fit</c> continues one (<c>initialEpoch</c> above 0). Source: https://keras.io/api/callbacks/reduce_lr_on_plateau/.
/// </remarks>
/// <example><code>
/// model.Fit(x, y, epochs: 100, validationSplit: 0.1f,
///     callbacks: [new ReduceLROnPlateau("val_loss", factor: 0.2, patience: 5, minLr: 1e-5)]);
/// </code></example>
public sealed class ReduceLROnPlateau : MonitorCallback
{
    private readonly int _verbose;

    /// <param name="monitor">The value to watch: <c>val_loss</c>, <c>loss</c>, <c>val_accuracy</c> and so on.</param>
    /// <param name="factor">What the rate is multiplied by; at least 0, below 1.</param>
    /// <param name="patience">After how many epochs without improvement; at least 0.</param>
    /// <param name="verbose">1 prints a line when it acts, 0 does not.</param>
    /// <param name="mode">"min", "max", or "auto" to tell by the name.</param>
    /// <param name="minDelta">A change by less than this is no improvement.</param>
    /// <param name="cooldown">Epochs after a reduction that are not counted; at least 0.</param>
    /// <param name="minLr">The rate does not fall below this; at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public ReduceLROnPlateau(
        string monitor = "val_loss",
        double factor = 0.1,
        int patience = 10,
        int verbose = 0,
        MonitorMode mode = default,
        double minDelta = 1e-4,
        int cooldown = 0,
        double minLr = 0)
        : base(monitor, mode, minDelta)
    {
        if (!(factor >= 0 && factor < 1)) throw new ArgumentOutOfRangeException(nameof(factor), factor, "A factor from 0 to below 1 makes the rate smaller, such as 0.5.");
        if (!(minLr >= 0 && double.IsFinite(minLr))) throw new ArgumentOutOfRangeException(nameof(minLr), minLr, "The smallest rate is a finite number of at least 0.");
        ArgumentOutOfRangeException.ThrowIfNegative(patience);
        ArgumentOutOfRangeException.ThrowIfNegative(cooldown);
        (Factor, Patience, _verbose, Cooldown, MinLr) = (factor, patience, verbose, cooldown, minLr);
    }

    /// <summary>What the rate is multiplied by.</summary>
    public double Factor { get; }

    /// <summary>After how many epochs without improvement.</summary>
    public int Patience { get; }

    /// <summary>Epochs after a reduction that are not counted.</summary>
    public int Cooldown { get; }

    /// <summary>The rate does not fall below this.</summary>
    public double MinLr { get; }

    /// <summary>The best value so far; null before the first epoch.</summary>
    public double? Best { get; private set; }

    /// <summary>Epochs since the last improvement or reduction.</summary>
    public int Wait { get; private set; }

    /// <summary>Epochs yet to come that are not counted.</summary>
    public int CooldownCounter { get; private set; }

    /// <inheritdoc/>
    public override void OnTrainBegin(Logs logs)
    {
        base.OnTrainBegin(logs);
        if (Parameters.InitialEpoch > 0) return;
        (Wait, CooldownCounter, Best) = (0, 0, null);
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch, Logs logs)
    {
        ArgumentNullException.ThrowIfNull(logs);
        logs["learning_rate"] = Model.Optimizer!.LearningRate;
        if (Watched(logs) is not { } current) return;
        if (CooldownCounter > 0) (CooldownCounter, Wait) = (CooldownCounter - 1, 0);
        if (IsImprovement(current, Best))
        {
            (Best, Wait) = (current, 0);
            return;
        }

        if (CooldownCounter > 0 || ++Wait < Patience) return;
        double rate = Model.Optimizer.LearningRate;
        if (rate <= (float)MinLr) return;
        Model.Optimizer.LearningRate = Math.Max(rate * Factor, MinLr);
        (CooldownCounter, Wait) = (Cooldown, 0);
        if (_verbose > 0)
            Writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Epoch {epoch + 1}: ReduceLROnPlateau reducing learning rate to {Model.Optimizer.LearningRate}."));
    }

    /// <inheritdoc/>
    protected internal override JsonObject SaveState() => new() { ["wait"] = Wait, ["best"] = Best, ["cooldown"] = CooldownCounter };

    /// <inheritdoc/>
    protected internal override void LoadState(JsonObject state)
    {
        ArgumentNullException.ThrowIfNull(state);
        (Wait, Best, CooldownCounter) = ((int)state["wait"]!, (double?)state["best"], (int)state["cooldown"]!);
    }
}
