using Receptive.Cli.CommandLine;
using Receptive.Diagnostics;
using Receptive.Plotting;

namespace Receptive.Cli;

/// <summary>What a training tells about itself when it is over: what stands out, and everything on a page.</summary>
internal static class RunReport
{
    /// <summary>Prints what is off, a line each; nothing if all is as it should be.</summary>
    public static void PrintFindings(TrainingReportData data, TextWriter output)
    {
        IReadOnlyList<HealthFinding> findings = TrainingReport.Findings(data);
        if (findings.Count > 0) output.WriteLine();
        foreach (HealthFinding finding in findings) output.WriteLine(finding);
    }

    /// <summary>Writes the page. A training is not lost by it: what goes wrong is a line on standard error.</summary>
    /// <returns>Whether it was written.</returns>
    public static bool Write(TrainingReportData data, string path)
    {
        try
        {
            TrainingReport.Write(path, data);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or TypeInitializationException or DllNotFoundException)
        {
            Console.Error.WriteLine($"receptive: the report was not written: {Failure.Describe(e)}");
            return false;
        }
    }
}
