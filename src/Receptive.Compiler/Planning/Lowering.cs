using Receptive.Graph;

namespace Receptive.Compiler;

/// <summary>Turns a graph into a list of steps over buffers that have no place yet.</summary>
internal sealed class Lowering
{
    private readonly GraphFunction _function;
    private readonly int _capacity;
    private readonly HashSet<Variable> _updated;
    private readonly Dictionary<SymbolicTensor, PlanBuffer> _buffers = [];
    private readonly Dictionary<Variable, PlanBuffer> _variables = [];
    private readonly List<PlanBuffer> _all = [];
    private readonly List<ProgramStep> _steps = [];

    private Lowering(GraphFunction function, int capacity)
    {
        _function = function;
        _capacity = capacity;
        _updated = [.. function.Updates.Select(update => update.Variable)];
    }

    public static ProgramPlan Run(GraphFunction function, CompileOptions options) =>
        new Lowering(function, options.BatchCapacity).Lower(options.Threads);

    private ProgramPlan Lower(int threads)
    {
        IReadOnlyList<SymbolicTensor> order = _function.TensorsInOrder();
        Dictionary<SymbolicTensor, SymbolicTensor[]> results = ResultsOf(order);
        foreach (SymbolicTensor tensor in order) Lower(tensor, results);

        PlanBuffer[] outputs = [.. _function.Outputs.Select(output => _buffers[output])];
        foreach (PlanBuffer output in outputs) output.IsOutput = true;
        foreach (Assignment update in _function.Updates)
        {
            PlanBuffer value = _buffers[update.Value], variable = BufferOf(update.Variable);
            if (!MayBeWrittenInPlace(value, variable))
            {
                AddCopy(update, value, variable);
                continue;
            }

            value.BecomeValueOf(variable);
            ProgramStep step = _steps[value.FirstStep];
            if (step.Label.Length == 0) step.Label = update.Variable.Name;
        }

        long workerFloats = RoundUp(_steps.Select(step => step.Call.WorkerScratch).DefaultIfEmpty().Max());
        PlanBuffer? workers = workerFloats == 0 ? null : Add(new PlanBuffer("scratch of the workers", BufferKind.Lasting, workerFloats * threads));
        return new ProgramPlan
        {
            Steps = _steps,
            Buffers = _all,
            Inputs = [.. _function.Inputs.Select(input => _buffers[input])],
            Outputs = outputs,
            WorkerScratch = workers,
            WorkerScratchFloats = workerFloats,
        };
    }

    /// <summary>Every buffer begins at a multiple of 16 floats, 64 bytes.</summary>
    public static long RoundUp(long floats) => (floats + 15) / 16 * 16;

    private static Dictionary<SymbolicTensor, SymbolicTensor[]> ResultsOf(IReadOnlyList<SymbolicTensor> order)
    {
        var results = new Dictionary<SymbolicTensor, SymbolicTensor[]>();
        foreach (SymbolicTensor tensor in order)
        {
            if (tensor.Op is not ResultOp result) continue;
            if (!results.TryGetValue(tensor.Inputs[0], out SymbolicTensor[]? tensors))
                results[tensor.Inputs[0]] = tensors = new SymbolicTensor[result.Fused.OutputShapes.Count];
            tensors[result.Index] = tensor;
        }

        return results;
    }

