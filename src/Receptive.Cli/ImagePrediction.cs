using System.CommandLine;
using System.Globalization;
using System.Numerics.Tensors;
using Receptive.Cli.CommandLine;
using Receptive.Data;
using Receptive.Graph;

namespace Receptive.Cli;

/// <summary>From pictures to classes and probabilities, one picture after another.</summary>
internal static class ImagePrediction
{
    public static Option<bool> ResizeOption() => new("--resize") { Description = "Take the whole picture, scaled to the model's size, and do not look for a digit on it." };

    /// <summary>A picture as a model takes it.</summary>
    /// <exception cref="DataFormatException">The file is no such image, is corrupted, too large, or shows nothing.</exception>
    /// <exception cref="CommandException">The model takes no images.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static PreparedImage Prepare(Model model, string image, bool resize)
    {
        Shape input = (model.BuiltInputShape ?? throw new CommandException("The model does not say what its input looks like.")).WithoutBatch();
        return resize && input.Rank == 3 ? ImagePreparation.Resize(image, input[0], input[1], input[2]) : ImagePreparation.For(image, input.ToArray());
    }

    /// <summary>Prints two lines a picture: what the model sees in it, and what was done to the picture for that.</summary>
    /// <returns>Whether all pictures could be read; one that cannot is a line on standard error, and the others go on.</returns>
    public static bool Run(Model model, IEnumerable<string> images, bool resize, CancellationToken cancellationToken)
    {
        bool all = true;
        foreach (string image in images)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                PreparedImage prepared = Prepare(model, image, resize);
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
