using Receptive.Common;
using Receptive.Optimizers;
using Xunit;

namespace Receptive.Tests.Common;

public sealed class NameTests
{
    [Theory]
    [InlineData("Conv2D", "conv2d")]
    [InlineData("MaxPooling2D", "max_pooling2d")]
    [InlineData("Conv2DTranspose", "conv2d_transpose")]
    [InlineData("Dense", "dense")]
    [InlineData("GlobalAveragePooling2D", "global_average_pooling2d")]
    [InlineData("LSTMCell", "lstm_cell")]
    [InlineData("ReLU", "re_lu")]
    [InlineData("SGD", "sgd")]
    [InlineData("Sequential", "sequential")]
    public void Class_names_become_Keras_names(string className, string expected) => Assert.Equal(expected, SnakeCase.From(className));

    [Theory]
    [InlineData("adm", "adam")]
    [InlineData("ADAM", "adam")]
    [InlineData("categorical-crossentropy", "categorical_crossentropy")]
    [InlineData("something else", null)]
    public void The_nearest_name_is_suggested(string given, string? expected) =>
        Assert.Equal(expected, Suggestion.Closest(given, ["adam", "sgd", "categorical_crossentropy", "mse"]));

    [Fact]
    public void An_unknown_name_is_told_with_a_guess_and_the_known_ones()
    {
        ArgumentException e = Assert.Throws<ArgumentException>(() => Optimizer.Get("adma"));
        Assert.StartsWith("Unknown optimizer \"adma\". Did you mean \"adam\"? Known: adadelta, adafactor, adagrad, adam, adamax,", e.Message);
    }
}
