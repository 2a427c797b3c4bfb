using System.Text.Json.Nodes;
using Receptive.Graph;

namespace Receptive.Training;

/// <summary>
/// Where batches come from: examples in memory cut into batches, or any enumeration of batches. It can be gone through many
/// times, and its position can be written down and taken up again.
/// </summary>
/// <example><code>
/// IEnumerable&lt;Batch> Read() { while (reader.Next() is { } page) yield return new Batch(page.Pixels, page.Labels); }
/// model.Fit(BatchSource.From(Read()), epochs: 3);
/// </code></example>
public abstract class BatchSource
{
    /// <summary>What the classes are called, where the data says so.</summary>
    public IReadOnlyList<string>? ClassNames { get; init; }

    /// <summary>The inputs' shapes, the batch first.</summary>
    public abstract IReadOnlyList<Shape> Inputs { get; }

    /// <summary>The labels' shapes, the batch first; none where there are no labels.</summary>
    public abstract IReadOnlyList<Shape> Labels { get; }

    /// <summary>Whether examples have weights.</summary>
    public abstract bool HasWeights { get; }

    /// <summary>The largest batch.</summary>
    internal abstract int Capacity { get; }

    /// <summary>How many batches one pass has; null if that is not known.</summary>
    internal abstract int? Batches { get; }

    /// <summary>How many examples one pass has; 0 if that is not known.</summary>
    internal abstract int Count { get; }

    /// <summary>The place in the pass, to be taken up later.</summary>
    internal abstract JsonObject Position { get; set; }

    /// <summary>Examples and labels, in memory.</summary>
    public static implicit operator BatchSource((Examples X, Examples Y) pair) => FromValueTuple(pair);

    /// <summary>Examples, labels and weights, in memory.</summary>
    public static implicit operator BatchSource((Examples X, Examples Y, Examples SampleWeight) triple) => From(triple.X, triple.Y, triple.SampleWeight);

    /// <summary>Examples and labels, in memory.</summary>
    public static BatchSource FromValueTuple((Examples X, Examples Y) pair) => From(pair.X, pair.Y);

    /// <summary>Examples in memory, cut into batches.</summary>
    /// <param name="x">The examples.</param>
    /// <param name="y">Their labels; null for none.</param>
    /// <param name="sampleWeight">How much each counts; null for all alike.</param>
    /// <param name="batchSize">Examples a batch; null leaves it to Fit or Evaluate.</param>
    /// <exception cref="ArgumentException">The numbers of examples differ.</exception>
    public static BatchSource From(Examples x, Examples? y = null, Examples? sampleWeight = null, int? batchSize = null)
    {
        ArgumentNullException.ThrowIfNull(x);
        return new ArraySource(x, y, sampleWeight, batchSize) { ClassNames = y?.ClassNames ?? x.ClassNames };
    }

    /// <summary>Batches from anywhere: read from a file, made on the spot. Each pass enumerates anew.</summary>
    public static BatchSource From(IEnumerable<Batch> batches)
    {
        ArgumentNullException.ThrowIfNull(batches);
        return new EnumerableSource(batches);
    }

    /// <summary>Settles what was left open: names of inputs and outputs, examples a batch.</summary>
    internal virtual void Settle(string prefix, IReadOnlyList<string> inputs, IReadOnlyList<string> outputs, int batchSize)
    {
    }

    /// <summary>Begins a pass.</summary>
    /// <param name="shuffleKey">Keys the order of the examples; null takes them as they are.</param>
    internal abstract void Reset(ulong? shuffleKey);

    /// <summary>Fills a batch.</summary>
    /// <returns>How many examples it has; 0 at the end of the pass.</returns>
    internal abstract int Next(BatchBuffers batch);
}

/// <summary>A batch: examples with their labels and weights.</summary>
/// <param name="X">The examples.</param>
/// <param name="Y">Their labels; null for none.</param>
/// <param name="SampleWeight">How much each counts; null for all alike.</param>
public sealed record Batch(Examples X, Examples? Y = null, Examples? SampleWeight = null);
