using System.Text;

namespace Receptive.Saving;

/// <summary>
/// Writes a file so that at any moment either the earlier one or the new one is there, whole: under another name in the
/// same folder, flushed to the disk, and only then renamed over it.
/// </summary>
internal static class AtomicFile
{
    private const int BufferSize = 1 << 16;

    private static readonly TimeSpan s_oldEnough = TimeSpan.FromMinutes(10);

    /// <summary>Writes the file with what <paramref name="write"/> puts into the stream.</summary>
    /// <exception cref="IOException">The folder cannot be written, the disk is full, and the like; the earlier file is as it was.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        string full = Path.GetFullPath(path);
        string? temporary = null;
        try
        {
            // A link keeps pointing where it points; what it points at is replaced.
            string target = new FileInfo(full).LinkTarget is null ? full : File.ResolveLinkTarget(full, returnFinalTarget: true)!.FullName;
            if (Directory.Exists(target)) throw new IOException("there is a folder of that name");
            string folder = Path.GetDirectoryName(target)!;
            Directory.CreateDirectory(folder);
            string prefix = $".{Path.GetFileName(target)}.";
            RemoveAbandoned(folder, prefix);
            temporary = Path.Combine(folder, $"{prefix}{Guid.NewGuid():N}.tmp");
            using (FileStream stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, BufferSize))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, target, overwrite: true);
        }
        catch (Exception e)
        {
            Remove(temporary);
            if (e is not (IOException or UnauthorizedAccessException or NotSupportedException)) throw;
            string earlier = File.Exists(full) ? " The earlier file is unchanged." : "";
            throw new IOException($"'{path}' could not be written: {Reason(e)}.{earlier}", e);
        }
    }

    /// <summary>Writes the file with these bytes.</summary>
    /// <exception cref="IOException">As for <see cref="Write(string, Action{Stream})"/>.</exception>
    public static void Write(string path, byte[] bytes) => Write(path, stream => stream.Write(bytes));

    /// <summary>Writes the file with this text, in UTF-8.</summary>
    /// <exception cref="IOException">As for <see cref="Write(string, Action{Stream})"/>.</exception>
    public static void Write(string path, string text) => Write(path, Encoding.UTF8.GetBytes(text));

    private static string Reason(Exception e)
    {
        const int diskFullOnUnix = 28;
        const int diskFullOnWindows = unchecked((int)0x80070070);
        const int handleDiskFullOnWindows = unchecked((int)0x80070027);
        return e switch
        {
            UnauthorizedAccessException => "there is no permission to write in its folder",
            _ when e.HResult is diskFullOnUnix or diskFullOnWindows or handleDiskFullOnWindows => "there is no space left on the disk",
            _ => e.Message.TrimEnd('.'),
        };
    }

    // A process that was killed while it wrote has left its file behind. One that nobody writes to any longer is old, and
    // nobody holds it open.
    private static void RemoveAbandoned(string folder, string prefix)
    {
        foreach (string path in Directory.EnumerateFiles(folder, prefix + "*.tmp"))
        {
            try
            {
                if (DateTime.UtcNow - File.GetLastWriteTimeUtc(path) < s_oldEnough) continue;
                using (new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None))
                {
                }

                File.Delete(path);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
            }
        }
    }

    // What went wrong first is what the user has to hear of; a temporary file that cannot be removed either is not.
    private static void Remove(string? temporary)
    {
        try
        {
            if (temporary is not null) File.Delete(temporary);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
        }
    }
}
