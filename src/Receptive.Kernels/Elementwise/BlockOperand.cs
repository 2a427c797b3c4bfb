using System.Runtime.CompilerServices;

namespace Receptive.Kernels;

/// <summary>An operand of a block instruction: as many floats as the block has, or one that stands for all.</summary>
/// <param name="pointer">The first float.</param>
/// <param name="isScalar">Whether the one float at <paramref name="pointer"/> is used for every element.</param>
public readonly unsafe struct BlockOperand(float* pointer, bool isScalar = false)
{
    /// <summary>The first float.</summary>
    public float* Pointer { get; } = pointer;

    /// <summary>Whether one float stands for all.</summary>
    public bool IsScalar { get; } = isScalar;
}

/// <summary>How a block loop reads an operand; a type argument, so that each loop is compiled without a branch.</summary>
internal unsafe interface IOperandReader
{
    static abstract TVector Read<TSimd, TVector>(float* operand, nint index)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct;

    /// <summary>The same where only <paramref name="count"/> elements are left, fewer than a register.</summary>
    static abstract TVector ReadFirst<TSimd, TVector>(float* operand, nint index, int count)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct;
}

internal readonly unsafe struct FullReader : IOperandReader
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Read<TSimd, TVector>(float* operand, nint index)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct => TSimd.Load(operand + index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector ReadFirst<TSimd, TVector>(float* operand, nint index, int count)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct => TSimd.LoadFirst(operand + index, count);
}

internal readonly unsafe struct ScalarReader : IOperandReader
{
    // A load that broadcasts costs the same as a plain one, so there is nothing to hoist.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Read<TSimd, TVector>(float* operand, nint index)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct => TSimd.Broadcast(*operand);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector ReadFirst<TSimd, TVector>(float* operand, nint index, int count)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct => TSimd.Broadcast(*operand);
}
