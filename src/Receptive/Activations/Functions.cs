using Receptive.Graph;

namespace Receptive.Activations;

/// <summary>Keras' activations that are more than one op. Source: https://keras.io/api/layers/activations/.</summary>
internal static class Functions
{
    /// <summary>x times the normal distribution's probability of a value below x. Source: Hendrycks and Gimpel, 2016.</summary>
    public static SymbolicTensor Gelu(SymbolicTensor x) => 0.5f * x * (1f + Ops.Erf(x * 0.70710678118654752f));

    /// <summary>max(x, 0) + e^min(x, 0) - 1. Source: Barron, 2017.</summary>
    public static SymbolicTensor Celu(SymbolicTensor x) => Ops.Relu(x) + Ops.Expm1(Ops.Minimum(x, 0f));

    /// <summary>An ELU scaled so that layers keep mean 0 and variance 1. Source: Klambauer et al., 2017.</summary>
    public static SymbolicTensor Selu(SymbolicTensor x) => 1.0507009873554805f * Ops.Elu(x, 1.6732632423543772f);

    /// <summary>x tanh(log(1 + e^x)). Source: Misra, 2019.</summary>
    public static SymbolicTensor Mish(SymbolicTensor x) => x * Ops.Tanh(Ops.Softplus(x));

    public static SymbolicTensor Silu(SymbolicTensor x) => x * Ops.Sigmoid(x);

    /// <summary>A line from 0 at -3 to 1 at 3.</summary>
    public static SymbolicTensor HardSigmoid(SymbolicTensor x) => Relu6(x + 3f) / 6f;

    public static SymbolicTensor HardSilu(SymbolicTensor x) => x * HardSigmoid(x);

    public static SymbolicTensor HardTanh(SymbolicTensor x) => Ops.Clip(x, -1f, 1f);

    public static SymbolicTensor HardShrink(SymbolicTensor x) => Ops.Select(Ops.Greater(Ops.Abs(x), 0.5f), x, 0f);

    public static SymbolicTensor SoftShrink(SymbolicTensor x) => Ops.Relu(x - 0.5f) - Ops.Relu(-0.5f - x);

    public static SymbolicTensor TanhShrink(SymbolicTensor x) => x - Ops.Tanh(x);

    public static SymbolicTensor Softsign(SymbolicTensor x) => x / (1f + Ops.Abs(x));

    public static SymbolicTensor LogSigmoid(SymbolicTensor x) => -Ops.Softplus(-x);

    public static SymbolicTensor Squareplus(SymbolicTensor x) => 0.5f * (x + Ops.Sqrt(Ops.Square(x) + 4f));

    /// <summary>0 up to -1, then a parabola that meets x at 1.</summary>
    public static SymbolicTensor SparsePlus(SymbolicTensor x) => Ops.Select(Ops.Less(x, 1f), 0.25f * Ops.Square(Ops.Relu(x + 1f)), x);

    /// <summary>A line from 0 at -1 to 1 at 1.</summary>
    public static SymbolicTensor SparseSigmoid(SymbolicTensor x) => Ops.Clip(0.5f * (x + 1f), 0f, 1f);

    public static SymbolicTensor Relu6(SymbolicTensor x) => Ops.Minimum(Ops.Relu(x), 6f);

    /// <summary>The first half of the last axis times the sigmoid of the second. Source: Dauphin et al., 2016.</summary>
    public static SymbolicTensor Glu(SymbolicTensor x)
    {
        int size = x.Shape[^1];
        if (size % 2 != 0) throw new ShapeException($"The activation \"glu\" halves the last axis, but that of {x.Shape} has an odd size; give the layer an even number of outputs.");
        IReadOnlyList<SymbolicTensor> halves = Ops.Split(x, 2);
        return halves[0] * Ops.Sigmoid(halves[1]);
    }

    /// <summary>The nearest probabilities to x: like softmax, but small ones are exactly 0. Source: Martins and Astudillo, 2016.</summary>
    /// <remarks>
    /// The k largest belong to the support, k being the greatest with 1 + k x_k > x_1 + ... + x_k. The threshold is Keras', which takes
    /// the sum of the k running sums where the paper has the last of them: with more than one in the support outputs do not sum to 1.
    /// </remarks>
    public static SymbolicTensor Sparsemax(SymbolicTensor x)
    {
        int size = x.Shape[^1];
        SymbolicTensor sorted = Ops.Sort(x, descending: true), sums = Ops.CumSum(sorted);
        float[] counts = [.. Enumerable.Range(1, size).Select(count => (float)count)];
        SymbolicTensor support = Ops.StopGradient(Ops.Greater(1f + Ops.Constant(counts, [size]) * sorted, sums));
        SymbolicTensor inSupport = Ops.ReduceSum(support, [-1], keepDims: true);
        SymbolicTensor threshold = (Ops.ReduceSum(support * sums, [-1], keepDims: true) - 1f) / inSupport;
        return Ops.Relu(x - threshold);
    }
}
