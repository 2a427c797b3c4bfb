using System.Numerics.Tensors;
using Receptive.Diagnostics;
using Receptive.Explanations;
using Receptive.Layers;
using Receptive.Optimizers;
using Receptive.Terminal;
using Xunit;

namespace Receptive.Tests.Explanations;

public sealed class ExplanationTests
{
    private const int Size = 24;

    [Fact]
    public void Grad_cam_lights_the_object_of_the_class_asked_for()
    {
        Sequential model = SmallModels.Bars(Size);
        float[] image = new float[Size * Size];
        SmallModels.DrawBar(image, Size, row: 3, column: 5, upright: true);
        SmallModels.DrawBar(image, Size, row: 18, column: 14, upright: false);

        HeatMap upright = GradCam.Of(model, image, classIndex: 0).Resize(Size, Size), level = GradCam.Of(model, image, classIndex: 1).Resize(Size, Size);
        // The ends of a level bar answer a little to the filter for upright ones.
        Assert.InRange(upright.ShareWithin(0, 0, Size / 2, Size / 2), 0.85, 1);
        Assert.InRange(level.ShareWithin(Size / 2, Size / 2, Size / 2, Size / 2), 0.85, 1);
        Assert.Equal((0, 1), (upright.ClassIndex, level.ClassIndex));
        Assert.Equal(1, upright.Probability + level.Probability, 1e-5);
        Assert.Equal("conv2d", upright.Layer);
        Assert.Equal(1, GradCam.Of(model, image, 0).Values.ToArray().Max());
    }

    [Fact]
    public void Grad_cam_of_a_trained_network_lights_the_right_one_of_two_objects()
    {
        RandomSeed.Set(4);
        Sequential model =
        [
            new Conv2D(8, kernelSize: 3, activation: "relu") { InputShape = [Size, Size, 1] },
            new Conv2D(8, kernelSize: 3, activation: "relu"),
            new MaxPooling2D(poolSize: 20),
            new Flatten(),
            new Dense(2, activation: "softmax"),
        ];
        (Tensor<float> x, Tensor<float> y) = BarImages(400);
        model.Compile(new Adam(0.01f), "categorical_crossentropy", ["accuracy"]);
        model.Fit(x, y, batchSize: 32, epochs: 6, verbose: 0);
        Assert.InRange(model.Evaluate(x, y, verbose: 0)[1], 0.98, 1);

        // Heat over the object of the class asked for against heat over the other, and where it is hottest.
        var random = new Random(11);
        double right = 0, wrong = 0;
        int hottestOnIt = 0;
        for (int i = 0; i < 10; i++)
        {
            float[] image = new float[Size * Size];
            (int uprightRow, int uprightColumn, int levelRow) = (random.Next(2, 14), random.Next(2, 8), random.Next(3, 20));
            SmallModels.DrawBar(image, Size, uprightRow, uprightColumn, upright: true);
            SmallModels.DrawBar(image, Size, levelRow, 14, upright: false);
            for (int c = 0; c < 2; c++)
            {
                HeatMap map = GradCam.Of(model, image, c).Resize(Size, Size);
                double onUpright = map.ShareWithin(uprightRow - 1, uprightColumn - 1, 9, 3), onLevel = map.ShareWithin(levelRow - 1, 13, 3, 9);
                (right, wrong) = c == 0 ? (right + onUpright, wrong + onLevel) : (right + onLevel, wrong + onUpright);
                int hottest = TensorPrimitives.IndexOfMax(map.Values);
                (int row, int column) = (hottest / Size, hottest % Size);
                bool onIt = c == 0
                    ? row >= uprightRow - 2 && row < uprightRow + 9 && Math.Abs(column - uprightColumn) <= 2
                    : Math.Abs(row - levelRow) <= 2 && column >= 12 && column < 23;
                if (onIt) hottestOnIt++;
            }
        }

        Assert.True(right > 4 * wrong, $"heat on the right object {right / 20:P0}, on the other {wrong / 20:P0}");
        Assert.InRange(hottestOnIt, 18, 20);
    }

