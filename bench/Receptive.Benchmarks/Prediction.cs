using Receptive.Benchmarks.Common;

namespace Receptive.Benchmarks;

/// <summary>Probabilities of the test images, batch after batch: from an array, as a caller has the images, into an array.</summary>
internal sealed class Prediction(Sequential model, Digits digits, int batch) : IWorkload
{
    private int _next;

    /// <summary>Ten probabilities for each image predicted so far.</summary>
    public float[] Probabilities { get; } = new float[digits.Count * NotebookModel.Classes];

    public int Step()
    {
        ReadOnlySpan<float> images = digits.Images.AsSpan(_next * NotebookModel.ImageSize, batch * NotebookModel.ImageSize);
        model.Predict(images, Probabilities.AsSpan(_next * NotebookModel.Classes, batch * NotebookModel.Classes), batch);
        _next += batch;
        if (_next + batch > digits.Count)
            _next = 0;
        return batch;
    }

    public void Dispose()
    {
    }
}
