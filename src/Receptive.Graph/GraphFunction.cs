namespace Receptive.Graph;

/// <summary>
/// A computation to compile: from placeholders to outputs, with updates of variables at its end. Every read of a
/// variable sees the value from before the updates.
/// </summary>
/// <param name="Name">What reports call it, such as <c>train_step</c>.</param>
/// <param name="Inputs">Placeholders, in the order in which callers give values.</param>
/// <param name="Outputs">The results, in the order in which callers get them.</param>
/// <param name="Updates">The effects.</param>
public sealed record GraphFunction(
    string Name,
    IReadOnlyList<SymbolicTensor> Inputs,
    IReadOnlyList<SymbolicTensor> Outputs,
    IReadOnlyList<UpdateOp> Updates)
{
    /// <summary>
    /// Everything the outputs and updates need, and the inputs, each tensor after its own inputs. The order is that of
    /// creation, so it depends on how the function was built and on nothing else.
    /// </summary>
    public IReadOnlyList<SymbolicTensor> TensorsInOrder() =>
        Traversal.InOrder([.. Inputs, .. Outputs, .. Updates.SelectMany(update => update.Inputs)]);

    /// <summary>The graph as text, one line a tensor; see <see cref="GraphPrinter"/>.</summary>
    public override string ToString() => GraphPrinter.Print(this);
}
