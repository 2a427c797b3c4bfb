using System.Text.Json.Nodes;

namespace Receptive.Callbacks;

/// <summary>
/// Code that runs at fixed moments of training, evaluating or predicting. Derive from it and override the moments that
/// matter; every hook does nothing by itself.
/// </summary>
/// <remarks>
/// Hooks run on the thread that called <c>Fit</c>, <c>Evaluate</c> or <c>Predict</c>, between batches, in the order in
/// which the callbacks were given. To stop a training set <c>Model.StopTraining</c>; it takes effect after the current
/// batch. An exception thrown by a hook ends the training and reaches its caller.
/// </remarks>
/// <example><code>
/// sealed class StopAt(double accuracy) : Callback
/// {
///     public override void OnEpochEnd(int epoch, Logs logs)
///     {
///         if (logs["val_accuracy"] >= accuracy) Model.StopTraining = true;
///     }
/// }
/// </code></example>
public abstract class Callback
{
    private Model? _model;

    /// <summary>The model being trained, evaluated or asked.</summary>
    /// <exception cref="InvalidOperationException">The callback is not at work.</exception>
    public Model Model => _model ?? throw new InvalidOperationException(
        $"{GetType().Name} has no model yet: it gets one when it is given to Fit, Evaluate or Predict.");

    /// <summary>How the training was asked for: epochs, batches an epoch and so on.</summary>
    public TrainingParameters Parameters { get; private set; } = new();

    /// <summary>Where the callback prints; null stands for the console.</summary>
    public TextWriter? Output { get; set; }

    /// <summary>The console, or what <see cref="Output"/> says.</summary>
    protected TextWriter Writer => Output ?? Console.Out;

    /// <summary>Called once, before the first epoch.</summary>
    public virtual void OnTrainBegin(Logs logs)
    {
    }

    /// <summary>Called once, after the last epoch, also when the training was stopped early.</summary>
    /// <param name="logs">Those of the last epoch.</param>
    public virtual void OnTrainEnd(Logs logs)
    {
    }

    /// <summary>Called before each epoch.</summary>
    /// <param name="epoch">Counted from 0.</param>
    /// <param name="logs">Empty.</param>
    public virtual void OnEpochBegin(int epoch, Logs logs)
    {
    }

    /// <summary>Called after each epoch and its validation.</summary>
    /// <param name="epoch">Counted from 0.</param>
    /// <param name="logs">The epoch's loss and metrics, and those of the validation with <c>val_</c> before the name.</param>
    public virtual void OnEpochEnd(int epoch, Logs logs)
    {
    }

    /// <summary>Called before each batch of training.</summary>
    /// <param name="batch">Counted from 0 in each epoch.</param>
    /// <param name="logs">The means over the epoch so far.</param>
    public virtual void OnTrainBatchBegin(int batch, Logs logs)
    {
    }

    /// <summary>Called after each batch of training.</summary>
    /// <param name="batch">Counted from 0 in each epoch.</param>
    /// <param name="logs">The means over the epoch so far.</param>
    public virtual void OnTrainBatchEnd(int batch, Logs logs)
    {
    }

    /// <summary>Called before an evaluation or validation.</summary>
    public virtual void OnTestBegin(Logs logs)
    {
    }

    /// <summary>Called after an evaluation or validation.</summary>
    public virtual void OnTestEnd(Logs logs)
    {
    }

    /// <summary>Called before each batch of an evaluation or validation.</summary>
    public virtual void OnTestBatchBegin(int batch, Logs logs)
    {
    }

    /// <summary>Called after each batch of an evaluation or validation.</summary>
    public virtual void OnTestBatchEnd(int batch, Logs logs)
    {
    }

    /// <summary>Called before a prediction.</summary>
    public virtual void OnPredictBegin(Logs logs)
    {
    }

    /// <summary>Called after a prediction.</summary>
    public virtual void OnPredictEnd(Logs logs)
    {
    }

    /// <summary>Called before each batch of a prediction.</summary>
    public virtual void OnPredictBatchBegin(int batch, Logs logs)
    {
    }

    /// <summary>Called after each batch of a prediction.</summary>
    public virtual void OnPredictBatchEnd(int batch, Logs logs)
    {
    }

    /// <summary>What the callback has to know again when a training is taken up in another process; nothing by default.</summary>
    protected internal virtual JsonObject SaveState() => [];

    /// <summary>Takes up what <see cref="SaveState"/> gave.</summary>
    /// <param name="state">As it was written down.</param>
    protected internal virtual void LoadState(JsonObject state)
    {
    }

    internal void Attach(Model model, TrainingParameters parameters) => (_model, Parameters) = (model, parameters);
}
