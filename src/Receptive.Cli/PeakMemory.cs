using System.Diagnostics;

namespace Receptive.Cli;

/// <summary>The most memory this process has held at once.</summary>
internal static class PeakMemory
{
    /// <summary>The peak of the resident set in bytes; the present one where the system keeps no peak.</summary>
    public static long Bytes
    {
        get
        {
            using var process = Process.GetCurrentProcess();
            return process.PeakWorkingSet64 > 0 ? process.PeakWorkingSet64 : process.WorkingSet64;
        }
    }
}
