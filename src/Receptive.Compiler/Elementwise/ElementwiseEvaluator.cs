using System.Runtime.CompilerServices;
using Receptive.Graph;
using Receptive.Kernels;

namespace Receptive.Compiler;

/// <summary>Runs the instructions of an <see cref="ElementwiseGroup"/> over a range of elements, block after block.</summary>
/// <remarks>
/// A block of each value fits the first-level cache together with the others, so however many operations the group joins,
/// memory is read once for each input and written once for each output. Results that are outputs are written to their
/// place at once; results that are folded are held for the whole range; the others go to slots, which are reused when
/// their last reader has run. An element's value depends on the elements it is made of alone, so block and range do not
/// change a bit.
/// </remarks>
internal sealed unsafe class ElementwiseEvaluator
{
    /// <summary>4 kB a value: eight of them fit the smallest first-level cache in use (32 kB).</summary>
    public const int DefaultBlock = 1024;

    private readonly ElementwiseGroup _group;
    private readonly float[] _constants; // on the pinned heap: instructions point into it
    private readonly float* _constantsPointer;
    private readonly Place[] _places;
    private readonly int _resultSlots;
    private readonly int _slots;
    private readonly long _heldLength;

    /// <param name="group">What to compute.</param>
    /// <param name="block">The elements of a block.</param>
    /// <param name="longestRange">The elements of the longest range; matters if results are folded.</param>
    /// <param name="joins">Whether instructions become formulas; null to choose by the group's size.</param>
    public ElementwiseEvaluator(ElementwiseGroup group, int block, long longestRange, bool? joins)
    {
        _group = group;
        Schedule = new ElementwiseSchedule(group, joins ?? (group.Shape.ElementsPerRow >= ElementwiseSchedule.WorthJoining));
        Block = block;
        _constants = GC.AllocateUninitializedArray<float>(Math.Max(1, group.Constants.Length), pinned: true);
        group.Constants.CopyTo(_constants, 0);
        _constantsPointer = (float*)Unsafe.AsPointer(ref _constants[0]);
        _places = PlaceResults(group, Schedule.Loops, out _resultSlots, out int held);
        _slots = _resultSlots + group.Operands.Count(NeedsSlot);
        _heldLength = Lowering.RoundUp(longestRange);
        Scratch = (long)_slots * block + held * _heldLength;
    }

    private enum PlaceKind
    {
        Register,
        Slot,
        Output,
        Held,
    }

    /// <summary>The loops over each block.</summary>
    public ElementwiseSchedule Schedule { get; }

    /// <summary>The elements of a block.</summary>
    public int Block { get; }

    /// <summary>The floats of scratch that a worker needs.</summary>
    public long Scratch { get; }

    /// <summary>Computes elements first to end - 1.</summary>
    public void Run(in KernelArguments arguments, long start, long end)
    {
        IndexMap[] maps = _group.Operands;
        BlockOperand* operands = stackalloc BlockOperand[maps.Length];
        float** results = stackalloc float*[_group.Instructions.Length];
        float** blocks = stackalloc float*[ElementwiseFormula.MostBlocks];
        float** scalars = stackalloc float*[ElementwiseFormula.MostScalars];
        float** stored = stackalloc float*[ElementwiseFormula.MostStatements];

        for (long first = start; first < end; first += Block)
        {
            int count = (int)Math.Min(Block, end - first);
            float* slot = arguments.WorkerScratch + (long)_resultSlots * Block;
            for (int i = 0; i < maps.Length; i++)
            {
                // What repeats with the blocks is gathered for the range's first and then stays.
                bool stays = first != start && maps[i].Period != 0 && Block % maps[i].Period == 0;
                if (!stays) operands[i] = maps[i].Block(arguments.Input(i), first, count, slot);
                if (NeedsSlot(maps[i])) slot += Block;
            }

            foreach (ElementwiseLoop loop in Schedule.Loops)
            {
                int storedCount = 0;
                foreach (ElementwiseStatement statement in loop.Statements)
                {
                    if (!statement.IsStored) continue;
                    Place place = _places[statement.Result];
                    results[statement.Result] = stored[storedCount++] = place.Kind switch
                    {
                        PlaceKind.Slot => arguments.WorkerScratch + (long)place.Index * Block,
                        PlaceKind.Output => arguments.Output(place.Index) + first,
                        _ => Held(arguments, place.Index) + (first - start),
                    };
                }

                ElementwiseInstruction instruction = loop.Instruction;
                if (loop.Formula is { } formula)
                {
                    for (int i = 0; i < loop.Blocks.Length; i++) blocks[i] = Value(loop.Blocks[i], operands, results).Pointer;
                    for (int i = 0; i < loop.Scalars.Length; i++) scalars[i] = Value(loop.Scalars[i], operands, results).Pointer;
                    formula.Run(blocks, loop.Blocks.Length, scalars, loop.Scalars.Length, stored, storedCount, count);
                }
                else if (instruction.Stream is { } stream)
                {
                    RandomKernels.Uniform(stored[0], first, count, arguments.Seed, arguments.Step, stream);
                }
                else
                {
                    instruction.Function.Run(
                        Value(instruction.A, operands, results), Value(instruction.B, operands, results),
                        Value(instruction.C, operands, results), stored[0], count);
                }
            }
        }
    }

