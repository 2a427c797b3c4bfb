using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Receptive.Graph;

/// <summary>
/// Floats at a fixed, 64-byte aligned address. The memory lies on the runtime's pinned heap: a kernel may keep the
/// pointer as long as somebody holds the object, and a span of it keeps the memory alive by itself, which a span of
/// native memory would not.
/// </summary>
internal sealed unsafe class PinnedFloats
{
    private const int Alignment = 64;
    private readonly float[] _array;
    private readonly int _start;

    public PinnedFloats(int length)
    {
        const int slack = Alignment / sizeof(float);
        Length = length;
        _array = GC.AllocateArray<float>(checked(length + slack), pinned: true);
        nuint address = (nuint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_array));
        nuint aligned = (address + Alignment - 1) & ~(nuint)(Alignment - 1);
        _start = (int)((aligned - address) / sizeof(float));
        Pointer = (float*)aligned;
    }

    public int Length { get; }

    public float* Pointer { get; }

    public Span<float> Span => _array.AsSpan(_start, Length);
}
