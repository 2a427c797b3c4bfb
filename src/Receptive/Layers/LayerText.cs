using Receptive.Activations;

namespace Receptive.Layers;

/// <summary>Pieces of the calls that layers print themselves as.</summary>
internal static class LayerText
{
    public static string Of(ActivationFunction activation) => activation.Name == "linear" ? "" : $", activation: \"{activation}\"";

    public static string Of(Size2D size) => size.Height == size.Width ? $"{size.Height}" : $"({size.Height}, {size.Width})";
}
