namespace Receptive.Graph;

/// <summary>variable = value. What BatchNormalization does with its moving averages and a metric with its sums.</summary>
public sealed class Assign : UpdateOp
{
    /// <exception cref="ShapeException">The shapes differ.</exception>
    public Assign(Variable variable, SymbolicTensor value)
    {
        ArgumentNullException.ThrowIfNull(variable);
        ArgumentNullException.ThrowIfNull(value);
        Variable = variable;
        Value = value;
        Check();
    }

    public override string Name => "Assign";

    public Variable Variable { get; }

    public SymbolicTensor Value { get; }

    public override IReadOnlyList<SymbolicTensor> Inputs => [Value];

    public override IReadOnlyList<Variable> Updated => [Variable];

    public override UpdateOp WithInputs(IReadOnlyList<SymbolicTensor> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return new Assign(Variable, inputs[0]);
    }
}
