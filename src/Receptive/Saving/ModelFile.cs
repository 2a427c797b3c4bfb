using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using Receptive.Common;
using Receptive.Description;
using Receptive.Graph;
using Receptive.Layers;
using Receptive.Saving.Hdf5;
using Receptive.Saving.Keras3;
using Receptive.Saving.Legacy;

namespace Receptive.Saving;

/// <summary>
/// Keras' model files: `.keras`, the older `.h5` (`.hdf5`), and `.weights.h5` for weights alone. What is written here
/// opens in Keras, and the other way round.
/// </summary>
/// <remarks>
/// A file is written beside its place, flushed to the disk and then renamed, so that a crash or a full disk never leaves
/// a broken one where a good one was. Reading goes by the content and not by the file's ending; nothing in a file names
/// a type, a function or a path, and no more memory is taken than the file's bytes account for.
/// </remarks>
/// <example><code>
/// model.Save("cnn.keras");
/// Model again = Model.Load("cnn.keras");
/// </code></example>
public static class ModelFile
{
    private const string KerasEnding = ".keras";
    private const string WeightsEnding = ".weights.h5";
    private static readonly string[] s_hdf5Endings = [".h5", ".hdf5", ".hdf"];

    /// <summary>Zip's earliest date, which Keras gives its members too: the same model makes the same bytes.</summary>
    /// <summary>The last second of the year 9999, in seconds since 1970.</summary>
    private const long LatestDate = 253_402_300_799;

