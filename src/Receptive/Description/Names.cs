namespace Receptive.Description;

/// <summary>Keras' spelling of a name in C#'s.</summary>
internal static class Names
{
    /// <summary>What Keras writes in one word or in short, and C# in full.</summary>
    private static readonly Dictionary<string, string> s_words = new(StringComparer.Ordinal)
    {
        ["clipnorm"] = "ClipNorm",
        ["clipvalue"] = "ClipValue",
        ["keepdims"] = "KeepDims",
        ["maxval"] = "Maximum",
        ["minval"] = "Minimum",
        ["stddev"] = "StandardDeviation",
    };

    /// <summary><c>kernel_size</c> is <c>kernelSize</c>; <c>beta_1</c> is <c>beta1</c>.</summary>
    public static string ToCamelCase(string name)
    {
        string pascal = ToPascalCase(name);
        return char.ToLowerInvariant(pascal[0]) + pascal[1..];
    }

    /// <summary><c>dilation_rate</c> is <c>DilationRate</c>.</summary>
    public static string ToPascalCase(string name) =>
        string.Concat(name.Split('_', StringSplitOptions.RemoveEmptyEntries).Select(word => s_words.GetValueOrDefault(word) ?? char.ToUpperInvariant(word[0]) + word[1..]));
}
