using System.Reflection;
using Receptive.Graph;
using Xunit;

namespace Receptive.Kernels.Tests;

/// <summary>Every elementwise op's function on registers against its definition in double precision.</summary>
public sealed unsafe class ElementwiseFunctionTests
{
    private const float Guard = 12345.678f;

    // Every 4999th float: a prime step, so that all exponents and many mantissas come.
    private const uint Step = 4999;

    /// <summary>The largest error in units in the last place, where the result is not the exact one rounded.</summary>
    private static readonly Dictionary<string, double> s_bounds = new()
    {
        ["Exp"] = 1.1,
        ["Log"] = 1.0,
        ["Tanh"] = 1.5,
        ["Sigmoid"] = 2.5,
        ["Log1p"] = 2.5,
        ["Softplus"] = 3,
        ["Sin"] = 2,
        ["Cos"] = 2,
        ["Erf"] = 1.5,
        ["Pow"] = 1,
    };

    private static readonly Dictionary<string, ElementwiseOp> s_ops = typeof(ElementwiseOps)
        .GetProperties(BindingFlags.Public | BindingFlags.Static)
        .ToDictionary(property => property.Name, property => (ElementwiseOp)property.GetValue(null)!);

    /// <summary>All functions, for other tests.</summary>
    internal static IEnumerable<ElementwiseFunction> Functions => s_ops.Values.Select(op => op.Function);

    public static TheoryData<string> Names => [.. s_ops.Keys];

    public static TheoryData<string> NamesOfUnary => [.. s_ops.Keys.Where(name => s_ops[name].Arity == 1)];

