namespace Receptive.Graph;

/// <summary>
/// The value that a variable gets when the step ends: a weight moved along its gradient, a moving average, the sum of a
/// metric. The value may be computed from the variable's own old value, and so may the values of others: every read sees
/// the value from before the step.
/// </summary>
public sealed record Assignment
{
    /// <param name="variable">What is assigned.</param>
    /// <param name="value">Its new value, of the same shape.</param>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    public Assignment(Variable variable, SymbolicTensor value)
    {
        ArgumentNullException.ThrowIfNull(variable);
        ArgumentNullException.ThrowIfNull(value);
        if (value.Shape != variable.Shape)
            throw new ShapeException($"The variable '{variable.Name}' has the shape {variable.Shape}, but the value for it has {value.Shape}.");
        (Variable, Value) = (variable, value);
    }

    /// <summary>What is assigned.</summary>
    public Variable Variable { get; }

    /// <summary>Its new value.</summary>
    public SymbolicTensor Value { get; }

    /// <summary>Such as <c>kernel (3, 3, 1, 32) = Subtract (3, 3, 1, 32)</c>.</summary>
    public override string ToString() => $"{Variable} = {Value}";
}
