using Receptive.Description;
using Receptive.Graph;

namespace Receptive.Regularizers;

/// <summary>
/// A penalty on the size of weights or outputs, added to the loss. Keras' names convert by themselves:
/// <c>new Dense(10) { KernelRegularizer = "l2" }</c>.
/// </summary>
/// <example>A custom one:
/// <code>
/// sealed class Quartic(float factor = 0.01f) : Regularizer
/// {
///     public override SymbolicTensor Call(SymbolicTensor x) => factor * Ops.ReduceSum(Ops.Square(Ops.Square(x)));
/// }
/// </code></example>
public abstract class Regularizer : KerasObject
{
    internal override string Module => "keras.regularizers";

    /// <summary>By Keras' name, such as "l2".</summary>
    /// <exception cref="ArgumentException">The name is not known.</exception>
    public static implicit operator Regularizer(string name) => Get(name);

    /// <summary>By Keras' name, with its usual arguments.</summary>
    /// <exception cref="ArgumentException">The name is not known; the message lists the known ones.</exception>
    public static Regularizer Get(string name) => Registries.Regularizers.Get(name);

    /// <summary>The penalty, a scalar of shape ().</summary>
    /// <param name="x">The weight or output.</param>
    public abstract SymbolicTensor Call(SymbolicTensor x);
}
