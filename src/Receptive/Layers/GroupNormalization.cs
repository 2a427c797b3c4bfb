using Receptive.Description;
using Receptive.Graph;

namespace Receptive.Layers;

/// <summary>
/// Brings groups of channels of each example to mean 0 and variance 1, then each channel to a learned scale and shift; does not
/// depend on the batch. With one channel a group it is instance normalisation.
/// </summary>
/// <remarks>
/// <para>Output shape: that of the input. Weights: gamma and beta, of the axis' size.</para>
/// <para>Source: Wu and He, Group normalization, 2018; https://keras.io/api/layers/normalization_layers/group_normalization/.</para>
/// </remarks>
/// <example><code>new GroupNormalization(groups: 8)</code></example>
public sealed class GroupNormalization : AffineNormalization
{
    private int _groups;
    private int _axis;

    /// <param name="groups">How many groups the channels are cut into; divides their number; -1 for as many as there are channels.</param>
    /// <param name="axis">The axis of channels; -1 is the last.</param>
    /// <param name="epsilon">Added to the variance; keeps the quotient finite; at least 0.</param>
    /// <param name="name">The layer's name.</param>
    /// <exception cref="ArgumentException">The number of groups is neither positive nor -1, or epsilon is negative.</exception>
    public GroupNormalization(int groups = 32, int axis = -1, float epsilon = 1e-3f, string? name = null)
        : base(epsilon, name)
    {
        (_groups, _axis) = (groups, axis);
        Check();
    }

    /// <inheritdoc/>
    public override SymbolicTensor Call(SymbolicTensor x, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(context);
        int axis = ExampleAxes.Of(_axis, x.Shape), channels = x.Shape[axis], groups = GroupsOf(channels);
        SymbolicTensor grouped = Ops.Reshape(x, [.. x.Shape.Dimensions[..axis], groups, channels / groups, .. x.Shape.Dimensions[(axis + 1)..]]);
        SymbolicTensor y = Ops.Reshape(Normalize(grouped, [.. Enumerable.Range(1, grouped.Shape.Rank - 1).Where(other => other != axis)]), x.Shape);
        if (Gamma is not null) y *= ExampleAxes.Along(context.Read(Gamma), [axis], x.Shape);
        return Beta is null ? y : y + ExampleAxes.Along(context.Read(Beta), [axis], x.Shape);
    }

    /// <inheritdoc/>
    protected internal override void Describe(Arguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        arguments.Int32("groups", ref _groups, usual: 32);
        arguments.Require(_groups is -1 or >= 1, $"groups must be at least 1, or -1 for one a channel, but is {_groups}.");
        arguments.Axis("axis", ref _axis);
        DescribeEpsilon(arguments);
        arguments.Properties();
        DescribeWeights(arguments);
    }

    /// <inheritdoc/>
    protected override void Build(Shape inputShape)
    {
        int channels = inputShape[ExampleAxes.Of(_axis, inputShape)];
        _ = GroupsOf(channels);
        AddScaleAndShift([channels]);
    }

    private int GroupsOf(int channels)
    {
        int groups = _groups == -1 ? channels : _groups;
        return channels % groups == 0 ? groups : throw new ShapeException($"the {channels} channels of the input cannot be cut into {groups} equal groups; choose a number that divides them.");
    }
}
