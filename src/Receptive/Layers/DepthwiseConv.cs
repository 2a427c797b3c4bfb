using Receptive.Activations;
using Receptive.Constraints;
using Receptive.Description;
using Receptive.Graph;
using Receptive.Initializers;
using Receptive.Regularizers;

namespace Receptive.Layers;

/// <summary>What the convolutions share that work on each channel by itself.</summary>
public abstract class DepthwiseConv : Convolution
{
    private int _depthMultiplier;

    private protected DepthwiseConv(int axes, AxisSizes kernelSize, AxisSizes? strides, PaddingMode padding, int depthMultiplier, ActivationFunction? activation, bool useBias, string? name)
        : base(axes, kernelSize, strides, padding, activation, useBias, name)
    {
        _depthMultiplier = depthMultiplier;
        Check();
    }

    /// <summary>Filters a channel.</summary>
    public int DepthMultiplier => _depthMultiplier;

    /// <summary>The kernel's initial values; Keras' default, Glorot's uniform.</summary>
    public Initializer DepthwiseInitializer { get => KernelInitializer; init => KernelInitializer = value; }

    /// <summary>A penalty on the kernel.</summary>
    public Regularizer? DepthwiseRegularizer { get => KernelRegularizer; init => KernelRegularizer = value; }

    /// <summary>What the kernel is held to after each step.</summary>
    public Constraint? DepthwiseConstraint { get => KernelConstraint; init => KernelConstraint = value; }

    private protected sealed override string KernelArgument => "depthwise";

    private protected sealed override void DescribeMultiplier(Arguments arguments)
    {
        arguments.Int32("depth_multiplier", ref _depthMultiplier, usual: 1, atLeast: 1);
        arguments.Ignore("groups"); // Keras 2 wrote it, always 1
    }

    private protected sealed override (Shape Kernel, int Outputs) WeightShapes(int channels) =>
        (new Shape([.. KernelSize.ToArray(), channels, _depthMultiplier]), ShapeException.Checked((long)channels * _depthMultiplier, "output channels"));

    private protected sealed override SymbolicTensor Convolve(SymbolicTensor x, SymbolicTensor kernel, CallContext context) => Depthwise(x, kernel);
}
