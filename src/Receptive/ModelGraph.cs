using Receptive.Graph;
using Receptive.Layers;

namespace Receptive;

/// <summary>What a model computes: inputs, outputs, and the layer calls that lead from the ones to the others.</summary>
internal sealed class ModelGraph
{
    private ModelGraph(IReadOnlyList<LayerTensor> inputs, IReadOnlyList<LayerTensor> outputs, IReadOnlyList<LayerCall> calls, IReadOnlyList<Layer> layers) =>
        (Inputs, Outputs, Calls, Layers) = (inputs, outputs, calls, layers);

    public IReadOnlyList<LayerTensor> Inputs { get; }

    public IReadOnlyList<LayerTensor> Outputs { get; }

    /// <summary>The calls, each after those it depends on; those of inputs are not among them.</summary>
    public IReadOnlyList<LayerCall> Calls { get; }

    /// <summary>The layers in the order in which Keras has them, which files rely on; inputs included.</summary>
    public IReadOnlyList<Layer> Layers { get; }

    /// <exception cref="ArgumentException">Something depends on an input that is not among those given.</exception>
    public static ModelGraph Between(IReadOnlyList<LayerTensor> inputs, IReadOnlyList<LayerTensor> outputs)
    {
        if (inputs.Count == 0) throw new ArgumentException("A model needs at least one input.", nameof(inputs));
        if (outputs.Count == 0) throw new ArgumentException("A model needs at least one output.", nameof(outputs));
        if (inputs.Distinct().Count() != inputs.Count) throw new ArgumentException("One tensor is given twice as an input.", nameof(inputs));
        var walk = new Walk(inputs);
        foreach (LayerTensor output in outputs) walk.Visit(output);
        return new ModelGraph(inputs, outputs, [.. walk.Finished.Where(call => call.Inputs.Count > 0).OrderBy(call => call.Order)], walk.LayersByDepth());
    }

    /// <summary>Describes the outputs for given inputs.</summary>
    public IReadOnlyList<SymbolicTensor> Call(IReadOnlyList<SymbolicTensor> inputs, CallContext context)
    {
        if (inputs.Count != Inputs.Count) throw new ShapeException($"The model takes {Inputs.Count} input{(Inputs.Count == 1 ? "" : "s")} ({string.Join(", ", Inputs.Select(input => input.Layer.Name))}), but got {inputs.Count}.");
        var values = new Dictionary<LayerTensor, SymbolicTensor>();
        for (int i = 0; i < inputs.Count; i++) values[Inputs[i]] = inputs[i];
        foreach (LayerCall call in Calls)
        {
            IReadOnlyList<SymbolicTensor> results = call.Layer.Apply([.. call.Inputs.Select(input => values[input])], context.With(call.Training));
            for (int i = 0; i < results.Count; i++) values.TryAdd(call.Outputs[i], results[i]);
        }

        return [.. Outputs.Select(output => values[output])];
    }

    /// <summary>A walk from the outputs to the inputs, depth first, as Keras does it: the order of layers follows from it.</summary>
    private sealed class Walk(IReadOnlyList<LayerTensor> inputs)
    {
        private readonly HashSet<LayerTensor> _inputs = [.. inputs];
        private readonly HashSet<LayerCall> _seen = [];
        private readonly Dictionary<Layer, int> _firstSeen = [];

        /// <summary>The calls, inputs before their users.</summary>
        public List<LayerCall> Finished { get; } = [];

        public void Visit(LayerTensor output)
        {
            if (!Enter(output, out LayerCall? first)) return;
            var path = new Stack<(LayerCall Call, int Next)>();
            path.Push((first, 0));
            while (path.TryPop(out (LayerCall Call, int Next) at))
            {
                if (at.Next == at.Call.Inputs.Count)
                {
                    Finished.Add(at.Call);
                    continue;
                }

                path.Push((at.Call, at.Next + 1));
                if (Enter(at.Call.Inputs[at.Next], out LayerCall? below)) path.Push((below, 0));
            }
        }

        public IReadOnlyList<Layer> LayersByDepth()
        {
            var callDepths = new Dictionary<LayerCall, int>();
            var depths = new Dictionary<Layer, int>();
            var inside = Finished.ToHashSet();
            for (int i = Finished.Count - 1; i >= 0; i--)
            {
                LayerCall call = Finished[i];
                int depth = Math.Max(callDepths.GetValueOrDefault(call), depths.GetValueOrDefault(call.Layer));
                depths[call.Layer] = callDepths[call] = depth;
                foreach (LayerTensor input in call.Inputs)
                {
                    if (inside.Contains(input.Call)) callDepths[input.Call] = Math.Max(depth + 1, callDepths.GetValueOrDefault(input.Call));
                }
            }

            foreach (LayerTensor input in inputs.Where(input => input.Layer is Input))
            {
                if (depths.TryAdd(input.Layer, 0)) _firstSeen[input.Layer] = -1;
            }

            return [.. depths.Keys.OrderByDescending(layer => depths[layer]).ThenBy(layer => _firstSeen[layer])];
        }

        private bool Enter(LayerTensor tensor, out LayerCall call)
        {
            call = tensor.Call;
            bool isGiven = _inputs.Contains(tensor);
            if ((isGiven && tensor.Layer is not Input) || !_seen.Add(call)) return false;
            if (call.Inputs.Count == 0 && !isGiven)
                throw new ArgumentException($"The outputs depend on the input '{tensor.Layer.Name}' of shape {tensor.Shape}, which is not among the model's inputs. Add it to them.");
            _firstSeen.TryAdd(call.Layer, _firstSeen.Count);
            return true;
        }
    }
}
