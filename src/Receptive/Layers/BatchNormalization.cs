using Receptive.Description;
using Receptive.Graph;
using Receptive.Initializers;

namespace Receptive.Layers;

/// <summary>
/// Brings each channel to mean 0 and variance 1, then to a learned scale and shift. In training it uses the mean and variance
/// of the batch and keeps moving averages of them; otherwise, and when it is frozen, it uses the averages.
/// </summary>
/// <remarks>
/// <para>Output shape: that of the input. Weights: gamma and beta (trained), moving_mean and moving_variance (not trained),
/// each of the axis' size. The moving variance is that of the biased variance of batches, as in Keras.</para>
/// <para>Source: Ioffe and Szegedy, Batch normalization, 2015;
/// https://keras.io/api/layers/normalization_layers/batch_normalization/.</para>
/// </remarks>
/// <example><code>new BatchNormalization()</code></example>
public sealed class BatchNormalization : AffineNormalization
{
    private int _axis;
    private float _momentum;
    private Initializer _movingMeanInitializer = "zeros";
    private Initializer _movingVarianceInitializer = "ones";
    private Variable? _movingMean;
    private Variable? _movingVariance;

    /// <param name="axis">The axis of channels; -1 is the last.</param>
    /// <param name="momentum">How much of the moving averages is kept each step, from 0 to 1.</param>
    /// <param name="epsilon">Added to the variance; keeps the quotient finite; at least 0.</param>
    /// <param name="name">The layer's name.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public BatchNormalization(int axis = -1, float momentum = 0.99f, float epsilon = 1e-3f, string? name = null)
        : base(epsilon, name)
    {
        (_axis, _momentum) = (axis, momentum);
        Check();
    }

    /// <summary>The moving mean's initial values; zeros by default.</summary>
    public Initializer MovingMeanInitializer { get => _movingMeanInitializer; init => Set(ref _movingMeanInitializer, value); }

    /// <summary>The moving variance's initial values; ones by default.</summary>
    public Initializer MovingVarianceInitializer { get => _movingVarianceInitializer; init => Set(ref _movingVarianceInitializer, value); }

    /// <inheritdoc/>
    public override SymbolicTensor Call(SymbolicTensor x, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(context);
        SymbolicTensor mean = context.Read(_movingMean!), variance = context.Read(_movingVariance!);
        if (context.Training && context.Trains(this))
        {
            int axis = ExampleAxes.Of(_axis, x.Shape);
            (SymbolicTensor batchMean, SymbolicTensor batchVariance) = Ops.Moments(x, [.. Enumerable.Range(0, x.Shape.Rank).Where(other => other != axis)]);
            context.Assign(_movingMean!, mean * _momentum + batchMean * (1 - _momentum));
            context.Assign(_movingVariance!, variance * _momentum + batchVariance * (1 - _momentum));
            (mean, variance) = (batchMean, batchVariance);
        }

        SymbolicTensor factor = 1f / Ops.Sqrt(variance + Epsilon);
        if (Gamma is not null) factor *= context.Read(Gamma);
        SymbolicTensor shift = Beta is null ? -(mean * factor) : context.Read(Beta) - mean * factor;
        int[] channels = [ExampleAxes.Of(_axis, x.Shape)];
        return x * ExampleAxes.Along(factor, channels, x.Shape) + ExampleAxes.Along(shift, channels, x.Shape);
    }

    /// <inheritdoc/>
    protected internal override void Describe(Arguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        arguments.Axis("axis", ref _axis);
        arguments.Single("momentum", ref _momentum, 0.99f, NumberRange.Share);
        DescribeEpsilon(arguments);
        arguments.Properties();
        DescribeWeights(arguments);
        arguments.Initializer("moving_mean_initializer", ref _movingMeanInitializer, "zeros");
        arguments.Initializer("moving_variance_initializer", ref _movingVarianceInitializer, "ones");
        arguments.Only("synchronized", false);
        arguments.Obsolete("renorm", "virtual_batch_size", "adjustment");
        arguments.Ignore("renorm_clipping", "renorm_momentum", "fused");
    }

    /// <inheritdoc/>
    protected override void Build(Shape inputShape)
    {
        Shape size = [inputShape[ExampleAxes.Of(_axis, inputShape)]];
        AddScaleAndShift(size);
        _movingMean = AddWeight("moving_mean", size, _movingMeanInitializer, trainable: false);
        _movingVariance = AddWeight("moving_variance", size, _movingVarianceInitializer, trainable: false);
    }
}
