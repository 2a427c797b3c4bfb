using System.Text.Json.Nodes;
using Receptive.Graph;
using Receptive.Layers;
using Xunit;

namespace Receptive.Tests.Models;

public sealed class SequentialTests
{
    [Fact]
    public void Names_are_numbered_within_a_model()
    {
        Sequential model = TestModels.Notebook();
        Assert.Equal(
            ["conv2d", "conv2d_1", "max_pooling2d", "dropout", "flatten", "dense", "dropout_1", "dense_1"],
            model.Layers.Select(layer => layer.Name));
        Assert.Equal(
            ["conv2d/kernel", "conv2d/bias", "conv2d_1/kernel", "conv2d_1/bias", "dense/kernel", "dense/bias", "dense_1/kernel", "dense_1/bias"],
            model.Weights.Select(weight => weight.Name));
        Assert.Equal(model.Layers[1], model.GetLayer("conv2d_1"));
        Assert.Contains("dense_1", Assert.Throws<KeyNotFoundException>(() => model.GetLayer("dense_2")).Message);
    }

    [Fact]
    public void A_given_name_stays_and_must_be_free()
    {
        var model = new Sequential { new Dense(3, name: "hidden") { InputShape = [2] }, new Dense(3) };
        Assert.Equal(["hidden", "dense"], model.Layers.Select(layer => layer.Name));
        Assert.Contains("'hidden' already", Assert.Throws<ArgumentException>(() => model.Add(new Dense(3, name: "hidden"))).Message);
        Assert.Contains("is part of", Assert.Throws<ArgumentException>(() => model.Add(model.Layers[0])).Message);
    }

    [Fact]
    public void A_layer_that_does_not_fit_is_found_where_it_is_added()
    {
        var model = new Sequential { new Dense(3) { InputShape = [2] } };
        ShapeException e = Assert.Throws<ShapeException>(() => model.Add(new Conv2D(4, 3)));
        Assert.Equal("Layer 'conv2d' (Conv2D) with input (None, 3): Conv2D expects images (batch, height, width, channels), but got (None, 3), which has 2 dimensions.", e.Message);
        Assert.Single(model.Layers);
        model.Add(new Dense(5));
        Assert.Equal("(None, 5)", model.OutputShape.ToString());
    }

    [Fact]
    public void An_image_that_grows_too_small_names_the_layer()
    {
        ShapeException e = Assert.Throws<ShapeException>(() => new Sequential { new Conv2D(4, 3) { InputShape = [4, 4, 1] }, new Conv2D(4, 3) });
        Assert.StartsWith("Layer 'conv2d_1' (Conv2D) with input (None, 2, 2, 4): Conv2D: the input's height of 2 is smaller than the window of 3.", e.Message);
    }

    [Fact]
    public void An_input_may_be_a_layer()
    {
        var model = new Sequential { new Input([28, 28, 1]), new Flatten(), new Dense(10) };
        Assert.Equal(2, model.Layers.Count);
        Assert.Equal(7850, model.CountParameters());
        Assert.Throws<ArgumentException>(() => model.Add(new Input([3])));
    }

    [Fact]
    public void The_last_layer_can_be_removed()
    {
        Sequential model = TestModels.Notebook();
        model.Pop();
        Assert.Equal("(None, 128)", model.OutputShape.ToString());
        model.Add(new Dense(3));
        Assert.Equal("dense_1", model.Layers[^1].Name);
        Assert.Equal("(None, 3)", model.OutputShape.ToString());
        Assert.Throws<InvalidOperationException>(() => new Sequential().Pop());
    }

    [Fact]
    public void A_model_may_be_part_of_another()
    {
        var inner = new Sequential { new Dense(4, activation: "relu") { InputShape = [3] }, new Dense(4) };
        var outer = new Sequential { inner, new Dense(2) };
        Assert.Equal(6, outer.Weights.Count);
        Assert.Equal((3 * 4) + 4 + (4 * 4) + 4 + (4 * 2) + 2, outer.CountParameters());
        Assert.Equal("(None, 2)", outer.OutputShape.ToString());
        inner.Trainable = false;
        Assert.Equal(2, outer.TrainableWeights.Count);
        Assert.Equal(4, outer.NonTrainableWeights.Count);
    }

    [Fact]
    public void A_configuration_makes_the_same_model_again()
    {
        Sequential model = TestModels.Notebook();
        JsonObject config = JsonNode.Parse(model.GetConfig().ToJsonString())!.AsObject();
        Sequential read = Sequential.FromConfig(config);
        Assert.Equal(model.SummaryText(), read.SummaryText());
        Assert.Equal(model.ToString(), read.ToString());
        Assert.Equal(model.GetConfig().ToJsonString(), read.GetConfig().ToJsonString());
    }

    [Fact]
    public void Weights_are_copied_out_and_in()
    {
        Sequential a = TestModels.SmallCnn(), b = TestModels.SmallCnn();
        Assert.NotEqual(a.WeightsSha256(), b.WeightsSha256());
        b.SetWeights(a.GetWeights());
        Assert.Equal(a.WeightsSha256(), b.WeightsSha256());
        ArgumentException e = Assert.Throws<ArgumentException>(() => a.SetWeights(TestModels.Notebook().GetWeights()));
        Assert.Contains("conv2d/kernel (3, 3, 1, 4): got (3, 3, 1, 32)", e.Message);
        Assert.Contains("nothing: got (10,)", e.Message);
    }
}
