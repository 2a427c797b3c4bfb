using System.Numerics.Tensors;
using Receptive.Description;
using Receptive.Graph;

namespace Receptive.Layers;

/// <summary>
/// Brings numbers to mean 0 and variance 1 by means and variances that are given, or that <see cref="Adapt"/> takes from data
/// before training.
/// </summary>
/// <remarks>
/// <para>Output shape: that of the input. Weights, unless mean and variance are given: mean, variance and count, of the axes' sizes,
/// none of them trained. The output is (x - mean) / sqrt(variance), the root being taken for at least 1e-7.</para>
/// <para>Source: https://keras.io/api/layers/preprocessing_layers/numerical/normalization/.</para>
/// </remarks>
/// <example><code>new Normalization(mean: [0.485, 0.456, 0.406], variance: [0.0524, 0.0502, 0.0506])</code></example>
public sealed class Normalization : Layer
{
    // Keras' epsilon.
    private const float Epsilon = 1e-7f;

    private int[] _axis;
    private double[]? _mean;
    private double[]? _variance;
    private bool _invert;
    private Variable? _adaptedMean;
    private Variable? _adaptedVariance;

    /// <param name="axis">The axes that have a mean and a variance for each position; the last by default, none for one of each.</param>
    /// <param name="mean">The mean, one number or one a position of the axis; null to take it from data.</param>
    /// <param name="variance">The variance, likewise; given if and only if the mean is.</param>
    /// <param name="invert">Whether to undo the normalisation instead.</param>
    /// <param name="name">The layer's name.</param>
    /// <exception cref="ArgumentException">Only one of mean and variance is given, they differ in number, or a variance is negative.</exception>
    public Normalization(int[]? axis = null, double[]? mean = null, double[]? variance = null, bool invert = false, string? name = null)
        : base(name)
    {
        (_axis, _mean, _variance, _invert) = (axis ?? [-1], mean, variance, invert);
        Check();
    }

    /// <summary>Takes mean and variance of examples; before the model is used.</summary>
    /// <param name="data">The examples, in the first dimension.</param>
    /// <exception cref="InvalidOperationException">Mean and variance were given.</exception>
    /// <exception cref="ShapeException">The shape is not that of the layer's input.</exception>
    public void Adapt(Tensor<float> data)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (_mean is not null) throw new InvalidOperationException("This Normalization was made with a mean and a variance, so there is nothing to take from data. Make it without them.");
        int[] sizes = [.. data.Lengths.ToArray().Select(length => (int)length)];
        Shape shape = new([Shape.Batch, .. sizes[1..]]);
        EnsureBuilt([shape]);
        int[] axes = ExampleAxes.Of(_axis, shape);
        if (!_adaptedMean!.Shape.Equals(new Shape([.. axes.Select(axis => sizes[axis])])))
            throw new ShapeException($"the layer was made for {BuiltInputShape}, but the data have the shape {shape}.");
        int positions = (int)_adaptedMean.Shape.ElementsPerRow;
        double[] sums = new double[positions], squares = new double[positions];
        long[] strides = new long[sizes.Length];
        float[] values = new float[data.FlattenedLength];
        data.FlattenTo(values);
        long stride = 1;
        foreach (int axis in axes.Reverse()) (strides[axis], stride) = (stride, stride * sizes[axis]);

        // Twice over the data: the variance from differences to the mean does not cancel.
        ForEach(values, sizes, strides, (position, value) => sums[position] += value);
        double count = (double)values.Length / positions;
        for (int i = 0; i < positions; i++) sums[i] /= count;
        ForEach(values, sizes, strides, (position, value) => squares[position] += (value - sums[position]) * (value - sums[position]));
        _adaptedMean.Assign([.. sums.Select(mean => (float)mean)]);
        _adaptedVariance!.Assign([.. squares.Select(square => (float)(square / count))]);
    }

    /// <inheritdoc/>
    public override SymbolicTensor Call(SymbolicTensor x, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(context);
        int[] axes = ExampleAxes.Of(_axis, x.Shape);
        SymbolicTensor mean = _mean is null ? ExampleAxes.Along(context.Read(_adaptedMean!), axes, x.Shape) : Given(_mean, axes, x.Shape);
        SymbolicTensor variance = _variance is null ? ExampleAxes.Along(context.Read(_adaptedVariance!), axes, x.Shape) : Given(_variance, axes, x.Shape);
        SymbolicTensor deviation = Ops.Maximum(Ops.Sqrt(variance), Epsilon);
        return _invert ? mean + x * deviation : (x - mean) / deviation;
    }

    /// <inheritdoc/>
    protected internal override void Describe(Arguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        arguments.Int32s("axis", ref _axis, [-1]);
        arguments.OptionalDoubles("mean", ref _mean);
        arguments.OptionalDoubles("variance", ref _variance);
        arguments.Boolean("invert", ref _invert);
        arguments.Require((_mean is null) == (_variance is null) && _mean?.Length == _variance?.Length, "mean and variance must be given both, with equally many numbers, or neither.");
        arguments.Require(_variance?.All(variance => variance >= 0) ?? true, "a variance must not be negative.");
    }

    /// <inheritdoc/>
    protected override void Build(Shape inputShape)
    {
        int[] axes = ExampleAxes.Of(_axis, inputShape);
        if (_mean is not null)
        {
            _ = Given(_mean, axes, inputShape);
            return;
        }

        Shape shape = [.. axes.Select(axis => inputShape[axis])];
        _adaptedMean = AddWeight("mean", shape, "zeros", trainable: false);
        _adaptedVariance = AddWeight("variance", shape, "ones", trainable: false);
        AddWeight("count", Shape.Scalar, "zeros", trainable: false);
    }

    /// <summary>Given numbers, one for all or one for each position of the last of the axes, to be broadcast.</summary>
    private static SymbolicTensor Given(double[] numbers, int[] axes, Shape shape)
    {
        float[] values = Array.ConvertAll(numbers, number => (float)number);
        if (values.Length == 1) return Ops.Constant(values[0]);
        if (axes.Length == 0 || shape[axes[^1]] != values.Length)
            throw new ShapeException($"there are {values.Length} means and variances, but the axis to normalise along has {(axes.Length == 0 ? 1 : shape[axes[^1]])} positions in {shape}; give one for each, or one for all.");
        return ExampleAxes.Along(Ops.Constant(values, [values.Length]), [axes[^1]], shape);
    }

    private static void ForEach(float[] values, int[] sizes, long[] strides, Action<int, float> take)
    {
        int[] index = new int[sizes.Length];
        foreach (float value in values)
        {
            long position = 0;
            for (int axis = 0; axis < index.Length; axis++) position += index[axis] * strides[axis];
            take((int)position, value);
            for (int axis = index.Length - 1; axis >= 0 && ++index[axis] == sizes[axis]; axis--) index[axis] = 0;
        }
    }
}
