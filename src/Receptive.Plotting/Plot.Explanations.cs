using Receptive.Explanations;
using Receptive.Pictures;

namespace Receptive.Plotting;

/// <content>What happens inside.</content>
public static partial class Plot
{
    /// <summary>Convolutions with known kernels, step by step at one place of the image.</summary>
    /// <param name="image">The pixels of a grey image, 0 to 1, row by row.</param>
    /// <param name="height">Rows of pixels.</param>
    /// <param name="width">Pixels in a row.</param>
    /// <param name="row">The row of the window that is looked at.</param>
    /// <param name="column">The column of the window.</param>
    /// <param name="kernels">The kernels; by default <see cref="KnownKernel.All"/>.</param>
    /// <exception cref="ArgumentException">The number of pixels is not height times width, or the image is smaller than a kernel.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The window is not inside the image.</exception>
    public static ConvolutionFigure Convolution(
        ReadOnlySpan<float> image, int height, int width, int row, int column, IReadOnlyList<KnownKernel>? kernels = null)
    {
        var walks = new List<ConvolutionWalk>();
        foreach (KnownKernel kernel in kernels ?? KnownKernel.All) walks.Add(new ConvolutionWalk(image, height, width, kernel));
        return new ConvolutionFigure(walks, row, column);
    }

    /// <summary>Receptive fields as frames on an image.</summary>
    public static ReceptiveFieldFigure ReceptiveFields(Picture image, IReadOnlyList<FieldOnImage> fields) => new(image, fields);

    /// <summary>The same task done with shared weights, with local ones and fully connected: the weights each takes.</summary>
    /// <param name="layers">The layers' names with their counts.</param>
    public static BarsFigure Connections(IReadOnlyList<(string Layer, ConnectionComparison Cost)> layers)
    {
        ArgumentNullException.ThrowIfNull(layers);
        if (layers.Count == 0) throw new ArgumentException("There is no layer to compare.", nameof(layers));
        return new BarsFigure(
            [.. layers.Select(layer => new BarGroup(layer.Layer, [layer.Cost.Shared.Parameters, layer.Cost.Local.Parameters, layer.Cost.Dense.Parameters]))],
            ["shared windows (convolution)", "windows of their own", "fully connected"])
        {
            Logarithmic = true,
            Title = "Weights for the same task",
        };
    }
}
