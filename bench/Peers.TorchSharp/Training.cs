using Receptive.Benchmarks.Common;
using TorchSharp;
using static TorchSharp.torch;

namespace Peers.Torch;

/// <summary>
/// Steps of training over shuffled batches: gather, forward, cross-entropy, backward, Adam, and the loss read back,
/// as a training loop that reports it must. The batch's tensors are made once and written into.
/// </summary>
internal sealed class Training : IWorkload
{
    private const int Batch = NotebookModel.TrainingBatch;

    private readonly Digits _digits;
    private readonly NotebookModule _module;
    private readonly optim.Optimizer _optimizer;
    private readonly float[] _pixels = new float[Batch * NotebookModel.ImageSize];
    private readonly long[] _labels = new long[Batch];
    private readonly Tensor _input;
    private readonly Tensor _target;
    private readonly int[] _order;
    private int _next;

    public Training(Layout layout, Digits digits)
    {
        _digits = digits;
        _module = new NotebookModule(layout);
        _module.train();
        _optimizer = optim.Adam(_module.parameters(), lr: 1e-3);
        _input = NotebookModule.View(frombuffer(_pixels, float32), layout);
        _target = frombuffer(_labels, int64);
        _order = [.. Enumerable.Range(0, digits.Count)];
        new Random(3).Shuffle(_order);
    }

    /// <summary>The mean loss of the last batch.</summary>
    public float Loss { get; private set; }

    /// <summary>One batch; returns its size.</summary>
    public int Step()
    {
        Gather();
        using DisposeScope scope = NewDisposeScope();
        _optimizer.zero_grad();
        Tensor loss = nn.functional.cross_entropy(_module.call(_input), _target);
        loss.backward();
        _optimizer.step();
        Loss = loss.item<float>();
        return Batch;
    }

    public void Dispose()
    {
        _input.Dispose();
        _target.Dispose();
        _optimizer.Dispose();
        _module.Dispose();
    }

    private void Gather()
    {
        for (int i = 0; i < Batch; i++)
        {
            int image = _order[_next];
            _next = (_next + 1) % _order.Length;
            _digits.Images.AsSpan(image * NotebookModel.ImageSize, NotebookModel.ImageSize).CopyTo(_pixels.AsSpan(i * NotebookModel.ImageSize));
            _labels[i] = _digits.Labels[image];
        }
    }
}
