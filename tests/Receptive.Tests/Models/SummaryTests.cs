using Receptive.Layers;
using Xunit;

namespace Receptive.Tests.Models;

public sealed class SummaryTests
{
    // The last character of every line counts: trailing spaces are written as dots here.
    private const string Notebook =
        """
        Model: "sequential"
        _________________________________________________________________
        .Layer.(type)................Output.Shape..............Param.#...
        =================================================================
        .conv2d.(Conv2D).............(None,.26,.26,.32)........320.......
        .................................................................
        .conv2d_1.(Conv2D)...........(None,.24,.24,.64)........18,496....
        .................................................................
        .max_pooling2d.(MaxPooling2D..(None,.12,.12,.64).......0.........
        .)...............................................................
        .................................................................
        .dropout.(Dropout)...........(None,.12,.12,.64)........0.........
        .................................................................
        .flatten.(Flatten)...........(None,.9216)..............0.........
        .................................................................
        .dense.(Dense)...............(None,.128)...............1,179,776.
        .................................................................
        .dropout_1.(Dropout).........(None,.128)...............0.........
        .................................................................
        .dense_1.(Dense).............(None,.10)................1,290.....
        .................................................................
        =================================================================
        Total params: 1,199,882
        Trainable params: 1,199,882
        Non-trainable params: 0
        _________________________________________________________________

        """;

    [Fact]
    public void The_notebooks_table_is_printed_to_the_last_space()
    {
        string[] expected = Notebook.ReplaceLineEndings("\n").Split('\n');
        string[] actual = TestModels.Notebook().SummaryText().Split('\n');
        Assert.Equal(expected.Select(line => line.StartsWith('.') ? line.Replace('.', ' ') : line), actual);
    }

    [Fact]
    public void Frozen_layers_count_as_non_trainable()
    {
        Sequential model = TestModels.Notebook();
        model.Layers[0].Trainable = false;
        string text = model.SummaryText();
        Assert.Contains("Total params: 1,199,882\nTrainable params: 1,199,562\nNon-trainable params: 320\n", text);
    }

    [Fact]
    public void A_model_without_an_input_shape_says_what_it_needs()
    {
        var model = new Sequential { new Dense(3) };
        Assert.Contains("InputShape", Assert.Throws<InvalidOperationException>(model.SummaryText).Message);
        model.BuildFor([7]);
        Assert.Contains("dense (Dense)               (None, 3)                 24", model.SummaryText());
    }

    [Fact]
    public void A_model_prints_as_the_calls_that_make_it()
    {
        string text = TestModels.Notebook().ToString();
        Assert.Contains("Conv2D(32, kernelSize: 3, activation: \"relu\") -> (None, 26, 26, 32), 320 parameters", text);
        Assert.Contains("MaxPooling2D()", text);
        Assert.Contains("Dropout(0.25f)", text);
        Assert.Contains("Dense(10, activation: \"softmax\") -> (None, 10), 1,290 parameters", text);
    }
}
