using Receptive.Graph;

namespace Receptive.Engine.Tests.Graph;

/// <summary>
/// One row of the op table: a small graph around one op, with the shapes and the range of its inputs. All checks of
/// gradients, and of programs against the reference interpreter, run over these rows.
/// </summary>
/// <param name="Name">Unique.</param>
/// <param name="Inputs">The shapes of its inputs.</param>
/// <param name="Build">Makes the output from placeholders of these shapes.</param>
public sealed record OpCase(string Name, Shape[] Inputs, Func<SymbolicTensor[], SymbolicTensor> Build)
{
    /// <summary>The smallest value an input takes.</summary>
    public double Minimum { get; init; } = -2;

    /// <summary>The largest value an input takes.</summary>
    public double Maximum { get; init; } = 2;

    /// <summary>Inputs that are whole numbers from 0 to this, such as labels; null where values are continuous.</summary>
    public int? WholeNumbersTo { get; init; }

    /// <summary>Placeholders of the inputs' shapes, and the output.</summary>
    public (SymbolicTensor[] Placeholders, SymbolicTensor Output) Trace()
    {
        SymbolicTensor[] placeholders = [.. Inputs.Select((shape, i) => Ops.Placeholder(shape, $"x{i}"))];
        return (placeholders, Build(placeholders));
    }

    /// <summary>
    /// Values for the inputs. They are evenly spaced over the range and shuffled, so that no two of them, in one input
    /// or in several, are nearly equal: finite differences never step across a kink of max, relu and the like.
    /// </summary>
    public double[][] Values(int batch, int seed = 1)
    {
        var random = new System.Random(seed);
        int[] sizes = [.. Inputs.Select(shape => (int)shape.Elements(batch))];
        int total = sizes.Sum();
        double[] grid = WholeNumbersTo is { } most
            ? [.. Enumerable.Range(0, total).Select(_ => (double)random.Next(most + 1))]
            : [.. Enumerable.Range(0, total).Select(i => Minimum + (Maximum - Minimum) * (i + 0.37) / total)];
        random.Shuffle(grid);
        int start = 0;
        return [.. sizes.Select(size => grid.AsSpan((start += size) - size, size).ToArray())];
    }

    public override string ToString() => Name;
}
