using Receptive.Benchmarks.Common;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Peers.Torch;

/// <summary>How libtorch keeps activations and kernels in memory; which it likes better depends on the machine.</summary>
internal enum Layout
{
    ChannelsFirst,
    ChannelsLast,
}

/// <summary>The notebook's model, written as somebody would who wants speed from libtorch: in-place where autograd allows it.</summary>
internal sealed class NotebookModule : Module<Tensor, Tensor>
{
    private const double FirstDropout = 0.25;
    private const double SecondDropout = 0.5;

    private readonly Layout _layout;
    private readonly Conv2d _convolution1 = Conv2d(1, 32, 3);
    private readonly Conv2d _convolution2 = Conv2d(32, NotebookModel.PooledChannels, 3);
    private readonly Linear _dense1 = Linear(NotebookModel.PooledSide * NotebookModel.PooledSide * NotebookModel.PooledChannels, NotebookModel.DenseUnits);
    private readonly Linear _dense2 = Linear(NotebookModel.DenseUnits, NotebookModel.Classes);

    public NotebookModule(Layout layout)
        : base(nameof(NotebookModule))
    {
        _layout = layout;
        RegisterComponents();
        using IDisposable noGradient = no_grad();
        using DisposeScope scope = NewDisposeScope();
        Tensor[] weights = [.. NotebookModel.CreateWeights().Zip(NotebookModel.WeightShapes,
            (values, shape) => tensor(values, [.. shape.Select(dimension => (long)dimension)]))];

        _convolution1.weight = Parameter(KernelFromKeras(weights[0], layout));
        _convolution1.bias = Parameter(weights[1].clone());
        _convolution2.weight = Parameter(KernelFromKeras(weights[2], layout));
        _convolution2.bias = Parameter(weights[3].clone());
        _dense1.weight = Parameter(FirstDenseFromKeras(weights[4], layout));
        _dense1.bias = Parameter(weights[5].clone());
        _dense2.weight = Parameter(weights[6].t().contiguous());
        _dense2.bias = Parameter(weights[7].clone());
        foreach (Parameter parameter in parameters())
            parameter.DetachFromDisposeScope();
    }

    /// <summary>Images as libtorch shapes them, (n, 1, 28, 28), without a copy: with one channel both layouts are the same bytes.</summary>
    public static Tensor View(Tensor pixels, Layout layout) => layout == Layout.ChannelsLast
        ? pixels.view(-1, NotebookModel.ImageSide, NotebookModel.ImageSide, 1).permute(0, 3, 1, 2)
        : pixels.view(-1, 1, NotebookModel.ImageSide, NotebookModel.ImageSide);

    /// <summary>The ten logits of each image.</summary>
    public override Tensor forward(Tensor input)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = _convolution1.call(input).relu_();
        x = _convolution2.call(x).relu_();
        x = functional.max_pool2d(x, 2);
        x = functional.dropout(x, FirstDropout, training, inplace: true);

        // Flattened in the order the bytes lie in: no copy in either layout.
        x = (_layout == Layout.ChannelsLast ? x.permute(0, 2, 3, 1) : x).flatten(1);
        x = _dense1.call(x).relu_();

        // Not in place: the gradient of relu_ reads what dropout would overwrite.
        x = functional.dropout(x, SecondDropout, training);
        return _dense2.call(x).MoveToOuterDisposeScope();
    }

    /// <summary>HWIO to libtorch's OIHW; for channels last the bytes lie as OHWI.</summary>
    private static Tensor KernelFromKeras(Tensor kernel, Layout layout) => layout == Layout.ChannelsLast
        ? kernel.permute(3, 0, 1, 2).contiguous().permute(0, 3, 1, 2)
        : kernel.permute(3, 2, 0, 1).contiguous();

    /// <summary>Keras flattens rows, columns, channels; channels first means that channels come first here too.</summary>
    private static Tensor FirstDenseFromKeras(Tensor kernel, Layout layout)
    {
        if (layout == Layout.ChannelsLast)
            return kernel.t().contiguous();
        return kernel.view(NotebookModel.PooledSide, NotebookModel.PooledSide, NotebookModel.PooledChannels, NotebookModel.DenseUnits)
            .permute(3, 2, 0, 1).reshape(NotebookModel.DenseUnits, -1).contiguous();
    }
}
