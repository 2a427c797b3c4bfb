namespace Receptive.Graph;

/// <summary>
/// A computation to compile: from placeholders to outputs, with assignments to variables at its end. Every read of a
/// variable sees the value from before the assignments.
/// </summary>
/// <param name="Name">What reports call it, such as <c>train_step</c>.</param>
/// <param name="Inputs">Placeholders, in the order in which callers give values.</param>
/// <param name="Outputs">The results, in the order in which callers get them.</param>
/// <param name="Updates">The variables that the function changes, each once, and their new values.</param>
public sealed record GraphFunction(
    string Name,
    IReadOnlyList<SymbolicTensor> Inputs,
    IReadOnlyList<SymbolicTensor> Outputs,
    IReadOnlyList<Assignment> Updates)
{
    /// <summary>What sets the scalars that depend on the number of the step, called around each run; null if there are none.</summary>
    public IStepScalars? StepScalars { get; init; }

    /// <summary>
    /// Everything the outputs and updates need, and the inputs, each tensor after its own inputs. The order is that of
    /// creation, so it depends on how the function was built and on nothing else.
    /// </summary>
    public IReadOnlyList<SymbolicTensor> TensorsInOrder() =>
        Traversal.InOrder([.. Inputs, .. Outputs, .. Updates.Select(update => update.Value)]);

    /// <summary>The graph as text, one line a tensor; see <see cref="GraphPrinter"/>.</summary>
    public override string ToString() => GraphPrinter.Print(this);
}
