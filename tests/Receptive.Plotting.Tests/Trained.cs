using System.Numerics.Tensors;
using Receptive.Callbacks;
using Receptive.Diagnostics;
using Receptive.Layers;

namespace Receptive.Plotting.Tests;

/// <summary>A small model that was really trained, once for all tests.</summary>
internal static class Trained
{
    private const int Classes = 10;

    private static readonly Lazy<TrainingReportData> s_data = new(Train);

    public static TrainingReportData Data => s_data.Value;

    /// <summary>One test image, as the model takes it.</summary>
    public static float[] Image(int index)
    {
        float[] all = new float[Data.TestImages!.FlattenedLength];
        Data.TestImages.FlattenTo(all);
        return all[(index * 784)..((index + 1) * 784)];
    }

    private static TrainingReportData Train()
    {
        RandomSeed.Set(3);
        Sequential model =
        [
            new Conv2D(8, kernelSize: 3, activation: "relu") { InputShape = [28, 28, 1] },
            new Conv2D(12, kernelSize: 3, activation: "relu"),
            new MaxPooling2D(poolSize: 2),
            new Dropout(0.25f),
            new Flatten(),
            new Dense(32, activation: "relu"),
            new Dropout(0.5f),
            new Dense(Classes, activation: "softmax"),
        ];
        (Tensor<float> x, int[] y) = Noisy(600, seed: 1);
        (Tensor<float> xTest, int[] yTest) = Noisy(200, seed: 2);
        var health = new RunHealth(x);
        model.Compile(new Optimizers.Adam(0.003f), "categorical_crossentropy", ["accuracy"]);
        History history = model.Fit(x, Utilities.ToCategorical(y), batchSize: 50, epochs: 6, verbose: 0,
            validationData: (xTest, Utilities.ToCategorical(yTest)), callbacks: [health]);
        return new TrainingReportData
        {
            Model = model,
            Title = "손글씨 인식 - rings and bars",
            Dataset = "rings and bars",
            History = history,
            Health = health,
            Settings = [new("seed", "3"), new("batch size", "50"), new("optimizer", "Adam, learning rate 0.003"), new("loss", "categorical_crossentropy"), new("command", "receptive train digits --epochs 6 --batch-size 50 --seed 3 --output runs/a-rather-long-name-of-a-folder")],
            ClassNames = ["ring", "bar", "고리", "막대", "<narrow> ring", "upright bar", "ring & ring", "bar, leaning", "oval", "slash"],
            TestImages = xTest,
            TestLabels = yTest,
            TestLoss = history["val_loss"][^1],
            TrainSeconds = 83.4,
            ImagesPerSecond = 2_345,
            PeakMemoryBytes = 180L << 20,
            Made = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
        };
    }

    private static (Tensor<float> X, int[] Y) Noisy(int count, int seed)
    {
        var random = new Random(seed);
        float[] x = new float[count * 784];
        int[] y = new int[count];
        for (int i = 0; i < count; i++)
        {
            y[i] = i % Classes;
            float[] pixels = Samples.DigitPixels(y[i]);
            int dx = random.Next(-2, 3), dy = random.Next(-2, 3);
            for (int row = 0; row < 28; row++)
            {
                for (int column = 0; column < 28; column++)
                {
                    int fromRow = Math.Clamp(row + dy, 0, 27), fromColumn = Math.Clamp(column + dx, 0, 27);
                    x[i * 784 + row * 28 + column] = Math.Clamp(pixels[fromRow * 28 + fromColumn] * 0.9f + (float)random.NextDouble() * 0.3f, 0, 1);
                }
            }
        }

        return (Tensor.Create(x, [count, 28, 28, 1]), y);
    }
}
