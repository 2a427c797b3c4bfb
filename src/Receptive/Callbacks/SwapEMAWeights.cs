using Receptive.Graph;
using Receptive.Optimizers;

namespace Receptive.Callbacks;

/// <summary>
/// Evaluates and predicts with the moving averages of the weights, while training goes on with the weights themselves. The optimizer
/// must keep averages (<see cref="Optimizer.UseEma"/>).
/// </summary>
/// <remarks>Source: https://keras.io/api/callbacks/swap_ema_weights/.</remarks>
/// <example><code>
/// model.Compile(new Adam { UseEma = true }, "mse");
/// model.Fit(x, y, epochs: 10, validationSplit: 0.1f, callbacks: [new SwapEMAWeights()]);
/// </code></example>
/// <param name="swapOnEpoch">Whether the model also holds the averages when an epoch ends, for checkpoints that follow this callback.</param>
public sealed class SwapEMAWeights(bool swapOnEpoch = false) : Callback
{
    private bool _averagesInModel;

    /// <inheritdoc/>
    public override void OnEpochBegin(int epoch, Logs logs)
    {
        if (swapOnEpoch && _averagesInModel) Swap();
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch, Logs logs)
    {
        if (!swapOnEpoch || _averagesInModel) return;
        Swap();

        // When training ends the weights become the averages, which after the swap are the last weights.
        if (epoch == Parameters.Epochs - 1 || Model.StopTraining)
        {
            foreach ((Variable weight, Variable average) in Pairs()) average.Assign(weight.Span);
        }
    }

    /// <inheritdoc/>
    public override void OnTestBegin(Logs logs)
    {
        if (!_averagesInModel) Swap();
    }

    /// <inheritdoc/>
    public override void OnTestEnd(Logs logs)
    {
        if (_averagesInModel) Swap();
    }

    /// <inheritdoc/>
    public override void OnPredictBegin(Logs logs)
    {
        if (!_averagesInModel) Swap();
    }

    /// <inheritdoc/>
    public override void OnPredictEnd(Logs logs)
    {
        if (_averagesInModel) Swap();
    }

    private void Swap()
    {
        foreach ((Variable weight, Variable average) in Pairs())
        {
            float[] values = weight.Span.ToArray();
            weight.Assign(average.Span);
            average.Assign(values);
        }

        _averagesInModel = !_averagesInModel;
    }

    private IReadOnlyList<(Variable Weight, Variable Average)> Pairs() => Model.Optimizer is { UseEma: true } optimizer
        ? optimizer.Averages()
        : throw new InvalidOperationException("SwapEMAWeights needs an optimizer that keeps averages: compile with new Adam { UseEma = true }, for example.");
}
