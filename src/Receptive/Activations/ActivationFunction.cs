using System.Diagnostics.CodeAnalysis;
using Receptive.Description;
using Receptive.Graph;

namespace Receptive.Activations;

/// <summary>
/// A function applied to each output of a layer. Keras' names convert by themselves: <c>activation: "relu"</c>.
/// </summary>
/// <example><code>
/// var swish = new ActivationFunction("my_swish", x => x * Ops.Sigmoid(x));   // its gradient comes by itself
/// var layer = new Dense(64, activation: swish);
/// </code></example>
public sealed class ActivationFunction
{
    private readonly Func<SymbolicTensor, SymbolicTensor> _function;
    private bool _keepsShape = true; // all but glu do

    static ActivationFunction()
    {
        Table = new("activation", "A custom one is new ActivationFunction(name, x => ...); CustomObjects.Register makes it known to files.");
        Add("linear", x => x);
        Add("relu", Ops.Relu);
        Add("sigmoid", Ops.Sigmoid);
        Add("softmax", Ops.Softmax);
        Add("tanh", Ops.Tanh);
        Add("relu6", Functions.Relu6);
        Add("leaky_relu", x => Ops.LeakyRelu(x));
        Add("elu", x => Ops.Elu(x));
        Add("selu", Functions.Selu);
        Add("celu", Functions.Celu);
        Add("gelu", Functions.Gelu);
        Add("silu", Functions.Silu, "swish");
        Add("mish", Functions.Mish);
        Add("softplus", Ops.Softplus);
        Add("softsign", Functions.Softsign);
        Add("exponential", Ops.Exp);
        Add("squareplus", Functions.Squareplus);
        Add("hard_sigmoid", Functions.HardSigmoid);
        Add("hard_silu", Functions.HardSilu, "hard_swish");
        Add("hard_tanh", Functions.HardTanh);
        Add("hard_shrink", Functions.HardShrink);
        Add("soft_shrink", Functions.SoftShrink);
        Add("tanh_shrink", Functions.TanhShrink);
        Add("log_sigmoid", Functions.LogSigmoid);
        Add("log_softmax", Ops.LogSoftmax);
        Add("sparse_plus", Functions.SparsePlus);
        Add("sparse_sigmoid", Functions.SparseSigmoid);
        Add("sparsemax", Functions.Sparsemax);
        Table.Add("glu", new("glu", Functions.Glu) { _keepsShape = false });

        static void Add(string name, Func<SymbolicTensor, SymbolicTensor> function, params ReadOnlySpan<string> shortNames) => Table.Add(name, new(name, function), shortNames);
    }

    /// <summary>A custom activation.</summary>
    /// <param name="name">What files and reports call it.</param>
    /// <param name="function">Composes ops; must keep the shape.</param>
    public ActivationFunction(string name, Func<SymbolicTensor, SymbolicTensor> function)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(function);
        (Name, _function) = (name, function);
    }

    /// <summary>x itself.</summary>
    public static ActivationFunction Linear => Get("linear");

    /// <summary>x where it is positive, else 0.</summary>
    public static ActivationFunction Relu => Get("relu");

    /// <summary>1 / (1 + e^-x).</summary>
    public static ActivationFunction Sigmoid => Get("sigmoid");

    /// <summary>e^x over its sum along the last axis: probabilities of classes.</summary>
    public static ActivationFunction Softmax => Get("softmax");

    /// <summary>The hyperbolic tangent.</summary>
    public static ActivationFunction Tanh => Get("tanh");

    /// <summary>What files and reports call it, Keras' name for the built-in ones.</summary>
    public string Name { get; }

    /// <summary>The activations by name.</summary>
    internal static NameTable<ActivationFunction> Table { get; }

    /// <summary>By Keras' name; none for null.</summary>
    /// <exception cref="ArgumentException">The name is not known.</exception>
    [return: NotNullIfNotNull(nameof(name))]
    public static implicit operator ActivationFunction?(string? name) => name is null ? null : Get(name);

    /// <summary>By Keras' name.</summary>
    /// <exception cref="ArgumentException">The name is not known; the message lists the known ones.</exception>
    public static ActivationFunction Get(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Table.Find(name)?.Value ?? throw Table.Unknown(name, nameof(name));
    }

    /// <summary>Applies it.</summary>
    /// <exception cref="ShapeException">The function changed the shape, or does not accept it.</exception>
    public SymbolicTensor Apply(SymbolicTensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        SymbolicTensor y = _function(x);
        return y.Shape == x.Shape || !_keepsShape ? y : throw new ShapeException($"The activation \"{Name}\" made {y.Shape} of {x.Shape}; an activation keeps the shape.");
    }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
