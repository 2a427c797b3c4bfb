using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Receptive.Cli.Tests;

/// <summary>docs/architecture.md against the folders it describes: the page cannot fall behind.</summary>
public sealed partial class ArchitectureTests
{
    private static readonly string s_source = Path.Combine(Repository.Root, "src");

    /// <summary>Projects as the page lists them: from what people type down to the arithmetic.</summary>
    private static readonly List<string> s_projects = [.. ProjectHeading().Matches(Page()).Select(match => match.Groups[1].Value)];

    [Fact]
    public void The_page_lists_all_projects() =>
        Assert.Equal(Names(Directory.GetDirectories(s_source)), s_projects.Order(StringComparer.Ordinal));

    [Fact]
    public void The_page_lists_all_folders_of_each_project()
    {
        string[] sections = ProjectHeading().Split(Page());
        for (int i = 1; i < sections.Length; i += 2)
        {
            // A section ends where the page goes on to another subject.
            string section = sections[i + 1].Split("\n## ")[0];
            IEnumerable<string> listed = Folder().Matches(section).Select(match => match.Groups[1].Value);
            IEnumerable<string> present = Names(Directory.GetDirectories(Path.Combine(s_source, sections[i]))).Except(["bin", "obj"]);
            Assert.Equal(present, listed.Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public void References_go_down_the_page_only()
    {
        foreach (string project in s_projects)
        {
            string file = Path.Combine(s_source, project, $"{project}.csproj");
            foreach (XElement reference in XDocument.Load(file).Descendants("ProjectReference"))
            {
                string target = Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value);
                Assert.True(s_projects.IndexOf(target) > s_projects.IndexOf(project), $"{project} refers to {target}, which stands above it in docs/architecture.md.");
            }
        }
    }

    [Fact]
    public void Links_of_all_pages_lead_somewhere()
    {
        string[] pages = [.. Directory.GetFiles(Repository.Root, "*.md"), .. Directory.GetFiles(Path.Combine(Repository.Root, "docs"), "*.md", SearchOption.AllDirectories)];
        foreach (string page in pages)
        {
            foreach (Match link in Link().Matches(File.ReadAllText(page)))
            {
                string target = link.Groups[1].Value;
                if (target.StartsWith("http", StringComparison.Ordinal) || target.StartsWith('#')) continue;
                string path = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(page)!, target.Split('#')[0]));
                Assert.True(Path.Exists(path), $"{Path.GetRelativePath(Repository.Root, page)} links to {target}, which is not there.");
            }
        }
    }

    private static string Page() => File.ReadAllText(Path.Combine(Repository.Root, "docs", "architecture.md")).ReplaceLineEndings("\n");

    private static IEnumerable<string> Names(IEnumerable<string> paths) => paths.Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal);

    [GeneratedRegex(@"^### src/(\S+)$", RegexOptions.Multiline)]
    private static partial Regex ProjectHeading();

    [GeneratedRegex(@"^\| `(\w+)` \|", RegexOptions.Multiline)]
    private static partial Regex Folder();

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();
}