    [Fact]
    public void Gradient_function_gives_what_finite_differences_find()
    {
        RandomSeed.Set(1);
        Sequential model = SmallModels.Odd();
        float[] image = new float[22 * 25 * 2];
        SmallModels.RandomImages(1, 22, 25, 2).FlattenTo(image);
        ModelTrace trace = ModelTrace.Of(model);
        using var function = new GradientFunction(trace.Input, Graph.Ops.Log(trace.Output), [trace.Input], [trace.Output]);
        function.Run(image, [0, 0, 1]);
        float[] gradient = function.Gradient(0).ToArray(), output = new float[3];
        model.Predict(image, output);
        Assert.Equal(output, function.Value(0).ToArray());

        float largest = gradient.Max(Math.Abs);
        foreach (int at in Enumerable.Range(0, image.Length).OrderByDescending(i => Math.Abs(gradient[i])).Take(8))
        {
            const float step = 1e-3f;
            double slope = (LogProbability(at, step) - LogProbability(at, -step)) / (2 * step);
            Assert.Equal(slope, gradient[at], 0.03 * largest);
        }

        double LogProbability(int at, float change)
        {
            float[] changed = [.. image], p = new float[3];
            changed[at] += change;
            model.Predict(changed, p);
            return Math.Log(p[2]);
        }
    }

    [Fact]
    public void Saliency_is_the_size_of_the_scores_gradient()
    {
        Sequential model = SmallModels.Odd();
        float[] image = new float[22 * 25 * 2];
        SmallModels.RandomImages(1, 22, 25, 2).FlattenTo(image);
        HeatMap map = Saliency.Of(model, image, classIndex: 2);
        ModelTrace trace = ModelTrace.Of(model);
        using var function = new GradientFunction(trace.Input, trace.Scores, [trace.Input]);
        function.Run(image, [0, 0, 1]);
        float[] gradient = function.Gradient(0).ToArray();
        float largest = gradient.Max(Math.Abs);
        Assert.Equal((22, 25), (map.Height, map.Width));
        for (int i = 0; i < map.Values.Length; i++)
            Assert.Equal(Math.Max(Math.Abs(gradient[2 * i]), Math.Abs(gradient[2 * i + 1])) / largest, map.Values[i], 1e-5f);
    }

    [Fact]
    public void Saliency_is_zero_where_the_model_does_not_look()
    {
        Sequential model = SmallModels.Bars(Size);
        float[] image = new float[Size * Size];
        SmallModels.DrawBar(image, Size, row: 3, column: 5, upright: true);
        HeatMap map = Saliency.Of(model, image);
        Assert.Equal(0, map.ClassIndex);
        Assert.Equal(1, map.Values.ToArray().Max());
        Assert.Equal(0, map[20, 20]);
    }

    [Fact]
    public void Feature_maps_are_what_the_layers_compute()
    {
        Sequential model = SmallModels.Notebook();
        float[] image = new float[784];
        SmallModels.RandomImages(1, 28, 28, 1).FlattenTo(image);
        IReadOnlyList<LayerOutput> layers = FeatureMaps.Of(model, image);
        Assert.Equal(8, layers.Count);
        Assert.Equal((32, 26, 26), (layers[0].Maps, layers[0].Height, layers[0].Width));
        Assert.Equal(layers[2].Values.ToArray(), layers[3].Values.ToArray());
        float[] output = new float[10];
        model.Predict(image, output);
        Assert.Equal(output, layers[^1].Values.ToArray());

        FilterBank filters = FilterBank.Of(model);
        Assert.Equal((3, 3, 1, 32), (filters.Height, filters.Width, filters.Channels, filters.Count));
        float[] f = filters.Filter(5);
        var walk = new ConvolutionWalk(image, 28, 28, new KnownKernel("filter 5", "", [[f[0], f[1], f[2]], [f[3], f[4], f[5]], [f[6], f[7], f[8]]]));
        float[] map = layers[0].Map(5);
        for (int i = 0; i < map.Length; i++) Assert.Equal(Math.Max(0, walk.Output[i]), map[i], 1e-5f);
        Assert.Equal((3, 3, 32, 64), (FilterBank.Of(model, "conv2d_1").Height, 3, FilterBank.Of(model, "conv2d_1").Channels, FilterBank.Of(model, "conv2d_1").Count));
        Assert.Throws<ArgumentException>(() => FilterBank.Of(model, "dense"));
        Assert.Throws<ArgumentException>(() => FeatureMaps.Of(model, image.AsSpan(1)));
    }

    [Fact]
    public void Costs_of_the_notebook_are_as_counted()
    {
        IReadOnlyList<LayerCost> costs = LayerCosts.Of(SmallModels.Notebook());
        Assert.Equal([320, 18_496, 0, 0, 0, 1_179_776, 0, 1_290], costs.Select(cost => cost.Parameters));
        Assert.Equal(24.0e6, costs.Sum(cost => cost.FloatingOperations), 0.2e6);
        Assert.Equal(21.2e6, costs[1].FloatingOperations, 0.15e6);
        Assert.Equal(797_478_912, costs[1].Comparison!.Dense.Parameters);
        Assert.Null(costs[5].Comparison);
        Assert.Contains("797,478,912", LayerCosts.CompareConnections(SmallModels.Notebook()), StringComparison.Ordinal);
    }

