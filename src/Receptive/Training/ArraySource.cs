using System.Text.Json.Nodes;
using Receptive.Graph;

namespace Receptive.Training;

/// <summary>Batches of examples in memory, in order or shuffled.</summary>
internal sealed class ArraySource : BatchSource
{
    private readonly Examples? _x;
    private readonly Examples? _y;
    private readonly Examples? _sampleWeight;
    private readonly int? _ownBatchSize;
    private Rows[]? _inputs;
    private Rows[] _labels = [];
    private Rows? _weights;
    private int _batchSize;
    private int[]? _order;
    private ulong? _shuffleKey;
    private int _next;

    public ArraySource(Examples x, Examples? y, Examples? sampleWeight, int? batchSize) => (_x, _y, _sampleWeight, _ownBatchSize) = (x, y, sampleWeight, batchSize);

    private ArraySource(Rows[] inputs, Rows[] labels, Rows? weights, int batchSize) => (_inputs, _labels, _weights, _batchSize) = (inputs, labels, weights, batchSize);

    public override IReadOnlyList<Shape> Inputs => [.. InputRows.Select(rows => rows.BatchShape)];

    public override IReadOnlyList<Shape> Labels => [.. LabelRows.Select(rows => rows.BatchShape)];

    public override bool HasWeights => _weights is not null || _sampleWeight is not null;

    internal override int Capacity => Math.Min(_batchSize, Count);

    internal override int? Batches => (int)(((long)Count + _batchSize - 1) / _batchSize);

    internal override int Count => InputRows[0].Count;

    internal override JsonObject Position
    {
        get => new() { ["next"] = _next, ["shuffle_key"] = _shuffleKey?.ToString(System.Globalization.CultureInfo.InvariantCulture) };
        set
        {
            Reset((string?)value["shuffle_key"] is { } key ? ulong.Parse(key, System.Globalization.CultureInfo.InvariantCulture) : null);
            _next = (int)value["next"]!;
        }
    }

    internal Rows[] InputRows => _inputs ?? Settled(null, [], [])._inputs!;

    internal Rows[] LabelRows => _inputs is null ? Settled(null, [], [])._labels : _labels;

    internal Rows? Weights => _weights;

    internal override void Settle(string prefix, IReadOnlyList<string> inputs, IReadOnlyList<string> outputs, int batchSize)
    {
        if (_inputs is null || _x is not null) Settled(prefix, inputs, outputs);
        _batchSize = _ownBatchSize ?? batchSize;
    }

    /// <summary>The first examples, and the others.</summary>
    internal (ArraySource First, ArraySource Others) Split(int first)
    {
        int rest = Count - first;
        return (
            new([.. InputRows.Select(rows => rows.Slice(0, first))], [.. LabelRows.Select(rows => rows.Slice(0, first))], _weights?.Slice(0, first), _batchSize),
            new([.. InputRows.Select(rows => rows.Slice(first, rest))], [.. LabelRows.Select(rows => rows.Slice(first, rest))], _weights?.Slice(first, rest), _batchSize));
    }

    /// <summary>The same examples, all counting alike.</summary>
    internal ArraySource Unweighted() => new([.. InputRows], [.. LabelRows], null, _batchSize);

    internal override void Reset(ulong? shuffleKey)
    {
        (_next, _shuffleKey) = (0, shuffleKey);
        if (shuffleKey is not { } key) return;
        _order ??= new int[Count];
        Permutation.Shuffle(_order, key);
    }

    internal override int Next(BatchBuffers batch)
    {
        int first = _next, count = Math.Min(Capacity, Count - first);
        if (count <= 0) return 0;
        _next += count;
        for (int i = 0; i < batch.Inputs; i++) Copy(_inputs![i], first, count, batch.Input(i));
        for (int i = 0; i < batch.Labels; i++) Copy(_labels[i], first, count, batch.Label(i));
        if (batch.HasWeights) Copy(_weights!, first, count, batch.Weights);
        return count;
    }

    private void Copy(Rows rows, int first, int count, Span<float> destination)
    {
        if (_shuffleKey is null) rows.CopyRange(first, count, destination);
        else rows.Gather(_order.AsSpan(first, count), destination);
    }

    private ArraySource Settled(string? prefix, IReadOnlyList<string> inputs, IReadOnlyList<string> outputs)
    {
        _inputs = _x!.ToRows(prefix + "x", inputs);
        _labels = _y?.ToRows(prefix + "y", outputs) ?? [];
        _weights = _sampleWeight?.ToRows(prefix + "sampleWeight", ["sampleWeight"]) is [var only, ..] ? only : null;
        int count = _inputs[0].Count;
        foreach (Rows rows in _inputs.Concat(_labels))
        {
            if (rows.Count != count)
                throw new ArgumentException($"{_inputs[0].Name} has {count:N0} examples, but {rows.Name} has {rows.Count:N0}: each example needs {(_labels.Contains(rows) ? "its label" : "all its inputs")}.", rows.Name);
        }

        if (_weights is { } weights && weights.Count != count)
            throw new ArgumentException($"{_inputs[0].Name} has {count:N0} examples, but {weights.Name} has {weights.Count:N0}: each example needs one weight.", weights.Name);
        if (_weights is { RowLength: > 1 })
            throw new ArgumentException($"{_weights.Name} has the shape {_weights.Shape}; it must have one weight an example: ({count},).", _weights.Name);
        if (_batchSize == 0) _batchSize = _ownBatchSize ?? 32;
        return this;
    }
}
