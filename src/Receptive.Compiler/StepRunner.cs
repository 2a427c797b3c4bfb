using System.Runtime.CompilerServices;
using Receptive.Graph;

namespace Receptive.Compiler;

/// <summary>A step with its pointers, ready to be run again and again without allocating.</summary>
internal sealed unsafe class StepRunner : ChunkedWork
{
    private readonly KernelCall _call;
    private readonly KernelArguments[] _arguments; // one a worker
    private readonly PreparedWeights? _prepared;
    private readonly float* _sharedScratch;
    private readonly float* _workerScratch;
    private readonly long _workerScratchFloats;
    private readonly nint[] _pointerTable; // on the pinned heap, as kernels get its address
    private readonly float** _pointers; // inputs, then outputs
    private readonly int _inputs;
    private WorkerPool? _pool;
    private int _batch;
    private int _phase;

    public StepRunner(ProgramStep step, ProgramPlan plan, float* arena, int threads)
    {
        _call = step.Call;
        _inputs = step.Inputs.Length;
        _pointerTable = GC.AllocateArray<nint>(_inputs + step.Outputs.Length + 1, pinned: true);
        _pointers = (float**)Unsafe.AsPointer(ref _pointerTable[0]);
        for (int i = 0; i < _inputs; i++) _pointers[i] = step.Inputs[i].Place(arena);
        for (int i = 0; i < step.Outputs.Length; i++) _pointers[_inputs + i] = step.Outputs[i].Place(arena);
        _prepared = step.PreparedFloats > 0 ? PreparedWeights.Of(step) : null;
        _sharedScratch = step.SharedScratch is { } scratch ? scratch.Place(arena) : null;
        _workerScratch = plan.WorkerScratch is { } workers ? workers.Place(arena) : null;
        _workerScratchFloats = plan.WorkerScratchFloats;
        _arguments = new KernelArguments[threads];
    }

    public void Run(int batch, ulong seed, long number, WorkerPool? pool)
    {
        (_pool, _batch) = (pool, batch);
        if (_prepared is null)
        {
            SetArguments(_sharedScratch, seed, number);
            for (int phase = 0; phase < _call.Phases; phase++) RunPhase(phase);
            return;
        }

        PreparedWeights.Form form = _prepared.Take(this);
        try
        {
            SetArguments(form.Pointer, seed, number);
            for (int phase = 1; phase < _call.Phases; phase++) RunPhase(phase);
        }
        finally
        {
            _prepared.Release(form);
        }
    }

    /// <summary>Runs the phase that prepares, into memory for it.</summary>
    public void Prepare(float* prepared)
    {
        SetArguments(prepared, seed: 0, number: 0);
        RunPhase(0);
    }

    public override void Run(int chunk, int worker) => _call.Run(_arguments[worker], _phase, chunk);

    private void SetArguments(float* sharedScratch, ulong seed, long number)
    {
        for (int worker = 0; worker < _arguments.Length; worker++)
        {
            _arguments[worker] = new KernelArguments
            {
                Batch = _batch,
                Inputs = _pointers,
                Outputs = _pointers + _inputs,
                SharedScratch = sharedScratch,
                WorkerScratch = _workerScratch + (worker * _workerScratchFloats),
                Seed = seed,
                Step = number,
            };
        }
    }

    private void RunPhase(int phase)
    {
        _phase = phase;
        int chunks = _call.Chunks(phase, _batch);
        if (_pool is not null)
        {
            _pool.Run(this, chunks);
            return;
        }

        for (int chunk = 0; chunk < chunks; chunk++) _call.Run(_arguments[0], phase, chunk);
    }
}
