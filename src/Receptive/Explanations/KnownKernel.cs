namespace Receptive.Explanations;

/// <summary>A small kernel whose effect is known from image processing: what filters do, before any are learned.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Effect">What it does to an image, in a sentence.</param>
/// <param name="Weights">The cells, row by row.</param>
public sealed record KnownKernel(string Name, string Effect, IReadOnlyList<IReadOnlyList<float>> Weights)
{
    /// <summary>Rows.</summary>
    public int Height => Weights.Count;

    /// <summary>Cells in a row.</summary>
    public int Width => Weights[0].Count;

    /// <summary>Sobel's kernel for edges between left and right (I. Sobel and G. Feldman, 1968).</summary>
    public static KnownKernel VerticalEdges { get; } = new(
        "Sobel, vertical edges", "Answers where the image gets brighter from left to right, with the opposite sign where it gets darker; flat parts give 0.",
        [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]]);

    /// <summary>Sobel's kernel for edges between top and bottom.</summary>
    public static KnownKernel HorizontalEdges { get; } = new(
        "Sobel, horizontal edges", "Answers where the image gets brighter from top to bottom, with the opposite sign where it gets darker; flat parts give 0.",
        [[-1, -2, -1], [0, 0, 0], [1, 2, 1]]);

    /// <summary>The mean of nine pixels.</summary>
    public static KnownKernel Blur { get; } = new(
        "Blur", "Replaces each pixel by the mean of its neighbourhood: noise and fine detail fade.",
        [[1f / 9, 1f / 9, 1f / 9], [1f / 9, 1f / 9, 1f / 9], [1f / 9, 1f / 9, 1f / 9]]);

    /// <summary>The pixel against its four neighbours, added to itself.</summary>
    public static KnownKernel Sharpen { get; } = new(
        "Sharpen", "Raises each pixel's difference from its four neighbours: edges stand out, flat parts stay as they are.",
        [[0, -1, 0], [-1, 5, -1], [0, -1, 0]]);

    /// <summary>The pixel against its eight neighbours.</summary>
    public static KnownKernel Outline { get; } = new(
        "Outline", "Answers wherever a pixel differs from its surroundings, in whatever direction; flat parts give 0.",
        [[-1, -1, -1], [-1, 8, -1], [-1, -1, -1]]);

    /// <summary>All of these.</summary>
    public static IReadOnlyList<KnownKernel> All { get; } = [VerticalEdges, HorizontalEdges, Blur, Sharpen, Outline];
}
