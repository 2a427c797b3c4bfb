namespace Receptive.Saving.Hdf5;

/// <summary>Reads a dataset that was written in chunks, by its B-tree (version 1).</summary>
internal sealed class Hdf5Chunks
{
    private const int DeepestTree = 16;
    private const int MostNodes = 1 << 16;

    private readonly Hdf5File _file;
    private readonly string _path;
    private readonly Hdf5Datatype _type;
    private readonly int[] _shape;
    private readonly int[] _chunk;
    private readonly Hdf5Filters _filters;
    private readonly List<Entry> _entries = [];
    private int _nodes;
    private long _missing;

    /// <exception cref="InvalidDataException">The chunks do not fit the dataset, or none were written.</exception>
    public Hdf5Chunks(Hdf5File file, string path, Hdf5Datatype type, int[] shape, Hdf5Layout layout, Hdf5Filters filters)
    {
        (_file, _path, _type, _shape, _chunk, _filters) = (file, path, type, shape, layout.Chunk!, filters);
        if (_chunk.Length != shape.Length)
            throw new InvalidDataException($"The chunks of '{path}' have {_chunk.Length} dimensions, the dataset {shape.Length}.");
        for (int d = 0; d < shape.Length; d++)
        {
            if (_chunk[d] > shape[d])
                throw new InvalidDataException($"The chunks of '{path}' are larger than the dataset itself: the file is damaged, or made to be filled later.");
        }

        if (file.IsUndefined(layout.Address))
            throw new InvalidDataException($"'{path}' declares {Hdf5Dataspace.Elements(shape):N0} elements, but none were ever written.");
        ReadNode(layout.Address, DeepestTree);
    }

    /// <summary>How many bytes the chunks take in the file.</summary>
    public long StoredBytes => _entries.Sum(entry => (long)entry.Stored.Length);

    /// <summary>All elements; every one has to be in some chunk.</summary>
    public void Read(Span<float> destination)
    {
        _missing = destination.Length;
        foreach (Entry entry in _entries)
            ReadChunk(entry, destination);
        if (_missing != 0)
            throw new InvalidDataException($"The chunks of '{_path}' hold {destination.Length - _missing:N0} of its {destination.Length:N0} elements.");
    }

    private void ReadNode(ulong address, int level)
    {
        if (level == 0 || ++_nodes > MostNodes) throw new InvalidDataException($"The B-tree of '{_path}' goes on without end: the file is damaged.");
        var cursor = new Hdf5Cursor(_file.From(address, $"The B-tree of '{_path}'"), $"The B-tree of '{_path}'");
        cursor.Expect("TREE"u8);
        if (cursor.Byte() != 1) throw new InvalidDataException($"The B-tree of '{_path}' is not that of a dataset: the file is damaged.");
        byte nodeLevel = cursor.Byte();
        int entries = cursor.UInt16();
        cursor.Skip(2 * _file.OffsetSize);
        for (int i = 0; i < entries; i++)
        {
            uint size = cursor.UInt32();
            uint mask = cursor.UInt32();
            int[] origin = new int[_shape.Length];
            for (int d = 0; d < origin.Length; d++)
            {
                ulong start = cursor.UInt64();
                // Beyond the dataset lie only the chunks of inner nodes' last keys, which are not read.
                origin[d] = start < int.MaxValue ? (int)start : int.MaxValue;
            }

            cursor.Skip(8);
            ulong child = cursor.UInt(_file.OffsetSize);
            // Levels fall by one on the way down, so that a tree cannot contain itself.
            if (nodeLevel > 0)
                ReadNode(child, Math.Min(level - 1, nodeLevel));
            else
                Add(new Entry(origin, _file.Slice(child, size, $"A chunk of '{_path}'"), mask));
        }
    }

    private void Add(Entry entry)
    {
        for (int d = 0; d < _shape.Length; d++)
        {
            if (entry.Origin[d] >= _shape[d] || entry.Origin[d] % _chunk[d] != 0)
                throw new InvalidDataException($"A chunk of '{_path}' lies outside the dataset: the file is damaged.");
        }

        _entries.Add(entry);
    }

    private void ReadChunk(Entry entry, Span<float> destination)
    {
        int elements = Hdf5Dataspace.Elements(_chunk);
        if ((long)elements * _type.Size > int.MaxValue) throw new InvalidDataException($"A chunk of '{_path}' is larger than 2 GB.");
        ReadOnlySpan<byte> bytes = _filters.Undo(entry.Stored, entry.Mask, elements * _type.Size, _path).Span;

        // Row by row of the chunk's last dimension, leaving out what sticks out of the dataset.
        int last = _shape.Length - 1;
        int rowLength = Math.Min(_chunk[last], _shape[last] - entry.Origin[last]);
        int rows = elements / _chunk[last];
        for (int row = 0; row < rows; row++)
        {
            long offset = 0L;
            bool inside = true;
            for (int d = last - 1, rest = row; d >= 0; d--)
            {
                long position = (long)entry.Origin[d] + rest % _chunk[d];
                rest /= _chunk[d];
                inside &= position < _shape[d];
                offset += position * Stride(d);
            }

            if (!inside) continue;
            // Chunks that overlap would be read for ever out of a small file.
            if ((_missing -= rowLength) < 0) throw new InvalidDataException($"The chunks of '{_path}' overlap: the file is damaged.");
            Span<float> target = destination.Slice((int)(offset + entry.Origin[last]), rowLength);
            _type.ToFloats(bytes.Slice(row * _chunk[last] * _type.Size, rowLength * _type.Size), target);
        }
    }

    private long Stride(int dimension) => Hdf5Dataspace.Elements(_shape.AsSpan(dimension + 1));

    private sealed record Entry(int[] Origin, ReadOnlyMemory<byte> Stored, uint Mask);
}
