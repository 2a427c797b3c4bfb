using Xunit;

namespace Receptive.Kernels.Tests;

public sealed unsafe class MathFunctionsTests
{
    // Every 4999th float: a prime step, so that all exponents and many mantissas come.
    private const uint Step = 4999;

    [Theory]
    [InlineData(ElementwiseFunction.Exp, 1.1)]
    [InlineData(ElementwiseFunction.Log, 1.0)]
    [InlineData(ElementwiseFunction.Tanh, 1.5)]
    [InlineData(ElementwiseFunction.Sigmoid, 2.5)]
    public void Is_within_its_error_over_the_whole_range(ElementwiseFunction function, double bound)
    {
        Func<double, double> exact = function switch
        {
            ElementwiseFunction.Exp => Math.Exp,
            ElementwiseFunction.Log => Math.Log,
            ElementwiseFunction.Tanh => Math.Tanh,
            _ => x => 1 / (1 + Math.Exp(-x)),
        };
        float[] x = [.. Enumerable.Range(0, (int)(uint.MaxValue / Step)).Select(i => BitConverter.UInt32BitsToSingle((uint)i * Step)), .. Floats.Special];
        float[] y = Compute(function, x);
        double worst = 0;
        for (int i = 0; i < x.Length; i++)
        {
            double error = Floats.Ulps(y[i], exact(x[i]));
            Assert.True(error <= bound, $"{function}({x[i]:R}) = {y[i]:R}, {error:F2} ulp from {exact(x[i]):R}");
            worst = Math.Max(worst, error);
        }
        TestContext.Current.SendDiagnosticMessage($"{function}: at most {worst:F3} ulp");
    }

    [Theory]
    [InlineData(ElementwiseFunction.Exp)]
    [InlineData(ElementwiseFunction.Log)]
    [InlineData(ElementwiseFunction.Tanh)]
    [InlineData(ElementwiseFunction.Sigmoid)]
    public void Gives_the_same_bits_at_every_level(ElementwiseFunction function)
    {
        float[] x = [.. Enumerable.Range(0, 1 << 18).Select(i => BitConverter.UInt32BitsToSingle((uint)i * 16381u)), .. Floats.Special];
        Levels.SameBits(() => Compute(function, x));
    }

    [Fact]
    public void Special_values_are_exact()
    {
        Assert.Equal([0f, float.PositiveInfinity, 1f, float.PositiveInfinity, 0f, float.NaN], Compute(ElementwiseFunction.Exp, [float.NegativeInfinity, float.PositiveInfinity, 0f, 88.73f, -104f, float.NaN]));
        Assert.Equal([float.NegativeInfinity, float.PositiveInfinity, 0f, float.NaN, float.NaN, float.NaN], Compute(ElementwiseFunction.Log, [0f, float.PositiveInfinity, 1f, -1f, float.NegativeInfinity, float.NaN]));
        Assert.Equal([-1f, 1f, 0f, float.NaN], Compute(ElementwiseFunction.Tanh, [float.NegativeInfinity, float.PositiveInfinity, 0f, float.NaN]));
        Assert.Equal([0f, 1f, 0.5f, float.NaN], Compute(ElementwiseFunction.Sigmoid, [float.NegativeInfinity, float.PositiveInfinity, 0f, float.NaN]));
        Assert.Equal(BitConverter.SingleToInt32Bits(-0f), BitConverter.SingleToInt32Bits(Compute(ElementwiseFunction.Tanh, [-0f])[0]));
    }

    [Fact]
    public void Tanh_is_odd_bit_for_bit()
    {
        float[] x = Floats.Random(1000, seed: 1, scale: 12f);
        float[] negated = Array.ConvertAll(x, value => -value);
        Assert.Equal(Array.ConvertAll(Compute(ElementwiseFunction.Tanh, x), value => -value), Compute(ElementwiseFunction.Tanh, negated));
    }

    private static float[] Compute(ElementwiseFunction function, float[] x)
    {
        float[] y = new float[x.Length];
        fixed (float* px = x, py = y)
            ElementwiseKernels.Run(function, new(px), default, default, py, x.Length);
        return y;
    }
}
