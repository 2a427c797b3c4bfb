using Microsoft.ML.OnnxRuntime;
using Receptive.Benchmarks.Common;

namespace Peers.Onnx;

/// <summary>
/// Probabilities of the test images, batch after batch: from an array, as a caller has the images, into an array. The
/// input and output values are made once, over the arrays themselves, so a run copies and allocates nothing of its own.
/// </summary>
internal sealed class Prediction : IWorkload
{
    private readonly InferenceSession _session;
    private readonly RunOptions _runOptions = new();
    private readonly Digits _digits;
    private readonly float[] _pixels;
    private readonly float[] _output;
    private readonly OrtValue[] _inputValues;
    private readonly OrtValue[] _outputValues;
    private readonly int _batch;
    private int _next;

    public Prediction(byte[] model, int threads, Digits digits, int batch)
    {
        _digits = digits;
        _batch = batch;
        using SessionOptions options = new()
        {
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            IntraOpNumThreads = threads,
        };
        _session = new InferenceSession(model, options);
        _pixels = new float[batch * NotebookModel.ImageSize];
        _output = new float[batch * NotebookModel.Classes];
        _inputValues = [OrtValue.CreateTensorValueFromMemory(_pixels, [batch, 1, NotebookModel.ImageSide, NotebookModel.ImageSide])];
        _outputValues = [OrtValue.CreateTensorValueFromMemory(_output, [batch, NotebookModel.Classes])];
        Probabilities = new float[digits.Count * NotebookModel.Classes];
    }

    /// <summary>Ten probabilities for each image predicted so far.</summary>
    public float[] Probabilities { get; }

    public int Step()
    {
        _digits.Images.AsSpan(_next * NotebookModel.ImageSize, _pixels.Length).CopyTo(_pixels);
        _session.Run(_runOptions, [OnnxModel.InputName], _inputValues, [OnnxModel.OutputName], _outputValues);
        _output.CopyTo(Probabilities, _next * NotebookModel.Classes);
        _next += _batch;
        if (_next + _batch > _digits.Count)
            _next = 0;
        return _batch;
    }

    public void Dispose()
    {
        _inputValues[0].Dispose();
        _outputValues[0].Dispose();
        _runOptions.Dispose();
        _session.Dispose();
    }
}
