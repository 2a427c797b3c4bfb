using Receptive.Graph;

namespace Receptive.Compiler;

/// <summary>
/// Rebuilds a function tensor by tensor, letting a pass replace some of them. All others are made anew with the
/// replacements as inputs, in the same order, so a pass does not disturb the order of what it leaves alone.
/// </summary>
/// <remarks>
/// A pass visits each tensor after its inputs. It matches on the old graph (<see cref="UsersOf"/>, <c>tensor.Inputs</c>)
/// and builds with the new one (<see cref="New"/>). What nothing uses any more drops out by itself.
/// </remarks>
public sealed class GraphRewriter
{
    private readonly GraphFunction _function;
    private readonly Dictionary<SymbolicTensor, SymbolicTensor> _new = [];
    private readonly Dictionary<SymbolicTensor, List<SymbolicTensor>> _users = [];
    private readonly HashSet<SymbolicTensor> _roots;

    public GraphRewriter(GraphFunction function)
    {
        ArgumentNullException.ThrowIfNull(function);
        _function = function;
        Order = function.TensorsInOrder();
        _roots = [.. function.Outputs, .. function.Updates.Select(update => update.Value)];
        foreach (SymbolicTensor tensor in Order)
        {
            foreach (SymbolicTensor input in tensor.Inputs.Distinct())
            {
                if (!_users.TryGetValue(input, out List<SymbolicTensor>? users)) _users[input] = users = [];
                users.Add(tensor);
            }
        }
    }

    /// <summary>The old tensors, each after its inputs.</summary>
    public IReadOnlyList<SymbolicTensor> Order { get; }

    /// <summary>The old tensors that have an old tensor among their inputs.</summary>
    public IReadOnlyList<SymbolicTensor> UsersOf(SymbolicTensor old) => _users.TryGetValue(old, out List<SymbolicTensor>? users) ? users : [];

    /// <summary>Whether an old tensor is an output of the function or goes into an update.</summary>
    public bool IsRoot(SymbolicTensor old) => _roots.Contains(old);

    /// <summary>Whether an old tensor is used in one place only, by one tensor, so that fusing it into that loses nothing.</summary>
    public bool HasOneUse(SymbolicTensor old) => !IsRoot(old) && UsersOf(old).Count == 1;

    /// <summary>What stands for an old tensor that was visited or replaced before.</summary>
    public SymbolicTensor New(SymbolicTensor old) => _new[old];

    /// <summary>Lets a tensor stand for an old one, visited or not. An old tensor replaced ahead of its turn is not visited.</summary>
    public void Replace(SymbolicTensor old, SymbolicTensor replacement)
    {
        ArgumentNullException.ThrowIfNull(old);
        ArgumentNullException.ThrowIfNull(replacement);
        if (old.Shape != replacement.Shape)
            throw new InvalidOperationException($"A pass replaced {old} by {replacement}, of another shape.");
        if (!_new.TryAdd(old, replacement))
            throw new InvalidOperationException($"A pass replaced {old} after something had been built on what stands for it.");
    }

    /// <summary>Whether an old tensor was visited or replaced, so that <see cref="New"/> may be asked for it.</summary>
    public bool IsDone(SymbolicTensor old) => _new.ContainsKey(old);

    /// <summary>The old tensor's op on the new inputs: the tensor itself when they are the same.</summary>
    public SymbolicTensor Copy(SymbolicTensor old)
    {
        ArgumentNullException.ThrowIfNull(old);
        SymbolicTensor[] inputs = [.. old.Inputs.Select(New)];
        if (old.Op is PlaceholderOp or ConstantOp or ReadOp) return old;
        SymbolicTensor copy = SymbolicTensor.Apply(old.Op, inputs);
        copy.Label = old.Label;
        return copy;
    }

    /// <summary>Visits every tensor; null from <paramref name="visit"/> keeps it.</summary>
    public GraphFunction Run(Func<SymbolicTensor, SymbolicTensor?> visit)
    {
        ArgumentNullException.ThrowIfNull(visit);
        bool changed = false;
        foreach (SymbolicTensor old in Order)
        {
            if (_new.ContainsKey(old))
            {
                changed = true;
                continue;
            }

            SymbolicTensor? replacement = visit(old);
            if (replacement is null)
            {
                if (!_new.ContainsKey(old)) _new[old] = Copy(old); // the visit may have made the copy itself
                continue;
            }

            changed = true;
            replacement.Label ??= old.Label;
            Replace(old, replacement);
        }

        return changed ? Finish() : _function;
    }

    /// <summary>The function of the new tensors, once every old one has its new one.</summary>
    public GraphFunction Finish() => _function with
    {
        Inputs = [.. _function.Inputs.Select(New)],
        Outputs = [.. _function.Outputs.Select(New)],
        Updates = [.. _function.Updates.Select(update => new Assignment(update.Variable, New(update.Value)))],
    };
}
