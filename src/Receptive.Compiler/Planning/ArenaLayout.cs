namespace Receptive.Compiler;

/// <summary>A piece of the arena that is in use for some steps.</summary>
/// <param name="Floats">Its size.</param>
/// <param name="First">The first step at which it is in use.</param>
/// <param name="Last">The last such step.</param>
internal readonly record struct ArenaRoom(long Floats, int First, int Last);

/// <summary>
/// Places rooms from the largest to the smallest, each into the smallest gap between those in use at the same time that holds it, the
/// first if several are as small, or behind them all.
/// </summary>
/// <remarks>
/// To look at all rooms for each would take time with the square of their number, and in a training step most are in use
/// together around its middle. What is taken is therefore kept as runs of floats in a tree over the steps: a node knows the runs of rooms in use
/// during all of its steps, and those in use during any. A room asks a logarithmic number of nodes, and as placed rooms lie close
/// together, a node has few runs.
/// </remarks>
internal sealed class ArenaLayout
{
    private readonly int _leaves;
    private readonly Runs[] _always; // by node, as in a heap: the rooms in use at all its steps, and not at all of its parent's
    private readonly Runs[] _ever; // by node: the rooms in use at any of its steps, but not at all of a parent's
    private readonly List<Run> _found = [];

    private ArenaLayout(int steps)
    {
        _leaves = 1;
        while (_leaves < steps) _leaves *= 2;
        _always = [.. Enumerable.Range(0, 2 * _leaves).Select(_ => new Runs())];
        _ever = [.. Enumerable.Range(0, 2 * _leaves).Select(_ => new Runs())];
    }

    /// <summary>The offset of each room; their order breaks ties, so the same rooms always get the same places.</summary>
    /// <param name="rooms">Rooms in use at steps from 0 on.</param>
    public static long[] Place(IReadOnlyList<ArenaRoom> rooms)
    {
        var layout = new ArenaLayout(rooms.Select(room => room.Last + 1).DefaultIfEmpty(1).Max());
        long[] offsets = new long[rooms.Count];
        foreach (int index in Enumerable.Range(0, rooms.Count).OrderByDescending(index => rooms[index].Floats)) // stable
        {
            ArenaRoom room = rooms[index];
            layout._found.Clear();
            layout.Find(1, 0, layout._leaves - 1, room.First, room.Last);
            offsets[index] = layout.BestOffset(room.Floats);
            if (room.Floats > 0) layout.Add(1, 0, layout._leaves - 1, room.First, room.Last, new Run(offsets[index], offsets[index] + room.Floats));
        }

        return offsets;
    }

    private long BestOffset(long floats)
    {
        _found.Sort(static (a, b) => a.Start.CompareTo(b.Start));
        long best = -1, bestGap = long.MaxValue, end = 0;
        foreach (Run run in _found)
        {
            long gap = run.Start - end;
            if (gap >= floats && gap < bestGap) (best, bestGap) = (end, gap);
            end = Math.Max(end, run.End);
        }

        return best >= 0 ? best : end;
    }

    /// <summary>Collects what is taken at any of some steps, below a node that covers steps from low to high.</summary>
    private void Find(int node, int low, int high, int first, int last)
    {
        if (last < low || first > high) return;
        _found.AddRange(_always[node].Sorted);
        if (first <= low && high <= last)
        {
            _found.AddRange(_ever[node].Sorted);
            return;
        }

        int middle = (low + high) / 2;
        Find(2 * node, low, middle, first, last);
        Find((2 * node) + 1, middle + 1, high, first, last);
    }

    private void Add(int node, int low, int high, int first, int last, Run run)
    {
        if (last < low || first > high) return;
        if (first <= low && high <= last)
        {
            _always[node].Add(run);
            return;
        }

        _ever[node].Add(run);
        int middle = (low + high) / 2;
        Add(2 * node, low, middle, first, last, run);
        Add((2 * node) + 1, middle + 1, high, first, last, run);
    }

    private readonly record struct Run(long Start, long End);

    /// <summary>Runs of floats in ascending order; those that touch are one.</summary>
    private sealed class Runs
    {
        public List<Run> Sorted { get; } = [];

        public void Add(Run run)
        {
            int from = FirstEndingAtOrBehind(run.Start), to = from;
            while (to < Sorted.Count && Sorted[to].Start <= run.End)
            {
                run = new Run(Math.Min(run.Start, Sorted[to].Start), Math.Max(run.End, Sorted[to].End));
                to++;
            }

            if (to == from)
            {
                Sorted.Insert(from, run);
                return;
            }

            Sorted[from] = run;
            Sorted.RemoveRange(from + 1, to - from - 1);
        }

        private int FirstEndingAtOrBehind(long start)
        {
            int low = 0, high = Sorted.Count;
            while (low < high)
            {
                int middle = (low + high) / 2;
                if (Sorted[middle].End < start) low = middle + 1;
                else high = middle;
            }

            return low;
        }
    }
}
