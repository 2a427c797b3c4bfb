namespace Receptive.Graph;

/// <summary>Every op of a graph as layers and gradients make it, one row each.</summary>
public static class OpTable
{
    /// <summary>The types of all ops.</summary>
    public static IReadOnlySet<Type> Types { get; } = new HashSet<Type>
    {
        typeof(AbsOp),
        typeof(AddOp),
        typeof(ArgMaxOp),
        typeof(BatchReciprocalOp),
        typeof(BroadcastToOp),
        typeof(ClipOp),
        typeof(ConstantOp),
        typeof(Conv2DInputGradientOp),
        typeof(Conv2DKernelGradientOp),
        typeof(Conv2DOp),
        typeof(DivideOp),
        typeof(EqualOp),
        typeof(ExpOp),
        typeof(GreaterOp),
        typeof(GreaterOrEqualOp),
        typeof(LogOp),
        typeof(MatMulOp),
        typeof(MaxPool2DGatherOp),
        typeof(MaxPool2DGradientOp),
        typeof(MaxPool2DIndexOp),
        typeof(MaxPool2DOp),
        typeof(MaximumOp),
        typeof(MinimumOp),
        typeof(MultiplyAddOp),
        typeof(MultiplyOp),
        typeof(NegateOp),
        typeof(OneHotOp),
        typeof(PlaceholderOp),
        typeof(RandomUniformOp),
        typeof(ReadOp),
        typeof(ReduceMaxOp),
        typeof(ReduceSumOp),
        typeof(ReluOp),
        typeof(ReshapeOp),
        typeof(SelectOp),
        typeof(SigmoidOp),
        typeof(SoftmaxOp),
        typeof(SqrtOp),
        typeof(SquareOp),
        typeof(StopGradientOp),
        typeof(SubtractOp),
        typeof(TanhOp),
        typeof(TransposeOp),
    };
}
