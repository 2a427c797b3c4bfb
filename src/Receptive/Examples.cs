using System.Numerics.Tensors;
using Receptive.Training;

namespace Receptive;

/// <summary>
/// What a model is trained on or asked about. A <see cref="Tensor{T}"/> of floats converts to it by itself; images may
/// stay bytes, a quarter of the memory, and become floats when a batch is made of them.
/// </summary>
/// <example><code>
/// model.Fit(x, y);                                                      // a Tensor&lt;float>
/// model.Fit(Examples.FromImages(mnist.TrainImages), mnist.YTrain);      // a Tensor&lt;byte>, divided by 255
/// </code></example>
public sealed class Examples
{
    private readonly Tensor<float>? _floats;
    private readonly Tensor<byte>? _bytes;
    private readonly float _divisor = 1;

    private Examples(Tensor<float> floats) => _floats = floats;

    private Examples(Tensor<byte> bytes, float divisor) => (_bytes, _divisor) = (bytes, divisor);

    /// <summary>Numbers as they are; dimension 0 counts the examples.</summary>
    public static implicit operator Examples(Tensor<float> tensor) => FromTensor(tensor);

    /// <summary>Numbers as they are; dimension 0 counts the examples. The array is not copied.</summary>
    public static Examples FromTensor(Tensor<float> tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        return new Examples(tensor);
    }

    /// <summary>Images as bytes, each divided by a number. The array is not copied.</summary>
    /// <param name="images">Of shape (n, height, width, channels), or (n, height, width) for grey images, which get one channel.</param>
    /// <param name="divisor">What each byte is divided by: 255 gives numbers from 0 to 1, 1 leaves them as they are.</param>
    /// <exception cref="ArgumentException">The array has another number of dimensions, or the divisor is not a positive number.</exception>
    public static Examples FromImages(Tensor<byte> images, float divisor = 255)
    {
        ArgumentNullException.ThrowIfNull(images);
        if (images.Rank is not (3 or 4))
        {
            throw new ArgumentException(
                $"Images have the shape (n, height, width, channels) or (n, height, width), but these have {images.Rank} dimensions: ({string.Join(", ", images.Lengths.ToArray())}).", nameof(images));
        }

        if (!(divisor > 0) || !float.IsFinite(divisor)) throw new ArgumentOutOfRangeException(nameof(divisor), divisor, "Bytes are divided by a positive number, such as 255.");
        return new Examples(images.Rank == 4 ? images : Tensor.Reshape(images, [.. images.Lengths, 1]), divisor);
    }

    /// <summary>The examples as rows, called by a name in errors.</summary>
    internal Rows ToRows(string name) => _floats is not null ? FloatRows.From(name, _floats) : ByteRows.From(name, _bytes!, _divisor);
}
