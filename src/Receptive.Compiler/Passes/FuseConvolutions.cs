using Receptive.Graph;
using Receptive.Kernels;
using Receptive.Kernels.Convolution;

namespace Receptive.Compiler;

/// <summary>
/// Joins a convolution with its bias, ReLU and 2x2 max pooling, and lets the gradients on the way back pass ReLU and pooling while
/// they are read, so that neither the unpooled images nor their gradient ever exist in memory.
/// </summary>
/// <remarks>
/// Forward, at the last op of a chain: <c>MaxPool(Relu(Convolution(x, w) + b))</c>, or a shorter one. Backward,
/// <c>da = MaxPoolGradient(index, dp) * (r > 0)</c> or <c>da = dr * (r > 0)</c> is not computed when all that reads it is the
/// convolution's two gradients and the sum for the bias: those expand it themselves.
/// </remarks>
internal sealed class FuseConvolutions : IGraphPass
{
    private GraphRewriter _rewriter = null!;
    private readonly Dictionary<SymbolicTensor, Expansion> _expansions = [];

    public string Name => "fuse convolutions";

    public GraphFunction Run(GraphFunction function, out string effect)
    {
        var pass = new FuseConvolutions { _rewriter = new GraphRewriter(function) };
        GraphFunction result = pass._rewriter.Run(pass.Visit);
        // Counted at the end: a chain that grew leaves shorter ones behind, which nothing uses.
        Op[] made = [.. result.TensorsInOrder().Select(tensor => tensor.Op)];
        int forward = made.Count(op => op is FusedConvolutionOp), backward = made.Count(op => op is InputGradientOp or KernelGradientOp or ChannelSumOp);
        effect = forward + backward == 0 ? "" : $"{forward} convolutions, {backward} gradients";
        return result;
    }

    /// <summary>A gradient that is expanded where it is read: what is stored of it (an old tensor), and by what it is expanded (a new one).</summary>
    private sealed record Expansion(ImageSourceKind Kind, SymbolicTensor Stored, SymbolicTensor By);

    private SymbolicTensor? Visit(SymbolicTensor old) => old.Op switch
    {
        MaxPoolOp pool => FusePooling(old, pool),
        ElementwiseOp op when op == ElementwiseOps.Relu => FuseForward(old, relu: true),
        ElementwiseOp op when op == ElementwiseOps.Add => FuseForward(old, relu: false),
        ConvolutionInputGradientOp op when ExpansionOf(old.Inputs[0]) is { } expansion =>
            Backward(new InputGradientOp(op.Geometry, expansion.Kind, old.Shape), expansion, _rewriter.New(expansion.Stored), _rewriter.New(old.Inputs[1])),
        ConvolutionKernelGradientOp op when ExpansionOf(old.Inputs[1]) is { } expansion =>
            Backward(new KernelGradientOp(op.Geometry, expansion.Kind, old.Shape), expansion, _rewriter.New(old.Inputs[0]), _rewriter.New(expansion.Stored)),
        ReduceSumOp when IsChannelSum(old) && ExpansionOf(old.Inputs[0]) is { } expansion =>
            Backward(new ChannelSumOp(expansion.Kind, old.Shape), expansion, _rewriter.New(expansion.Stored)),
        _ => null,
    };

    /// <summary>The convolution below a bias (or not), when nothing else uses what lies between.</summary>
    private (SymbolicTensor Convolution, SymbolicTensor? Bias)? Chain(SymbolicTensor top)
    {
        if (IsFusible(top.Op))
            return (top, null);
        if (top.Op != ElementwiseOps.Add)
            return null;
        foreach ((int convolution, int bias) in new[] { (0, 1), (1, 0) })
        {
            SymbolicTensor c = top.Inputs[convolution], b = top.Inputs[bias];
            if (IsFusible(c.Op) && _rewriter.HasOneUse(c) && b.Shape.Rank == 1 && b.Shape[0] == c.Shape[^1])
                return (c, b);
        }
        return null;
    }

    private SymbolicTensor? FuseForward(SymbolicTensor old, bool relu)
    {
        SymbolicTensor top = relu ? old.Inputs[0] : old;
        if ((relu && !_rewriter.HasOneUse(top)) || Chain(top) is not { } chain || (!relu && chain.Bias is null))
            return null;
        return Convolve(chain.Convolution, chain.Bias, relu, pooled: null, index: false);
    }

