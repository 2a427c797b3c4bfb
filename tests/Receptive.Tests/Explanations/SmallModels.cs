using System.Numerics.Tensors;
using Receptive.Layers;

namespace Receptive.Tests.Explanations;

/// <summary>Models and images that explanations are tried on.</summary>
internal static class SmallModels
{
    public static Sequential Notebook() =>
    [
        new Conv2D(32, kernelSize: 3, activation: "relu") { InputShape = [28, 28, 1] },
        new Conv2D(64, kernelSize: 3, activation: "relu"),
        new MaxPooling2D(poolSize: 2),
        new Dropout(0.25f),
        new Flatten(),
        new Dense(128, activation: "relu"),
        new Dropout(0.5f),
        new Dense(10, activation: "softmax"),
    ];

    /// <summary>Padding, strides, dilation and other widths than heights; tanh, so that no unit is dead by chance.</summary>
    public static Sequential Odd() =>
    [
        new Conv2D(4, kernelSize: (3, 5), padding: "same", activation: "tanh") { InputShape = [22, 25, 2] },
        new MaxPooling2D(poolSize: (2, 3), strides: (2, 2), padding: "same"),
        new Conv2D(5, kernelSize: 3, activation: "tanh") { DilationRate = (2, 1) },
        new Conv2D(3, kernelSize: 3, strides: (1, 2), padding: "same", activation: "tanh"),
        new Flatten(),
        new Dense(3, activation: "softmax"),
    ];

    /// <summary>
    /// Two filters, for upright and for level bars, and a class for each: weights set by hand, so that what speaks for
    /// which class is known.
    /// </summary>
    public static Sequential Bars(int size)
    {
        Sequential model =
        [
            new Conv2D(2, kernelSize: 3, activation: "relu") { InputShape = [size, size, 1] },
            new MaxPooling2D(poolSize: 2),
            new Flatten(),
            new Dense(2, activation: "softmax"),
        ];
        float[] upright = [-1, 2, -1, -1, 2, -1, -1, 2, -1], level = [-1, -1, -1, 2, 2, 2, -1, -1, -1];
        float[] kernel = new float[18];
        for (int i = 0; i < 9; i++) (kernel[i * 2], kernel[i * 2 + 1]) = (upright[i], level[i]);
        model.Weights[0].Assign(kernel);

        float[] dense = new float[model.Weights[2].Shape.ElementsPerRow];
        for (int i = 0; i < dense.Length / 2; i++)
        {
            bool uprightMap = i % 2 == 0;
            (dense[i * 2], dense[i * 2 + 1]) = uprightMap ? (0.1f, -0.1f) : (-0.1f, 0.1f);
        }

        model.Weights[2].Assign(dense);
        return model;
    }

    public static void DrawBar(Span<float> image, int size, int row, int column, bool upright, int length = 7)
    {
        for (int i = 0; i < length; i++) image[(row + (upright ? i : 0)) * size + column + (upright ? 0 : i)] = 1;
    }

    public static Tensor<float> RandomImages(int count, params int[] shape)
    {
        var random = new Random(5);
        float[] values = new float[count * shape.Aggregate(1, (a, b) => a * b)];
        for (int i = 0; i < values.Length; i++) values[i] = (float)random.NextDouble() * 2 - 1;
        return Tensor.Create(values, [count, .. shape.Select(d => (nint)d)]);
    }
}
