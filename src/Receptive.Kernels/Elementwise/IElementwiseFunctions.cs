namespace Receptive.Kernels;

/// <summary>A function of one operand, on registers.</summary>
/// <remarks>Mark implementations <c>[MethodImpl(MethodImplOptions.AggressiveInlining)]</c>: they stand inside a loop.</remarks>
public interface IUnaryFunction
{
    /// <summary>The results of one register.</summary>
    static abstract TVector Apply<TSimd, TVector>(TVector x)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct;
}

/// <summary>A function of two operands, on registers.</summary>
/// <remarks>Mark implementations <c>[MethodImpl(MethodImplOptions.AggressiveInlining)]</c>: they stand inside a loop.</remarks>
public interface IBinaryFunction
{
    /// <summary>The results of one register.</summary>
    static abstract TVector Apply<TSimd, TVector>(TVector x, TVector y)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct;
}

/// <summary>A function of three operands, on registers.</summary>
/// <remarks>Mark implementations <c>[MethodImpl(MethodImplOptions.AggressiveInlining)]</c>: they stand inside a loop.</remarks>
public interface ITernaryFunction
{
    /// <summary>The results of one register.</summary>
    static abstract TVector Apply<TSimd, TVector>(TVector x, TVector y, TVector z)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct;
}
