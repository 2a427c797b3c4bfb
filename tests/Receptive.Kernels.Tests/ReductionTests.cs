using Xunit;

namespace Receptive.Kernels.Tests;

public sealed unsafe class ReductionTests
{
    public static TheoryData<ReductionFunction> Functions => [.. Enum.GetValues<ReductionFunction>()];

    [Theory]
    [MemberData(nameof(Functions))]
    public void Rows_of_every_length(ReductionFunction function)
    {
        foreach (int length in Enumerable.Range(0, 201).Append(4095).Append(4096).Append(4097).Append(20000))
        {
            const int rows = 3;
            float[] x = Floats.Random(rows * length, length);
            float[] y = Levels.SameBits(() => Rows(function, x, rows, length));
            for (int row = 0; row < rows; row++)
                AssertClose(function, x[(row * length)..((row + 1) * length)], y[row]);
        }
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public void Columns_of_every_size(ReductionFunction function)
    {
        foreach (int rows in (int[])[1, 2, 3, 4, 5, 6, 7, 8, 50, 113])
        {
            foreach (int columns in Enumerable.Range(1, 70).Append(200))
            {
                int stride = columns + (rows % 3);
                float[] x = Floats.Random(rows * stride, (rows * 1000) + columns);
                float[] y = Levels.SameBits(() => Columns(function, x, rows, columns, stride));
                for (int column = 0; column < columns; column++)
                    AssertClose(function, [.. Enumerable.Range(0, rows).Select(row => x[(row * stride) + column])], y[column]);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public void A_NaN_anywhere_is_the_result(ReductionFunction function)
    {
        for (int place = 0; place < 40; place++)
        {
            float[] x = Floats.Random(40, place);
            x[place] = float.NaN;
            Assert.True(float.IsNaN(Levels.SameBits(() => Rows(function, x, 1, 40))[0]));
            Assert.True(float.IsNaN(Levels.SameBits(() => Columns(function, x, 40, 1, 1))[0]));
        }
    }

    [Fact]
    public void A_long_row_is_its_segments_combined_in_order()
    {
        const int length = 100_000;
        float[] x = Floats.Random(length, seed: 5);
        int segments = RowReduction.Segments(length);
        float total = 0f;
        for (int segment = 0; segment < segments; segment++)
        {
            int start = segment * RowReduction.SegmentLength;
            float part = Rows(ReductionFunction.Sum, x[start..Math.Min(length, start + RowReduction.SegmentLength)], 1, Math.Min(RowReduction.SegmentLength, length - start))[0];
            total = segment == 0 ? part : total + part;
        }
        Assert.Equal(total, Rows(ReductionFunction.Sum, x, 1, length)[0]);
    }

    [Fact]
    public void Softmax_rows_of_every_length()
    {
        for (int length = 1; length <= 200; length++)
        {
            const int rows = 2;
            float[] x = Floats.Random(rows * length, length, scale: 30f);
            float[] y = Levels.SameBits(() => Softmax(x, rows, length));
            for (int row = 0; row < rows; row++)
            {
                double[] exponentials = [.. x[(row * length)..((row + 1) * length)].Select(value => Math.Exp(value))];
                double sum = exponentials.Sum();
                for (int i = 0; i < length; i++)
                {
                    double expected = exponentials[i] / sum;
                    Assert.True(Math.Abs(y[(row * length) + i] - expected) <= 4e-6 * expected, $"element {i} of {length}");
                }
            }
        }
    }

    [Fact]
    public void Softmax_of_extremes()
    {
        Assert.Equal([1f, 0f], Softmax([1000f, -1000f], 1, 2));
        Assert.Equal([0.5f, 0.5f], Softmax([-1e30f, -1e30f], 1, 2));
        Assert.Equal([0f, 1f], Softmax([float.NegativeInfinity, 3f], 1, 2));
        Assert.All(Softmax([float.NaN, 3f], 1, 2), value => Assert.True(float.IsNaN(value)));
    }

    [Fact]
    public void ArgMax_takes_the_first_of_equals_and_NaN_before_all()
    {
        for (int length = 1; length <= 200; length++)
        {
            float[] x = [.. Floats.Random(length, length).Select(value => MathF.Round(value))];
            Assert.Equal(Array.IndexOf(x, x.Max()), Levels.SameBits(() => ArgMax(x, 1, length))[0]);
            x[length / 2] = float.NaN;
            Assert.Equal(length / 2, Levels.SameBits(() => ArgMax(x, 1, length))[0]);
        }
        Assert.Equal([1f, 0f], ArgMax([1f, 2f, 4f, 3f], 2, 2));
        Assert.Equal([0f], ArgMax([float.NegativeInfinity, float.NegativeInfinity], 1, 2));
    }

    private static void AssertClose(ReductionFunction function, float[] x, float actual)
    {
        if (function == ReductionFunction.Max)
        {
            Assert.Equal(x.Append(float.NegativeInfinity).Max(), actual);
            return;
        }
        double size = x.Sum(value => Math.Abs((double)value));
        Assert.True(Math.Abs(actual - x.Sum(value => (double)value)) <= 1e-6 * size, $"sum of {x.Length}");
    }

    private static float[] Rows(ReductionFunction function, float[] x, int rows, int length)
    {
        float[] y = new float[rows];
        fixed (float* px = x, py = y)
            RowReduction.Run(function, px, py, rows, length);
        return y;
    }

    private static float[] Columns(ReductionFunction function, float[] x, int rows, int columns, int stride)
    {
        float[] y = new float[columns];
        fixed (float* px = x, py = y)
            ColumnReduction.Run(function, px, py, rows, columns, stride);
        return y;
    }

    private static float[] Softmax(float[] x, int rows, int length)
    {
        float[] y = new float[x.Length];
        fixed (float* px = x, py = y)
            SoftmaxKernel.Run(px, py, rows, length);
        return y;
    }

    private static float[] ArgMax(float[] x, int rows, int length)
    {
        float[] y = new float[rows];
        fixed (float* px = x, py = y)
            ArgMaxKernel.Run(px, py, rows, length);
        return y;
    }
}
