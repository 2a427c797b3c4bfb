using System.Runtime.CompilerServices;

namespace Receptive.Tests.Data;

/// <summary>Data that lie beside the project, where there are any.</summary>
internal static class Fixtures
{
    /// <summary>Cases computed by real Keras: the variable RECEPTIVE_KERAS_FIXTURES, or the folder beside the checkout.</summary>
    public static string KerasFolder { get; } = Environment.GetEnvironmentVariable("RECEPTIVE_KERAS_FIXTURES") is { Length: > 0 } folder
        ? folder
        : Path.GetFullPath(Path.Combine(Root(), "..", "shared", "fixtures", "keras"));

    /// <summary>The folder above mnist/: the variable RECEPTIVE_DATA, or the folder beside the checkout.</summary>
    public static string DataFolder { get; } = Environment.GetEnvironmentVariable("RECEPTIVE_DATA") is { Length: > 0 } folder
        ? folder
        : Path.GetFullPath(Path.Combine(Root(), "..", "shared", "datasets"));

    private static string Root([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", ".."));
}
