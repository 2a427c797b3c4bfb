using Receptive.Cli.CommandLine;

namespace Receptive.Cli;

/// <summary>The file of a picture.</summary>
internal static class PictureFile
{
    /// <summary>Finds out whether pictures are saved under such a name, before it is drawn.</summary>
    /// <exception cref="CommandException">They are not.</exception>
    public static string Check(string path) => Path.GetExtension(path).ToUpperInvariant() is ".PNG" or ".SVG"
        ? path
        : throw new CommandException($"--output: a picture is saved as .png or .svg; got \"{path}\".");
}
