using Receptive.Graph;
using Xunit;

namespace Receptive.Engine.Tests;

/// <summary>
/// Evaluates graphs in double precision, one op after another, each by its definition and nothing else: what programs
/// and gradients are compared with. Every tensor is a row-major array with the batch put in place.
/// </summary>
/// <param name="batch">The number of examples.</param>
public sealed class ReferenceInterpreter(int batch)
{
    private readonly Dictionary<SymbolicTensor, double[]> _values = [];
    private readonly Dictionary<Variable, double[]> _variables = [];

    /// <summary>Gives RandomUniform its numbers, from stream and element index.</summary>
    public Func<int, long, double>? Random { get; init; }

    /// <summary>Runs a function: its outputs, and the new values of the variables that it updates.</summary>
    public static (double[][] Outputs, Dictionary<Variable, double[]> Updated) Run(
        GraphFunction function, IReadOnlyList<double[]> inputs, int batch, Func<int, long, double>? random = null)
    {
        var interpreter = new ReferenceInterpreter(batch) { Random = random };
        for (int i = 0; i < inputs.Count; i++) interpreter.Set(function.Inputs[i], inputs[i]);
        double[][] outputs = [.. function.Outputs.Select(interpreter.Evaluate)];
        return (outputs, interpreter.Update(function.Updates));
    }

    /// <summary>Gives a tensor, usually a placeholder, its value.</summary>
    public void Set(SymbolicTensor tensor, double[] value)
    {
        Assert.Equal(tensor.Shape.Elements(batch), value.Length);
        _values[tensor] = value;
    }

    /// <summary>Gives a variable a value other than the one it holds.</summary>
    public void Set(Variable variable, double[] value) => _variables[variable] = value;

    /// <summary>The value of a tensor. Values once computed are kept.</summary>
    public double[] Evaluate(SymbolicTensor tensor)
    {
        foreach (SymbolicTensor step in Traversal.InOrder([tensor]))
        {
            if (!_values.ContainsKey(step)) _values[step] = Compute(step);
        }

        return _values[tensor];
    }

    /// <summary>The new values of the variables that updates change.</summary>
    public Dictionary<Variable, double[]> Update(IReadOnlyList<Assignment> updates) =>
        updates.ToDictionary(update => update.Variable, update => Evaluate(update.Value));

    private double[] Read(Variable variable) =>
        _variables.TryGetValue(variable, out double[]? value) ? value : Array.ConvertAll(variable.Span.ToArray(), x => (double)x);

    private int[] Concrete(Shape shape) => Array.ConvertAll(shape.ToArray(), d => d == Shape.Batch ? batch : d);

