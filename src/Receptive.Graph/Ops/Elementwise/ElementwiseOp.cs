using Receptive.Kernels;

namespace Receptive.Graph;

/// <summary>
/// An op that computes each element of the output from the same element of its inputs, which are broadcast as NumPy
/// does. The compiler joins neighbouring elementwise ops into one pass over memory, so these have no kernel call.
/// </summary>
/// <remarks>
/// Such an op is one row: a name, the function on registers, the same function in double precision, and its gradient. Ours are in
/// <see cref="ElementwiseOps"/>, a file each; a custom one is made the same way and is fused the same way. Keep it in a
/// static field: two of these are the same op only when they are one object.
/// </remarks>
/// <example><code>
/// static readonly ElementwiseOp s_cube = ElementwiseOp.Unary&lt;CubeFunction&gt;(
///     "Cube", x => x * x * x, (y, dy) => [dy * 3f * Ops.Square(y.Inputs[0])]);
///
/// static SymbolicTensor Cube(SymbolicTensor x) => SymbolicTensor.Apply(s_cube, x);
/// </code></example>
public sealed class ElementwiseOp : Op
{
    private readonly Func<double, double, double, double> _definition;
    private readonly Func<SymbolicTensor, SymbolicTensor, SymbolicTensor?[]>? _gradient;

    private ElementwiseOp(
        ElementwiseFunction function,
        Func<double, double, double, double> definition,
        Func<SymbolicTensor, SymbolicTensor, SymbolicTensor?[]>? gradient,
        bool isCheap)
    {
        Function = function;
        _definition = definition;
        _gradient = gradient;
        IsCheap = isCheap;
    }

    public override string Name => Function.Name;

    /// <summary>What is applied to each element.</summary>
    public ElementwiseFunction Function { get; }

    /// <summary>The number of inputs.</summary>
    public int Arity => Function.Arity;

    /// <summary>Whether computing it again costs no more than fetching its result from memory.</summary>
    public bool IsCheap { get; }

    /// <summary>Makes an op of one input.</summary>
    /// <param name="name">The name in reports, such as <c>Relu</c>.</param>
    /// <param name="definition">The function in double precision: the mathematics that the function on registers is checked against.</param>
    /// <param name="gradient">
    /// From the op's output and the gradient with respect to it to the gradient with respect to each input (null where it is zero),
    /// each of the output's shape: broadcasting is undone afterwards. Without one the gradient is zero.
    /// </param>
    /// <param name="isCheap">See <see cref="IsCheap"/>.</param>
    /// <typeparam name="TFunction">The function on registers.</typeparam>
    public static ElementwiseOp Unary<TFunction>(
        string name,
        Func<double, double> definition,
        Func<SymbolicTensor, SymbolicTensor, SymbolicTensor?[]>? gradient = null,
        bool isCheap = true)
        where TFunction : struct, IUnaryFunction =>
        new(ElementwiseFunction.Unary<TFunction>(name), (x, _, _) => definition(x), gradient, isCheap);

    /// <summary>Makes an op of two inputs.</summary>
    /// <inheritdoc cref="Unary{TFunction}"/>
    public static ElementwiseOp Binary<TFunction>(
        string name,
        Func<double, double, double> definition,
        Func<SymbolicTensor, SymbolicTensor, SymbolicTensor?[]>? gradient = null,
        bool isCheap = true)
        where TFunction : struct, IBinaryFunction =>
        new(ElementwiseFunction.Binary<TFunction>(name), (x, y, _) => definition(x, y), gradient, isCheap);

    /// <summary>Makes an op of three inputs.</summary>
    /// <inheritdoc cref="Unary{TFunction}"/>
    public static ElementwiseOp Ternary<TFunction>(
        string name,
        Func<double, double, double, double> definition,
        Func<SymbolicTensor, SymbolicTensor, SymbolicTensor?[]>? gradient = null,
        bool isCheap = true)
        where TFunction : struct, ITernaryFunction =>
        new(ElementwiseFunction.Ternary<TFunction>(name), definition, gradient, isCheap);

    /// <summary>The function in double precision; operands beyond the arity are not looked at.</summary>
    public double Define(double x, double y = 0, double z = 0) => _definition(x, y, z);

    public override bool IsSameAs(Op other) => ReferenceEquals(this, other);

    public override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ShapeRules.Count(Name, inputs, Arity);
        return ShapeRules.Broadcast(Name, inputs);
    }

    public override IReadOnlyList<SymbolicTensor?> Gradient(SymbolicTensor output, SymbolicTensor outputGradient)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(outputGradient);
        if (_gradient is null) return new SymbolicTensor?[Arity];
        SymbolicTensor?[] gradients = _gradient(output, outputGradient);
        if (gradients.Length != Arity)
            throw new InvalidOperationException($"The gradient rule of {Name} gave {gradients.Length} gradients for {Arity} inputs: a mistake in the rule.");
        for (int i = 0; i < gradients.Length; i++)
        {
            if (gradients[i] is { } gradient) gradients[i] = Broadcasting.SumTo(gradient, output.Inputs[i].Shape);
        }

        return gradients;
    }

    public override long FloatingOperations(IReadOnlyList<Shape> inputs, Shape output, int batch) => output.Elements(batch);

    public override TensorField FieldOf(int input, TensorField field, IReadOnlyList<Shape> inputs, Shape output)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return field.Broadcast(inputs[input], output);
    }
}
