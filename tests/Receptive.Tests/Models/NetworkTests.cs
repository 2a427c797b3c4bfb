using System.Numerics.Tensors;
using Receptive.Callbacks;
using Receptive.Explanations;
using Receptive.Losses;
using Receptive.Metrics;
using Receptive.Optimizers;
using Xunit;

namespace Receptive.Tests.Models;

/// <summary>Networks with branches: built, trained some steps, saved, loaded and explained.</summary>
[Collection(nameof(Seeded))]
public sealed class NetworkTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("receptive-networks-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void ResNet20_is_trained_saved_and_explained()
    {
        RandomSeed.Set(3);
        Model model = Networks.ResNet20();

        // 0.27 million, as in the paper's Table 6: convolutions, two numbers a channel to train and two to measure, the head.
        Assert.Equal(Convolutions() + 4 * Channels() + 650, model.CountParameters());
        Assert.InRange(model.CountParameters(), 270_000, 275_000);
        Examples images = Images(12, 32, 3);
        Examples labels = Classes(12, 10);
        model.Compile(new SGD(0.05f, momentum: 0.9f), "sparse_categorical_crossentropy", ["accuracy"]);
        IReadOnlyList<double> losses = model.Fit(images, labels, batchSize: 6, epochs: 4, verbose: 0)["loss"];
        Assert.True(losses[^1] < losses[0], string.Join(", ", losses));
        CheckSaved(model, images);

        Dictionary<string, LayerField> fields = ReceptiveFields.Of(model).ToDictionary(field => field.Name);
        Assert.Equal("3x3, stride 1x1", fields["conv2d"].Field.ToString());
        Assert.Equal("15x15, stride 1x1", fields["add_2"].Field.ToString());
        Assert.Equal("37x37, stride 2x2", fields["add_5"].Field.ToString());
        Assert.Equal("81x81, stride 4x4", fields["add_8"].Field.ToString());
        string summary = model.SummaryText();
        Assert.Contains(" add (Add)                      (None, 32, 32, 16)   0           ['re_lu[0][0]',", summary, StringComparison.Ordinal);
        Assert.Contains("                                                                  'batch_normalization_2[0][0]']", summary, StringComparison.Ordinal);

        static int Convolutions() => 27 * 16 + 9 * 16 * 16 * 6 + 9 * (16 * 32 + 5 * 32 * 32) + 16 * 32 + 9 * (32 * 64 + 5 * 64 * 64) + 32 * 64;
        static int Channels() => 7 * 16 + 7 * 32 + 7 * 64;
    }

    // Computing Receptive Fields of Convolutional Neural Networks (Araujo, Norris and Sim, 2019) gives the rule; the sizes
    // of ResNet-18's stages are those that PyTorch's tools report for torchvision's.
    [Fact]
    public void ResNet18_sees_what_is_published()
    {
        Model model = Networks.ResNet18();
        Assert.Equal(11_176_512 + 9600, model.CountParameters()); // torchvision's, and the moving averages that it does not count
        Dictionary<string, LayerField> fields = ReceptiveFields.Of(model).ToDictionary(field => field.Name);
        Assert.Equal(
            ["7x7, stride 2x2", "11x11, stride 4x4", "43x43, stride 4x4", "99x99, stride 8x8", "211x211, stride 16x16", "435x435, stride 32x32"],
            new[] { "conv2d", "max_pooling2d", "add_1", "add_3", "add_5", "add_7" }.Select(name => fields[name].Field.ToString()));
    }

    [Fact]
    public void Inception_block_with_two_outputs_is_trained_saved_and_explained()
    {
        RandomSeed.Set(3);
        Model model = Networks.InceptionWithTwoOutputs();
        Examples images = Images(24, 16, 3);
        Examples labels = Examples.Named(("early", Classes(24, 3)), ("late", Classes(24, 3)));
        model.Compile(
            new Adam(0.01f),
            new Dictionary<string, Loss> { ["early"] = "sparse_categorical_crossentropy", ["late"] = "sparse_categorical_crossentropy" },
            new Dictionary<string, IReadOnlyList<Metric>> { ["late"] = ["accuracy"] },
            new Dictionary<string, double> { ["early"] = 0.3, ["late"] = 1 });
        History history = model.Fit(images, labels, batchSize: 8, epochs: 20, verbose: 0);
        Assert.Equal(["early_loss", "late_accuracy", "late_loss", "loss"], history.Names.Order(StringComparer.Ordinal));
        Assert.Equal(0.3 * history["early_loss"][^1] + history["late_loss"][^1], history["loss"][^1], 1e-5);
        Assert.True(history["loss"][^1] < history["loss"][0]);
        CheckSaved(model, images);
        Dictionary<string, LayerField> fields = ReceptiveFields.Of(model).ToDictionary(field => field.Name);
        Assert.Equal("7x7, stride 1x1", fields["concatenate"].Field.ToString());
        Assert.Contains("early (Dense)", model.SummaryText(), StringComparison.Ordinal);

        // One number a row of output cannot hold two outputs.
        InvalidOperationException e = Assert.Throws<InvalidOperationException>(() => model.Predict(new float[16 * 16 * 3], new float[3]));
        Assert.Contains("2 outputs", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Siamese_network_trains_one_branch_for_both_images()
    {
        RandomSeed.Set(3);
        Model model = Networks.Siamese();
        var branch = (Model)model.GetLayer("branch");
        Assert.Equal(branch.CountParameters() + 9, model.CountParameters());
        Examples pairs = Examples.Named(("left", Images(30, 8, 1, seed: 1)), ("right", Images(30, 8, 1, seed: 2)));
        model.Compile(new Adam(0.01f), "binary_crossentropy");
        IReadOnlyList<double> losses = model.Fit(pairs, Classes(30, 2), batchSize: 10, epochs: 25, verbose: 0)["loss"];
        Assert.True(losses[^1] < losses[0]);
        CheckSaved(model, pairs);
        Assert.Contains("['branch[0][0]',", model.SummaryText(), StringComparison.Ordinal);

        // Equal images differ in nothing, whatever the branch makes of them.
        Examples image = Images(4, 8, 1, seed: 5);
        float[] same = Values(model.Predict(Examples.Named(("left", image), ("right", image))));
        Assert.All(same, value => Assert.Equal(same[0], value));
    }

    [Fact]
    public void Autoencoders_encoder_is_trained_with_it_and_predicts_alone()
    {
        RandomSeed.Set(3);
        (Model model, Model encoder) = Networks.Autoencoder();
        Examples images = Images(32, 8, 1);
        model.Compile(new Adam(0.01f), "mse");
        float[] before = Values(encoder.Predict(images));
        IReadOnlyList<double> losses = model.Fit(images, images, batchSize: 8, epochs: 15, verbose: 0)["loss"];
        Assert.True(losses[^1] < 0.9 * losses[0]);
        Assert.NotEqual(before, Values(encoder.Predict(images)));
        CheckSaved(model, images);
        Assert.Contains(ReceptiveFields.Of(model), field => field.Name == "encoder/conv2d" && field.Field.ToString() == "3x3, stride 2x2");
        Assert.Contains(" encoder (Functional)        (None, 6)", model.SummaryText(), StringComparison.Ordinal);

        // A part of it is a model without any copying.
        var shallow = new Model(encoder.Inputs, encoder.GetLayer("conv2d").Output);
        Assert.Equal(new nint[] { 32, 4, 4, 4 }, shallow.Predict(images).Lengths.ToArray());
    }

    private void CheckSaved(Model model, Examples examples)
    {
        float[][] expected = [.. model.PredictAll(examples).Select(Values)];
        foreach (string ending in new[] { ".keras", ".h5" })
        {
            string path = Path.Combine(_folder.FullName, model.Name + ending);
            model.Save(path);
            Model loaded = Model.Load(path);
            Assert.Equal(expected, loaded.PredictAll(examples).Select(Values));
            Assert.Equal(model.SummaryText(), loaded.SummaryText());
        }
    }

    private static Examples Images(int count, int side, int channels, int seed = 1)
    {
        var random = new Random(seed);
        float[] values = new float[count * side * side * channels];
        for (int i = 0; i < values.Length; i++) values[i] = random.NextSingle();
        return Tensor.Create(values, [count, side, side, channels]);
    }

    private static Examples Classes(int count, int classes) => Enumerable.Range(0, count).Select(i => i % classes).ToArray();

    private static float[] Values(Tensor<float> tensor)
    {
        float[] values = new float[tensor.FlattenedLength];
        tensor.FlattenTo(values);
        return values;
    }
}