    private void Lower(SymbolicTensor tensor, Dictionary<SymbolicTensor, SymbolicTensor[]> results)
    {
        switch (tensor.Op)
        {
            case PlaceholderOp placeholder:
                _buffers[tensor] = Add(new PlanBuffer(placeholder.Label, BufferKind.Lasting, tensor.Shape.Elements(_capacity)));
                return;
            case ConstantOp constant:
                _buffers[tensor] = Add(new PlanBuffer("constant", BufferKind.Constant, tensor.Shape.ElementsPerRow) { Constant = constant });
                return;
            case ReadOp read:
                _buffers[tensor] = BufferOf(read.Variable);
                return;
            case ResultOp:
                return; // made with its fused op
            case { IsView: true }:
                _buffers[tensor] = _buffers[tensor.Inputs[0]];
                return;
        }

        Shape[] inputShapes = [.. tensor.Inputs.Select(input => input.Shape)];
        Shape[] outputShapes = tensor.Op is FusedOp fused ? [.. fused.OutputShapes] : [tensor.Shape];
        string name = tensor.Label ?? tensor.Op.Name;
        PlanBuffer[] outputs = [.. outputShapes.Select(shape => Add(new PlanBuffer(name, BufferKind.Arena, shape.Elements(_capacity))))];
        _buffers[tensor] = outputs[0];
        if (results.TryGetValue(tensor, out SymbolicTensor[]? others))
        {
            for (int i = 1; i < others.Length; i++)
            {
                if (others[i] is not null) _buffers[others[i]] = outputs[i];
            }
        }

        AddStep(new ProgramStep
        {
            Description = tensor.Op.Describe(),
            Label = tensor.Label ?? "",
            Call = tensor.Op.Lower(inputShapes, tensor.Shape),
            Inputs = [.. tensor.Inputs.Select(input => _buffers[input])],
            Outputs = outputs,
            OutputShapes = outputShapes,
            FloatingOperations = batch => tensor.Op.FloatingOperations(inputShapes, tensor.Shape, batch),
            PreparationKey = $"{tensor.Op.Describe()} {string.Join(' ', inputShapes)}",
        });
    }

    /// <summary>
    /// Whether the step that computes the new value of a variable may write it over the old one: no later step reads that,
    /// and the step itself reads each element before it writes it.
    /// </summary>
    private bool MayBeWrittenInPlace(PlanBuffer value, PlanBuffer variable)
    {
        if (value.Kind != BufferKind.Arena || value.IsOutput || variable.LastStep > value.FirstStep) return false;
        ProgramStep step = _steps[value.FirstStep];
        int output = Array.IndexOf(step.Outputs, value);
        return step.Call.MayWriteVariable(output) && MemoryPlanner.MayOverwriteEverywhere(step, variable, output);
    }

    private void AddCopy(Assignment update, PlanBuffer value, PlanBuffer variable)
    {
        var op = new ElementwiseGroupOp(ElementwiseGroup.Copy(update.Variable.Shape), [update.Variable.Shape]);
        PlanBuffer target = Add(new PlanBuffer(update.Variable.Name, BufferKind.Variable, variable.Floats));
        target.BecomeValueOf(variable);
        AddStep(new ProgramStep
        {
            Description = op.Describe(),
            Label = update.Variable.Name,
            Call = op.Lower([update.Variable.Shape], update.Variable.Shape),
            Inputs = [value],
            Outputs = [target],
            OutputShapes = [update.Variable.Shape],
            FloatingOperations = _ => 0,
        });
    }

    private void AddStep(ProgramStep step)
    {
        int index = _steps.Count;
        _steps.Add(step);
        long scratch = step.Call.SharedScratch(_capacity);
        if (scratch > 0 && step.Call.FirstPhasePrepares && PreparesFromUnchanging(step))
        {
            step.PreparedFloats = scratch;
        }
        else if (scratch > 0)
        {
            step.SharedScratch = Add(new PlanBuffer($"scratch of {step.Label}", BufferKind.Arena, scratch));
            step.SharedScratch.UsedAt(index);
        }

        foreach (PlanBuffer input in step.Inputs) input.UsedAt(index);
        foreach (PlanBuffer output in step.Outputs) output.UsedAt(index);
    }

    private bool PreparesFromUnchanging(ProgramStep step)
    {
        for (int i = 0; i < step.Inputs.Length; i++)
        {
            if (!step.Call.Prepares(i)) continue;
            PlanBuffer input = step.Inputs[i];
            bool stays = input.Kind == BufferKind.Constant || (input.Kind == BufferKind.Variable && !_updated.Contains(input.Variable!));
            if (!stays) return false;
        }

        return true;
    }

    private PlanBuffer BufferOf(Variable variable)
    {
        if (!_variables.TryGetValue(variable, out PlanBuffer? buffer))
            _variables[variable] = buffer = Add(PlanBuffer.Of(variable));
        return buffer;
    }

    private PlanBuffer Add(PlanBuffer buffer)
    {
        _all.Add(buffer);
        return buffer;
    }
}
