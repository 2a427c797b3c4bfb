namespace Receptive.Saving;

/// <summary>
/// How many weights a model may still make while it is built from a file. A configuration of a few bytes can ask for
/// weights without end; those that the file cannot hold are refused before they take memory.
/// </summary>
internal static class WeightBudget
{
    [ThreadStatic]
    private static long? t_left;

    /// <summary>Limits what layers built on this thread may make; disposing lifts the limit.</summary>
    public static Scope Begin(long elements)
    {
        var scope = new Scope(t_left);
        t_left = elements;
        return scope;
    }

    /// <summary>Counts a weight that is about to be made. Without a limit it does nothing.</summary>
    /// <exception cref="InvalidDataException">The file cannot hold as many.</exception>
    public static void Take(long elements)
    {
        if (t_left is not { } left) return;
        if (elements > left) throw new InvalidDataException($"the configuration asks for {elements:N0} weights where the file has {left:N0} left.");
        t_left = left - elements;
    }

    internal readonly struct Scope(long? before) : IDisposable
    {
        public void Dispose() => t_left = before;
    }
}
