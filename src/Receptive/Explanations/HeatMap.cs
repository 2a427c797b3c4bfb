using Receptive.Pictures;

namespace Receptive.Explanations;

/// <summary>How much each part of an image matters for something: 0 not at all, 1 most.</summary>
public sealed class HeatMap
{
    private readonly float[] _values;

    internal HeatMap(float[] values, int height, int width) => (_values, Height, Width) = (values, height, width);

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>Numbers in a row.</summary>
    public int Width { get; }

    /// <summary>The numbers, row by row; 0 to 1.</summary>
    public ReadOnlySpan<float> Values => _values;

    /// <summary>The class it speaks for; -1 if for none.</summary>
    public int ClassIndex { get; internal init; } = -1;

    /// <summary>The probability (or other output) the model gives the class.</summary>
    public float Probability { get; internal init; } = float.NaN;

    /// <summary>The layer it was taken from.</summary>
    public string Layer { get; internal init; } = "";

    /// <summary>The number at a place.</summary>
    public float this[int row, int column] => _values[row * Width + column];

    /// <summary>How much of the whole lies in a rectangle: 0 to 1.</summary>
    public double ShareWithin(int top, int left, int height, int width)
    {
        double inside = 0, all = 0;
        for (int row = 0; row < Height; row++)
        {
            for (int column = 0; column < Width; column++)
            {
                all += this[row, column];
                if (row >= top && row < top + height && column >= left && column < left + width) inside += this[row, column];
            }
        }

        return all > 0 ? inside / all : 0;
    }

    /// <summary>The map stretched to another size, smoothly.</summary>
    public HeatMap Resize(int height, int width) =>
        new(Bilinear.Resize(_values, Height, Width, height, width), height, width) { ClassIndex = ClassIndex, Probability = Probability, Layer = Layer };

    /// <summary>Divides by the largest, so that it is 1; all stay 0 if all are.</summary>
    internal static float[] Normalised(float[] values)
    {
        float largest = 0;
        foreach (float value in values) largest = Math.Max(largest, value);
        if (largest > 0)
        {
            for (int i = 0; i < values.Length; i++) values[i] /= largest;
        }

        return values;
    }
}
