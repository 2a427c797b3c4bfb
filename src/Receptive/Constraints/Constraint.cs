using Receptive.Description;
using Receptive.Graph;

namespace Receptive.Constraints;

/// <summary>
/// What a weight is held to after each step of training. Keras' names convert by themselves:
/// <c>new Dense(10) { KernelConstraint = "non_neg" }</c>.
/// </summary>
/// <example>A custom one:
/// <code>
/// sealed class WithinOne : Constraint
/// {
///     public override SymbolicTensor Call(SymbolicTensor weight) => Ops.Clip(weight, -1f, 1f);
/// }
/// </code></example>
public abstract class Constraint : KerasObject
{
    internal override string Module => "keras.constraints";

    /// <summary>By Keras' name, such as "max_norm".</summary>
    /// <exception cref="ArgumentException">The name is not known.</exception>
    public static implicit operator Constraint(string name) => Get(name);

    /// <summary>By Keras' name, with its usual arguments.</summary>
    /// <exception cref="ArgumentException">The name is not known; the message lists the known ones.</exception>
    public static Constraint Get(string name) => Registries.Constraints.Get(name);

    /// <summary>The weight as it may be, of the same shape.</summary>
    /// <param name="weight">The weight after a step.</param>
    public abstract SymbolicTensor Call(SymbolicTensor weight);
}
