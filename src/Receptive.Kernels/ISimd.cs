namespace Receptive.Kernels;

/// <summary>
/// The arithmetic a kernel may use on one vector register. A kernel is written once, generic over a struct that
/// implements this; the runtime compiles it anew for each width, with every call inlined.
/// </summary>
/// <remarks>
/// Only operations whose result per lane is the same at every width are offered: the four basic operations, fused
/// multiply-add, comparisons, and integer operations on the bits. There is no sum across lanes on purpose: kernels
/// that reduce do it in a fixed order of their own (docs/architecture.md, "Determinism").
/// Comparisons return a mask (all bits of a lane set or clear).
/// </remarks>
/// <typeparam name="TVector">The register type.</typeparam>
public unsafe interface ISimd<TVector>
    where TVector : struct
{
    static abstract int Width { get; }
    static abstract TVector Zero { get; }
    static abstract TVector Load(float* source);

    /// <summary>Loads the first <paramref name="count"/> lanes, fewer than all; the others are 0, and their memory is not touched.</summary>
    static abstract TVector LoadFirst(float* source, int count);

    static abstract TVector Broadcast(float value);
    static abstract TVector BroadcastBits(uint bits);
    static abstract void Store(TVector value, float* destination);

    /// <summary>Stores the first <paramref name="count"/> lanes, fewer than all; the memory of the others is not touched.</summary>
    static abstract void StoreFirst(TVector value, float* destination, int count);

    static abstract TVector Add(TVector a, TVector b);
    static abstract TVector Subtract(TVector a, TVector b);
    static abstract TVector Multiply(TVector a, TVector b);
    static abstract TVector Divide(TVector a, TVector b);
    static abstract TVector SquareRoot(TVector a);

    /// <summary>a * b + c, rounded once.</summary>
    static abstract TVector Fma(TVector a, TVector b, TVector c);

    static abstract TVector Greater(TVector a, TVector b);
    static abstract TVector GreaterOrEqual(TVector a, TVector b);
    static abstract TVector Equal(TVector a, TVector b);

    /// <summary>The lane of <paramref name="ifTrue"/> where the mask is set, else that of <paramref name="ifFalse"/>.</summary>
    static abstract TVector Select(TVector mask, TVector ifTrue, TVector ifFalse);

    /// <summary>Whether any lane of a mask is set. Only to skip work whose result no lane would take.</summary>
    static abstract bool Any(TVector mask);

    /// <summary>Rounds to the nearest whole number, ties to even.</summary>
    static abstract TVector Round(TVector a);

    /// <summary>Whole-valued floats to the bits of int32.</summary>
    static abstract TVector ToIntBits(TVector a);

    /// <summary>The bits read as int32, converted to float.</summary>
    static abstract TVector FromIntBits(TVector bits);

    static abstract TVector AddBits(TVector a, TVector b);
    static abstract TVector MultiplyBits(TVector a, TVector b);

    /// <summary>The upper 32 bits of the 64-bit product of the lanes read as uint32.</summary>
    static abstract TVector MultiplyHighBits(TVector a, TVector b);

    static abstract TVector Xor(TVector a, TVector b);
    static abstract TVector And(TVector a, TVector b);
    static abstract TVector Or(TVector a, TVector b);
    static abstract TVector ShiftLeft(TVector a, int count);
    static abstract TVector ShiftRightLogical(TVector a, int count);

    /// <summary>0, 1, 2, ... as int32 bits.</summary>
    static abstract TVector LaneIndexBits { get; }

    /// <summary>Stores whole values 0..255 as one byte a lane.</summary>
    static abstract void StoreBytes(TVector value, byte* destination);

    /// <summary>Loads one byte a lane as float.</summary>
    static abstract TVector LoadBytes(byte* source);
}
