using System.Text.Json.Nodes;
using Receptive.Description;
using Receptive.Graph;

namespace Receptive.Initializers;

/// <summary>
/// Gives a layer's weights their initial values. Keras' names convert by themselves:
/// <c>new Dense(10) { KernelInitializer = "he_normal" }</c>.
/// </summary>
/// <example>A custom one:
/// <code>
/// sealed class Alternating : Initializer
/// {
///     protected override void Fill(Span&lt;float> values, Shape shape, RandomStream random)
///     {
///         for (int i = 0; i &lt; values.Length; i++) values[i] = i % 2 == 0 ? 0.1f : -0.1f;
///     }
/// }
/// </code></example>
public abstract class Initializer : KerasObject
{
    private int? _seed;

    /// <param name="seed">If given, the values depend on it alone, not on <see cref="RandomSeed"/> or the layer.</param>
    protected Initializer(int? seed = null) => _seed = seed;

    /// <summary>Its own seed, if it has one: every weight it fills of the same shape then gets the same values.</summary>
    public int? Seed => _seed;

    internal override string Module => "keras.initializers";

    /// <summary>By Keras' name, such as "glorot_uniform" or "GlorotUniform".</summary>
    /// <exception cref="ArgumentException">The name is not known.</exception>
    public static implicit operator Initializer(string name) => Get(name);

    /// <summary>By Keras' name, such as "glorot_uniform" or "GlorotUniform".</summary>
    /// <exception cref="ArgumentException">The name is not known; the message lists the known ones.</exception>
    public static Initializer Get(string name) => Registries.Initializers.Get(name);

    /// <summary>
    /// From what a model file holds: <c>{"class_name": "GlorotUniform", "config": {"seed": null}}</c>, or the name alone.
    /// </summary>
    /// <exception cref="InvalidDataException">The initializer is not known or its configuration does not fit.</exception>
    public static Initializer FromConfig(JsonNode? config) => Registries.Initializers.FromConfig(config);

    /// <summary>Values for a weight of the given shape.</summary>
    /// <param name="shape">The weight's dimensions.</param>
    /// <param name="key">Keys the random numbers, unless the initializer has a seed of its own.</param>
    public float[] Create(Shape shape, ulong key = 0)
    {
        float[] values = new float[shape.ElementsPerRow];
        Initialize(values, shape, key);
        return values;
    }

    /// <summary>Writes the initial values of a weight.</summary>
    /// <param name="values">The weight in row-major order, zeros so far.</param>
    /// <param name="shape">The weight's dimensions.</param>
    /// <param name="random">The weight's own random numbers.</param>
    protected abstract void Fill(Span<float> values, Shape shape, RandomStream random);

    /// <summary>Describes the seed, which initializers of random values have as their last argument.</summary>
    protected void DescribeSeed(Arguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        arguments.OptionalInt32("seed", ref _seed);
    }

    internal void Initialize(Span<float> values, Shape shape, ulong key) =>
        Fill(values, shape, new RandomStream(Seed is { } seed ? RandomStream.DeriveKey((ulong)(uint)seed, 0x1217) : key));
}
