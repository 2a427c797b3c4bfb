using System.Globalization;
using System.Text;
using Receptive.Graph;

namespace Receptive.Compiler;

/// <summary>A program as text, for <see cref="Program.Explain"/>.</summary>
internal static class ProgramReport
{
    public static string Write(Program program, IReadOnlyList<StepTiming>? timings)
    {
        var text = new StringBuilder();
        text.Append("Graph\n").Append(GraphPrinter.Print(program.Function)).Append('\n');
        text.Append("Passes\n");
        foreach (string effect in program.Passes) text.Append("  ").Append(effect).Append('\n');
        text.Append('\n').Append(Plan(program.Plan, program.BatchCapacity, program.Threads));
        if (timings is not null) text.Append('\n').Append(Times(timings, program.BatchCapacity));
        return text.ToString();
    }

    /// <summary>The steps with their buffers, and every buffer's place.</summary>
    public static string Plan(ProgramPlan plan, int batchCapacity, int threads)
    {
        var names = new Dictionary<PlanBuffer, string>();
        foreach (PlanBuffer buffer in plan.Buffers) names[buffer] = $"#{names.Count}";

        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"Program: {plan.Steps.Count} steps, batches up to {batchCapacity}, {threads} thread{(threads == 1 ? "" : "s")}, arena {Size(plan.ArenaFloats)}\n");
        var rows = new List<string[]> { new[] { "step", "op", "inputs", "outputs", "shape", "chunks", "name", "how" } };
        for (int i = 0; i < plan.Steps.Count; i++)
        {
            ProgramStep step = plan.Steps[i];
            string chunks = string.Join('+', Enumerable.Range(0, step.Call.Phases).Select(phase => step.Call.Chunks(phase, batchCapacity)));
            string shapes = string.Join(" ", step.OutputShapes.Select(shape => shape.ToString()).Distinct());
            rows.Add([$"{i}", step.Description, Join(step.Inputs), Join(step.Outputs), shapes, chunks, step.Label, How(step)]);
        }

        AppendTable(text, rows);
        text.Append("\nBuffers\n");
        rows = [["buffer", "floats", "offset", "steps", "name"]];
        foreach (PlanBuffer buffer in plan.Buffers)
        {
            string place = buffer.Kind switch
            {
                BufferKind.Variable => "variable",
                BufferKind.Constant => "constant",
                _ => buffer.Offset.ToString(CultureInfo.InvariantCulture),
            };
            string lifetime = buffer.Kind != BufferKind.Arena ? "all"
                : buffer.IsOutput ? $"{buffer.FirstStep} to end"
                : $"{buffer.FirstStep} to {buffer.LastStep}";
            string name = buffer.Replaces is { } replaced ? $"{buffer.Name} (in place of {names[replaced]})" : buffer.Name;
            rows.Add([names[buffer], buffer.Floats.ToString(CultureInfo.InvariantCulture), place, lifetime, name]);
        }

        AppendTable(text, rows);
        return text.ToString();

        string Join(PlanBuffer[] buffers) => string.Join(" ", buffers.Select(buffer => names[buffer]));
    }

    /// <summary>The call's description, such as an algorithm; or empty.</summary>
    private static string How(ProgramStep step)
    {
        string text = step.Call.ToString() ?? "";
        return text == step.Call.GetType().ToString() ? "" : text;
    }

    private static string Times(IReadOnlyList<StepTiming> timings, int batch)
    {
        double total = timings.Sum(timing => timing.Seconds);
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"Time of a batch of {batch}: {total * 1e3:F3} ms, {timings.Sum(timing => timing.FloatingOperations) / total / 1e9:F1} GFLOP/s\n");
        var rows = new List<string[]> { new[] { "step", "time", "share", "GFLOP/s", "op", "name" } };
        for (int i = 0; i < timings.Count; i++)
        {
            StepTiming timing = timings[i];
            rows.Add(
            [
                $"{i}",
                string.Create(CultureInfo.InvariantCulture, $"{timing.Seconds * 1e6:F1} us"),
                string.Create(CultureInfo.InvariantCulture, $"{timing.Seconds / total * 100:F1}%"),
                string.Create(CultureInfo.InvariantCulture, $"{timing.GigaflopsPerSecond:F1}"),
                timing.Description,
                timing.Label,
            ]);
        }

        AppendTable(text, rows);
        return text.ToString();
    }

    private static string Size(long floats) => string.Create(CultureInfo.InvariantCulture, $"{floats * sizeof(float) / 1048576.0:F2} MB");

    private static void AppendTable(StringBuilder text, List<string[]> rows)
    {
        int columns = rows[0].Length;
        int[] widths = [.. Enumerable.Range(0, columns).Select(column => rows.Max(row => row[column].Length))];
        foreach (string[] row in rows)
        {
            string line = "  " + string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column])));
            text.Append(line.TrimEnd()).Append('\n');
        }
    }
}