    [Fact]
    public void Times_cover_every_layer_that_computes()
    {
        IReadOnlyList<LayerTime> times = LayerTimes.Of(SmallModels.Notebook(), batchSize: 4, repetitions: 2);
        Assert.Equal(["conv2d", "conv2d_1", "max_pooling2d", "dense", "dense_1"], times.SelectMany(time => time.Name.Split(" + ")));
        Assert.All(times, time => Assert.True(time.Seconds > 0));
        Assert.Equal(4 * 24.0e6, times.Sum(time => time.FloatingOperations), 4 * 0.5e6);
    }

    [Fact]
    public void A_layer_that_waits_for_memory_gets_advice_and_small_or_busy_ones_do_not()
    {
        LayerTime busy = new("conv2d", 0.010, 1_500_000_000), waiting = new("dense", 0.008, 20_000_000), small = new("dense_1", 0.0005, 100);
        HealthFinding finding = Assert.Single(LayerTimes.Review([busy, waiting, small], peakGigaflops: 200));
        Assert.Equal("dense", finding.Subject);
        Assert.Contains("43% of the time", finding.Message, StringComparison.Ordinal);
        Assert.Contains("1.3%", finding.Message, StringComparison.Ordinal);
        Assert.Empty(LayerTimes.Review([small], peakGigaflops: 200));
        Assert.Equal(0.75, busy.ShareOfPeak(200), 1e-9);
        Assert.InRange(LayerTimes.PeakGigaflops(SmallModels.Notebook()), 0.1, 100_000);
    }

    [Fact]
    public void A_prediction_is_explained_in_words_that_agree_with_the_numbers()
    {
        Sequential model = SmallModels.Bars(Size);
        float[] image = new float[Size * Size];
        SmallModels.DrawBar(image, Size, row: 3, column: 4, upright: true);
        PredictionExplanation explanation = PredictionExplanation.Of(model, image, ["upright", "level"]);
        Assert.Equal("upright", explanation.Classes[0].Name);
        Assert.Equal(1, explanation.Classes.Sum(c => c.Probability), 1e-5);
        Assert.Equal(GradCam.Of(model, image).Values.ToArray(), explanation.GradCam!.Values.ToArray());
        string text = explanation.ToString();
        Assert.StartsWith(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"upright ({explanation.Classes[0].Probability:0.00%}); next come level ("), text, StringComparison.Ordinal);
        Assert.Contains("Grad-CAM, from the layer conv2d: it looked at the upper left (", text, StringComparison.Ordinal);
        Assert.Contains("Saliency: half of the effect comes from", text, StringComparison.Ordinal);
        string[] lines = explanation.ToTerminal(TerminalStyle.Ascii).Split('\n');
        Assert.Equal(Size + 1, lines.Length);
        Assert.All(lines, line => Assert.InRange(line.Length, 0, 4 * Size + 4));

        PredictionExplanation blank = PredictionExplanation.Of(new Sequential { new Flatten { InputShape = [3, 3, 1] }, new Dense(1) }, new float[9]);
        Assert.Null(blank.GradCam);
        Assert.StartsWith("0 (", blank.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Explanations_refuse_what_makes_no_sense()
    {
        Sequential model = SmallModels.Bars(Size);
        Assert.Throws<ArgumentOutOfRangeException>(() => GradCam.Of(model, new float[Size * Size], classIndex: 2));
        Assert.Throws<ArgumentException>(() => GradCam.Of(model, new float[Size * Size], layer: "dense"));
        Assert.Throws<KeyNotFoundException>(() => GradCam.Of(model, new float[Size * Size], layer: "conv"));
        Assert.Throws<ArgumentException>(() => GradCam.Of(model, new float[3]));
        Assert.Throws<InvalidOperationException>(() => GradCam.Of(new Sequential { new Dense(2) { InputShape = [4] } }, new float[4]));
    }

    private static (Tensor<float> X, Tensor<float> Y) BarImages(int count)
    {
        var random = new Random(3);
        float[] x = new float[count * Size * Size], y = new float[count * 2];
        for (int i = 0; i < count; i++)
        {
            SmallModels.DrawBar(x.AsSpan(i * Size * Size, Size * Size), Size, random.Next(2, 15), random.Next(2, 15), upright: i % 2 == 0);
            y[i * 2 + i % 2] = 1;
        }

        return (Tensor.Create(x, [count, Size, Size, 1]), Tensor.Create(y, [count, 2]));
    }
}
