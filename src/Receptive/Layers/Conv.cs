using Receptive.Activations;
using Receptive.Description;
using Receptive.Graph;

namespace Receptive.Layers;

/// <summary>A convolution along one, two or three axes: every filter sees all channels of its group.</summary>
public abstract class Conv : Convolution
{
    private int _filters;
    private int _groups = 1;

    private protected Conv(int axes, int filters, AxisSizes kernelSize, AxisSizes? strides, PaddingMode padding, ActivationFunction? activation, bool useBias, string? name)
        : base(axes, kernelSize, strides, padding, activation, useBias, name) => _filters = filters;

    /// <summary>The number of output channels.</summary>
    public int Filters => _filters;

    /// <summary>Into how many groups channels and filters are cut, each filter seeing its group alone; divides both.</summary>
    /// <exception cref="ArgumentException">When setting: below 1, or it does not divide the number of filters.</exception>
    public int Groups { get => _groups; init => Set(ref _groups, value); }

    private protected sealed override void DescribeFilters(Arguments arguments) => arguments.Int32("filters", ref _filters, atLeast: 1);

    private protected sealed override void DescribeGroups(Arguments arguments)
    {
        arguments.Int32("groups", ref _groups, usual: 1, atLeast: 1);
        arguments.Require(_groups < 1 || _filters % _groups == 0, $"its {_filters} filters cannot be cut into {_groups} equal groups.");
    }

    private protected sealed override (Shape Kernel, int Outputs) WeightShapes(int channels) => channels % _groups == 0
        ? (new Shape([.. KernelSize.ToArray(), channels / _groups, _filters]), _filters)
        : throw new ShapeException($"the {channels} channels of the input cannot be cut into {_groups} equal groups.");

    private protected sealed override SymbolicTensor Convolve(SymbolicTensor x, SymbolicTensor kernel, CallContext context) =>
        Ops.Convolution(x, kernel, Strides.ToArray(), Padding.Value, DilationRate.ToArray(), _groups);
}
