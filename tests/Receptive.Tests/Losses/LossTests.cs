using System.Numerics.Tensors;
using Receptive.Activations;
using Receptive.Graph;
using Receptive.Layers;
using Receptive.Losses;
using Receptive.Optimizers;
using Receptive.Training;
using Xunit;

namespace Receptive.Tests.Losses;

public sealed class LossTests
{
    private static readonly float[] s_logits = [2, -1, 0.5f, -3, 0, 4];
    private static readonly float[] s_oneHot = [1, 0, 0, 0, 1, 0];

    [Fact]
    public void Crossentropy_after_a_softmax_is_exact_where_probabilities_vanish()
    {
        // The probability of the first class is e^-200, which no float holds; the loss is 200 all the same.
        Assert.Equal(200, Value(new CategoricalCrossentropy(), "softmax", [-100f, 100], [1, 0], 2), 1e-3);
        Assert.Equal(200, Value(new SparseCategoricalCrossentropy(), "softmax", [-100f, 100], [0], 1), 1e-3);
        Assert.Equal(200, Value(new BinaryCrossentropy(), "sigmoid", [200f], [0], 1), 1e-3);

        // From bare probabilities it is Keras' clipped one.
        Assert.Equal(-Math.Log(1e-7), Value(new CategoricalCrossentropy(), "linear", [0f, 1], [1, 0], 2), 1e-4);
    }

    [Fact]
    public void The_forms_of_crossentropy_agree()
    {
        double expected = 0;
        for (int row = 0; row < 2; row++)
        {
            double[] e = [.. s_logits.Skip(3 * row).Take(3).Select(v => Math.Exp(v))];
            expected -= Math.Log(e[row] / e.Sum()) / 2;
        }

        Assert.Equal(expected, Value(new CategoricalCrossentropy(), "softmax", s_logits, s_oneHot, 3), 1e-6);
        Assert.Equal(expected, Value(new CategoricalCrossentropy(fromLogits: true), "linear", s_logits, s_oneHot, 3), 1e-6);
        Assert.Equal(expected, Value(new SparseCategoricalCrossentropy(), "softmax", s_logits, [0, 1], 1), 1e-6);
        Assert.Equal(expected, Value(new SparseCategoricalCrossentropy(fromLogits: true), "linear", s_logits, [0, 1], 1), 1e-6);
        Assert.Equal(2 * expected, Value(new CategoricalCrossentropy(reduction: "sum"), "softmax", s_logits, s_oneHot, 3), 1e-6);
    }

    [Fact]
    public void Label_smoothing_spreads_the_labels()
    {
        float[] smooth = [.. s_oneHot.Select(label => (label * 0.7f) + 0.1f)];
        Assert.Equal(
            Value(new CategoricalCrossentropy(), "softmax", s_logits, smooth, 3),
            Value(new CategoricalCrossentropy(labelSmoothing: 0.3f), "softmax", s_logits, s_oneHot, 3), 1e-6);
        Assert.Throws<ArgumentOutOfRangeException>(() => new CategoricalCrossentropy(labelSmoothing: 1.1f));
    }

    [Fact]
    public void The_gradient_of_softmax_and_crossentropy_is_probability_minus_label()
    {
        // A bias alone: its gradient is the mean of probability minus label.
        Sequential model = Biased("softmax", 2, out Variable bias);
        model.Compile(new SGD(1), new CategoricalCrossentropy());
        bias.Assign([-60, 60]);
        model.TrainOnBatch(Tensor.Create([0f], [1, 1]), Tensor.Create([1f, 0], [1, 2]));
        Assert.Equal([-59, 59], bias.Span.ToArray());
    }

    [Theory]
    [InlineData(0, 0.5)]
    [InlineData(1, -0.5)]
    public void The_gradient_of_a_sigmoid_at_0_is_one_half_minus_the_label(float label, double expected)
    {
        Sequential model = Biased("sigmoid", 1, out Variable bias);
        model.Compile(new SGD(1), new BinaryCrossentropy());
        model.TrainOnBatch(Tensor.Create([0f], [1, 1]), Tensor.Create([label], [1, 1]));
        Assert.Equal(-expected, bias.Span[0], 1e-6);
    }

    [Fact]
    public void A_loss_that_is_not_reduced_trains_along_its_sum()
    {
        Sequential sum = Biased("linear", 1, out Variable a), none = Biased("linear", 1, out Variable b);
        sum.Compile(new SGD(0.1f), new MeanSquaredError("sum"));
        none.Compile(new SGD(0.1f), new MeanSquaredError("none"));
        Tensor<float> x = Tensor.Create(new float[3], [3, 1]), y = Tensor.Create([1f, 2, 6]);
        EvaluationResult result = none.TrainOnBatch(x, y);
        sum.TrainOnBatch(x, y);
        Assert.Equal(a.Span[0], b.Span[0]);
        Assert.Equal(41 / 3.0, result[0], 1e-5);
    }

    [Theory]
    [InlineData("categorical_crossentropy")]
    [InlineData("SparseCategoricalCrossentropy")]
    [InlineData("mse")]
    [InlineData("binary_crossentropy")]
    public void A_configuration_reads_back_as_the_same_loss(string name)
    {
        Loss loss = Loss.Get(name);
        var node = new System.Text.Json.Nodes.JsonObject { ["class_name"] = loss.ClassName, ["config"] = loss.GetConfig() };
        Loss read = Loss.FromConfig(System.Text.Json.Nodes.JsonNode.Parse(node.ToJsonString()));
        Assert.Equal(loss.GetType(), read.GetType());
        Assert.Equal(loss.GetConfig().ToJsonString(), read.GetConfig().ToJsonString());
    }

    /// <summary>The loss of examples whose outputs are given, after an activation.</summary>
    private static double Value(Loss loss, ActivationFunction activation, float[] outputs, float[] labels, int labelColumns)
    {
        int columns = outputs.Length / (labels.Length / labelColumns), rows = outputs.Length / columns;
        var model = new Sequential { new Activation(activation) { InputShape = [columns] } };
        model.Compile("sgd", loss);
        return model.Evaluate(Tensor.Create(outputs, [rows, columns]), Tensor.Create(labels, [rows, labelColumns]), verbose: 0)[0];
    }

    /// <summary>A model whose outputs are a bias alone.</summary>
    private static Sequential Biased(ActivationFunction activation, int units, out Variable bias)
    {
        var model = new Sequential { new Dense(units, activation) { InputShape = [1], KernelInitializer = "zeros" } };
        bias = model.Weights[1];
        return model;
    }
}
