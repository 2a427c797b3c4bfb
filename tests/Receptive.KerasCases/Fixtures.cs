using System.Text.Json.Nodes;
using Xunit;

namespace Receptive.KerasCases;

/// <summary>
/// The folder of cases computed by Keras. A case is <c>name.json</c>, which says what was done, and, where there are
/// arrays, <c>name.npz</c>. The folder is that of the variable RECEPTIVE_KERAS_FIXTURES, or Cases beside the tests.
/// </summary>
public static class Fixtures
{
    public const string Variable = "RECEPTIVE_KERAS_FIXTURES";
    private const string Default = "tests/Receptive.KerasCases/Cases";

    private static readonly string? s_folder = Find();

    /// <summary>What stands for the cases where there are none, so that the tests can say why they are skipped.</summary>
    private const string Nothing = "no cases of";

    /// <summary>The names of the cases in a folder, without ending: <c>losses/Hinge_14_sum_n</c>.</summary>
    public static TheoryData<string> Names(string kind) => NamesOf(kind, ".json");

    /// <summary>As <see cref="Names"/>, of files with another ending; the ending stays.</summary>
    public static TheoryData<string> FilesOf(string kind, params string[] endings)
    {
        if (s_folder is null || !Directory.Exists(Path.Combine(s_folder, kind))) return [$"{Nothing} {kind}"];
        string[] names = Directory.GetFiles(Path.Combine(s_folder, kind))
            .Select(path => Path.GetFileName(path))
            .Where(name => endings.Any(ending => name.EndsWith(ending, StringComparison.Ordinal)))
            .Order(StringComparer.Ordinal)
            .Select(name => $"{kind}/{name}")
            .ToArray();
        return names.Length > 0 ? [.. names] : [$"{Nothing} {kind}"];
    }

    /// <summary>Skips the test where there is no folder of cases.</summary>
    public static void Require(string name)
    {
        if (!name.StartsWith(Nothing, StringComparison.Ordinal)) return;
        Assert.Skip(s_folder is null
            ? $"the cases are not here: set {Variable} to their folder (looked for {Default} in the repository)"
            : $"{s_folder} has none");
    }

    public static string PathOf(string file) => Path.Combine(s_folder!, file);

    public static JsonObject Json(string name) => (JsonObject)JsonNode.Parse(File.ReadAllText(PathOf(name + ".json")))!;

    public static Dictionary<string, FixtureArray> Arrays(string name) => FixtureArray.ReadAll(PathOf(name + ".npz"));

    private static TheoryData<string> NamesOf(string kind, string ending)
    {
        var data = new TheoryData<string>();
        foreach (TheoryDataRow<string> row in FilesOf(kind, ending))
            data.Add(row.Data.EndsWith(ending, StringComparison.Ordinal) ? row.Data[..^ending.Length] : row.Data);
        return data;
    }

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given)
            return Directory.Exists(given) ? given : throw new DirectoryNotFoundException($"{Variable} names '{given}', which is no folder.");
        var repository = new DirectoryInfo(AppContext.BaseDirectory);
        while (repository is not null && !File.Exists(Path.Combine(repository.FullName, "Receptive.slnx")))
            repository = repository.Parent;
        string? cases = repository is null ? null : Path.Combine(repository.FullName, Default);
        return Directory.Exists(cases) ? cases : null;
    }
}
