using Receptive.Constraints;
using Receptive.Description;
using Receptive.Graph;
using Receptive.Initializers;
using Receptive.Regularizers;

namespace Receptive.Layers;

/// <summary>What normalisations share: a scale gamma and a shift beta that are learned.</summary>
public abstract class AffineNormalization : Layer
{
    private float _epsilon;
    private bool _center = true;
    private bool _scale = true;
    private Initializer _betaInitializer = "zeros";
    private Initializer _gammaInitializer = "ones";
    private Regularizer? _betaRegularizer;
    private Regularizer? _gammaRegularizer;
    private Constraint? _betaConstraint;
    private Constraint? _gammaConstraint;

    private protected AffineNormalization(float epsilon, string? name)
        : base(name) => _epsilon = epsilon;

    /// <summary>Added to the variance; keeps the quotient finite.</summary>
    public float Epsilon => _epsilon;

    /// <summary>Whether a shift beta is learned.</summary>
    public bool Center { get => _center; init => _center = value; }

    /// <summary>Whether a scale gamma is learned.</summary>
    public bool Scale { get => _scale; init => _scale = value; }

    /// <summary>Beta's initial values; zeros by default.</summary>
    public Initializer BetaInitializer { get => _betaInitializer; init => Set(ref _betaInitializer, value); }

    /// <summary>Gamma's initial values; ones by default.</summary>
    public Initializer GammaInitializer { get => _gammaInitializer; init => Set(ref _gammaInitializer, value); }

    /// <summary>A penalty on beta.</summary>
    public Regularizer? BetaRegularizer { get => _betaRegularizer; init => _betaRegularizer = value; }

    /// <summary>A penalty on gamma.</summary>
    public Regularizer? GammaRegularizer { get => _gammaRegularizer; init => _gammaRegularizer = value; }

    /// <summary>What beta is held to after each step.</summary>
    public Constraint? BetaConstraint { get => _betaConstraint; init => _betaConstraint = value; }

    /// <summary>What gamma is held to after each step.</summary>
    public Constraint? GammaConstraint { get => _gammaConstraint; init => _gammaConstraint = value; }

    /// <summary>The scale; null before it is made and where there is none.</summary>
    private protected Variable? Gamma { get; private set; }

    /// <summary>The shift; null before it is made and where there is none.</summary>
    private protected Variable? Beta { get; private set; }

    /// <summary>Describes epsilon, which is the last argument of constructors but the name.</summary>
    private protected void DescribeEpsilon(Arguments arguments) => arguments.Single("epsilon", ref _epsilon, 1e-3f, NumberRange.NotNegative);

    /// <summary>Describes scale and shift, which are properties.</summary>
    private protected void DescribeWeights(Arguments arguments)
    {
        arguments.Boolean("center", ref _center, usual: true);
        arguments.Boolean("scale", ref _scale, usual: true);
        arguments.Initializer("beta_initializer", ref _betaInitializer, "zeros");
        arguments.Initializer("gamma_initializer", ref _gammaInitializer, "ones");
        arguments.Regularizer("beta_regularizer", ref _betaRegularizer);
        arguments.Regularizer("gamma_regularizer", ref _gammaRegularizer);
        arguments.Constraint("beta_constraint", ref _betaConstraint);
        arguments.Constraint("gamma_constraint", ref _gammaConstraint);
    }

    /// <summary>Makes scale and shift, as far as they are wanted.</summary>
    private protected void AddScaleAndShift(Shape shape)
    {
        if (_scale) Gamma = AddWeight("gamma", shape, _gammaInitializer, regularizer: _gammaRegularizer, constraint: _gammaConstraint);
        if (_center) Beta = AddWeight("beta", shape, _betaInitializer, regularizer: _betaRegularizer, constraint: _betaConstraint);
    }

    /// <summary>x less its mean over axes, by its standard deviation there.</summary>
    private protected SymbolicTensor Normalize(SymbolicTensor x, int[] axes)
    {
        SymbolicTensor centred = x - Ops.ReduceMean(x, axes, keepDims: true);
        return centred * Ops.Rsqrt(Ops.ReduceMean(Ops.Square(centred), axes, keepDims: true) + _epsilon);
    }
}
