using System.Reflection;
using System.Text.Json.Nodes;
using Receptive.Description;
using Receptive.Layers;
using Xunit;

namespace Receptive.Tests.Description;

/// <summary>
/// What holds for the arguments of every class in every registry: each is described, comes back from a file, is printed as
/// C# takes it, and refuses by name what makes no sense. No class is named here but where its public names are others than
/// Keras'.
/// </summary>
public sealed class ArgumentContract
{
    /// <summary>Every class: the registry's name and the class'.</summary>
    public static TheoryData<string, string> Classes
    {
        get
        {
            var classes = new TheoryData<string, string>();
            foreach (Subject subject in Subject.All) classes.Add(subject.Kind, subject.ClassName);
            return classes;
        }
    }

    [Theory]
    [MemberData(nameof(Classes))]
    public void Every_parameter_and_property_is_described(string kind, string className)
    {
        KerasObject made = Subject.Of(kind, className).Make();
        if (made is Model or Input) return; // what they are made of is no argument
        HashSet<string> described = [.. ArgumentList.Of(made).Select(argument => argument.ParameterName)];
        foreach ((string name, string where) in PublicNames(made.GetType()))
        {
            // What a base class calls by its own name: a depthwise kernel is a kernel.
            string[] spellings = [name, .. made.GetType().GetProperties().Select(property => property.Name).Where(other => other.StartsWith("Depthwise", StringComparison.Ordinal)).Select(other => Camel(other)).Where(other => Camel(name).EndsWith(other["depthwise".Length..], StringComparison.Ordinal))];
            Assert.True(spellings.Any(described.Contains), $"{made.GetType().Name}'s {where} '{name}' is not described, so files and printed calls lose it. Described: {string.Join(", ", described)}.");
        }
    }

    [Theory]
    [MemberData(nameof(Classes))]
    public void Every_argument_is_a_parameter_or_a_property_of_that_name(string kind, string className)
    {
        KerasObject made = Subject.Of(kind, className).Make();
        Type type = made.GetType();
        if (type.IsNotPublic) return;
        foreach (ListedArgument argument in ArgumentList.Of(made))
        {
            if (argument.IsProperty)
            {
                PropertyInfo? property = type.GetProperty(char.ToUpperInvariant(argument.ParameterName[0]) + argument.ParameterName[1..]);
                Assert.True(property?.SetMethod is { IsPublic: true }, $"{type.Name} prints its property {argument.Name} as {argument.ParameterName}, which cannot be set.");
            }
            else
            {
                bool isParameter = type.GetConstructors().Any(constructor => constructor.GetParameters().Any(parameter => parameter.Name == argument.ParameterName));
                Assert.True(isParameter, $"{type.Name} prints its argument {argument.Name} as {argument.ParameterName}, which no constructor has.");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Classes))]
    public void Every_argument_comes_back_from_a_file(string kind, string className)
    {
        Subject subject = Subject.Of(kind, className);
        foreach (ListedArgument argument in ArgumentList.Of(subject.Make()))
        {
            int changes = 0;
            for (int i = 0; i < argument.Alternatives; i++)
            {
                if (subject.MakeWith(argument.Name, i) is not { } changed) continue;
                ListedArgument now = Listed(changed, argument.Name);
                if (now.Text == argument.Text) continue;
                changes++;
                KerasObject read = subject.Read(changed.GetConfig());
                Assert.Equal(ArgumentList.Of(changed).Select(Shown), ArgumentList.Of(read).Select(Shown));
                Assert.NotEqual(argument.Text, Listed(read, argument.Name).Text);
                Assert.True(JsonNode.DeepEquals(changed.GetConfig(), read.GetConfig()));
            }

            Assert.True(changes > 0, $"{className} accepts none of the values that differ from {argument.Name} = {argument.Text}.");
        }

        static string Shown(ListedArgument argument) => $"{argument.Name} = {argument.Text}";
    }

