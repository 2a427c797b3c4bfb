namespace Receptive.Compiler;

/// <summary>Checks a finished plan by following its steps, independently of how the planner came to it.</summary>
internal static class PlanVerifier
{
    /// <summary>Throws unless every step reads what was written for it.</summary>
    /// <exception cref="InvalidOperationException">A rule is broken; the message says which.</exception>
    public static void Check(ProgramPlan plan)
    {
        CheckPlaces(plan);
        HashSet<PlanBuffer> written = [.. plan.Buffers.Where(buffer => buffer.Kind != BufferKind.Arena && !IsNewValue(buffer))];
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
                // Whatever lay there is gone.
                if (write.IsInArena) written.RemoveWhere(buffer => buffer.IsInArena && buffer != write && Overlap(buffer, write));
                else if (write.Replaces is { } oldValue) written.Remove(oldValue);
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

    private static void CheckWrite(ProgramPlan plan, int index, ProgramStep step, PlanBuffer write, HashSet<PlanBuffer> written)
    {
        if (!write.IsInArena)
        {
            CheckUpdate(index, step, write, written);
            return;
        }

        foreach (PlanBuffer other in written.Where(other => other.IsInArena && other != write && Overlap(other, write)))
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

    private static void CheckUpdate(int index, ProgramStep step, PlanBuffer write, HashSet<PlanBuffer> written)
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
}
