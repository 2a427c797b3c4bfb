namespace Receptive;

/// <summary>
/// Where the library's warnings go: things that are valid but probably unintended, such as a validation part without
/// some of the classes. They are written to standard error unless another handler is set.
/// </summary>
/// <example><code>Warnings.Handler = message => logger.LogWarning("{Message}", message);</code></example>
public static class Warnings
{
    private static Action<string> s_handler = message => Console.Error.WriteLine($"warning: {message}");

    /// <summary>Called with each warning, one sentence or two; never null.</summary>
    public static Action<string> Handler
    {
        get => s_handler;
        set => s_handler = value ?? throw new ArgumentNullException(nameof(value));
    }

    internal static void Raise(string message) => s_handler(message);
}
