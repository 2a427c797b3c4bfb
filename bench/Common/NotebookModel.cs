namespace Receptive.Benchmarks.Common;

/// <summary>
/// The model every engine is timed on: the course notebook's CNN, with weights that each engine makes anew from the
/// same seed, so that their predictions must agree.
/// </summary>
internal static class NotebookModel
{
    public const int ImageSide = 28;
    public const int ImageSize = ImageSide * ImageSide;
    public const int Classes = 10;
    public const int TrainingBatch = 200;
    public const int DenseUnits = 128;

    /// <summary>Side and channels of what the pooling layer hands to the dense part.</summary>
    public const int PooledSide = 12;
    public const int PooledChannels = 64;

    /// <summary>The batch sizes an engine may choose from when it predicts; each divides the 10,000 test images.</summary>
    public static IReadOnlyList<int> PredictionBatches { get; } = [50, 100, 200, 500, 1000];

    /// <summary>The shapes of the eight weights in Keras' order: kernels HWIO or (in, out), each followed by its bias.</summary>
    public static IReadOnlyList<int[]> WeightShapes { get; } =
    [
        [3, 3, 1, 32], [32],
        [3, 3, 32, PooledChannels], [PooledChannels],
        [PooledSide * PooledSide * PooledChannels, DenseUnits], [DenseUnits],
        [DenseUnits, Classes], [Classes],
    ];

    /// <summary>
    /// The weights, in Keras' order and layout. Kernels are Glorot uniform; biases are small but not zero, so that
    /// an engine that forgot one would be found out.
    /// </summary>
    public static float[][] CreateWeights()
    {
        Random random = new(1);
        return [.. WeightShapes.Select(shape => CreateWeight(shape, random))];
    }

    private static float[] CreateWeight(int[] shape, Random random)
    {
        int size = shape.Aggregate(1, (product, dimension) => product * dimension);
        double limit = 0.05;
        if (shape.Length > 1)
        {
            int receptiveField = size / (shape[^2] * shape[^1]);
            limit = Math.Sqrt(6.0 / (receptiveField * (shape[^2] + shape[^1])));
        }

        float[] values = new float[size];
        for (int i = 0; i < size; i++)
            values[i] = (float)(((2 * random.NextDouble()) - 1) * limit);
        return values;
    }
}
