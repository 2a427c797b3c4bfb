using Receptive.Graph;
using Xunit;

namespace Receptive.Engine.Tests.Graph;

/// <summary>Checks gradients against central differences in double precision.</summary>
internal static class FiniteDifferences
{
    private const double Step = 1e-5;

    /// <summary>
    /// Compares the gradients of a scalar with respect to all of its inputs with differences of its value.
    /// </summary>
    /// <param name="scalar">What to differentiate.</param>
    /// <param name="inputs">Placeholders.</param>
    /// <param name="values">Their values.</param>
    /// <param name="batch">The number of examples.</param>
    public static void Check(SymbolicTensor scalar, SymbolicTensor[] inputs, double[][] values, int batch)
    {
        SymbolicTensor?[] gradients = Autodiff.Gradients(scalar, inputs);
        double[] Evaluate(SymbolicTensor tensor)
        {
            var interpreter = new ReferenceInterpreter(batch) { Random = Pseudorandom };
            for (int i = 0; i < inputs.Length; i++) interpreter.Set(inputs[i], values[i]);
            return interpreter.Evaluate(tensor);
        }

        for (int i = 0; i < inputs.Length; i++)
        {
            double[] expected = new double[values[i].Length];
            for (int j = 0; j < expected.Length; j++)
            {
                double original = values[i][j];
                values[i][j] = original + Step;
                double above = Evaluate(scalar)[0];
                values[i][j] = original - Step;
                double below = Evaluate(scalar)[0];
                values[i][j] = original;
                expected[j] = (above - below) / (2 * Step);
            }

            double[] actual = gradients[i] is { } gradient ? Evaluate(gradient) : new double[expected.Length];
            double scale = 1 + expected.Max(Math.Abs);
            for (int j = 0; j < expected.Length; j++)
            {
                if (!(Math.Abs(actual[j] - expected[j]) <= 1e-7 * scale))
                    Assert.Fail($"The gradient of input {i} at {j} is {actual[j]}, but differences give {expected[j]}.");
            }
        }
    }

    /// <summary>Some numbers in [0, 1) for random ops; which ones does not matter to gradients.</summary>
    public static double Pseudorandom(int stream, long element) => ((element + 1) * 0.6180339887 + stream * 0.41421356) % 1;
}
