using Xunit;

namespace Receptive.Kernels.Tests;

public sealed unsafe class OptimizerKernelsTests
{
    [Fact]
    public void Adam_is_keras_formula_at_every_length()
    {
        const float alpha = 0.01f, beta1 = 0.9f, beta2 = 0.999f, epsilon = 1e-7f;
        for (int count = 0; count <= 200; count++)
        {
            float[] w = Floats.Random(count, 1), m = Floats.Random(count, 2, 0.1f), g = Floats.Random(count, 4, 0.1f);
            float[] v = [.. Floats.Random(count, 3, 0.1f).Select(Math.Abs)];
            float[] result = Levels.SameBits(() =>
            {
                float[] w2 = [.. w], m2 = [.. m], v2 = [.. v];
                fixed (float* pw = w2, pm = m2, pv = v2, pg = g)
                    AdamKernel.Run(pw, pm, pv, pg, count, alpha, beta1, beta2, epsilon);
                return [.. w2, .. m2, .. v2];
            });
            for (int i = 0; i < count; i++)
            {
                double newM = m[i] + ((g[i] - (double)m[i]) * (1 - (double)beta1));
                double newV = v[i] + ((((double)g[i] * g[i]) - v[i]) * (1 - (double)beta2));
                Assert.Equal(w[i] - (alpha * newM / (Math.Sqrt(newV) + epsilon)), result[i], 1e-6);
                Assert.Equal(newM, result[count + i], 1e-7);
                Assert.Equal(newV, result[(2 * count) + i], 1e-7);
            }
        }
    }

    [Theory]
    [InlineData(0f, false)]
    [InlineData(0.9f, false)]
    [InlineData(0.9f, true)]
    public void Sgd_is_keras_formula_at_every_length(float momentum, bool nesterov)
    {
        const float rate = 0.05f;
        for (int count = 0; count <= 200; count++)
        {
            float[] w = Floats.Random(count, 1), velocity = Floats.Random(count, 2, 0.1f), g = Floats.Random(count, 3);
            float[] result = Levels.SameBits(() =>
            {
                float[] w2 = [.. w], velocity2 = [.. velocity];
                fixed (float* pw = w2, pv = velocity2, pg = g)
                    SgdKernel.Run(pw, momentum == 0 ? null : pv, pg, count, rate, momentum, nesterov);
                return [.. w2, .. velocity2];
            });
            for (int i = 0; i < count; i++)
            {
                double speed = momentum == 0 ? 0 : (momentum * (double)velocity[i]) - (rate * (double)g[i]);
                double change = momentum == 0 ? -rate * (double)g[i] : nesterov ? (momentum * speed) - (rate * (double)g[i]) : speed;
                Assert.Equal(w[i] + change, result[i], 1e-6);
                Assert.Equal(momentum == 0 ? velocity[i] : speed, result[count + i], 1e-6);
            }
        }
    }
}
