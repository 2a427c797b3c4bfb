namespace Receptive.Compiler;

/// <summary>Gives every buffer of a plan its place in the arena, so that buffers that live at different times share memory.</summary>
/// <remarks>
/// First, results take the place of an input that is read for the last time, where the kernel allows it. Then buffers are
/// placed as <see cref="ArenaLayout"/> says.
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
        long[] offsets = ArenaLayout.Place([.. rooms.Select(room => room.InUse(plan.Steps.Count))]);
        for (int i = 0; i < rooms.Length; i++)
        {
            foreach (PlanBuffer buffer in rooms[i].Buffers) buffer.Offset = offsets[i];
            plan.ArenaFloats = Math.Max(plan.ArenaFloats, offsets[i] + rooms[i].Floats);
        }
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

    private sealed class Room(long floats)
    {
        private int _first = int.MaxValue;
        private int _last = -1;

        public long Floats { get; } = floats;

        public List<PlanBuffer> Buffers { get; } = [];

        public void Add(PlanBuffer buffer)
        {
            Buffers.Add(buffer);
            bool lasts = buffer.Kind == BufferKind.Lasting;
            _first = lasts ? -1 : Math.Min(_first, buffer.FirstStep);
            _last = lasts || buffer.IsOutput ? int.MaxValue : Math.Max(_last, buffer.LastStep);
        }

        /// <summary>
        /// The steps counted from 1: what lasts is in use before the first and behind the last. What no step uses lies beside what
        /// lasts only.
        /// </summary>
        public ArenaRoom InUse(int steps) =>
            _first > _last ? new ArenaRoom(Floats, 0, 0) : new ArenaRoom(Floats, _first + 1, Math.Min(_last, steps) + 1);
    }
}
