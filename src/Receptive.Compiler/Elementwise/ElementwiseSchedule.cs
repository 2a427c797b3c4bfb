using System.Diagnostics.CodeAnalysis;
using Receptive.Kernels;

namespace Receptive.Compiler;

/// <summary>An instruction, with those that joined it.</summary>
/// <param name="Result">Which instruction.</param>
/// <param name="Reads">The values it reads, each once.</param>
/// <param name="IsStored">Whether its result goes to memory: it is an output, is folded, or is read by another loop.</param>
internal sealed record ElementwiseStatement(int Result, ValueRef[] Reads, bool IsStored);

/// <summary>One loop over a block.</summary>
/// <param name="Statements">What it computes, in this order for each element.</param>
/// <param name="Instruction">The instruction, where it is one.</param>
/// <param name="Formula">The loop of several instructions; null where it is one.</param>
/// <param name="Blocks">The blocks the formula reads.</param>
/// <param name="Scalars">The scalars the formula reads.</param>
internal sealed record ElementwiseLoop(
    ElementwiseStatement[] Statements, ElementwiseInstruction Instruction, ElementwiseFormula? Formula, ValueRef[] Blocks, ValueRef[] Scalars);

/// <summary>
/// The loops that compute an <see cref="ElementwiseGroup"/>. A result that one instruction uses joins that instruction, and
/// what then follows one another becomes one loop, so that most values never leave their registers and those of Adam are
/// read once; what only copies gives way to what it copies.
/// </summary>
/// <remarks>
/// Bits stay, since a formula is the same functions in the same order. Places stay too: an operand is not read later
/// than an output that could have been written over it.
/// Joining asks the runtime for a loop of the formula's own, some milliseconds of compiling. It happens where a step
/// computes <see cref="WorthJoining"/> elements, and for functions that cost no more than a pass over the cache; others
/// would gain little.
/// </remarks>
internal sealed class ElementwiseSchedule
{
    /// <summary>
    /// A pass less over 4,096 elements saves about half a microsecond, so a formula has paid for itself within a few thousand steps:
    /// some seconds of training.
    /// </summary>
    public const long WorthJoining = 4096;

    /// <summary>Longer formulas gain little more and take the runtime's compiler long.</summary>
    private const int MostFunctions = 16;

    private readonly ElementwiseGroup _group;
    private readonly ValueRef[][] _values; // what each instruction takes, copies replaced by what they copy
    private readonly Term[] _terms; // each instruction with those it took in
    private readonly int[] _lastReads; // by operand, see LastReadOf

    public ElementwiseSchedule(ElementwiseGroup group, bool joins)
    {
        _group = group;
        int count = group.Instructions.Length;
        int[] lastReads = [.. Enumerable.Range(0, group.Operands.Length).Select(group.LastReadOf)];
        bool[] isGone = new bool[count];
        _values = new ValueRef[count][];
        for (int i = 0; i < count; i++)
        {
            _values[i] = [.. group.Instructions[i].Values.Select(value => value.Kind == ValueKind.Result && isGone[value.Index] ? _values[value.Index][0] : value)];
            isGone[i] = group.Instructions[i].IsCopy && MayMove(i, group.LastUseOf(new ValueRef(ValueKind.Result, i)), _values[i], lastReads);
        }

        int[] uses = new int[count];
        for (int i = 0; i < count; i++)
        {
            if (isGone[i]) continue;
            foreach (ValueRef value in _values[i])
            {
                if (value.Kind == ValueKind.Result) uses[value.Index]++;
            }
        }

        // What nobody uses is not computed.
        for (int i = count - 1; i >= 0; i--)
        {
            if (isGone[i] || uses[i] > 0 || IsNeeded(i)) continue;
            isGone[i] = true;
            foreach (ValueRef value in _values[i])
            {
                if (value.Kind == ValueKind.Result) uses[value.Index]--;
            }
        }

        _terms = new Term[count];
        for (int i = 0; i < count; i++)
        {
            var term = new Term(i, [.. _values[i].Select(value => (value, (Term?)null))]);
            _terms[i] = term;
            if (!joins || !ElementwiseFormula.AreSupported || isGone[i] || !MayJoin(i)) continue;
            for (int argument = 0; argument < term.Arguments.Length; argument++)
            {
                ValueRef value = term.Arguments[argument].Value;
                if (value.Kind != ValueKind.Result || uses[value.Index] != 1 || !MayJoin(value.Index)) continue;
                Term inner = _terms[value.Index];
                if (!MayMove(value.Index, i, inner.Leaves(), lastReads)) continue;
                term.Arguments[argument] = (value, inner);
                isGone[value.Index] = Fits(term);
                if (!isGone[value.Index]) term.Arguments[argument] = (value, null);
            }
        }

        List<List<int>> loops = Split([.. Enumerable.Range(0, count).Where(i => !isGone[i])], joins);
        bool[] isStored = StoredOf(loops);
        Loops = [.. loops.Select(loop => Loop(loop, isStored))];
        _lastReads = LastReadsOf(Loops);
    }

