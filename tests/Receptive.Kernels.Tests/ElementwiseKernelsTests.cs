using Xunit;

namespace Receptive.Kernels.Tests;

public sealed unsafe class ElementwiseKernelsTests
{
    private const float Guard = 12345.678f;

    public static TheoryData<ElementwiseFunction> Functions => [.. Enum.GetValues<ElementwiseFunction>()];

    [Theory]
    [MemberData(nameof(Functions))]
    public void Every_length_and_operand_kind_is_what_the_definition_says(ElementwiseFunction function)
    {
        for (int count = 0; count <= 200; count++)
        {
            float[][] operands = [Floats.WithSpecial(count, count), Floats.WithSpecial(count, count + 7), Floats.WithSpecial(count, count + 13)];
            for (int scalars = 0; scalars < 1 << function.Arity(); scalars++)
            {
                if (count == 0 && scalars != 0) continue;
                float[] actual = Levels.SameBits(() => Compute(function, operands, scalars, count));
                for (int i = 0; i < count; i++)
                {
                    float a = operands[0][(scalars & 1) != 0 ? 0 : i];
                    float b = operands[1][(scalars & 2) != 0 ? 0 : i];
                    float c = operands[2][(scalars & 4) != 0 ? 0 : i];
                    double error = Floats.Ulps(actual[i], Define(function, a, b, c));
                    Assert.True(error <= 2.5, $"{function}({a:R}, {b:R}, {c:R}) = {actual[i]:R}, element {i} of {count}");
                }
                Assert.Equal(Guard, actual[count]);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public void Works_in_place_of_any_operand(ElementwiseFunction function)
    {
        const int count = 77;
        float[][] operands = [Floats.WithSpecial(count, 1), Floats.WithSpecial(count, 2), Floats.WithSpecial(count, 3)];
        float[] expected = Compute(function, operands, 0, count);
        for (int target = 0; target < function.Arity(); target++)
        {
            float[][] copies = Array.ConvertAll(operands, operand => (float[])operand.Clone());
            fixed (float* a = copies[0], b = copies[1], c = copies[2])
            {
                float* y = target switch { 0 => a, 1 => b, _ => c };
                ElementwiseKernels.Run(function, new(a), new(b), new(c), y, count);
            }
            Levels.BitsEqual(expected[..count], copies[target], $"{function} in place of operand {target}");
        }
    }

    private static double Define(ElementwiseFunction function, float a, float b, float c) => function switch
    {
        ElementwiseFunction.Copy => a,
        ElementwiseFunction.Negate => -a,
        ElementwiseFunction.Abs => Math.Abs(a),
        ElementwiseFunction.Square => (double)a * a,
        ElementwiseFunction.Sqrt => Math.Sqrt(a),
        ElementwiseFunction.Exp => Math.Exp(a),
        ElementwiseFunction.Log => Math.Log(a),
        ElementwiseFunction.Tanh => Math.Tanh(a),
        ElementwiseFunction.Sigmoid => 1 / (1 + Math.Exp(-(double)a)),
        ElementwiseFunction.Relu => Math.Max(a, 0), // Math.Max and Math.Min give NaN when either is
        ElementwiseFunction.Add => (double)a + b,
        ElementwiseFunction.Subtract => (double)a - b,
        ElementwiseFunction.Multiply => (double)a * b,
        ElementwiseFunction.Divide => (double)a / b,
        ElementwiseFunction.Maximum => Math.Max(a, b),
        ElementwiseFunction.Minimum => Math.Min(a, b),
        ElementwiseFunction.Greater => a > b ? 1 : 0,
        ElementwiseFunction.GreaterOrEqual => a >= b ? 1 : 0,
        ElementwiseFunction.Equal => a == b ? 1 : 0,
        ElementwiseFunction.Select => a != 0 ? b : c,
        // Written with comparisons: a NaN bound limits nothing.
        ElementwiseFunction.Clip => Below(a < b ? b : a, c),
        _ => throw new ArgumentOutOfRangeException(nameof(function)),
    };

    private static float Below(float value, float limit) => value > limit ? limit : value;

    private static float[] Compute(ElementwiseFunction function, float[][] operands, int scalars, int count)
    {
        float[] y = new float[count + 1];
        y[count] = Guard;
        fixed (float* a = operands[0], b = operands[1], c = operands[2], py = y)
        {
            ElementwiseKernels.Run(
                function, new(a, (scalars & 1) != 0), new(b, (scalars & 2) != 0), new(c, (scalars & 4) != 0), py, count);
        }
        return y;
    }
}
