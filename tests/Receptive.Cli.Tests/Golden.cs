namespace Receptive.Cli.Tests;

/// <summary>Printed text against the files in Golden. With RECEPTIVE_UPDATE_GOLDEN set the files are written anew.</summary>
internal static class Golden
{
    public static void Check(string name, string text)
    {
        string file = Repository.GoldenFile(name);
        text = text.ReplaceLineEndings("\n");
        if (Environment.GetEnvironmentVariable("RECEPTIVE_UPDATE_GOLDEN") is { Length: > 0 })
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, text);
        }

        Assert.Equal(File.ReadAllText(file).ReplaceLineEndings("\n"), text);
    }
}
