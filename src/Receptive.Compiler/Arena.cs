using System.Runtime.InteropServices;

namespace Receptive.Compiler;

/// <summary>A program's memory: one allocation outside the managed heap.</summary>
internal sealed unsafe class Arena : SafeHandle
{
    /// <summary>The size of a page: buffers begin at cache lines, the arena itself at a page.</summary>
    private const nuint Alignment = 4096;

    public Arena(long floats)
        : base(invalidHandleValue: 0, ownsHandle: true)
    {
        nuint bytes = checked((nuint)Math.Max(floats, 16) * sizeof(float));
        SetHandle((nint)NativeMemory.AlignedAlloc(bytes, Alignment));

        // Clearing also touches every page now, so that no run has to wait for the system to bring one.
        NativeMemory.Clear((void*)handle, bytes);
        GC.AddMemoryPressure((long)bytes);
        Bytes = (long)bytes;
    }

    public long Bytes { get; }

    public override bool IsInvalid => handle == 0;

    public float* Pointer => (float*)handle;

    protected override bool ReleaseHandle()
    {
        NativeMemory.AlignedFree((void*)handle);
        GC.RemoveMemoryPressure(Bytes);
        return true;
    }
}
