using System.Numerics.Tensors;
using Receptive.Layers;

namespace Receptive.Tests;

/// <summary>Models and data that several tests use.</summary>
internal static class TestModels
{
    /// <summary>The CNN of the course notebook.</summary>
    public static Sequential Notebook() =>
    [
        new Conv2D(32, kernelSize: (3, 3), activation: "relu") { InputShape = [28, 28, 1] },
        new Conv2D(64, (3, 3), activation: "relu"),
        new MaxPooling2D(poolSize: 2),
        new Dropout(0.25f),
        new Flatten(),
        new Dense(128, activation: "relu"),
        new Dropout(0.5f),
        new Dense(10, activation: "softmax"),
    ];

    /// <summary>The same kinds of layers, small enough for a test.</summary>
    public static Sequential SmallCnn() =>
    [
        new Conv2D(4, kernelSize: 3, activation: "relu") { InputShape = [8, 8, 1] },
        new MaxPooling2D(2),
        new Dropout(0.25f),
        new Flatten(),
        new Dense(8, activation: "relu"),
        new Dropout(0.5f),
        new Dense(3, activation: "softmax"),
    ];

    /// <summary>Images in which one of three rows is bright, and which one it is: learnable in a few steps.</summary>
    public static (Tensor<float> X, Tensor<float> Y, int[] Labels) Rows(int count, ulong key = 1)
    {
        var random = new RandomStream(key);
        float[] x = new float[count * 64];
        int[] labels = new int[count];
        for (int i = 0; i < count; i++)
        {
            labels[i] = random.NextInt32(3);
            for (int p = 0; p < 64; p++) x[(i * 64) + p] = 0.2f * random.NextSingle() + (p / 8 == 2 * (labels[i] + 1) ? 0.8f : 0);
        }

        return (Tensor.Create(x, [count, 8, 8, 1]), Utilities.ToCategorical(labels, 3), labels);
    }

    /// <summary>The pixels of such images.</summary>
    public static float[] Pixels(int count)
    {
        float[] pixels = new float[count * 64];
        Rows(count).X.FlattenTo(pixels);
        return pixels;
    }
}
