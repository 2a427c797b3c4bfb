namespace Receptive.Data;

/// <summary>
/// A data file is not what it should be: truncated, renamed, corrupted, of another kind, or its contents do not fit together.
/// The message is one line: the file, what was expected, what was found and, where it helps, what to do.
/// </summary>
public sealed class DataFormatException : Exception
{
    /// <param name="file">The file, as the user would recognise it.</param>
    /// <param name="problem">Expected, found, and how to fix it; one line.</param>
    /// <param name="innerException">What a decoder said, if one did.</param>
    public DataFormatException(string file, string problem, Exception? innerException = null)
        : base($"{file}: {OneLine(problem)}", innerException) => File = file;

    /// <summary>The file, as it was given.</summary>
    public string File { get; }

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");
}
