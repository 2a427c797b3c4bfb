using System.Globalization;

namespace Receptive.Callbacks;

/// <summary>Stops a training when the loss is no longer a finite number.</summary>
/// <remarks>Source: https://keras.io/api/callbacks/terminate_on_nan/.</remarks>
/// <example><code>model.Fit(x, y, epochs: 10, callbacks: [new TerminateOnNaN()]);</code></example>
/// <param name="raiseError">Whether to end the training by an exception instead.</param>
public sealed class TerminateOnNaN(bool raiseError = false) : Callback
{
    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The loss is not finite, and an exception was asked for.</exception>
    public override void OnTrainBatchEnd(int batch, Logs logs)
    {
        ArgumentNullException.ThrowIfNull(logs);
        if (!logs.TryGetValue("loss", out double loss) || double.IsFinite(loss)) return;
        if (raiseError)
            throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"The loss is {loss} after batch {batch}. Lower the learning rate, or scale inputs to 0..1."));
        Writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Batch {batch}: Invalid loss, terminating training"));
        Model.StopTraining = true;
    }
}