    [Theory]
    [MemberData(nameof(Classes))]
    public void Every_argument_changes_what_it_does(string kind, string className)
    {
        if (kind == "layer") return; // LayerContract looks closer
        Subject usual = Subject.Of(kind, className);

        // Some arguments do nothing unless others do something: a second object has those.
        KerasObject[] starts = [usual.Make(), usual.MakeChanged()];
        float[][] before = [.. starts.Select(start => PartObservation.Of(usual.Read(start.GetConfig())))];
        Assert.Equal(before[0], PartObservation.Of(usual.Make())); // or a difference would say nothing
        HashSet<string> unseen = [.. ArgumentList.Of(starts[0]).Select(argument => argument.Name)];
        for (int k = 0; k < starts.Length; k++)
        {
            foreach (ListedArgument argument in ArgumentList.Of(starts[k]).Where(argument => unseen.Contains(argument.Name)))
            {
                for (int i = 0; i < argument.Alternatives && unseen.Contains(argument.Name); i++)
                {
                    if (usual.MakeWith(argument.Name, i, starts[k].GetConfig()) is not { } changed) continue;
                    if (!PartObservation.Of(usual.Read(changed.GetConfig())).AsSpan().SequenceEqual(before[k])) unseen.Remove(argument.Name);
                }
            }
        }

        Assert.True(unseen.Count == 0, $"{className} does the same whatever {string.Join(" and ", unseen)} is.");
    }

    [Theory]
    [MemberData(nameof(Classes))]
    public void The_printed_call_shows_each_argument_that_is_not_usual(string kind, string className)
    {
        Subject subject = Subject.Of(kind, className);
        string before = subject.Make().ToString();
        foreach (ListedArgument argument in ArgumentList.Of(subject.Make()))
        {
            for (int i = 0; i < argument.Alternatives; i++)
            {
                if (subject.MakeWith(argument.Name, i) is not { } changed) continue;
                ListedArgument now = Listed(changed, argument.Name);
                if (now.Text == argument.Text) continue;
                string printed = changed.ToString();
                Assert.NotEqual(before, printed);
                string name = argument.IsProperty ? char.ToUpperInvariant(argument.ParameterName[0]) + argument.ParameterName[1..] : argument.ParameterName;
                Assert.True(
                    printed.Contains(argument.IsProperty ? $"{name} = {now.Printed}" : $"{name}: {now.Printed}", StringComparison.Ordinal)
                    || (!argument.IsProperty && printed.Contains($"({now.Printed}", StringComparison.Ordinal))
                    || (!argument.IsProperty && printed.Contains($", {now.Printed}", StringComparison.Ordinal)),
                    $"{printed} does not show {argument.Name} = {now.Text}.");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Classes))]
    public void Values_of_another_kind_are_refused_by_the_argument_s_name(string kind, string className)
    {
        Subject subject = Subject.Of(kind, className);
        foreach (ListedArgument argument in ArgumentList.Of(subject.Make()))
        {
            bool isText = argument.Json is JsonValue value && value.TryGetValue(out string? _);
            foreach (string node in new[] { isText || argument.Type.IsAssignableTo(typeof(KerasObject)) ? "12" : "\"nonsense\"", "{\"a\": 1}" })
            {
                JsonObject config = subject.Make().GetConfig();
                config[argument.Name] = JsonNode.Parse(node);
                InvalidDataException e = Assert.Throws<InvalidDataException>(() => subject.Read(config));
                Assert.Contains(className, e.Message);
                Assert.Contains(argument.Name, e.Message);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Classes))]
    public void Words_that_are_not_known_are_refused_with_those_that_are(string kind, string className)
    {
        Subject subject = Subject.Of(kind, className);
        foreach (ListedArgument argument in ArgumentList.Of(subject.Make()))
        {
            bool isText = argument.Json is JsonValue value && value.TryGetValue(out string? _);
            if (argument.Type == typeof(string) ? argument.Words.Length == 0 : !isText && !argument.Type.IsAssignableTo(typeof(KerasObject))) continue;
            JsonObject config = subject.Make().GetConfig();
            config[argument.Name] = "nonsense";
            InvalidDataException e = Assert.Throws<InvalidDataException>(() => subject.Read(config));
            Assert.Contains(className, e.Message);
            Assert.Contains(argument.Words.Length > 0 ? argument.Words[0] : "nonsense", e.Message);
        }
    }

