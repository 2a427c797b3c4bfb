using System.Text;

namespace Receptive.Saving.Hdf5;

/// <summary>A group: named links to groups and datasets, and attributes.</summary>
internal sealed class Hdf5Group
{
    // Deeper than any model nests its layers; a damaged file can nest a group into itself.
    private const int DeepestNesting = 64;
    private const int DeepestTree = 16;
    private const int MostLinks = 1 << 20;
    private const int MostNodes = 1 << 16;

    private readonly Hdf5File _file;
    private readonly int _depth;
    private int _nodes;
    private readonly Dictionary<string, ulong> _links = [];

    private Hdf5Group(Hdf5File file, string path, int depth, List<Hdf5Message> messages)
    {
        _file = file;
        _depth = depth;
        Path = path;
        Attributes = Hdf5Attribute.ReadAll(file, messages, path);
    }

    public string Path { get; }

    public IReadOnlyDictionary<string, Hdf5Attribute> Attributes { get; }

    /// <summary>The names of what the group holds.</summary>
    public IEnumerable<string> Names => _links.Keys;

    public bool Contains(string name) => _links.ContainsKey(name);

    public static Hdf5Group Open(Hdf5File file, ulong address, string path, int depth)
    {
        if (depth > DeepestNesting)
            throw new InvalidDataException($"The HDF5 groups are nested more than {DeepestNesting} deep at '{path}': the file is damaged.");
        List<Hdf5Message> messages = Hdf5ObjectHeader.Read(file, address, path);
        var group = new Hdf5Group(file, path, depth, messages);
        group.ReadLinks(messages);
        return group;
    }

    /// <summary>The group at a path of names divided by '/', or null where a part of it is missing or is a dataset.</summary>
    public Hdf5Group? FindGroup(string path)
    {
        Hdf5Group group = this;
        foreach (string name in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!group._links.TryGetValue(name, out ulong address)) return null;
            string childPath = group.ChildPath(name);
            if (Hdf5Dataset.IsDataset(Hdf5ObjectHeader.Read(_file, address, childPath))) return null;
            group = Open(_file, address, childPath, group._depth + 1);
        }

