using System.Globalization;
using System.Text;

namespace Receptive.Explanations;

/// <summary>
/// One convolution done by hand: a kernel slid over one image, each step open to be looked at. It is the plain sum of
/// products, without padding, stride 1: what a Conv2D layer computes for one filter and one channel.
/// </summary>
/// <example><code>
/// var walk = new ConvolutionWalk(pixels, height: 28, width: 28, KnownKernel.VerticalEdges);
/// Console.WriteLine(walk.StepAt(10, 12));
/// Picture result = Picture.FromValues(walk.Output, walk.OutputHeight, walk.OutputWidth, ColorMap.Diverging);
/// </code></example>
public sealed class ConvolutionWalk
{
    private readonly float[] _image;
    private readonly float[] _output;

    /// <param name="image">The pixels, row by row.</param>
    /// <param name="height">Rows of pixels.</param>
    /// <param name="width">Pixels in a row.</param>
    /// <param name="kernel">What is slid over the image.</param>
    /// <exception cref="ArgumentException">The image is smaller than the kernel, or the number of pixels is not height times width.</exception>
    public ConvolutionWalk(ReadOnlySpan<float> image, int height, int width, KnownKernel kernel)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        if (image.Length != (long)height * width)
            throw new ArgumentException($"An image of {height} rows and {width} columns has {(long)height * width} pixels; got {image.Length}.", nameof(image));
        if (height < kernel.Height || width < kernel.Width)
            throw new ArgumentException($"The image of {height}x{width} pixels is smaller than the kernel of {kernel.Height}x{kernel.Width}.", nameof(image));
        (_image, Height, Width, Kernel) = (image.ToArray(), height, width, kernel);
        _output = new float[OutputHeight * OutputWidth];
        for (int row = 0; row < OutputHeight; row++)
        {
            for (int column = 0; column < OutputWidth; column++) _output[row * OutputWidth + column] = SumAt(row, column);
        }
    }

    /// <summary>Rows of the image.</summary>
    public int Height { get; }

    /// <summary>Pixels in a row of the image.</summary>
    public int Width { get; }

    /// <summary>What is slid over the image.</summary>
    public KnownKernel Kernel { get; }

    /// <summary>Rows of the result: one for each place of the kernel.</summary>
    public int OutputHeight => Height - Kernel.Height + 1;

    /// <summary>Numbers in a row of the result.</summary>
    public int OutputWidth => Width - Kernel.Width + 1;

    /// <summary>The image, row by row.</summary>
    public ReadOnlySpan<float> Image => _image;

    /// <summary>The result, row by row.</summary>
    public ReadOnlySpan<float> Output => _output;

    /// <summary>What happens at one place.</summary>
    /// <param name="row">The row of the result, and of the window's upper edge.</param>
    /// <param name="column">The column of the result, and of the window's left edge.</param>
    /// <exception cref="ArgumentOutOfRangeException">The place is outside the result.</exception>
    public Step StepAt(int row, int column)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)OutputHeight, nameof(row));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)column, (uint)OutputWidth, nameof(column));
        float[] pixels = new float[Kernel.Height * Kernel.Width], products = new float[pixels.Length];
        for (int p = 0; p < Kernel.Height; p++)
        {
            for (int q = 0; q < Kernel.Width; q++)
            {
                int at = p * Kernel.Width + q;
                pixels[at] = _image[(row + p) * Width + column + q];
                products[at] = pixels[at] * Kernel.Weights[p][q];
            }
        }

        return new Step(row, column, Kernel, pixels, products, SumAt(row, column));
    }

    private float SumAt(int row, int column)
    {
        float sum = 0;
        for (int p = 0; p < Kernel.Height; p++)
        {
            for (int q = 0; q < Kernel.Width; q++) sum += _image[(row + p) * Width + column + q] * Kernel.Weights[p][q];
        }

        return sum;
    }

    /// <summary>One place of the kernel: the pixels under it, their products with its weights, and the sum.</summary>
    /// <param name="Row">The row of the result.</param>
    /// <param name="Column">The column of the result.</param>
    /// <param name="Kernel">The weights.</param>
    /// <param name="Pixels">What lies under the kernel, row by row.</param>
    /// <param name="Products">Pixel times weight, row by row.</param>
    /// <param name="Sum">What the result holds at this place.</param>
    public sealed record Step(int Row, int Column, KnownKernel Kernel, IReadOnlyList<float> Pixels, IReadOnlyList<float> Products, float Sum)
    {
        /// <summary>The step as arithmetic: a line for each row of the kernel, then the sum.</summary>
        public override string ToString()
        {
            var text = new StringBuilder();
            text.Append(CultureInfo.InvariantCulture, $"{Kernel.Name} at row {Row}, column {Column}:\n");
            for (int p = 0; p < Kernel.Height; p++)
            {
                text.Append("  ");
                for (int q = 0; q < Kernel.Width; q++)
                {
                    if (q > 0) text.Append(" + ");
                    text.Append(CultureInfo.InvariantCulture, $"{Pixels[p * Kernel.Width + q],5:0.00} x {Kernel.Weights[p][q],5:0.##}");
                }

                text.Append('\n');
            }

            return text.Append(CultureInfo.InvariantCulture, $"  = {Sum:0.00}").ToString();
        }
    }
}
