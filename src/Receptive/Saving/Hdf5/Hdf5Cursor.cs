using System.Buffers.Binary;

namespace Receptive.Saving.Hdf5;

/// <summary>Reads little-endian fields one after another, and never past the end of its bytes.</summary>
internal ref struct Hdf5Cursor(ReadOnlySpan<byte> bytes, string what)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private readonly string _what = what;
    private int _position;

    public readonly int Position => _position;

    public readonly int Remaining => _bytes.Length - _position;

    public byte Byte() => Take(1)[0];

    public ushort UInt16() => BinaryPrimitives.ReadUInt16LittleEndian(Take(2));

    public uint UInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(4));

    public ulong UInt64() => BinaryPrimitives.ReadUInt64LittleEndian(Take(8));

    /// <summary>An unsigned number of 1 to 8 bytes: HDF5's "size of offsets" and "size of lengths" vary from file to file.</summary>
    public ulong UInt(int size)
    {
        ulong value = 0UL;
        ReadOnlySpan<byte> field = Take(size);
        for (int i = size - 1; i >= 0; i--)
            value = value << 8 | field[i];
        return value;
    }

    public ReadOnlySpan<byte> Take(int count)
    {
        if (count < 0 || count > Remaining) throw new InvalidDataException($"{_what} ends after {_bytes.Length:N0} bytes, in the middle of a field.");
        _position += count;
        return _bytes.Slice(_position - count, count);
    }

    public void Skip(int count) => Take(count);

    public void Expect(ReadOnlySpan<byte> signature)
    {
        if (!Take(signature.Length).SequenceEqual(signature))
            throw new InvalidDataException($"{_what} does not begin with its signature: the file is damaged.");
    }
}
