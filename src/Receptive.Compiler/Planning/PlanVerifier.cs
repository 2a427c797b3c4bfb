namespace Receptive.Compiler;

/// <summary>Checks a finished plan by following its steps, independently of how the planner came to it.</summary>
internal static class PlanVerifier
{
    /// <summary>Throws unless every step reads what was written for it.</summary>
    /// <exception cref="InvalidOperationException">A rule is broken; the message says which.</exception>
    public static void Check(ProgramPlan plan)
    {
        CheckPlaces(plan);
        Written written = new();
        foreach (PlanBuffer buffer in plan.Buffers.Where(buffer => buffer.Kind != BufferKind.Arena && !IsNewValue(buffer)))
        {
            if (buffer.IsInArena && written.Under(buffer).FirstOrDefault() is { } other)
                throw new InvalidOperationException($"The buffers '{buffer.Name}' and '{other.Name}', which last, overlap.");
            written.Add(buffer);
        }

        for (int index = 0; index < plan.Steps.Count; index++)
        {
            ProgramStep step = plan.Steps[index];
            foreach (PlanBuffer input in step.Inputs)
            {
                if (!written.Contains(input)) throw Broken(index, step, $"reads '{input.Name}', which holds nothing or was overwritten");
            }

            PlanBuffer[] writes = step.SharedScratch is { } scratch ? [.. step.Outputs, scratch] : step.Outputs;
            foreach (PlanBuffer write in writes) CheckWrite(plan, index, step, write, written);
            foreach (PlanBuffer write in writes)
            {
                if (!write.IsInArena && write.Replaces is { } oldValue) written.Remove(oldValue);
                written.Add(write);
            }
        }

        foreach (PlanBuffer output in plan.Outputs)
        {
            if (!written.Contains(output)) throw new InvalidOperationException($"The output '{output.Name}' is not there at the end.");
        }
    }

    private static void CheckPlaces(ProgramPlan plan)
    {
        foreach (PlanBuffer buffer in plan.Buffers.Where(buffer => buffer.IsInArena))
        {
            if (buffer.Offset < 0 || buffer.Offset % 16 != 0 || buffer.Offset + buffer.Floats > plan.ArenaFloats)
                throw new InvalidOperationException($"The buffer '{buffer.Name}' lies at {buffer.Offset} + {buffer.Floats} in an arena of {plan.ArenaFloats} floats.");
        }
    }

    private static void CheckWrite(ProgramPlan plan, int index, ProgramStep step, PlanBuffer write, Written written)
    {
        if (!write.IsInArena)
        {
            CheckUpdate(index, step, write, written);
            return;
        }

        foreach (PlanBuffer other in written.Under(write).Where(other => other != write))
        {
            bool isNeeded = other.Kind == BufferKind.Lasting || other.IsOutput || other.LastStep > index;
            if (isNeeded) throw Broken(index, step, $"writes '{write.Name}' over '{other.Name}', which is still needed");
            bool isOwnInput = step.Inputs.Contains(other);
            if (isOwnInput && !(write.Replaces == other && write.Offset == other.Offset))
                throw Broken(index, step, $"writes '{write.Name}' over its own input '{other.Name}'");
        }

        foreach (PlanBuffer? other in step.Outputs.Append(step.SharedScratch).Append(plan.WorkerScratch))
        {
            if (other is { IsInArena: true } && other != write && Overlap(other, write))
                throw Broken(index, step, $"'{write.Name}' and '{other.Name}' overlap");
        }
    }

    private static void CheckUpdate(int index, ProgramStep step, PlanBuffer write, Written written)
    {
        if (!IsNewValue(write)) throw Broken(index, step, $"writes '{write.Name}', which is no result");
        PlanBuffer oldValue = write.Replaces!;
        if (!written.Contains(oldValue)) throw Broken(index, step, $"writes '{write.Name}', which was written before");
        if (oldValue.IsOutput || oldValue.LastStep > index) throw Broken(index, step, $"writes '{write.Name}', the old value of which is still needed");
        if (!MemoryPlanner.MayOverwriteEverywhere(step, oldValue, Array.IndexOf(step.Outputs, write)))
            throw Broken(index, step, $"writes '{write.Name}' over its own input");
    }

    private static bool IsNewValue(PlanBuffer buffer) => buffer is { Kind: BufferKind.Variable, Replaces: not null };

    private static bool Overlap(PlanBuffer a, PlanBuffer b) => a.Offset < b.Offset + b.Floats && b.Offset < a.Offset + a.Floats;

    private static InvalidOperationException Broken(int index, ProgramStep step, string what) =>
        new($"Step {index}, {step.Description}: {what}.");

    /// <summary>The buffers that hold something. Those in the arena never overlap, so what lies under one is found by offset.</summary>
    private sealed class Written
    {
        private readonly HashSet<PlanBuffer> _all = [];
        private readonly SortedSet<(long Offset, PlanBuffer? Buffer)> _inArena = new(Comparer<(long Offset, PlanBuffer? Buffer)>.Create((a, b) => a.Offset.CompareTo(b.Offset)));

        public bool Contains(PlanBuffer buffer) => _all.Contains(buffer);

        /// <summary>What shares memory with a buffer in the arena.</summary>
        public PlanBuffer[] Under(PlanBuffer buffer)
        {
            if (buffer.Floats == 0) return [];
            var found = new List<PlanBuffer>();
            PlanBuffer? before = _inArena.GetViewBetween((long.MinValue, null), (buffer.Offset, null)).Max.Buffer;
            if (before is not null && Overlap(before, buffer)) found.Add(before);
            if (buffer.Floats > 1)
            {
                foreach ((_, PlanBuffer? other) in _inArena.GetViewBetween((buffer.Offset + 1, null), (buffer.Offset + buffer.Floats - 1, null)))
                    found.Add(other!);
            }

            return [.. found];
        }

        /// <summary>Adds a buffer; in the arena, whatever lay there is gone.</summary>
        public void Add(PlanBuffer buffer)
        {
            _all.Add(buffer);
            if (!buffer.IsInArena || buffer.Floats == 0) return;
            foreach (PlanBuffer other in Under(buffer))
            {
                _inArena.Remove((other.Offset, other));
                if (other != buffer) _all.Remove(other);
            }

            _inArena.Add((buffer.Offset, buffer));
        }

        /// <summary>Removes a buffer that is not in the arena.</summary>
        public void Remove(PlanBuffer buffer) => _all.Remove(buffer);
    }
}
