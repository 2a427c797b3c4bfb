using System.Text.Json.Nodes;
using Receptive.Common;
using Receptive.Description;
using Receptive.Layers;
using Receptive.Saving;

namespace Receptive;

/// <content>Saving and loading.</content>
public partial class Model
{
    /// <summary>Reads a model from a file that this library or Keras wrote; see <see cref="ModelFile"/>.</summary>
    /// <param name="path">A .keras file, or .h5 (.hdf5) of Keras' older format.</param>
    /// <param name="compile">Whether to compile the model as the file says; predicting does not need it.</param>
    /// <exception cref="ModelFormatException">The file is something else, damaged, unsafe, or holds what is not supported.</exception>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    /// <example><code>Model model = Model.Load("cnn.keras");</code></example>
    public static Model Load(string path, bool compile = true) => ModelFile.Load(path, compile);

    /// <summary>Writes the model with its weights, how it was compiled, and the state of its optimizer.</summary>
    /// <param name="path">Ends with .keras, or with .h5, .hdf5 or .hdf for Keras' older format.</param>
    /// <param name="includeOptimizer">Whether the optimizer's state is written, which continuing a training needs.</param>
    /// <exception cref="ArgumentException">The path has another ending.</exception>
    /// <exception cref="InvalidOperationException">The model does not know its input's shape yet.</exception>
    /// <exception cref="IOException">The file cannot be written; an earlier one is as it was.</exception>
    public void Save(string path, bool includeOptimizer = true) => ModelFile.Save(this, path, includeOptimizer);

    /// <summary>Writes the weights alone.</summary>
    /// <param name="path">Ends with .weights.h5, or with .h5, .hdf5 or .hdf for Keras' older format.</param>
    /// <exception cref="ArgumentException">The path has another ending.</exception>
    /// <exception cref="InvalidOperationException">The model does not know its input's shape yet.</exception>
    /// <exception cref="IOException">The file cannot be written; an earlier one is as it was.</exception>
    public void SaveWeights(string path) => ModelFile.SaveWeights(this, path);

    /// <summary>Reads weights, out of a file of weights or of a whole model. All fit, or none is changed. The optimizer keeps its state.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="ModelFormatException">The file is something else or damaged, or its weights do not fit: the message is a table of what was expected and found.</exception>
    /// <exception cref="InvalidOperationException">The model does not know its input's shape yet.</exception>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public void LoadWeights(string path) => ModelFile.LoadWeights(this, path);

    /// <summary>A layer as files hold it, with the shape it was built for.</summary>
    internal static JsonObject SerializeLayer(Layer layer)
    {
        JsonObject description = layer.Serialize();
        if (layer is not Input && layer.BuiltInputShapes is { } shapes && (layer.Weights.Count > 0 || shapes.Count > 1))
            description["build_config"] = new JsonObject { ["input_shape"] = shapes.Count == 1 ? KerasJson.ShapeArray(shapes[0]) : new JsonArray([.. shapes.Select(shape => (JsonNode)KerasJson.ShapeArray(shape))]) };
        return description;
    }

    internal override void WriteConfig(JsonObject config)
    {
        base.WriteConfig(config);
        if (ClassName == "Functional" && Graph is { } graph) FunctionalConfig.Write(this, graph, config);
    }

    internal override void ReadConfig(ConfigReader reader)
    {
        ModelGraph? graph = GetType() == typeof(Model) ? FunctionalConfig.Read(reader) : null;
        bool trainable = true;
        base.ReadConfig(reader);
        trainable = Trainable;
        if (graph is null) return;
        try
        {
            SetGraph(graph);
        }
        catch (Exception e) when (e is Receptive.Graph.ShapeException or ArgumentException)
        {
            throw new InvalidDataException($"{reader.What}: {e.Message}", e);
        }

        if (!trainable) Trainable = false;
    }

    /// <summary>Goes on with the random numbers of a saved model.</summary>
    internal void ContinueRandom(ulong key)
    {
        Key = key;
        DiscardPrograms();
    }
}
