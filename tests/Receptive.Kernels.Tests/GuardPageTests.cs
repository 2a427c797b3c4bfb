using Receptive.Graph;
using Receptive.Kernels.Tests.Convolution;
using Receptive.Kernels.Tests.Gemm;
using Receptive.Kernels.Tests.Pooling;
using Xunit;

namespace Receptive.Kernels.Tests;

/// <summary>
/// Kernels between pages that may not be touched. The tests of convolutions, pooling and products run that way by themselves, with
/// buffers that end at such a page; here they run again with buffers that begin at one. A violation ends the process.
/// </summary>
public sealed unsafe class GuardPageTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 6)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Convolutions_stay_inside_buffers_that_begin_at_a_page(int seed) => AtStart(() =>
    {
        var tests = new Convolution2DTests();
        tests.Forward(seed);
        tests.InputGradient(seed);
        tests.KernelGradient(seed);
        tests.Pooled(seed);
    });

    [Fact]
    public void Pooling_stays_inside_buffers_that_begin_at_a_page() => AtStart(new PoolingTests().Maxima_means_and_their_gradients);

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void Products_stay_inside_buffers_that_begin_at_a_page(bool transposeA, bool transposeB) =>
        AtStart(() => new MatMulTests().Product(transposeA, transposeB));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Elementwise_functions_stay_inside(bool atStart) => Run(atStart, () =>
    {
        foreach (ElementwiseFunction function in ElementwiseFunctionTests.Functions)
        {
            for (int count = 0; count <= 70; count++)
            {
                using Native a = new(count, 0.5f), b = new(count, 0.25f), c = new(count, 2f), y = new(count), one = new(1, 3f);
                Levels.SameBits(() =>
                {
                    function.Run(new(a.Pointer), new(b.Pointer), new(c.Pointer), y.Pointer, count);
                    if (count > 0) function.Run(new(one.Pointer, true), new(one.Pointer, true), new(one.Pointer, true), y.Pointer, count);
                    return y.Span.ToArray();
                });
            }
        }
    });

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Formulas_stay_inside(bool atStart) => Run(atStart, () =>
    {
        FormulaTerm sum = FormulaTerm.Apply(ElementwiseOps.Add.Function, FormulaTerm.Block(0), FormulaTerm.Scalar(0));
        FormulaTerm product = FormulaTerm.Apply(ElementwiseOps.Multiply.Function, FormulaTerm.Statement(0), FormulaTerm.Block(1));
        ElementwiseFormula formula = ElementwiseFormula.Create(new FormulaStatement(sum, IsStored: true), new FormulaStatement(product, IsStored: true));
        for (int count = 0; count <= 70; count++)
        {
            using Native a = new(count, 0.5f), b = new(count, 0.25f), y = new(count), z = new(count), one = new(1, 3f);
            Levels.SameBits(() =>
            {
                float** blocks = stackalloc float*[] { a.Pointer, b.Pointer };
                float** scalars = stackalloc float*[] { one.Pointer };
                float** outputs = stackalloc float*[] { y.Pointer, z.Pointer };
                formula.Run(blocks, 2, scalars, 1, outputs, 2, count);
                return [.. y.Span, .. z.Span];
            });
            Assert.All(y.Span.ToArray(), value => Assert.Equal(3.5f, value));
            Assert.All(z.Span.ToArray(), value => Assert.Equal(0.875f, value));
        }
    });

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Reductions_stay_inside(bool atStart) => Run(atStart, () =>
    {
        var random = new Random(1);
        for (int length = 1; length <= 150; length++)
        {
            foreach (ReductionFunction function in Enum.GetValues<ReductionFunction>())
            {
                using Native x = Native.Random(3 * length, random), rows = new(3), columns = new(length);
                Levels.SameBits(() =>
                {
                    RowReduction.Run(function, x.Pointer, rows.Pointer, 3, length);
                    ColumnReduction.Run(function, x.Pointer, columns.Pointer, 3, length, length);
                    return [.. rows.Span, .. columns.Span];
                });
            }

            using Native scores = Native.Random(2 * length, random), result = new(2 * length), place = new(2);
            Levels.SameBits(() =>
            {
                SoftmaxKernel.Run(scores.Pointer, result.Pointer, 2, length);
                ArgMaxKernel.Run(scores.Pointer, place.Pointer, 2, length);
                return [.. result.Span, .. place.Span];
            });
        }
    });

    private static void AtStart(Action test) => Run(true, test);

    private static void Run(bool atStart, Action test)
    {
        Assert.SkipUnless(Native.HasGuardPages, "Guard pages are mapped by mmap as on Linux.");
        Native.AtStart = atStart;
        try
        {
            test();
        }
        finally
        {
            Native.AtStart = false;
        }
    }
}
