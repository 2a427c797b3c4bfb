using System.Globalization;
using System.Numerics.Tensors;
using Receptive.Cli.CommandLine;
using Receptive.Data;
using Receptive.Graph;

namespace Receptive.Cli;

/// <summary>From pictures to classes and probabilities, one picture after another.</summary>
internal static class ImagePrediction
{
    /// <summary>Prints two lines a picture: what the model sees in it, and what was done to the picture for that.</summary>
    /// <returns>Whether all pictures could be read; one that cannot is a line on standard error, and the others go on.</returns>
    public static bool Run(Model model, IEnumerable<string> images, CancellationToken cancellationToken)
    {
        Shape input = (model.BuiltInputShape ?? throw new CommandException("The model does not say what its input looks like.")).WithoutBatch();
        bool all = true;
        foreach (string image in images)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                PreparedImage prepared = ImagePreparation.For(image, input.ToArray());
                Console.WriteLine($"{image}: {Describe(model.Predict(prepared.Input, cancellationToken: cancellationToken))}");
                Console.WriteLine($"  {prepared.Description}");
            }
            catch (Exception e) when (e is DataFormatException or IOException or UnauthorizedAccessException)
            {
                Console.Error.WriteLine($"receptive: {Failure.Describe(e)}");
                all = false;
            }
        }

        return all;
    }

    private static string Describe(Tensor<float> output)
    {
        float[] values = new float[output.FlattenedLength];
        output.FlattenTo(values);
        if (values.Length == 1) return values[0].ToString("0.0000", CultureInfo.InvariantCulture);
        int best = TensorPrimitives.IndexOfMax<float>(values);
        return string.Create(CultureInfo.InvariantCulture, $"{best} ({values[best]:0.00%})");
    }
}
