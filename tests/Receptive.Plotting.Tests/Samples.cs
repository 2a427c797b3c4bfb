using System.Numerics.Tensors;
using Receptive.Pictures;

namespace Receptive.Plotting.Tests;

/// <summary>Small made-up data that figures are drawn from in these tests.</summary>
internal static partial class Samples
{
    public static TrainingLog Log(int epochs = 12)
    {
        var log = new TrainingLog();
        for (int i = 0; i < epochs; i++)
        {
            double loss = 0.25 / (i + 1) + 0.01;
            double validation = 0.07 / (i + 1) + 0.024 + 0.0012 * Math.Max(0, i - 6);
            log.Add(i, new Dictionary<string, double>
            {
                ["accuracy"] = 1 - loss * 0.3,
                ["loss"] = loss,
                ["val_accuracy"] = 1 - validation * 0.31,
                ["val_loss"] = validation,
            });
        }

        return log;
    }

    /// <summary>A grey image of 28x28: a ring or a bar, by the index.</summary>
    public static Picture Digit(int index) => Picture.FromFloats(DigitPixels(index), 28, 28);

    public static float[] DigitPixels(int index)
    {
        float[] pixels = new float[28 * 28];
        for (int row = 0; row < 28; row++)
        {
            for (int column = 0; column < 28; column++)
            {
                double x = column - 13.5, y = row - 13.5;
                double distance = index % 2 == 0
                    ? Math.Abs(Math.Sqrt(x * x * (1 + index * 0.12) + y * y) - 8)
                    : Math.Abs(x + y * (index - 5) * 0.08) + (Math.Abs(y) > 9 ? 3 : 0);
                pixels[row * 28 + column] = (float)Math.Clamp(1.8 - distance * 0.7, 0, 1);
            }
        }

        return pixels;
    }

    public static Tensor<float> Digits(int count)
    {
        float[] all = new float[count * 784];
        for (int i = 0; i < count; i++) DigitPixels(i).CopyTo(all, i * 784);
        return Tensor.Create(all, [count, 28, 28, 1]);
    }

    public static (int[] True, int[] Predicted) Labels()
    {
        var truth = new List<int>();
        var predicted = new List<int>();
        for (int c = 0; c < 10; c++)
        {
            for (int i = 0; i < 980 + c * 7; i++)
            {
                truth.Add(c);
                predicted.Add(i < 5 + c ? (c + 5) % 10 : i < 7 + c ? (c + 3) % 10 : c);
            }
        }

        return ([.. truth], [.. predicted]);
    }
}
