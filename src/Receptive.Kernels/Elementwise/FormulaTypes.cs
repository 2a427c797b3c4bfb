using System.Runtime.CompilerServices;

namespace Receptive.Kernels;

// What formulas are made of, as types. Every operand is an argument of its own, because the runtime keeps arguments in
// registers but not the members of a struct of so many.

/// <summary>One register of a term's value.</summary>
/// <remarks>b are blocks, s scalars, r the values of the statements before.</remarks>
internal unsafe interface ITerm
{
    static abstract TVector At<TSimd, TVector, TAccess>(
        float* b0, float* b1, float* b2, float* b3, float* b4, float* b5,
        TVector s0, TVector s1, TVector s2, TVector s3, TVector s4, TVector s5,
        TVector r0, TVector r1, TVector r2, nint index, int count)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
        where TAccess : struct, IRegisterAccess;
}

/// <summary>Statements one after another, on one register of elements.</summary>
internal unsafe interface IStatements
{
    static abstract void Run<TSimd, TVector, TAccess>(
        float* b0, float* b1, float* b2, float* b3, float* b4, float* b5,
        TVector s0, TVector s1, TVector s2, TVector s3, TVector s4, TVector s5,
        TVector r0, TVector r1, TVector r2, float* y0, float* y1, float* y2, float* y3, nint index, int count)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
        where TAccess : struct, IRegisterAccess;
}

/// <summary>Whether a loop is at whole registers or at the first lanes of the last one.</summary>
internal unsafe interface IRegisterAccess
{
    static abstract TVector Read<TSimd, TVector>(float* source, int count)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct;

    static abstract void Write<TSimd, TVector>(TVector value, float* destination, int count)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct;
}

/// <summary>A number as a type.</summary>
internal interface INumber
{
    static abstract int Value { get; }
}

internal readonly unsafe struct WholeRegister : IRegisterAccess
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Read<TSimd, TVector>(float* source, int count)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct => TSimd.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write<TSimd, TVector>(TVector value, float* destination, int count)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct => TSimd.Store(value, destination);
}

internal readonly unsafe struct FirstLanes : IRegisterAccess
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Read<TSimd, TVector>(float* source, int count)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct => TSimd.LoadFirst(source, count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write<TSimd, TVector>(TVector value, float* destination, int count)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct => TSimd.StoreFirst(value, destination, count);
}

internal readonly struct NoNumber : INumber
{
    public static int Value => -1;
}

internal readonly struct Number0 : INumber
{
    public static int Value => 0;
}

internal readonly struct Number1 : INumber
{
    public static int Value => 1;
}

internal readonly struct Number2 : INumber
{
    public static int Value => 2;
}

internal readonly struct Number3 : INumber
{
    public static int Value => 3;
}

internal readonly struct Number4 : INumber
{
    public static int Value => 4;
}

internal readonly struct Number5 : INumber
{
    public static int Value => 5;
}

internal readonly unsafe struct BlockTerm<TNumber> : ITerm
    where TNumber : struct, INumber
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector At<TSimd, TVector, TAccess>(
        float* b0, float* b1, float* b2, float* b3, float* b4, float* b5,
        TVector s0, TVector s1, TVector s2, TVector s3, TVector s4, TVector s5,
        TVector r0, TVector r1, TVector r2, nint index, int count)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
        where TAccess : struct, IRegisterAccess =>
        TAccess.Read<TSimd, TVector>((TNumber.Value == 0 ? b0 : TNumber.Value == 1 ? b1 : TNumber.Value == 2 ? b2 : TNumber.Value == 3 ? b3 : TNumber.Value == 4 ? b4 : b5) + index, count);
}

internal readonly unsafe struct ScalarTerm<TNumber> : ITerm
    where TNumber : struct, INumber
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector At<TSimd, TVector, TAccess>(
        float* b0, float* b1, float* b2, float* b3, float* b4, float* b5,
        TVector s0, TVector s1, TVector s2, TVector s3, TVector s4, TVector s5,
        TVector r0, TVector r1, TVector r2, nint index, int count)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
        where TAccess : struct, IRegisterAccess =>
        TNumber.Value == 0 ? s0 : TNumber.Value == 1 ? s1 : TNumber.Value == 2 ? s2 : TNumber.Value == 3 ? s3 : TNumber.Value == 4 ? s4 : s5;
}

internal readonly unsafe struct RegisterTerm<TNumber> : ITerm
    where TNumber : struct, INumber
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector At<TSimd, TVector, TAccess>(
        float* b0, float* b1, float* b2, float* b3, float* b4, float* b5,
        TVector s0, TVector s1, TVector s2, TVector s3, TVector s4, TVector s5,
        TVector r0, TVector r1, TVector r2, nint index, int count)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
        where TAccess : struct, IRegisterAccess =>
        TNumber.Value == 0 ? r0 : TNumber.Value == 1 ? r1 : r2;
}

