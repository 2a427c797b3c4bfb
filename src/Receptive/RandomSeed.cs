using System.Security.Cryptography;

namespace Receptive;

/// <summary>
/// The one seed of everything random: initial weights, the order of the examples, dropout. It is Keras'
/// <c>keras.utils.set_random_seed</c>, and it is enough: the same seed and the same program give the same weights to
/// the last bit, on any machine and with any number of threads.
/// </summary>
/// <remarks>
/// The first model made after <see cref="Set"/> draws from one family of streams, the second from another, and so on;
/// within a model a layer's streams depend on its position. Without a call the seed is drawn at the start of the
/// process; <see cref="Current"/> tells it, so that a run can be repeated afterwards.
/// </remarks>
/// <example><code>
/// RandomSeed.Set(3);
/// var model = new Sequential { new Dense(10) { InputShape = [4] } };   // the same weights every time
/// </code></example>
public static class RandomSeed
{
    private static readonly Lock s_lock = new();
    private static int s_seed = RandomNumberGenerator.GetInt32(int.MaxValue);
    private static ulong s_keysGiven;

    /// <summary>The seed in force.</summary>
    public static int Current
    {
        get
        {
            lock (s_lock) return s_seed;
        }
    }

    /// <summary>Seeds everything that is created from here on.</summary>
    /// <param name="seed">Any number.</param>
    public static void Set(int seed)
    {
        lock (s_lock) (s_seed, s_keysGiven) = (seed, 0);
    }

    /// <summary>The key of the next thing that needs randomness of its own: a model, or a layer outside any model.</summary>
    internal static ulong NextKey()
    {
        lock (s_lock) return RandomStream.DeriveKey((ulong)(uint)s_seed, s_keysGiven++);
    }
}
