using Receptive.Graph;
using Receptive.Kernels;

namespace Receptive.Compiler;

/// <summary>Runs an <see cref="ElementwiseGroup"/>: all its instructions on one block after another.</summary>
/// <remarks>
/// A block of each value fits the first-level cache together with the others, so however many operations the group joins,
/// memory is read once for each input and written once for each output. Results that are outputs are written to their
/// place at once; the others go to slots, which are reused when their last reader has run. An element's value depends on
/// the elements it is made of alone, so block and chunk lengths do not change a bit.
/// </remarks>
internal sealed unsafe class ElementwiseCall : KernelCall
{
    /// <summary>4 kB a value: eight of them fit the smallest first-level cache in use (32 kB).</summary>
    internal const int DefaultBlock = 1024;

    /// <summary>Some microseconds of work: enough to be worth a thread's while, little enough to share out evenly.</summary>
    private const int BlocksPerChunk = 16;

    private readonly ElementwiseGroup _group;
    private readonly int _block;
    private readonly float[] _constants; // on the pinned heap: instructions point into it
    private readonly float* _constantsPointer;
    private readonly int[] _slots; // where each result goes: a slot, or ~output
    private readonly int _slotCount;
    private readonly int _firstOperandSlot;

    public ElementwiseCall(ElementwiseGroup group, int block = DefaultBlock)
    {
        _group = group;
        _block = block;
        _constants = GC.AllocateUninitializedArray<float>(Math.Max(1, group.Constants.Length), pinned: true);
        group.Constants.CopyTo(_constants, 0);
        _constantsPointer = (float*)System.Runtime.CompilerServices.Unsafe.AsPointer(ref _constants[0]);
        _slots = PlaceResults(group, out _slotCount);
        _firstOperandSlot = _slotCount;
        _slotCount += group.Operands.Count(operand => !operand.IsFull && !operand.IsScalar);
    }

    public override long WorkerScratch => (long)_slotCount * _block;

    public override int Chunks(int phase, int batch)
    {
        long chunkLength = (long)_block * BlocksPerChunk;
        return checked((int)((_group.Shape.Elements(batch) + chunkLength - 1) / chunkLength));
    }

    /// <summary>An output may lie on an input once every instruction that reads the input's block has run.</summary>
    public override bool MayOverwrite(int input, int output) =>
        _group.Operands[input].IsFull && _group.Outputs[output] >= _group.LastReadOf(input);

    public override void Run(in KernelArguments arguments, int phase, int chunk)
    {
        long chunkLength = (long)_block * BlocksPerChunk;
        long start = chunk * chunkLength;
        long end = Math.Min(start + chunkLength, _group.Shape.Elements(arguments.Batch));
        IndexMap[] maps = _group.Operands;
        ElementwiseInstruction[] instructions = _group.Instructions;
        BlockOperand* operands = stackalloc BlockOperand[maps.Length];
        float** results = stackalloc float*[instructions.Length];

        for (long first = start; first < end; first += _block)
        {
            int count = (int)Math.Min(_block, end - first);
            float* operandSlot = arguments.WorkerScratch + (long)_firstOperandSlot * _block;
            for (int i = 0; i < maps.Length; i++)
            {
                // What repeats with the blocks is gathered for the chunk's first and then stays.
                bool stays = first != start && maps[i].Period != 0 && _block % maps[i].Period == 0;
                if (!stays) operands[i] = maps[i].Block(arguments.Input(i), first, count, operandSlot);
                if (!maps[i].IsFull && !maps[i].IsScalar) operandSlot += _block;
            }

            for (int i = 0; i < instructions.Length; i++)
            {
                int slot = _slots[i];
                float* result = slot >= 0 ? arguments.WorkerScratch + (long)slot * _block : arguments.Output(~slot) + first;
                results[i] = result;
                ref readonly ElementwiseInstruction instruction = ref instructions[i];
                if (instruction.Stream is { } stream)
                {
                    RandomKernels.Uniform(result, first, count, arguments.Seed, arguments.Step, stream);
                    continue;
                }

                ElementwiseKernels.Run(
                    instruction.Function, Value(instruction.A, operands, results), Value(instruction.B, operands, results),
                    Value(instruction.C, operands, results), result, count);
            }
        }
    }

    public override string ToString() => _group.ToString();

    private BlockOperand Value(ValueRef value, BlockOperand* operands, float** results) => value.Kind switch
    {
        ValueKind.Operand => operands[value.Index],
        ValueKind.Result => new BlockOperand(results[value.Index]),
        ValueKind.Constant => new BlockOperand(_constantsPointer + value.Index, isScalar: true),
        _ => default,
    };

    /// <summary>Gives each result its output (as the complement of its index) or a slot, reusing those nobody reads any more.</summary>
    private static int[] PlaceResults(ElementwiseGroup group, out int slotCount)
    {
        int count = group.Instructions.Length;
        var places = new int[count];
        var freeAfter = new int[count];
        for (int i = 0; i < count; i++) freeAfter[i] = group.LastUseOf(i);
        var free = new Stack<int>();
        slotCount = 0;
        for (int i = 0; i < count; i++)
        {
            // Slots of values read here for the last time may take this result: kernels work in place.
            for (int j = 0; j < i; j++)
            {
                if (freeAfter[j] == i && places[j] >= 0) free.Push(places[j]);
            }

            int output = Array.IndexOf(group.Outputs, i);
            if (output >= 0) places[i] = ~output;
            else if (free.TryPop(out int slot)) places[i] = slot;
            else places[i] = slotCount++;
        }

        return places;
    }
}
