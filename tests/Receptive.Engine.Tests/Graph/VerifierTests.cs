using Receptive.Graph;
using Xunit;

namespace Receptive.Engine.Tests.Graph;

public class VerifierTests
{
    private static readonly SymbolicTensor s_x = Ops.Placeholder([Shape.Batch, 3], "x");

    [Fact]
    public void A_training_step_passes() => Verifier.Check(Examples.TrainingStep());

    [Fact]
    public void An_input_must_be_a_placeholder() =>
        Refuses("is not a placeholder", new GraphFunction("f", [s_x * 2f], [], []));

    [Fact]
    public void An_input_must_not_be_listed_twice() =>
        Refuses("is listed twice", new GraphFunction("f", [s_x, s_x], [], []));

    [Fact]
    public void Inputs_have_names_of_their_own() =>
        Refuses("f: two inputs are called 'x'", new GraphFunction("f", [s_x, Ops.Placeholder([2], "x")], [], []));

    [Fact]
    public void A_placeholder_of_another_function_is_foreign() =>
        Refuses("Placeholder(y) (2,) is used but is not one of the inputs", new GraphFunction("f", [s_x], [Ops.Placeholder([2], "y") * 2f], []));

    [Fact]
    public void Custom_ops_are_legal() =>
        Verifier.Check(new GraphFunction("f", [s_x], [SymbolicTensor.Apply(new StrangeOp(), s_x)], []));

    [Fact]
    public void Shapes_are_inferred_again()
    {
        var op = new StrangeOp();
        var function = new GraphFunction("f", [s_x], [SymbolicTensor.Apply(op, s_x)], []);
        op.Result = [7];
        Assert.Contains("should have the shape (7,)", Assert.Throws<InvalidGraphException>(() => Verifier.Check(function)).Message);
        op.Fails = true;
        Assert.Contains("the shape rule refuses Strange", Assert.Throws<InvalidGraphException>(() => Verifier.Check(function)).Message);
    }

    [Fact]
    public void A_variable_is_assigned_once()
    {
        var variable = new Variable("total", Shape.Scalar);
        var update = new Assignment(variable, Ops.Read(variable) + 1f);
        Refuses("the variable total () is assigned twice", new GraphFunction("f", [], [], [update, update]));
    }

    [Fact]
    public void Assignments_check_their_shapes_when_made()
    {
        var weight = new Variable("weight", [2]);
        var vector = new Variable("vector", [3]);
        Assert.Contains("variable 'weight' has the shape (2,), but the value for it has (3,)", Assert.Throws<ShapeException>(() => new Assignment(weight, Ops.Read(vector))).Message);
    }

    private static void Refuses(string message, GraphFunction function) =>
        Assert.Contains(message, Assert.Throws<InvalidGraphException>(() => Verifier.Check(function)).Message);

    private sealed class StrangeOp : Op
    {
        public override string Name => "Strange";

        public Shape Result { get; set; } = [3];

        public bool Fails { get; set; }

        public override Shape InferShape(IReadOnlyList<Shape> inputs) => Fails ? throw new ShapeException("no") : Result;
    }
}
