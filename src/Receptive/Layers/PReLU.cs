using Receptive.Constraints;
using Receptive.Description;
using Receptive.Graph;
using Receptive.Initializers;
using Receptive.Regularizers;

namespace Receptive.Layers;

/// <summary>x where it is positive, else x times a slope that is learned.</summary>
/// <remarks>
/// <para>Output shape: that of the input. Weights: alpha, of the shape of an example with 1 along shared axes.</para>
/// <para>Source: He et al., Delving deep into rectifiers, 2015; https://keras.io/api/layers/activation_layers/prelu/.</para>
/// </remarks>
/// <example><code>new PReLU(sharedAxes: [1, 2])   // one slope a channel of images</code></example>
public sealed class PReLU : Layer
{
    private int[]? _sharedAxes;
    private Initializer _alphaInitializer = "zeros";
    private Regularizer? _alphaRegularizer;
    private Constraint? _alphaConstraint;
    private Variable? _alpha;

    /// <param name="sharedAxes">Axes along which one slope serves all, counted from 1; null for a slope for each number of an example.</param>
    /// <param name="name">The layer's name.</param>
    /// <exception cref="ArgumentException">An axis is below 1.</exception>
    public PReLU(int[]? sharedAxes = null, string? name = null)
        : base(name)
    {
        _sharedAxes = sharedAxes;
        Check();
    }

    /// <summary>The slopes' initial values; zeros by default.</summary>
    public Initializer AlphaInitializer { get => _alphaInitializer; init => Set(ref _alphaInitializer, value); }

    /// <summary>A penalty on the slopes.</summary>
    public Regularizer? AlphaRegularizer { get => _alphaRegularizer; init => _alphaRegularizer = value; }

    /// <summary>What the slopes are held to after each step.</summary>
    public Constraint? AlphaConstraint { get => _alphaConstraint; init => _alphaConstraint = value; }

    /// <inheritdoc/>
    public override SymbolicTensor Call(SymbolicTensor x, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(context);
        return Ops.Relu(x) - context.Read(_alpha!) * Ops.Relu(-x);
    }

    /// <inheritdoc/>
    protected internal override void Describe(Arguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        arguments.OptionalAxes("shared_axes", ref _sharedAxes);
        arguments.Properties();
        arguments.Initializer("alpha_initializer", ref _alphaInitializer, "zeros");
        arguments.Regularizer("alpha_regularizer", ref _alphaRegularizer);
        arguments.Constraint("alpha_constraint", ref _alphaConstraint);
    }

    /// <inheritdoc/>
    protected override void Build(Shape inputShape)
    {
        int[] slopes = inputShape.WithoutBatch().ToArray();
        foreach (int axis in ExampleAxes.Of(_sharedAxes ?? [], inputShape)) slopes[axis - 1] = 1;
        _alpha = AddWeight("alpha", slopes, _alphaInitializer, regularizer: _alphaRegularizer, constraint: _alphaConstraint);
    }
}
