using System.Numerics.Tensors;

namespace Receptive.Explanations;

/// <summary>Runs a gradient function for the score of one class.</summary>
internal static class ClassScore
{
    /// <param name="function">From examples to the scores' gradient, and to the model's output among its values.</param>
    /// <param name="model">For messages.</param>
    /// <param name="image">One example.</param>
    /// <param name="classIndex">The class; the one predicted if null.</param>
    /// <param name="outputIndex">Which of the function's values is the model's output.</param>
    /// <param name="probability">The model's output for the class.</param>
    public static void Run(GradientFunction function, Model model, ReadOnlySpan<float> image, ref int? classIndex, int outputIndex, out float probability)
    {
        float[] upstream = new float[function.OutputLength];
        if (classIndex is not { } wanted)
        {
            float[] output = new float[function.OutputLength];
            model.Predict(image, output, batchSize: 1);
            wanted = output.Length == 1 ? 0 : Math.Max(0, TensorPrimitives.IndexOfMax(output));
            classIndex = wanted;
        }

        if ((uint)wanted >= (uint)upstream.Length)
            throw new ArgumentOutOfRangeException(nameof(classIndex), wanted, $"The model has {upstream.Length} outputs, 0 to {upstream.Length - 1}.");
        upstream[wanted] = 1;
        function.Run(image, upstream);
        probability = function.Value(outputIndex)[wanted];
    }
}
