using System.Buffers.Binary;

namespace Receptive.Saving.Hdf5;

internal enum Hdf5Class
{
    FixedPoint = 0,
    FloatingPoint = 1,
    String = 3,
    Enumeration = 8,
    VariableLength = 9,
}

/// <summary>How the elements of a dataset or an attribute are written: numbers and strings; compounds and the like are refused.</summary>
internal readonly record struct Hdf5Datatype(Hdf5Class Class, int Size, bool BigEndian, bool Signed, bool IsVariableLengthString)
{
    public bool IsNumber => Class is Hdf5Class.FixedPoint or Hdf5Class.FloatingPoint or Hdf5Class.Enumeration;

    public bool IsString => Class == Hdf5Class.String || IsVariableLengthString;

    public static Hdf5Datatype Parse(ReadOnlySpan<byte> data, string name)
    {
        var cursor = new Hdf5Cursor(data, $"The datatype of '{name}'");
        Hdf5Class kind = (Hdf5Class)(cursor.Byte() & 15);
        byte bits = cursor.Byte();
        cursor.Skip(2);
        uint size = cursor.UInt32();
        if (size is 0 or > 1 << 28) throw new InvalidDataException($"The datatype of '{name}' gives {size:N0} bytes to an element.");

        switch (kind)
        {
            case Hdf5Class.FixedPoint when size is 1 or 2 or 4 or 8:
                CheckBits(ref cursor, (int)size, name);
                return new Hdf5Datatype(kind, (int)size, (bits & 1) != 0, (bits & 8) != 0, false);
            case Hdf5Class.FloatingPoint when size is 2 or 4 or 8:
                CheckFloat(ref cursor, (int)size, bits, name);
                return new Hdf5Datatype(kind, (int)size, (bits & 1) != 0, true, false);
            case Hdf5Class.String:
                return new Hdf5Datatype(kind, (int)size, false, false, false);
            case Hdf5Class.Enumeration:
                // NumPy's bool is an enumeration over one byte; its names are not needed.
                return Parse(data[cursor.Position..], name) with { Class = Hdf5Class.Enumeration };
            case Hdf5Class.VariableLength:
                return new Hdf5Datatype(kind, (int)size, false, false, (bits & 15) == 1);
            default:
                throw new InvalidDataException($"'{name}' holds elements of HDF5 class {(int)kind} with {size} bytes; numbers of 1 to 8 bytes and strings are read here.");
        }
    }

    /// <summary>The floats that these bytes stand for.</summary>
    public void ToFloats(ReadOnlySpan<byte> source, Span<float> destination)
    {
        if (Class == Hdf5Class.FloatingPoint && Size == 4 && !BigEndian && BitConverter.IsLittleEndian)
        {
            System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(source)[..destination.Length].CopyTo(destination);
            return;
        }

        for (int i = 0; i < destination.Length; i++)
        {
            ulong bits = Bits(source.Slice(i * Size, Size));
            destination[i] = Class == Hdf5Class.FloatingPoint
                ? Size switch
                {
                    2 => (float)BitConverter.UInt16BitsToHalf((ushort)bits),
                    4 => BitConverter.UInt32BitsToSingle((uint)bits),
                    _ => (float)BitConverter.UInt64BitsToDouble(bits),
                }
                : Signed ? SignExtended(bits) : bits;
        }
    }

    /// <summary>The whole number that one element stands for.</summary>
    public long ToInt64(ReadOnlySpan<byte> source)
    {
        if (Class == Hdf5Class.FloatingPoint)
        {
            Span<float> value = stackalloc float[1];
            ToFloats(source, value);
            return float.IsFinite(value[0]) ? (long)value[0] : throw new InvalidDataException($"A whole number was expected, not {value[0]}.");
        }

        ulong bits = Bits(source[..Size]);
        return Signed ? SignExtended(bits) : (long)bits;
    }

    private ulong Bits(ReadOnlySpan<byte> element) => (Size, BigEndian) switch
    {
        (1, _) => element[0],
        (2, false) => BinaryPrimitives.ReadUInt16LittleEndian(element),
        (2, true) => BinaryPrimitives.ReadUInt16BigEndian(element),
        (4, false) => BinaryPrimitives.ReadUInt32LittleEndian(element),
        (4, true) => BinaryPrimitives.ReadUInt32BigEndian(element),
        (_, false) => BinaryPrimitives.ReadUInt64LittleEndian(element),
        (_, true) => BinaryPrimitives.ReadUInt64BigEndian(element),
    };

    private long SignExtended(ulong bits) => (long)(bits << (64 - 8 * Size)) >> (64 - 8 * Size);

    private static void CheckBits(ref Hdf5Cursor cursor, int size, string name)
    {
        if (cursor.UInt16() != 0 || cursor.UInt16() != 8 * size)
            throw new InvalidDataException($"'{name}' holds whole numbers that do not fill their {size} bytes; such are not read here.");
    }

    // Only IEEE's own layouts: a bfloat16 has the size of a half and would be read as another number.
    private static void CheckFloat(ref Hdf5Cursor cursor, int size, byte bits, string name)
    {
        (int exponentPosition, int exponentSize, uint bias) = size switch { 2 => (10, 5, 15u), 4 => (23, 8, 127u), _ => (52, 11, 1023u) };
        CheckBits(ref cursor, size, name);
        bool isIeee = cursor.Byte() == exponentPosition & cursor.Byte() == exponentSize
            & cursor.Byte() == 0 & cursor.Byte() == exponentPosition & cursor.UInt32() == bias;
        if (!isIeee || (bits & 0x40) != 0)
            throw new InvalidDataException($"'{name}' holds floats of {size} bytes that are not IEEE 754's (bfloat16, say); such are not read here.");
    }
}