    [Fact]
    public void Names_are_those_of_the_properties() => Assert.All(s_ops, pair => Assert.Equal(pair.Key, pair.Value.Name));

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_length_and_operand_kind_is_what_the_definition_says(string name)
    {
        ElementwiseOp op = s_ops[name];
        for (int count = 0; count <= 200; count++)
        {
            float[][] operands = [Floats.WithSpecial(count, count), Floats.WithSpecial(count, count + 7), Floats.WithSpecial(count, count + 13)];
            for (int scalars = 0; scalars < 1 << op.Arity; scalars++)
            {
                if (count == 0 && scalars != 0) continue;
                float[] actual = Levels.SameBits(() => Compute(op.Function, operands, scalars, count));
                for (int i = 0; i < count; i++)
                    Check(op, operands[0][(scalars & 1) != 0 ? 0 : i], operands[1][(scalars & 2) != 0 ? 0 : i], operands[2][(scalars & 4) != 0 ? 0 : i], actual[i]);
                Assert.Equal(Guard, actual[count]);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Works_in_place_of_any_operand(string name)
    {
        const int count = 77;
        ElementwiseFunction function = s_ops[name].Function;
        float[][] operands = [Floats.WithSpecial(count, 1), Floats.WithSpecial(count, 2), Floats.WithSpecial(count, 3)];
        float[] expected = Compute(function, operands, 0, count);
        for (int target = 0; target < function.Arity; target++)
        {
            float[][] copies = Array.ConvertAll(operands, operand => (float[])operand.Clone());
            fixed (float* a = copies[0], b = copies[1], c = copies[2])
            {
                float* y = target switch { 0 => a, 1 => b, _ => c };
                function.Run(new(a), new(b), new(c), y, count);
            }
            Levels.BitsEqual(expected[..count], copies[target], $"{function} in place of operand {target}");
        }
    }

    [Theory]
    [MemberData(nameof(NamesOfUnary))]
    public void Is_within_its_error_over_the_whole_range(string name)
    {
        float[] x = [.. Enumerable.Range(0, (int)(uint.MaxValue / Step)).Select(i => BitConverter.UInt32BitsToSingle((uint)i * Step)), .. Floats.Special];
        float[] y = Compute(s_ops[name].Function, [x, x, x], 0, x.Length);
        double worst = 0;
        for (int i = 0; i < x.Length; i++) worst = Math.Max(worst, Check(s_ops[name], x[i], 0, 0, y[i]));
        TestContext.Current.SendDiagnosticMessage($"{name}: at most {worst:F3} ulp");
    }

    [Theory]
    [MemberData(nameof(NamesOfUnary))]
    public void Gives_the_same_bits_at_every_level(string name)
    {
        float[] x = [.. Enumerable.Range(0, 1 << 18).Select(i => BitConverter.UInt32BitsToSingle((uint)i * 16381u)), .. Floats.Special];
        Levels.SameBits(() => Compute(s_ops[name].Function, [x, x, x], 0, x.Length));
    }

    [Fact]
    public void Powers_are_within_their_error()
    {
        // Bases of every size and, where exponents are large, near 1; each with exponents that lead over the whole range of
        // results and past its ends.
        var random = new Random(1);
        const int count = 600_000;
        float[] bases = new float[count], exponents = new float[count];
        for (int i = 0; i < count; i++)
        {
            double size = (i % 3) switch
            {
                0 => (random.NextDouble() * 191) - 103, // the logarithm of any float
                1 => (random.NextDouble() * 1.4) - 0.7, // between 1/2 and 2
                _ => Math.Exp(-random.NextDouble() * 16) * (random.Next(2) - 0.5),
            };
            bases[i] = (float)Math.Exp(size);
            double logarithm = Math.Log(bases[i]);
            exponents[i] = (float)((random.NextDouble() * 194 - 105) / (logarithm == 0 ? 1 : logarithm));
        }

        float[] powers = Levels.SameBits(() => Compute(ElementwiseOps.Pow.Function, [bases, exponents, bases], 0, bases.Length));
        double worst = 0;
        for (int i = 0; i < count; i++) worst = Math.Max(worst, Check(ElementwiseOps.Pow, bases[i], exponents[i], 0, powers[i]));
        TestContext.Current.SendDiagnosticMessage($"Pow: at most {worst:F3} ulp");
    }

    [Fact]
    public void Powers_of_special_values_are_those_of_IEEE()
    {
        float[] special = [.. Floats.Special, 3f, -3f, 0.1f, -0.1f, 1e-3f, -2f, 1e10f, 7f, 1.5f, -1.5f, 8388609f, -8388609f, 16777215f, -16777215f, 3e9f];
        float[] bases = [.. special.SelectMany(x => special.Select(_ => x))];
        float[] exponents = [.. special.SelectMany(_ => special)];
        float[] powers = Levels.SameBits(() => Compute(ElementwiseOps.Pow.Function, [bases, exponents, bases], 0, bases.Length));
        for (int i = 0; i < bases.Length; i++)
        {
            Check(ElementwiseOps.Pow, bases[i], exponents[i], 0, powers[i]);
            float expected = MathF.Pow(bases[i], exponents[i]);
            bool isExact = expected is 0 or 1 or -1 || !float.IsFinite(expected);
            Assert.True(isExact ? expected.Equals(powers[i]) && (float.IsNaN(expected) || float.IsNegative(expected) == float.IsNegative(powers[i])) : float.IsNegative(expected) == float.IsNegative(powers[i]),
                $"Pow({bases[i]:R}, {exponents[i]:R}) = {powers[i]:R}, should be {expected:R}");
        }
    }

    [Fact]
    public void Special_values_are_exact()
    {
        Assert.Equal([0f, float.PositiveInfinity, 1f, float.PositiveInfinity, 0f, float.NaN], Compute(ElementwiseOps.Exp, float.NegativeInfinity, float.PositiveInfinity, 0f, 88.73f, -104f, float.NaN));
        Assert.Equal([float.NegativeInfinity, float.PositiveInfinity, 0f, float.NaN, float.NaN, float.NaN], Compute(ElementwiseOps.Log, 0f, float.PositiveInfinity, 1f, -1f, float.NegativeInfinity, float.NaN));
        Assert.Equal([-1f, 1f, 0f, float.NaN], Compute(ElementwiseOps.Tanh, float.NegativeInfinity, float.PositiveInfinity, 0f, float.NaN));
        Assert.Equal([0f, 1f, 0.5f, float.NaN], Compute(ElementwiseOps.Sigmoid, float.NegativeInfinity, float.PositiveInfinity, 0f, float.NaN));
        Assert.Equal([-1f, 1f, 0f, float.NaN], Compute(ElementwiseOps.Erf, float.NegativeInfinity, float.PositiveInfinity, 0f, float.NaN));
        Assert.Equal([float.NaN, float.NaN, 0f, 1f], [.. Compute(ElementwiseOps.Sin, float.NegativeInfinity, float.PositiveInfinity, 0f), .. Compute(ElementwiseOps.Cos, 0f)]);
        foreach (ElementwiseOp odd in (ElementwiseOp[])[ElementwiseOps.Tanh, ElementwiseOps.Erf, ElementwiseOps.Sin, ElementwiseOps.Sign, ElementwiseOps.Log1p, ElementwiseOps.Floor, ElementwiseOps.Round])
            Assert.Equal(BitConverter.SingleToInt32Bits(-0f), BitConverter.SingleToInt32Bits(Compute(odd, -0f)[0]));
    }

    [Fact]
    public void Odd_functions_are_odd_bit_for_bit()
    {
        float[] x = [.. Floats.Random(1000, seed: 1, scale: 12f), .. Floats.Random(100, seed: 2, scale: 1e30f)];
        float[] negated = Array.ConvertAll(x, value => -value);
        foreach (ElementwiseOp odd in (ElementwiseOp[])[ElementwiseOps.Tanh, ElementwiseOps.Erf, ElementwiseOps.Sin])
            Assert.Equal(Array.ConvertAll(Compute(odd, x), value => -value), Compute(odd, negated));
    }

    /// <summary>The error in units in the last place, checked against the bound.</summary>
    private static double Check(ElementwiseOp op, float a, float b, float c, float actual)
    {
        double exact = op.Define(a, b, c), error = Floats.Ulps(actual, exact);
        double bound = s_bounds.GetValueOrDefault(op.Name, 0.5);
        Assert.True(error <= bound, $"{op.Name}({a:R}, {b:R}, {c:R}) = {actual:R}, {error:F2} ulp from {exact:R}");
        return error;
    }

    private static float[] Compute(ElementwiseOp op, params float[] x) => Compute(op.Function, [x, x, x], 0, x.Length)[..^1];

    private static float[] Compute(ElementwiseFunction function, float[][] operands, int scalars, int count)
    {
        float[] y = new float[count + 1];
        y[count] = Guard;
        fixed (float* a = operands[0], b = operands[1], c = operands[2], py = y)
            function.Run(new(a, (scalars & 1) != 0), new(b, (scalars & 2) != 0), new(c, (scalars & 4) != 0), py, count);
        return y;
    }
}
