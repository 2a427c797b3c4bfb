using System.Text.Json.Nodes;
using Receptive.Callbacks;

namespace Receptive.Training;

/// <summary>Callbacks called one after another.</summary>
internal sealed class CallbackList
{
    private static readonly Logs s_empty = new();

    private readonly Callback[] _callbacks;

    /// <param name="model">The model they get.</param>
    /// <param name="parameters">How the work was asked for; its verbosity decides on a progress bar.</param>
    /// <param name="callbacks">The caller's.</param>
    /// <param name="last">One more, after the caller's.</param>
    /// <param name="progress">Whether a progress bar may be added.</param>
    public CallbackList(Model model, TrainingParameters parameters, IReadOnlyList<Callback> callbacks, Callback? last = null, bool progress = true)
    {
        var all = new List<Callback>();

        // The bar comes first: its line is complete before others print theirs.
        if (progress && parameters.Verbose != Verbosity.Silent && !callbacks.Any(callback => callback is ProgressBar)) all.Add(new ProgressBar());
        foreach (Callback callback in callbacks)
        {
            ArgumentNullException.ThrowIfNull(callback, nameof(callbacks));
            all.Add(callback);
        }

        if (last is not null) all.Add(last);
        _callbacks = [.. all];
        foreach (Callback callback in _callbacks) callback.Attach(model, parameters);
    }

    /// <summary>What the callbacks write down of themselves, in their order.</summary>
    public IReadOnlyList<JsonObject> States() => [.. _callbacks.Select(callback => callback.SaveState())];

    public void TrainBegin()
    {
        foreach (Callback callback in _callbacks) callback.OnTrainBegin(s_empty);
    }

    public void TrainEnd(Logs logs)
    {
        foreach (Callback callback in _callbacks) callback.OnTrainEnd(logs);
    }

    public void EpochBegin(int epoch)
    {
        foreach (Callback callback in _callbacks) callback.OnEpochBegin(epoch, s_empty);
    }

    public void EpochEnd(int epoch, Logs logs)
    {
        foreach (Callback callback in _callbacks) callback.OnEpochEnd(epoch, logs);
    }

    public void TrainBatchBegin(int batch, Logs logs)
    {
        foreach (Callback callback in _callbacks) callback.OnTrainBatchBegin(batch, logs);
    }

    public void TrainBatchEnd(int batch, Logs logs)
    {
        foreach (Callback callback in _callbacks) callback.OnTrainBatchEnd(batch, logs);
    }

    public void TestBegin()
    {
        foreach (Callback callback in _callbacks) callback.OnTestBegin(s_empty);
    }

    public void TestEnd(Logs logs)
    {
        foreach (Callback callback in _callbacks) callback.OnTestEnd(logs);
    }

    public void TestBatchBegin(int batch, Logs logs)
    {
        foreach (Callback callback in _callbacks) callback.OnTestBatchBegin(batch, logs);
    }

    public void TestBatchEnd(int batch, Logs logs)
    {
        foreach (Callback callback in _callbacks) callback.OnTestBatchEnd(batch, logs);
    }

    public void PredictBegin()
    {
        foreach (Callback callback in _callbacks) callback.OnPredictBegin(s_empty);
    }

    public void PredictEnd()
    {
        foreach (Callback callback in _callbacks) callback.OnPredictEnd(s_empty);
    }

    public void PredictBatchBegin(int batch)
    {
        foreach (Callback callback in _callbacks) callback.OnPredictBatchBegin(batch, s_empty);
    }

    public void PredictBatchEnd(int batch)
    {
        foreach (Callback callback in _callbacks) callback.OnPredictBatchEnd(batch, s_empty);
    }
}
