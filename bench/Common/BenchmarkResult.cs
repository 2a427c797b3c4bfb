using System.Text.Json;
using System.Text.Json.Serialization;

namespace Receptive.Benchmarks.Common;

/// <summary>What a benchmark program prints: one line of JSON that <c>bench/compare</c> reads.</summary>
/// <param name="Benchmark">What was measured: "train", "predict", "latency", ...</param>
/// <param name="Engine">Whose engine, with its version.</param>
/// <param name="Value">The figure.</param>
/// <param name="Unit">"images/s" or "ms".</param>
/// <param name="Threads">Threads the engine was allowed.</param>
/// <param name="Settings">The settings that were tried and found best, in words.</param>
/// <param name="Data">Where the images came from.</param>
/// <param name="Probabilities">What the model made of the first test image, to see that all engines compute the same.</param>
/// <param name="FlopsPerImage">Floating-point operations of the model for an image, where the engine can count them.</param>
internal sealed record BenchmarkResult(
    string Benchmark,
    string Engine,
    double Value,
    string Unit,
    int Threads,
    string Settings,
    string Data,
    float[]? Probabilities = null,
    double? FlopsPerImage = null)
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    public static BenchmarkResult FromJson(string line) =>
        JsonSerializer.Deserialize<BenchmarkResult>(line, Json) ?? throw new InvalidDataException("a benchmark printed null");

    public string ToJson() => JsonSerializer.Serialize(this, Json);
}
