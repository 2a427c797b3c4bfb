using Receptive.Graph;
using Receptive.Kernels;

namespace Receptive.Compiler;

/// <summary>Makes one fused op of each group of elementwise ops (see <see cref="ElementwiseGroups"/>).</summary>
internal sealed class GroupElementwise : IGraphPass
{
    public string Name => "group elementwise ops";

    public GraphFunction Run(GraphFunction function, out string effect)
    {
        var rewriter = new GraphRewriter(function);
        var groups = new ElementwiseGroups(rewriter);
        int ops = 0, made = 0;
        HashSet<SymbolicTensor> outputs = [.. function.Outputs];
        var onlyUpdates = new Dictionary<IReadOnlyList<SymbolicTensor>, bool>(ReferenceEqualityComparer.Instance);
        foreach (SymbolicTensor tensor in rewriter.Order)
        {
            if (MayEmit(tensor) && !OnlyUpdates(ElementwiseGroups.Base(tensor))) Emit(tensor);
        }

        // What only updates variables runs last, when nothing needs their old values any more: then it can work in place.
        foreach (SymbolicTensor tensor in rewriter.Order)
        {
            if (MayEmit(tensor)) Emit(tensor);
        }

        effect = ops == 0 ? "" : $"{ops} ops in {made} groups";
        return ops == 0 ? function : rewriter.Finish();

        // A group runs where its last member stood, or earlier where another step needs it; views come when asked for.
        bool MayEmit(SymbolicTensor tensor) =>
            rewriter.IsRoot(tensor) || !(tensor.Op.IsView || (groups.IsGrouped(tensor) && groups.MembersOf(tensor)[^1] != tensor));

        bool OnlyUpdates(SymbolicTensor tensor)
        {
            if (!groups.IsGrouped(tensor)) return false;
            IReadOnlyList<SymbolicTensor> members = groups.MembersOf(tensor);
            if (!onlyUpdates.TryGetValue(members, out bool result))
                onlyUpdates[members] = result = members.All(member => !outputs.Contains(member) && groups.UsersOutside(member).All(user => user.Op.IsView && !outputs.Contains(user)));
            return result;
        }

        void Emit(SymbolicTensor tensor)
        {
            if (rewriter.IsDone(tensor)) return;
            if (!groups.IsGrouped(tensor))
            {
                foreach (SymbolicTensor input in tensor.Inputs) Emit(input);
                rewriter.Replace(tensor, rewriter.Copy(tensor));
                return;
            }

            IReadOnlyList<SymbolicTensor> members = groups.MembersOf(tensor);
            foreach (SymbolicTensor input in members.SelectMany(member => member.Inputs).Select(ElementwiseGroups.Base))
            {
                if (!groups.AreTogether(input, tensor)) Emit(input);
            }

            new GroupBuilder(rewriter, groups, members).Build();
            ops += members.Count;
            made++;
        }
    }

    /// <summary>Turns the members of one group into instructions.</summary>
    private sealed class GroupBuilder(GraphRewriter rewriter, ElementwiseGroups groups, IReadOnlyList<SymbolicTensor> members)
    {
        private readonly List<(SymbolicTensor Tensor, IndexMap Map)> _operands = [];
        private readonly List<float> _constants = [];
        private readonly List<ElementwiseInstruction> _instructions = [];
        private readonly Dictionary<ElementwiseInstruction, int> _seen = [];
        private readonly Dictionary<SymbolicTensor, int> _results = [];

