namespace Receptive.Saving.Hdf5;

/// <summary>The shape of a dataset or an attribute.</summary>
internal static class Hdf5Dataspace
{
    private const int MostElements = int.MaxValue;

    /// <summary>The dimensions: none for a scalar, one of 0 for HDF5's "null" space.</summary>
    public static int[] Parse(ReadOnlySpan<byte> data, int lengthSize, string name)
    {
        var cursor = new Hdf5Cursor(data, $"The dataspace of '{name}'");
        byte version = cursor.Byte();
        int rank = cursor.Byte();
        cursor.Skip(1);
        switch (version)
        {
            case 1:
                cursor.Skip(5);
                break;
            case 2 when cursor.Byte() == 2:
                return [0];
            case 2:
                break;
            default:
                throw new InvalidDataException($"The dataspace of '{name}' has the unknown version {version}.");
        }

        if (rank > 32) throw new InvalidDataException($"The dataspace of '{name}' has {rank} dimensions; HDF5 allows 32.");
        int[] shape = new int[rank];
        ulong elements = 1UL;
        for (int i = 0; i < rank; i++)
        {
            ulong length = cursor.UInt(lengthSize);
            if (length > MostElements || (elements *= length) > MostElements)
                throw new InvalidDataException($"'{name}' declares more than {MostElements:N0} elements.");
            shape[i] = (int)length;
        }

        return shape;
    }

    public static int Elements(ReadOnlySpan<int> shape)
    {
        int elements = 1;
        foreach (int length in shape)
            elements = checked(elements * length);
        return elements;
    }
}
