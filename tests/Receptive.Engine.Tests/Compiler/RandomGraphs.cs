using Receptive.Graph;
using static Receptive.Graph.Ops;

namespace Receptive.Engine.Tests.Compiler;

/// <summary>
/// Makes functions at random out of elementwise ops, broadcasts, reductions, views and products, with gradients and
/// updates: graphs of a kind nobody writes, in which every way of grouping and sharing memory occurs.
/// </summary>
internal sealed class RandomGraphs
{
    private const int None = Shape.Batch;

    private static readonly Shape[] s_shapes =
    [
        Shape.Scalar, [4], [3, 4], [12], [None], [None, 1], [None, 4], [None, 3, 4], [None, 3, 1], [None, 1, 4], [None, 12], [1, 4], [None, 2, 3, 4],
    ];

    private readonly System.Random _random;
    private readonly List<SymbolicTensor> _tensors = [];
    private readonly List<SymbolicTensor> _inputs = [];
    private readonly List<Variable> _variables = [];

    private RandomGraphs(int seed) => _random = new System.Random(seed);

    /// <summary>A function, the same for the same seed.</summary>
    public static GraphFunction Create(int seed) => new RandomGraphs(seed).Create();

    /// <summary>Values for its inputs.</summary>
    public static double[][] Values(GraphFunction function, int batch, int seed)
    {
        var random = new System.Random(seed);
        return [.. function.Inputs.Select(input => Enumerable.Range(0, (int)input.Shape.Elements(batch)).Select(_ => random.NextDouble() * 2 - 1).ToArray())];
    }

    private GraphFunction Create()
    {
        for (int i = 0; i < 3; i++) AddInput();
        for (int i = 0; i < 2; i++) AddVariable();
        int count = _random.Next(5, 60);
        for (int i = 0; i < count; i++) _tensors.Add(Next());

        SymbolicTensor loss = _tensors[^1];
        for (int i = 0; i < 3; i++) loss = BroadcastSum(loss, Pick());
        loss = ReduceMean(Tanh(loss));
        SymbolicTensor?[] gradients = Autodiff.Gradients(loss, [.. _inputs, .. _variables.Select(Read)]);
        gradients = [.. Autodiff.Gradients(loss, _inputs), .. Autodiff.Gradients(loss, _variables)];
        List<SymbolicTensor> outputs = [loss, .. gradients.OfType<SymbolicTensor>(), Pick(), Pick()];
        return new GraphFunction($"random", _inputs, outputs, [.. Updates(gradients[_inputs.Count..])]);
    }

    private IEnumerable<Assignment> Updates(SymbolicTensor?[] gradients)
    {
        var rate = new Variable("rate", Shape.Scalar);
        rate.Assign([0.1f]);
        for (int i = 0; i < _variables.Count; i++)
        {
            if (gradients[i] is not { } gradient) continue;
            Variable variable = _variables[i];
            IEnumerable<Assignment> updates = _random.Next(3) switch
            {
                0 => [new Assignment(variable, Read(variable) * 0.9f - gradient)],
                1 => UpdateRules.Momentum(variable, new Variable("velocity", variable.Shape), gradient, rate, 0.9f, _random.Next(2) == 0),

                // A large epsilon: where a gradient is 0 but for rounding, Adam would make a full step of it.
                _ => UpdateRules.Adam(variable, new Variable("m", variable.Shape), new Variable("v", variable.Shape), gradient, rate, 0.9f, 0.99f, 0.1f),
            };
            foreach (Assignment update in updates) yield return update;
        }
    }

    private void AddInput()
    {
        SymbolicTensor input = Placeholder(s_shapes[_random.Next(s_shapes.Length)], $"x{_inputs.Count}");
        _inputs.Add(input);
        _tensors.Add(input);
    }

    private void AddVariable()
    {
        Shape[] shapes = [.. s_shapes.Where(shape => !shape.HasBatch)];
        var variable = new Variable($"w{_variables.Count}", shapes[_random.Next(shapes.Length)]);
        variable.Update(values =>
        {
            foreach (ref float value in values) value = (float)(_random.NextDouble() - 0.5);
        });
        _variables.Add(variable);
        _tensors.Add(Read(variable));
    }

    private SymbolicTensor Pick()
    {
        // Recent tensors more often, or the graph stays flat.
        int last = _tensors.Count - 1;
        return _tensors[_random.Next(2) == 0 ? _random.Next(_tensors.Count) : Math.Max(0, last - _random.Next(4))];
    }

    private SymbolicTensor Next()
    {
        SymbolicTensor x = Pick();
        switch (_random.Next(12))
        {
            case 0: return Tanh(x);
            case 1: return Sigmoid(x) * 1.5f;
            case 2: return Exp(Clip(x, -2f, 2f));
            case 3: return Square(x) + 0.25f;
            case 4: return Sqrt(Abs(x) + 1f);
            case 5: return Select(GreaterOrEqual(RandomUniform(x.Shape, _random.Next(3)), 0.3f), x * (1 / 0.7f), 0f);
            case 6: return BroadcastSum(x, Pick());
            case 7: return Combine(x, Pick(), (a, b) => Tanh(a) * b);
            case 8: return Combine(x, Pick(), (a, b) => a / (Square(b) + 1f));
            case 9 when x.Shape.Rank > 0: return Reduce(x);
            case 10: return View(x);
            case 11 when x.Shape is { Rank: 2, HasBatch: true }:
                return MatMul(x, Constant([.. Enumerable.Range(0, x.Shape[1] * 4).Select(i => (i % 5 - 2) / 4f)], [x.Shape[1], 4]));
            default: return Relu(x - 0.1f);
        }
    }

    private SymbolicTensor Reduce(SymbolicTensor x)
    {
        int[] axes = [.. Enumerable.Range(0, x.Shape.Rank).Where(_ => _random.Next(2) == 0)];
        bool keep = _random.Next(2) == 0;
        return _random.Next(3) == 0 ? ReduceMax(x, axes, keep) : ReduceMean(x, axes, keep);
    }

    private SymbolicTensor View(SymbolicTensor x)
    {
        Shape[] fitting = [.. s_shapes.Where(shape => shape.HasBatch == x.Shape.HasBatch && shape.ElementsPerRow == x.Shape.ElementsPerRow)];
        if (fitting.Length > 0 && _random.Next(2) == 0) return Reshape(x, fitting[_random.Next(fitting.Length)]);
        return x.Shape.Rank == 3 ? Transpose(x, 0, 2, 1) : x;
    }

    private static SymbolicTensor BroadcastSum(SymbolicTensor a, SymbolicTensor b) => Combine(a, b, Add);

    /// <summary>Joins two tensors if they broadcast, else their totals.</summary>
    private static SymbolicTensor Combine(SymbolicTensor a, SymbolicTensor b, Func<SymbolicTensor, SymbolicTensor, SymbolicTensor> join)
    {
        try
        {
            return join(a, b);
        }
        catch (ShapeException)
        {
            return join(a, ReduceMean(b));
        }
    }
}
