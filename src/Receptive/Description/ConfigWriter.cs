using System.Text.Json.Nodes;

namespace Receptive.Description;

/// <summary>Writes arguments into a configuration in Keras' JSON.</summary>
internal sealed class ConfigWriter(JsonObject config) : Arguments
{
    public override void Only(string name, object? value) => config[name] = Codecs.Plain(value);

    internal override void Visit<T>(in Argument<T> argument, ref T value) => config[argument.Name] = argument.Codec.Write(value);
}
