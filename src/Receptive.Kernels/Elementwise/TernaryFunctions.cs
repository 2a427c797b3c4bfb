using System.Runtime.CompilerServices;

namespace Receptive.Kernels;

/// <summary>A function of three operands, on registers.</summary>
internal interface ITernaryFunction
{
    static abstract TVector Apply<TSimd, TVector>(TVector a, TVector b, TVector c)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct;
}

internal readonly struct SelectFunction : ITernaryFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Apply<TSimd, TVector>(TVector condition, TVector ifTrue, TVector ifFalse)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct => TSimd.Select(TSimd.Equal(condition, TSimd.Zero), ifFalse, ifTrue);
}

internal readonly struct ClipFunction : ITernaryFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Apply<TSimd, TVector>(TVector x, TVector lowest, TVector highest)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        TVector raised = TSimd.Select(TSimd.Greater(lowest, x), lowest, x);
        return TSimd.Select(TSimd.Greater(raised, highest), highest, raised);
    }
}

internal readonly struct MultiplyAddFunction : ITernaryFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Apply<TSimd, TVector>(TVector a, TVector b, TVector c)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct => TSimd.Fma(a, b, c);
}