    /// <summary>In the order in which they run.</summary>
    public ElementwiseLoop[] Loops { get; }

    /// <summary>The instruction at whose place an operand is read for the last time; after all of them if it is folded; -1 if it is never read.</summary>
    public int LastReadOf(int operand) => _lastReads[operand];

    /// <summary>Whether a result has to be in memory at the end.</summary>
    private bool IsNeeded(int index) => _group.Outputs.Contains(index) || _group.IsFolded(new ValueRef(ValueKind.Result, index));

    /// <summary>
    /// Whether a result may be computed where it is used instead: nobody needs it in memory, and no operand would be read later
    /// than an output that could lie on it.
    /// </summary>
    private bool MayMove(int from, int to, IEnumerable<ValueRef> leaves, int[] lastReads)
    {
        if (IsNeeded(from)) return false;
        return !leaves.Any(value => value.Kind == ValueKind.Operand && _group.Operands[value.Index].IsFull
            && _group.Outputs.Any(output => output > from && output < to && output >= lastReads[value.Index]));
    }

    /// <summary>Whether a formula may hold an instruction: it is cheap, and its operands are blocks or scalars whatever the block's place.</summary>
    private bool MayJoin(int index) =>
        _group.Instructions[index] is { IsCheap: true, Stream: null }
        && !_values[index].Any(value => value.Kind == ValueKind.Operand && _group.Operands[value.Index].MayChangeKind);

    private bool Fits(params IReadOnlyCollection<Term> terms)
    {
        ValueRef[] leaves = [.. LeavesOf(terms)];
        int scalars = leaves.Count(IsScalar);
        return terms.Count <= ElementwiseFormula.MostStatements && terms.Sum(term => term.Functions) <= MostFunctions
            && scalars <= ElementwiseFormula.MostScalars && leaves.Length - scalars <= ElementwiseFormula.MostBlocks;
    }

    /// <summary>What a loop of these reads from memory, each value once.</summary>
    private static IEnumerable<ValueRef> LeavesOf(IReadOnlyCollection<Term> terms) => terms
        .SelectMany(term => term.Leaves()).Distinct()
        .Where(value => value.Kind != ValueKind.Result || !terms.Any(term => term.Index == value.Index));

    /// <summary>The instructions that are left, cut into loops: as long as one loop can hold them.</summary>
    private List<List<int>> Split(int[] instructions, bool joins)
    {
        var loops = new List<List<int>>();
        foreach (int index in instructions)
        {
            bool follows = joins && ElementwiseFormula.AreSupported && loops.Count > 0 && MayJoin(index) && loops[^1].All(MayJoin)
                && Fits([.. loops[^1].Append(index).Select(i => _terms[i])]);
            if (follows) loops[^1].Add(index);
            else loops.Add([index]);
        }

        return loops;
    }

    private bool IsScalar(ValueRef value) =>
        value.Kind == ValueKind.Constant || (value.Kind == ValueKind.Operand && _group.Operands[value.Index].IsScalar);

