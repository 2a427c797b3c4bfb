using System.Globalization;
using System.Numerics.Tensors;
using Receptive.Cli.CommandLine;
using Receptive.Data.NumPy;

namespace Receptive.Cli;

/// <summary>From arrays x0, x1, ... of an npz file to arrays y0, y1, ... of another.</summary>
internal static class ArrayPrediction
{
    /// <exception cref="CommandException">The file holds no such array.</exception>
    public static void Run(Model model, string input, string output, int batchSize, CancellationToken cancellationToken)
    {
        OrderedDictionary<string, NpyArray> arrays = NpzReader.Read(input);
        (string Name, int Number)[] inputs = [.. arrays.Keys.Select(name => (name, NumberOf(name))).Where(entry => entry.Item2 >= 0).OrderBy(entry => entry.Item2)];
        if (inputs.Length == 0)
        {
            string held = arrays.Count == 0 ? "none" : string.Join(", ", arrays.Select(pair => $"{pair.Key}: {pair.Value}"));
            throw new CommandException($"{input}: expected arrays named x0, x1, ...; the file holds {held}.");
        }

        var outputs = new Dictionary<string, NpyArray>();
        foreach ((string name, int number) in inputs)
        {
            try
            {
                Tensor<float> x = arrays[name].ToSingle();
                RequireFinite(x);
                Tensor<float> y = model.Predict(x, batchSize, cancellationToken: cancellationToken);
                outputs[$"y{number}"] = NpyArray.From(y);
                Console.WriteLine($"{name}: {arrays[name]} -> y{number}: {outputs[$"y{number}"]}");
            }
            catch (Exception e) when (e is Graph.ShapeException or ArgumentException)
            {
                throw new CommandException($"{input}, {name}: {e.Message}", e);
            }
        }

        NpzWriter.Write(output, outputs);
    }

    // The library would pass them through, as Keras does; somebody who runs a command wants to know.
    private static void RequireFinite(Tensor<float> x)
    {
        ReadOnlySpan<float> values = x.GetSpan(new nint[x.Rank], (int)x.FlattenedLength);
        if (TensorPrimitives.IsFiniteAll(values)) return;
        int index = 0;
        while (float.IsFinite(values[index])) index++;
        throw new ArgumentException($"row {index / (values.Length / x.Lengths[0])} holds a value that is {values[index].ToString(CultureInfo.InvariantCulture)}; clean such rows first.");
    }

    /// <summary>3 for x3; -1 for other names.</summary>
    private static int NumberOf(string name) =>
        name.StartsWith('x') && int.TryParse(name.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : -1;
}
