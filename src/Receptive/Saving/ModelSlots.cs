using Receptive.Graph;
using Receptive.Layers;

namespace Receptive.Saving;

/// <summary>The weights of a model as files know them, and the way back from them to its variables.</summary>
internal sealed class ModelSlots
{
    private readonly List<(ArraySlot Slot, Variable Variable)> _pairs = [];

    private readonly bool _direct;

    private ModelSlots(Model model, bool withValues, bool direct)
    {
        _direct = direct;
        Layers = [.. model.Layers.Select(layer => Describe(layer, layer.Name, [.. layer.TrainableWeights], withValues))];
    }

    /// <summary>The layers in the model's order.</summary>
    public IReadOnlyList<LayerSlot> Layers { get; }

    /// <summary>With the values as they are now, to be written.</summary>
    public static ModelSlots WithValues(Model model) => new(model, withValues: true, direct: false);

    /// <summary>Without values, to be filled by a file.</summary>
    /// <param name="model">The model.</param>
    /// <param name="direct">Whether the file's numbers go into the model without a copy between; a damaged file may then leave half of them there.</param>
    public static ModelSlots Empty(Model model, bool direct = false) => new(model, withValues: false, direct);

    /// <summary>Gives the values that were read to the model.</summary>
    public void Assign()
    {
        foreach ((ArraySlot slot, Variable variable) in _pairs)
            slot.CopyTo(variable);
    }

    private LayerSlot Describe(Layer layer, string path, HashSet<Variable> trainable, bool withValues)
    {
        var slot = new LayerSlot(layer.Name, layer.ClassName);
        foreach (Variable variable in layer.OwnWeights)
        {
            string name = variable.Name[(variable.Name.LastIndexOf('/') + 1)..];
            var array = new ArraySlot(name, variable.Shape.ToArray()) { Path = $"{path}/{name}", Trainable = trainable.Contains(variable), IsDirect = _direct };
            if (withValues) array.Values = variable.Span.ToArray();
            _pairs.Add((array, variable));
            slot.Arrays.Add(array);
        }

        foreach (Layer part in layer.Parts)
            slot.Layers.Add(Describe(part, $"{path}/{part.Name}", trainable, withValues));
        return slot;
    }
}
