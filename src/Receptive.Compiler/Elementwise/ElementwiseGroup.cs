using System.Globalization;
using System.Text;
using Receptive.Graph;
using Receptive.Kernels;

namespace Receptive.Compiler;

/// <summary>A value of a group that is folded, see <see cref="ElementwiseGroup.Fold"/>.</summary>
/// <param name="Function">What it is folded by.</param>
/// <param name="Value">An operand indexed in full, or a result.</param>
internal readonly record struct FoldedValue(ReductionFunction Function, ValueRef Value);

/// <summary>
/// What an elementwise group computes: instructions over blocks, each writing a value of as many elements as the group's
/// outputs have; and reductions of such values, all over the same axes.
/// </summary>
/// <param name="shape">The shape of the outputs, up to reshaping.</param>
/// <param name="operands">How each input is indexed.</param>
/// <param name="constants">Numbers the instructions use.</param>
/// <param name="instructions">In the order in which they run.</param>
/// <param name="outputs">Which instruction's result each output is.</param>
internal sealed class ElementwiseGroup(
    Shape shape, IndexMap[] operands, float[] constants, ElementwiseInstruction[] instructions, int[] outputs)
{
    public Shape Shape { get; } = shape;

    public IndexMap[] Operands { get; } = operands;

    public float[] Constants { get; } = constants;

    public ElementwiseInstruction[] Instructions { get; } = instructions;

    public int[] Outputs { get; } = outputs;

    /// <summary>How values are folded; null if none is.</summary>
    public ReduceStep? Fold { get; init; }

    /// <summary>The folded values; their results are outputs after <see cref="Outputs"/>.</summary>
    public FoldedValue[] Folded { get; init; } = [];

    /// <summary>The group that copies a tensor.</summary>
    public static ElementwiseGroup Copy(Shape shape) => new(
        shape, [IndexMap.Create(shape, shape)], [],
        [new ElementwiseInstruction(ElementwiseFunction.Copy, new ValueRef(ValueKind.Operand, 0), default, default)], [0]);

    /// <summary>When an operand is read for the last time: by which instruction, or, folded, after all of them. -1 if never.</summary>
    public int LastReadOf(int operand) => LastUseOf(new ValueRef(ValueKind.Operand, operand));

    /// <summary>When a value is used for the last time: by which instruction, or, folded, after all of them. -1 if never.</summary>
    public int LastUseOf(ValueRef value) => IsFolded(value)
        ? Instructions.Length
        : Array.FindLastIndex(Instructions, instruction => instruction.A == value || instruction.B == value || instruction.C == value);

    /// <summary>Whether a value is folded.</summary>
    public bool IsFolded(ValueRef value) => Folded.Any(folded => folded.Value == value);

    /// <summary>As a formula, such as <c>t0 = Add(in0, in1); t1 = Relu(t0); -> t1, Sum(t0)</c>.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        for (int i = 0; i < Instructions.Length; i++)
        {
            ElementwiseInstruction instruction = Instructions[i];
            string call = instruction.Stream is { } stream
                ? $"Random(stream {stream})"
                : $"{instruction.Function}({string.Join(", ", new[] { instruction.A, instruction.B, instruction.C }.Where(value => value.Kind != ValueKind.None).Select(Describe))})";
            text.Append(CultureInfo.InvariantCulture, $"t{i} = {call}; ");
        }

        IEnumerable<string> results = Outputs.Select(output => $"t{output}").Concat(Folded.Select(folded => $"{folded.Function}({folded.Value})"));
        return text.Append("-> ").AppendJoin(", ", results).ToString();
    }

    /// <summary>The functions alone, in order.</summary>
    public string Functions() => string.Join(", ",
        Instructions.Select(instruction => instruction.Stream is null ? instruction.Function.ToString() : "Random")
            .Concat(Folded.Select(folded => folded.Function.ToString())));

    private string Describe(ValueRef value) =>
        value.Kind == ValueKind.Constant ? Constants[value.Index].ToString("R", CultureInfo.InvariantCulture) : value.ToString();
}
