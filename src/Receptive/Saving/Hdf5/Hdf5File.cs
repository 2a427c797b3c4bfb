using System.Numerics;

namespace Receptive.Saving.Hdf5;

/// <summary>
/// Reads HDF5 out of a file's bytes: what h5py and Keras write, and nothing that reaches outside the file.
/// </summary>
/// <remarks>
/// A reader of its own, because model files come from strangers: every address and length is checked against the bytes
/// that are there before anything is read or allocated, and whatever is wrong ends in an <see cref="InvalidDataException"/>.
/// It follows the HDF5 File Format Specification 3.0: superblocks 0 to 3; object headers 1 and 2; groups as symbol tables
/// and as link messages; compact, contiguous and chunked (B-tree 1) datasets with deflate, shuffle and Fletcher-32; fixed and
/// variable-length strings. External storage, links to other places and virtual datasets are refused.
/// </remarks>
internal sealed class Hdf5File
{
    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'H', (byte)'D', (byte)'F', 0x0d, 0x0a, 0x1a, 0x0a];

    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly Dictionary<ulong, Hdf5GlobalHeap> _heaps = [];

    private Hdf5File(ReadOnlyMemory<byte> bytes, int offsetSize, int lengthSize, ulong rootAddress)
    {
        _bytes = bytes;
        OffsetSize = offsetSize;
        LengthSize = lengthSize;
        Root = Hdf5Group.Open(this, rootAddress, "/", depth: 0);
    }

    /// <summary>Bytes of an address in this file.</summary>
    public int OffsetSize { get; }

    /// <summary>Bytes of a length in this file.</summary>
    public int LengthSize { get; }

    public long Length => _bytes.Length;

    public Hdf5Group Root { get; }

    /// <summary>Whether the bytes begin like an HDF5 file, at 0 or after a user block of 512, 1024, 2048... bytes.</summary>
    public static bool IsHdf5(ReadOnlySpan<byte> bytes) => FindSignature(bytes) >= 0;

    /// <exception cref="InvalidDataException">The bytes are no HDF5 file, damaged, or use what is not read here.</exception>
    public static Hdf5File Open(ReadOnlyMemory<byte> bytes)
    {
        int start = FindSignature(bytes.Span);
        if (start < 0) throw new InvalidDataException("These bytes are not an HDF5 file: the signature is missing.");

        var cursor = new Hdf5Cursor(bytes.Span[start..], "The HDF5 superblock");
        cursor.Expect(Signature);
        byte version = cursor.Byte();
        if (version > 3) throw new InvalidDataException($"The HDF5 superblock has version {version}; versions 0 to 3 are read here.");

        if (version <= 1) cursor.Skip(4);
        int offsetSize = CheckSize(cursor.Byte(), "offsets");
        int lengthSize = CheckSize(cursor.Byte(), "lengths");

        // Versions 0 and 1: K values and flags, then four addresses and the root group's symbol table entry.
        cursor.Skip(version switch { 0 => 9, 1 => 13, _ => 1 });
        ulong baseAddress = cursor.UInt(offsetSize);
        if (baseAddress != (ulong)start && baseAddress != 0)
            throw new InvalidDataException($"The HDF5 file says that it begins at byte {baseAddress:N0}, but it begins at {start:N0}.");
        cursor.Skip(offsetSize);
        ulong end = cursor.UInt(offsetSize);
        ulong available = (ulong)(bytes.Length - start);
        if (end > available && end - baseAddress > available)
            throw new InvalidDataException($"The HDF5 file should have {end:N0} bytes and has {bytes.Length:N0}: it was cut short.");
        if (version <= 1) cursor.Skip(2 * offsetSize);
        ulong root = cursor.UInt(offsetSize);

        // Addresses count from the base address: from here on the user block before it does not exist.
        return new Hdf5File(bytes[(int)baseAddress..], offsetSize, lengthSize, root);
    }

    /// <summary>Whether an address is HDF5's "undefined": all bits set.</summary>
    public bool IsUndefined(ulong address) => address == ulong.MaxValue >> (64 - 8 * OffsetSize);

    /// <summary>The bytes from an address on, at least <paramref name="length"/> of them.</summary>
    public ReadOnlyMemory<byte> Slice(ulong address, ulong length, string what)
    {
        ulong available = (ulong)_bytes.Length;
        if (address > available || length > available - address)
            throw new InvalidDataException($"{what} should take {length:N0} bytes at {address:N0} of a file that has {available:N0}.");
        return _bytes.Slice((int)address, (int)length);
    }

    /// <summary>All bytes from an address on.</summary>
    public ReadOnlySpan<byte> From(ulong address, string what) => Slice(address, 0, what).IsEmpty ? _bytes.Span[(int)address..] : [];

    /// <summary>An object of the global heap: where variable-length strings are kept.</summary>
    public ReadOnlyMemory<byte> HeapObject(ulong collection, uint index)
    {
        if (!_heaps.TryGetValue(collection, out Hdf5GlobalHeap? heap)) _heaps.Add(collection, heap = Hdf5GlobalHeap.Read(this, collection));
        return heap.Object(index);
    }

    private static int CheckSize(byte size, string what) => size is 2 or 4 or 8
        ? size
        : throw new InvalidDataException($"The HDF5 superblock gives {size} bytes to {what}; 2, 4 or 8 are possible.");

    private static int FindSignature(ReadOnlySpan<byte> bytes)
    {
        for (uint start = 0; start + Signature.Length <= bytes.Length; start = start == 0 ? 512 : BitOperations.RotateLeft(start, 1))
        {
            if (bytes.Slice((int)start, Signature.Length).SequenceEqual(Signature)) return (int)start;
        }

        return -1;
    }
}
