using Receptive.Graph;
using Receptive.Initializers;
using Xunit;

namespace Receptive.Tests.Initializers;

public sealed class OrthogonalTests
{
    [Theory]
    [InlineData(5, 5)]
    [InlineData(7, 3)]
    [InlineData(3, 8)]
    public void Vectors_are_at_right_angles(int rows, int columns)
    {
        float[] values = new Orthogonal(gain: 2).Create([rows, columns], key: 3);
        bool tall = rows >= columns;
        for (int i = 0; i < Math.Min(rows, columns); i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double product = 0;
                for (int k = 0; k < Math.Max(rows, columns); k++) product += (double)values[tall ? k * columns + i : i * columns + k] * values[tall ? k * columns + j : j * columns + k];
                Assert.Equal(i == j ? 4 : 0, product, 1e-5);
            }
        }
    }

    [Fact]
    public void A_bias_cannot_be_orthogonal() => Assert.Throws<ShapeException>(() => new Orthogonal().Create([4]));

    [Fact]
    public void The_identity_lets_inputs_through() => Assert.Equal([3f, 0, 0, 3, 0, 0], new IdentityInitializer(3).Create([3, 2]));
}
