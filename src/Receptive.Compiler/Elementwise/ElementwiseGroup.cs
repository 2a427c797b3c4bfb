using System.Globalization;
using System.Text;
using Receptive.Graph;

namespace Receptive.Compiler;

/// <summary>
/// What an elementwise group computes: instructions over blocks, each writing a value of as many elements as the group's
/// outputs have.
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

    /// <summary>The last instruction that reads an operand, -1 if none does.</summary>
    public int LastReadOf(int operand)
    {
        var wanted = new ValueRef(ValueKind.Operand, operand);
        return Array.FindLastIndex(Instructions, instruction => instruction.A == wanted || instruction.B == wanted || instruction.C == wanted);
    }

    /// <summary>The last instruction that reads the result of another, -1 if none does.</summary>
    public int LastUseOf(int result)
    {
        var wanted = new ValueRef(ValueKind.Result, result);
        return Array.FindLastIndex(Instructions, instruction => instruction.A == wanted || instruction.B == wanted || instruction.C == wanted);
    }

    /// <summary>As a formula, such as <c>t0 = Add(in0, in1); t1 = Relu(t0) -> t1</c>.</summary>
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

        return text.Append("-> ").AppendJoin(", ", Outputs.Select(output => $"t{output}")).ToString();
    }

    private string Describe(ValueRef value) =>
        value.Kind == ValueKind.Constant ? Constants[value.Index].ToString("R", CultureInfo.InvariantCulture) : value.ToString();
}
