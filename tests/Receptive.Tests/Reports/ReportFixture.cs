using System.Text.Json;

namespace Receptive.Tests.Reports;

/// <summary>One case of Fixtures/reports: labels, and what scikit-learn printed for them.</summary>
public sealed record ReportFixture(
    string Name, int[] YTrue, int[] YPred, int[]? Labels, string[]? TargetNames, int Digits, string Report, int[][]? Confusion, string? ConfusionText)
{
    private static readonly JsonSerializerOptions Options = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public static IReadOnlyDictionary<string, ReportFixture> All { get; } = Load();

    private static Dictionary<string, ReportFixture> Load()
    {
        var fixtures = new Dictionary<string, ReportFixture>();
        foreach (string? file in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Fixtures", "reports"), "*.json").Order())
        {
            string text = File.ReadAllText(file);
            if (Path.GetFileName(file) == "more.json")
            {
                foreach (ReportFixture fixture in JsonSerializer.Deserialize<ReportFixture[]>(text, Options)!)
                    fixtures.Add(fixture.Name, fixture);
            }
            else
            {
                fixtures.Add(Path.GetFileNameWithoutExtension(file), JsonSerializer.Deserialize<ReportFixture>(text, Options)!);
            }
        }

        return fixtures;
    }
}
