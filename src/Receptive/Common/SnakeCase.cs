using System.Text.RegularExpressions;

namespace Receptive.Common;

/// <summary>Class names in the spelling Keras gives layers and slots in files: <c>MaxPooling2D</c> is <c>max_pooling2d</c>.</summary>
internal static partial class SnakeCase
{
    /// <summary>As Keras' <c>to_snake_case</c>, the same two substitutions, so that names agree for any class.</summary>
    public static string From(string className)
    {
        string name = NotAWord().Replace(className, "");
        name = CapitalizedWord().Replace(name, "$1_$2");
        return SmallThenCapital().Replace(name, "$1_$2").ToLowerInvariant();
    }

    [GeneratedRegex(@"\W+")]
    private static partial Regex NotAWord();

    [GeneratedRegex("(.)([A-Z][a-z]+)")]
    private static partial Regex CapitalizedWord();

    [GeneratedRegex("([a-z])([A-Z])")]
    private static partial Regex SmallThenCapital();
}
