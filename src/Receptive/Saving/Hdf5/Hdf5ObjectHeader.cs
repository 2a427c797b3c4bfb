namespace Receptive.Saving.Hdf5;

/// <summary>What a message of an object header is about; the numbers are HDF5's.</summary>
internal enum Hdf5MessageType
{
    Nil = 0x00,
    Dataspace = 0x01,
    LinkInfo = 0x02,
    Datatype = 0x03,
    Link = 0x06,
    ExternalDataFiles = 0x07,
    DataLayout = 0x08,
    FilterPipeline = 0x0b,
    Attribute = 0x0c,
    Continuation = 0x10,
    SymbolTable = 0x11,
    AttributeInfo = 0x15,
}

internal readonly record struct Hdf5Message(Hdf5MessageType Type, bool Shared, ReadOnlyMemory<byte> Data);

/// <summary>The messages that describe a group or a dataset.</summary>
internal static class Hdf5ObjectHeader
{
    // A header of a model file has a handful of blocks and at most some thousand messages (a group with as many links);
    // a damaged one can point at itself for ever.
    private const int MostBlocks = 1024;
    private const int MostMessages = 1 << 20;

    public static List<Hdf5Message> Read(Hdf5File file, ulong address, string name)
    {
        string what = $"The object header of '{name}'";
        ReadOnlySpan<byte> start = file.From(address, what);
        return start.StartsWith("OHDR"u8) ? ReadVersion2(file, address, what) : ReadVersion1(file, address, what);
    }

    /// <summary>The data of the only message of a type, or null; a message kept elsewhere ("shared") is refused.</summary>
    public static ReadOnlyMemory<byte>? Find(List<Hdf5Message> messages, Hdf5MessageType type, string name)
    {
        foreach (Hdf5Message message in messages)
        {
            if (message.Type != type) continue;
            return message.Shared
                ? throw new InvalidDataException($"'{name}' refers to a shared HDF5 message (a committed datatype, say), which is not read here.")
                : message.Data;
        }

        return null;
    }

    private static List<Hdf5Message> ReadVersion1(Hdf5File file, ulong address, string what)
    {
        var cursor = new Hdf5Cursor(file.From(address, what), what);
        if (cursor.Byte() != 1) throw new InvalidDataException($"{what} has an unknown version: the file is damaged.");
        cursor.Skip(7);
        uint size = cursor.UInt32();

        var messages = new List<Hdf5Message>();
        var blocks = new Queue<ReadOnlyMemory<byte>>();
        blocks.Enqueue(file.Slice(address + 16, size, what));
        for (int read = 0; blocks.TryDequeue(out ReadOnlyMemory<byte> block); read++)
        {
            CheckCount(read, messages.Count, what);
            var fields = new Hdf5Cursor(block.Span, what);
            while (fields.Remaining >= 8)
            {
                Hdf5MessageType type = (Hdf5MessageType)fields.UInt16();
                ushort length = fields.UInt16();
                byte flags = fields.Byte();
                fields.Skip(3);
                ReadOnlyMemory<byte> data = block.Slice(fields.Position, Math.Min(length, fields.Remaining));
                fields.Skip(length);
                Add(file, messages, blocks, new Hdf5Message(type, (flags & 2) != 0, data), what);
            }
        }

        return messages;
    }

    private static List<Hdf5Message> ReadVersion2(Hdf5File file, ulong address, string what)
    {
        var cursor = new Hdf5Cursor(file.From(address, what), what);
        cursor.Expect("OHDR"u8);
        if (cursor.Byte() != 2) throw new InvalidDataException($"{what} has an unknown version: the file is damaged.");
        byte flags = cursor.Byte();
        cursor.Skip(((flags & 0x20) != 0 ? 16 : 0) + ((flags & 0x10) != 0 ? 4 : 0));
        ulong size = cursor.UInt(1 << (flags & 3));
        bool tracksOrder = (flags & 4) != 0;

        var messages = new List<Hdf5Message>();
        var blocks = new Queue<ReadOnlyMemory<byte>>();
        blocks.Enqueue(file.Slice(address + (ulong)cursor.Position, size, what));
        for (int read = 0; blocks.TryDequeue(out ReadOnlyMemory<byte> block); read++)
        {
            CheckCount(read, messages.Count, what);
            var fields = new Hdf5Cursor(block.Span, what);
            if (read > 0)
            {
                // A continuation is framed by a signature and a checksum; the first block's stand outside it.
                fields.Expect("OCHK"u8);
            }

            int trailer = read > 0 ? 4 : 0;
            while (fields.Remaining - trailer >= (tracksOrder ? 6 : 4))
            {
                Hdf5MessageType type = (Hdf5MessageType)fields.Byte();
                ushort length = fields.UInt16();
                byte messageFlags = fields.Byte();
                if (tracksOrder) fields.Skip(2);
                ReadOnlyMemory<byte> data = block.Slice(fields.Position, Math.Min(length, fields.Remaining));
                fields.Skip(length);
                Add(file, messages, blocks, new Hdf5Message(type, (messageFlags & 2) != 0, data), what);
            }
        }

        return messages;
    }

    private static void Add(
        Hdf5File file, List<Hdf5Message> messages, Queue<ReadOnlyMemory<byte>> blocks, Hdf5Message message, string what)
    {
        if (message.Type == Hdf5MessageType.Continuation)
        {
            var fields = new Hdf5Cursor(message.Data.Span, what);
            ulong address = fields.UInt(file.OffsetSize);
            ulong length = fields.UInt(file.LengthSize);
            blocks.Enqueue(file.Slice(address, length, what));
        }
        else if (message.Type != Hdf5MessageType.Nil)
        {
            messages.Add(message);
        }
    }

    private static void CheckCount(int blocks, int messages, string what)
    {
        if (blocks > MostBlocks || messages > MostMessages) throw new InvalidDataException($"{what} goes on without end: the file is damaged.");
    }
}
