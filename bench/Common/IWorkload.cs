namespace Receptive.Benchmarks.Common;

/// <summary>A model ready to be timed, in one of the settings its engine may choose from.</summary>
internal interface IWorkload : IDisposable
{
    /// <summary>Does the next piece of work and returns how many images it was.</summary>
    int Step();
}
