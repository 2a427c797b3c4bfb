using System.Text.Json.Nodes;
using Receptive.Constraints;
using Receptive.Description;
using Receptive.Graph;
using Receptive.Optimizers;
using Receptive.Regularizers;
using Xunit;

namespace Receptive.KerasCases;

/// <summary>Schedules step by step, regularizers' penalties and what constraints make of a weight.</summary>
public sealed class PartCases
{
    public static TheoryData<string> Schedules => Fixtures.Names("schedules");

    public static TheoryData<string> Regularizers => Fixtures.Names("regularizers");

    public static TheoryData<string> Constraints => Fixtures.Names("constraints");

    [Theory]
    [MemberData(nameof(Schedules))]
    public void Schedule_agrees(string name)
    {
        Fixtures.Require(name);
        JsonObject json = Fixtures.Json(name);
        Scope.RequireSchedule((string)json["class_name"]!);
        LearningRateSchedule schedule = Registries.Schedules.FromConfig(Scope.Node((string)json["class_name"]!, json["config"]!.AsObject()));
        JsonArray values = json["values"]!.AsArray();
        for (int step = 0; step < values.Count; step++) Assert.Equal((double)values[step]!, schedule.At(step), 1e-5 * Math.Max(1e-2, Math.Abs((double)values[step]!)));
    }

    [Theory]
    [MemberData(nameof(Regularizers))]
    public void Regularizer_agrees(string name)
    {
        Fixtures.Require(name);
        JsonObject json = Fixtures.Json(name);
        Scope.RequireRegularizer((string)json["class_name"]!);
        Regularizer regularizer = Registries.Regularizers.FromConfig(Scope.Node((string)json["class_name"]!, json["config"]!.AsObject()));
        CheckCall(name, "value", regularizer.Call);
    }

    [Theory]
    [MemberData(nameof(Constraints))]
    public void Constraint_agrees(string name)
    {
        Fixtures.Require(name);
        JsonObject json = Fixtures.Json(name);
        Scope.RequireConstraint((string)json["class_name"]!);
        Constraint constraint = Registries.Constraints.FromConfig(Scope.Node((string)json["class_name"]!, json["config"]!.AsObject()));
        CheckCall(name, "y", constraint.Call);
    }

    private static void CheckCall(string name, string result, Func<SymbolicTensor, SymbolicTensor> call)
    {
        Dictionary<string, FixtureArray> arrays = Fixtures.Arrays(name);
        SymbolicTensor x = Ops.Placeholder(arrays["x"].Shape, "x");
        Agreement.Check(arrays[result], Agreement.Run([(x, arrays["x"].Values)], [call(x)], 1)[0], result);
    }
}