        return group;
    }

    /// <exception cref="InvalidDataException">There is no such group.</exception>
    public Hdf5Group Group(string path) =>
        FindGroup(path) ?? throw new InvalidDataException($"The HDF5 file has no group '{ChildPath(path)}'.");

    /// <summary>The dataset at a path of names divided by '/', or null where there is none.</summary>
    public Hdf5Dataset? FindDataset(string path)
    {
        path = path.Trim('/');
        int cut = path.LastIndexOf('/');
        Hdf5Group? parent = cut < 0 ? this : FindGroup(path[..cut]);
        if (parent is null || !parent._links.TryGetValue(path[(cut + 1)..], out ulong address)) return null;
        string childPath = parent.ChildPath(path[(cut + 1)..]);
        List<Hdf5Message> messages = Hdf5ObjectHeader.Read(_file, address, childPath);
        return Hdf5Dataset.IsDataset(messages) ? Hdf5Dataset.Create(_file, messages, childPath) : null;
    }

    /// <exception cref="InvalidDataException">There is no such dataset.</exception>
    public Hdf5Dataset Dataset(string path) =>
        FindDataset(path) ?? throw new InvalidDataException($"The HDF5 file has no dataset '{ChildPath(path)}'.");

    /// <summary>The elements of all datasets in this group and those below it, as far as the file really holds them.</summary>
    public long CountElements() => CountElements([]);

    // A damaged file can hold a group twice, or in itself: each is counted once.
    private long CountElements(HashSet<ulong> visited)
    {
        long elements = 0L;
        foreach ((string name, ulong address) in _links)
        {
            if (!visited.Add(address)) continue;
            string childPath = ChildPath(name);
            List<Hdf5Message> messages = Hdf5ObjectHeader.Read(_file, address, childPath);
            if (!Hdf5Dataset.IsDataset(messages))
            {
                elements += Open(_file, address, childPath, _depth + 1).CountElements(visited);
                continue;
            }

            Hdf5Dataset dataset = Hdf5Dataset.Create(_file, messages, childPath);
            dataset.CheckPresent();
            elements += dataset.Elements;
        }

        return elements;
    }

    private string ChildPath(string name) => Path == "/" ? $"/{name}" : $"{Path}/{name}";

    private void ReadLinks(List<Hdf5Message> messages)
    {
        if (Hdf5ObjectHeader.Find(messages, Hdf5MessageType.SymbolTable, Path) is { } table) ReadSymbolTable(table.Span);

        foreach (Hdf5Message message in messages)
        {
            switch (message.Type)
            {
                case Hdf5MessageType.Link:
                    ReadLink(message.Data.Span);
                    break;
                case Hdf5MessageType.LinkInfo:
                    var info = new Hdf5Cursor(message.Data.Span, $"The link information of '{Path}'");
                    info.Skip(1);
                    info.Skip((info.Byte() & 1) != 0 ? 8 : 0);
                    if (!_file.IsUndefined(info.UInt(_file.OffsetSize)))
                        throw new InvalidDataException($"The group '{Path}' keeps its links in a fractal heap (HDF5's \"latest\" format with many links), which is not read here; save the file with h5py's default settings.");
                    break;
            }
        }
    }

    private void Add(string name, ulong address)
    {
        // A name that is empty or has a slash would be taken for a path, perhaps back to this group.
        if (name.Length == 0 || name.Contains('/', StringComparison.Ordinal))
            throw new InvalidDataException($"The group '{Path}' holds something named '{name}', which is no name: the file is damaged.");
        if (_links.Count >= MostLinks || !_links.TryAdd(name, address))
            throw new InvalidDataException($"The group '{Path}' holds '{name}' twice or has too many links: the file is damaged.");
    }

    private void ReadSymbolTable(ReadOnlySpan<byte> message)
    {
        var cursor = new Hdf5Cursor(message, $"The symbol table of '{Path}'");
        ulong tree = cursor.UInt(_file.OffsetSize);
        ulong heap = cursor.UInt(_file.OffsetSize);
        var header = new Hdf5Cursor(_file.From(heap, $"The local heap of '{Path}'"), $"The local heap of '{Path}'");
        header.Expect("HEAP"u8);
        header.Skip(4);
        ulong size = header.UInt(_file.LengthSize);
        header.Skip(_file.LengthSize);
        ReadOnlyMemory<byte> names = _file.Slice(header.UInt(_file.OffsetSize), size, $"The local heap of '{Path}'");
        ReadTree(tree, names.Span, level: DeepestTree);
    }

    private void ReadTree(ulong address, ReadOnlySpan<byte> names, int level)
    {
        if (level == 0 || ++_nodes > MostNodes)
            throw new InvalidDataException($"The B-tree of the group '{Path}' goes on without end: the file is damaged.");
        var cursor = new Hdf5Cursor(_file.From(address, $"The B-tree of '{Path}'"), $"The B-tree of '{Path}'");
        cursor.Expect("TREE"u8);
        if (cursor.Byte() != 0) throw new InvalidDataException($"The B-tree of '{Path}' is not that of a group: the file is damaged.");
        byte nodeLevel = cursor.Byte();
        int entries = cursor.UInt16();
        cursor.Skip(2 * _file.OffsetSize);
        for (int i = 0; i < entries; i++)
        {
            cursor.Skip(_file.LengthSize);
            ulong child = cursor.UInt(_file.OffsetSize);
            // Levels fall by one on the way down, so that a tree cannot contain itself.
            if (nodeLevel == 0)
                ReadSymbols(child, names);
            else
                ReadTree(child, names, Math.Min(level - 1, nodeLevel));
        }
    }

    private void ReadSymbols(ulong address, ReadOnlySpan<byte> names)
    {
        var cursor = new Hdf5Cursor(_file.From(address, $"A symbol table node of '{Path}'"), $"A symbol table node of '{Path}'");
        cursor.Expect("SNOD"u8);
        cursor.Skip(2);
        int symbols = cursor.UInt16();
        for (int i = 0; i < symbols; i++)
        {
            ulong nameOffset = cursor.UInt(_file.OffsetSize);
            ulong header = cursor.UInt(_file.OffsetSize);
            uint cacheType = cursor.UInt32();
            cursor.Skip(20);
            if (nameOffset > (ulong)names.Length)
                throw new InvalidDataException($"A name in the group '{Path}' lies outside its heap: the file is damaged.");
            ReadOnlySpan<byte> name = names[(int)nameOffset..];
            int end = name.IndexOf((byte)0);
            if (end < 0) throw new InvalidDataException($"A name in the group '{Path}' has no end: the file is damaged.");
            string text = Encoding.UTF8.GetString(name[..end]);
            if (cacheType == 2) throw LinkRefused(text, "a soft link");
            Add(text, header);
        }
    }

    private void ReadLink(ReadOnlySpan<byte> message)
    {
        var cursor = new Hdf5Cursor(message, $"A link of '{Path}'");
        cursor.Skip(1);
        byte flags = cursor.Byte();
        int type = (flags & 8) != 0 ? cursor.Byte() : 0;
        cursor.Skip(((flags & 4) != 0 ? 8 : 0) + ((flags & 16) != 0 ? 1 : 0));
        ulong length = cursor.UInt(1 << (flags & 3));
        if (length > (ulong)cursor.Remaining)
            throw new InvalidDataException($"A name in the group '{Path}' is longer than its message: the file is damaged.");
        string name = Encoding.UTF8.GetString(cursor.Take((int)length));
        if (type != 0) throw LinkRefused(name, type == 1 ? "a soft link" : type == 64 ? "an external link" : $"a link of type {type}");
        Add(name, cursor.UInt(_file.OffsetSize));
    }

    private InvalidDataException LinkRefused(string name, string kind) =>
        new($"'{ChildPath(name)}' is {kind}. Model files have no need of it, and it can reach outside the file: refused.");
}
