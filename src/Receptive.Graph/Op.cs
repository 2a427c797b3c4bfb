namespace Receptive.Graph;

/// <summary>
/// A kind of computation with its attributes: from the shapes and values of its inputs to one output. Ops are immutable;
/// several tensors may share one.
/// </summary>
/// <remarks>
/// Everything about an op stands in its class: shapes, gradient, kernel, cost, receptive field. A custom op derives from
/// this class and is applied with <see cref="SymbolicTensor.Apply"/>; it is as legal in a graph as the ops of <see cref="Ops"/>.
/// </remarks>
public abstract class Op
{
    /// <summary>The name in reports and errors, such as <c>Conv2D</c>.</summary>
    public abstract string Name { get; }

    /// <summary>
    /// True when the output is the input's memory seen differently: no step is run and no memory is taken for it.
    /// </summary>
    public virtual bool IsView => false;

    /// <summary>
    /// The name with every attribute, such as <c>Conv2D(strides 1x1, padding valid)</c>. Two ops of one type that
    /// describe themselves alike compute the same, unless <see cref="IsSameAs"/> says otherwise.
    /// </summary>
    public virtual string Describe() => Name;

    /// <summary>Whether the two ops give the same output for the same inputs, so that one result may serve for both.</summary>
    public virtual bool IsSameAs(Op other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return ReferenceEquals(this, other) || (GetType() == other.GetType() && Describe() == other.Describe());
    }

    /// <summary>The shape of the output.</summary>
    /// <exception cref="ShapeException">The inputs' number or shapes do not fit.</exception>
    public abstract Shape InferShape(IReadOnlyList<Shape> inputs);

    /// <summary>
    /// The gradients of a scalar with respect to the inputs, given that with respect to the output. One entry an input;
    /// null means zero. The default is zero for all: the output does not change smoothly with any input.
    /// </summary>
    /// <param name="output">A tensor of this op; its inputs and its value may be used.</param>
    /// <param name="outputGradient">Has the output's shape.</param>
    public virtual IReadOnlyList<SymbolicTensor?> Gradient(SymbolicTensor output, SymbolicTensor outputGradient)
    {
        ArgumentNullException.ThrowIfNull(output);
        return new SymbolicTensor?[output.Inputs.Count];
    }

    /// <summary>
    /// The kernel call that computes the output. Elementwise ops have none of their own: the compiler joins them into
    /// groups. Neither have views, placeholders, constants and reads of variables: the compiler places them.
    /// </summary>
    /// <exception cref="NotSupportedException">There is no kernel for this op.</exception>
    public virtual KernelCall Lower(IReadOnlyList<Shape> inputs, Shape output) =>
        throw new NotSupportedException($"{Name} has no kernel: {GetType().Name} must override Lower, or be composed of other ops.");

    /// <summary>How many additions, multiplications and the like the mathematical definition takes for a batch.</summary>
    public virtual long FloatingOperations(IReadOnlyList<Shape> inputs, Shape output, int batch) => 0;

    /// <summary>
    /// What the output's units see of an image, given what those of one input see. The default is that each depends on all of
    /// the input, so that a field is never said too small.
    /// </summary>
    /// <param name="input">The index of the input.</param>
    /// <param name="field">The input's field.</param>
    /// <param name="inputs">The shapes of all inputs.</param>
    /// <param name="output">The shape of the output.</param>
    public virtual TensorField FieldOf(int input, TensorField field, IReadOnlyList<Shape> inputs, Shape output)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return field.Mixed(inputs[input]);
    }

    public override string ToString() => Describe();
}
