using Receptive.Graph;

namespace Receptive.Optimizers;

/// <summary>
/// What an optimizer holds for one weight, by name, as an update of the weight sees it: reading gives the value as it is
/// after what the update assigned so far. A state comes into being, filled with its initial value, when it is first read.
/// </summary>
public sealed class WeightState
{
    private readonly Optimizer _optimizer;
    private readonly List<Entry> _entries = [];

    internal WeightState(Optimizer optimizer, Variable weight) => (_optimizer, Weight) = (optimizer, weight);

    /// <summary>The weight.</summary>
    public Variable Weight { get; }

    internal IReadOnlyList<Entry> Entries => _entries;

    /// <summary>A state of the weight's shape, zero at first.</summary>
    /// <param name="name">Its name in files, such as <c>momentum</c>.</param>
    public SymbolicTensor this[string name]
    {
        get => Get(name);
        set => Set(name, value);
    }

    /// <summary>A state of any shape and initial value; both matter when it is first read.</summary>
    /// <param name="name">Its name in files.</param>
    /// <param name="shape">Its shape; the weight's if null.</param>
    /// <param name="initial">The initial value of all its elements.</param>
    public SymbolicTensor Get(string name, Shape? shape = null, float initial = 0) => Get(name, _optimizer.GroupOf(name), shape, initial);

    internal SymbolicTensor Get(string name, int group, Shape? shape = null, float initial = 0)
    {
        ArgumentNullException.ThrowIfNull(name);
        Entry? entry = Find(name);
        if (entry is null)
        {
            var variable = new Variable(
                $"{_optimizer.Name}/{Weight.Name.Replace('/', '_')}_{name}", shape ?? Weight.Shape, trainable: false,
                initial == 0 ? null : values => values.Fill(initial));
            _entries.Add(entry = new Entry(name, variable, group));
        }

        return entry.Assigned ?? Ops.Read(entry.Variable);
    }

    internal void Set(string name, SymbolicTensor value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (Find(name) is null) Get(name, value.Shape);
        Find(name)!.Assigned = value;
    }

    internal Variable VariableOf(string name) => Find(name)!.Variable;

    internal void ReplaceAssigned(Func<(SymbolicTensor Before, SymbolicTensor After), SymbolicTensor> change)
    {
        foreach (Entry entry in _entries)
        {
            if (entry.Assigned is { } after) entry.Assigned = change((Ops.Read(entry.Variable), after));
        }
    }

    /// <summary>What was assigned since this was last asked.</summary>
    internal List<Assignment> TakeAssignments()
    {
        var assignments = new List<Assignment>();
        foreach (Entry entry in _entries)
        {
            if (entry.Assigned is { } value) assignments.Add(new Assignment(entry.Variable, value));
            entry.Assigned = null;
        }

        return assignments;
    }

    private Entry? Find(string name) => _entries.Find(entry => entry.Name == name);

    internal sealed class Entry(string name, Variable variable, int group)
    {
        public string Name => name;

        public Variable Variable => variable;

        public int Group => group;

        public SymbolicTensor? Assigned { get; set; }
    }
}
