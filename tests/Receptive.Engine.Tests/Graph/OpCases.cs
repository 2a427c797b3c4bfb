using Receptive.Graph;
using Xunit;
using static Receptive.Graph.Ops;

namespace Receptive.Engine.Tests.Graph;

/// <summary>The op table of the tests: every op with many shapes and attributes.</summary>
public static class OpCases
{
    private const int None = Shape.Batch;

    /// <summary>All rows.</summary>
    public static IReadOnlyList<OpCase> All { get; } =
        [.. Unary(), .. Binary(), .. Ternary(), .. Movement(), .. Parts(), .. Places(), .. Reductions(), .. Classes(), .. MatMuls(), .. WindowCases.All(), .. Sources()];

    /// <summary>The names of all rows, for theories.</summary>
    public static TheoryData<string> Names { get; } = [.. All.Select(row => row.Name)];

    /// <summary>The row of a name.</summary>
    public static OpCase Get(string name) => All.Single(row => row.Name == name);

    private static IEnumerable<OpCase> Unary()
    {
        (string Name, Func<SymbolicTensor, SymbolicTensor> Op, double From, double To)[] functions =
        [
            ("negate", Negate, -2, 2), ("exp", Exp, -2, 2), ("log", Log, 0.2, 3), ("sqrt", Sqrt, 0.2, 3), ("square", Square, -2, 2),
            ("abs", Abs, -2, 2), ("tanh", Tanh, -2, 2), ("sigmoid", Sigmoid, -3, 3), ("relu", Relu, -2, 2),
            ("sign", Sign, -2, 2), ("round", Round, -3, 3), ("floor", Floor, -3, 3), ("ceil", Ceil, -3, 3), ("log1p", Log1p, -0.7, 2),
            ("softplus", Softplus, -3, 3), ("expm1", Expm1, -2, 2), ("elu", x => Elu(x, 1.5f), -2, 2), ("sin", Sin, -4, 4), ("cos", Cos, -4, 4), ("erf", Erf, -2, 2), ("rsqrt", Rsqrt, 0.3, 3),
            ("leaky relu", x => LeakyRelu(x), -2, 2), ("cube", x => Pow(x, 3f), -2, 2), ("power 1.7", x => Pow(x, 1.7f), 0.3, 2),
            ("inverse by power", x => Pow(x, -1f), 0.5, 2), ("inverse root by power", x => Pow(x, -0.5f), 0.5, 2), ("root by power", x => Pow(x, 0.5f), 0.5, 2),
        ];
        foreach ((string name, Func<SymbolicTensor, SymbolicTensor> op, double from, double to) in functions)
        {
            foreach (Shape shape in (Shape[])[Shape.Scalar, [7], [None], [None, 3, 5]])
                yield return new OpCase($"{name} {shape}", [shape], x => op(x[0])) { Minimum = from, Maximum = to };
        }
    }

    private static IEnumerable<OpCase> Binary()
    {
        (string Name, Func<SymbolicTensor, SymbolicTensor, SymbolicTensor> Op, double From)[] functions =
        [
            ("add", Add, -2), ("subtract", Subtract, -2), ("multiply", Multiply, -2), ("divide", Divide, 0.5),
            ("maximum", Maximum, -2), ("minimum", Minimum, -2), ("greater", Greater, -2), ("greater or equal", GreaterOrEqual, -2),
            ("less", Less, -2), ("less or equal", LessOrEqual, -2), ("pow", Pow, 0.3),
        ];
        (Shape, Shape)[] pairs =
        [
            (Shape.Scalar, Shape.Scalar), ([None, 3], [None, 3]), ([None, 2, 3], [3]), ([3], [None, 2, 3]), ([None, 2, 3], Shape.Scalar),
            ([None, 4, 1], [None, 1, 5]), ([None, 1], [1, 4]), ([2, 1, 3], [4, 1]), ([1], [None, 2]), ([None, 2, 3], [1, 1, 1]),
        ];
        foreach ((string name, Func<SymbolicTensor, SymbolicTensor, SymbolicTensor> op, double from) in functions)
        {
            foreach ((Shape a, Shape b) in pairs)
                yield return new OpCase($"{name} {a} {b}", [a, b], x => op(x[0], x[1])) { Minimum = from };
        }

        yield return new OpCase("equal", [[None, 4], [4]], x => Equal(x[0], x[1])) { WholeNumbersTo = 2 };
        yield return new OpCase("not equal", [[None, 4], [4]], x => NotEqual(x[0], x[1])) { WholeNumbersTo = 2 };
        yield return new OpCase("is NaN", [[None, 4], [4]], x => IsNaN(x[0] / x[1])) { WholeNumbersTo = 1 };
        yield return new OpCase("whole powers of negative numbers", [[None, 4]], x => Pow(x[0], Constant(4f)) - Pow(x[0], Constant(5f)));
        yield return new OpCase("multiply with itself", [[None, 4]], x => x[0] * x[0]);
        yield return new OpCase("operators with floats", [[None, 4]], x => 2f / (3f - x[0] * 0.5f) + -x[0] - 1f);
    }