    private static readonly DateTimeOffset s_zipDate = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Writes a model with its weights, how it was compiled, and the state of its optimizer.</summary>
    /// <param name="model">A model that knows its input's shape.</param>
    /// <param name="path">Ends with .keras, or with .h5, .hdf5 or .hdf for the older format. Folders are made where they are missing.</param>
    /// <param name="includeOptimizer">Whether the optimizer's state is written, which continuing a training needs and which is twice as large as the weights with Adam.</param>
    /// <exception cref="ArgumentException">The path has another ending.</exception>
    /// <exception cref="InvalidOperationException">The model does not know its input's shape yet, so it has no weights.</exception>
    /// <exception cref="IOException">The file cannot be written; an earlier one is as it was.</exception>
    public static void Save(Model model, string path, bool includeOptimizer = true)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        CheckBuilt(model, path);
        if (EndsWith(path, KerasEnding))
        {
            ModelSnapshot snapshot = Snapshot(model, includeOptimizer);
            AtomicFile.Write(path, stream => WriteArchive(snapshot, stream));
        }
        else if (s_hdf5Endings.Any(ending => EndsWith(path, ending)))
        {
            ModelSnapshot snapshot = Snapshot(model, includeOptimizer);
            var modelConfig = new JsonObject { ["class_name"] = model.ClassName, ["config"] = snapshot.Config["config"]!.DeepClone() };
            JsonObject? training = includeOptimizer && snapshot.CompileConfig is { } compile ? CompileConfig.ToTrainingConfig(compile) : null;
            AtomicFile.Write(path, stream => Hdf5Output.Write(LegacyWeights.ToHdf5(snapshot, modelConfig.ToJsonString(), training?.ToJsonString()), stream));
        }
        else
        {
            throw new ArgumentException($"A model's file ends with {KerasEnding}, or with {string.Join(", ", s_hdf5Endings)} for Keras' older format; got '{path}'.", nameof(path));
        }
    }

    /// <summary>Reads a model with its weights and, where the file says how it was compiled, compiles it and gives its optimizer its state.</summary>
    /// <param name="path">A file that this library or Keras wrote.</param>
    /// <param name="compile">Whether to compile the model; predicting does not need it.</param>
    /// <exception cref="ModelFormatException">The file is something else, damaged, unsafe, or holds what is not supported.</exception>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public static Model Load(string path, bool compile = true)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return Guard(path, () =>
        {
            StoredModel stored = StoredModel.Open(path);
            if (stored.Config is null) throw new InvalidDataException("this file holds weights alone. Make the model, then call LoadWeights.");
            Model model = Build(stored);

            // Nothing is lost with a new model if a file breaks off, so its numbers go where they belong at once.
            ModelSlots slots = ModelSlots.Empty(model, direct: true);
            stored.Weights.Read(slots.Layers);
            slots.Assign();
            if (stored.Weights.ReadRandomState() is [var key]) model.ContinueRandom(unchecked((ulong)key));
            if (compile && stored.CompileConfig is { } config)
            {
                CompileConfig.Apply(model, config, path);
                if (model.Optimizer is { } optimizer) OptimizerState.Read(optimizer, model, stored.Weights, path);
            }

            return model;
        });
    }

    /// <summary>Writes the weights alone: as `.weights.h5` with the optimizer's state, as Keras 3 does, or as `.h5` in the older format.</summary>
    /// <param name="model">A model that knows its input's shape.</param>
    /// <param name="path">Ends with .weights.h5, or with .h5, .hdf5 or .hdf.</param>
    /// <exception cref="ArgumentException">The path has another ending.</exception>
    /// <exception cref="InvalidOperationException">The model does not know its input's shape yet, so it has no weights.</exception>
    /// <exception cref="IOException">The file cannot be written; an earlier one is as it was.</exception>
    public static void SaveWeights(Model model, string path)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        CheckBuilt(model, path);
        if (!s_hdf5Endings.Any(ending => EndsWith(path, ending)))
            throw new ArgumentException($"A file of weights ends with {WeightsEnding}, or with {string.Join(", ", s_hdf5Endings)} for Keras' older format; got '{path}'.", nameof(path));
        ModelSnapshot snapshot = Snapshot(model, includeOptimizer: true);
        bool isNew = EndsWith(path, WeightsEnding);
        AtomicFile.Write(path, stream => Hdf5Output.Write(isNew ? Keras3Weights.ToHdf5(snapshot) : LegacyWeights.WeightsToHdf5(snapshot), stream));
    }

    /// <summary>Reads weights into a model, out of a file of weights or of a whole model. All fit, or none is changed. The optimizer keeps its state.</summary>
    /// <param name="model">A model that knows its input's shape.</param>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidOperationException">The model does not know its input's shape yet, so it has no weights.</exception>
    /// <exception cref="ModelFormatException">The file is something else or damaged, or its weights do not fit: the message is a table of what was expected and found.</exception>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public static void LoadWeights(Model model, string path)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        CheckBuilt(model, path);
        Guard(path, () =>
        {
            StoredModel stored = StoredModel.Open(path);
            ModelSlots slots = ModelSlots.Empty(model);
            stored.Weights.Read(slots.Layers);
            slots.Assign();
            return model;
        });
    }

    private static bool EndsWith(string path, string ending) => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase);

    private static void CheckBuilt(Model model, string path)
    {
        if (!model.IsBuilt)
            throw new InvalidOperationException($"'{path}': the model '{model.Name}' has no weights yet, because it does not know the shape of its input. Give its first layer InputShape = [...], or call BuildFor.");
    }

    private static ModelSnapshot Snapshot(Model model, bool includeOptimizer)
    {
        Optimizers.Optimizer? optimizer = includeOptimizer ? model.Optimizer : null;
        JsonObject? compile = CompileConfig.Write(model);
        JsonObject config = KerasJson.Object(model is Sequential ? "keras" : null, model.ClassName, model.GetConfig());
        config["build_config"] = new JsonObject { ["input_shape"] = KerasJson.ShapeArray(model.BuiltInputShape!.Value) };
        config["compile_config"] = compile?.DeepClone();
        return new ModelSnapshot(
            model.Name, config, compile, ModelSlots.WithValues(model).Layers, optimizer?.Name ?? "",
            optimizer is null ? [] : OptimizerState.Write(optimizer, model), optimizer is null ? null : [unchecked((long)model.Key!.Value)]);
    }

    /// <summary>
    /// The date that Keras writes here. Ours is fixed, so that equal models make equal bytes, unless the environment gives
    /// one in SOURCE_DATE_EPOCH (https://reproducible-builds.org/specs/source-date-epoch/): seconds since 1970, in UTC.
    /// </summary>
    private static string DateSaved()
    {
        string? given = Environment.GetEnvironmentVariable("SOURCE_DATE_EPOCH");
        DateTimeOffset date = long.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out long seconds) && seconds <= LatestDate
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : s_zipDate;
        return date.ToString("yyyy-MM-dd'@'HH:mm:ss", CultureInfo.InvariantCulture);
    }

    private static void WriteArchive(ModelSnapshot model, Stream stream)
    {
        using var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
        var metadata = new JsonObject
        {
            ["keras_version"] = KerasFormat.Version,
            ["date_saved"] = DateSaved(),
        };
        Add("metadata.json", entry => entry.Write(Encoding.UTF8.GetBytes(metadata.ToJsonString())));
        Add("config.json", entry => entry.Write(Encoding.UTF8.GetBytes(model.Config.ToJsonString())));
        using var weights = new MemoryStream();
        Hdf5Output.Write(Keras3Weights.ToHdf5(model), weights);
        Add("model.weights.h5", entry => entry.Write(weights.GetBuffer().AsSpan(0, (int)weights.Length)));

        void Add(string name, Action<Stream> write)
        {
            ZipArchiveEntry entry = archive.CreateEntry(name, CompressionLevel.NoCompression);
            entry.LastWriteTime = s_zipDate;
            using Stream content = entry.Open();
            write(content);
        }
    }

    private static Model Build(StoredModel stored)
    {
        JsonObject config = stored.Config!;
        if (config["class_name"] is not JsonValue value || !value.TryGetValue(out string? className))
            throw new InvalidDataException("the configuration names no class.");
        using WeightBudget.Scope budget = WeightBudget.Begin(stored.Weights.MostElements);
        Layer layer = Layer.FromConfig(className, ConfigDialect.ModelConfig(config["config"], className));
        if (layer is not Model model) throw new InvalidDataException($"the file holds a layer of class {className}, not a model.");
        if (!model.IsBuilt && new ConfigReader(className, config["build_config"] as JsonObject ?? []).BatchShape("input_shape") is { } shape)
            model.BuildFor(shape.WithoutBatch());
        if (!model.IsBuilt)
            throw new InvalidDataException("the model in the file does not say what its input looks like, so its weights have no shape.");
        return model;
    }

    /// <summary>
    /// Turns whatever a file's content causes into one kind of exception that names the file. The readers themselves
    /// throw <see cref="InvalidDataException"/>; layers that a file asks for impossible things throw what they throw to
    /// everybody.
    /// </summary>
    private static T Guard<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is InvalidDataException or ShapeException or ArgumentException or InvalidOperationException
            or OverflowException or NotSupportedException or EndOfStreamException)
        {
            throw new ModelFormatException(path, char.ToUpperInvariant(e.Message[0]) + e.Message[1..], e);
        }
    }
}
