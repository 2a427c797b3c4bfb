using System.Text.Json.Nodes;
using Receptive.Common;

namespace Receptive.Description;

/// <summary>
/// What a model file can hold by class and arguments: layers, losses, metrics, optimizers, initializers, regularizers,
/// constraints and schedules. A class says its arguments once, in <see cref="Describe"/>; the configuration in a file, the
/// way back from it, the printed call and the checks all come from there.
/// </summary>
public abstract class KerasObject
{
    /// <summary>The name of the class in model files.</summary>
    public virtual string ClassName => GetType().Name;

    /// <summary>Keras' module in files, such as <c>keras.layers</c>.</summary>
    internal virtual string Module => "keras";

    /// <summary>Whether the class is a user's own: files then name no module of Keras.</summary>
    internal bool IsCustom => GetType().Assembly != typeof(KerasObject).Assembly;

    /// <summary>The arguments under Keras' names, as they go into a model file.</summary>
    public JsonObject GetConfig()
    {
        var config = new JsonObject();
        WriteConfig(config);
        return config;
    }

    /// <summary>The call that makes the object, without what is as usual: <c>Conv2D(32, kernelSize: 3)</c>.</summary>
    public override string ToString() => CallPrinter.Print(this);

    /// <summary>
    /// Names every argument with the field that holds it. Whatever reads or writes arguments calls this; it must not depend
    /// on anything but the fields.
    /// </summary>
    /// <param name="arguments">What reads or writes.</param>
    protected internal virtual void Describe(Arguments arguments)
    {
    }

    /// <summary>Checks all arguments. A constructor calls it last.</summary>
    /// <exception cref="ArgumentException">A value is out of its range; the message names the class, the argument and the range.</exception>
    protected void Check() => Describe(new ArgumentCheck(ClassName));

    /// <summary>Sets a field to a property's value and checks all arguments again.</summary>
    /// <exception cref="ArgumentException">A value is out of its range.</exception>
    protected void Set<T>(ref T field, T value)
    {
        field = value;
        Check();
    }

    /// <summary>Writes the configuration.</summary>
    internal virtual void WriteConfig(JsonObject config) => Describe(new ConfigWriter(config));

    /// <summary>Takes all arguments from a configuration; what is not understood is refused by its name.</summary>
    /// <exception cref="InvalidDataException">The configuration does not fit.</exception>
    internal virtual void ReadConfig(ConfigReader reader)
    {
        Describe(reader);
        reader.RefuseUnread();
        try
        {
            Check();
        }
        catch (Exception e) when (e is ArgumentException or Graph.ShapeException)
        {
            string message = e.Message.StartsWith($"{ClassName}: ", StringComparison.Ordinal) ? e.Message[(ClassName.Length + 2)..] : e.Message;
            throw new InvalidDataException($"{reader.What}: {message}", e);
        }
    }

    /// <summary>The object with its class and arguments, as files hold it.</summary>
    internal JsonObject Serialize() => KerasJson.Object(IsCustom ? null : Module, ClassName, GetConfig());
}