    private static IEnumerable<OpCase> Ternary()
    {
        (Shape, Shape, Shape)[] triples =
        [
            ([None, 3], [None, 3], [None, 3]), ([None, 1], [3], Shape.Scalar), ([3], [None, 1], [2, 1, 3]), (Shape.Scalar, [None, 2], [2]),
        ];
        foreach ((Shape a, Shape b, Shape c) in triples[..2])
            yield return new OpCase($"select {a} {b} {c}", [a, b, c], x => Select(Greater(x[0], 0f), x[1], x[2]));
        yield return new OpCase("select by a mask of two", [[4], [4], [None, 4]], x => Select(Greater(x[0], x[1]), x[1], x[2]));
        foreach ((Shape a, Shape b, Shape c) in triples[..2])
            yield return new OpCase($"clip {a} {b} {c}", [a, b, c], x => Clip(x[0], x[1] - 1f, x[2] + 3f) * 2f);
        foreach ((Shape a, Shape b, Shape c) in new (Shape, Shape, Shape)[] { ([None, 5], [None, 5], [None, 5]), ([None, 5], [], [5]), ([3, 4], [4], [3, 1]) })
            yield return new OpCase($"multiply and add {a} {b} {c}", [a, b, c], x => MultiplyAdd(x[0], x[1], x[2]));
        yield return new OpCase("clip to numbers", [[None, 9]], x => Clip(x[0], -0.5f, 1.25f));
    }

    private static IEnumerable<OpCase> Movement()
    {
        yield return new OpCase("reshape flatten", [[None, 2, 3, 4]], x => Reshape(x[0], [None, 24]));
        yield return new OpCase("reshape unflatten", [[None, 24]], x => Reshape(x[0], [None, 2, 3, 4]));
        yield return new OpCase("reshape without batch", [[6, 4]], x => Reshape(x[0], [2, 12, 1]));
        yield return new OpCase("reshape to scalar", [[1, 1]], x => Reshape(x[0], Shape.Scalar));
        yield return new OpCase("reshape batch of scalars", [[None]], x => Reshape(x[0], [None, 1]));
        yield return new OpCase("stop gradient", [[None, 4]], x => x[0] * StopGradient(Greater(x[0], 0f)));
        foreach (int[] order in (int[][])[[0, 1, 2, 3], [0, 3, 1, 2], [0, 2, 3, 1], [0, 3, 2, 1], [0, 2, 1, 3]])
            yield return new OpCase($"transpose batch {string.Join("", order)}", [[None, 2, 3, 4]], x => Transpose(x[0], order));
        foreach (int[] order in (int[][])[[1, 0, 2], [2, 1, 0], [1, 2, 0], [2, 0, 1]])
            yield return new OpCase($"transpose {string.Join("", order)}", [[3, 4, 5]], x => Transpose(x[0], order));
        yield return new OpCase("transpose matrix", [[5, 7]], x => Transpose(x[0], 1, 0));
        yield return new OpCase("transpose vector", [[5]], x => Transpose(x[0], 0));
        (Shape From, Shape To)[] repeats =
        [
            (Shape.Scalar, [3]), (Shape.Scalar, [None, 2]), ([3], [None, 3]), ([1], [4]), ([3, 1], [None, 3, 4]), ([None, 1, 3], [None, 5, 3]),
            ([1, 2, 1], [None, 2, 3]), ([None, 2, 1], [None, 2, 4]), ([2, 1, 3, 1], [2, 5, 3, 2]),
        ];
        foreach ((Shape from, Shape to) in repeats)
            yield return new OpCase($"broadcast {from} to {to}", [from], x => BroadcastTo(x[0], to));
    }