    private double[] Compute(SymbolicTensor tensor)
    {
        double[][] inputs = [.. tensor.Inputs.Select(input => _values[input])];
        int[][] from = [.. tensor.Inputs.Select(input => Concrete(input.Shape))];
        int[] to = Concrete(tensor.Shape);
        double[] x = inputs.Length > 0 ? inputs[0] : [];
        return tensor.Op switch
        {
            PlaceholderOp placeholder => throw new InvalidOperationException($"No value was given for {placeholder}."),
            ConstantOp constant => Array.ConvertAll(constant.Values.ToArray(), value => (double)value),
            ReadOp read => Read(read.Variable),
            BatchReciprocalOp => [1.0 / batch],
            RandomUniformOp random => Fill(to, i => Random!(random.Stream, i)),
            ElementwiseOp op => Elementwise(op, inputs, from, to),
            ReshapeOp or StopGradientOp => x,
            BroadcastToOp => Indexed(to, index => x[Offset(from[0], index)]),
            TransposeOp op => Transpose(op, x, from[0], to),
            SliceOp op => Indexed(to, index => x[Offset(from[0], Part(index, op.Begin, op.Strides, tensor.Shape.HasBatch))]),
            PadOp op => Pad(op, x, from[0], to, tensor.Shape.HasBatch),
            ConcatenateOp op => Concatenate(op, inputs, from, to),
            ReduceSumOp op => Reduce(op, x, from[0], to, 0, (sum, value) => sum + value),
            ReduceMaxOp op => Reduce(op, x, from[0], to, double.NegativeInfinity, Math.Max),
            SoftmaxOp => Softmax(x, to[^1]),
            OneHotOp op => Fill(to, i => x[i / op.Depth] == i % op.Depth ? 1 : 0),
            ArgMaxOp => ArgMax(x, from[0][^1]),
            ArgSortOp op => Rows(x, to[^1], row => [.. Enumerable.Range(0, row.Length).OrderBy(i => op.Descending ? -row[i] : row[i]).Select(i => (double)i)]),
            CumSumOp op => Rows(x, to[^1], row => [.. row.Index().Select(element => op.Reverse ? row[element.Index..].Sum() : row[..(element.Index + 1)].Sum())]),
            TakeAlongOp => Fill(to, i => Inside(inputs[1][i], from[0][^1]) ? x[i / to[^1] * from[0][^1] + (int)inputs[1][i]] : 0),
            PutAlongOp op => PutAlong(op, x, inputs[1], from[0][^1], to),
            ResampleOp op => Indexed(to, index => Resample(op, x, from[0], index)),
            BatchMatMulOp op => BatchMatMul(op, x, inputs[1], from, to),
            AffineTransformOp op => ReferenceTransform.Apply(op.Nearest, op.Fill, op.FillValue, x, inputs[1], to),
            AffineTransformGradientOp op => ReferenceTransform.Gradient(op.Nearest, op.Fill, x, inputs[1], to),
            MatMulOp op => MatMul(op, x, inputs[1], from, to),
            ConvolutionOp op => ReferenceWindows.Convolve(op.Geometry, to[0], x, inputs[1]),
            ConvolutionInputGradientOp op => ReferenceWindows.ConvolveInputGradient(op.Geometry, to[0], x, inputs[1]),
            ConvolutionKernelGradientOp op => ReferenceWindows.ConvolveKernelGradient(op.Geometry, from[0][0], x, inputs[1]),
            MaxPoolOp op => ReferenceWindows.Pool(op.Geometry, to[0], x).Largest,
            MaxPoolIndexOp op => ReferenceWindows.Pool(op.Geometry, to[0], x).Index,
            MaxPoolGradientOp op => ReferenceWindows.PoolGradient(op.Geometry, to[0], x, inputs[1]),
            AveragePoolOp op => ReferenceWindows.Average(op.Geometry, to[0], x),
            AveragePoolGradientOp op => ReferenceWindows.AverageGradient(op.Geometry, to[0], x),
            MaxPoolGatherOp op => ReferenceWindows.PoolGather(op.Geometry, to[0], x, inputs[1]),
            _ => throw new NotSupportedException($"The reference interpreter does not know {tensor.Op.Name}."),
        };
    }

    private static double[] Elementwise(ElementwiseOp op, double[][] inputs, int[][] from, int[] to)
    {
        double[] arguments = new double[3];
        return Indexed(to, index =>
        {
            for (int i = 0; i < inputs.Length; i++) arguments[i] = inputs[i][Offset(from[i], index)];
            return op.Define(arguments[0], arguments[1], arguments[2]);
        });
    }

    private static double[] Transpose(TransposeOp op, double[] x, int[] from, int[] to)
    {
        int[] permutation = op.Permutation.ToArray();
        int[] source = new int[from.Length];
        return Indexed(to, index =>
        {
            for (int i = 0; i < index.Length; i++) source[permutation[i]] = index[i];
            return x[Offset(from, source)];
        });
    }

    /// <summary>The index in the whole of an index in a part of it.</summary>
    private static int[] Part(int[] index, ReadOnlySpan<int> begin, ReadOnlySpan<int> strides, bool hasBatch)
    {
        int[] result = [.. index];
        int first = hasBatch ? 1 : 0;
        for (int i = 0; i < begin.Length; i++) result[first + i] = begin[i] + index[first + i] * strides[i];
        return result;
    }

    private static double[] Pad(PadOp op, double[] x, int[] from, int[] to, bool hasBatch)
    {
        double[] result = [.. Enumerable.Repeat((double)op.Value, Size(to))];
        int i = 0;
        int[] strides = Array.ConvertAll(op.Between.ToArray(), count => count + 1);
        foreach (int[] index in Indices(from)) result[Offset(to, Part(index, op.Before, strides, hasBatch))] = x[i++];
        return result;
    }

    private static double[] Concatenate(ConcatenateOp op, double[][] inputs, int[][] from, int[] to) => Indexed(to, index =>
    {
        int[] inside = [.. index];
        int input = 0;
        while (inside[op.Axis] >= from[input][op.Axis]) inside[op.Axis] -= from[input++][op.Axis];
        return inputs[input][Offset(from[input], inside)];
    });

    private static double[] Reduce(ReduceOp op, double[] x, int[] from, int[] to, double start, Func<double, double, double> fold)
    {
        double[] result = new double[Size(to)];
        Array.Fill(result, start);
        int[] kept = [.. from];
        foreach (int axis in op.Axes) kept[axis] = 1;
        long i = 0;
        foreach (int[] index in Indices(from))
        {
            int target = Offset(kept, index);
            result[target] = fold(result[target], x[i++]);
        }

        return result;
    }

