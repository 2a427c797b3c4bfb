using Receptive.Kernels;

namespace Receptive.Graph;

/// <summary>
/// An op that computes each element of the output from the same element of its inputs, which are broadcast as NumPy
/// does. The compiler joins neighbouring elementwise ops into one pass over memory, so these have no kernel call.
/// </summary>
public abstract class ElementwiseOp : Op
{
    private protected ElementwiseOp(ElementwiseFunction function) => Function = function;

    public override string Name => Function.ToString();

    /// <summary>What is applied to each element.</summary>
    public ElementwiseFunction Function { get; }

    /// <summary>The number of inputs.</summary>
    public int Arity => Function.Arity();

    public override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ShapeRules.Count(Name, inputs, Arity);
        return ShapeRules.Broadcast(Name, inputs);
    }

    /// <summary>The gradient with respect to each input before broadcasting is undone: of the output's shape.</summary>
    private protected virtual SymbolicTensor?[] Derive(SymbolicTensor output, SymbolicTensor outputGradient) =>
        new SymbolicTensor?[Arity];

    public sealed override IReadOnlyList<SymbolicTensor?> Gradient(SymbolicTensor output, SymbolicTensor outputGradient)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(outputGradient);
        SymbolicTensor?[] gradients = Derive(output, outputGradient);
        for (int i = 0; i < gradients.Length; i++)
        {
            if (gradients[i] is { } gradient) gradients[i] = Broadcasting.SumTo(gradient, output.Inputs[i].Shape);
        }

        return gradients;
    }

    public override long FloatingOperations(IReadOnlyList<Shape> inputs, Shape output, int batch) => output.Elements(batch);
}
