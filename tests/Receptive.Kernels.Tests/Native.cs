using System.Runtime.InteropServices;
using Xunit;

namespace Receptive.Kernels.Tests;

/// <summary>
/// Native floats that a kernel cannot leave unnoticed. On Linux they lie between two pages that may not be touched, and end exactly
/// where the second begins (or begin where the first ends, see <see cref="AtStart"/>), so that any access outside ends the process.
/// Elsewhere guard values behind them show what was written past the end.
/// </summary>
internal sealed unsafe partial class Native : IDisposable
{
    private const int Guard = 64;
    private const float GuardValue = 12345.678f;

    private static readonly nuint s_page = (nuint)Environment.SystemPageSize;

    private readonly void* _mapping;
    private readonly nuint _mapped;

    public Native(long length, float fill = float.NaN)
    {
        Length = checked((int)length);
        if (HasGuardPages)
        {
            nuint bytes = (nuint)Length * sizeof(float), inside = (bytes + s_page - 1) / s_page * s_page;
            _mapped = inside + 2 * s_page;
            const int none = 0, readWrite = 3, privateAnonymous = 0x22;
            _mapping = Map(null, _mapped, none, privateAnonymous, -1, 0);
            Assert.True((nint)_mapping != -1, "mmap failed");
            byte* first = (byte*)_mapping + s_page;
            if (inside > 0) Assert.Equal(0, Protect(first, inside, readWrite));
            Pointer = (float*)(AtStart ? first : first + inside - bytes);
        }
        else
        {
            Pointer = (float*)NativeMemory.AlignedAlloc((nuint)(Length + Guard) * sizeof(float), 64);
            new Span<float>(Pointer + Length, Guard).Fill(GuardValue);
        }

        Span.Fill(fill);
    }

    /// <summary>Whether leaving a buffer ends the process.</summary>
    public static bool HasGuardPages => OperatingSystem.IsLinux();

    /// <summary>Whether buffers begin at the page before them (reading before the start is caught) rather than end at the page behind.</summary>
    public static bool AtStart { get; set; }

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
        if (_mapping != null)
        {
            Assert.Equal(0, Unmap(_mapping, _mapped));
            return;
        }

        bool whole = new Span<float>(Pointer + Length, Guard).IndexOfAnyExcept(GuardValue) < 0;
        NativeMemory.AlignedFree(Pointer);
        Assert.True(whole, "a kernel wrote past the end of its buffer");
    }

    [LibraryImport("libc", EntryPoint = "mmap")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial void* Map(void* address, nuint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "mprotect")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Protect(void* address, nuint length, int protection);

    [LibraryImport("libc", EntryPoint = "munmap")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Unmap(void* address, nuint length);
}