    private static IEnumerable<OpCase> Parts()
    {
        (Shape From, int[] Begin, int[] Size, int[] Strides)[] slices =
        [
            ([None, 7], [2], [3], [1]), ([None, 7], [1], [3], [2]), ([None, 7], [-2], [-1], [1]), ([None, 5, 6, 3], [1, 2, 0], [3, 2, 3], [1, 1, 1]),
            ([None, 5, 6, 3], [0, 0, 1], [5, 6, 1], [1, 1, 1]), ([None, 5, 6, 3], [1, 0, 0], [2, 3, 2], [2, 2, 2]), ([None, 4, 6], [0, 1], [-1, -1], [3, 2]),
            ([6, 5], [2, 0], [3, 5], [1, 1]), ([6, 5], [5, 4], [1, 1], [1, 1]), ([4, 1, 8], [0, 0, 0], [4, 1, 4], [1, 1, 2]),
        ];
        foreach ((Shape from, int[] begin, int[] size, int[] strides) in slices)
            yield return new OpCase($"slice {from} from {string.Join(",", begin)} size {string.Join(",", size)} by {string.Join(",", strides)}", [from], x => Slice(x[0], begin, size, strides));

        (Shape From, (int, int)[] Paddings, float Value)[] paddings =
        [
            ([None, 4], [(1, 2)], 0), ([None, 3, 4, 2], [(1, 0), (0, 2), (0, 0)], 1.5f), ([None, 3, 4, 2], [(2, 2), (1, 1), (1, 0)], 0), ([3, 2], [(0, 1), (3, 0)], -2),
            ([None, 3, 2], [(0, 0), (0, 1)], 0), ([1], [(2, 1)], 7),
        ];
        foreach ((Shape from, (int, int)[] around, float value) in paddings)
            yield return new OpCase($"pad {from} by {string.Join(",", around)} with {value}", [from], x => Pad(x[0], around, value));

        (Shape[] Parts, int Axis)[] joins =
        [
            ([[None, 3], [None, 5]], -1), ([[None, 2, 3, 1], [None, 2, 3, 4], [None, 2, 3, 2]], 3), ([[None, 2, 3], [None, 1, 3]], 1), ([[4, 3], [2, 3], [1, 3]], 0),
            ([[None, 2, 2, 3], [None, 2, 4, 3]], -2), ([[5], [1]], 0),
        ];
        foreach ((Shape[] parts, int axis) in joins)
            yield return new OpCase($"concatenate {string.Join(" ", parts)} along {axis}", parts, x => Concatenate(x, axis));
        yield return new OpCase("concatenate a tensor with itself", [[None, 2, 3]], x => Concatenate([x[0], Square(x[0]), x[0]], 1));
        yield return new OpCase("concatenate after elementwise ops and before some", [[None, 4], [None, 3]], x => Relu(Concatenate([Exp(x[0]), x[1] * 2f]) - 1f));
        foreach (bool keep in (bool[])[false, true])
            yield return new OpCase($"moments{(keep ? " keep" : "")}", [[None, 3, 2, 4]], x => Moments(x[0], [0, 1, 2], keep) is var (mean, variance) ? mean / Sqrt(variance + 0.5f) : x[0]);
    }

