using System.Text;

namespace Receptive.Description;

/// <summary>
/// Prints an object as the call that makes it, without arguments that have their usual value:
/// <c>Conv2D(32, kernelSize: 3, activation: "relu") { DilationRate = 2 }</c>.
/// </summary>
internal sealed class CallPrinter : Arguments
{
    private readonly StringBuilder _call = new();
    private readonly StringBuilder _properties = new();
    private bool _named;

    public static string Print(KerasObject instance)
    {
        var printer = new CallPrinter();
        instance.Describe(printer);
        string properties = printer._properties.Length > 0 ? $" {{ {printer._properties} }}" : "";
        return $"{instance.GetType().Name}({printer._call}){properties}";
    }

    public override void Only(string name, object? value)
    {
    }

    internal override void Visit<T>(in Argument<T> argument, ref T value)
    {
        // A layer's own name and flags that every layer has are no part of the call.
        if (argument.Name is "name" or "trainable" or "dtype") return;
        bool usual = argument.Usual.Exists && argument.Codec.AreEqual(argument.Usual.Value, value);
        if (usual)
        {
            _named = true;
            return;
        }

        if (AreProperties)
        {
            if (_properties.Length > 0) _properties.Append(", ");
            _properties.Append(Names.ToPascalCase(argument.Name)).Append(" = ").Append(argument.Codec.Print(value));
            return;
        }

        if (_call.Length > 0) _call.Append(", ");
        if (_named) _call.Append(argument.ParameterName).Append(": ");
        _call.Append(argument.Codec.Print(value));
        _named = true;
    }
}
