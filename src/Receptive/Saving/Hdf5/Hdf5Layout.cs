namespace Receptive.Saving.Hdf5;

/// <summary>Where a dataset's elements lie: in its header, in one stretch, or in chunks found by a B-tree.</summary>
/// <param name="Inline">The elements themselves, in the compact layout.</param>
/// <param name="Address">Of the elements, or of the B-tree of chunks.</param>
/// <param name="Chunk">The chunks' shape, or null where there are none.</param>
internal readonly record struct Hdf5Layout(ReadOnlyMemory<byte>? Inline, ulong Address, int[]? Chunk)
{
    public static Hdf5Layout Parse(Hdf5File file, ReadOnlyMemory<byte> message, string path)
    {
        var cursor = new Hdf5Cursor(message.Span, $"The layout of '{path}'");
        byte version = cursor.Byte();
        switch (version)
        {
            case 1 or 2:
                return ParseOld(file, message, path, ref cursor);
            case 3 or 4:
                break;
            default:
                throw new InvalidDataException($"The layout of '{path}' has the unknown version {version}.");
        }

        byte kind = cursor.Byte();
        switch (kind)
        {
            case 0:
                int size = cursor.UInt16();
                return Compact(message, cursor.Position, (uint)size, path);
            case 1:
                return new Hdf5Layout(null, cursor.UInt(file.OffsetSize), null);
            case 2 when version == 3:
                int dimensions = cursor.Byte();
                ulong address = cursor.UInt(file.OffsetSize);
                return new Hdf5Layout(null, address, ChunkShape(ref cursor, dimensions - 1, path));
            case 2:
                throw new InvalidDataException($"'{path}' indexes its chunks in HDF5's \"latest\" way, which is not read here; save the file with h5py's default settings.");
            case 3:
                throw new InvalidDataException($"'{path}' is a virtual dataset, put together from other places. A model file has to hold its own numbers: refused.");
            default:
                throw new InvalidDataException($"'{path}' has the unknown layout {kind}: the file is damaged.");
        }
    }

    private static Hdf5Layout ParseOld(Hdf5File file, ReadOnlyMemory<byte> message, string path, ref Hdf5Cursor cursor)
    {
        int dimensions = cursor.Byte();
        byte kind = cursor.Byte();
        cursor.Skip(5);
        ulong address = kind == 0 ? 0 : cursor.UInt(file.OffsetSize);
        switch (kind)
        {
            case 0:
                cursor.Skip(4 * dimensions);
                uint size = cursor.UInt32();
                return Compact(message, cursor.Position, size, path);
            case 1:
                return new Hdf5Layout(null, address, null);
            case 2:
                return new Hdf5Layout(null, address, ChunkShape(ref cursor, dimensions - 1, path));
            default:
                throw new InvalidDataException($"'{path}' has the unknown layout {kind}: the file is damaged.");
        }
    }

    private static Hdf5Layout Compact(ReadOnlyMemory<byte> message, int position, uint size, string path) => size <= message.Length - position
        ? new Hdf5Layout(message.Slice(position, (int)size), 0, null)
        : throw new InvalidDataException($"'{path}' should take {size:N0} bytes of its header, which has {message.Length - position:N0} left.");

    // The last of the stored dimensions is the element's size, not one of the dataset's.
    private static int[] ChunkShape(ref Hdf5Cursor cursor, int rank, string path)
    {
        if (rank is < 1 or > 32) throw new InvalidDataException($"The chunks of '{path}' have {rank} dimensions: the file is damaged.");
        int[] chunk = new int[rank];
        long elements = 1L;
        for (int i = 0; i < rank; i++)
        {
            uint length = cursor.UInt32();
            if (length is 0 or > int.MaxValue || (elements *= length) > int.MaxValue)
                throw new InvalidDataException($"The chunks of '{path}' have no sensible size: the file is damaged.");
            chunk[i] = (int)length;
        }

        return chunk;
    }
}