        public void Build()
        {
            SymbolicTensor[] elementwise = [.. members.Where(member => member.Op is not ReduceOp)];
            SymbolicTensor[] folds = [.. members.Where(member => member.Op is ReduceOp)];
            foreach (SymbolicTensor member in elementwise) _results[member] = Add(Translate(member));
            FoldedValue[] folded = [.. folds.Select(fold => new FoldedValue(((ReduceOp)fold.Op).Function, Value(fold, 0, fold.Inputs[0].Shape)))];

            SymbolicTensor[] outside = [.. elementwise.Where(groups.IsUsedOutside)];
            int[] outputs = [.. outside.Select(member => _results[member]).Distinct()];
            Shape[] shapes = [.. outputs.Select(output => outside.First(member => _results[member] == output).Shape), .. folds.Select(fold => fold.Shape)];
            var group = new ElementwiseGroup(
                folds.Length > 0 ? folds[0].Inputs[0].Shape : elementwise[0].Shape,
                [.. _operands.Select(operand => operand.Map)], [.. _constants], [.. _instructions], outputs)
            {
                Fold = folds.Length > 0 ? ElementwiseGroups.FoldOf(folds[0]) : null,
                Folded = folded,
            };
            SymbolicTensor fused = SymbolicTensor.Apply(new ElementwiseGroupOp(group, shapes), [.. _operands.Select(operand => operand.Tensor)]);
            fused.Label = members[^1].Label;
            SymbolicTensor[] results = [.. Enumerable.Range(0, shapes.Length).Select(index => FusedOp.Result(fused, index))];
            foreach (SymbolicTensor member in outside)
                rewriter.Replace(member, Ops.Reshape(results[Array.IndexOf(outputs, _results[member])], member.Shape));
            for (int i = 0; i < folds.Length; i++) rewriter.Replace(folds[i], results[outputs.Length + i]);
        }

        private ElementwiseInstruction Translate(SymbolicTensor member)
        {
            switch (member.Op)
            {
                case RandomUniformOp random:
                    return new ElementwiseInstruction(ElementwiseFunction.Copy, default, default, default, random.Stream);
                case BroadcastToOp:
                    return new ElementwiseInstruction(ElementwiseFunction.Copy, Value(member, 0, member.Shape), default, default);
                default:
                    var op = (ElementwiseOp)member.Op;
                    var values = new List<ValueRef>();
                    for (int i = 0; i < op.Arity; i++) values.Add(Value(member, i, member.Shape));
                    while (values.Count < 3) values.Add(default);
                    return new ElementwiseInstruction(op.Function, values[0], values[1], values[2], IsCheap: op.IsCheap);
            }
        }

        private int Add(ElementwiseInstruction instruction)
        {
            if (_seen.TryGetValue(instruction, out int same)) return same;
            _instructions.Add(instruction);
            return _seen[instruction] = _instructions.Count - 1;
        }

        /// <summary>An input of a member, indexed as a member of a shape.</summary>
        private ValueRef Value(SymbolicTensor member, int input, Shape shape)
        {
            SymbolicTensor tensor = member.Inputs[input];
            SymbolicTensor source = ElementwiseGroups.Base(tensor);
            if (_results.TryGetValue(source, out int result)) return new ValueRef(ValueKind.Result, result);
            if (source.Op is ConstantOp { Shape.ElementsPerRow: 1 } constant && member.Op is not ReduceOp) return Constant(constant.Values[0]);
            (SymbolicTensor, IndexMap) operand = (rewriter.New(source), IndexMap.Create(tensor.Shape, shape));
            int index = _operands.IndexOf(operand);
            if (index < 0)
            {
                index = _operands.Count;
                _operands.Add(operand);
            }

            return new ValueRef(ValueKind.Operand, index);
        }

        private ValueRef Constant(float value)
        {
            int index = _constants.FindIndex(other => BitConverter.SingleToInt32Bits(other) == BitConverter.SingleToInt32Bits(value));
            if (index < 0)
            {
                index = _constants.Count;
                _constants.Add(value);
            }

            return new ValueRef(ValueKind.Constant, index);
        }
    }
}

/// <summary>The op of an elementwise group.</summary>
internal sealed class ElementwiseGroupOp(ElementwiseGroup group, IReadOnlyList<Shape> outputShapes) : FusedOp
{
    public override string Name => Group.Fold is null ? "Elementwise" : "ElementwiseFold";

    public ElementwiseGroup Group { get; } = group;

    public override IReadOnlyList<Shape> OutputShapes { get; } = outputShapes;

    public override string Describe() => $"{Name}({Group.Functions()})";

    public override KernelCall Lower(IReadOnlyList<Shape> inputs, Shape output) =>
        Group.Fold is null ? new ElementwiseCall(Group) : new ElementwiseFoldCall(Group);

    public override long FloatingOperations(IReadOnlyList<Shape> inputs, Shape output, int batch) =>
        (Group.Instructions.Length + Group.Folded.Length) * Group.Shape.Elements(batch);
}
