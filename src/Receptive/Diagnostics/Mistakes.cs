using System.Numerics.Tensors;

namespace Receptive.Diagnostics;

/// <summary>A prediction that was wrong.</summary>
/// <param name="Index">Which example it is.</param>
/// <param name="TrueClass">What it is.</param>
/// <param name="PredictedClass">What it was taken for.</param>
/// <param name="Confidence">The probability given to the predicted class.</param>
/// <param name="TrueProbability">The probability given to the true class.</param>
public readonly record struct Mistake(int Index, int TrueClass, int PredictedClass, float Confidence, float TrueProbability);

/// <summary>Finds the predictions that were wrong.</summary>
public static class Mistakes
{
    /// <summary>
    /// The wrong predictions, the worst first: those that gave the true class the smallest probability, which cost the
    /// cross-entropy most.
    /// </summary>
    /// <param name="probabilities">(examples, classes), as <c>Predict</c> gives them.</param>
    /// <param name="labels">The true class of each example.</param>
    /// <param name="count">How many at most.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or a label is none of the classes.</exception>
    public static IReadOnlyList<Mistake> Worst(Tensor<float> probabilities, ReadOnlySpan<int> labels, int count = 10)
    {
        ArgumentNullException.ThrowIfNull(probabilities);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (probabilities.Rank != 2)
            throw new ArgumentException($"Probabilities come as (examples, classes); got {probabilities.Rank} dimensions.", nameof(probabilities));
        int examples = (int)probabilities.Lengths[0], classes = (int)probabilities.Lengths[1];
        if (labels.Length != examples)
            throw new ArgumentException($"There are probabilities for {examples} examples and labels for {labels.Length}: give one label for each.", nameof(labels));
        float[] values = new float[(long)examples * classes];
        probabilities.FlattenTo(values);

        var wrong = new List<Mistake>();
        for (int i = 0; i < examples; i++)
        {
            ReadOnlySpan<float> row = values.AsSpan(i * classes, classes);
            if ((uint)labels[i] >= (uint)classes)
                throw new ArgumentException($"The label of example {i} is {labels[i]}, but there are {classes} classes, 0 to {classes - 1}.", nameof(labels));
            int predicted = TensorPrimitives.IndexOfMax(row);
            if (predicted >= 0 && predicted != labels[i]) wrong.Add(new Mistake(i, labels[i], predicted, row[predicted], row[labels[i]]));
        }

        return [.. wrong.OrderBy(mistake => mistake.TrueProbability).ThenBy(mistake => mistake.Index).Take(count)];
    }
}
