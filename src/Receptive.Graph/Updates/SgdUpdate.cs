namespace Receptive.Graph;

/// <summary>
/// Stochastic gradient descent. Without momentum: variable -= rate g. With momentum: velocity = momentum velocity - rate g,
/// then variable += velocity, or with Nesterov's look-ahead variable += momentum velocity - rate g. As in Keras.
/// </summary>
public sealed class SgdUpdate : UpdateOp
{
    /// <param name="variable">The weight.</param>
    /// <param name="velocity">The velocity, of the weight's shape; null exactly when there is no momentum.</param>
    /// <param name="gradient">The gradient, of the weight's shape.</param>
    /// <param name="rate">A scalar: the learning rate.</param>
    /// <param name="momentum">How much of the velocity is kept.</param>
    /// <param name="nesterov">Whether to look ahead.</param>
    /// <exception cref="ShapeException">The shapes differ, or the rate is no scalar.</exception>
    /// <exception cref="ArgumentException">Momentum without a velocity.</exception>
    public SgdUpdate(Variable variable, Variable? velocity, SymbolicTensor gradient, Variable rate, float momentum, bool nesterov)
    {
        ArgumentNullException.ThrowIfNull(variable);
        ArgumentNullException.ThrowIfNull(gradient);
        ArgumentNullException.ThrowIfNull(rate);
        if (velocity is null && momentum != 0)
            throw new ArgumentException($"SgdUpdate: a momentum of {momentum} needs a variable for the velocity.", nameof(velocity));
        (Variable, Velocity, GradientTensor, Rate, Momentum, Nesterov) = (variable, velocity, gradient, rate, momentum, nesterov);
        Check();
    }

    public override string Name => "SgdUpdate";

    public Variable Variable { get; }

    public Variable? Velocity { get; }

    public SymbolicTensor GradientTensor { get; }

    public Variable Rate { get; }

    public float Momentum { get; }

    public bool Nesterov { get; }

    public override IReadOnlyList<SymbolicTensor> Inputs => [GradientTensor];

    public override IReadOnlyList<Variable> Updated => Velocity is null ? [Variable] : [Variable, Velocity];

    public override IReadOnlyList<Variable> Consulted => [Rate];

    public override UpdateOp WithInputs(IReadOnlyList<SymbolicTensor> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return new SgdUpdate(Variable, Velocity, inputs[0], Rate, Momentum, Nesterov);
    }

    public override string Describe() => Velocity is null
        ? Name
        : FormattableString.Invariant($"{Name}(momentum {Momentum:R}{(Nesterov ? ", nesterov" : "")})");
}
