using Receptive.Compiler;
using Receptive.Graph;
using Receptive.Kernels;
using Xunit;

namespace Receptive.Engine.Tests.Compiler;

/// <summary>Compiles and runs functions, and compares them with the reference interpreter.</summary>
internal static unsafe class Programs
{
    public const ulong Seed = 0x5EED_0000_1234;
    public const long Step = 41;

    /// <summary>Runs a function on values cut to floats; the variables' changes stay.</summary>
    public static float[][] Run(GraphFunction function, double[][] inputs, int batch, CompileOptions options)
    {
        using Program program = ProgramCompiler.Compile(function, options with { Verify = true });
        return Run(program, inputs, batch);
    }

    public static float[][] Run(Program program, double[][] inputs, int batch)
    {
        program.Seed = Seed;
        program.Step = Step;
        GraphFunction function = program.Function;
        for (int i = 0; i < inputs.Length; i++)
        {
            // What lies beyond the batch's rows must not matter.
            Span<float> memory = program.Input(i);
            memory.Fill(float.NaN);
            for (int j = 0; j < inputs[i].Length; j++) memory[j] = (float)inputs[i][j];
        }

        program.Run(batch);
        return [.. function.Outputs.Select((output, i) => program.Output(i)[..(int)output.Shape.Elements(batch)].ToArray())];
    }

    /// <summary>
    /// Checks that a function compiled for a capacity gives what the interpreter does, and the same bits for one, two and
    /// three threads. Updates are undone.
    /// </summary>
    public static void Check(GraphFunction function, double[][] inputs, int batch, int capacity, double tolerance = 2e-5)
    {
        double[][] rounded = [.. inputs.Select(values => Array.ConvertAll(values, value => (double)(float)value))];
        (double[][] expected, Dictionary<Variable, double[]> updated) = ReferenceInterpreter.Run(function, rounded, batch, Random);
        Dictionary<Variable, float[]> before = updated.Keys.ToDictionary(variable => variable, variable => variable.Span.ToArray());
        (float[][] Outputs, float[][] Variables)? first = null;
        foreach (int threads in (int[])[1, 2, 3])
        {
            float[][] outputs = Run(function, rounded, batch, new CompileOptions { BatchCapacity = capacity, Threads = threads });
            float[][] variables = [.. updated.Keys.Select(variable => variable.Span.ToArray())];
            foreach ((Variable variable, float[] value) in before) variable.Assign(value);
            if (first is null)
            {
                for (int i = 0; i < outputs.Length; i++) Close(expected[i], outputs[i], tolerance, $"output {i}, {function.Outputs[i]}");
                foreach (((Variable variable, double[] value), float[] actual) in updated.Zip(variables)) Close(value, actual, tolerance, variable.Name);
                first = (outputs, variables);
                continue;
            }

            for (int i = 0; i < outputs.Length; i++) SameBits(first.Value.Outputs[i], outputs[i], $"output {i} with {threads} threads");
            for (int i = 0; i < variables.Length; i++) SameBits(first.Value.Variables[i], variables[i], $"variable {i} with {threads} threads");
        }
    }

    /// <summary>The random numbers that programs with the seed and step of these tests make.</summary>
    public static double Random(int stream, long element)
    {
        float value;
        RandomKernels.Uniform(&value, element, 1, Seed, Step, stream);
        return value;
    }

    /// <summary>Close in relation to the largest value of the tensor: sums of large terms may be small.</summary>
    public static void Close(double[] expected, float[] actual, double tolerance, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        double scale = 1 + expected.Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty().Max();
        for (int i = 0; i < expected.Length; i++)
        {
            bool close = double.IsFinite(expected[i]) ? Math.Abs(expected[i] - actual[i]) <= tolerance * scale : expected[i].Equals(actual[i]);
            if (!close) Assert.Fail($"{what}: element {i} of {expected.Length} is {actual[i]:R}, expected {expected[i]:R}");
        }
    }

    public static void SameBits(float[] expected, float[] actual, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            if (BitConverter.SingleToInt32Bits(expected[i]) != BitConverter.SingleToInt32Bits(actual[i]))
                Assert.Fail($"{what}: element {i} of {expected.Length} is {actual[i]:R}, expected {expected[i]:R}");
        }
    }
}
