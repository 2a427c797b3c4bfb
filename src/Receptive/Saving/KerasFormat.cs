using System.Text.Json;
using System.Text.Json.Nodes;

namespace Receptive.Saving;

/// <summary>What every file says of itself, and how its JSON is read.</summary>
internal static class KerasFormat
{
    /// <summary>The version of Keras whose layout is written.</summary>
    public const string Version = "3.15.1";

    /// <summary>The backend named in files, where Keras looks for it; the numbers do not depend on it.</summary>
    public const string Backend = "tensorflow";

    // Nested models nest their JSON; 64 levels hold about ten models inside each other.
    private static readonly JsonDocumentOptions s_options = new() { MaxDepth = 128, AllowDuplicateProperties = false };

    /// <exception cref="InvalidDataException">The text is no JSON object.</exception>
    public static JsonObject ParseObject(ReadOnlySpan<byte> utf8, string what)
    {
        try
        {
            return JsonNode.Parse(utf8, documentOptions: s_options) as JsonObject
                ?? throw new InvalidDataException($"{what} is not a JSON object.");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{what} is not valid JSON ({e.Message.TrimEnd('.')}).", e);
        }
    }
}