    private SymbolicTensor? FusePooling(SymbolicTensor old, MaxPoolOp pool)
    {
        PoolGeometry g = pool.Geometry;
        if (g.Rank != 2 || !IsHalving(g.Axes[0]) || !IsHalving(g.Axes[1]))
            return null;
        SymbolicTensor image = old.Inputs[0];
        bool relu = image.Op == ElementwiseOps.Relu;
        SymbolicTensor top = relu ? image.Inputs[0] : image;
        if ((relu && !_rewriter.HasOneUse(top)) || Chain(top) is not { } chain || _rewriter.IsRoot(image))
            return null;

        // The unpooled image may be used only by the pooling, its index, and the ReLU's gradient behind the pooling's.
        SymbolicTensor? index = null, stored = null, gradient = null;
        foreach (SymbolicTensor user in _rewriter.UsersOf(image))
        {
            if (user == old)
                continue;
            if (user.Op is MaxPoolIndexOp op && op.Geometry.Equals(g) && index is null)
                index = user;
            else if (!(relu && IsPositive(user, image)))
                return null;
        }
        if (index is not null)
        {
            if (_rewriter.IsRoot(index) || _rewriter.UsersOf(index) is not [{ Op: MaxPoolGradientOp } unpooled] || _rewriter.IsRoot(unpooled))
                return null;
            stored = unpooled.Inputs[1];
            gradient = unpooled;
            if (relu)
            {
                if (_rewriter.UsersOf(unpooled) is not [var masked] || masked.Op != ElementwiseOps.Multiply || ReluMask(masked) is not { } mask || mask.Gradient != unpooled || mask.Image != image)
                    return null;
                gradient = masked;
            }
            if (!OnlyExpandingUsers(gradient))
                return null;
        }
        foreach (SymbolicTensor user in _rewriter.UsersOf(image))
        {
            if (user != old && user != index && (gradient is null || _rewriter.UsersOf(user) is not [var only] || only != gradient))
                return null;
        }

        SymbolicTensor fused = Convolve(chain.Convolution, chain.Bias, relu, old.Shape, index is not null);
        if (index is not null)
        {
            SymbolicTensor packed = FusedOp.Result(fused, 1);
            _expansions[gradient!] = new Expansion(ImageSourceKind.Pooled, stored!, packed);
            _rewriter.Replace(index, packed);
        }
        return fused;
    }

    private SymbolicTensor Convolve(SymbolicTensor convolution, SymbolicTensor? bias, bool relu, Shape? pooled, bool index)
    {
        ConvolutionGeometry geometry = ((ConvolutionOp)convolution.Op).Geometry;
        var op = new FusedConvolutionOp(geometry, bias is not null, relu, pooled ?? convolution.Shape, pooled is not null, index);
        SymbolicTensor x = _rewriter.New(convolution.Inputs[0]), w = _rewriter.New(convolution.Inputs[1]);
        return bias is null ? SymbolicTensor.Apply(op, x, w) : SymbolicTensor.Apply(op, x, w, _rewriter.New(bias));
    }

    private static SymbolicTensor Backward(FusedOp op, Expansion expansion, params SymbolicTensor[] inputs) =>
        SymbolicTensor.Apply(op, [.. inputs, expansion.By]);

    private Expansion? ExpansionOf(SymbolicTensor gradient)
    {
        if (_expansions.TryGetValue(gradient, out Expansion? known))
            return known;
        if (ReluMask(gradient) is not { } mask || mask.Image.Shape.Rank is not (3 or 4) || !OnlyExpandingUsers(gradient))
            return null;
        return _expansions[gradient] = new Expansion(ImageSourceKind.ReluMasked, mask.Gradient, _rewriter.New(mask.Image));
    }

    /// <summary>Matches <c>gradient * (image > 0)</c> of equal shapes.</summary>
    private static (SymbolicTensor Gradient, SymbolicTensor Image)? ReluMask(SymbolicTensor product)
    {
        if (product.Op != ElementwiseOps.Multiply)
            return null;
        foreach ((int gradient, int mask) in new[] { (0, 1), (1, 0) })
        {
            SymbolicTensor greater = product.Inputs[mask], dr = product.Inputs[gradient];
            if (greater.Op == ElementwiseOps.Greater && IsPositive(greater, greater.Inputs[0]) && dr.Shape == product.Shape && greater.Inputs[0].Shape == product.Shape)
                return (dr, greater.Inputs[0]);
        }
        return null;
    }

    private static bool IsPositive(SymbolicTensor greater, SymbolicTensor image) =>
        greater.Op == ElementwiseOps.Greater && greater.Inputs[0] == image && greater.Inputs[1].Op is ConstantOp { ScalarValue: 0f };

