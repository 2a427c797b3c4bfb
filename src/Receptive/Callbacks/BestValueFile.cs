using System.Text.Json;
using System.Text.Json.Nodes;
using Receptive.Common;
using Receptive.Saving;

namespace Receptive.Callbacks;

/// <summary>
/// The best value of a <see cref="ModelCheckpoint"/>, kept beside its files so that a continued training knows it:
/// <c>{"monitor": "val_loss", "best": 0.0255, "file": "cnn09-0.0255.keras"}</c>.
/// </summary>
internal static class BestValueFile
{
    /// <summary>Where the value for a path template is kept: the same folder, the template's name without its places.</summary>
    public static string PathFor(string template)
    {
        string literals = new FilePathTemplate(Path.GetFileName(template)).Literals;
        string folder = Path.GetDirectoryName(template) ?? "";
        return Path.Combine(folder, literals + ".best.json");
    }

    /// <summary>The kept value, or null if there is none, it is for another monitor, or the file it speaks of is gone.</summary>
    public static double? Read(string template, string monitor)
    {
        string path = PathFor(template);
        try
        {
            if (!File.Exists(path) || JsonNode.Parse(File.ReadAllText(path)) is not JsonObject content) return null;
            if ((string?)content["monitor"] != monitor || (string?)content["file"] is not { } file) return null;
            string checkpoint = Path.Combine(Path.GetDirectoryName(path) ?? "", Path.GetFileName(file));
            return File.Exists(checkpoint) ? (double?)content["best"] : null;
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException or InvalidOperationException or FormatException)
        {
            Warnings.Raise($"'{path}' could not be read ({e.Message}), so the best value of the earlier training is not known.");
            return null;
        }
    }

    public static void Write(string template, string monitor, double best, string checkpoint)
    {
        // A folder name with places in it differs from epoch to epoch; there is no one place to keep the value then.
        if ((Path.GetDirectoryName(template) ?? "").Contains('{', StringComparison.Ordinal)) return;
        string path = PathFor(template);
        AtomicFile.Write(path, $$"""{"monitor": {{JsonValue.Create(monitor).ToJsonString()}}, "best": {{Number(best)}}, "file": {{JsonValue.Create(Path.GetFileName(checkpoint)).ToJsonString()}}}""" + "\n");
    }

    private static string Number(double value) => double.IsFinite(value) ? PythonFormat.Repr(value) : "null";
}
