using System.Runtime.CompilerServices;

namespace Receptive.Kernels;

/// <summary>What a reduction combines by.</summary>
public enum ReductionFunction
{
    /// <summary>The sum; 0 over nothing.</summary>
    Sum,

    /// <summary>The largest value, NaN when any is; -infinity over nothing.</summary>
    Max,
}

/// <summary>How a reduction combines two registers, and where it starts.</summary>
internal interface IReduction
{
    static abstract float Start { get; }

    static abstract TVector Combine<TSimd, TVector>(TVector a, TVector b)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct;
}

internal readonly struct SumReduction : IReduction
{
    public static float Start => 0f;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Combine<TSimd, TVector>(TVector a, TVector b)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct => TSimd.Add(a, b);
}

internal readonly struct MaxReduction : IReduction
{
    public static float Start => float.NegativeInfinity;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Combine<TSimd, TVector>(TVector a, TVector b)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct => MathFunctions.Maximum<TSimd, TVector>(a, b);
}
