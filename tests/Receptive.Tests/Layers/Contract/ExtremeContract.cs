using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using Receptive.Compiler;
using Receptive.Graph;
using Receptive.Layers;
using Receptive.Saving;
using Receptive.Tests.Saving;
using Xunit;

namespace Receptive.Tests.Layers.Contract;

/// <summary>
/// Whatever whole numbers a layer is given: it computes in memory that is in proportion to what it reads and makes, or it
/// refuses by an exception of a kind that is documented. A model file of a few kilobytes can ask for all of this.
/// </summary>
public sealed class ExtremeContract
{
    private const long MostWeights = 1 << 20;
    private const long MostManagedBytes = 64 << 20;
    private const long MostArenaBytes = 64 << 20;

    /// <summary>How much more memory a program may take than its inputs, outputs and weights do.</summary>
    private const long Proportion = 16;

    public static TheoryData<string> ClassNames => [.. LayerSpecimen.ClassNames];

    [Theory]
    [MemberData(nameof(ClassNames))]
    public void Extreme_arguments_compute_in_little_memory_or_are_refused(string className)
    {
        LayerSpecimen specimen = LayerSpecimen.Of(className);
        var faults = new List<string>();
        foreach ((string what, JsonObject config) in specimen.WithEachPadding().SelectMany(other => ExtremeArguments.Alone(other).Concat(ExtremeArguments.InPairs(other))))
        {
            if (Fault(() => specimen.Read(config), specimen.Inputs) is { } fault) faults.Add($"{what}: {fault}");
        }

        Assert.True(faults.Count == 0, $"{className}, {faults.Count} faults:\n{string.Join("\n", faults.Take(10))}");
    }

    [Theory]
    [MemberData(nameof(ClassNames))]
    public void Extreme_inputs_compute_in_little_memory_or_are_refused(string className)
    {
        LayerSpecimen specimen = LayerSpecimen.Of(className);
        var faults = new List<string>();
        foreach (int[] shape in ExtremeArguments.Inputs(specimen))
        {
            if (Fault(specimen.Make, [.. specimen.Inputs.Select(_ => shape)]) is { } fault) faults.Add($"({string.Join(", ", shape)}): {fault}");
        }

        Assert.True(faults.Count == 0, $"{className}, {faults.Count} faults:\n{string.Join("\n", faults.Take(10))}");
    }

    [Theory]
    [MemberData(nameof(ClassNames))]
    public void Extreme_arguments_in_a_file_are_refused_or_predict(string className)
    {
        LayerSpecimen specimen = LayerSpecimen.Of(className);
        using var folder = new TemporaryFolder();
        string path = folder.File("extreme.keras");
        specimen.ModelOf(specimen.Make()).Save(path);
        byte[] file = File.ReadAllBytes(path);
        var faults = new List<string>();
        foreach ((string what, JsonObject config) in specimen.WithEachPadding().SelectMany(ExtremeArguments.Alone))
        {
            File.WriteAllBytes(path, file);
            Replace(path, className, config);
            try
            {
                Model model = Model.Load(path);
                if (model.OutputShapes.Sum(shape => shape.ElementsPerRow) > 1 << 22 || IsMuchWork(model, model.OutputShapes)) continue; // what so much takes is known
                model.PredictAll(specimen.Batch(2));
            }
            catch (Exception e) when (IsTyped(e))
            {
            }
            catch (Exception e)
            {
                faults.Add($"{what}: {e.GetType().Name}: {e.Message}");
            }
        }

        Assert.True(faults.Count == 0, $"{className}, {faults.Count} faults:\n{string.Join("\n", faults.Take(10))}");
    }

    /// <summary>Makes, builds, differentiates, compiles and where that is little work runs a layer; what is wrong with how that ended.</summary>
    private static string? Fault(Func<Layer> make, int[][] inputs)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            using WeightBudget.Scope budget = WeightBudget.Begin(MostWeights);
            Layer layer = make();
            SymbolicTensor[] placeholders = [.. inputs.Select((shape, i) => Ops.Placeholder(new Shape(shape).WithBatch(), $"x{i}"))];
            IReadOnlyList<SymbolicTensor> outputs = layer.Apply(placeholders, new CallContext(training: true));
            SymbolicTensor sum = outputs.Select(output => Ops.ReduceSum(output)).Aggregate((a, b) => a + b);
            SymbolicTensor?[] gradients = Autodiff.Gradients(sum, [.. placeholders, .. layer.TrainableWeights.Select(Ops.Read)]);
            double numbers = placeholders.Concat(outputs).Sum(tensor => (double)tensor.Shape.ElementsPerRow) + layer.Weights.Sum(weight => (double)weight.Shape.ElementsPerRow);

            // Inputs are cleared, so a program with large ones is not made here unless it is impossible.
            if (placeholders.Max(input => input.Shape.ElementsPerRow) is > 1 << 22 and <= int.MaxValue) return null;
            using Receptive.Compiler.Program program = ProgramCompiler.Compile(
                new GraphFunction("extreme", placeholders, [.. outputs, .. gradients.OfType<SymbolicTensor>()], []), new CompileOptions { Threads = 1, Verify = true });
            if (program.ArenaBytes > MostArenaBytes + (Proportion * sizeof(float) * numbers))
                return $"{program.ArenaBytes >> 20:N0} MB for {numbers:N0} numbers";
            if (program.ArenaBytes <= MostArenaBytes && !IsMuchWork(layer, outputs.Select(output => output.Shape))) program.Run(1);
        }
        catch (Exception e) when (IsTyped(e))
        {
        }
        catch (Exception e)
        {
            return $"{e.GetType().Name}: {e.Message}";
        }

        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        return allocated > MostManagedBytes ? $"{allocated >> 20:N0} MB allocated" : null;
    }

    /// <summary>Whether a long time would be spent, were each output a sum over all of the largest weight.</summary>
    private static bool IsMuchWork(Layer layer, IEnumerable<Shape> outputs) =>
        layer.Weights.Select(weight => weight.Shape.ElementsPerRow).DefaultIfEmpty(1).Max() * (double)outputs.Max(shape => shape.ElementsPerRow) > 1e8;

    private static bool IsTyped(Exception e) => e is ShapeException or ArgumentException or InvalidDataException or ModelFormatException;

    /// <summary>Puts a configuration in place of that of the layer of a class in a model file.</summary>
    private static void Replace(string path, string className, JsonObject config)
    {
        using ZipArchive archive = ZipFile.Open(path, ZipArchiveMode.Update);
        ZipArchiveEntry entry = archive.GetEntry("config.json")!;
        JsonNode model;
        using (Stream read = entry.Open()) model = JsonNode.Parse(read)!;
        JsonNode layer = model["config"]!["layers"]!.AsArray().Single(layer => (string?)layer!["class_name"] == className && (string?)layer["config"]!["name"] == (string?)config["name"])!;
        layer["config"] = config.DeepClone();
        entry.Delete();
        using Stream write = archive.CreateEntry("config.json").Open();
        write.Write(Encoding.UTF8.GetBytes(model.ToJsonString()));
    }
}
