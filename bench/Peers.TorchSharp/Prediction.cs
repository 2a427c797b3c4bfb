using Receptive.Benchmarks.Common;
using TorchSharp;
using static TorchSharp.torch;

namespace Peers.Torch;

/// <summary>
/// Probabilities of the test images, batch after batch, without a gradient in sight: from an array, as a caller has
/// the images, into an array. The input tensor is made once and lies over the array that is written into.
/// </summary>
internal sealed class Prediction : IWorkload
{
    private readonly NotebookModule _module;
    private readonly Digits _digits;
    private readonly float[] _pixels;
    private readonly Tensor _input;
    private readonly int _batch;
    private int _next;

    public Prediction(Layout layout, Digits digits, int batch)
    {
        _digits = digits;
        _batch = batch;
        _module = new NotebookModule(layout);
        _module.eval();
        _pixels = new float[batch * NotebookModel.ImageSize];
        _input = NotebookModule.View(frombuffer(_pixels, float32), layout);
        Probabilities = new float[digits.Count * NotebookModel.Classes];
    }

    /// <summary>Ten probabilities for each image predicted so far.</summary>
    public float[] Probabilities { get; }

    public int Step()
    {
        _digits.Images.AsSpan(_next * NotebookModel.ImageSize, _pixels.Length).CopyTo(_pixels);
        using IDisposable inference = inference_mode();
        using DisposeScope scope = NewDisposeScope();
        Tensor output = nn.functional.softmax(_module.call(_input), 1);
        output.data<float>().CopyTo(Probabilities.AsSpan(_next * NotebookModel.Classes, _batch * NotebookModel.Classes));
        _next += _batch;
        if (_next + _batch > _digits.Count)
            _next = 0;
        return _batch;
    }

    public void Dispose()
    {
        _input.Dispose();
        _module.Dispose();
    }
}
