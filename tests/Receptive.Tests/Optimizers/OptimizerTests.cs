using System.Text.Json.Nodes;
using Receptive.Compiler;
using Receptive.Graph;
using Receptive.Optimizers;
using Xunit;

namespace Receptive.Tests.Optimizers;

public sealed class OptimizerTests
{
    private static readonly float[] s_gradient = [0.5f, -2, 0, 3];

    [Fact]
    public void Plain_descent_goes_along_the_gradient()
    {
        float[] w = Run(new SGD(0.1f), steps: 2);
        Assert.Equal([-0.1, 0.4, 0, -0.6], w.Select(v => (double)v), Near);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Momentum_keeps_going(bool nesterov)
    {
        double w = 0, v = 0;
        for (int step = 0; step < 5; step++)
        {
            v = (0.9 * v) - (0.1 * 3);
            w += nesterov ? (0.9 * v) - (0.1 * 3) : v;
        }

        Assert.Equal(w, Run(new SGD(0.1f, 0.9f, nesterov), steps: 5)[3], 1e-5);
    }

    [Fact]
    public void Adam_follows_its_formula()
    {
        double w = 0, m = 0, v = 0;
        for (int t = 1; t <= 20; t++)
        {
            m += (3 - m) * 0.1;
            v += (9 - v) * 0.001;
            w -= 0.01 * Math.Sqrt(1 - Math.Pow(0.999, t)) / (1 - Math.Pow(0.9, t)) * m / (Math.Sqrt(v) + 1e-7);
        }

        Assert.Equal(w, Run(new Adam(0.01f), steps: 20)[3], 2e-6);
    }

    [Fact]
    public void Adam_continues_at_any_step_as_if_it_had_made_those_before()
    {
        var once = new Adam();
        float[] rates = new float[50];
        for (int t = 0; t < rates.Length; t++)
        {
            ((IStepScalars)once).BeginStep();
            rates[t] = RateOf(once);
            ((IStepScalars)once).EndStep();
        }

        var jumping = new Adam();
        foreach (int t in new[] { 40, 3, 49, 0 })
        {
            jumping.Iterations = t;
            ((IStepScalars)jumping).BeginStep();
            Assert.Equal(rates[t], RateOf(jumping));
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => jumping.Iterations = -1);
    }

    [Fact]
    public void Gradients_are_clipped_as_asked()
    {
        Assert.Equal([-0.5, 1, 0, -1], Run(new SGD(1) { ClipValue = 1 }, 1).Select(v => (double)v), Near);
        double length = Math.Sqrt((0.5 * 0.5) + 4 + 9);
        Assert.Equal([-0.5 / length, 2 / length, 0, -3 / length], Run(new SGD(1) { ClipNorm = 1 }, 1).Select(v => (double)v), Near);
        Assert.Equal([-0.5 / length, 2 / length, 0, -3 / length], Run(new SGD(1) { GlobalClipNorm = 1 }, 1).Select(v => (double)v), Near);
        Assert.Equal([-0.5, 2, 0, -3], Run(new SGD(1) { ClipNorm = 100 }, 1).Select(v => (double)v), Near);
    }

    [Fact]
    public void State_is_in_Keras_order()
    {
        var adam = new Adam();
        adam.Prepare([new Variable("a/kernel", [2, 3]), new Variable("a/bias", [3])]);
        Assert.Equal(
            ["learning_rate", "adam/a_kernel_momentum", "adam/a_kernel_velocity", "adam/a_bias_momentum", "adam/a_bias_velocity"],
            adam.Variables.Select(variable => variable.Name));
        Assert.Equal("(2, 3)", adam.Variables[2].Shape.ToString());
    }

    [Fact]
    public void Keras_writes_the_states_of_a_group_together()
    {
        var adam = new Adam(1e-3, amsgrad: true) { UseEma = true, GradientAccumulationSteps = 2 };
        adam.Prepare([new Variable("a", [2]), new Variable("b", [3])]);
        string[] names = ["average", "gradient_accumulator", "momentum", "velocity", "velocity_hat"];
        Assert.Equal(
            ["learning_rate", "adam/a_average", "adam/b_average", "adam/a_gradient_accumulator", "adam/b_gradient_accumulator", "adam/a_momentum", "adam/a_velocity", "adam/b_momentum", "adam/b_velocity", "adam/a_velocity_hat", "adam/b_velocity_hat"],
            adam.Variables.Select(variable => variable.Name));
        Assert.Equal(10, adam.Variables.Count(variable => names.Any(name => variable.Name.EndsWith(name, StringComparison.Ordinal))));
    }

    [Fact]
    public void Other_variables_may_be_trained_later_and_those_that_stay_keep_their_state()
    {
        Variable a = new("a", [2]), b = new("b", [2]), c = new("c", [2]);
        var sgd = new SGD(0.1, momentum: 0.9f);
        sgd.Prepare([a, b]);
        Variable velocityOfB = sgd.Variables[2];
        sgd.Prepare([b, c]);
        Assert.Equal(["learning_rate", "sgd/b_momentum", "sgd/c_momentum"], sgd.Variables.Select(variable => variable.Name));
        Assert.Same(velocityOfB, sgd.Variables[1]);
    }

    [Fact]
    public void Weights_decay_by_the_rate()
    {
        double w = 0;
        for (int step = 0; step < 3; step++) w = w - (w * 0.5 * 0.1) - (0.1 * 3);
        Assert.Equal(w, Run(new SGD(0.1) { WeightDecay = 0.5 }, steps: 3)[3], 1e-6);
    }

    [Fact]
    public void Accumulated_gradients_move_the_weights_once()
    {
        Assert.Equal(0f, Run(new SGD(0.1, momentum: 0.9f) { GradientAccumulationSteps = 3 }, steps: 2)[3]);
        Assert.Equal(Run(new SGD(0.1, momentum: 0.9f), steps: 2)[3], Run(new SGD(0.1, momentum: 0.9f) { GradientAccumulationSteps = 3 }, steps: 8)[3], 1e-6);
        Assert.Equal(Run(new Adam(0.1), steps: 2)[3], Run(new Adam(0.1) { GradientAccumulationSteps = 3 }, steps: 6)[3], 1e-6);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(2)]
    public void Averages_of_the_weights_follow_them(int? frequency)
    {
        double w = 0, average = 0;
        for (int step = 0; step < 5; step++)
        {
            w -= 0.3;
            average = step == 0 ? w : (0.75 * average) + (0.25 * w);
            if (frequency is { } every && (step + 1) % every == 0) w = average;
        }

        var sgd = new SGD(0.1) { UseEma = true, EmaMomentum = 0.75, EmaOverwriteFrequency = frequency };
        Assert.Equal(w, Run(sgd, steps: 5)[3], 1e-5);
        sgd.FinalizeVariables();
        Assert.Equal(average, sgd.TrainedVariables![0].Span[3], 1e-5);
    }

    [Fact]
    public void A_constraint_is_applied_to_the_new_value()
    {
        var weights = new Variable("w", [4]) { Constraint = value => Ops.Maximum(value, -0.25f) };
        Assert.Equal([-0.05, 0.2, 0, -0.25], Run(new SGD(0.1), 1, weights).Select(v => (double)v), Near);
    }

    [Fact]
    public void The_largest_average_of_squares_counts_with_amsgrad()
    {
        double w = 0, m = 0, v = 0, largest = 0;
        for (int t = 1; t <= 12; t++)
        {
            double g = t == 1 ? 3 : 0.01;
            m += (g - m) * 0.1;
            v += ((g * g) - v) * 0.5;
            largest = Math.Max(largest, v);
            w -= 0.01 * Math.Sqrt(1 - Math.Pow(0.5, t)) / (1 - Math.Pow(0.9, t)) * m / (Math.Sqrt(largest) + 1e-7);
        }

        var weights = new Variable("w", [4]);
        var adam = new Adam(0.01, beta2: 0.5f, amsgrad: true);
        Run(adam, 1, weights, 3);
        Assert.Equal(w, Run(adam, 11, weights, 0.01f)[3], 2e-6);
    }

    [Theory]
    [InlineData("adam")]
    [InlineData("SGD")]
    public void A_configuration_reads_back_as_the_same_optimizer(string name)
    {
        Optimizer optimizer = Optimizer.Get(name);
        optimizer.LearningRate = 0.125f;
        var node = new JsonObject { ["class_name"] = optimizer.ClassName, ["config"] = optimizer.GetConfig() };
        Optimizer read = Optimizer.FromConfig(JsonNode.Parse(node.ToJsonString()));
        Assert.Equal(optimizer.GetType(), read.GetType());
        Assert.Equal(optimizer.GetConfig().ToJsonString(), read.GetConfig().ToJsonString());
    }

    [Fact]
    public void Arguments_out_of_range_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new SGD(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SGD(float.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SGD(0.1f, momentum: 1.5f));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Adam(beta1: 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Adam(epsilon: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SGD { ClipNorm = 0 });
    }

    private static bool Near(double expected, double actual) => Math.Abs(expected - actual) < 1e-6;

    /// <summary>The corrected rate of the step that comes: the one scalar that an update reads.</summary>
    private static float RateOf(Adam adam)
    {
        IReadOnlyList<Assignment> updates = adam.Apply(adam.TrainedVariables ?? [new Variable("w", [1])], [Ops.Constant([1f], [1])]);
        ((IStepScalars)adam).BeginStep();
        return Traversal.InOrder(updates.Select(update => update.Value)).Select(tensor => tensor.Op).OfType<ReadOp>().First(read => read.Variable.Name == "alpha").Variable.Span[0];
    }

    /// <summary>Four weights that start at 0, after some steps along one gradient.</summary>
    private static float[] Run(Optimizer optimizer, int steps, Variable? weights = null, float? last = null)
    {
        weights ??= new Variable("w", [4]);
        SymbolicTensor gradient = Ops.Placeholder([4], "g");
        var function = new GraphFunction("step", [gradient], [], optimizer.Apply([weights], [gradient])) { StepScalars = optimizer };
        using Program program = ProgramCompiler.Compile(function, new CompileOptions { Threads = 1, Verify = true });
        s_gradient.CopyTo(program.Input(0));
        program.Input(0)[3] = last ?? s_gradient[3];
        long before = optimizer.Iterations;
        for (int i = 0; i < steps; i++) program.Run(1);
        Assert.Equal(before + steps, optimizer.Iterations);
        return weights.Span.ToArray();
    }
}
