using Receptive.Engine.Tests.Graph;
using Receptive.Graph;
using Xunit;

namespace Receptive.Engine.Tests.Compiler;

/// <summary>Every row of the op table, with its gradients, as a program.</summary>
public class OpProgramTests
{
    [Theory]
    [MemberData(nameof(OpCases.Names), MemberType = typeof(OpCases))]
    public void Programs_compute_what_the_interpreter_does(string name)
    {
        OpCase row = OpCases.Get(name);
        (SymbolicTensor[] placeholders, SymbolicTensor output) = row.Trace();
        SymbolicTensor upstream = Ops.Placeholder(output.Shape, "upstream");
        SymbolicTensor[] gradients = [.. Autodiff.Gradients(output, placeholders, upstream).OfType<SymbolicTensor>()];
        var function = new GraphFunction(name, [.. placeholders, upstream], [output, .. gradients], []);
        foreach ((int batch, int capacity) in ((int, int)[])[(1, 1), (3, 5), (5, 5)])
        {
            var random = new System.Random(batch);
            double[] upstreamValues = [.. Enumerable.Range(0, (int)output.Shape.Elements(batch)).Select(_ => random.NextDouble() - 0.5)];
            Programs.Check(function, [.. row.Values(batch), upstreamValues], batch, capacity);
        }
    }
}
