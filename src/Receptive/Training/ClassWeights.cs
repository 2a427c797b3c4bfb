using System.Numerics.Tensors;

namespace Receptive.Training;

/// <summary>Weights of classes as weights of examples.</summary>
internal static class ClassWeights
{
    /// <summary>One weight an example: that of its class; 1 for classes without one, as in Keras.</summary>
    /// <exception cref="ArgumentException">A weight is negative or not finite, or no example is of a class that has one.</exception>
    public static float[] PerExample(Rows labels, IReadOnlyDictionary<int, float> classWeight)
    {
        foreach ((int number, float weight) in classWeight)
        {
            if (!float.IsFinite(weight) || weight < 0)
                throw new ArgumentException($"classWeight gives class {number} the weight {weight}; weights are finite and at least 0.", nameof(classWeight));
        }

        float[] weights = new float[labels.Count];
        var seen = new HashSet<int>();
        labels.ForEachStretch((first, values) =>
        {
            for (int i = 0; i < values.Length / labels.RowLength; i++)
            {
                int number = ClassOf(values.Slice(i * labels.RowLength, labels.RowLength));
                seen.Add(number);
                weights[first + i] = classWeight.TryGetValue(number, out float weight) ? weight : 1;
            }
        });
        int[] absent = [.. classWeight.Keys.Where(number => !seen.Contains(number)).Order()];
        if (absent.Length > 0) Warnings.Raise($"Fit: classWeight has a weight for class {string.Join(", ", absent)}, but no example is of it.");
        return weights;
    }

    /// <summary>The class a label stands for: a number itself, or the place of the largest value of a row.</summary>
    public static int ClassOf(ReadOnlySpan<float> label) => label.Length == 1 ? (int)label[0] : TensorPrimitives.IndexOfMax(label);
}
