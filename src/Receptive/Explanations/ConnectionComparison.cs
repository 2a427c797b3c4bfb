using Receptive.Graph;

namespace Receptive.Explanations;

/// <summary>What it takes to get from an image to maps of features in one of three ways.</summary>
/// <param name="Parameters">Weights and biases.</param>
/// <param name="FloatingOperations">Additions and multiplications for one image.</param>
public readonly record struct ConnectionCost(long Parameters, long FloatingOperations);

/// <summary>
/// The same task, images in and maps of features out, done three ways: with local windows that share their weights (a
/// convolution), with local windows that each have weights of their own, and fully connected.
/// </summary>
/// <param name="Shared">A convolution.</param>
/// <param name="Local">Windows of the same size with weights of their own at each place.</param>
/// <param name="Dense">Every output from every input.</param>
/// <example><code>
/// // The notebook's second convolution: 18,496 weights; fully connected it would take 797,478,912.
/// var cost = ConnectionComparison.Of([26, 26, 32], [24, 24, 64], kernelHeight: 3, kernelWidth: 3);
/// </code></example>
public sealed record ConnectionComparison(ConnectionCost Shared, ConnectionCost Local, ConnectionCost Dense)
{
    /// <summary>Counts for one layer.</summary>
    /// <param name="input">Height, width and channels.</param>
    /// <param name="output">Height, width and channels.</param>
    /// <param name="kernelHeight">Rows of the window.</param>
    /// <param name="kernelWidth">Columns of the window.</param>
    /// <param name="groups">Into how many groups channels are cut.</param>
    /// <param name="useBias">Whether each output adds a bias.</param>
    /// <exception cref="ArgumentException">A shape is not that of an image.</exception>
    public static ConnectionComparison Of(
        Shape input, Shape output, int kernelHeight, int kernelWidth, int groups = 1, bool useBias = true)
    {
        (input, output) = (input.WithoutBatch(), output.WithoutBatch());
        if (input.Rank != 3) throw new ArgumentException($"The input is an image of height, width and channels; got {input}.", nameof(input));
        if (output.Rank != 3) throw new ArgumentException($"The output is maps of height, width and channels; got {output}.", nameof(output));
        long places = (long)output[0] * output[1], filters = output[2], bias = useBias ? 1 : 0;
        long window = (long)kernelHeight * kernelWidth * (input[2] / groups);
        long inputs = input.ElementsPerRow, outputs = output.ElementsPerRow;
        return new ConnectionComparison(
            new ConnectionCost((window + bias) * filters, (2 * window + bias) * outputs),
            new ConnectionCost((window + bias) * filters * places, (2 * window + bias) * outputs),
            new ConnectionCost((inputs + bias) * outputs, (2 * inputs + bias) * outputs));
    }
}
