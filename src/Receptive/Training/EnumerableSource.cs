using System.Text.Json.Nodes;
using Receptive.Graph;

namespace Receptive.Training;

/// <summary>Batches of an enumeration, which is gone through anew at each pass. Shapes are those of its first batch.</summary>
internal sealed class EnumerableSource(IEnumerable<Batch> batches) : BatchSource
{
    private IReadOnlyList<string> _inputNames = [];
    private IReadOnlyList<string> _outputNames = [];
    private IEnumerator<Batch>? _batches;
    private ArraySource? _peeked;
    private int _taken;
    private int _capacity;

    public override IReadOnlyList<Shape> Inputs => First.Inputs;

    public override IReadOnlyList<Shape> Labels => First.Labels;

    public override bool HasWeights => First.HasWeights;

    internal override int Capacity => Math.Max(_capacity, First.Count);

    internal override int? Batches => batches.TryGetNonEnumeratedCount(out int count) ? count : null;

    internal override int Count => 0;

    internal override JsonObject Position
    {
        get => new() { ["taken"] = _taken };
        set
        {
            Reset(null);
            int taken = (int)value["taken"]!;
            for (int i = 0; i < taken && _batches!.MoveNext(); i++) _taken++;
        }
    }

    private ArraySource First
    {
        get
        {
            if (_peeked is not null) return _peeked;
            if (_batches is null) Reset(null);
            _peeked = Take() ?? throw new ArgumentException("There are no batches: the enumeration is empty.");
            return _peeked;
        }
    }

    internal override void Settle(string prefix, IReadOnlyList<string> inputs, IReadOnlyList<string> outputs, int batchSize)
    {
        (_inputNames, _outputNames) = (inputs, outputs);
        _peeked?.Settle(prefix, inputs, outputs, batchSize);
    }

    internal override void Reset(ulong? shuffleKey)
    {
        // The first batch may have been looked at for its shapes; it is the first of this pass then.
        if (_peeked is not null && _taken == 1) return;
        _batches?.Dispose();
        (_batches, _taken, _peeked) = (batches.GetEnumerator(), 0, null);
    }

    internal override int Next(BatchBuffers batch)
    {
        ArraySource? next = _peeked ?? Take();
        _peeked = null;
        if (next is null) return 0;
        if (next.Count > batch.Capacity) throw new ArgumentException($"Batch {_taken} has {next.Count} examples, more than the first one's {batch.Capacity}: the first batch must be the largest.");
        if (next.Inputs.Count != batch.Inputs || next.Labels.Count < batch.Labels || (batch.HasWeights && !next.HasWeights))
            throw new ArgumentException($"Batch {_taken} has other parts than the first one: all batches have the same inputs, labels and weights.");
        next.Reset(null);
        return next.Next(batch);
    }

    private ArraySource? Take()
    {
        if (!_batches!.MoveNext()) return null;
        _taken++;
        Batch batch = _batches.Current ?? throw new ArgumentException($"Batch {_taken} is null.");
        var source = new ArraySource(batch.X, batch.Y, batch.SampleWeight, int.MaxValue);
        source.Settle($"batch {_taken}: ", _inputNames, _outputNames, int.MaxValue);
        _capacity = Math.Max(_capacity, source.Count);
        return source;
    }
}
