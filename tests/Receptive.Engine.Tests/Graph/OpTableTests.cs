using Receptive.Graph;
using Xunit;

namespace Receptive.Engine.Tests.Graph;

/// <summary>The rows of <see cref="OpCases"/>, and that no op is without one.</summary>
public class OpTableTests
{
    [Fact]
    public void Every_op_has_a_row_in_the_test_table()
    {
        var covered = new HashSet<Op>();
        foreach (OpCase row in OpCases.All)
        {
            (SymbolicTensor[] placeholders, SymbolicTensor output) = row.Trace();
            SymbolicTensor weights = Ops.Placeholder(output.Shape, "weights");
            SymbolicTensor[] inputs = [.. placeholders, weights];
            SymbolicTensor[] first = [.. Autodiff.Gradients(Ops.ReduceSum(output * weights), inputs).OfType<SymbolicTensor>()];
            IEnumerable<SymbolicTensor> second = first.SelectMany(gradient => Autodiff.Gradients(Ops.ReduceSum(Ops.Square(gradient)), inputs)).OfType<SymbolicTensor>();
            covered.UnionWith(Traversal.InOrder([output, .. first, .. second]).Select(tensor => tensor.Op));
        }

        IEnumerable<Type> types = typeof(Op).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Op)) && !type.IsAbstract);
        Assert.Empty(types.Except(covered.Select(op => op.GetType())).Select(type => type.Name));
        Assert.Empty(ElementwiseRows.All.Except(covered.OfType<ElementwiseOp>()).Select(op => op.Name));
    }

    [Fact]
    public void Names_of_rows_are_unique() =>
        Assert.Equal(OpCases.All.Count, OpCases.All.Select(row => row.Name).Distinct().Count());

    [Theory]
    [MemberData(nameof(OpCases.Names), MemberType = typeof(OpCases))]
    public void Every_row_and_its_gradients_pass_the_verifier(string name)
    {
        (SymbolicTensor[] placeholders, SymbolicTensor output) = OpCases.Get(name).Trace();
        SymbolicTensor?[] gradients = Autodiff.Gradients(Ops.ReduceSum(output), placeholders);
        var function = new GraphFunction("row", placeholders, [output, .. gradients.OfType<SymbolicTensor>()], []);
        Verifier.Check(function);
        Assert.All(function.TensorsInOrder(), tensor => Assert.True(tensor.Op.FloatingOperations([.. tensor.Inputs.Select(input => input.Shape)], tensor.Shape, 3) >= 0));
    }

    [Theory]
    [MemberData(nameof(OpCases.Names), MemberType = typeof(OpCases))]
    public void Building_a_row_twice_prints_the_same(string name)
    {
        static string Print(OpCase row)
        {
            (SymbolicTensor[] placeholders, SymbolicTensor output) = row.Trace();
            SymbolicTensor?[] gradients = Autodiff.Gradients(Ops.ReduceSum(output), placeholders);
            return new GraphFunction("row", placeholders, [output, .. gradients.OfType<SymbolicTensor>()], []).ToString();
        }

        OpCase row = OpCases.Get(name);
        Assert.Equal(Print(row), Print(row));
    }

    [Theory]
    [MemberData(nameof(OpCases.Names), MemberType = typeof(OpCases))]
    public void Ops_know_their_equals(string name)
    {
        OpCase row = OpCases.Get(name);
        Op first = row.Trace().Output.Op, second = row.Trace().Output.Op;
        Assert.True(first.IsSameAs(second));
        Assert.False(first.IsSameAs(Ops.Placeholder([3], "x").Op));
    }
}
