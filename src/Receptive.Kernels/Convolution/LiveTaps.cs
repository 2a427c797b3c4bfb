namespace Receptive.Kernels.Convolution;

/// <summary>See <see cref="Conv2DGeometry.LiveTaps"/>. All is 0 when no tap meets the image.</summary>
internal readonly record struct LiveTaps
{
    public required int FirstRow { get; init; }

    public required int Rows { get; init; }

    public required int FirstColumn { get; init; }

    public required int Columns { get; init; }

    /// <summary>Rows of padding above the image that these taps reach; below 0 they leave out the image's first rows.</summary>
    public required int PadTop { get; init; }

    public required int PadLeft { get; init; }

    /// <summary>Rows that all windows together span.</summary>
    public required int StagedHeight { get; init; }

    public required int StagedWidth { get; init; }

    public int Count => Rows * Columns;
}
