using System.Text.Json;
using System.Text.Json.Nodes;
using Receptive.Cli.CommandLine;

namespace Receptive.Cli;

/// <summary>The file of <c>--json</c>; without the option, nothing.</summary>
internal sealed class ResultFile
{
    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true };

    private readonly string? _path;

    /// <summary>Finds out whether the file can be written, before hours are spent.</summary>
    /// <exception cref="CommandException">It cannot.</exception>
    public ResultFile(string? path)
    {
        _path = path;
        if (path is null) return;
        bool isNew = !File.Exists(path);
        try
        {
            File.Open(path, FileMode.OpenOrCreate, FileAccess.Write).Dispose();
            if (isNew) File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"--json: \"{path}\" cannot be written ({e.Message.TrimEnd('.')}).", e);
        }
    }

    /// <summary>A number as JSON can hold it: null if it is infinite or no number.</summary>
    public static JsonNode? Number(double value) => double.IsFinite(value) ? value : null;

    public void Write(JsonObject result)
    {
        if (_path is not null) File.WriteAllText(_path, result.ToJsonString(s_indented) + "\n");
    }
}
