using System.Runtime.CompilerServices;

namespace Receptive.Kernels;

/// <summary>A function of two operands, on registers.</summary>
internal interface IBinaryFunction
{
    static abstract TVector Apply<TSimd, TVector>(TVector a, TVector b)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct;
}

internal readonly struct AddFunction : IBinaryFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Apply<TSimd, TVector>(TVector a, TVector b)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct => TSimd.Add(a, b);
}

internal readonly struct SubtractFunction : IBinaryFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Apply<TSimd, TVector>(TVector a, TVector b)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct => TSimd.Subtract(a, b);
}

internal readonly struct MultiplyFunction : IBinaryFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Apply<TSimd, TVector>(TVector a, TVector b)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct => TSimd.Multiply(a, b);
}

internal readonly struct DivideFunction : IBinaryFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Apply<TSimd, TVector>(TVector a, TVector b)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct => TSimd.Divide(a, b);
}

internal readonly struct MaximumFunction : IBinaryFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Apply<TSimd, TVector>(TVector a, TVector b)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct => MathFunctions.Maximum<TSimd, TVector>(a, b);
}

internal readonly struct MinimumFunction : IBinaryFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Apply<TSimd, TVector>(TVector a, TVector b)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct => MathFunctions.Minimum<TSimd, TVector>(a, b);
}

internal readonly struct GreaterFunction : IBinaryFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Apply<TSimd, TVector>(TVector a, TVector b)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct => TSimd.And(TSimd.Greater(a, b), TSimd.Broadcast(1f));
}

internal readonly struct GreaterOrEqualFunction : IBinaryFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Apply<TSimd, TVector>(TVector a, TVector b)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct => TSimd.And(TSimd.GreaterOrEqual(a, b), TSimd.Broadcast(1f));
}

internal readonly struct EqualFunction : IBinaryFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Apply<TSimd, TVector>(TVector a, TVector b)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct => TSimd.And(TSimd.Equal(a, b), TSimd.Broadcast(1f));
}
