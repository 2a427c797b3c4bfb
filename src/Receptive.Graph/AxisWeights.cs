namespace Receptive.Graph;

/// <summary>
/// A sparse matrix that makes the positions along an axis out of others: each output is a weighted sum of a few inputs. Resizing,
/// repeating and picking positions are such matrices.
/// </summary>
public sealed class AxisWeights : IEquatable<AxisWeights>
{
    /// <summary>Most positions along such an axis, 2^18: their weights are kept in memory.</summary>
    public const int MostPositions = 1 << 18;

    private readonly int[] _starts, _indices;
    private readonly float[] _weights;
    private AxisWeights? _transposed;

    private AxisWeights(int inputs, int[] starts, int[] indices, float[] weights) =>
        (Inputs, _starts, _indices, _weights) = (inputs, starts, indices, weights);

    /// <summary>Positions along the axis before.</summary>
    public int Inputs { get; }

    /// <summary>Positions along the axis afterwards.</summary>
    public int Outputs => _starts.Length - 1;

    /// <summary>How many weights there are in all.</summary>
    public int Count => _indices.Length;

    /// <summary>The gradient's matrix: rows and columns exchanged.</summary>
    public AxisWeights Transposed => _transposed ??= Transpose();

    /// <summary>Makes the matrix row by row.</summary>
    /// <param name="inputs">Positions along the axis before.</param>
    /// <param name="outputs">Positions along the axis afterwards.</param>
    /// <param name="row">The inputs of an output and their weights.</param>
    /// <exception cref="ShapeException">A number of positions is below 1 or above <see cref="MostPositions"/>, or a row names an input that does not exist.</exception>
    public static AxisWeights Create(int inputs, int outputs, Func<int, IEnumerable<(int Input, float Weight)>> row)
    {
        ArgumentNullException.ThrowIfNull(row);
        if (inputs is < 1 or > MostPositions || outputs is < 1 or > MostPositions)
            throw new ShapeException($"An axis of {inputs:N0} positions cannot be made into one of {outputs:N0}: both must be from 1 to {MostPositions:N0}. Use a smaller size.");
        int[] starts = new int[outputs + 1];
        List<int> indices = [];
        List<float> weights = [];
        for (int i = 0; i < outputs; i++)
        {
            foreach ((int input, float weight) in row(i))
            {
                if ((uint)input >= (uint)inputs) throw new ShapeException($"Position {i} of an axis was to be made of position {input} of one that has {inputs}, counted from 0.");
                indices.Add(input);
                weights.Add(weight);
            }

            starts[i + 1] = indices.Count;
        }

        return new AxisWeights(inputs, starts, [.. indices], [.. weights]);
    }

    /// <summary>The inputs of an output.</summary>
    public ReadOnlySpan<int> InputsOf(int output) => _indices.AsSpan(_starts[output].._starts[output + 1]);

    /// <summary>Their weights.</summary>
    public ReadOnlySpan<float> WeightsOf(int output) => _weights.AsSpan(_starts[output].._starts[output + 1]);

    public bool Equals(AxisWeights? other) => other is not null && Inputs == other.Inputs
        && _starts.AsSpan().SequenceEqual(other._starts) && _indices.AsSpan().SequenceEqual(other._indices) && _weights.AsSpan().SequenceEqual(other._weights);

    public override bool Equals(object? obj) => Equals(obj as AxisWeights);

    public override int GetHashCode() => HashCode.Combine(Inputs, Outputs, Count);

    private AxisWeights Transpose()
    {
        int[] starts = new int[Inputs + 1], indices = new int[Count];
        float[] weights = new float[Count];
        foreach (int input in _indices) starts[input + 1]++;
        for (int i = 0; i < Inputs; i++) starts[i + 1] += starts[i];
        int[] next = [.. starts];
        for (int output = 0; output < Outputs; output++)
        {
            for (int k = _starts[output]; k < _starts[output + 1]; k++)
            {
                int at = next[_indices[k]]++;
                (indices[at], weights[at]) = (output, _weights[k]);
            }
        }

        return new AxisWeights(Outputs, starts, indices, weights) { _transposed = this };
    }
}