    private static double[] Softmax(double[] x, int classes)
    {
        double[] y = new double[x.Length];
        for (int row = 0; row < x.Length; row += classes)
        {
            double largest = x.AsSpan(row, classes).ToArray().Max(), sum = 0;
            for (int i = row; i < row + classes; i++) sum += y[i] = Math.Exp(x[i] - largest);
            for (int i = row; i < row + classes; i++) y[i] /= sum;
        }

        return y;
    }

    private static double[] ArgMax(double[] x, int classes)
    {
        double[] y = new double[x.Length / classes];
        for (int row = 0; row < y.Length; row++)
        {
            double[] values = x.AsSpan(row * classes, classes).ToArray();
            y[row] = Array.IndexOf(values, values.Max());
        }

        return y;
    }

    private static double[] MatMul(MatMulOp op, double[] a, double[] b, int[][] from, int[] to)
    {
        int columnsA = from[0][^1], rowsA = a.Length / columnsA, columnsB = from[1][^1], rowsB = b.Length / columnsB;
        (int m, int summed) = op.TransposeA ? (columnsA, rowsA) : (rowsA, columnsA);
        int n = op.TransposeB ? rowsB : columnsB;
        double[] c = new double[Size(to)];
        for (int i = 0; i < m; i++)
        {
            for (int j = 0; j < n; j++)
            {
                double sum = 0;
                for (int k = 0; k < summed; k++)
                    sum += (op.TransposeA ? a[k * columnsA + i] : a[i * columnsA + k]) * (op.TransposeB ? b[j * columnsB + k] : b[k * columnsB + j]);
                c[i * n + j] = sum;
            }
        }

        return c;
    }

    private static double[] BatchMatMul(BatchMatMulOp op, double[] a, double[] b, int[][] from, int[] to)
    {
        int depth = op.TransposeA ? from[0][1] : from[0][2];
        return Indexed(to, index => Enumerable.Range(0, depth).Sum(k =>
            a[Offset(from[0], op.TransposeA ? [index[0], k, index[1]] : [index[0], index[1], k])] * b[Offset(from[1], op.TransposeB ? [index[0], index[2], k] : [index[0], k, index[2]])]));
    }

    private static double Resample(ResampleOp op, double[] x, int[] from, int[] index)
    {
        int[] source = [.. index];
        double sum = 0;
        for (int k = 0; k < op.Weights.InputsOf(index[op.Axis]).Length; k++)
        {
            source[op.Axis] = op.Weights.InputsOf(index[op.Axis])[k];
            sum += op.Weights.WeightsOf(index[op.Axis])[k] * x[Offset(from, source)];
        }

        return sum;
    }

    private static double[] PutAlong(PutAlongOp op, double[] x, double[] indices, int length, int[] to)
    {
        double[] result = new double[Size(to)];
        for (int i = 0; i < x.Length; i++)
        {
            if (Inside(indices[i], op.Size)) result[i / length * op.Size + (int)indices[i]] += x[i];
        }

        return result;
    }

    private static bool Inside(double index, int length) => index >= 0 && index < length;

    private static double[] Rows(double[] x, int length, Func<double[], double[]> row) =>
        [.. Enumerable.Range(0, x.Length / length).SelectMany(i => row(x[(i * length)..((i + 1) * length)]))];

    private static int Size(int[] dimensions) => dimensions.Aggregate(1, (product, d) => product * d);

    private static double[] Fill(int[] dimensions, Func<int, double> value) =>
        [.. Enumerable.Range(0, Size(dimensions)).Select(value)];

    private static double[] Indexed(int[] dimensions, Func<int[], double> value)
    {
        double[] result = new double[Size(dimensions)];
        int i = 0;
        foreach (int[] index in Indices(dimensions)) result[i++] = value(index);
        return result;
    }

    /// <summary>All indices of a tensor in row-major order. The same array is given out again and again.</summary>
    private static IEnumerable<int[]> Indices(int[] dimensions)
    {
        int[] index = new int[dimensions.Length];
        for (int count = Size(dimensions); count > 0; count--)
        {
            yield return index;
            for (int axis = dimensions.Length - 1; axis >= 0 && ++index[axis] == dimensions[axis]; axis--) index[axis] = 0;
        }
    }

    /// <summary>Where an index of a larger tensor falls in one that is broadcast to it.</summary>
    private static int Offset(int[] dimensions, int[] index)
    {
        int offset = 0, skipped = index.Length - dimensions.Length;
        for (int axis = 0; axis < dimensions.Length; axis++)
            offset = offset * dimensions[axis] + (dimensions[axis] == 1 ? 0 : index[skipped + axis]);
        return offset;
    }
}
