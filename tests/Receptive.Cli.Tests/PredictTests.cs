using Receptive.Data.NumPy;

namespace Receptive.Cli.Tests;

public sealed class PredictTests(TrainedModel trained) : IClassFixture<TrainedModel>
{
    [Fact]
    public void Arrays_of_a_file_are_answered_as_the_library_answers_them()
    {
        using var folder = new TemporaryFolder();
        float[] pixels = [.. Enumerable.Range(0, 3 * 28 * 28).Select(i => i % 29 / 29f)];
        NpyArray x0 = NpyArray.Create(pixels, 3, 28, 28, 1), x1 = NpyArray.Create(pixels[..784], 1, 28, 28, 1);
        NpzWriter.Write(folder.File("x.npz"), [KeyValuePair.Create("x1", x1), KeyValuePair.Create("x0", x0), KeyValuePair.Create("labels", x1)]);

        CliResult result = Cli.Run(folder.Path, "predict", trained.Model, "--input", "x.npz", "--output", "y.npz");

        Assert.True(result is { ExitCode: 0, Error: "" }, result.ToString());
        OrderedDictionary<string, NpyArray> y = NpzReader.Read(folder.File("y.npz"));
        Assert.Equal(["y0", "y1"], y.Keys);
        Model model = Model.Load(trained.Model);
        float[] expected = new float[30];
        model.Predict(pixels, expected);
        Assert.Equal([3, 10], y["y0"].Shape.ToArray());
        Assert.Equal(expected, y["y0"].Span<float>().ToArray());
        Assert.Equal(expected[..10], y["y1"].Span<float>().ToArray());
    }

    [Fact]
    public void A_picture_is_answered_with_class_probability_and_what_was_done_to_it()
    {
        using var folder = new TemporaryFolder();
        Bitmap.WriteSeven(folder.File("seven.bmp"), 90, 120);
        CliResult result = Cli.Run(folder.Path, "predict", trained.Model, "seven.bmp", "seven.bmp");
        Assert.True(result is { ExitCode: 0, Error: "" }, result.ToString());
        Assert.Matches(@"^seven\.bmp: \d \(\d+\.\d\d%\)\r?\n  90x120, dark on light \(inverted\), .*centred.*\r?\nseven\.bmp: ", result.Output);
    }

    [Fact]
    public void A_picture_that_cannot_be_read_does_not_keep_the_others_back()
    {
        using var folder = new TemporaryFolder();
        Bitmap.WriteSeven(folder.File("seven.bmp"), 90, 120);
        File.WriteAllText(folder.File("text.png"), "no picture");
        CliResult result = Cli.Run(folder.Path, "predict", trained.Model, "text.png", "absent.png", "seven.bmp");
        Assert.Equal(1, result.ExitCode);
        string[] lines = result.Error.TrimEnd().Split('\n');
        Assert.Equal(2, lines.Length);
        Assert.StartsWith("receptive: text.png: ", lines[0]);
        Assert.StartsWith("receptive: ", lines[1]);
        Assert.Contains("absent.png", lines[1]);
        Assert.StartsWith("seven.bmp: ", result.Output);
    }
}
