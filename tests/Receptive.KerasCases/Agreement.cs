using System.Numerics.Tensors;
using Receptive.Compiler;
using Receptive.Graph;
using Xunit;

namespace Receptive.KerasCases;

/// <summary>Comparing numbers with Keras', and running graphs to get them.</summary>
internal static class Agreement
{
    /// <summary>Of the largest value of an array: what Keras itself may differ by from one of its backends to another.</summary>
    public const float Tolerance = 1e-5f;

    public static void Check(FixtureArray expected, ReadOnlySpan<float> actual, string what, float tolerance = Tolerance) =>
        Check(expected.Values, actual, what, tolerance);

    public static void Check(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, string what, float tolerance = Tolerance)
    {
        Assert.True(expected.Length == actual.Length, $"{what}: {expected.Length} numbers are expected, {actual.Length} came.");
        float largest = 0f;
        foreach (float value in expected)
            largest = Math.Max(largest, Math.Abs(value));
        float allowed = largest * tolerance;
        int worst = 0;
        for (int i = 0; i < expected.Length; i++)
        {
            if (!(Math.Abs(expected[i] - actual[i]) <= Math.Abs(expected[worst] - actual[worst]))) worst = i;
        }

        if (expected.Length == 0) return;
        float difference = Math.Abs(expected[worst] - actual[worst]);
        Assert.True(
            difference <= allowed,
            $"{what}: number {worst} of {expected.Length} should be {expected[worst]:R} and is {actual[worst]:R}; they differ by {difference / largest:0.0e0} of the largest value, {largest:R}.");
    }

    public static void Check(double expected, double actual, string what, float tolerance = Tolerance) =>
        Assert.True(Math.Abs(expected - actual) <= Math.Abs(expected) * tolerance, $"{what}: should be {expected:R} and is {actual:R}.");

    /// <summary>Compiles and runs a graph once; every stage of the compiler checks itself.</summary>
    public static float[][] Run(
        IReadOnlyList<(SymbolicTensor Placeholder, float[] Values)> inputs, IReadOnlyList<SymbolicTensor> outputs, int batch)
    {
        var function = new GraphFunction("case", [.. inputs.Select(input => input.Placeholder)], outputs, []);
        using Program program = ProgramCompiler.Compile(function, new CompileOptions { BatchCapacity = batch, Verify = true });
        for (int i = 0; i < inputs.Count; i++)
            inputs[i].Values.CopyTo(program.Input(i));
        program.Run(batch);
        return [.. outputs.Select((output, i) => program.Output(i)[..(int)output.Shape.Elements(batch)].ToArray())];
    }

    /// <summary>A placeholder for an array whose first dimension is the batch.</summary>
    public static SymbolicTensor Placeholder(FixtureArray array, string name) => Ops.Placeholder([Shape.Batch, .. array.Shape[1..]], name);

    public static Tensor<float> ToTensor(FixtureArray array) => Tensor.Create(array.Values, [.. array.Shape.Select(length => (nint)length)]);

    public static float[] Flat(Tensor<float> tensor)
    {
        float[] values = new float[tensor.FlattenedLength];
        tensor.FlattenTo(values);
        return values;
    }
}
