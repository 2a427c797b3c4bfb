namespace Receptive.Graph;

/// <summary>
/// Reverse-mode differentiation, from graph to graph: the gradients are tensors like any other, may be differentiated
/// again, and are compiled together with what they come from.
/// </summary>
public static class Autodiff
{
    /// <summary>The gradients of a scalar with respect to tensors.</summary>
    /// <param name="scalarLoss">What to differentiate, of shape <c>()</c>.</param>
    /// <param name="wrt">The tensors with respect to which.</param>
    /// <returns>One entry each, of the tensor's shape; null where the loss does not depend on the tensor.</returns>
    /// <exception cref="ShapeException">The loss is not a scalar.</exception>
    public static SymbolicTensor?[] Gradients(SymbolicTensor scalarLoss, IReadOnlyList<SymbolicTensor> wrt)
    {
        ArgumentNullException.ThrowIfNull(scalarLoss);
        if (scalarLoss.Shape.Rank != 0)
            throw new ShapeException($"Gradients are those of a scalar of shape (), but the loss has the shape {scalarLoss.Shape}. Reduce it with Ops.ReduceMean or Ops.ReduceSum, or give the gradient with respect to it.");
        return Gradients(scalarLoss, wrt, Ops.Constant(1f));
    }

    /// <summary>The gradients of a scalar with respect to variables, summed over every read of each.</summary>
    /// <param name="scalarLoss">What to differentiate, of shape <c>()</c>.</param>
    /// <param name="wrt">The variables with respect to which.</param>
    /// <returns>One entry each, of the variable's shape; null where the loss does not depend on the variable.</returns>
    /// <exception cref="ShapeException">The loss is not a scalar.</exception>
    public static SymbolicTensor?[] Gradients(SymbolicTensor scalarLoss, IReadOnlyList<Variable> wrt)
    {
        ArgumentNullException.ThrowIfNull(scalarLoss);
        ArgumentNullException.ThrowIfNull(wrt);
        var index = new Dictionary<Variable, int>();
        for (int i = 0; i < wrt.Count; i++) index.TryAdd(wrt[i], i);
        SymbolicTensor[] reads = [.. Traversal.InOrder([scalarLoss]).Where(tensor => tensor.Op is ReadOp read && index.ContainsKey(read.Variable))];
        SymbolicTensor?[] ofReads = Gradients(scalarLoss, reads);
        var gradients = new SymbolicTensor?[wrt.Count];
        for (int i = 0; i < reads.Length; i++)
        {
            int variable = index[((ReadOp)reads[i].Op).Variable];
            gradients[variable] = Sum(gradients[variable], ofReads[i]);
        }

        for (int i = 0; i < wrt.Count; i++) gradients[i] = gradients[index[wrt[i]]];
        return gradients;
    }

    /// <summary>The gradients of some scalar with respect to tensors, given its gradient with respect to another tensor.</summary>
    /// <param name="output">The tensor through which the scalar depends on the others.</param>
    /// <param name="wrt">The tensors with respect to which.</param>
    /// <param name="upstream">The gradient of the scalar with respect to <paramref name="output"/>, of its shape.</param>
    /// <returns>One entry each, of the tensor's shape; null where the output does not depend on the tensor.</returns>
    /// <exception cref="ShapeException">The upstream gradient has not the output's shape.</exception>
    public static SymbolicTensor?[] Gradients(SymbolicTensor output, IReadOnlyList<SymbolicTensor> wrt, SymbolicTensor upstream)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(wrt);
        ArgumentNullException.ThrowIfNull(upstream);
        if (upstream.Shape != output.Shape)
            throw new ShapeException($"The gradient with respect to a tensor of shape {output.Shape} must have that shape, but has {upstream.Shape}.");

        IReadOnlyList<SymbolicTensor> ordered = Traversal.InOrder([output]);
        HashSet<SymbolicTensor> dependent = DependentOn(ordered, wrt);
        var gradients = new Dictionary<SymbolicTensor, SymbolicTensor>();
        if (dependent.Contains(output)) gradients[output] = upstream;

        // Users come after what they use, so walking backwards a gradient is complete when its tensor's turn comes,
        // and contributions are added in the same order every time.
        for (int i = ordered.Count - 1; i >= 0; i--)
        {
            SymbolicTensor tensor = ordered[i];
            if (tensor.Inputs.Count == 0 || !tensor.Inputs.Any(dependent.Contains)) continue;
            if (!gradients.TryGetValue(tensor, out SymbolicTensor? gradient)) continue;
            IReadOnlyList<SymbolicTensor?> contributions = tensor.Op.Gradient(tensor, gradient);
            for (int j = 0; j < contributions.Count; j++)
            {
                SymbolicTensor input = tensor.Inputs[j];
                if (contributions[j] is not { } contribution || !dependent.Contains(input)) continue;
                if (contribution.Shape != input.Shape)
                    throw new ShapeException($"The gradient rule of {tensor.Op.Describe()} gave {contribution.Shape} for its input {j} of shape {input.Shape}: a mistake in the rule.");
                gradients[input] = Sum(gradients.GetValueOrDefault(input), contribution)!;
            }
        }

        return [.. wrt.Select(tensor => gradients.GetValueOrDefault(tensor))];
    }

    private static SymbolicTensor? Sum(SymbolicTensor? sum, SymbolicTensor? contribution) =>
        sum is null ? contribution : contribution is null ? sum : sum + contribution;

    /// <summary>The tensors on the way from any of <paramref name="sources"/>, sources included.</summary>
    private static HashSet<SymbolicTensor> DependentOn(IReadOnlyList<SymbolicTensor> ordered, IReadOnlyList<SymbolicTensor> sources)
    {
        var dependent = new HashSet<SymbolicTensor>(sources);
        foreach (SymbolicTensor tensor in ordered)
        {
            if (tensor.Inputs.Any(dependent.Contains)) dependent.Add(tensor);
        }

        return dependent;
    }
}
