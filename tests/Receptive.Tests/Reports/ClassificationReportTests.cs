using System.Globalization;
using Receptive.Reports;
using Xunit;

namespace Receptive.Tests.Reports;

public sealed class ClassificationReportTests
{
    public static TheoryData<string> Names => [.. ReportFixture.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Text_is_scikit_learns(string name)
    {
        ReportFixture fixture = ReportFixture.All[name];
        var report = new ClassificationReport(fixture.YTrue, fixture.YPred, fixture.TargetNames, fixture.Labels, fixture.Digits);
        Assert.Equal(fixture.Report, report.ToString());
    }

    [Fact]
    public void Values_are_what_the_text_rounds()
    {
        int[] yTrue = [0, 0, 0, 1, 1, 2];
        int[] yPred = [0, 0, 1, 1, 1, 0];
        var report = new ClassificationReport(yTrue, yPred, ["cat", "dog", "bird"]);

        Assert.Equal(4.0 / 6, report.Accuracy!.Value, 15);
        Assert.Equal(new ClassScores("dog", 2.0 / 3, 1, 0.8, 2), report["dog"]);
        Assert.Equal(new ClassScores("bird", 0, 0, 0, 1), report.Classes[2]);
        Assert.Equal((2.0 / 3 + 2.0 / 3) / 3, report.MacroAverage.Precision, 15);
        Assert.Equal((3 * (2.0 / 3) + 2 * 1.0) / 6, report.WeightedAverage.Recall, 15);
        Assert.Equal(6, report.WeightedAverage.Support);
    }

    [Fact]
    public void More_labels_than_occur_still_give_the_accuracy()
    {
        var report = new ClassificationReport([0, 1, 1], [0, 1, 0], labels: [0, 1, 2]);
        Assert.Equal(2.0 / 3, report.Accuracy!.Value, 15);
        Assert.Contains("\n    accuracy                           0.67         3\n", report.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_label_left_out_turns_accuracy_into_the_micro_average()
    {
        var report = new ClassificationReport([0, 1, 2], [0, 1, 1], labels: [0, 1]);
        Assert.Null(report.Accuracy);
        Assert.Contains("\n   micro avg       0.67      1.00      0.80         2\n", report.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Chosen_labels_that_never_occur_score_zero()
    {
        var report = new ClassificationReport([0, 1], [0, 1], labels: [5]);
        Assert.Equal(new ClassScores("weighted avg", 0, 0, 0, 0), report.WeightedAverage);
    }

    [Fact]
    public void Text_does_not_follow_the_current_culture()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("") { NumberFormat = { NumberDecimalSeparator = "," } };
            Assert.Contains("1.00", new ClassificationReport([0], [0]).ToString(), StringComparison.Ordinal);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Mistakes_are_explained()
    {
        Assert.StartsWith("yTrue has 2 labels and yPred has 1", Error(() => new ClassificationReport([0, 1], [0])), StringComparison.Ordinal);
        Assert.StartsWith("yTrue and yPred are empty", Error(() => new ClassificationReport([], [])), StringComparison.Ordinal);
        Assert.StartsWith("labels is empty", Error(() => new ClassificationReport([0], [0], labels: [])), StringComparison.Ordinal);
        Assert.StartsWith("labels names the class 3 twice (positions 0 and 2)", Error(() => new ClassificationReport([3], [3], labels: [3, 4, 3])), StringComparison.Ordinal);
        Assert.StartsWith(
            "targetNames has 3 names for 2 classes. The classes that occur are [0, 2]",
            Error(() => new ClassificationReport([0, 2], [0, 2], ["a", "b", "c"])), StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new ClassificationReport([0], [0], digits: -1));
        Assert.Throws<KeyNotFoundException>(() => new ClassificationReport([0], [0])["cat"]);
    }

    private static string Error(Func<object> act) => Assert.Throws<ArgumentException>(act).Message;
}
