using System.Diagnostics;
using System.Text.RegularExpressions;
using Receptive.Layers;
using Xunit;

namespace Receptive.Plotting.Tests;

/// <summary>What the report contains, without a browser.</summary>
public sealed partial class ReportTests
{
    private static readonly Lazy<string> s_html = new(() => TrainingReport.ToHtml(Trained.Data));

    [Fact]
    public void Report_has_every_part()
    {
        foreach (string id in (string[])["findings", "curves", "model", "settings", "scores", "confusion", "examples", "gradcam", "filters", "fields", "health", "cost"])
        {
            Assert.Contains($"<section id=\"{id}\"", s_html.Value, StringComparison.Ordinal);
            Assert.Contains($"href=\"#{id}\"", s_html.Value, StringComparison.Ordinal);
        }

        Assert.Contains(Trained.Data.Model.WeightsSha256(), s_html.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Report_stands_alone()
    {
        Assert.DoesNotContain("<script", s_html.Value, StringComparison.OrdinalIgnoreCase);
        string[] addresses = [.. Address().Matches(s_html.Value).Select(match => match.Groups[1].Value)];
        Assert.All(addresses, address => Assert.True(address.StartsWith('#') || address.StartsWith("data:", StringComparison.Ordinal), address));
        Assert.InRange(s_html.Value.Length, 50_000, 3_000_000);
    }

    [Fact]
    public void Every_picture_says_what_it_shows_and_every_table_heads_its_rows()
    {
        Assert.All(Svg().Matches(s_html.Value), svg => Assert.Matches("role=\"img\" aria-label=\"[^\"]{10,}\"", svg.Value));
        Assert.All(Table().Matches(s_html.Value), table =>
        {
            Assert.Contains("<caption>", table.Value, StringComparison.Ordinal);
            Assert.Contains("<th scope=\"row\">", table.Value, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Names_from_outside_are_escaped()
    {
        Assert.Contains("&lt;narrow&gt; ring", s_html.Value, StringComparison.Ordinal);
        Assert.DoesNotContain("<narrow>", s_html.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Report_of_a_bare_model_has_what_can_be_said_of_it()
    {
        string html = TrainingReport.ToHtml(new TrainingReportData { Model = new Sequential { new Dense(3, activation: "softmax") { InputShape = [7] } } });
        Assert.Contains("<section id=\"model\"", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<section id=\"gradcam\"", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<section id=\"fields\"", html, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => TrainingReport.ToHtml(Trained.Data with { TestLabels = [1, 2] }));
        Assert.Throws<ArgumentException>(() => TrainingReport.ToHtml(Trained.Data with { TestLabels = [.. Enumerable.Repeat(12, 200)] }));
    }

    [Fact]
    public void Report_is_made_within_seconds()
    {
        _ = s_html.Value;
        var watch = Stopwatch.StartNew();
        TrainingReport.ToHtml(Trained.Data);
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 5);
    }

    [GeneratedRegex("(?:href|src|url)\\s*[=(]\\s*\"([^\"]*)\"")]
    private static partial Regex Address();

    [GeneratedRegex("<svg[^>]*>")]
    private static partial Regex Svg();

    [GeneratedRegex("<table.*?</table>", RegexOptions.Singleline)]
    private static partial Regex Table();
}
