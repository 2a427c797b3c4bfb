using System.Text.Json.Nodes;
using Receptive.Graph;
using Receptive.Initializers;
using Xunit;

namespace Receptive.KerasCases;

/// <summary>
/// An initializer's draw: the very values where it is not random; else mean and spread as near to those of Keras' draw
/// as two draws of that size are to each other, and the same limits.
/// </summary>
public sealed class InitializerCases
{
    /// <summary>Standard errors that two draws may be apart: of a thousand runs not one would be by chance.</summary>
    private const double Errors = 5;

    /// <summary>How near to its limit the extreme of a draw lies, in mean distances between neighbours: e^-20 to be farther.</summary>
    private const double Gaps = 20;

    public static TheoryData<string> Names => Fixtures.Names("initializers");

    [Theory]
    [MemberData(nameof(Names))]
    public void Agrees(string name)
    {
        Fixtures.Require(name);
        JsonObject json = Fixtures.Json(name);
        string className = (string)json["class_name"]!;
        JsonObject config = json["config"]!.AsObject();
        Scope.RequireInitializer(className);

        Shape shape = (int[])[.. json["shape"]!.AsArray().Select(length => (int)length!)];
        Initializer initializer = Initializer.FromConfig(Scope.Node(className, config));
        float[] values = new float[shape.ElementsPerRow];
        initializer.Initialize(values, shape, 12345);

        if (File.Exists(Fixtures.PathOf(name + ".npz")))
        {
            Assert.Equal(Fixtures.Arrays(name)["value"].Values, values);
            return;
        }

        double mean = values.Average(value => (double)value);
        double deviation = Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
        double expectedDeviation = (double)json["std"]!;
        double error = Math.Sqrt(2.0 / values.Length);
        Assert.InRange(mean - (double)json["mean"]!, -Errors * error * expectedDeviation, Errors * error * expectedDeviation);
        Assert.InRange(deviation / expectedDeviation, 1 - Errors * error, 1 + Errors * error);

        // A uniform draw fills its range; a truncated normal one ends at two standard deviations of the uncut curve,
        // where its density is 0.0499 over that deviation's 0.88; an uncut one has no limit.
        (double low, double high) = ((double)json["min"]!, (double)json["max"]!);
        double allowed = Distribution(className, config) switch
        {
            "uniform" => Gaps / values.Length * (high - low),
            "truncated_normal" => Gaps / values.Length * expectedDeviation / 0.0499,
            _ => 2 * expectedDeviation,
        };
        Assert.InRange(values.Min() - low, -allowed, allowed);
        Assert.InRange(values.Max() - high, -allowed, allowed);
    }

    private static string Distribution(string className, JsonObject config) => (string?)config["distribution"]
        ?? (className.EndsWith("Uniform", StringComparison.Ordinal) ? "uniform"
        : className == "RandomNormal" ? "normal" : "truncated_normal");
}