    private ElementwiseLoop Loop(List<int> loop, bool[] isStored)
    {
        Term[] terms = [.. loop.Select(index => _terms[index])];
        ValueRef[] leaves = [.. LeavesOf(terms)];
        ValueRef[] scalars = [.. leaves.Where(IsScalar)], blocks = [.. leaves.Where(value => !IsScalar(value))];
        ElementwiseStatement[] statements = [.. terms.Select(term => new ElementwiseStatement(term.Index, [.. term.Leaves().Distinct()], isStored[term.Index]))];
        ElementwiseInstruction instruction = _group.Instructions[loop[0]] with
        {
            A = _values[loop[0]].ElementAtOrDefault(0),
            B = _values[loop[0]].ElementAtOrDefault(1),
            C = _values[loop[0]].ElementAtOrDefault(2),
        };
        ElementwiseFormula? formula = null;
        if (terms.Sum(term => term.Functions) > 1 && ElementwiseFormula.AreSupported)
        {
            var body = new FormulaStatement[terms.Length];
            for (int i = 0; i < body.Length; i++) body[i] = new FormulaStatement(Formula(terms[i], blocks, scalars, loop), statements[i].IsStored);
            formula = ElementwiseFormula.Create(body);
        }

        return new ElementwiseLoop(statements, instruction, formula, blocks, scalars);
    }

    /// <summary>By instruction: whether its result goes to memory, because it is needed there or by another loop.</summary>
    private bool[] StoredOf(List<List<int>> loops)
    {
        bool[] isStored = new bool[_terms.Length];
        foreach (List<int> loop in loops)
        {
            foreach (int index in loop)
            {
                isStored[index] |= IsNeeded(index);
                foreach (ValueRef value in _terms[index].Leaves())
                {
                    if (value.Kind == ValueKind.Result && !loop.Contains(value.Index)) isStored[value.Index] = true;
                }
            }
        }

        return isStored;
    }

    private int[] LastReadsOf(ElementwiseLoop[] loops)
    {
        int[] lastReads = new int[_group.Operands.Length];
        Array.Fill(lastReads, -1);
        foreach (ElementwiseStatement statement in loops.SelectMany(loop => loop.Statements))
        {
            foreach (ValueRef value in statement.Reads)
            {
                if (value.Kind == ValueKind.Operand) lastReads[value.Index] = statement.Result;
            }
        }

        foreach (FoldedValue folded in _group.Folded)
        {
            if (folded.Value.Kind == ValueKind.Operand) lastReads[folded.Value.Index] = _group.Instructions.Length;
        }

        return lastReads;
    }

    [RequiresDynamicCode("See ElementwiseFormula.AreSupported.")]
    private FormulaTerm Formula(Term term, ValueRef[] blocks, ValueRef[] scalars, List<int> loop)
    {
        var arguments = new FormulaTerm[term.Arguments.Length];
        for (int i = 0; i < arguments.Length; i++)
        {
            (ValueRef value, Term? inner) = term.Arguments[i];
            int block = Array.IndexOf(blocks, value), scalar = Array.IndexOf(scalars, value);
            arguments[i] = inner is not null ? Formula(inner, blocks, scalars, loop)
                : block >= 0 ? FormulaTerm.Block(block)
                : scalar >= 0 ? FormulaTerm.Scalar(scalar)
                : FormulaTerm.Statement(loop.IndexOf(value.Index));
        }

        return FormulaTerm.Apply(_group.Instructions[term.Index].Function, arguments);
    }

    /// <summary>An instruction, and for each value it takes the instruction that joined it, if one did.</summary>
    private sealed class Term(int index, (ValueRef Value, Term? Inner)[] arguments)
    {
        public int Index { get; } = index;

        public (ValueRef Value, Term? Inner)[] Arguments { get; } = arguments;

        public int Functions => 1 + Arguments.Sum(argument => argument.Inner?.Functions ?? 0);

        /// <summary>What it reads from memory.</summary>
        public IEnumerable<ValueRef> Leaves() => Arguments.SelectMany(argument => argument.Inner?.Leaves() ?? [argument.Value]);
    }
}
