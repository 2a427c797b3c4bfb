using System.Text;
using System.Text.Json.Nodes;
using Receptive.Saving.Hdf5;
using Receptive.Saving.Keras3;
using Receptive.Saving.Legacy;

namespace Receptive.Saving;

/// <summary>
/// A model file as it was opened: the model's JSON, how it was compiled, and where its weights are. A file of weights
/// alone has no JSON.
/// </summary>
/// <param name="Config">The model: class_name and config.</param>
/// <param name="CompileConfig">Optimizer, loss and metrics, in the form Keras 3 gives them.</param>
/// <param name="KerasVersion">The version that wrote the file, if it says so.</param>
/// <param name="Weights">Where the weights are.</param>
/// <param name="Length">The file's length in bytes, which bounds what it can hold.</param>
internal sealed record StoredModel(JsonObject? Config, JsonObject? CompileConfig, string? KerasVersion, WeightSource Weights, long Length)
{
    private const string ConfigName = "config.json";
    private const string MetadataName = "metadata.json";
    private const string WeightsName = "model.weights.h5";

    /// <summary>Opens a file. Of an archive only the members that are needed are read.</summary>
    /// <exception cref="InvalidDataException">It is no model file, or a damaged or an unsafe one.</exception>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public static StoredModel Open(string path)
    {
        if (Directory.Exists(path))
            throw new InvalidDataException("this is a folder (a TensorFlow SavedModel, perhaps); a model is one file, .keras or .h5.");
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        Span<byte> start = stackalloc byte[4];
        int length = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        stream.Position = 0;
        if (FileSniffer.IsZip(start[..length])) return OpenArchive(stream);
        if (stream.Length > Array.MaxLength)
            throw new InvalidDataException($"the file has {stream.Length:N0} bytes; at most {Array.MaxLength:N0} can be read.");
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        FileSniffer.Require(bytes);
        return OpenHdf5(bytes);
    }

    private static StoredModel OpenArchive(FileStream stream)
    {
        long length = stream.Length;
        using var archive = new ZipContent(stream);
        if (!archive.Contains(ConfigName)) throw new InvalidDataException(DescribeOther(archive));
        JsonObject config = KerasFormat.ParseObject(archive.Read(ConfigName), $"'{ConfigName}'");
        string? version = null;
        if (archive.Contains(MetadataName)) version = Text(KerasFormat.ParseObject(archive.Read(MetadataName), $"'{MetadataName}'")["keras_version"]);
        if (!archive.Contains(WeightsName))
            throw new InvalidDataException(archive.Contains("model.weights.npz")
                ? "the weights are in NumPy's format (model.weights.npz), which is not read; save the model with Keras' default settings."
                : $"the archive has no '{WeightsName}': the model's weights are missing.");

        var weights = new Keras3Weights(Hdf5File.Open(archive.Read(WeightsName)).Root);
        JsonObject? compile = config["compile_config"] as JsonObject;
        return new StoredModel(config, compile, version, weights, length);
    }

    private static StoredModel OpenHdf5(byte[] bytes)
    {
        Hdf5Group root = Hdf5File.Open(bytes).Root;
        string? version = Attribute(root, "keras_version");
        if (Attribute(root, "model_config") is { } modelConfig)
        {
            JsonObject config = KerasFormat.ParseObject(Encoding.UTF8.GetBytes(modelConfig), "'model_config'");
            JsonObject? training = Attribute(root, "training_config") is { } text
                ? KerasFormat.ParseObject(Encoding.UTF8.GetBytes(text), "'training_config'")
                : null;
            LegacyWeights weights = LegacyWeights.Find(root) ?? throw new InvalidDataException("the file has no group 'model_weights': the model's weights are missing.");
            return new StoredModel(config, training is null ? null : ToCompileConfig(training), version, weights, bytes.Length);
        }

        WeightSource? alone = LegacyWeights.Find(root);
        alone ??= Keras3Weights.IsLayoutOf(root) ? new Keras3Weights(root) : null;
        return new StoredModel(null, null, version, alone ?? throw new InvalidDataException("this HDF5 file holds no Keras model and no Keras weights."), bytes.Length);
    }

    // The older files keep the optimizer apart; the rest has the same names.
    private static JsonObject ToCompileConfig(JsonObject training)
    {
        if (training["optimizer_config"] is { } optimizer)
        {
            training.Remove("optimizer_config");
            training["optimizer"] = optimizer;
        }

        return training;
    }

    private static string? Attribute(Hdf5Group group, string name) => group.Attributes.TryGetValue(name, out Hdf5Attribute? attribute) ? attribute.Text() : null;

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    private static string DescribeOther(ZipContent archive)
    {
        string[] names = archive.Names.Take(1000).ToArray();
        if (names.Any(name => name.EndsWith(".npy", StringComparison.Ordinal))) return "this is a NumPy archive (.npz), not a model.";
        if (names.Any(name => name.EndsWith("data.pkl", StringComparison.Ordinal))) return "this is a PyTorch file, not a Keras model.";
        if (names.Any(name => name.EndsWith(".keras", StringComparison.Ordinal) || name.EndsWith(".h5", StringComparison.Ordinal)))
            return "this is a zip archive around a model file. Unpack it first.";
        if (names.Any(name => name.EndsWith("saved_model.pb", StringComparison.Ordinal)))
            return "this is a zipped TensorFlow SavedModel, not a Keras model. Save it with model.save('name.keras') in Keras.";
        return "this zip archive has no 'config.json': it is no Keras model.";
    }
}
