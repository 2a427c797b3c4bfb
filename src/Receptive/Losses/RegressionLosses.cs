using Receptive.Graph;

namespace Receptive.Losses;

/// <summary>The mean of the squared differences over the last dimension.</summary>
/// <remarks>Labels and predictions of shape (batch, ..., n).</remarks>
/// <param name="reduction">How the losses of a batch become one number.</param>
/// <param name="name">What logs and files call it.</param>
/// <example><code>model.Compile("sgd", "mse");</code></example>
public sealed class MeanSquaredError(Reduction reduction = default, string name = "mean_squared_error") : Loss(name, reduction)
{
    /// <inheritdoc/>
    public override SymbolicTensor Call(SymbolicTensor yTrue, SymbolicTensor yPred) => Ops.ReduceMean(Ops.Square(yPred - yTrue), [-1]);
}

/// <summary>The mean of the absolute differences over the last dimension.</summary>
/// <remarks>Labels and predictions of shape (batch, ..., n).</remarks>
/// <param name="reduction">How the losses of a batch become one number.</param>
/// <param name="name">What logs and files call it.</param>
/// <example><code>model.Compile("sgd", "mae");</code></example>
public sealed class MeanAbsoluteError(Reduction reduction = default, string name = "mean_absolute_error") : Loss(name, reduction)
{
    /// <inheritdoc/>
    public override SymbolicTensor Call(SymbolicTensor yTrue, SymbolicTensor yPred) => Ops.ReduceMean(Ops.Abs(yPred - yTrue), [-1]);
}
