namespace Receptive.Graph;

/// <summary>Checks that a function is one the compiler may trust: after tracing and after every pass.</summary>
public static class Verifier
{
    /// <summary>Throws unless every rule of a graph holds.</summary>
    /// <param name="function">What to check.</param>
    /// <exception cref="InvalidGraphException">A rule is broken; the message names the rule, the tensor and what it found.</exception>
    public static void Check(GraphFunction function)
    {
        ArgumentNullException.ThrowIfNull(function);
        CheckInputs(function);
        HashSet<SymbolicTensor> inputs = [.. function.Inputs];
        foreach (SymbolicTensor tensor in function.TensorsInOrder()) CheckTensor(function, tensor, inputs);
        CheckUpdates(function);
    }

    private static void CheckInputs(GraphFunction function)
    {
        var seen = new HashSet<SymbolicTensor>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (SymbolicTensor input in function.Inputs)
        {
            if (input.Op is not PlaceholderOp placeholder)
                throw Broken(function, $"the input {input} is not a placeholder");
            if (!seen.Add(input)) throw Broken(function, $"the input {input} is listed twice");
            if (!names.Add(placeholder.Label)) throw Broken(function, $"two inputs are called '{placeholder.Label}'");
        }
    }

    private static void CheckTensor(GraphFunction function, SymbolicTensor tensor, HashSet<SymbolicTensor> inputs)
    {
        if (tensor.Op is PlaceholderOp && !inputs.Contains(tensor))
            throw Broken(function, $"{tensor} is used but is not one of the inputs; it belongs to another function");
        foreach (SymbolicTensor input in tensor.Inputs)
        {
            if (input.Id >= tensor.Id) throw Broken(function, $"{tensor} was made before its input {input}");
        }

        Shape inferred;
        try
        {
            inferred = tensor.Op.InferShape([.. tensor.Inputs.Select(input => input.Shape)]);
        }
        catch (ShapeException exception)
        {
            throw new InvalidGraphException($"{function.Name}: the shape rule refuses {tensor}: {exception.Message}", exception);
        }

        if (inferred != tensor.Shape) throw Broken(function, $"{tensor} should have the shape {inferred}");
    }

    private static void CheckUpdates(GraphFunction function)
    {
        var updated = new HashSet<Variable>();
        foreach (Assignment update in function.Updates)
        {
            if (!updated.Add(update.Variable)) throw Broken(function, $"the variable {update.Variable} is assigned twice in one step");
        }
    }

    private static InvalidGraphException Broken(GraphFunction function, string rule) => new($"{function.Name}: {rule}.");
}
