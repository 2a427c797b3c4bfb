using Receptive.Common;
using Receptive.Graph;

namespace Receptive.Layers;

/// <summary>Where images have their channels. The engine computes with channels last; the other order is transposed.</summary>
internal static class ImageLayout
{
    public const string ChannelsLast = "channels_last";
    public const string ChannelsFirst = "channels_first";

    public static string Checked(string dataFormat)
    {
        ArgumentNullException.ThrowIfNull(dataFormat);
        return dataFormat is ChannelsLast or ChannelsFirst
            ? dataFormat
            : throw Suggestion.Unknown("data format", dataFormat, [ChannelsLast, ChannelsFirst], nameof(dataFormat));
    }

    /// <exception cref="ShapeException">The input is no batch of images.</exception>
    public static void Check(string layer, Shape input, string dataFormat)
    {
        if (input.Rank == 4) return;
        string wanted = dataFormat == ChannelsLast ? "(batch, height, width, channels)" : "(batch, channels, height, width)";
        string remedy = input.Rank == 3 ? " Grey images without a dimension for channels get one by Reshape: (n, 28, 28) becomes (n, 28, 28, 1)." : "";
        throw new ShapeException($"{layer} expects images {wanted}, but got {input}, which has {input.Rank} dimensions.{remedy}");
    }

    public static int Channels(Shape input, string dataFormat) => dataFormat == ChannelsLast ? input[3] : input[1];

    public static SymbolicTensor ToChannelsLast(SymbolicTensor x, string dataFormat) =>
        dataFormat == ChannelsLast ? x : Ops.Transpose(x, 0, 2, 3, 1);

    public static SymbolicTensor FromChannelsLast(SymbolicTensor x, string dataFormat) =>
        dataFormat == ChannelsLast ? x : Ops.Transpose(x, 0, 3, 1, 2);
}
