using Receptive.Graph;

namespace Receptive.Layers;

/// <summary>Where images have their channels. The engine computes with channels last; the other order is transposed.</summary>
internal static class ImageLayout
{
    public const string ChannelsLast = "channels_last";
    public const string ChannelsFirst = "channels_first";

    private static readonly string[] s_axisNames = ["depth", "height", "width"];

    /// <exception cref="ShapeException">The input has another number of dimensions than a batch of images has.</exception>
    public static void Check(string layer, Shape input, int axes, string dataFormat)
    {
        if (input.Rank == axes + 2) return;
        string spatial = axes == 1 ? "steps" : string.Join(", ", s_axisNames[^axes..]);
        string wanted = dataFormat == ChannelsLast ? $"(batch, {spatial}, channels)" : $"(batch, channels, {spatial})";
        string remedy = axes == 2 && input.Rank == 3 ? " Grey images without a dimension for channels get one by Reshape: (n, 28, 28) becomes (n, 28, 28, 1)." : "";
        throw new ShapeException($"{layer} expects {(axes == 1 ? "sequences" : axes == 2 ? "images" : "volumes")} {wanted}, but got {input}, which has {input.Rank} dimensions.{remedy}");
    }

    /// <summary>The dimension of channels.</summary>
    public static int ChannelAxis(Shape input, string dataFormat) => dataFormat == ChannelsLast ? input.Rank - 1 : 1;

    public static int Channels(Shape input, string dataFormat) => input[ChannelAxis(input, dataFormat)];

    /// <summary>The dimensions that run along the image.</summary>
    public static int[] SpatialAxes(Shape input, string dataFormat) => [.. Enumerable.Range(dataFormat == ChannelsLast ? 1 : 2, input.Rank - 2)];

    public static SymbolicTensor ToChannelsLast(SymbolicTensor x, string dataFormat) =>
        dataFormat == ChannelsLast ? x : Ops.Transpose(x, [0, .. Enumerable.Range(2, x.Shape.Rank - 2), 1]);

    public static SymbolicTensor FromChannelsLast(SymbolicTensor x, string dataFormat) =>
        dataFormat == ChannelsLast ? x : Ops.Transpose(x, [0, x.Shape.Rank - 1, .. Enumerable.Range(1, x.Shape.Rank - 2)]);
}
