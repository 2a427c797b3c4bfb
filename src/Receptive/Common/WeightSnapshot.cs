using Receptive.Graph;

namespace Receptive.Common;

/// <summary>Copies of the values of variables, for bringing them back later.</summary>
internal static class WeightSnapshot
{
    /// <summary>Copies the values, into an earlier copy of the same variables where there is one.</summary>
    public static float[][] Take(IReadOnlyList<Variable> variables, float[][]? reuse = null)
    {
        float[][] copy = reuse ?? new float[variables.Count][];
        for (int i = 0; i < variables.Count; i++)
        {
            ReadOnlySpan<float> values = variables[i].Span;
            copy[i] ??= new float[values.Length];
            values.CopyTo(copy[i]);
        }

        return copy;
    }

    /// <summary>Puts the copied values back.</summary>
    public static void Restore(IReadOnlyList<Variable> variables, float[][] copy)
    {
        for (int i = 0; i < variables.Count; i++) variables[i].Assign(copy[i]);
    }
}
