namespace Receptive.Training;

/// <summary>The order in which an epoch takes its examples: a random one that is a function of a key alone.</summary>
internal static class Permutation
{
    /// <summary>0, 1, 2, ...</summary>
    public static int[] Identity(int count)
    {
        int[] order = new int[count];
        for (int i = 0; i < count; i++) order[i] = i;
        return order;
    }

    /// <summary>
    /// Fills with a permutation that depends on the key and not on what was there, by Fisher's and Yates' shuffle.
    /// </summary>
    public static void Shuffle(Span<int> order, ulong key)
    {
        for (int i = 0; i < order.Length; i++) order[i] = i;
        var random = new RandomStream(key);
        for (int i = order.Length - 1; i > 0; i--)
        {
            int j = random.NextInt32(i + 1);
            (order[i], order[j]) = (order[j], order[i]);
        }
    }
}
