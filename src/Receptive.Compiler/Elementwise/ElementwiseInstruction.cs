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

/// <summary>One loop over a block. With a stream, it makes random numbers and the function is not used.</summary>
internal readonly record struct ElementwiseInstruction(ElementwiseFunction Function, ValueRef A, ValueRef B, ValueRef C, int? Stream = null);
