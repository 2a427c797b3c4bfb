using System.Runtime.CompilerServices;
using Receptive.Graph;

namespace Receptive.Compiler;

/// <summary>A step with its pointers, ready to be run again and again without allocating.</summary>
internal sealed unsafe class StepRunner : ChunkedWork
{
    private const long NeverPrepared = long.MinValue;

    private readonly ProgramStep _step;
    private readonly KernelCall _call;
    private readonly KernelArguments[] _arguments; // one a worker
    private readonly Variable?[] _variables; // the input at an index, if it is a variable
    private readonly bool _readsVariables;
    private readonly float* _sharedScratch;
    private readonly float* _workerScratch;
    private readonly long _workerScratchFloats;
    private readonly nint[] _pointerTable; // on the pinned heap, as kernels get its address
    private readonly long[] _versionTable;
    private readonly float** _pointers; // inputs, then outputs
    private readonly long* _versions; // of this run, then those the scratch was prepared from
    private int _phase;

    public StepRunner(ProgramStep step, ProgramPlan plan, float* arena, int threads)
    {
        _step = step;
        _call = step.Call;
        int inputs = step.Inputs.Length;
        _pointerTable = GC.AllocateArray<nint>(inputs + step.Outputs.Length + 1, pinned: true);
        _versionTable = GC.AllocateArray<long>((2 * inputs) + 1, pinned: true);
        _pointers = (float**)Unsafe.AsPointer(ref _pointerTable[0]);
        _versions = (long*)Unsafe.AsPointer(ref _versionTable[0]);
        for (int i = 0; i < inputs; i++)
        {
            _pointers[i] = step.Inputs[i].Place(arena);
            _versions[i] = -1;
            _versions[inputs + i] = NeverPrepared;
        }

        for (int i = 0; i < step.Outputs.Length; i++) _pointers[inputs + i] = step.Outputs[i].Place(arena);
        _variables = [.. step.Inputs.Select(input => input.Variable)];
        _readsVariables = _variables.Any(variable => variable is not null);
        _sharedScratch = step.SharedScratch is { } scratch ? scratch.Place(arena) : null;
        _workerScratch = plan.WorkerScratch is { } workers ? workers.Place(arena) : null;
        _workerScratchFloats = plan.WorkerScratchFloats;
        _arguments = new KernelArguments[threads];
    }

    public void Run(int batch, ulong seed, long number, WorkerPool? pool)
    {
        int inputs = _variables.Length;
        if (_readsVariables)
        {
            for (int i = 0; i < inputs; i++)
            {
                if (_variables[i] is { } variable) _versions[i] = variable.Version;
            }
        }

        for (int worker = 0; worker < _arguments.Length; worker++)
        {
            _arguments[worker] = new KernelArguments
            {
                Batch = batch,
                Inputs = _pointers,
                Outputs = _pointers + inputs,
                InputVersions = _versions,
                SharedScratch = _sharedScratch,
                WorkerScratch = _workerScratch + (worker * _workerScratchFloats),
                Seed = seed,
                Step = number,
            };
        }

        for (_phase = 0; _phase < _call.Phases; _phase++)
        {
            if (_phase == 0 && _step.KeepsPrepared && IsPrepared()) continue;
            int chunks = _call.Chunks(_phase, batch);
            if (pool is not null)
            {
                pool.Run(this, chunks);
            }
            else
            {
                for (int chunk = 0; chunk < chunks; chunk++) _call.Run(_arguments[0], _phase, chunk);
            }
        }
    }

    public override void Run(int chunk, int worker) => _call.Run(_arguments[worker], _phase, chunk);

    /// <summary>Whether what lies in the scratch was prepared from the variables as they are; if not, notes that it will be.</summary>
    private bool IsPrepared()
    {
        int inputs = _variables.Length;
        bool isPrepared = true;
        for (int i = 0; i < inputs; i++)
        {
            if (!_call.Prepares(i) || _versions[inputs + i] == _versions[i]) continue;
            _versions[inputs + i] = _versions[i];
            isPrepared = false;
        }

        return isPrepared;
    }
}
