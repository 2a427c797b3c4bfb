using System.Buffers.Binary;
using System.Text;

namespace Receptive.Saving.Hdf5;

/// <summary>A small value that belongs to a group: a string or a list of strings, in Keras' files.</summary>
internal sealed class Hdf5Attribute
{
    private readonly Hdf5File _file;
    private readonly Hdf5Datatype _type;
    private readonly ReadOnlyMemory<byte> _data;

    private Hdf5Attribute(Hdf5File file, string name, Hdf5Datatype type, int[] shape, ReadOnlyMemory<byte> data)
    {
        _file = file;
        _type = type;
        _data = data;
        Name = name;
        Shape = shape;
    }

    public string Name { get; }

    public IReadOnlyList<int> Shape { get; }

    public static Dictionary<string, Hdf5Attribute> ReadAll(Hdf5File file, List<Hdf5Message> messages, string path)
    {
        var attributes = new Dictionary<string, Hdf5Attribute>();
        foreach (Hdf5Message message in messages)
        {
            if (message.Type == Hdf5MessageType.Attribute)
            {
                if (message.Shared) throw new InvalidDataException($"'{path}' has a shared attribute, which is not read here.");
                Hdf5Attribute attribute = Read(file, message.Data, path);
                if (!attributes.TryAdd(attribute.Name, attribute))
                    throw new InvalidDataException($"'{path}' has the attribute '{attribute.Name}' twice: the file is damaged.");
            }
            else if (message.Type == Hdf5MessageType.AttributeInfo)
            {
                var info = new Hdf5Cursor(message.Data.Span, $"The attribute information of '{path}'");
                info.Skip(1);
                info.Skip((info.Byte() & 1) != 0 ? 2 : 0);
                if (!file.IsUndefined(info.UInt(file.OffsetSize)))
                    throw new InvalidDataException($"'{path}' keeps its attributes in a fractal heap (HDF5's \"latest\" format), which is not read here; save the file with h5py's default settings.");
            }
        }

        return attributes;
    }

    /// <summary>The text of a scalar string.</summary>
    /// <exception cref="InvalidDataException">The attribute is no single string.</exception>
    public string Text()
    {
        string[] texts = Texts();
        return texts.Length == 1 ? texts[0] : throw new InvalidDataException($"The attribute '{Name}' holds {texts.Length} strings where one belongs.");
    }

    /// <summary>The strings; none for an empty list, which NumPy writes as an empty list of floats.</summary>
    /// <exception cref="InvalidDataException">The attribute holds something else.</exception>
    public string[] Texts()
    {
        int count = Hdf5Dataspace.Elements([.. Shape]);
        if (count == 0) return [];
        if (!_type.IsString) throw new InvalidDataException($"The attribute '{Name}' holds no text.");
        // Each string takes its datatype's bytes here, wherever its characters are: so the count is bounded by what is there.
        if ((long)count * _type.Size > _data.Length)
            throw new InvalidDataException($"The attribute '{Name}' declares {count:N0} strings where {_data.Length:N0} bytes are left.");

        string[] texts = new string[count];
        for (int i = 0; i < count; i++)
        {
            ReadOnlyMemory<byte> element = _data.Slice(i * _type.Size, _type.Size);
            texts[i] = _type.IsVariableLengthString ? VariableLength(element.Span) : Trimmed(element.Span);
        }

        return texts;
    }

    private string VariableLength(ReadOnlySpan<byte> element)
    {
        if (element.Length < 8 + _file.OffsetSize)
            throw new InvalidDataException($"The attribute '{Name}' has references of {element.Length} bytes, too few for a string.");
        uint length = BinaryPrimitives.ReadUInt32LittleEndian(element);
        var cursor = new Hdf5Cursor(element[4..], $"The attribute '{Name}'");
        ulong collection = cursor.UInt(_file.OffsetSize);
        uint index = cursor.UInt32();
        if (length == 0 || collection == 0) return "";
        ReadOnlyMemory<byte> text = _file.HeapObject(collection, index);
        if (length > text.Length)
            throw new InvalidDataException($"The attribute '{Name}' declares a string of {length:N0} bytes where {text.Length:N0} are kept.");
        return Trimmed(text.Span[..(int)length]);
    }

    // Strings end at the first null or at their full length; h5py pads with nulls.
    private static string Trimmed(ReadOnlySpan<byte> bytes)
    {
        int end = bytes.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? bytes : bytes[..end]);
    }

    private static Hdf5Attribute Read(Hdf5File file, ReadOnlyMemory<byte> message, string path)
    {
        string what = $"An attribute of '{path}'";
        var cursor = new Hdf5Cursor(message.Span, what);
        byte version = cursor.Byte();
        if (version is < 1 or > 3) throw new InvalidDataException($"{what} has the unknown version {version}: the file is damaged.");
        byte flags = cursor.Byte();
        if (version > 1 && (flags & 3) != 0) throw new InvalidDataException($"{what} has a shared datatype or dataspace, which is not read here.");
        int nameSize = cursor.UInt16();
        int typeSize = cursor.UInt16();
        int spaceSize = cursor.UInt16();
        if (version == 3) cursor.Skip(1);

        string name = Trimmed(cursor.Take(Padded(nameSize))[..nameSize]);
        ReadOnlySpan<byte> type = cursor.Take(Padded(typeSize))[..typeSize];
        ReadOnlySpan<byte> space = cursor.Take(Padded(spaceSize))[..spaceSize];
        return new Hdf5Attribute(
            file, name, Hdf5Datatype.Parse(type, $"{path}@{name}"), Hdf5Dataspace.Parse(space, file.LengthSize, $"{path}@{name}"),
            message[cursor.Position..]);

        int Padded(int size) => version == 1 ? size + 7 & ~7 : size;
    }
}
