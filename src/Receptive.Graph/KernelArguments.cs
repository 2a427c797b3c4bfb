namespace Receptive.Graph;

/// <summary>What a <see cref="KernelCall"/> works on: pointers into a program's memory and the numbers of this run.</summary>
public readonly unsafe struct KernelArguments
{
    /// <summary>The number of examples in this run.</summary>
    public int Batch { get; init; }

    /// <summary>One pointer an input, 64-byte aligned unless a view shifted it.</summary>
    public float** Inputs { get; init; }

    /// <summary>One pointer an output.</summary>
    public float** Outputs { get; init; }

    /// <summary>The call's scratch memory, shared by all its chunks.</summary>
    public float* SharedScratch { get; init; }

    /// <summary>The running worker's own scratch memory.</summary>
    public float* WorkerScratch { get; init; }

    /// <summary>The seed of random ops.</summary>
    public ulong Seed { get; init; }

    /// <summary>The number of the step, part of the key of random ops.</summary>
    public long Step { get; init; }

    /// <summary>Where input <paramref name="index"/> lies.</summary>
    public float* Input(int index) => Inputs[index];

    /// <summary>Where output <paramref name="index"/> lies.</summary>
    public float* Output(int index) => Outputs[index];
}
