namespace Receptive.Saving.Hdf5;

/// <summary>An array of numbers in the file.</summary>
internal sealed class Hdf5Dataset
{
    private readonly Hdf5File _file;
    private readonly Hdf5Datatype _type;
    private readonly int[] _shape;
    private readonly Hdf5Layout _layout;
    private readonly Hdf5Filters _filters;

    private Hdf5Dataset(Hdf5File file, string path, Hdf5Datatype type, int[] shape, Hdf5Layout layout, Hdf5Filters filters)
    {
        _file = file;
        _type = type;
        _shape = shape;
        _layout = layout;
        _filters = filters;
        Path = path;
    }

    public string Path { get; }

    public IReadOnlyList<int> Shape => _shape;

    public int Elements => Hdf5Dataspace.Elements(_shape);

    public static bool IsDataset(List<Hdf5Message> messages) => messages.Exists(message => message.Type == Hdf5MessageType.DataLayout);

    public static Hdf5Dataset Create(Hdf5File file, List<Hdf5Message> messages, string path)
    {
        if (messages.Exists(message => message.Type == Hdf5MessageType.ExternalDataFiles))
            throw new InvalidDataException($"'{path}' keeps its numbers in another file. A model file has to hold its own: refused.");
        Hdf5Datatype type = Hdf5Datatype.Parse(Required(Hdf5MessageType.Datatype, "datatype").Span, path);
        if (!type.IsNumber) throw new InvalidDataException($"'{path}' holds no numbers.");
        int[] shape = Hdf5Dataspace.Parse(Required(Hdf5MessageType.Dataspace, "dataspace").Span, file.LengthSize, path);
        Hdf5Layout layout = Hdf5Layout.Parse(file, Required(Hdf5MessageType.DataLayout, "layout"), path);
        Hdf5Filters filters = Hdf5Filters.Parse(Hdf5ObjectHeader.Find(messages, Hdf5MessageType.FilterPipeline, path), path);
        return new Hdf5Dataset(file, path, type, shape, layout, filters);

        ReadOnlyMemory<byte> Required(Hdf5MessageType messageType, string name) => Hdf5ObjectHeader.Find(messages, messageType, path)
            ?? throw new InvalidDataException($"The dataset '{path}' has no {name}: the file is damaged.");
    }

    /// <summary>All elements, row by row, as floats.</summary>
    /// <param name="destination">As long as <see cref="Elements"/>; so nothing is allocated on the word of the file.</param>
    /// <exception cref="InvalidDataException">The file does not hold the elements that the dataset declares.</exception>
    public void Read(Span<float> destination)
    {
        if (destination.Length != Elements)
            throw new ArgumentException($"'{Path}' has {Elements:N0} elements; room for {destination.Length:N0} was given.", nameof(destination));
        if (destination.IsEmpty) return;
        if (_layout.Chunk is null)
            _type.ToFloats(Whole().Span, destination);
        else
            new Hdf5Chunks(_file, Path, _type, _shape, _layout, _filters).Read(destination);
    }

    /// <summary>Makes sure, before room is made for the elements, that the file can hold as many as it declares.</summary>
    /// <exception cref="InvalidDataException">It cannot.</exception>
    public void CheckPresent()
    {
        if (Elements == 0) return;
        if (_layout.Chunk is null)
        {
            Whole();
            return;
        }

        long declared = (long)Elements * _type.Size;
        long stored = new Hdf5Chunks(_file, Path, _type, _shape, _layout, _filters).StoredBytes;
        if (declared > stored * _filters.GreatestExpansion)
            throw new InvalidDataException($"'{Path}' declares {declared:N0} bytes, which the {stored:N0} that are stored cannot hold.");
    }

    /// <summary>The only element, a whole number such as a step count.</summary>
    public long ReadInt64()
    {
        if (Elements != 1) throw new InvalidDataException($"'{Path}' has {Elements:N0} elements where one number belongs.");
        if (_layout.Chunk is null) return _type.ToInt64(Whole().Span);
        Span<float> value = stackalloc float[1];
        Read(value);
        return (long)value[0];
    }

    private ReadOnlyMemory<byte> Whole()
    {
        ulong size = (ulong)Elements * (ulong)_type.Size;
        if (_layout.Inline is { } inline)
        {
            return (ulong)inline.Length >= size
                ? inline[..(int)size]
                : throw new InvalidDataException($"'{Path}' declares {size:N0} bytes and holds {inline.Length:N0}.");
        }

        if (_file.IsUndefined(_layout.Address))
            throw new InvalidDataException($"'{Path}' declares {Elements:N0} elements, but none were ever written.");
        return _file.Slice(_layout.Address, size, $"'{Path}'");
    }
}
