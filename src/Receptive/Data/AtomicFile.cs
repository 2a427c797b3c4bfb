namespace Receptive.Data;

/// <summary>Files that appear whole or not at all.</summary>
internal static class AtomicFile
{
    /// <summary>Writes to a file beside the target, flushes it to disk and renames it.</summary>
    /// <exception cref="IOException">It cannot be written; an earlier file is untouched.</exception>
    public static void Write(string path, Action<FileStream> write)
    {
        string full = Path.GetFullPath(path), part = $"{full}.{Environment.ProcessId}-{Guid.NewGuid():N}.part";
        try
        {
            using (FileStream file = new(part, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                write(file);
                file.Flush(flushToDisk: true);
            }
            File.Move(part, full, overwrite: true);
        }
        catch
        {
            File.Delete(part);
            throw;
        }
    }
}
