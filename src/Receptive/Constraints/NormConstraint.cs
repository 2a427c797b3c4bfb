using Receptive.Description;
using Receptive.Graph;

namespace Receptive.Constraints;

/// <summary>A constraint on the Euclidean norm of a weight along axes; for a dense kernel, axis 0 gives that of each unit's inputs.</summary>
public abstract class NormConstraint : Constraint
{
    // Keras' epsilon: keeps the quotient finite where the norm is 0.
    private const float Epsilon = 1e-7f;

    private int[] _axis;

    private protected NormConstraint(int[]? axis) => _axis = axis ?? [0];

    /// <inheritdoc/>
    public sealed override SymbolicTensor Call(SymbolicTensor weight)
    {
        ArgumentNullException.ThrowIfNull(weight);
        SymbolicTensor norm = Ops.Sqrt(Ops.ReduceSum(Ops.Square(weight), _axis, keepDims: true));
        return weight * (Wanted(norm) / (norm + Epsilon));
    }

    /// <summary>What the norm should be.</summary>
    private protected abstract SymbolicTensor Wanted(SymbolicTensor norm);

    /// <summary>Names the axis; comes where Keras has it among the arguments.</summary>
    private protected void DescribeAxis(Arguments arguments) => arguments.Int32s("axis", ref _axis, [0]);
}

/// <summary>Norms of at most a value.</summary>
public sealed class MaxNorm : NormConstraint
{
    private float _maxValue;

    /// <param name="maxValue">The largest norm; at least 0.</param>
    /// <param name="axis">The axes along which the norm is taken; 0 by default.</param>
    public MaxNorm(float maxValue = 2, params int[]? axis)
        : base(axis is { Length: > 0 } ? axis : null)
    {
        _maxValue = maxValue;
        Check();
    }

    /// <inheritdoc/>
    protected internal override void Describe(Arguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        arguments.Single("max_value", ref _maxValue, 2, NumberRange.NotNegative);
        DescribeAxis(arguments);
    }

    private protected override SymbolicTensor Wanted(SymbolicTensor norm) => Ops.Clip(norm, 0f, _maxValue);
}

/// <summary>Norms of 1.</summary>
public sealed class UnitNorm : NormConstraint
{
    /// <param name="axis">The axes along which the norm is taken; 0 by default.</param>
    public UnitNorm(params int[]? axis)
        : base(axis is { Length: > 0 } ? axis : null)
    {
    }

    /// <inheritdoc/>
    protected internal override void Describe(Arguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        DescribeAxis(arguments);
    }

    private protected override SymbolicTensor Wanted(SymbolicTensor norm) => 1f;
}

/// <summary>Norms between two values.</summary>
public sealed class MinMaxNorm : NormConstraint
{
    private float _minValue;
    private float _maxValue;
    private float _rate;

    /// <param name="minValue">The smallest norm; at least 0.</param>
    /// <param name="maxValue">The largest norm; at least 0.</param>
    /// <param name="rate">How far a norm outside is moved, from 0 to 1 (all the way).</param>
    /// <param name="axis">The axes along which the norm is taken; 0 by default.</param>
    public MinMaxNorm(float minValue = 0, float maxValue = 1, float rate = 1, params int[]? axis)
        : base(axis is { Length: > 0 } ? axis : null)
    {
        (_minValue, _maxValue, _rate) = (minValue, maxValue, rate);
        Check();
    }

    /// <inheritdoc/>
    protected internal override void Describe(Arguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        arguments.Single("min_value", ref _minValue, 0, NumberRange.NotNegative);
        arguments.Single("max_value", ref _maxValue, 1, NumberRange.NotNegative);
        arguments.Single("rate", ref _rate, 1, NumberRange.Share);
        DescribeAxis(arguments);
    }

    private protected override SymbolicTensor Wanted(SymbolicTensor norm) => _rate * Ops.Clip(norm, _minValue, _maxValue) + (1 - _rate) * norm;
}
