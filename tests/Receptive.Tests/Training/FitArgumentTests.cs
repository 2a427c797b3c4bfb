using System.Numerics.Tensors;
using Receptive.Graph;
using Receptive.Layers;
using Xunit;

namespace Receptive.Tests.Training;

/// <summary>What is wrong with arguments or data is said before the first step, and so that it can be put right.</summary>
public sealed class FitArgumentTests
{
    private readonly Sequential _model = TestModels.SmallCnn();
    private readonly Tensor<float> _x = TestModels.Rows(20).X;
    private readonly Tensor<float> _y = TestModels.Rows(20).Y;

    public FitArgumentTests() => _model.Compile("sgd", "categorical_crossentropy", ["accuracy"]);

    [Fact]
    public void A_model_must_be_compiled()
    {
        InvalidOperationException e = Assert.Throws<InvalidOperationException>(() => TestModels.SmallCnn().Fit(_x, _y));
        Assert.Contains("Compile(optimizer, loss, metrics)", e.Message);
        _model.Add(new Dense(3));
        Assert.Throws<InvalidOperationException>(() => _model.Fit(_x, _y));
    }

    [Fact]
    public void Numbers_out_of_range_are_refused()
    {
        Assert.Contains("batchSize must be at least 1", Assert.Throws<ArgumentOutOfRangeException>(() => _model.Fit(_x, _y, batchSize: 0)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => _model.Fit(_x, _y, epochs: -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => _model.Fit(_x, _y, validationSplit: 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => _model.Fit(_x, _y, stepsPerEpoch: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => _model.Fit(_x, _y, validationFreq: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => _model.Fit(_x, _y, verbose: 3));
        Assert.Contains("leaves none to validate", Assert.Throws<ArgumentException>(() => _model.Fit(_x, _y, validationSplit: 1e-20)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => _model.Evaluate(_x, _y, batchSize: -3));
        Assert.Throws<ArgumentOutOfRangeException>(() => _model.Predict(_x, batchSize: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => _model.Threads = 0);
    }

    [Fact]
    public void Arrays_that_do_not_belong_together_are_refused()
    {
        Assert.Contains("x has 20 examples, but y has 19", Assert.Throws<ArgumentException>(() => _model.Fit(_x, TestModels.Rows(19).Y)).Message);
        Assert.Contains("validationData.x has 20", Assert.Throws<ArgumentException>(() => _model.Fit(_x, _y, validationData: (_x, TestModels.Rows(3).Y))).Message);
        Assert.Contains("sampleWeight has 2", Assert.Throws<ArgumentException>(() => _model.Fit(_x, _y, sampleWeight: Tensor.Create([1f, 2]))).Message);
        Assert.Contains("no examples", Assert.Throws<ArgumentException>(() => _model.Fit(Tensor.Create(Array.Empty<float>(), [0, 8, 8, 1]), _y)).Message);
        Assert.Throws<ArgumentException>(() => _model.Fit(_x, _y, sampleWeight: Tensor.Create(new float[20]), classWeight: new Dictionary<int, float> { [0] = 1 }));
    }

    [Fact]
    public void Examples_of_another_shape_are_told_with_the_remedy()
    {
        ShapeException e = Assert.Throws<ShapeException>(() => _model.Fit(Tensor.Create(new float[20 * 64], [20, 8, 8]), _y));
        Assert.Equal(
            "Fit: x has the shape (20, 8, 8), but the model 'sequential' expects (None, 8, 8, 1), the input of its first layer 'conv2d'. The images lack a dimension for channels: reshape them to (20, 8, 8, 1).",
            e.Message);
        e = Assert.Throws<ShapeException>(() => _model.Predict(Tensor.Create(new float[64], [8, 8, 1])));
        Assert.Contains("This is one example", e.Message);
    }

    [Fact]
    public void Labels_of_another_kind_are_told_with_the_remedy()
    {
        string message = Assert.Throws<ShapeException>(() => _model.Fit(_x, Tensor.Create(new float[20]))).Message;
        Assert.Contains("Utilities.ToCategorical(labels, 3)", message);
        Assert.Contains("sparse_categorical_crossentropy", message);
        message = Assert.Throws<ShapeException>(() => _model.Fit(_x, Tensor.Create(new float[20 * 10], [20, 10]))).Message;
        Assert.Contains("the last layer needs 10 units for 10 classes", message);

        _model.Compile("sgd", "sparse_categorical_crossentropy");
        Assert.Contains("categorical_crossentropy", Assert.Throws<ShapeException>(() => _model.Fit(_x, _y)).Message);
        float[] labels = new float[20];
        labels[7] = 3;
        message = Assert.Throws<ArgumentException>(() => _model.Fit(_x, Tensor.Create(labels))).Message;
        Assert.Contains("label 7 is 3, but the model's 3 outputs stand for the classes 0 to 2", message);
        labels[7] = 0.5f;
        Assert.Throws<ArgumentException>(() => _model.Fit(_x, Tensor.Create(labels)));
        _model.Compile("sgd", "mse");
        Assert.Contains("number by number", Assert.Throws<ShapeException>(() => _model.Fit(_x, Tensor.Create(new float[20 * 10], [20, 10]))).Message);
    }

    [Theory]
    [InlineData(float.NaN, "NaN")]
    [InlineData(float.PositiveInfinity, "infinite")]
    public void Values_that_are_no_numbers_are_told_with_their_place(float bad, string inMessage)
    {
        float[] x = new float[20 * 64];
        x[(13 * 64) + 5] = bad;
        string message = Assert.Throws<ArgumentException>(() => _model.Fit(Tensor.Create(x, [20, 8, 8, 1]), _y)).Message;
        Assert.StartsWith("x: example 13 holds a value that is " + inMessage, message);
        Assert.Contains("position 5 of its 64", message);
        message = Assert.Throws<ArgumentException>(() => _model.Fit(_x, _y, validationData: (Tensor.Create(x, [20, 8, 8, 1]), _y))).Message;
        Assert.StartsWith("validationData.x: example 13", message);
    }

    [Fact]
    public void Two_metrics_of_one_name_and_a_shared_optimizer_are_refused()
    {
        Assert.Contains("two metrics", Assert.Throws<ArgumentException>(() => _model.Compile("sgd", "mse", ["accuracy", "accuracy"])).Message);
        Assert.Contains("trains another model", Assert.Throws<InvalidOperationException>(() => TestModels.SmallCnn().Compile(_model.Optimizer!, "mse")).Message);
        Assert.Throws<ArgumentException>(() => _model.Compile("sgd", "categorical_crossentropie"));
        Assert.Throws<ArgumentException>(() => _model.Compile("sgd", "mse", ["acuracy"]));
    }

    [Fact]
    public void A_sorted_split_is_warned_of()
    {
        (Tensor<float> x, _, int[] labels) = TestModels.Rows(100);
        Array.Sort(labels);
        var warnings = new List<string>();
        Action<string> old = Warnings.Handler;
        Warnings.Handler = warnings.Add;
        try
        {
            _model.Fit(x, Utilities.ToCategorical(labels, 3), validationSplit: 0.3, verbose: 0);
        }
        finally
        {
            Warnings.Handler = old;
        }

        Assert.Contains(warnings, warning => warning.Contains("are the examples sorted?", StringComparison.Ordinal));
    }
}
