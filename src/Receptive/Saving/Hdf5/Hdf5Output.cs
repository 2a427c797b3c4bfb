using System.Reflection;
using System.Runtime.ExceptionServices;
using PureHDF;

namespace Receptive.Saving.Hdf5;

/// <summary>Puts together what goes into an HDF5 file, in the types that h5py writes for Keras.</summary>
internal static class Hdf5Output
{
    // Strings and small attributes of one layer reach a few hundred bytes; datasets stay apart from their headers, as in
    // h5py's files, so that a reader finds them at once.
    private static readonly H5WriteOptions s_options = new(PreferCompactDatasetLayout: false);

    /// <summary>The group at a path below another, made where it is missing.</summary>
    public static H5Group Group(H5Group parent, string path)
    {
        foreach (string name in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!parent.TryGetValue(name, out object? child)) parent.Add(name, child = new H5Group());
            parent = (H5Group)child;
        }

        return parent;
    }

    /// <summary>Adds an array under a name, which may hold slashes: groups are made for them.</summary>
    public static void Add(H5Group parent, string name, ArraySlot array)
    {
        int cut = name.LastIndexOf('/');
        H5Group group = cut < 0 ? parent : Group(parent, name[..cut]);
        group.Add(name[(cut + 1)..], Dataset(array));
    }

    /// <summary>A list of strings; an empty one is NumPy's empty list of float64, as Keras leaves it.</summary>
    public static void SetStrings(H5Object target, string name, IReadOnlyCollection<string> texts) =>
        target.Attributes[name] = texts.Count == 0 ? Array.Empty<double>() : texts.ToArray();

    /// <exception cref="IOException">The stream cannot take it: the disk is full, say.</exception>
    public static void Write(H5File file, Stream stream)
    {
        try
        {
            file.Write(stream, s_options);
        }
        catch (TargetInvocationException e) when (e.InnerException is { } cause)
        {
            // PureHDF calls itself by reflection; what went wrong is inside.
            ExceptionDispatchInfo.Throw(cause);
        }
    }

    private static H5Dataset Dataset(ArraySlot array)
    {
        if (array.IsWhole) return new H5Dataset(array.Whole!.Value);
        return array.Shape.Length == 0
            ? new H5Dataset(array.Values![0])
            : new H5Dataset(array.Values!, fileDims: Array.ConvertAll(array.Shape, length => (ulong)length));
    }
}
