namespace Receptive.Saving;

/// <summary>
/// A file could not be read as a model or as weights: it is something else, damaged, unsafe, or holds what is not
/// supported. The message names the file and says which.
/// </summary>
public sealed class ModelFormatException : FormatException
{
    /// <summary>Makes the exception for a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="reason">What is wrong with it: a sentence.</param>
    /// <param name="innerException">What was thrown while it was read.</param>
    public ModelFormatException(string path, string reason, Exception? innerException = null)
        : base($"{path}: {reason}", innerException) => Path = path;

    /// <summary>Makes the exception with a message of its own.</summary>
    public ModelFormatException(string message)
        : base(message) => Path = "";

    /// <summary>Makes the exception with a message of its own and its cause.</summary>
    public ModelFormatException(string message, Exception innerException)
        : base(message, innerException) => Path = "";

    public ModelFormatException() => Path = "";

    /// <summary>The file that was read.</summary>
    public string Path { get; }
}
