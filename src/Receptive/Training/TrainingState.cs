using System.Text.Json.Nodes;

namespace Receptive.Training;

/// <summary>
/// Where a training stands: epoch, batch, order of the examples, sums of the epoch, what was logged, callbacks' own state.
/// Together with the weights and the optimizer's state it is all that a training needs to go on as if it had never stopped.
/// </summary>
public sealed class TrainingState
{
    /// <summary>The epoch that is being run, counted from 0.</summary>
    public int Epoch { get; internal set; }

    /// <summary>Batches done in this epoch.</summary>
    public int Batch { get; internal set; }

    /// <summary>Steps the optimizer has made.</summary>
    public long Iterations { get; internal set; }

    /// <summary>The place in the data.</summary>
    internal JsonObject Position { get; set; } = [];

    /// <summary>The sums of losses and metrics over this epoch's batches.</summary>
    internal double[] Totals { get; set; } = [];

    /// <summary>What callbacks wrote down, in their order.</summary>
    internal IReadOnlyList<JsonObject> Callbacks { get; set; } = [];

    /// <summary>The state as JSON, numbers to the last bit.</summary>
    public JsonObject ToJson() => new()
    {
        ["epoch"] = Epoch,
        ["batch"] = Batch,
        ["iterations"] = Iterations,
        ["position"] = Position.DeepClone(),
        ["totals"] = new JsonArray([.. Totals.Select(sum => (JsonNode)BitConverter.DoubleToInt64Bits(sum))]),
        ["callbacks"] = new JsonArray([.. Callbacks.Select(state => state.DeepClone())]),
    };

    /// <summary>Takes a state from JSON.</summary>
    /// <exception cref="InvalidDataException">It is not what <see cref="ToJson"/> wrote.</exception>
    public static TrainingState FromJson(JsonObject json)
    {
        ArgumentNullException.ThrowIfNull(json);
        try
        {
            return new TrainingState
            {
                Epoch = (int)json["epoch"]!,
                Batch = (int)json["batch"]!,
                Iterations = (long)json["iterations"]!,
                Position = (JsonObject)json["position"]!.DeepClone(),
                Totals = [.. json["totals"]!.AsArray().Select(bits => BitConverter.Int64BitsToDouble((long)bits!))],
                Callbacks = [.. json["callbacks"]!.AsArray().Select(state => (JsonObject)state!.DeepClone())],
            };
        }
        catch (Exception e) when (e is NullReferenceException or InvalidOperationException or InvalidCastException or FormatException)
        {
            throw new InvalidDataException($"This is not the state of a training: {e.Message}", e);
        }
    }
}
