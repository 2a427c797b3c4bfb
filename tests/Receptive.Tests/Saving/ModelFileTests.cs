using System.IO.Compression;
using System.Numerics.Tensors;
using System.Text;
using System.Text.Json.Nodes;
using Receptive.Description;
using Receptive.Graph;
using Receptive.KerasCases;
using Receptive.Layers;
using Receptive.Losses;
using Receptive.Optimizers;
using Receptive.Saving;
using Receptive.Saving.Hdf5;
using Xunit;

namespace Receptive.Tests.Saving;

[Collection(nameof(Seeded))]
public sealed class ModelFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>A small model of every layer there is, compiled and trained a little.</summary>
    private static Sequential TrainedModel(Optimizer? optimizer = null)
    {
        RandomSeed.Set(5);
        var model = new Sequential
        {
            new Conv2D(4, kernelSize: 3, activation: "relu") { InputShape = [8, 8, 1] },
            new MaxPooling2D(poolSize: 2),
            new Dropout(0.25f),
            new Flatten(),
            new Dense(6, activation: "tanh"),
            new Activation("sigmoid"),
            new Dense(3, activation: "softmax"),
        };
        model.Compile(optimizer ?? new Adam(0.01f), "categorical_crossentropy", ["accuracy"]);
        Train(model, 0, 2);
        return model;
    }

    private static (Tensor<float> X, Tensor<float> Y) Data()
    {
        var random = new RandomStream(3);
        float[] x = new float[20 * 64];
        float[] y = new float[20 * 3];
        for (int i = 0; i < x.Length; i++)
            x[i] = random.NextSingle();
        for (int i = 0; i < 20; i++)
            y[i * 3 + random.NextInt32(3)] = 1;
        return (Tensor.Create(x, [20, 8, 8, 1]), Tensor.Create(y, [20, 3]));
    }

    private static void Train(Model model, int from, int to)
    {
        (Tensor<float> x, Tensor<float> y) = Data();
        model.Fit(x, y, batchSize: 6, epochs: to, initialEpoch: from, verbose: 0);
    }

    private static Tensor<float> ToTensor(FixtureArray array) => Tensor.Create(array.Values, [.. array.Shape.Select(length => (nint)length)]);

    [Theory]
    [InlineData("notebook_small.keras")]
    [InlineData("notebook_small.h5")]
    public void Keras_own_files_load_and_predict_the_same(string name)
    {
        Dictionary<string, FixtureArray> arrays = FixtureArray.ReadAll(Files.Path("models/notebook_small.npz"));
        Model model = Model.Load(Files.Path($"models/{name}"));
        AssertClose(arrays["y0"].Values, Flat(model.Predict(ToTensor(arrays["x0"]))));
        Assert.Equal("sequential", model.Name);
        Assert.Equal(["conv2d", "conv2d_1", "max_pooling2d", "flatten", "dense", "dense_1"], model.Layers.Select(layer => layer.Name));
        Assert.IsType<Adam>(model.Optimizer);
        Assert.IsType<MeanSquaredError>(model.Loss);
        Assert.Equal("mae", Assert.Single(model.Metrics).Name);
    }

    [Theory]
    [InlineData("notebook_small.weights.h5")]
    [InlineData("notebook_small.h5")]
    [InlineData("notebook_small.keras")]
    public void Weights_of_keras_own_files_load_into_a_model(string name)
    {
        Dictionary<string, FixtureArray> arrays = FixtureArray.ReadAll(Files.Path("models/notebook_small.npz"));
        Model model = Model.Load(Files.Path("models/notebook_small.keras"));
        foreach (Variable weight in model.Weights)
            weight.Assign(new float[weight.Shape.ElementsPerRow]);
        model.LoadWeights(Files.Path($"models/{name}"));
        AssertClose(arrays["y0"].Values, Flat(model.Predict(ToTensor(arrays["x0"]))));
    }

    [Theory]
    [InlineData("model.keras")]
    [InlineData("model.h5")]
    [InlineData("model.hdf5")]
    public void A_saved_model_comes_back_and_trains_on_to_the_same_bits(string name)
    {
        foreach (Optimizer optimizer in new Optimizer[] { new Adam(0.01f), new SGD(0.1f, momentum: 0.9f, nesterov: true), new SGD(0.1f) })
        {
            Sequential model = TrainedModel(optimizer);
            model.Save(_folder.File(name));
            RandomSeed.Set(99);
            Model again = Model.Load(_folder.File(name));

            Assert.Equal(model.WeightsSha256(), again.WeightsSha256());
            Assert.Equal(model.Optimizer!.Iterations, again.Optimizer!.Iterations);
            Assert.Equal(model.Optimizer.GetConfig().ToJsonString(), again.Optimizer.GetConfig().ToJsonString());
            Assert.Equal(model.GetConfig().ToJsonString(), again.GetConfig().ToJsonString());
            foreach ((Variable one, Variable other) in model.Optimizer.Variables.Zip(again.Optimizer.Variables))
                Assert.Equal(one.Span.ToArray(), other.Span.ToArray());

            Train(model, 2, 4);
            Train(again, 2, 4);
            Assert.Equal(model.WeightsSha256(), again.WeightsSha256());
        }
    }

    [Fact]
    public void A_model_without_its_optimizer_or_its_compilation_comes_back()
    {
        Sequential model = TrainedModel();
        model.Save(_folder.File("small.keras"), includeOptimizer: false);
        model.Save(_folder.File("whole.keras"));
        Assert.True(new FileInfo(_folder.File("small.keras")).Length < new FileInfo(_folder.File("whole.keras")).Length);
        Assert.Equal(0, Model.Load(_folder.File("small.keras")).Optimizer!.Iterations);
        Assert.Null(Model.Load(_folder.File("whole.keras"), compile: false).Optimizer);
        Assert.Equal(model.WeightsSha256(), Model.Load(_folder.File("small.keras")).WeightsSha256());

        var plain = new Sequential { new Dense(2) { InputShape = [3] } };
        plain.Save(_folder.File("plain.h5"));
        Assert.Null(Model.Load(_folder.File("plain.h5")).Optimizer);
    }

    [Fact]
    public void Losses_and_metrics_come_back_with_their_arguments()
    {
        var model = new Sequential { new Dense(3, activation: "softmax") { InputShape = [3] } };
        model.Compile("sgd", new CategoricalCrossentropy(labelSmoothing: 0.1f), ["accuracy", "mse"], ["mae"]);
        foreach (string? name in new[] { "a.keras", "a.h5" })
        {
            model.Save(_folder.File(name));
            Model again = Model.Load(_folder.File(name));
            Assert.Equal(model.Loss!.GetConfig().ToJsonString(), again.Loss!.GetConfig().ToJsonString());
            Assert.Equal(["accuracy", "mse"], again.Metrics.Select(metric => metric.Name));
            Assert.Equal(["mae"], again.WeightedMetrics.Select(metric => metric.Name));
        }
    }

    [Fact]
    public void A_model_within_a_model_comes_back()
    {
        var model = new Sequential
        {
            new Sequential([new Conv2D(2, 3) { InputShape = [6, 6, 1] }, new Flatten()], "features"),
            new Dense(4),
            new Sequential([new Dense(3), new Dense(2)], "head"),
        };
        model.BuildFor([6, 6, 1]);
        foreach (string? name in new[] { "a.keras", "a.h5" })
        {
            model.Save(_folder.File(name));
            Model again = Model.Load(_folder.File(name));
            Assert.Equal(model.WeightsSha256(), again.WeightsSha256());
            Assert.Equal(["features", "dense", "head"], again.Layers.Select(layer => layer.Name));
        }
    }

    [Fact]
    public void Frozen_layers_come_back_frozen_with_the_optimizer_of_the_others()
    {
        RandomSeed.Set(4);
        var model = new Sequential { new Dense(4) { InputShape = [64], Trainable = false }, new Dense(3, activation: "softmax") };
        model.Compile("adam", "categorical_crossentropy");
        (Tensor<float> x, Tensor<float> y) = Data();
        x = x.Reshape([20, 64]);
        model.Fit(x, y, batchSize: 5, epochs: 1, verbose: 0);
        foreach (string? name in new[] { "a.keras", "a.h5" })
        {
            model.Save(_folder.File(name));
            Model again = Model.Load(_folder.File(name));
            Assert.Equal([false, true], again.Layers.Select(layer => layer.Trainable));
            Assert.Equal(model.WeightsSha256(), again.WeightsSha256());
            Assert.Equal(model.Optimizer!.Variables.Select(v => v.Span.ToArray()), again.Optimizer!.Variables.Select(v => v.Span.ToArray()));
            Assert.Equal(4, again.Optimizer.Iterations);
        }
    }

    [Fact]
    public void Layers_of_ones_own_come_back_once_they_are_made_known()
    {
        var model = new Sequential { new Twice(3) { InputShape = [5] }, new Dense(2) };
        model.Save(_folder.File("own.keras"));
        model.Save(_folder.File("own.h5"));
        Assert.Contains("CustomObjects.Register", Assert.Throws<ModelFormatException>(() => Model.Load(_folder.File("own.keras"))).Message, StringComparison.Ordinal);
        CustomObjects.Register(() => new Twice(1));
        Assert.Equal(model.WeightsSha256(), Model.Load(_folder.File("own.keras")).WeightsSha256());
        Assert.Equal(model.WeightsSha256(), Model.Load(_folder.File("own.h5")).WeightsSha256());
    }

    /// <summary>A weight of its own, and two layers inside.</summary>
    private sealed class Twice(int units) : Layer
    {
        private int _units = units;
        private Dense? _first;
        private Dense? _second;
        private Variable? _scale;

        public override SymbolicTensor Call(SymbolicTensor x, CallContext context) => _second!.Apply(_first!.Apply(x, context), context) * context.Read(_scale!);

        protected internal override void Describe(Arguments arguments) => arguments.Int32("units", ref _units, atLeast: 1);

        protected override void Build(Shape inputShape)
        {
            _first = AddPart(new Dense(_units));
            _second = AddPart(new Dense(_units));
            _scale = AddWeight("scale", [_units], "ones");
        }
    }

    [Theory]
    [InlineData("w.weights.h5")]
    [InlineData("w.h5")]
    public void Weights_alone_come_back(string name)
    {
        Sequential model = TrainedModel();
        model.SaveWeights(_folder.File(name));
        string hash = model.WeightsSha256();
        Train(model, 2, 3);
        Assert.NotEqual(hash, model.WeightsSha256());
        model.LoadWeights(_folder.File(name));
        Assert.Equal(hash, model.WeightsSha256());
        Assert.Contains("weights alone", Assert.Throws<ModelFormatException>(() => Model.Load(_folder.File(name))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_written_has_the_structure_that_keras_writes()
    {
        Model model = Model.Load(Files.Path("models/notebook_small.keras"));
        model.Save(_folder.File("a.keras"));
        using var ours = new ZipContent(File.ReadAllBytes(_folder.File("a.keras")));
        using var theirs = new ZipContent(Files.Bytes("models/notebook_small.keras"));
        Assert.Equal(theirs.Names, ours.Names);
        Assert.Equal(Config(theirs.Read("config.json")), Config(ours.Read("config.json")));
        Assert.Equal(
            Listing(theirs.Read("model.weights.h5")).Where(line => !line.Contains("optimizer", StringComparison.Ordinal)),
            Listing(ours.Read("model.weights.h5")).Where(line => !line.Contains("optimizer", StringComparison.Ordinal) && !line.Contains("receptive", StringComparison.Ordinal)));

        model.Save(_folder.File("a.h5"));
        Assert.Equal(
            Listing(Files.Bytes("models/notebook_small.h5")).Where(line => !line.Contains("optimizer", StringComparison.Ordinal)),
            Listing(File.ReadAllBytes(_folder.File("a.h5"))).Where(line => !line.Contains("optimizer", StringComparison.Ordinal) && !line.Contains("receptive", StringComparison.Ordinal)));
    }

    private static string Config(byte[] json)
    {
        JsonNode node = JsonNode.Parse(json)!;
        Clean(node);
        return node.ToJsonString();

        // Keras numbers objects that occur twice, writes some numbers with other digits, and some layers' input shapes that they do not need.
        static void Clean(JsonNode? node)
        {
            if (node is JsonArray array)
            {
                foreach (JsonNode? item in array)
                    Clean(item);
            }
            else if (node is JsonObject o)
            {
                o.Remove("shared_object_id");
                o.Remove("learning_rate");
                o.Remove("quantization_config");
                if (o["class_name"]?.ToString() == "Flatten") o.Remove("build_config");
                foreach ((string key, JsonNode? value) in o.OrderBy(pair => pair.Key, StringComparer.Ordinal).ToArray())
                {
                    Clean(value);
                    o.Remove(key);
                    o.Add(key, key == "epsilon" ? 1e-7 : value);
                }
            }
        }
    }

    // Groups, arrays with their shapes, and attributes; the long ones by their name alone.
    private static string[] Listing(byte[] hdf5)
    {
        var lines = new List<string>();
        Walk(Hdf5File.Open(hdf5).Root);
        return [.. lines.Order(StringComparer.Ordinal)];

        void Walk(Hdf5Group group)
        {
            foreach (Hdf5Attribute attribute in group.Attributes.Values)
                lines.Add($"{group.Path} @{attribute.Name}" + (attribute.Name.EndsWith("_config", StringComparison.Ordinal) ? "" : $" {string.Join("|", attribute.Texts())}"));
            foreach (string name in group.Names)
            {
                if (group.FindGroup(name) is { } child)
                {
                    lines.Add(child.Path);
                    Walk(child);
                }
                else
                {
                    lines.Add($"{group.Path}/{name} ({string.Join(", ", group.Dataset(name).Shape)})");
                }
            }
        }
    }

    [Fact]
    public void Weights_that_do_not_fit_change_nothing_and_are_shown_in_a_table()
    {
        var model = new Sequential { new Dense(4, name: "first") { InputShape = [3] }, new Dense(2, name: "second") };
        var other = new Sequential { new Dense(4, name: "first") { InputShape = [3] }, new Dense(5, name: "second") };
        other.SaveWeights(_folder.File("w.weights.h5"));
        other.SaveWeights(_folder.File("w.h5"));
        string hash = model.WeightsSha256();
        foreach (string? name in new[] { "w.weights.h5", "w.h5" })
        {
            ModelFormatException error = Assert.Throws<ModelFormatException>(() => model.LoadWeights(_folder.File(name)));
            Assert.Equal(_folder.File(name), error.Path);
            Assert.EndsWith(
                """
                The weights in the file do not fit the model.
                  Layer   Expected       Found
                  first   kernel (3, 4)  (3, 4)
                          bias (4,)      (4,)
                  second  kernel (4, 2)  (4, 5)  <--
                          bias (2,)      (5,)  <--
                """.Replace("<--", "<-", StringComparison.Ordinal).ReplaceLineEndings("\n"),
                error.Message, StringComparison.Ordinal);
            Assert.Equal(hash, model.WeightsSha256());
        }

        var longer = new Sequential { new Dense(4) { InputShape = [3] }, new Dense(5), new Dense(1) };
        ModelFormatException missing = Assert.Throws<ModelFormatException>(() => longer.LoadWeights(_folder.File("w.weights.h5")));
        Assert.Contains("kernel (5, 1)  -", missing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_optimizer_that_is_not_known_leaves_a_model_that_predicts()
    {
        string path = _folder.File("model.keras");
        using (var archive = new ZipContent(Files.Bytes("models/notebook_small.keras")))
        {
            JsonNode config = JsonNode.Parse(archive.Read("config.json"))!;
            config["compile_config"]!["optimizer"]!["class_name"] = "Adamant";
            using ZipArchive changed = ZipFile.Open(path, ZipArchiveMode.Create);
            using (Stream entry = changed.CreateEntry("config.json").Open())
                entry.Write(Encoding.UTF8.GetBytes(config.ToJsonString()));
            using (Stream entry = changed.CreateEntry("model.weights.h5").Open())
                entry.Write(archive.Read("model.weights.h5"));
        }

        var warnings = new List<string>();
        Action<string> before = Warnings.Handler;
        Warnings.Handler = warnings.Add;
        try
        {
            Assert.Null(Model.Load(path).Optimizer);
        }
        finally
        {
            Warnings.Handler = before;
        }

        Assert.Contains(warnings, warning => warning.Contains("not compiled", StringComparison.Ordinal) && warning.Contains("Adamant", StringComparison.Ordinal));
    }

    [Fact]
    public void Mistakes_of_the_caller_are_explained()
    {
        var model = new Sequential { new Dense(2) { InputShape = [3] } };
        Assert.Contains("ends with .keras", Assert.Throws<ArgumentException>(() => model.Save(_folder.File("a.txt"))).Message, StringComparison.Ordinal);
        Assert.Contains("ends with .weights.h5", Assert.Throws<ArgumentException>(() => model.SaveWeights(_folder.File("a.keras"))).Message, StringComparison.Ordinal);
        Assert.Contains("InputShape", Assert.Throws<InvalidOperationException>(() => new Sequential { new Dense(2) }.Save(_folder.File("a.keras"))).Message, StringComparison.Ordinal);
        Assert.Throws<FileNotFoundException>(() => Model.Load(_folder.File("nothing.keras")));
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    private static float[] Flat(Tensor<float> tensor)
    {
        float[] values = new float[tensor.FlattenedLength];
        tensor.FlattenTo(values);
        return values;
    }

    private static void AssertClose(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        float tolerance = expected.Max(Math.Abs) * 1e-5f;
        for (int i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(expected[i] - actual[i]) <= tolerance, $"number {i}: expected {expected[i]}, got {actual[i]}");
    }
}
