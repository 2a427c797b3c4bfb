using Receptive.Compiler;
using Receptive.Graph;
using Receptive.Optimizers;
using Xunit;

namespace Receptive.KerasCases;

/// <summary>Two variables after each of ten steps with given gradients.</summary>
public sealed class OptimizerCases
{
    public static TheoryData<string> Names => Fixtures.Names("optimizers");

    [Theory]
    [MemberData(nameof(Names))]
    public void Agrees(string name)
    {
        Fixtures.Require(name);
        System.Text.Json.Nodes.JsonObject json = Fixtures.Json(name);
        string className = (string)json["class_name"]!;
        Scope.RequireOptimizer(className, json["config"]!.AsObject());
        Dictionary<string, FixtureArray> arrays = Fixtures.Arrays(name);

        Optimizer optimizer = Optimizer.FromConfig(Scope.Node(className, json["config"]!.AsObject()));
        var variables = new List<Variable>();
        for (int i = 0; arrays.TryGetValue($"init{i}", out FixtureArray? initial); i++)
        {
            variables.Add(new Variable($"variable{i}", initial.Shape));
            variables[i].Assign(initial.Values);
        }

        SymbolicTensor[] gradients = [.. variables.Select(variable => Ops.Placeholder(variable.Shape, $"gradient of {variable.Name}"))];
        var function = new GraphFunction("step", gradients, [], optimizer.Apply(variables, gradients)) { StepScalars = optimizer };
        using Program program = ProgramCompiler.Compile(function, new CompileOptions { Verify = true });
        for (int step = 0; arrays.ContainsKey($"g{step}_0"); step++)
        {
            for (int i = 0; i < variables.Count; i++)
                arrays[$"g{step}_{i}"].Values.CopyTo(program.Input(i));
            program.Run(1);
            for (int i = 0; i < variables.Count; i++)
                Agreement.Check(arrays[$"v{step}_{i}"], variables[i].Span, $"variable {i} after step {step + 1}");
        }

        Assert.Equal(10, optimizer.Iterations);
    }
}
