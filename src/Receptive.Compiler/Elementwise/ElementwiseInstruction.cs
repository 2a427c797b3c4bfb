using Receptive.Kernels;

namespace Receptive.Compiler;

/// <summary>Where an instruction of an elementwise group takes a value from.</summary>
internal enum ValueKind : byte
{
    /// <summary>Nothing: the function has fewer operands.</summary>
    None,

    /// <summary>An operand of the group, by index.</summary>
    Operand,

    /// <summary>The result of an earlier instruction, by index.</summary>
    Result,

    /// <summary>A constant of the group, by index.</summary>
    Constant,
}

/// <summary>A value that an instruction takes.</summary>
internal readonly record struct ValueRef(ValueKind Kind, int Index)
{
    public override string ToString() => Kind switch
    {
        ValueKind.Operand => $"in{Index}",
        ValueKind.Result => $"t{Index}",
        ValueKind.Constant => $"c{Index}",
        _ => "",
    };
}

/// <summary>A function of a block's values. With a stream, it makes random numbers and the function is not used.</summary>
/// <param name="Function">What is computed.</param>
/// <param name="A">Its first operand.</param>
/// <param name="B">Its second operand, if it has one.</param>
/// <param name="C">Its third operand, if it has one.</param>
/// <param name="Stream">The stream of random numbers; null for a function.</param>
/// <param name="IsCheap">Whether it takes no longer than fetching its operands from the cache.</param>
internal readonly record struct ElementwiseInstruction(
    ElementwiseFunction Function, ValueRef A, ValueRef B, ValueRef C, int? Stream = null, bool IsCheap = true)
{
    /// <summary>Whether it does nothing but copy.</summary>
    public bool IsCopy => Stream is null && Function == ElementwiseFunction.Copy;

    /// <summary>The values it takes.</summary>
    public ValueRef[] Values => A.Kind == ValueKind.None ? [] : B.Kind == ValueKind.None ? [A] : C.Kind == ValueKind.None ? [A, B] : [A, B, C];
}
