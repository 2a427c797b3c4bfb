using System.Text.Json.Nodes;
using Receptive.Common;
using Receptive.Graph;

namespace Receptive.Initializers;

/// <summary>
/// Gives a layer's weights their first values. Keras' names convert by themselves:
/// <c>new Dense(10) { KernelInitializer = "he_normal" }</c>.
/// </summary>
/// <example>One of one's own:
/// <code>
/// sealed class Alternating : Initializer
/// {
///     protected override void Fill(Span&lt;float> values, Shape shape, RandomStream random)
///     {
///         for (int i = 0; i &lt; values.Length; i++) values[i] = i % 2 == 0 ? 0.1f : -0.1f;
///     }
/// }
/// </code></example>
public abstract class Initializer
{
    /// <param name="seed">If given, the values depend on it alone, not on <see cref="RandomSeed"/> or the layer.</param>
    protected Initializer(int? seed = null) => Seed = seed;

    /// <summary>Its own seed, if it has one: every weight it fills of the same shape then gets the same values.</summary>
    public int? Seed { get; }

    /// <summary>The name in model files: that of the class.</summary>
    public virtual string ClassName => GetType().Name;

    /// <summary>By Keras' name, such as "glorot_uniform" or "GlorotUniform".</summary>
    /// <exception cref="ArgumentException">The name is not known.</exception>
    public static implicit operator Initializer(string name) => Get(name);

    /// <summary>By Keras' name, such as "glorot_uniform" or "GlorotUniform".</summary>
    /// <exception cref="ArgumentException">The name is not known; the message lists the known ones.</exception>
    public static Initializer Get(string name) => InitializerTable.Create(name, []);

    /// <summary>
    /// From what a model file holds: <c>{"class_name": "GlorotUniform", "config": {"seed": null}}</c>, or the name alone.
    /// </summary>
    /// <exception cref="InvalidDataException">The initializer is not known or its configuration does not fit.</exception>
    public static Initializer FromConfig(JsonNode? config) => InitializerTable.FromConfig(config);

    /// <summary>Makes an initializer of one's own known by the name of its class, so that a model file may name it.</summary>
    /// <param name="className">What the file calls it.</param>
    /// <param name="create">Makes it from the configuration in the file.</param>
    /// <exception cref="ArgumentException">There is one of that name already.</exception>
    public static void Register(string className, Func<JsonObject, Initializer> create) => InitializerTable.Register(className, create);

    /// <summary>Its arguments under Keras' names, as they go into a model file.</summary>
    public virtual JsonObject GetConfig() => [];

    /// <summary>Values for a weight of the given shape.</summary>
    /// <param name="shape">The weight's dimensions.</param>
    /// <param name="key">Keys the random numbers, unless the initializer has a seed of its own.</param>
    public float[] Create(Shape shape, ulong key = 0)
    {
        float[] values = new float[shape.ElementsPerRow];
        Initialize(values, shape, key);
        return values;
    }

    /// <summary>Writes the first values of a weight.</summary>
    /// <param name="values">The weight in row-major order, zeros so far.</param>
    /// <param name="shape">The weight's dimensions.</param>
    /// <param name="random">The weight's own random numbers.</param>
    protected abstract void Fill(Span<float> values, Shape shape, RandomStream random);

    internal void Initialize(Span<float> values, Shape shape, ulong key) =>
        Fill(values, shape, new RandomStream(Seed is { } seed ? RandomStream.DeriveKey((ulong)(uint)seed, 0x1217) : key));

    internal JsonObject Serialize() => KerasJson.Object("keras.initializers", ClassName, GetConfig());
}
