using System.Globalization;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;

namespace Receptive.KerasCases;

/// <summary>An array of a fixture: its shape and its numbers as floats, whatever type they were written in.</summary>
public sealed record NpyArray(int[] Shape, float[] Values)
{
    public int Rows => Shape.Length == 0 ? 1 : Shape[0];
}

/// <summary>Reads the fixtures' NumPy archives: little-endian floats and integers in C order, as their README says.</summary>
public static partial class Npz
{
    public static Dictionary<string, NpyArray> Read(string path)
    {
        var arrays = new Dictionary<string, NpyArray>();
        using var archive = ZipFile.OpenRead(path);
        foreach (var entry in archive.Entries)
        {
            using var stream = entry.Open();
            var bytes = new byte[entry.Length];
            stream.ReadExactly(bytes);
            arrays.Add(Path.GetFileNameWithoutExtension(entry.Name), Parse(bytes, entry.Name));
        }

        return arrays;
    }

    private static NpyArray Parse(byte[] bytes, string name)
    {
        var headerStart = bytes[6] == 1 ? 10 : 12;
        var headerLength = bytes[6] == 1 ? BitConverter.ToUInt16(bytes, 8) : BitConverter.ToInt32(bytes, 8);
        var header = Encoding.Latin1.GetString(bytes, headerStart, headerLength);
        if (header.Contains("'fortran_order': True", StringComparison.Ordinal))
            throw new InvalidDataException($"{name} is in Fortran order.");
        int[] shape = [.. ShapePattern().Match(header).Groups[1].Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(length => int.Parse(length, CultureInfo.InvariantCulture))];
        var type = TypePattern().Match(header).Groups[1].Value;
        ReadOnlySpan<byte> data = bytes.AsSpan(headerStart + headerLength);
        return new NpyArray(shape, type switch
        {
            "<f4" => MemoryMarshal.Cast<byte, float>(data).ToArray(),
            "<f8" => Array.ConvertAll(MemoryMarshal.Cast<byte, double>(data).ToArray(), value => (float)value),
            "<i4" => Array.ConvertAll(MemoryMarshal.Cast<byte, int>(data).ToArray(), value => (float)value),
            "<i8" => Array.ConvertAll(MemoryMarshal.Cast<byte, long>(data).ToArray(), value => (float)value),
            "|b1" or "|u1" => Array.ConvertAll(data.ToArray(), value => (float)value),
            _ => throw new InvalidDataException($"{name} holds numbers of type {type}."),
        });
    }

    [GeneratedRegex(@"'shape': \(([^)]*)\)")]
    private static partial Regex ShapePattern();

    [GeneratedRegex(@"'descr': '([^']*)'")]
    private static partial Regex TypePattern();
}
