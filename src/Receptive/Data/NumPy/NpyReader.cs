using System.Runtime.InteropServices;

namespace Receptive.Data.NumPy;

/// <summary>
/// Reads NumPy's .npy files: little-endian float32, float64, int32, int64, uint8 and bool, in C or Fortran order.
/// Python objects (pickles) are refused, always.
/// </summary>
public static class NpyReader
{
    /// <param name="path">The file.</param>
    /// <returns>The array, in row-major order whatever the file's order was.</returns>
    /// <exception cref="DataFormatException">
    /// The file is no array of a supported type, ends early or holds more than its header says.
    /// A header that claims more than the file holds costs no memory.
    /// </exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static NpyArray Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using FileStream file = File.OpenRead(path);
        return Read(new MeasuredStream(file), path, file.Length, file.Length);
    }

    /// <param name="stream">At the array's first byte.</param>
    /// <param name="name">For messages.</param>
    /// <param name="bytes">How long header and data are together, as the container says.</param>
    /// <param name="packed">How many bytes of the file these are.</param>
    internal static NpyArray Read(MeasuredStream stream, string name, long bytes, long packed)
    {
        NpyHeader header = NpyHeader.Read(stream, name);
        long there = bytes - stream.Count;
        if (there != header.DataBytes)
            throw WrongLength(name, header, there);
        if (!BitConverter.IsLittleEndian)
            throw new PlatformNotSupportedException("NumPy files are read on little-endian machines only.");
        byte[] raw = Expansion.Read(stream, header.DataBytes, packed);
        if (raw.Length < header.DataBytes || stream.ReadByte() >= 0)
            throw WrongLength(name, header, raw.Length < header.DataBytes ? raw.Length : header.DataBytes + 1);
        return new NpyArray(ToElements(header, raw), header.Shape, header.Type);
    }

    private static DataFormatException WrongLength(string name, NpyHeader header, long found)
    {
        string shape = $"{header.Type.Name} {NpyArray.Describe(header.Shape)}";
        return new DataFormatException(name, found < header.DataBytes
            ? $"truncated: its header {shape} promises {header.DataBytes:N0} bytes of data, found {Math.Max(found, 0):N0}"
            : $"expected {header.DataBytes:N0} bytes of data for its header {shape}, found more after them");
    }

    private static Array ToElements(NpyHeader header, byte[] raw)
    {
        if (header.FortranOrder && header.Shape.Length > 1)
            raw = ToRowMajor(raw, header.Shape, header.Type.Size);
        if (header.Type.Element == typeof(byte))
            return raw;
        if (header.Type.Element == typeof(bool))
            return Array.ConvertAll(raw, b => b != 0);
        Array elements = Type.GetTypeCode(header.Type.Element) switch
        {
            TypeCode.Single => new float[header.Count],
            TypeCode.Double => new double[header.Count],
            TypeCode.Int32 => new int[header.Count],
            TypeCode.Int64 => new long[header.Count],
            _ => throw new NotSupportedException($"Arrays of {header.Type.Name} have no reader."),
        };
        raw.CopyTo(MemoryMarshal.CreateSpan(ref MemoryMarshal.GetArrayDataReference(elements), raw.Length));
        return elements;
    }

    /// <summary>Fortran's order has the first index running fastest.</summary>
    private static byte[] ToRowMajor(byte[] source, int[] shape, int size)
    {
        byte[] target = new byte[source.Length];
        int[] strides = new int[shape.Length];
        int stride = size;
        for (int d = 0; d < shape.Length; d++)
        {
            strides[d] = stride;
            stride *= shape[d];
        }
        int[] index = new int[shape.Length];
        int from = 0;
        for (int to = 0; to < target.Length; to += size)
        {
            source.AsSpan(from, size).CopyTo(target.AsSpan(to));
            for (int d = shape.Length - 1; d >= 0; d--)
            {
                from += strides[d];
                if (++index[d] < shape[d])
                    break;
                from -= strides[d] * shape[d];
                index[d] = 0;
            }
        }
        return target;
    }
}
