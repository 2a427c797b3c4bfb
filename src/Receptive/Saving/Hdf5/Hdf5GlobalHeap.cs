namespace Receptive.Saving.Hdf5;

/// <summary>One collection of the global heap: numbered byte strings.</summary>
internal sealed class Hdf5GlobalHeap
{
    private readonly Dictionary<uint, ReadOnlyMemory<byte>> _objects = [];

    public static Hdf5GlobalHeap Read(Hdf5File file, ulong address)
    {
        var header = new Hdf5Cursor(file.From(address, "A collection of the global heap"), "A collection of the global heap");
        header.Expect("GCOL"u8);
        if (header.Byte() != 1) throw new InvalidDataException("A collection of the global heap has an unknown version.");
        header.Skip(3);
        ulong size = header.UInt(file.LengthSize);
        ReadOnlyMemory<byte> collection = file.Slice(address, size, "A collection of the global heap");

        var heap = new Hdf5GlobalHeap();
        int headerSize = header.Position;
        if ((ulong)headerSize > size) throw new InvalidDataException("A collection of the global heap is smaller than its own header.");
        var cursor = new Hdf5Cursor(collection.Span[headerSize..], "A collection of the global heap");
        int objectHeaderSize = 8 + file.LengthSize;
        while (cursor.Remaining >= objectHeaderSize)
        {
            ushort index = cursor.UInt16();
            cursor.Skip(6);
            ulong length = cursor.UInt(file.LengthSize);
            // Object 0 is the free space behind the last one.
            if (index == 0) break;
            if (length > (ulong)cursor.Remaining)
                throw new InvalidDataException($"Object {index} of the global heap should take {length:N0} bytes where {cursor.Remaining:N0} are left.");
            heap._objects[index] = collection.Slice(headerSize + cursor.Position, (int)length);
            cursor.Skip(Math.Min(cursor.Remaining, (int)length + 7 & ~7));
        }

        return heap;
    }

    public ReadOnlyMemory<byte> Object(uint index) => _objects.TryGetValue(index, out ReadOnlyMemory<byte> value)
        ? value
        : throw new InvalidDataException($"The global heap has no object {index}: the file is damaged.");
}