    /// <summary>Ops that move elements along an axis to places that are computed or fixed.</summary>
    private static IEnumerable<OpCase> Places()
    {
        foreach (Shape shape in (Shape[])[[None, 7], [5], [None, 2, 3], [None, 1]])
        {
            foreach (bool flag in (bool[])[false, true])
            {
                yield return new OpCase($"sort {shape}{(flag ? " descending" : "")}", [shape], x => Sort(x[0], flag));
                yield return new OpCase($"argsort {shape}{(flag ? " descending" : "")}", [shape], x => ArgSort(x[0], flag));
                yield return new OpCase($"argsort equals {shape}{(flag ? " descending" : "")}", [shape], x => ArgSort(Round(x[0]), flag));
                yield return new OpCase($"cumsum {shape}{(flag ? " reverse" : "")}", [shape], x => CumSum(x[0], flag));
            }

            yield return new OpCase($"top 1 {shape}", [shape], x => TopK(x[0], 1).Values);
        }

        yield return new OpCase("take along", [[None, 5], [None, 3]], x => TakeAlong(x[0], Floor(Abs(x[1]) * 3f)));
        yield return new OpCase("put along with repeats and places outside", [[None, 2, 6], [None, 2, 6]], x => PutAlong(x[0], Floor(x[1] * 2f), 4));
        yield return new OpCase("put along without batch", [[3, 2]], x => PutAlong(x[0], Constant([0f, 2, 1, 1, 5, -1], [3, 2]), 3));
        (int Input, float Weight)[][] rows = [[(0, 0.25f), (1, 0.75f)], [(2, 1f)], [], [(1, -0.5f), (0, 2f), (2, 0.5f)]];
        AxisWeights weights = AxisWeights.Create(3, 4, i => rows[i]);
        foreach ((Shape shape, int axis) in new (Shape, int)[] { ([None, 3], 1), ([None, 3, 5], 1), ([None, 2, 3, 19], 2), ([None, 2, 3], -1), ([3, 4], 0) })
            yield return new OpCase($"resample {shape} along {axis}", [shape], x => Resample(x[0], axis, weights));
        yield return new OpCase("take", [[None, 4, 3]], x => Take(x[0], [3, 0, 0, 2, 1], 1));
        yield return new OpCase("repeat", [[None, 2, 3]], x => Repeat(x[0], 3, 1));
        yield return new OpCase("repeat along the last axis", [[2, 3]], x => Repeat(x[0], 2, -1));
        yield return new OpCase("split and stack", [[None, 6]], x => Stack(Split(x[0], 3), 1));
        foreach (ImageFill fill in Enum.GetValues<ImageFill>())
        {
            foreach (bool nearest in (bool[])[false, true])
            {
                // No pixel lies on a place where wrapping jumps.
                float[] numbers = [0.813f, -0.337f, 1.419f, 0.411f, 1.207f, -3.313f, 1.103f, 0.209f, -2.717f, -0.307f, 0.711f, 6.223f];
                yield return new OpCase($"affine transform {fill}{(nearest ? " nearest" : "")}", [[2, 5, 4, 3]], x => AffineTransform(x[0], Constant(numbers, [2, 6]), nearest, fill, 0.5f));
            }
        }

        SymbolicTensor turned = BroadcastTo(Constant([0.9f, -0.3f, 0.6f, 0.25f, 1.1f, -0.2f], [6]), [None, 6]);
        yield return new OpCase("affine transform of a batch", [[None, 4, 5, 2]], x => AffineTransform(x[0], turned, fill: ImageFill.Reflect));
        yield return new OpCase("squeeze", [[None, 1, 3]], x => Squeeze(x[0], 1));
    }

    private static IEnumerable<OpCase> Reductions()
    {
        (string Name, Func<SymbolicTensor, int[]?, bool, SymbolicTensor> Op)[] functions =
            [("sum", ReduceSum), ("mean", ReduceMean), ("max", ReduceMax)];
        foreach ((string name, Func<SymbolicTensor, int[]?, bool, SymbolicTensor> op) in functions)
        {
            foreach (Shape shape in (Shape[])[[None, 3, 4], [2, 3, 4]])
            {
                for (int set = 1; set < 8; set++)
                {
                    int[] axes = [.. Enumerable.Range(0, 3).Where(axis => (set >> axis & 1) != 0)];
                    foreach (bool keep in (bool[])[false, true])
                        yield return new OpCase($"{name} {shape} over {string.Join(",", axes)}{(keep ? " keep" : "")}", [shape], x => op(x[0], axes, keep));
                }
            }

            yield return new OpCase($"{name} of all", [[None, 2, 3, 2]], x => op(x[0], null, false));
            yield return new OpCase($"{name} over the last axis", [[None, 33]], x => op(x[0], [-1], false));
            yield return new OpCase($"{name} over the images", [[None, 3, 5, 4]], x => op(x[0], [1, 2], false));
            yield return new OpCase($"{name} over all but channels", [[None, 3, 2, 5]], x => op(x[0], [0, 1, 2], true));
            yield return new OpCase($"{name} of a vector over the batch", [[None]], x => op(x[0], [0], false));
            yield return new OpCase($"{name} over axes 1 and 3", [[2, 3, 2, 5]], x => op(x[0], [1, 3], false));
        }

        yield return new OpCase("max with ties", [[None, 3]], x => ReduceMax(Relu(x[0]) * 0f + 1f, [1]) * ReduceSum(x[0], [1]));
    }

