using System.Runtime.CompilerServices;

namespace Receptive.Cli.Tests;

/// <summary>The repository these tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ThisFile())!, "..", ".."));

    public static string GoldenFile(string name) => Path.Combine(Root, "tests", "Receptive.Cli.Tests", "Golden", name);

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
