using Receptive.Compiler;
using Receptive.Graph;
using Receptive.Kernels;
using Xunit;

namespace Receptive.Engine.Tests.Compiler;

public unsafe class IndexMapTests
{
    private const int None = Shape.Batch;

    public static TheoryData<int[], int[], string> Cases => new()
    {
        { [None, 3, 4], [None, 3, 4], "full" },
        { [None, 12], [None, 12], "full" },
        { [], [None, 3, 4], "scalar" },
        { [1, 1], [None, 4], "scalar" },
        { [4], [None, 3, 4], "period 4" },
        { [3, 4], [None, 3, 4], "period 12" },
        { [1, 3, 4], [None, 3, 4], "period 12" },
        { [None, 1], [None, 5], "repeat 5" },
        { [None, 1, 1], [None, 3, 4], "repeat 12" },
        { [None, 3, 1], [None, 3, 4], "repeat 4" },
        { [None, 1, 4], [None, 3, 4], "runs 0x4 3x0 4x1" },
        { [3, 1], [None, 3, 4], "runs 0x0 3x1 4x0" },
        { [2, 1, 3, 1], [2, 5, 3, 2], "runs 2x3 5x0 3x1 2x0" },
        { [], [], "full" },
        { [1], [1, 1], "full" },
        { [None, 1], [None, 1], "full" },
        { [1, 1], [None, 1], "scalar" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Finds_every_element_by_block_and_by_gathering(int[] operand, int[] output, string kind)
    {
        const int batch = 5;
        Shape from = operand, to = output;
        IndexMap map = IndexMap.Create(from, to);
        Assert.Equal(kind, map.ToString());
        float[] values = [.. Enumerable.Range(0, (int)from.Elements(batch)).Select(i => (float)i)];
        float[] expected = Broadcast(from, to, batch);
        float* buffer = stackalloc float[expected.Length];
        fixed (float* source = values)
        {
            for (int first = 0; first < expected.Length; first++)
            {
                for (int count = 1; first + count <= expected.Length; count++)
                {
                    BlockOperand block = map.Block(source, first, count, buffer);
                    for (int i = 0; i < count; i++) Assert.Equal(expected[first + i], block.Pointer[block.IsScalar ? 0 : i]);
                    map.Gather(source, first, count, buffer);
                    for (int i = 0; i < count; i++) Assert.Equal(expected[first + i], buffer[i]);
                }
            }
        }
    }

    /// <summary>Broadcasts the numbers 0, 1, 2, ... by the interpreter.</summary>
    private static float[] Broadcast(Shape from, Shape to, int batch)
    {
        SymbolicTensor x = Ops.Placeholder(from, "x");
        var interpreter = new ReferenceInterpreter(batch);
        interpreter.Set(x, [.. Enumerable.Range(0, (int)from.Elements(batch)).Select(i => (double)i)]);
        return Array.ConvertAll(interpreter.Evaluate(Ops.BroadcastTo(x, to)), value => (float)value);
    }
}
