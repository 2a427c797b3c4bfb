using Receptive.Reports;
using Xunit;

namespace Receptive.KerasCases;

/// <summary>scikit-learn's classification report, to the last character, and its confusion matrix.</summary>
public sealed class ReportCases
{
    public static TheoryData<string> Names => Fixtures.Names("reports");

    [Theory]
    [MemberData(nameof(Names))]
    public void Agrees(string name)
    {
        Fixtures.Require(name);
        System.Text.Json.Nodes.JsonObject json = Fixtures.Json(name);
        int[] yTrue = [.. json["y_true"]!.AsArray().Select(label => (int)label!)];
        int[] yPred = [.. json["y_pred"]!.AsArray().Select(label => (int)label!)];
        string[]? names = json["target_names"] is { } given ? [.. given.AsArray().Select(text => (string)text!)] : null;

        Assert.Equal((string)json["report"]!, new ClassificationReport(yTrue, yPred, names, digits: (int)json["digits"]!).ToString());
        var matrix = new ConfusionMatrix(yTrue, yPred);
        Assert.Equal(json["confusion"]!.AsArray().SelectMany(row => row!.AsArray()).Select(count => (long)count!), matrix.Counts.ToArray());
    }
}
