namespace Receptive.Data;

/// <summary>Names what a file really is, for messages about files that are not what their name says.</summary>
internal static class ContentKind
{
    private static readonly (byte[] Magic, string Name)[] s_known =
    [
        ([0x1F, 0x8B], "a gzip file"),
        ("PK\x03\x04"u8.ToArray(), "a zip (npz) file"),
        ("PK\x05\x06"u8.ToArray(), "an empty zip file"),
        ([0x93, .. "NUMPY"u8], "a NumPy .npy file"),
        ([0x89, .. "HDF"u8], "an HDF5 file"),
        ([0x89, .. "PNG"u8], "a PNG image"),
        ([0xFF, 0xD8, 0xFF], "a JPEG image"),
        ("BM"u8.ToArray(), "a BMP image"),
        ("GIF8"u8.ToArray(), "a GIF image"),
        ("RIFF"u8.ToArray(), "a RIFF (perhaps WebP) file"),
        ("%PDF"u8.ToArray(), "a PDF file"),
        ("version https://git-lfs"u8.ToArray(), "a Git LFS pointer, not the file itself (fetch it with git lfs pull)"),
        ("<!"u8.ToArray(), "a web page, perhaps a download's error page"),
        ("<htm"u8.ToArray(), "a web page, perhaps a download's error page"),
        ([0x80, 0x02], "a Python pickle"), ([0x80, 0x03], "a Python pickle"), ([0x80, 0x04], "a Python pickle"),
    ];

    /// <summary>"a zip (npz) file", or the first bytes where the kind is not known.</summary>
    public static string Describe(ReadOnlySpan<byte> first)
    {
        if (first.IsEmpty)
            return "an empty file";
        foreach ((byte[] magic, string name) in s_known)
            if (first.StartsWith(magic))
                return name;
        if (first.Length >= 4 && first[0] == 0 && first[1] == 0 && first[2] is >= 8 and <= 14 && first[3] is > 0 and < 9)
            return "an IDX file";
        return $"the bytes {Convert.ToHexString(first[..Math.Min(first.Length, 4)])}";
    }
}