    /// <summary>Where a folded value lies after a run over a range: a pointer to what would be element 0.</summary>
    public float* Base(in KernelArguments arguments, ValueRef value, long start)
    {
        if (value.Kind == ValueKind.Operand) return arguments.Input(value.Index);
        Place place = _places[value.Index];
        return place.Kind == PlaceKind.Output ? arguments.Output(place.Index) : Held(arguments, place.Index) - start;
    }

    private static bool NeedsSlot(IndexMap map) => !map.IsFull && !map.IsScalar;

    private float* Held(in KernelArguments arguments, int index) => arguments.WorkerScratch + (long)_slots * Block + index * _heldLength;

    private BlockOperand Value(ValueRef value, BlockOperand* operands, float** results) => value.Kind switch
    {
        ValueKind.Operand => operands[value.Index],
        ValueKind.Result => new BlockOperand(results[value.Index]),
        ValueKind.Constant => new BlockOperand(_constantsPointer + value.Index, isScalar: true),
        _ => default,
    };

    /// <summary>Gives each result its output, its own held range, or a slot, reusing those nobody reads any more.</summary>
    private static Place[] PlaceResults(ElementwiseGroup group, ElementwiseLoop[] loops, out int slots, out int held)
    {
        ElementwiseStatement[] statements = [.. loops.SelectMany(loop => loop.Statements)];
        var places = new Place[group.Instructions.Length];
        int[] lastReaders = new int[group.Instructions.Length]; // by instruction: the statement that reads its result last
        for (int statement = 0; statement < statements.Length; statement++)
        {
            foreach (ValueRef value in statements[statement].Reads)
            {
                if (value.Kind == ValueKind.Result) lastReaders[value.Index] = statement;
            }
        }

        var free = new Stack<int>();
        slots = 0;
        held = 0;
        for (int statement = 0; statement < statements.Length; statement++)
        {
            // Slots of values read here for the last time may take this result: loops work in place, statement by statement.
            foreach (ValueRef value in statements[statement].Reads)
            {
                if (value.Kind == ValueKind.Result && lastReaders[value.Index] == statement && places[value.Index].Kind == PlaceKind.Slot)
                    free.Push(places[value.Index].Index);
            }

            int index = statements[statement].Result, output = Array.IndexOf(group.Outputs, index);
            places[index] = !statements[statement].IsStored ? default
                : output >= 0 ? new Place(PlaceKind.Output, output)
                : group.IsFolded(new ValueRef(ValueKind.Result, index)) ? new Place(PlaceKind.Held, held++)
                : free.TryPop(out int slot) ? new Place(PlaceKind.Slot, slot)
                : new Place(PlaceKind.Slot, slots++);
        }

        return places;
    }

    private readonly record struct Place(PlaceKind Kind, int Index);
}