    private static IEnumerable<OpCase> Classes()
    {
        foreach (Shape shape in (Shape[])[[None, 10], [5], [None, 2, 3], [None, 1]])
        {
            yield return new OpCase($"softmax {shape}", [shape], x => Softmax(x[0]));
            yield return new OpCase($"log softmax {shape}", [shape], x => LogSoftmax(x[0]));
            yield return new OpCase($"argmax {shape}", [shape], x => ArgMax(x[0]));
            yield return new OpCase($"one hot {shape}", [shape], x => OneHot(x[0], 4)) { WholeNumbersTo = 4 };
        }

        yield return new OpCase("categorical crossentropy", [[None, 5], [None, 5]], x =>
        {
            SymbolicTensor p = Softmax(x[0]);
            p = Clip(p / ReduceSum(p, [-1], keepDims: true), 1e-7f, 1 - 1e-7f);
            return ReduceMean(-ReduceSum(Square(x[1]) * Log(p), [-1]));
        });
        yield return new OpCase("sparse categorical crossentropy from logits", [[None]], x =>
        {
            SymbolicTensor logits = OneHot(x[0], 5) * 2f - 1f;
            return ReduceMean(-ReduceSum(OneHot(x[0], 5) * LogSoftmax(logits), [-1]));
        })
        { WholeNumbersTo = 4 };
        yield return new OpCase("batch normalization", [[None, 3, 2, 4], [4], [4]], x =>
        {
            SymbolicTensor mean = ReduceMean(x[0], [0, 1, 2], keepDims: true);
            SymbolicTensor centred = x[0] - mean;
            SymbolicTensor variance = ReduceMean(Square(centred), [0, 1, 2], keepDims: true);
            return centred / Sqrt(variance + 1e-3f) * x[1] + x[2];
        });
    }

    private static IEnumerable<OpCase> MatMuls()
    {
        (Shape A, Shape B, bool TransposeA, bool TransposeB)[] products =
        [
            ([None, 5], [5, 3], false, false), ([None, 5], [3, 5], false, true), ([None, 5], [None, 3], true, false), ([5, 4], [3, 5], true, true),
            ([4, 5], [5, 3], false, false), ([5, 4], [5, 3], true, false), ([4, 5], [3, 5], false, true), ([1, 1], [1, 1], false, false),
            ([None, 2, 5], [5, 3], false, false), ([None, 2, 5], [3, 5], false, true), ([None, 2, 5], [None, 2, 3], true, false),
            ([2, 3, 4], [4, 5], false, false), ([2, 3, 4], [2, 3, 2], true, false), ([None, 17], [17, 33], false, false),
        ];
        foreach ((Shape a, Shape b, bool transposeA, bool transposeB) in products)
        {
            string name = $"matmul {a}{(transposeA ? "T" : "")} {b}{(transposeB ? "T" : "")}";
            yield return new OpCase(name, [a, b], x => MatMul(x[0], x[1], transposeA, transposeB));
        }

        (Shape A, Shape B, bool TransposeA, bool TransposeB)[] batches =
        [
            ([None, 2, 5], [None, 5, 3], false, false), ([None, 5, 2], [None, 5, 3], true, false), ([None, 2, 5], [None, 3, 5], false, true), ([4, 5, 2], [4, 3, 5], true, true),
            ([None, 1, 17], [None, 17, 33], false, false),
        ];
        foreach ((Shape a, Shape b, bool transposeA, bool transposeB) in batches)
            yield return new OpCase($"batch matmul {a}{(transposeA ? "T" : "")} {b}{(transposeB ? "T" : "")}", [a, b], x => BatchMatMul(x[0], x[1], transposeA, transposeB));

        yield return new OpCase("dense", [[None, 4], [4, 3], [3]], x => Tanh(MatMul(x[0], x[1]) + x[2]));
    }

    private static IEnumerable<OpCase> Sources()
    {
        yield return new OpCase("constant", [[None, 3]], x => x[0] * Constant([1f, -2f, 3f], [3]));
        yield return new OpCase("batch reciprocal", [[None, 3]], x => x[0] * BatchReciprocal());
        yield return new OpCase("dropout", [[None, 6]], x => Select(GreaterOrEqual(RandomUniform(x[0].Shape, stream: 3), 0.25f), x[0] * (1 / 0.75f), 0f));
        yield return new OpCase("random uniform", [], _ => RandomUniform([None, 5, 3], stream: 1));
        var variable = new Variable("kernel", [3]);
        variable.Assign([0.5f, -1f, 2f]);
        yield return new OpCase("read", [[None, 3]], x => x[0] * Read(variable));
    }
}
