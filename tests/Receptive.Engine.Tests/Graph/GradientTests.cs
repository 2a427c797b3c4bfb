using Receptive.Graph;
using Xunit;

namespace Receptive.Engine.Tests.Graph;

public class GradientTests
{
    [Theory]
    [MemberData(nameof(OpCases.Names), MemberType = typeof(OpCases))]
    public void First_derivatives_equal_finite_differences(string name)
    {
        (SymbolicTensor scalar, SymbolicTensor[] inputs, double[][] values) = WeightedSum(OpCases.Get(name), batch: 3);
        FiniteDifferences.Check(scalar, inputs, values, batch: 3);
    }

    [Theory]
    [MemberData(nameof(OpCases.Names), MemberType = typeof(OpCases))]
    public void Second_derivatives_equal_finite_differences(string name)
    {
        // The square makes the second derivative depend on where the first one stands; and since the weights are among
        // the inputs, each gradient op is differentiated by what flows into it too.
        const int batch = 2;
        (SymbolicTensor scalar, SymbolicTensor[] inputs, double[][] values) = WeightedSum(OpCases.Get(name), batch);
        SymbolicTensor? second = null;
        foreach (SymbolicTensor? gradient in Autodiff.Gradients(scalar, inputs))
        {
            if (gradient is null) continue;
            SymbolicTensor term = Ops.ReduceSum(Ops.Square(gradient + 0.3f));
            second = second is null ? term : second + term;
        }

        if (second is not null) FiniteDifferences.Check(second, inputs, values, batch);
    }

    /// <summary>The sum of the op's output times weights, which are one more input: so every output element counts differently.</summary>
    private static (SymbolicTensor Scalar, SymbolicTensor[] Inputs, double[][] Values) WeightedSum(OpCase row, int batch)
    {
        (SymbolicTensor[] placeholders, SymbolicTensor output) = row.Trace();
        SymbolicTensor weights = Ops.Placeholder(output.Shape, "weights");
        var random = new System.Random(7);
        double[] weightValues = [.. Enumerable.Range(0, (int)output.Shape.Elements(batch)).Select(_ => random.NextDouble() + 0.5)];
        return (Ops.ReduceSum(output * weights), [.. placeholders, weights], [.. row.Values(batch), weightValues]);
    }
}
