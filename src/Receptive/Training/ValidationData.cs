using System.Numerics.Tensors;

namespace Receptive.Training;

/// <summary>
/// Examples to validate with after each epoch. Made by itself from a pair or a triple:
/// <c>validationData: (xTest, yTest)</c>.
/// </summary>
/// <param name="X">The examples.</param>
/// <param name="Y">Their labels.</param>
/// <param name="SampleWeight">One weight each, of shape (examples), or null.</param>
public sealed record ValidationData(Examples X, Tensor<float> Y, Tensor<float>? SampleWeight = null)
{
    /// <summary>Examples and labels.</summary>
    public static implicit operator ValidationData((Tensor<float> X, Tensor<float> Y) pair) => new(pair.X, pair.Y);

    /// <summary>Examples and labels.</summary>
    public static implicit operator ValidationData((Examples X, Tensor<float> Y) pair) => new(pair.X, pair.Y);

    /// <summary>Examples, labels and weights.</summary>
    public static implicit operator ValidationData((Tensor<float> X, Tensor<float> Y, Tensor<float> SampleWeight) triple) =>
        new(triple.X, triple.Y, triple.SampleWeight);

    /// <summary>Examples, labels and weights.</summary>
    public static implicit operator ValidationData((Examples X, Tensor<float> Y, Tensor<float> SampleWeight) triple) =>
        new(triple.X, triple.Y, triple.SampleWeight);

    /// <summary>Examples and labels.</summary>
    public static ValidationData FromValueTuple((Examples X, Tensor<float> Y) pair) => pair;
}
