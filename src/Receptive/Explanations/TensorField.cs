namespace Receptive.Explanations;

/// <summary>
/// The receptive field of a tensor of a graph, and which of its dimensions run down and across the image; -1 where none
/// does any more.
/// </summary>
internal readonly record struct TensorField(FieldAxis Height, int HeightDimension, FieldAxis Width, int WidthDimension)
{
    public ReceptiveField Field => new(Height, Width);

    /// <summary>Each axis put through a function of the axis and its dimension.</summary>
    public TensorField Map(Func<FieldAxis, int, (FieldAxis Axis, int Dimension)> step)
    {
        (FieldAxis height, int heightDimension) = HeightDimension < 0 ? (Height, -1) : step(Height, HeightDimension);
        (FieldAxis width, int widthDimension) = WidthDimension < 0 ? (Width, -1) : step(Width, WidthDimension);
        return new TensorField(height, heightDimension, width, widthDimension);
    }
}
