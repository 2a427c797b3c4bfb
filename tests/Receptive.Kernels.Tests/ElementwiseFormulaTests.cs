using Receptive.Graph;
using Xunit;

namespace Receptive.Kernels.Tests;

/// <summary>A formula against its functions one after another.</summary>
public sealed unsafe class ElementwiseFormulaTests
{
    private const float Guard = 12345.678f;

    /// <summary>t0 = (b0 - b1) s0 + b1; t1 = |t0| (not stored); t2 = b3 - t1 s1 / (sqrt(b2) + s2), over b2; t3 = select(t0 &gt; b4, s3, b5 s4 + s5).</summary>
    private static ElementwiseFormula Formula { get; } = ElementwiseFormula.Create(
        new FormulaStatement(Apply(ElementwiseOps.MultiplyAdd, Apply(ElementwiseOps.Subtract, Block(0), Block(1)), Scalar(0), Block(1)), IsStored: true),
        new FormulaStatement(Apply(ElementwiseOps.Abs, FormulaTerm.Statement(0)), IsStored: false),
        new FormulaStatement(
            Apply(ElementwiseOps.Subtract, Block(3), Apply(
                ElementwiseOps.Divide,
                Apply(ElementwiseOps.Multiply, FormulaTerm.Statement(1), Scalar(1)),
                Apply(ElementwiseOps.Add, Apply(ElementwiseOps.Sqrt, Block(2)), Scalar(2)))),
            IsStored: true),
        new FormulaStatement(
            Apply(ElementwiseOps.Select, Apply(ElementwiseOps.Greater, FormulaTerm.Statement(0), Block(4)), Scalar(3), Apply(ElementwiseOps.MultiplyAdd, Block(5), Scalar(4), Scalar(5))),
            IsStored: true));

    [Fact]
    public void Every_length_is_the_functions_one_after_another()
    {
        float[] scalars = [0.1f, 3f, 1e-7f, -2f, 0.5f, 7f];
        for (int count = 0; count <= 100; count++)
        {
            float[][] blocks = [.. Enumerable.Range(0, 6).Select(i => Floats.WithSpecial(count, count + (13 * i)))];
            float[] expected = InSequence(blocks, scalars, count);
            float[] actual = Levels.SameBits(() => Joined(blocks, scalars, count));
            Assert.Equal(expected, actual);
        }
    }

    [Fact]
    public void Equal_formulas_are_one_object()
    {
        FormulaStatement square = new(Apply(ElementwiseOps.Multiply, Block(0), Block(0)), IsStored: true);
        FormulaStatement product = new(Apply(ElementwiseOps.Multiply, Block(0), Block(1)), IsStored: true);
        Assert.Same(ElementwiseFormula.Create(square), ElementwiseFormula.Create(new FormulaStatement(Apply(ElementwiseOps.Multiply, Block(0), Block(0)), IsStored: true)));
        Assert.NotSame(ElementwiseFormula.Create(square), ElementwiseFormula.Create(product));
    }

    [Fact]
    public void Terms_must_fit_their_function_and_their_numbers_the_loop()
    {
        Assert.Throws<ArgumentException>(() => FormulaTerm.Apply(ElementwiseOps.Add.Function, Block(0)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Block(ElementwiseFormula.MostBlocks));
        Assert.Throws<ArgumentOutOfRangeException>(() => Scalar(ElementwiseFormula.MostScalars));
        Assert.Throws<ArgumentOutOfRangeException>(() => FormulaTerm.Statement(ElementwiseFormula.MostStatements - 1));
    }

    private static FormulaTerm Apply(ElementwiseOp op, params ReadOnlySpan<FormulaTerm> terms) => FormulaTerm.Apply(op.Function, terms);

    private static FormulaTerm Block(int index) => FormulaTerm.Block(index);

    private static FormulaTerm Scalar(int index) => FormulaTerm.Scalar(index);

    private static float[] Joined(float[][] blocks, float[] scalars, int count)
    {
        float[][] memory = [.. blocks.Select(block => (float[])[.. block, Guard])];
        float[] first = [.. new float[count], Guard], last = [.. new float[count], Guard];
        fixed (float* b0 = memory[0], b1 = memory[1], b2 = memory[2], b3 = memory[3], b4 = memory[4], b5 = memory[5], s = scalars, y0 = first, y2 = last)
        {
            float** pb = stackalloc float*[] { b0, b1, b2, b3, b4, b5 };
            float** ps = stackalloc float*[] { s, s + 1, s + 2, s + 3, s + 4, s + 5 };
            float** py = stackalloc float*[] { y0, b2, y2 };
            Formula.Run(pb, 6, ps, 6, py, 3, count);
        }

        return [.. first, .. memory[2], .. last];
    }

    private static float[] InSequence(float[][] blocks, float[] scalars, int count)
    {
        float[] t0 = Run(ElementwiseOps.MultiplyAdd, Run(ElementwiseOps.Subtract, blocks[0], blocks[1]), [scalars[0]], blocks[1]);
        float[] divisor = Run(ElementwiseOps.Add, Run(ElementwiseOps.Sqrt, blocks[2]), [scalars[2]]);
        float[] t2 = Run(ElementwiseOps.Subtract, blocks[3], Run(ElementwiseOps.Divide, Run(ElementwiseOps.Multiply, Run(ElementwiseOps.Abs, t0), [scalars[1]]), divisor));
        float[] t3 = Run(ElementwiseOps.Select, Run(ElementwiseOps.Greater, t0, blocks[4]), [scalars[3]], Run(ElementwiseOps.MultiplyAdd, blocks[5], [scalars[4]], [scalars[5]]));
        return [.. t0, Guard, .. t2, Guard, .. t3, Guard];

        float[] Run(ElementwiseOp op, float[] a, float[]? b = null, float[]? c = null)
        {
            float[] y = new float[count];
            fixed (float* pa = a, pb = b, pc = c, py = y)
            {
                // A scalar is an array of one; with a count of 1 that makes no difference.
                op.Function.Run(new(pa, a.Length == 1), new(pb, b?.Length == 1), new(pc, c?.Length == 1), py, count);
            }

            return y;
        }
    }
}
