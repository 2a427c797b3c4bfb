using Xunit;

namespace Receptive.KerasCases;

/// <summary>
/// Whether a difference from Keras after some steps of training is one of rounding. Adam divides a gradient by its own size,
/// and a normalization takes away what a bias before it adds: where a gradient is nearly nothing its rounding decides the
/// step, in Keras as well as here. So the run is repeated with each number of the inputs moved to a neighbour, and a
/// difference may be some times as large as what that changes.
/// </summary>
/// <param name="arrays">The case's arrays; x, or x0 and so on, are moved.</param>
/// <param name="train">Trains a fresh model: what it logged, in order, and the weights at the end.</param>
internal sealed class Rounding(Dictionary<string, FixtureArray> arrays, Func<Dictionary<string, FixtureArray>, (double[] Logs, float[][] Weights)> train)
{
    private const int Runs = 4;
    private const float Allowed = 8;

    private (double[] Logs, float[][] Weights)[]? _runs;

    private (double[] Logs, float[][] Weights)[] MovedRuns => _runs ??= Repeat();

    public void CheckLog(int index, double expected, double actual, string what, float tolerance)
    {
        double difference = Math.Abs(expected - actual);
        if (difference <= Math.Abs(expected) * tolerance) return;
        double change = MovedRuns.Max(run => Math.Abs(run.Logs[index] - actual));
        Assert.True(difference <= Allowed * change, $"{what}: should be {expected:R} and is {actual:R}; rounding changes it by {change:0.0e0}.");
    }

    public void CheckWeights(int index, float[] expected, float[] actual, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        float allowed = expected.Length == 0 ? 0 : expected.Max(Math.Abs) * Agreement.Tolerance;
        for (int i = 0; i < expected.Length; i++)
        {
            float difference = Math.Abs(expected[i] - actual[i]);
            if (difference <= allowed) continue;
            float change = MovedRuns.Max(run => Math.Abs(run.Weights[index][i] - actual[i]));
            Assert.True(difference <= Allowed * change, $"{what} at the end: number {i} of {expected.Length} should be {expected[i]:R} and is {actual[i]:R}; rounding changes it by {change:0.0e0}.");
        }
    }

    private (double[] Logs, float[][] Weights)[] Repeat()
    {
        var random = new Random(1);
        return [.. Enumerable.Range(0, Runs).Select(_ => train(arrays.ToDictionary(
            pair => pair.Key,
            pair => pair.Key is "x" || pair.Key[0] == 'x' && char.IsAsciiDigit(pair.Key[^1]) ? Move(pair.Value) : pair.Value)))];

        FixtureArray Move(FixtureArray array) =>
            new(array.Shape, [.. array.Values.Select(value => random.Next(2) == 0 ? MathF.BitIncrement(value) : MathF.BitDecrement(value))]);
    }
}
