using System.IO.Compression;
using Receptive.Data.NumPy;

namespace Receptive.Cli.Tests;

/// <summary>An npz file for predictions, broken in one way.</summary>
internal static class NpzFiles
{
    public static void Write(string path, string damage)
    {
        float[] pixels = [.. Enumerable.Range(0, 2 * 28 * 28).Select(i => i % 17 / 17f)];
        switch (damage)
        {
            case "other names":
                Write(path, ("images", NpyArray.Create(pixels, 2, 28, 28, 1)), ("x", NpyArray.Create(pixels, 2, 28, 28, 1)));
                return;
            case "shape":
                Write(path, ("x0", NpyArray.Create(pixels, 2, 14, 56, 1)));
                return;
            case "channel":
                Write(path, ("x0", NpyArray.Create(pixels, 2, 28, 28)));
                return;
            case "nan":
                pixels[1000] = float.NaN;
                break;
            case "text":
                File.WriteAllText(path, "no archive");
                return;
            case "pickle":
                WritePickle(path);
                return;
        }

        Write(path, ("x0", NpyArray.Create(pixels, 2, 28, 28, 1)));
        if (damage == "truncated") File.WriteAllBytes(path, File.ReadAllBytes(path)[..2000]);
    }

    private static void Write(string path, params (string Name, NpyArray Array)[] arrays) =>
        NpzWriter.Write(path, arrays.Select(entry => KeyValuePair.Create(entry.Name, entry.Array)));

    /// <summary>An array of Python objects, which only Python's pickle can read, and which may run code when it does.</summary>
    private static void WritePickle(string path)
    {
        ReadOnlySpan<byte> header = "{'descr': '|O', 'fortran_order': False, 'shape': (1,), }\n"u8;
        using ZipArchive zip = ZipFile.Open(path, ZipArchiveMode.Create);
        using Stream entry = zip.CreateEntry("x0.npy").Open();
        entry.Write([0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. header, .. "(lp0\n."u8]);
    }
}
