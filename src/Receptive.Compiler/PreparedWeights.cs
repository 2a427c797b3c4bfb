using System.Runtime.CompilerServices;
using Receptive.Graph;

namespace Receptive.Compiler;

/// <summary>
/// Variables in the form that a kernel wants, such as a packed or transformed convolution kernel: once for all programs that
/// run the same kernel on the same variables.
/// </summary>
/// <remarks>
/// Programs may run at once and the variables may change meanwhile. A run takes a form for the time of a step; one that is in
/// use is never written, so after a change it gives way to a new one.
/// </remarks>
internal sealed class PreparedWeights
{
    private static readonly ConditionalWeakTable<Variable, Dictionary<Key, WeakReference<PreparedWeights>>> s_all = [];

    private readonly Lock _lock = new();
    private readonly Variable[] _variables;
    private readonly long _floats;
    private Form? _latest;

    private PreparedWeights(Variable[] variables, long floats) => (_variables, _floats) = (variables, floats);

    /// <summary>Those of a step, shared with the steps that prepare the same; kept as long as a program holds them.</summary>
    /// <param name="step">A step with prepared weights.</param>
    public static PreparedWeights Of(ProgramStep step)
    {
        PlanBuffer[] prepared = [.. step.Inputs.Where((_, index) => step.Call.Prepares(index))];
        Variable[] variables = [.. prepared.Select(buffer => buffer.Variable).OfType<Variable>()];
        if (variables.Length == 0) return new PreparedWeights([], step.PreparedFloats);
        var key = new Key(step.Call.GetType(), step.PreparationKey, step.PreparedFloats, [.. prepared.Select(buffer => (object?)buffer.Variable ?? buffer.Constant!)]);
        Dictionary<Key, WeakReference<PreparedWeights>> known = s_all.GetOrCreateValue(variables[0]);
        lock (known)
        {
            if (known.TryGetValue(key, out WeakReference<PreparedWeights>? reference) && reference.TryGetTarget(out PreparedWeights? weights)) return weights;
            weights = new PreparedWeights(variables, step.PreparedFloats);
            foreach (Key dead in known.Where(pair => !pair.Value.TryGetTarget(out _)).Select(pair => pair.Key).ToArray()) known.Remove(dead);
            known[key] = new WeakReference<PreparedWeights>(weights);
            return weights;
        }
    }

    /// <summary>The form of the variables as they are, for the time until <see cref="Release"/>.</summary>
    /// <param name="runner">Prepares it if the variables have changed.</param>
    public unsafe Form Take(StepRunner runner)
    {
        // Others that wait here meanwhile want the same form.
        lock (_lock)
        {
            if (_latest is { } latest && latest.IsOf(_variables))
            {
                latest.Users++;
                return latest;
            }

            Form form = _latest is { Users: 0 } free ? free : new Form(_floats, _variables.Length);
            form.Note(_variables); // before they are read: a change from here on is seen the next time
            runner.Prepare(form.Pointer);
            form.Users++;
            return _latest = form;
        }
    }

    /// <summary>Gives a form back.</summary>
    public void Release(Form form)
    {
        lock (_lock) form.Users--;
    }

    /// <summary>The memory of one form.</summary>
    internal sealed unsafe class Form
    {
        private const int Alignment = 64;
        private readonly float[] _memory; // on the pinned heap, freed with the last program that holds it
        private readonly long[] _versions;
        private bool _isReady;

        public Form(long floats, int variables)
        {
            _versions = new long[variables];
            _memory = GC.AllocateUninitializedArray<float>(checked((int)(floats + (Alignment / sizeof(float)))), pinned: true);
            Pointer = (float*)(((nuint)Unsafe.AsPointer(ref _memory[0]) + Alignment - 1) & ~(nuint)(Alignment - 1));
        }

        public float* Pointer { get; }

        public int Users { get; set; }

        public bool IsOf(Variable[] variables)
        {
            for (int i = 0; i < variables.Length; i++)
            {
                if (variables[i].Version != _versions[i]) return false;
            }

            return _isReady;
        }

        public void Note(Variable[] variables)
        {
            for (int i = 0; i < variables.Length; i++) _versions[i] = variables[i].Version;
            _isReady = true;
        }
    }

    /// <summary>What is prepared from what: the sources are compared by reference.</summary>
    private readonly struct Key(Type call, string preparation, long floats, object[] sources) : IEquatable<Key>
    {
        private readonly Type _call = call;
        private readonly string _preparation = preparation;
        private readonly long _floats = floats;
        private readonly object[] _sources = sources;

        public bool Equals(Key other) => _call == other._call && _floats == other._floats && _preparation == other._preparation
            && _sources.Length == other._sources.Length && _sources.Zip(other._sources).All(pair => ReferenceEquals(pair.First, pair.Second));

        public override bool Equals(object? obj) => obj is Key other && Equals(other);

        public override int GetHashCode() => HashCode.Combine(_call, _preparation, _floats);
    }
}