    [Theory]
    [MemberData(nameof(Classes))]
    public void Numbers_that_are_not_finite_are_refused(string kind, string className)
    {
        Subject subject = Subject.Of(kind, className);
        foreach (ListedArgument argument in ArgumentList.Of(subject.Make()))
        {
            foreach (double number in new[] { double.NaN, double.PositiveInfinity, double.NegativeInfinity })
            {
                Arguments? change = argument.Type == typeof(float) ? new ArgumentValue<float>(argument.Name, (float)number)
                    : argument.Type == typeof(float?) ? new ArgumentValue<float?>(argument.Name, (float)number)
                    : argument.Type == typeof(double) ? new ArgumentValue<double>(argument.Name, number)
                    : argument.Type == typeof(double?) ? new ArgumentValue<double?>(argument.Name, number)
                    : argument.Type == typeof(double[]) ? new ArgumentValue<double[]>(argument.Name, [number])
                    : null;
                if (change is null) continue;
                KerasObject made = subject.Make();
                made.Describe(change);
                ArgumentOutOfRangeException e = Assert.Throws<ArgumentOutOfRangeException>(() => made.Describe(new ArgumentCheck(made.ClassName)));
                Assert.Contains($"{className}: {argument.ParameterName} must be", e.Message);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Classes))]
    public void Whole_numbers_out_of_range_are_refused_with_class_and_argument(string kind, string className)
    {
        Subject subject = Subject.Of(kind, className);
        foreach (ListedArgument argument in ArgumentList.Of(subject.Make()))
        {
            foreach (int number in new[] { -1000, 0, int.MaxValue })
            {
                Arguments? change = argument.Type == typeof(int) ? new ArgumentValue<int>(argument.Name, number)
                    : argument.Type == typeof(int?) ? new ArgumentValue<int?>(argument.Name, number)
                    : argument.Type == typeof(AxisSizes) ? new ArgumentValue<AxisSizes>(argument.Name, number)
                    : argument.Type == typeof(AxisSizes?) ? new ArgumentValue<AxisSizes?>(argument.Name, number)
                    : argument.Type == typeof(AxisMargins) ? new ArgumentValue<AxisMargins>(argument.Name, number)
                    : argument.Type == typeof(int[]) ? new ArgumentValue<int[]>(argument.Name, [number])
                    : null;
                if (change is null) continue;
                KerasObject made = subject.Make();
                made.Describe(change);
                Exception? refusal = Record.Exception(() => made.Describe(new ArgumentCheck(made.ClassName)));
                if (refusal is null) continue; // 0 may be a size, and -1000 a class to ignore
                Assert.IsType<ArgumentException>(refusal, exactMatch: false);
                Assert.StartsWith($"{className}: ", refusal.Message);
                Assert.True(refusal is not ArgumentOutOfRangeException { ParamName: var name } || name == argument.ParameterName, refusal.Message);
            }
        }
    }

    private static ListedArgument Listed(KerasObject made, string name) => ArgumentList.Of(made).Single(argument => argument.Name == name);

    /// <summary>The parameters of public constructors and the properties that can be set, but for what every object of a kind has.</summary>
    private static IEnumerable<(string Name, string Where)> PublicNames(Type type)
    {
        string[] common = ["name", "inputShape", "activityRegularizer", "trainable", "learningRate", "schedule", "iterations"];
        IEnumerable<(string, string)> parameters = type.GetConstructors().SelectMany(constructor => constructor.GetParameters()).Select(parameter => (parameter.Name!, "parameter"));
        IEnumerable<(string, string)> properties = type.GetProperties().Where(property => property.SetMethod is { IsPublic: true }).Select(property => (Camel(property.Name), "property"));
        return parameters.Concat(properties).Where(pair => !common.Contains(pair.Item1)).Distinct();
    }

    private static string Camel(string name) => char.ToLowerInvariant(name[0]) + name[1..];
}
