using Receptive.Compiler;
using Receptive.Graph;
using Receptive.Layers;

namespace Receptive.Tests.Layers.Contract;

/// <summary>
/// A layer's gradients, as the compiled program has them, against differences of its outputs: along the gradient itself,
/// which checks its size, and along random directions. What is differentiated is a random linear function of the outputs,
/// with the losses that the layer adds.
/// </summary>
internal sealed class LayerGradient : IDisposable
{
    private const int Batch = 2;
    private const double Step = 4e-3;

    private readonly LayerSpecimen _specimen;
    private readonly Variable[] _weights;
    private readonly int _terms;
    private readonly float[][] _functional;
    private readonly Receptive.Compiler.Program _program;
    private readonly bool[] _hasGradient;

    public LayerGradient(LayerSpecimen specimen, bool training)
    {
        _specimen = specimen;
        Layer layer = specimen.Make();
        layer.Attach(layer.Name, key: 11);
        SymbolicTensor[] inputs = [.. specimen.Inputs.Select((shape, i) => Ops.Placeholder(new Shape(shape).WithBatch(), $"x{i}"))];
        var context = new CallContext(training);
        IReadOnlyList<SymbolicTensor> outputs = layer.Apply(inputs, context);
        SymbolicTensor[] terms = [.. outputs, .. context.Losses, .. layer.Penalties(context)];
        SymbolicTensor[] factors = [.. terms.Select((term, i) => Ops.Placeholder(term.Shape, $"factor{i}"))];
        SymbolicTensor sum = terms.Select((term, i) => Ops.ReduceSum(term * factors[i])).Aggregate((a, b) => a + b);
        _weights = [.. layer.TrainableWeights];
        SymbolicTensor?[] gradients = Autodiff.Gradients(sum, [.. inputs, .. _weights.Select(context.Read)]);
        _hasGradient = [.. gradients.Select(gradient => gradient is not null)];
        _terms = terms.Length;
        _program = ProgramCompiler.Compile(
            new GraphFunction("gradient", [.. inputs, .. factors], [.. terms, .. gradients.OfType<SymbolicTensor>()], []),
            new CompileOptions { BatchCapacity = Batch, Threads = 1, Verify = true });
        _program.Seed = 3;
        _functional = [.. terms.Select((term, i) => LayerSpecimen.Numbers(term.Shape.Elements(Batch), 70 + (ulong)i))];
        for (int i = 0; i < _terms; i++) _functional[i].CopyTo(_program.Input(inputs.Length + i));

        // Away from zeros and ones, where a wrong gradient may look right; positive, as a variance has to be.
        for (int i = 0; i < layer.Weights.Count; i++)
            layer.Weights[i].Assign(Array.ConvertAll(LayerSpecimen.Numbers(layer.Weights[i].Shape.ElementsPerRow, 30 + (ulong)i), number => 0.7f + (0.3f * number)));
    }

    /// <summary>What is wrong with the gradients at some inputs; null if they are right.</summary>
    public string? Fault(ulong key)
    {
        float[][] x = _specimen.Values(Batch, key);
        float[][] points = [.. x, .. _weights.Select(weight => weight.Span.ToArray())];
        float[][] gradients = GradientsAt(points);
        for (int i = 0; i < points.Length; i++)
        {
            if (i < x.Length && _specimen.IntegersBelow > 0) continue;
            double length = Math.Sqrt(gradients[i].Sum(g => (double)g * g));
            float[][] directions = [.. length > 0 ? [gradients[i]] : Array.Empty<float[]>(), LayerSpecimen.Numbers(points[i].Length, 200 + key), LayerSpecimen.Numbers(points[i].Length, 300 + key)];
            foreach (float[] direction in directions)
            {
                double scale = Math.Sqrt(direction.Sum(d => (double)d * d));
                double expected = gradients[i].Zip(direction, (g, d) => (double)g * d).Sum() / scale;
                double actual = Derivative(points, i, direction, Step / scale);
                if (!(Math.Abs(expected - actual) <= 2e-3 + (2e-3 * length)))
                    return $"with respect to {(i < x.Length ? $"input {i}" : _weights[i - x.Length].Name)} the gradient says {expected}, differences say {actual}, its length is {length}";
            }
        }

        return null;
    }

    public void Dispose() => _program.Dispose();

    private float[][] GradientsAt(float[][] points)
    {
        Run(points);
        int output = _terms;
        return [.. points.Select((point, i) => _hasGradient[i] ? _program.Output(output++)[..point.Length].ToArray() : new float[point.Length])];
    }

    private double Derivative(float[][] points, int index, float[] direction, double step)
    {
        double[][] above = TermsAt(step), below = TermsAt(-step);
        double difference = 0;
        for (int i = 0; i < above.Length; i++)
        {
            for (int j = 0; j < above[i].Length; j++) difference += _functional[i][j] * (above[i][j] - below[i][j]);
        }

        return difference / (2 * Step);

        double[][] TermsAt(double by)
        {
            float[][] moved = [.. points];
            moved[index] = [.. points[index].Zip(direction, (p, d) => (float)(p + (by * d)))];
            Run(moved);
            return [.. Enumerable.Range(0, _terms).Select(i => Array.ConvertAll(_program.Output(i)[.._functional[i].Length].ToArray(), value => (double)value))];
        }
    }

    private void Run(float[][] points)
    {
        int inputs = points.Length - _weights.Length;
        for (int i = 0; i < inputs; i++) points[i].CopyTo(_program.Input(i));
        for (int i = 0; i < _weights.Length; i++) _weights[i].Assign(points[inputs + i]);
        _program.Run(Batch);
    }
}
