namespace Receptive.Graph;

/// <summary>An effect at the end of a step: new values for variables. All updates of a function see the old values of the others.</summary>
public abstract class UpdateOp
{
    /// <summary>The name in reports, such as <c>AdamUpdate</c>.</summary>
    public abstract string Name { get; }

    /// <summary>The tensors it takes.</summary>
    public abstract IReadOnlyList<SymbolicTensor> Inputs { get; }

    /// <summary>The variables it writes.</summary>
    public abstract IReadOnlyList<Variable> Updated { get; }

    /// <summary>The variables it reads besides those it writes, such as the learning rate.</summary>
    public virtual IReadOnlyList<Variable> Consulted => [];

    /// <summary>The name with every attribute.</summary>
    public virtual string Describe() => Name;

    /// <summary>The same update of the same variables with other tensors, one for each of <see cref="Inputs"/>: for passes over a graph.</summary>
    public abstract UpdateOp WithInputs(IReadOnlyList<SymbolicTensor> inputs);

    /// <summary>Checks that shapes fit.</summary>
    /// <exception cref="ShapeException">They do not.</exception>
    public virtual void Check()
    {
        foreach (SymbolicTensor input in Inputs)
        {
            foreach (Variable variable in Updated) Require(variable, input.Shape);
        }

        foreach (Variable variable in Consulted)
        {
            if (variable.Shape.Rank != 0)
                throw new ShapeException($"{Name}: '{variable.Name}' must be a scalar of shape (), but its shape is {variable.Shape}.");
        }
    }

    public override string ToString() => Describe();

    private void Require(Variable variable, Shape shape)
    {
        if (variable.Shape != shape)
            throw new ShapeException($"{Name}: variable '{variable.Name}' has the shape {variable.Shape}, but the value for it has {shape}.");
    }
}