internal readonly unsafe struct UnaryTerm<TFunction, TA> : ITerm
    where TFunction : struct, IUnaryFunction
    where TA : struct, ITerm
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector At<TSimd, TVector, TAccess>(
        float* b0, float* b1, float* b2, float* b3, float* b4, float* b5,
        TVector s0, TVector s1, TVector s2, TVector s3, TVector s4, TVector s5,
        TVector r0, TVector r1, TVector r2, nint index, int count)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
        where TAccess : struct, IRegisterAccess =>
        TFunction.Apply<TSimd, TVector>(TA.At<TSimd, TVector, TAccess>(b0, b1, b2, b3, b4, b5, s0, s1, s2, s3, s4, s5, r0, r1, r2, index, count));
}

internal readonly unsafe struct BinaryTerm<TFunction, TA, TB> : ITerm
    where TFunction : struct, IBinaryFunction
    where TA : struct, ITerm
    where TB : struct, ITerm
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector At<TSimd, TVector, TAccess>(
        float* b0, float* b1, float* b2, float* b3, float* b4, float* b5,
        TVector s0, TVector s1, TVector s2, TVector s3, TVector s4, TVector s5,
        TVector r0, TVector r1, TVector r2, nint index, int count)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
        where TAccess : struct, IRegisterAccess =>
        TFunction.Apply<TSimd, TVector>(
            TA.At<TSimd, TVector, TAccess>(b0, b1, b2, b3, b4, b5, s0, s1, s2, s3, s4, s5, r0, r1, r2, index, count),
            TB.At<TSimd, TVector, TAccess>(b0, b1, b2, b3, b4, b5, s0, s1, s2, s3, s4, s5, r0, r1, r2, index, count));
}

internal readonly unsafe struct TernaryTerm<TFunction, TA, TB, TC> : ITerm
    where TFunction : struct, ITernaryFunction
    where TA : struct, ITerm
    where TB : struct, ITerm
    where TC : struct, ITerm
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector At<TSimd, TVector, TAccess>(
        float* b0, float* b1, float* b2, float* b3, float* b4, float* b5,
        TVector s0, TVector s1, TVector s2, TVector s3, TVector s4, TVector s5,
        TVector r0, TVector r1, TVector r2, nint index, int count)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
        where TAccess : struct, IRegisterAccess =>
        TFunction.Apply<TSimd, TVector>(
            TA.At<TSimd, TVector, TAccess>(b0, b1, b2, b3, b4, b5, s0, s1, s2, s3, s4, s5, r0, r1, r2, index, count),
            TB.At<TSimd, TVector, TAccess>(b0, b1, b2, b3, b4, b5, s0, s1, s2, s3, s4, s5, r0, r1, r2, index, count),
            TC.At<TSimd, TVector, TAccess>(b0, b1, b2, b3, b4, b5, s0, s1, s2, s3, s4, s5, r0, r1, r2, index, count));
}

internal readonly unsafe struct NoStatements : IStatements
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Run<TSimd, TVector, TAccess>(
        float* b0, float* b1, float* b2, float* b3, float* b4, float* b5,
        TVector s0, TVector s1, TVector s2, TVector s3, TVector s4, TVector s5,
        TVector r0, TVector r1, TVector r2, float* y0, float* y1, float* y2, float* y3, nint index, int count)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
        where TAccess : struct, IRegisterAccess
    {
    }
}

/// <summary>Computes a term, which those after it find in a register, and writes it to an output if that has a number.</summary>
internal readonly unsafe struct Statement<TTerm, TRegister, TOutput, TRest> : IStatements
    where TTerm : struct, ITerm
    where TRegister : struct, INumber
    where TOutput : struct, INumber
    where TRest : struct, IStatements
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Run<TSimd, TVector, TAccess>(
        float* b0, float* b1, float* b2, float* b3, float* b4, float* b5,
        TVector s0, TVector s1, TVector s2, TVector s3, TVector s4, TVector s5,
        TVector r0, TVector r1, TVector r2, float* y0, float* y1, float* y2, float* y3, nint index, int count)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
        where TAccess : struct, IRegisterAccess
    {
        TVector value = TTerm.At<TSimd, TVector, TAccess>(b0, b1, b2, b3, b4, b5, s0, s1, s2, s3, s4, s5, r0, r1, r2, index, count);
        if (TOutput.Value >= 0)
        {
            float* y = TOutput.Value == 0 ? y0 : TOutput.Value == 1 ? y1 : TOutput.Value == 2 ? y2 : y3;
            TAccess.Write<TSimd, TVector>(value, y + index, count);
        }

        TRest.Run<TSimd, TVector, TAccess>(
            b0, b1, b2, b3, b4, b5, s0, s1, s2, s3, s4, s5,
            TRegister.Value == 0 ? value : r0, TRegister.Value == 1 ? value : r1, TRegister.Value == 2 ? value : r2, y0, y1, y2, y3, index, count);
    }
}
