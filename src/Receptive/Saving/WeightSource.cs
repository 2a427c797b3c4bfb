using Receptive.Saving.Hdf5;

namespace Receptive.Saving;

/// <summary>The weights in an open file, whatever the layout: found for the layers of a model, checked against it, then read.</summary>
internal abstract class WeightSource
{
    /// <summary>How many weights the file can hold at most: those of a model built from it take no more memory than that.</summary>
    public abstract long MostElements { get; }

    /// <summary>Fills the arrays of the layers. Either all fit and are filled, or none is.</summary>
    /// <exception cref="InvalidDataException">Arrays are missing, too many or of another shape: the message is a table of all.</exception>
    public void Read(IReadOnlyList<LayerSlot> layers)
    {
        Found found = Find(layers);
        if (found.Table.HasMismatch) throw new InvalidDataException(found.Table.ToString());
        foreach ((ArraySlot array, Hdf5Dataset dataset) in found.Pairs)
            array.ReadFrom(dataset);
    }

    /// <summary>The optimizer's arrays in the order of the file, or null where it keeps none.</summary>
    public abstract IReadOnlyList<Hdf5Dataset>? FindOptimizer();

    /// <summary>What the random numbers of the model go on from, or null where the file does not say: Keras' do not.</summary>
    public abstract long[]? ReadRandomState();

    protected abstract Found Find(IReadOnlyList<LayerSlot> layers);

    /// <summary>Which dataset belongs to which array.</summary>
    protected sealed class Found
    {
        public List<(ArraySlot Array, Hdf5Dataset Dataset)> Pairs { get; } = [];

        public MismatchTable Table { get; } = new();

        public void Add(string layer, IReadOnlyList<ArraySlot>? expected, IReadOnlyList<Hdf5Dataset> datasets)
        {
            Table.Add(layer, expected, [.. datasets.Select(dataset => dataset.Shape)]);
            for (int i = 0; expected is not null && i < expected.Count && i < datasets.Count; i++)
                Pairs.Add((expected[i], datasets[i]));
        }
    }
}
