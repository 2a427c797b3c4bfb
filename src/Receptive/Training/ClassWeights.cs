using System.Numerics.Tensors;

namespace Receptive.Training;

/// <summary>Weights of classes as weights of examples.</summary>
internal static class ClassWeights
{
    /// <summary>One weight an example: that of its class; 1 for classes without one, as in Keras.</summary>
    /// <exception cref="ArgumentException">A weight is negative or not finite.</exception>
    public static Tensor<float> PerExample(FloatRows labels, IReadOnlyDictionary<int, float> classWeight)
    {
        foreach ((int number, float weight) in classWeight)
        {
            if (!float.IsFinite(weight) || weight < 0)
                throw new ArgumentException($"classWeight gives class {number} the weight {weight}; weights are finite and at least 0.", nameof(classWeight));
        }

        float[] weights = new float[labels.Count];
        ReadOnlySpan<float> all = labels.Span;
        for (int i = 0; i < weights.Length; i++)
            weights[i] = classWeight.TryGetValue(ClassOf(all.Slice(i * labels.RowLength, labels.RowLength)), out float weight) ? weight : 1;
        return Tensor.Create(weights);
    }

    /// <summary>The class a label stands for: a number itself, or the place of the largest value of a row.</summary>
    public static int ClassOf(ReadOnlySpan<float> label) => label.Length == 1 ? (int)label[0] : TensorPrimitives.IndexOfMax(label);
}
