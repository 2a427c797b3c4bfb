using System.Runtime.InteropServices;
using Receptive.Graph;

namespace Receptive.Compiler;

/// <summary>A program's memory: one allocation outside the managed heap. Contents are undefined until written.</summary>
internal sealed unsafe partial class Arena : SafeHandle
{
    /// <summary>The size of a large page of x86-64 and of most Arm systems.</summary>
    private const nuint LargePage = 2 << 20;

    /// <exception cref="ShapeException">The machine has not as much memory.</exception>
    public Arena(long floats)
        : base(invalidHandleValue: 0, ownsHandle: true)
    {
        // Linux promises more memory than there is and ends the process that uses it: what cannot be is refused here.
        if (floats > GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / sizeof(float)) throw TooLarge(floats, null);
        nuint bytes = (nuint)Math.Max(floats, 16) * sizeof(float);
        bool isLarge = bytes >= LargePage;
        try
        {
            SetHandle((nint)NativeMemory.AlignedAlloc(bytes, isLarge ? LargePage : 64));
        }
        catch (OutOfMemoryException e)
        {
            throw TooLarge(floats, e);
        }

        if (isLarge && OperatingSystem.IsLinux()) AskForLargePages((void*)handle, bytes);
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

    private static ShapeException TooLarge(long floats, Exception? cause)
    {
        string message = $"The program needs {floats / (1 << 18):N0} MB of memory, more than there is. Use a smaller batch, smaller examples or smaller layers.";
        return cause is null ? new(message) : new(message, cause);
    }

    /// <summary>
    /// Linux gives large pages only to those who ask (the usual setting). They make the first touch of the memory about
    /// twice as fast, and address translation misses rare. If it does not work out, nothing is lost.
    /// </summary>
    private static void AskForLargePages(void* address, nuint length)
    {
        const int hugePages = 14; // MADV_HUGEPAGE
        try
        {
            _ = Advise(address, length, hugePages);
        }
        catch (Exception exception) when (exception is DllNotFoundException or EntryPointNotFoundException)
        {
            // A libc without it: small pages then.
        }
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Advise(void* address, nuint length, int advice);
}
