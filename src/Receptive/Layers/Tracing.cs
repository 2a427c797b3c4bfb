namespace Receptive.Layers;

/// <summary>
/// What the layers of a model share while the model is traced into a graph. Random streams are numbered in the order of
/// tracing, which is that of the layers: the numbers say where in the model they are used and nothing else.
/// </summary>
internal sealed class Tracing : IDisposable
{
    /// <summary>Streams chosen by a seed lie from here on, those that are numbered below.</summary>
    private const int FirstSeededStream = 1 << 30;

    [ThreadStatic]
    private static Tracing? t_current;

    private readonly Tracing? _outer = t_current;
    private int _streams;

    private Tracing() => t_current = this;

    /// <summary>Begins a trace on this thread; disposing ends it.</summary>
    public static Tracing Begin() => new();

    /// <summary>The next stream of this trace, or the one a seed stands for.</summary>
    public static int NextRandomStream(int? seed)
    {
        if (seed is { } number) return FirstSeededStream | (int)(RandomStream.DeriveKey((ulong)(uint)number, 0xD209) & (FirstSeededStream - 1));
        return t_current is { } tracing ? tracing._streams++ : 0;
    }

    public void Dispose() => t_current = _outer;
}
