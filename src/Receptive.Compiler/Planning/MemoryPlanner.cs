namespace Receptive.Compiler;

/// <summary>Gives every buffer of a plan its place in the arena, so that buffers that live at different times share memory.</summary>
/// <remarks>
/// First, results take the place of an input that is read for the last time, where the kernel allows it. Then buffers are
/// placed from the largest to the smallest, each into the smallest gap among those alive at the same time that holds it,
/// or behind them all.
/// </remarks>
internal static class MemoryPlanner
{
    public static void Run(ProgramPlan plan)
    {
        ReuseInPlace(plan);
        Place(plan);
    }

    private static void ReuseInPlace(ProgramPlan plan)
    {
        for (int index = 0; index < plan.Steps.Count; index++)
        {
            ProgramStep step = plan.Steps[index];
            var taken = new HashSet<PlanBuffer>();
            for (int output = 0; output < step.Outputs.Length; output++)
            {
                PlanBuffer target = step.Outputs[output];
                if (target.Kind != BufferKind.Arena || target.FirstStep != index) continue;
                PlanBuffer? source = step.Inputs.FirstOrDefault(input =>
                    input.Kind == BufferKind.Arena && input.Floats == target.Floats && input.LastStep == index && !input.IsOutput
                    && !taken.Contains(input) && MayOverwriteEverywhere(step, input, output));
                if (source is null) continue;
                target.Replaces = source;
                taken.Add(source);
            }
        }
    }

    /// <summary>Whether the call allows it for every input that is this buffer.</summary>
    public static bool MayOverwriteEverywhere(ProgramStep step, PlanBuffer buffer, int output)
    {
        for (int input = 0; input < step.Inputs.Length; input++)
        {
            if (ReferenceEquals(step.Inputs[input], buffer) && !step.Call.MayOverwrite(input, output)) return false;
        }

        return true;
    }

    private static void Place(ProgramPlan plan)
    {
        Room[] rooms = RoomsOf(plan);
        var placed = new List<Room>(); // by offset

        // The sort is stable: equals keep the order of the steps, and the plan is the same in every run.
        foreach (Room room in rooms.OrderByDescending(room => room.Floats))
        {
            long offset = BestOffset(room, placed);
            foreach (PlanBuffer buffer in room.Buffers) buffer.Offset = offset;
            room.Offset = offset;
            placed.Insert(PositionOf(offset, placed), room);
        }

        plan.ArenaFloats = placed.Select(room => room.Offset + room.Floats).DefaultIfEmpty().Max();
    }

    /// <summary>Joins buffers that replace each other to one room that lives as long as all of them.</summary>
    private static Room[] RoomsOf(ProgramPlan plan)
    {
        var rooms = new Dictionary<PlanBuffer, Room>();
        var ordered = new List<Room>();
        foreach (PlanBuffer buffer in plan.Buffers.Where(buffer => buffer.IsInArena))
        {
            if (buffer.Replaces is { } replaced)
            {
                rooms[buffer] = rooms[replaced];
            }
            else
            {
                ordered.Add(rooms[buffer] = new Room(Lowering.RoundUp(buffer.Floats)));
            }

            rooms[buffer].Add(buffer);
        }

        return [.. ordered];
    }

    /// <summary>Behind all rooms that begin at this offset or before.</summary>
    private static int PositionOf(long offset, List<Room> placed)
    {
        int low = 0, high = placed.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (placed[middle].Offset <= offset) low = middle + 1;
            else high = middle;
        }

        return low;
    }

    private static long BestOffset(Room room, List<Room> placed)
    {
        long best = -1, bestGap = long.MaxValue, end = 0;
        foreach (Room other in placed)
        {
            if (!other.LivesWith(room)) continue;
            long gap = other.Offset - end;
            if (gap >= room.Floats && gap < bestGap)
            {
                best = end;
                bestGap = gap;
            }

            end = Math.Max(end, other.Offset + other.Floats);
        }

        return best >= 0 ? best : end;
    }

    private sealed class Room(long floats)
    {
        private int _first = int.MaxValue;
        private int _last = -1;

        public long Floats { get; } = floats;

        public long Offset { get; set; }

        public List<PlanBuffer> Buffers { get; } = [];

        public void Add(PlanBuffer buffer)
        {
            Buffers.Add(buffer);
            bool lasts = buffer.Kind == BufferKind.Lasting;
            _first = lasts ? -1 : Math.Min(_first, buffer.FirstStep);
            _last = lasts || buffer.IsOutput ? int.MaxValue : Math.Max(_last, buffer.LastStep);
        }

        public bool LivesWith(Room other) => _first <= other._last && other._first <= _last;
    }
}
