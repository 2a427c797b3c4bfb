using Receptive.Activations;
using Receptive.Constraints;
using Receptive.Description;
using Receptive.Graph;
using Receptive.Initializers;
using Receptive.Regularizers;

namespace Receptive.Layers;

/// <summary>What the convolutions share that first work on each channel by itself and then mix channels pixel by pixel.</summary>
public abstract class SeparableConv : Convolution
{
    private int _filters;
    private int _depthMultiplier;
    private Initializer _pointwiseInitializer = "glorot_uniform";
    private Regularizer? _pointwiseRegularizer;
    private Constraint? _pointwiseConstraint;
    private Variable? _pointwiseKernel;

    private protected SeparableConv(int axes, int filters, AxisSizes kernelSize, AxisSizes? strides, PaddingMode padding, int depthMultiplier, ActivationFunction? activation, bool useBias, string? name)
        : base(axes, kernelSize, strides, padding, activation, useBias, name)
    {
        (_filters, _depthMultiplier) = (filters, depthMultiplier);
        Check();
    }

    /// <summary>The number of output channels.</summary>
    public int Filters => _filters;

    /// <summary>Filters a channel in the first step.</summary>
    public int DepthMultiplier => _depthMultiplier;

    /// <summary>The first kernel's initial values; Keras' default, Glorot's uniform.</summary>
    public Initializer DepthwiseInitializer { get => KernelInitializer; init => KernelInitializer = value; }

    /// <summary>A penalty on the first kernel.</summary>
    public Regularizer? DepthwiseRegularizer { get => KernelRegularizer; init => KernelRegularizer = value; }

    /// <summary>What the first kernel is held to after each step.</summary>
    public Constraint? DepthwiseConstraint { get => KernelConstraint; init => KernelConstraint = value; }

    /// <summary>The second kernel's initial values; Keras' default, Glorot's uniform.</summary>
    public Initializer PointwiseInitializer { get => _pointwiseInitializer; init => Set(ref _pointwiseInitializer, value); }

    /// <summary>A penalty on the second kernel.</summary>
    public Regularizer? PointwiseRegularizer { get => _pointwiseRegularizer; init => _pointwiseRegularizer = value; }

    /// <summary>What the second kernel is held to after each step.</summary>
    public Constraint? PointwiseConstraint { get => _pointwiseConstraint; init => _pointwiseConstraint = value; }

    private protected sealed override string KernelArgument => "depthwise";

    private protected sealed override void DescribeFilters(Arguments arguments) => arguments.Int32("filters", ref _filters, atLeast: 1);

    private protected sealed override void DescribeMultiplier(Arguments arguments)
    {
        arguments.Int32("depth_multiplier", ref _depthMultiplier, usual: 1, atLeast: 1);
        arguments.Ignore("groups"); // Keras 2 wrote it, always 1
    }

    private protected sealed override void DescribeMore(Arguments arguments)
    {
        arguments.Initializer("pointwise_initializer", ref _pointwiseInitializer, "glorot_uniform");
        arguments.Regularizer("pointwise_regularizer", ref _pointwiseRegularizer);
        arguments.Constraint("pointwise_constraint", ref _pointwiseConstraint);
    }

    private protected sealed override (Shape Kernel, int Outputs) WeightShapes(int channels) =>
        (new Shape([.. KernelSize.ToArray(), channels, _depthMultiplier]), _filters);

    private protected sealed override void AddWeights(Shape kernel, int outputs)
    {
        AddKernel(kernel, "depthwise_kernel");
        int[] pointwise = [.. Enumerable.Repeat(1, Axes), ShapeException.Checked((long)kernel[^2] * _depthMultiplier, "channels between the two steps"), outputs];
        _pointwiseKernel = AddWeight("pointwise_kernel", pointwise, _pointwiseInitializer, regularizer: _pointwiseRegularizer, constraint: _pointwiseConstraint);
        AddBias(outputs);
    }

    private protected sealed override SymbolicTensor Convolve(SymbolicTensor x, SymbolicTensor kernel, CallContext context)
    {
        int[] ones = [.. Enumerable.Repeat(1, Axes)];
        return Ops.Convolution(Depthwise(x, kernel), context.Read(_pointwiseKernel!), ones, Graph.Padding.Valid, ones);
    }
}
