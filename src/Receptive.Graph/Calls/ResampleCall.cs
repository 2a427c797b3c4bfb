using System.Numerics;

namespace Receptive.Graph;

/// <summary>
/// Runs a <see cref="ResampleOp"/>: rows of what lies behind the axis are added up, each with its weight. Products are rounded before
/// they are added, so that all widths give the same bits.
/// </summary>
internal sealed class ResampleCall : KernelCall
{
    private readonly Shape _output;
    private readonly AxisWeights _weights;
    private readonly long _inner = 1, _cost;

    public ResampleCall(Shape output, int axis, AxisWeights weights)
    {
        (_output, _weights) = (output, weights);
        for (int i = axis + 1; i < output.Rank; i++) _inner *= output[i];
        _cost = _inner * Math.Max(1, weights.Count / weights.Outputs);
    }

    public override int Chunks(int phase, int batch) => RowChunks.Count(Rows(batch), _cost);

    public override unsafe void Run(in KernelArguments arguments, int phase, int chunk)
    {
        (long first, long count) = RowChunks.Of(chunk, Rows(arguments.Batch), _cost);
        for (long row = first; row < first + count; row++)
        {
            long outer = row / _weights.Outputs;
            int position = (int)(row - outer * _weights.Outputs);
            ReadOnlySpan<int> inputs = _weights.InputsOf(position);
            ReadOnlySpan<float> weights = _weights.WeightsOf(position);
            float* x = arguments.Input(0) + outer * _weights.Inputs * _inner, y = arguments.Output(0) + row * _inner;
            if (_inner == 1)
            {
                float sum = 0;
                for (int k = 0; k < inputs.Length; k++) sum += weights[k] * x[inputs[k]];
                *y = sum;
                continue;
            }

            for (long i = 0; i < _inner; i++) y[i] = 0;
            for (int k = 0; k < inputs.Length; k++) AddProduct(y, x + inputs[k] * _inner, weights[k], _inner);
        }
    }

    private static unsafe void AddProduct(float* y, float* x, float weight, long length)
    {
        long i = 0;
        var factor = new Vector<float>(weight);
        for (; i <= length - Vector<float>.Count; i += Vector<float>.Count)
            (Vector.Load(y + i) + factor * Vector.Load(x + i)).Store(y + i);
        for (; i < length; i++) y[i] += weight * x[i];
    }

    private long Rows(int batch) => _output.Elements(batch) / _inner;
}
