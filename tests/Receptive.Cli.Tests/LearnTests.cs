using System.Text.RegularExpressions;

namespace Receptive.Cli.Tests;

/// <summary>
/// docs/learn: the English and the Korean pages are the same course. That links lead somewhere <see cref="ArchitectureTests"/>
/// sees to; that pages show what their programs print and draw, .ci/snippets does.
/// </summary>
public sealed partial class LearnTests
{
    private static readonly string s_learn = Path.Combine(Repository.Root, "docs", "learn");

    [Fact]
    public void Each_page_is_there_in_both_languages() => Assert.Equal(Names("en"), Names("ko"));

    [Fact]
    public void Both_pages_have_the_same_parts()
    {
        foreach (string name in Names("en"))
        {
            string english = Read("en", name), korean = Read("ko", name);
            Assert.Equal((name, Parts(english)), (name, Parts(korean)));

            // A program is the same word for word, but for figures whose words are Korean.
            string[] code = Blocks(english), twin = Blocks(korean);
            for (int i = 0; i < code.Length; i++)
            {
                if (!Hangul().IsMatch(twin[i])) Assert.Equal(code[i], twin[i]);
            }
        }
    }

    [Fact]
    public void Each_page_leads_to_its_twin_to_its_neighbours_and_is_in_the_index()
    {
        string[] names = Names("en");
        string index = File.ReadAllText(Path.Combine(s_learn, "README.md"));
        for (int i = 0; i < names.Length; i++)
        {
            foreach ((string language, string other) in ((string, string)[])[("en", "ko"), ("ko", "en")])
            {
                string page = Read(language, names[i]);
                Assert.Contains($"](../{other}/{names[i]})", page, StringComparison.Ordinal);
                if (i > 0) Assert.Contains($"]({names[i - 1]})", page, StringComparison.Ordinal);
                if (i + 1 < names.Length) Assert.Contains($"]({names[i + 1]})", page, StringComparison.Ordinal);
                Assert.Contains($"]({language}/{names[i]})", index, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void Every_picture_is_shown_with_words_for_those_who_cannot_see_it()
    {
        var shown = new HashSet<string>();
        foreach (string page in Directory.GetFiles(s_learn, "*.md", SearchOption.AllDirectories))
        {
            foreach (Match picture in Picture().Matches(File.ReadAllText(page)))
            {
                Assert.True(picture.Groups[1].Length >= 20, $"{page}: say what is to be seen on {picture.Groups[2].Value}.");
                shown.Add(Path.GetFileName(picture.Groups[2].Value));
            }
        }

        Assert.Equal(Directory.GetFiles(Path.Combine(s_learn, "pictures")).Select(Path.GetFileName).Order(StringComparer.Ordinal), shown.Order(StringComparer.Ordinal));
    }

    private static (int Headings, int Pictures, int Code, int Text) Parts(string page) =>
        (Heading().Count(page), Picture().Count(page), Blocks(page).Length, TextBlock().Count(page));

    private static string[] Names(string language) =>
        [.. Directory.GetFiles(Path.Combine(s_learn, language), "*.md").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    private static string Read(string language, string name) => File.ReadAllText(Path.Combine(s_learn, language, name)).ReplaceLineEndings("\n");

    private static string[] Blocks(string page) => [.. CodeBlock().Matches(page).Select(match => match.Value)];

    [GeneratedRegex("^#+ ", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"!\[([^\]]*)\]\(([^)]+)\)")]
    private static partial Regex Picture();

    [GeneratedRegex("^```csharp\n.*?^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex CodeBlock();

    [GeneratedRegex("^```text$", RegexOptions.Multiline)]
    private static partial Regex TextBlock();

    [GeneratedRegex(@"\p{IsHangulSyllables}")]
    private static partial Regex Hangul();
}
