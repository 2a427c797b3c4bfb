namespace Receptive.Description;

/// <summary>Checks every argument; the first that is out of its range is refused.</summary>
internal sealed class ArgumentCheck(string className) : Arguments
{
    public override void Only(string name, object? value)
    {
    }

    public override void Require(bool holds, string message)
    {
        if (!holds) throw new ArgumentException($"{className}: {message}");
    }

    internal override void Visit<T>(in Argument<T> argument, ref T value)
    {
        if (argument.Refusal?.Invoke(value) is not { } refusal) return;
        throw new ArgumentOutOfRangeException(argument.ParameterName, argument.Codec.Print(value), $"{className}: {argument.ParameterName} {refusal}{(refusal.EndsWith('?') ? "" : ".")}");
    }
}