    private bool OnlyExpandingUsers(SymbolicTensor gradient)
    {
        if (_rewriter.IsRoot(gradient))
            return false;
        bool convolutionReads = false;
        foreach (SymbolicTensor user in _rewriter.UsersOf(gradient))
        {
            bool asSource = (user.Op is ConvolutionInputGradientOp { Geometry.Rank: < 3 } && user.Inputs[0] == gradient && user.Inputs[1] != gradient)
                || (user.Op is ConvolutionKernelGradientOp { Geometry.Rank: < 3 } && user.Inputs[1] == gradient && user.Inputs[0] != gradient);
            convolutionReads |= asSource;
            if (!asSource && !IsChannelSum(user))
                return false;
        }
        return convolutionReads;
    }

    private static bool IsChannelSum(SymbolicTensor tensor) =>
        tensor.Op is ReduceSumOp { KeepDimensions: false } sum && tensor.Inputs[0].Shape is { HasBatch: true, Rank: 3 or 4 } shape && sum.Axes.SequenceEqual([.. Enumerable.Range(0, shape.Rank - 1)]);

    /// <summary>Along three axes a convolution is a sum of planes' convolutions, which ends after the last of them.</summary>
    private static bool IsFusible(Op op) => op is ConvolutionOp { Geometry.Rank: < 3 };

    private static bool IsHalving(WindowAxis axis) => axis is { Window: 2, Stride: 2, IsUnpadded: true };

    /// <summary>Convolution with bias, ReLU and pooling. Its second output, where a gradient needs it, is the pooling's index as bytes.</summary>
    private sealed class FusedConvolutionOp(ConvolutionGeometry geometry, bool bias, bool relu, Shape output, bool pool, bool index) : FusedOp
    {
        public override string Name => $"FusedConv{geometry.Rank}D";

        public override IReadOnlyList<Shape> OutputShapes { get; } = index ? [output, output] : [output];

        public override string Describe() => $"{Name}({geometry.Describe()}{(bias ? ", bias" : "")}{(relu ? ", relu" : "")}{(pool ? ", max pooling 2x2" : "")})";

        public override KernelCall Lower(IReadOnlyList<Shape> inputs, Shape output) =>
            new Convolution2DCall(geometry.Plane, new Convolution2DOptions { Bias = bias, Relu = relu, Pool = pool }, index);

        public override long FloatingOperations(IReadOnlyList<Shape> inputs, Shape output, int batch) => geometry.FloatingOperations * batch;
    }

    private sealed class InputGradientOp(ConvolutionGeometry geometry, ImageSourceKind source, Shape output) : FusedOp
    {
        public override string Name => $"FusedConv{geometry.Rank}DInputGradient";

        public override IReadOnlyList<Shape> OutputShapes { get; } = [output];

        public override string Describe() => $"{Name}({geometry.Describe()}, from {source})";

        public override KernelCall Lower(IReadOnlyList<Shape> inputs, Shape output) =>
            new Convolution2DCall(geometry.Plane, new Convolution2DOptions { InputGradient = true, Source = source });

        public override long FloatingOperations(IReadOnlyList<Shape> inputs, Shape output, int batch) => geometry.FloatingOperations * batch;
    }

    private sealed class KernelGradientOp(ConvolutionGeometry geometry, ImageSourceKind source, Shape output) : FusedOp
    {
        public override string Name => $"FusedConv{geometry.Rank}DKernelGradient";

        public override IReadOnlyList<Shape> OutputShapes { get; } = [output];

        public override string Describe() => $"{Name}({geometry.Describe()}, from {source})";

        public override KernelCall Lower(IReadOnlyList<Shape> inputs, Shape output) => new Convolution2DKernelGradientCall(geometry.Plane, source);

        public override long FloatingOperations(IReadOnlyList<Shape> inputs, Shape output, int batch) => geometry.FloatingOperations * batch;
    }

    private sealed class ChannelSumOp(ImageSourceKind source, Shape output) : FusedOp
    {
        public override string Name => "ChannelSum";

        public override IReadOnlyList<Shape> OutputShapes { get; } = [output];

        public override string Describe() => $"{Name}(from {source})";

        public override KernelCall Lower(IReadOnlyList<Shape> inputs, Shape output)
        {
            ArgumentNullException.ThrowIfNull(inputs);
            int channels = inputs[0][^1];
            return new ChannelSumsCall((int)(inputs[0].ElementsPerRow / channels), channels, source);
        }

        public override long FloatingOperations(IReadOnlyList<Shape> inputs, Shape output, int batch)
        {
            ArgumentNullException.ThrowIfNull(inputs);
            return inputs[0].Elements(batch);
        }
    }
}
