using System.IO.Compression;
using System.Numerics.Tensors;
using System.Text.Json.Nodes;
using Receptive.Layers;
using Xunit;

namespace Receptive.KerasCases;

/// <summary>Model files that Keras wrote, of each format and of old and new versions: they load and predict the same.</summary>
public sealed class ModelCases
{
    /// <summary>Deep chains of float sums, added in another order.</summary>
    private const float DeepTolerance = 2e-4f;

    public static TheoryData<string> Names => Fixtures.FilesOf("models", ".keras", ".h5", ".hdf5");

    [Theory]
    [MemberData(nameof(Names))]
    public void Agrees(string name)
    {
        Fixtures.Require(name);
        // name.keras, name.h5, name.weights.h5, name.dialect2017.hdf5: all of one model.
        string baseName = $"models/{Path.GetFileName(name).Split('.')[0]}";
        JsonObject json = Fixtures.Json(baseName);
        var config = json["config"] as JsonObject;
        if (config is not null)
            Scope.RequireModel(config);
        Dictionary<string, FixtureArray> arrays = Fixtures.Arrays(baseName);

        Model model;
        if (name.Contains(".weights", StringComparison.Ordinal))
        {
            model = (Model)Layer.FromConfig((string)config!["class_name"]!, (JsonObject)config["config"]!.DeepClone());
            model.LoadWeights(Fixtures.PathOf(name));
        }
        else
        {
            model = Model.Load(Fixtures.PathOf(name));
            if (model.OutputNames.Count == 1 && config is null)
                Assert.NotNull(model.Optimizer);
        }

        if (json["params"] is { } parameters)
            Assert.Equal((long)parameters, model.CountParameters());
        if (config is not null) ExplainedModel.Check(model, config, Path.GetFileName(baseName).Replace("_top", "", StringComparison.Ordinal));
        FixtureArray[] inputs = arrays.ContainsKey("x0")
            ? [.. Enumerable.Range(0, arrays.Keys.Count(key => key[0] == 'x')).Select(i => arrays[$"x{i}"])]
            : [TestImages(arrays["y0"].Rows)];
        IReadOnlyList<Tensor<float>> predictions = model.PredictAll(Examples.Of([.. inputs.Select(input => (Examples)Agreement.ToTensor(input))]));
        for (int i = 0; i < predictions.Count; i++)
            Agreement.Check(arrays[$"y{i}"], Agreement.Flat(predictions[i]), $"predictions {i}", DeepTolerance);

        // And what we write of it gives the same model again.
        DirectoryInfo folder = Directory.CreateTempSubdirectory("receptive-cases-");
        try
        {
            foreach (string? ending in new[] { ".keras", ".h5" })
            {
                string path = Path.Combine(folder.FullName, "again" + ending);
                model.Save(path);
                Assert.Equal(model.WeightsSha256(), Model.Load(path).WeightsSha256());
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    // The course's own CNN was asked about MNIST's first test images, which are no part of the cases.
    private static FixtureArray TestImages(int count)
    {
        const string file = "mnist/t10k-images-idx3-ubyte";
        string[] folders = [Environment.GetEnvironmentVariable("RECEPTIVE_DATA") ?? "", Fixtures.PathOf("../../datasets")];
        string? path = folders.SelectMany(folder => new[] { Path.Combine(folder, file), Path.Combine(folder, file + ".gz") }).FirstOrDefault(File.Exists);
        Assert.SkipWhen(path is null, "MNIST's test images are not here: set RECEPTIVE_DATA to the folder that holds mnist/");
        using Stream stream = path!.EndsWith(".gz", StringComparison.Ordinal)
            ? new GZipStream(File.OpenRead(path), CompressionMode.Decompress)
            : (Stream)File.OpenRead(path);
        byte[] bytes = new byte[16 + count * 28 * 28];
        stream.ReadExactly(bytes);
        return new FixtureArray([count, 28, 28, 1], Array.ConvertAll(bytes[16..], pixel => pixel / 255f));
    }
}
