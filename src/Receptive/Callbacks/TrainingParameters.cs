namespace Receptive.Callbacks;

/// <summary>How a training or evaluation was asked for, for callbacks to know.</summary>
public sealed record TrainingParameters
{
    /// <summary>The number of the epoch before which training ends: with <see cref="InitialEpoch"/> 2 and Epochs 5 three are run.</summary>
    public int Epochs { get; init; } = 1;

    /// <summary>The number of the first epoch, counted from 0.</summary>
    public int InitialEpoch { get; init; }

    /// <summary>Batches an epoch.</summary>
    public int Steps { get; init; }

    /// <summary>Examples an epoch.</summary>
    public int Samples { get; init; }

    /// <summary>Examples a batch; the last batch may have fewer.</summary>
    public int BatchSize { get; init; }

    /// <summary>What is printed.</summary>
    public Verbosity Verbose { get; init; }

    /// <summary>Whether epochs end with a validation.</summary>
    public bool HasValidation { get; init; }
}
