using Receptive.Activations;
using Receptive.Description;
using Receptive.Graph;

namespace Receptive.Layers;

/// <summary>
/// Each output is a weighted sum of all inputs plus a bias, through an activation: <c>activation(x kernel + bias)</c>.
/// </summary>
/// <remarks>
/// <para>Input shape: (batch, ..., n); output shape: (batch, ..., units). Weights: kernel (n, units), bias (units).</para>
/// <para>Source: https://keras.io/api/layers/core_layers/dense/.</para>
/// </remarks>
/// <example><code>new Dense(10, activation: "softmax")</code></example>
public sealed class Dense : KernelLayer
{
    private int _units;

    /// <param name="units">The number of outputs; at least 1.</param>
    /// <param name="activation">What each output goes through; null leaves it as it is.</param>
    /// <param name="useBias">Whether a bias is added.</param>
    /// <param name="name">The layer's name.</param>
    /// <exception cref="ArgumentOutOfRangeException">Units is below 1.</exception>
    public Dense(int units, ActivationFunction? activation = null, bool useBias = true, string? name = null)
        : base(activation, useBias, name)
    {
        _units = units;
        Check();
    }

    internal Dense()
        : this(1)
    {
    }

    /// <summary>The number of outputs.</summary>
    public int Units => _units;

    /// <inheritdoc/>
    public override SymbolicTensor Call(SymbolicTensor x, CallContext context) => Finish(Ops.MatMul(x, context.Read(Kernel!)), context);

    /// <inheritdoc/>
    protected internal override void Describe(Arguments arguments)
    {
        arguments.Int32("units", ref _units, atLeast: 1);
        DescribeActivation(arguments);
        arguments.Properties();
        DescribeWeights(arguments);
    }

    /// <inheritdoc/>
    protected override void Build(Shape inputShape)
    {
        if (inputShape.Rank < 2)
            throw new ShapeException($"Dense expects examples with at least 1 dimension, (batch, n), but got {inputShape}. One number an example is an array of shape (batch, 1).");
        AddKernel([inputShape[^1], _units], _units);
    }
}
