using System.Text;

namespace Receptive.Terminal;

/// <summary>What a terminal can show.</summary>
public enum TerminalStyle
{
    /// <summary>The 95 printable characters of ASCII: right everywhere, also in log files.</summary>
    Ascii,

    /// <summary>Blocks, shades and dots of Unicode, without colour.</summary>
    Unicode,

    /// <summary>Unicode and 24-bit colour by escape sequences.</summary>
    Color,
}

/// <summary>Finds out what the terminal at hand can show.</summary>
public static class TerminalStyles
{
    /// <summary>
    /// The best that standard output shows rightly: ASCII unless the console's encoding is Unicode and the locale is not
    /// the plain one of C (<c>LC_ALL=C</c>), and colour only on a
    /// terminal that does not refuse it (<c>NO_COLOR</c> set, <c>TERM=dumb</c>, output redirected).
    /// </summary>
    public static TerminalStyle Detect() => Detect(
        Console.OutputEncoding,
        Console.IsOutputRedirected,
        Environment.GetEnvironmentVariable("TERM"),
        Environment.GetEnvironmentVariable("NO_COLOR"),
        Environment.GetEnvironmentVariable("COLORTERM"),
        Environment.GetEnvironmentVariable("LC_ALL") is { Length: > 0 } all ? all
            : Environment.GetEnvironmentVariable("LC_CTYPE") is { Length: > 0 } type ? type
            : Environment.GetEnvironmentVariable("LANG"));

    internal static TerminalStyle Detect(Encoding encoding, bool redirected, string? term, string? noColor, string? colorTerm, string? locale = null)
    {
        bool unicode = encoding.WebName.StartsWith("utf", StringComparison.OrdinalIgnoreCase);
        // .NET takes a locale without a character set for UTF-8; POSIX says that C and POSIX are ASCII.
        if (!unicode || locale is "C" or "POSIX") return TerminalStyle.Ascii;
        if (redirected || !string.IsNullOrEmpty(noColor) || term == "dumb") return TerminalStyle.Unicode;

        // 24-bit colour announces itself; Windows' terminal has it and sets neither variable.
        bool trueColor = colorTerm is "truecolor" or "24bit" || (term is null && OperatingSystem.IsWindows());
        return trueColor ? TerminalStyle.Color : TerminalStyle.Unicode;
    }
}
