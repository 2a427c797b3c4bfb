using Receptive.Constraints;
using Receptive.Description;
using Receptive.Graph;
using Receptive.Initializers;
using Receptive.Regularizers;

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
public sealed class BatchNormalization : Layer
{
    private int _axis;
    private float _momentum;
    private float _epsilon;
    private bool _center = true;
    private bool _scale = true;
    private Initializer _betaInitializer = "zeros";
    private Initializer _gammaInitializer = "ones";
    private Initializer _movingMeanInitializer = "zeros";
    private Initializer _movingVarianceInitializer = "ones";
    private Regularizer? _betaRegularizer;
    private Regularizer? _gammaRegularizer;
    private Constraint? _betaConstraint;
    private Constraint? _gammaConstraint;
    private Variable? _gamma;
    private Variable? _beta;
    private Variable? _movingMean;
    private Variable? _movingVariance;

    /// <param name="axis">The axis of channels; -1 is the last.</param>
    /// <param name="momentum">How much of the moving averages is kept each step, from 0 to 1.</param>
    /// <param name="epsilon">Added to the variance; keeps the quotient finite; at least 0.</param>
    /// <param name="name">The layer's name.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public BatchNormalization(int axis = -1, float momentum = 0.99f, float epsilon = 1e-3f, string? name = null)
        : base(name)
    {
        (_axis, _momentum, _epsilon) = (axis, momentum, epsilon);
        Check();
    }

    /// <summary>Whether a shift beta is learned.</summary>
    public bool Center { get => _center; init => _center = value; }

    /// <summary>Whether a scale gamma is learned.</summary>
    public bool Scale { get => _scale; init => _scale = value; }

    /// <summary>Beta's initial values; zeros by default.</summary>
    public Initializer BetaInitializer { get => _betaInitializer; init => Set(ref _betaInitializer, value); }

    /// <summary>Gamma's initial values; ones by default.</summary>
    public Initializer GammaInitializer { get => _gammaInitializer; init => Set(ref _gammaInitializer, value); }

    /// <summary>The moving mean's initial values; zeros by default.</summary>
    public Initializer MovingMeanInitializer { get => _movingMeanInitializer; init => Set(ref _movingMeanInitializer, value); }

    /// <summary>The moving variance's initial values; ones by default.</summary>
    public Initializer MovingVarianceInitializer { get => _movingVarianceInitializer; init => Set(ref _movingVarianceInitializer, value); }

    /// <summary>A penalty on beta.</summary>
    public Regularizer? BetaRegularizer { get => _betaRegularizer; init => _betaRegularizer = value; }

    /// <summary>A penalty on gamma.</summary>
    public Regularizer? GammaRegularizer { get => _gammaRegularizer; init => _gammaRegularizer = value; }

    /// <summary>What beta is held to after each step.</summary>
    public Constraint? BetaConstraint { get => _betaConstraint; init => _betaConstraint = value; }

    /// <summary>What gamma is held to after each step.</summary>
    public Constraint? GammaConstraint { get => _gammaConstraint; init => _gammaConstraint = value; }

    /// <inheritdoc/>
    public override SymbolicTensor Call(SymbolicTensor x, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(context);
        SymbolicTensor mean = context.Read(_movingMean!), variance = context.Read(_movingVariance!);
        if (context.Training && context.Trains(this))
        {
            int axis = AxisOf(x.Shape);
            (SymbolicTensor batchMean, SymbolicTensor batchVariance) = Ops.Moments(x, [.. Enumerable.Range(0, x.Shape.Rank).Where(other => other != axis)]);
            context.Assign(_movingMean!, mean * _momentum + batchMean * (1 - _momentum));
            context.Assign(_movingVariance!, variance * _momentum + batchVariance * (1 - _momentum));
            (mean, variance) = (batchMean, batchVariance);
        }

        SymbolicTensor factor = 1f / Ops.Sqrt(variance + _epsilon);
        if (_gamma is not null) factor *= context.Read(_gamma);
        SymbolicTensor shift = _beta is null ? -(mean * factor) : context.Read(_beta) - mean * factor;
        return x * AlongAxis(factor, x.Shape) + AlongAxis(shift, x.Shape);
    }

    /// <inheritdoc/>
    protected internal override void Describe(Arguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        arguments.Axis("axis", ref _axis);
        arguments.Single("momentum", ref _momentum, 0.99f, NumberRange.Share);
        arguments.Single("epsilon", ref _epsilon, 1e-3f, NumberRange.NotNegative);
        arguments.Properties();
        arguments.Boolean("center", ref _center, usual: true);
        arguments.Boolean("scale", ref _scale, usual: true);
        arguments.Initializer("beta_initializer", ref _betaInitializer, "zeros");
        arguments.Initializer("gamma_initializer", ref _gammaInitializer, "ones");
        arguments.Initializer("moving_mean_initializer", ref _movingMeanInitializer, "zeros");
        arguments.Initializer("moving_variance_initializer", ref _movingVarianceInitializer, "ones");
        arguments.Regularizer("beta_regularizer", ref _betaRegularizer);
        arguments.Regularizer("gamma_regularizer", ref _gammaRegularizer);
        arguments.Constraint("beta_constraint", ref _betaConstraint);
        arguments.Constraint("gamma_constraint", ref _gammaConstraint);
        arguments.Only("synchronized", false);
        arguments.Obsolete("renorm", "virtual_batch_size", "adjustment");
        arguments.Ignore("renorm_clipping", "renorm_momentum", "fused");
    }

    /// <inheritdoc/>
    protected override void Build(Shape inputShape)
    {
        Shape size = [inputShape[AxisOf(inputShape)]];
        if (_scale) _gamma = AddWeight("gamma", size, _gammaInitializer, regularizer: _gammaRegularizer, constraint: _gammaConstraint);
        if (_center) _beta = AddWeight("beta", size, _betaInitializer, regularizer: _betaRegularizer, constraint: _betaConstraint);
        _movingMean = AddWeight("moving_mean", size, _movingMeanInitializer, trainable: false);
        _movingVariance = AddWeight("moving_variance", size, _movingVarianceInitializer, trainable: false);
    }

    private int AxisOf(Shape shape)
    {
        int axis = _axis < 0 ? _axis + shape.Rank : _axis;
        return axis >= 1 && axis < shape.Rank ? axis : throw new ShapeException($"there is no axis {_axis} to normalise along in {shape}; axes of examples run from 1 to {shape.Rank - 1}, or from -1 down.");
    }

    private SymbolicTensor AlongAxis(SymbolicTensor perChannel, Shape shape)
    {
        int[] dimensions = new int[shape.Rank];
        Array.Fill(dimensions, 1);
        dimensions[AxisOf(shape)] = perChannel.Shape[0];
        return Ops.Reshape(perChannel, dimensions);
    }
}
