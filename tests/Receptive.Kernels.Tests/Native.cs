using System.Runtime.InteropServices;
using Xunit;

namespace Receptive.Kernels.Tests;

/// <summary>Aligned native floats with guard values behind them: a kernel that writes past its end is caught.</summary>
internal sealed unsafe class Native : IDisposable
{
    private const int Guard = 64;
    private const float GuardValue = 12345.678f;

    public Native(long length, float fill = float.NaN)
    {
        Length = checked((int)length);
        Pointer = (float*)NativeMemory.AlignedAlloc((nuint)(Length + Guard) * sizeof(float), 64);
        Span.Fill(fill);
        new Span<float>(Pointer + Length, Guard).Fill(GuardValue);
    }

    public float* Pointer { get; }

    public int Length { get; }

    public Span<float> Span => new(Pointer, Length);

    public static Native Random(long length, Random random)
    {
        var native = new Native(length);
        foreach (ref float value in native.Span)
            value = random.NextSingle() * 2 - 1;
        return native;
    }

    public void Dispose()
    {
        bool whole = new Span<float>(Pointer + Length, Guard).IndexOfAnyExcept(GuardValue) < 0;
        NativeMemory.AlignedFree(Pointer);
        Assert.True(whole, "a kernel wrote past the end of its buffer");
    }
}
