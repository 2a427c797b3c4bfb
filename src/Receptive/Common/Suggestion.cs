namespace Receptive.Common;

/// <summary>Turns an unknown name into an error that lists the known ones and guesses the one that was meant.</summary>
internal static class Suggestion
{
    /// <summary>Beyond this share of the word's length an edit is a different word, not a slip of the fingers.</summary>
    private const double LargestRelativeDistance = 0.4;

    /// <summary>The exception for a name that is not among the known ones.</summary>
    /// <param name="kind">What is named, such as <c>optimizer</c>.</param>
    /// <param name="name">What was given.</param>
    /// <param name="known">What would have been understood.</param>
    /// <param name="parameter">The name of the argument.</param>
    /// <param name="hint">What to do when none of the known names will do.</param>
    public static ArgumentException Unknown(string kind, string name, IEnumerable<string> known, string parameter, string? hint = null)
    {
        return new ArgumentException(UnknownText(kind, name, known, hint), parameter);
    }

    /// <summary>The same as a sentence.</summary>
    public static string UnknownText(string kind, string name, IEnumerable<string> known, string? hint = null)
    {
        string[] names = [.. known];
        string guess = Closest(name, names) is { } closest ? $" Did you mean \"{closest}\"?" : "";
        return $"Unknown {kind} \"{name}\".{guess} Known: {string.Join(", ", names)}.{(hint is null ? "" : " " + hint)}";
    }

    /// <summary>The known name nearest to the given one by single-letter edits, or null when none is near.</summary>
    public static string? Closest(string name, IEnumerable<string> known)
    {
        string? best = null;
        double bestDistance = LargestRelativeDistance;
        foreach (string candidate in known)
        {
            double distance = (double)Distance(Fold(name), Fold(candidate)) / Math.Max(name.Length, candidate.Length);
            if (distance <= bestDistance && (best is null || distance < bestDistance))
                (best, bestDistance) = (candidate, distance);
        }

        return best;
    }

    private static string Fold(string name) => name.Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal).ToUpperInvariant();

    /// <summary>The least number of letters to insert, delete, replace or swap with their neighbour.</summary>
    private static int Distance(string a, string b)
    {
        int[,] distance = new int[a.Length + 1, b.Length + 1];
        for (int i = 0; i <= a.Length; i++) distance[i, 0] = i;
        for (int j = 0; j <= b.Length; j++) distance[0, j] = j;
        for (int i = 1; i <= a.Length; i++)
        {
            for (int j = 1; j <= b.Length; j++)
            {
                int best = distance[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                best = Math.Min(best, Math.Min(distance[i - 1, j], distance[i, j - 1]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) best = Math.Min(best, distance[i - 2, j - 2] + 1);
                distance[i, j] = best;
            }
        }

        return distance[a.Length, b.Length];
    }
}
