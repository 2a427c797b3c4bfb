namespace Receptive.Graph;

/// <summary>
/// Numbers that a function reads and that depend on the number of the step, such as a learning rate: computed on the host
/// before each run of the function's program, into scalar variables.
/// </summary>
/// <remarks>Methods are called by the thread that runs the program and must allocate nothing.</remarks>
public interface IStepScalars
{
    /// <summary>How many steps were made. Random ops mix it in.</summary>
    long Step { get; }

    /// <summary>Gives the scalar variables their values for the step that comes.</summary>
    void BeginStep();

    /// <summary>Counts the step that was made.</summary>
    void EndStep();
}
