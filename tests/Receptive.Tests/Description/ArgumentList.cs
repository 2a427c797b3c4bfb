using System.Text.Json.Nodes;
using Receptive.Description;

namespace Receptive.Tests.Description;

/// <summary>One argument of an object as its description names it.</summary>
/// <param name="Name">Keras' name.</param>
/// <param name="ParameterName">The name in C#.</param>
/// <param name="Type">The type of its values.</param>
/// <param name="IsProperty">Whether it is set in braces.</param>
/// <param name="HasUsual">Whether it may be left out.</param>
/// <param name="Words">The words it may be; none for any, or where it is no word.</param>
/// <param name="Json">Its value as files hold it.</param>
/// <param name="Printed">Its value as C# writes it.</param>
/// <param name="Alternatives">How many values that differ its codec offers.</param>
/// <param name="AllowsNull">Whether null is a value.</param>
internal sealed record ListedArgument(
    string Name, string ParameterName, Type Type, bool IsProperty, bool HasUsual, string[] Words, JsonNode? Json, string Printed, int Alternatives, bool AllowsNull)
{
    /// <summary>Null or a text: equal for equal values.</summary>
    public string Text => Json?.ToJsonString() ?? "null";
}

/// <summary>Reads a description: which arguments there are, and their values.</summary>
internal sealed class ArgumentList : Arguments
{
    private readonly List<ListedArgument> _arguments = [];

    public static IReadOnlyList<ListedArgument> Of(KerasObject instance)
    {
        var list = new ArgumentList();
        instance.Describe(list);
        return list._arguments;
    }

    public override void Only(string name, object? value)
    {
    }

    internal override void Visit<T>(in Argument<T> argument, ref T value) => _arguments.Add(new ListedArgument(
        argument.Name, argument.ParameterName, typeof(T), AreProperties, argument.Usual.Exists, argument.Words,
        argument.Codec.Write(value), argument.Codec.Print(value), argument.Others(value).Count(), argument.Codec.AllowsNull));
}

/// <summary>Sets one argument to one of the values that its codec says differ, past any reader of files.</summary>
internal sealed class ArgumentChange(string name, int alternative) : Arguments
{
    public override void Only(string name, object? value)
    {
    }

    /// <exception cref="ArgumentException">The object refuses the value.</exception>
    public static void Make(KerasObject instance, string name, int alternative)
    {
        instance.Describe(new ArgumentChange(name, alternative));
        instance.Describe(new ArgumentCheck(instance.ClassName));
    }

    internal override void Visit<T>(in Argument<T> argument, ref T value)
    {
        if (argument.Name == name) value = argument.Others(value).ElementAt(alternative);
    }
}

/// <summary>Sets every argument of a type, or the one of a name, to a given value.</summary>
internal sealed class ArgumentValue<TValue>(string name, TValue given) : Arguments
{
    public override void Only(string name, object? value)
    {
    }

    internal override void Visit<T>(in Argument<T> argument, ref T value)
    {
        if (argument.Name == name && given is T typed) value = typed;
    }
}
