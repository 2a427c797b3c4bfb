using Receptive.Data.NumPy;

namespace Receptive.KerasCases;

/// <summary>An array of a fixture: its shape and its numbers as floats, whatever type they were written in.</summary>
public sealed record FixtureArray(int[] Shape, float[] Values)
{
    public int Rows => Shape.Length == 0 ? 1 : Shape[0];

    /// <summary>Reads a NumPy archive.</summary>
    public static Dictionary<string, FixtureArray> ReadAll(string path) =>
        NpzReader.Read(path).ToDictionary(entry => entry.Key, entry => new FixtureArray(entry.Value.Shape.ToArray(), [.. entry.Value.ToSingle()]));
}
