using System.Text.Json.Nodes;
using Receptive.Graph;
using Receptive.Layers;
using Xunit;

namespace Receptive.Tests.Layers;

public sealed class LayerArgumentTests
{
    public static TheoryData<Func<object>, string> Mistakes => new()
    {
        { () => new Dense(0), "units must be at least 1" },
        { () => new Conv2D(0, 3), "filters must be at least 1" },
        { () => new Conv2D(4, 0), "kernelSize must be at least 1" },
        { () => new Conv2D(4, (3, -1)), "kernelSize must be at least 1" },
        { () => new Conv2D(4, 3, strides: 0), "strides must be at least 1" },
        { () => new Conv2D(4, 3, padding: "sam"), "Did you mean \"same\"?" },
        { () => new Conv2D(4, 3, activation: "rellu"), "Did you mean \"relu\"?" },
        { () => new Conv2D(4, 3) { Groups = 3 }, "cannot be cut into 3" },
        { () => new Conv2D(4, 3, strides: 2) { DilationRate = 2 }, "cannot both be above 1" },
        { () => new Conv2D(4, 3) { DataFormat = "channel_last" }, "Did you mean \"channels_last\"?" },
        { () => new Conv2D(4, 3) { KernelInitializer = "he_normall" }, "Did you mean \"he_normal\"?" },
        { () => new MaxPooling2D(0), "poolSize must be at least 1" },
        { () => new Dropout(1), "from 0 to below 1" },
        { () => new Dropout(float.NaN), "from 0 to below 1" },
        { () => new Dense(3, name: "a/b"), "no slash" },
        { () => new Dense(3) { InputShape = [Shape.Batch, 4] }, "without the batch" },
        { () => new Activation("softmx"), "Did you mean \"softmax\"?" },
    };

    [Theory]
    [MemberData(nameof(Mistakes), DisableDiscoveryEnumeration = true)]
    public void Mistakes_are_found_when_a_layer_is_made(Func<object> make, string inMessage) =>
        Assert.Contains(inMessage, Assert.ThrowsAny<ArgumentException>(make).Message);

    [Theory]
    [InlineData("Conv2D", """{"filters": 4, "kernel_size": [3, 5], "strides": [2, 1], "padding": "same", "activation": "relu", "use_bias": false}""", "Conv2D(4, kernelSize: (3, 5), strides: (2, 1), padding: \"same\", activation: \"relu\", useBias: false)")]
    [InlineData("MaxPooling2D", """{"pool_size": [3, 3], "strides": null}""", "MaxPooling2D(3)")]
    [InlineData("Dense", """{"units": 5, "activation": "linear", "kernel_initializer": {"class_name": "HeNormal", "config": {"seed": null}}}""", "Dense(5) { KernelInitializer = \"he_normal\" }")]
    [InlineData("Dropout", """{"rate": 0.25, "noise_shape": null, "seed": 3}""", "Dropout(0.25f, seed: 3)")]
    [InlineData("InputLayer", """{"batch_shape": [null, 28, 28, 1]}""", "Input([28, 28, 1])")]
    [InlineData("Activation", """{"activation": "tanh"}""", "Activation(\"tanh\")")]
    [InlineData("Flatten", "{}", "Flatten()")]
    public void Layers_are_made_from_Keras_configurations(string className, string config, string expected)
    {
        Layer layer = Layer.FromConfig(className, JsonNode.Parse(config)!.AsObject());
        Assert.Equal(expected, layer.ToString());
        Layer again = Layer.FromConfig(className, JsonNode.Parse(layer.GetConfig().ToJsonString())!.AsObject());
        Assert.Equal(expected, again.ToString());
    }

    [Theory]
    [InlineData("Lambda", "{}", "Lambda")]
    [InlineData("Dens", "{}", "Did you mean \"Dense\"?")]
    [InlineData("System.Diagnostics.Process", "{}", "Unknown layer")]
    [InlineData("Dense", """{"name": "d", "units": "many"}""", "Dense 'd': \"units\" should be a whole number, but is \"many\"")]
    [InlineData("Dense", """{"units": 2.5}""", "should be a whole number")]
    [InlineData("Dense", "{}", "\"units\"")]
    [InlineData("Dense", """{"units": -1}""", "units must be at least 1")]
    [InlineData("Conv2D", """{"filters": 4, "kernel_size": [3]}""", "kernel_size")]
    [InlineData("Conv2D", """{"filters": 4, "kernel_size": 3, "activation": "gelu_new"}""", "Unknown activation")]
    [InlineData("InputLayer", """{"batch_shape": [null, null, 3]}""", "positive number")]
    public void Configurations_that_make_no_sense_are_refused(string className, string config, string inMessage)
    {
        InvalidDataException e = Assert.Throws<InvalidDataException>(() => Layer.FromConfig(className, JsonNode.Parse(config)!.AsObject()));
        Assert.Contains(inMessage, e.Message);
    }

    [Fact]
    public void No_activation_may_come_as_a_string_that_is_null()
    {
        string? none = null;
        Assert.Equal("linear", new Dense(1, activation: none).Activation.Name);
        Assert.Equal("linear", new Conv2D(1, kernelSize: 1, activation: none).Activation.Name);
    }
}
