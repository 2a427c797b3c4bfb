using System.Text.Json.Nodes;

namespace Receptive.Description;

/// <summary>How the values of one kind of argument are written, read, printed and compared.</summary>
internal abstract class Codec<T>
{
    /// <summary>What a value should be, for errors: "a whole number".</summary>
    public abstract string Expected { get; }

    /// <summary>Whether a value that is there but null is a value, and not a missing one.</summary>
    public virtual bool AllowsNull => false;

    public abstract JsonNode? Write(T value);

    /// <summary>Takes a value from a file.</summary>
    /// <returns>False if it is of another kind.</returns>
    public abstract bool TryRead(JsonNode? node, out T value);

    /// <summary>The value as C# writes it.</summary>
    public abstract string Print(T value);

    public virtual bool AreEqual(T a, T b) => EqualityComparer<T>.Default.Equals(a, b);

    /// <summary>Values that differ from a given one, for tests of every argument.</summary>
    public abstract IEnumerable<T> Others(T value);
}

/// <summary>A codec of three functions.</summary>
internal sealed class SimpleCodec<T>(
    string expected, Func<T, JsonNode?> write, SimpleCodec<T>.Reader read, Func<T, string> print, Func<T, IEnumerable<T>> others, Func<T, T, bool>? areEqual = null, bool allowsNull = false) : Codec<T>
{
    public delegate bool Reader(JsonNode? node, out T value);

    public override string Expected => expected;

    public override bool AllowsNull => allowsNull;

    public override JsonNode? Write(T value) => write(value);

    public override bool TryRead(JsonNode? node, out T value) => read(node, out value);

    public override string Print(T value) => print(value);

    public override bool AreEqual(T a, T b) => areEqual is null ? base.AreEqual(a, b) : areEqual(a, b);

    public override IEnumerable<T> Others(T value) => others(value);
}
