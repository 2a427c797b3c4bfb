using Receptive.Description;
using Receptive.Graph;

namespace Receptive.Initializers;

/// <summary>A random orthogonal matrix: columns of length 1 at right angles, or rows where there are fewer of them. All but the last dimension count as rows.</summary>
/// <remarks>
/// Made of normal numbers by Householder's reflections, with the signs that make every such matrix equally likely. Source: Saxe,
/// McClelland and Ganguli, Exact solutions to the nonlinear dynamics of learning in deep linear neural networks, 2013;
/// https://keras.io/api/layers/initializers/.
/// </remarks>
/// <example><code>new Dense(64) { KernelInitializer = new Orthogonal() }</code></example>
public sealed class Orthogonal : Initializer
{
    private float _gain;

    /// <param name="gain">What the matrix is multiplied by.</param>
    /// <param name="seed">If given, the values depend on it alone.</param>
    /// <exception cref="ArgumentOutOfRangeException">The gain is not finite.</exception>
    public Orthogonal(float gain = 1, int? seed = null)
        : base(seed)
    {
        _gain = gain;
        Check();
    }

    /// <inheritdoc/>
    protected internal override void Describe(Arguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        arguments.Single("gain", ref _gain, 1, NumberRange.Finite);
        DescribeSeed(arguments);
    }

    /// <inheritdoc/>
    /// <exception cref="ShapeException">The weight has fewer than two dimensions.</exception>
    protected override void Fill(Span<float> values, Shape shape, RandomStream random)
    {
        ArgumentNullException.ThrowIfNull(random);
        if (shape.Rank < 2) throw new ShapeException($"The initializer \"orthogonal\" needs a weight of two dimensions or more, but it has the shape {shape}.");
        int columns = shape[^1], rows = values.Length / columns;
        double[][] basis = Basis(Math.Max(rows, columns), Math.Min(rows, columns), random);
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
                values[row * columns + column] = (float)(_gain * (rows >= columns ? basis[column][row] : basis[row][column]));
        }
    }

    /// <summary>Orthonormal vectors. Projections are taken off twice, which leaves nothing but rounding.</summary>
    private static double[][] Basis(int length, int count, RandomStream random)
    {
        double[][] basis = new double[count][];
        for (int i = 0; i < count; i++)
        {
            double[] vector = new double[length];
            for (int k = 0; k < length; k++) vector[k] = random.NextNormal();
            for (int pass = 0; pass < 2; pass++)
            {
                for (int other = 0; other < i; other++)
                {
                    double projection = 0;
                    for (int k = 0; k < length; k++) projection += vector[k] * basis[other][k];
                    for (int k = 0; k < length; k++) vector[k] -= projection * basis[other][k];
                }
            }

            double size = Math.Sqrt(vector.Sum(value => value * value));
            for (int k = 0; k < length; k++) vector[k] /= size;
            basis[i] = vector;
        }

        return basis;
    }
}
