using Receptive.Graph;
using Receptive.Layers;

namespace Receptive.Saving;

/// <summary>The weights of a model as files know them, and the way back from them to its variables.</summary>
internal sealed class ModelSlots
{
    private readonly List<(ArraySlot Slot, Variable Variable)> _pairs = [];

    private ModelSlots(Model model, bool withValues)
    {
        Layers = [.. model.Layers.Select(layer => Describe(layer, layer.Name, [.. layer.TrainableWeights], withValues))];
    }

    /// <summary>The layers in the model's order.</summary>
    public IReadOnlyList<LayerSlot> Layers { get; }

    /// <summary>With the values as they are now, to be written.</summary>
    public static ModelSlots WithValues(Model model) => new(model, withValues: true);

    /// <summary>Without values, to be filled by a file.</summary>
    public static ModelSlots Empty(Model model) => new(model, withValues: false);

    /// <summary>Gives the values that were read to the model.</summary>
    public void Assign()
    {
        foreach ((ArraySlot slot, Variable variable) in _pairs)
            variable.Assign(slot.Values);
    }

    private LayerSlot Describe(Layer layer, string path, HashSet<Variable> trainable, bool withValues)
    {
        var slot = new LayerSlot(layer.Name, layer.ClassName);
        foreach (Variable variable in layer.OwnWeights)
        {
            string name = variable.Name[(variable.Name.LastIndexOf('/') + 1)..];
            var array = new ArraySlot(name, variable.Shape.ToArray()) { Path = $"{path}/{name}", Trainable = trainable.Contains(variable) };
            if (withValues) array.Values = variable.Span.ToArray();
            _pairs.Add((array, variable));
            slot.Arrays.Add(array);
        }

        foreach (Layer part in layer.Parts)
            slot.Layers.Add(Describe(part, $"{path}/{part.Name}", trainable, withValues));
        return slot;
    }
}
