namespace Receptive.Data.NumPy;

/// <summary>An element type of NumPy's that can be read and written.</summary>
/// <param name="Descriptor">As it stands in a file's header.</param>
/// <param name="Name">NumPy's name.</param>
/// <param name="Element">The type in .NET.</param>
/// <param name="Size">Bytes per element.</param>
internal sealed record NpyType(string Descriptor, string Name, Type Element, int Size)
{
    public const string Supported = "float32, float64, int32, int64, uint8 or bool";

    private static readonly NpyType[] s_all =
    [
        new("<f4", "float32", typeof(float), 4),
        new("<f8", "float64", typeof(double), 8),
        new("<i4", "int32", typeof(int), 4),
        new("<i8", "int64", typeof(long), 8),
        new("|u1", "uint8", typeof(byte), 1),
        new("|b1", "bool", typeof(bool), 1),
    ];

    public static NpyType? Of(Type element) => Array.Find(s_all, t => t.Element == element);

    public static NpyType? Of(string descriptor) => Array.Find(s_all, t => t.Descriptor == descriptor);

    /// <summary>Why a descriptor is refused, and what to do about it.</summary>
    public static string Objection(string descriptor) => descriptor switch
    {
        _ when descriptor.Contains('O', StringComparison.Ordinal) => "holds Python objects, which means a pickle: these are never read, since a pickle can run any code",
        _ when descriptor.StartsWith('[') => $"holds structured records; save each field as an array of its own",
        ['>', ..] => $"holds big-endian elements ('{descriptor}'); save it with .astype('{descriptor.Replace('>', '<')}')",
        _ => $"holds elements of type '{descriptor}'; supported are {Supported}: save it with .astype('float32')",
    };
}
