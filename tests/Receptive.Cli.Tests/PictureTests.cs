using System.Text.RegularExpressions;

namespace Receptive.Cli.Tests;

/// <summary>The commands that draw: <c>plot</c>, <c>report</c>, <c>explain IMAGE</c>, and the report that <c>train</c> leaves.</summary>
public sealed class PictureTests(TrainedModel trained) : IClassFixture<TrainedModel>
{
    private static readonly byte[] s_png = [0x89, .. "PNG\r\n\x1a\n"u8];

    [Fact]
    public void A_training_leaves_a_report_that_needs_nothing_else()
    {
        string html = File.ReadAllText(Path.Combine(trained.Folder, "out", "report.html"));
        foreach (string id in (string[])["findings", "curves", "model", "settings", "scores", "confusion", "examples", "mistakes", "gradcam", "filters", "fields", "health", "cost"])
            Assert.Contains($"<section id=\"{id}\"", html);
        Assert.Contains("<title>Training on digits</title>", html);
        Assert.Contains("330 training and 150 test images", html);
        Assert.Matches(@"<th[^>]*>seed</th>\s*<td[^>]*>7</td>", html);
        Assert.Contains((string)trained.Result["weights_sha256"]!, html);
        Assert.DoesNotMatch(@"(?:src|href)=""(?!#|data:)", html);
        Assert.DoesNotContain("<script", html);
    }

    [Fact]
    public void A_report_of_a_saved_model_has_the_history_beside_it()
    {
        using var folder = new TemporaryFolder();
        File.Copy(trained.BestModel, folder.File("best.keras"));
        File.Copy(trained.History, folder.File("history.csv"));
        CliResult result = Cli.Run(folder.Path, "report", "best.keras", "--dataset", "digits", "--test-size", "60");
        Assert.True(result is { ExitCode: 0, Error: "" }, result.ToString());
        Assert.Matches(@"Report: best-report\.html\r?\n$", result.Output);
        string html = File.ReadAllText(folder.File("best-report.html"));
        Assert.Contains("<title>best.keras on digits</title>", html);
        Assert.Contains("<section id=\"curves\"", html);
        Assert.Contains("<section id=\"gradcam\"", html);

        File.Delete(folder.File("history.csv"));
        result = Cli.Run(folder.Path, "report", "best.keras", "--dataset", "digits", "--test-size", "60", "--output", "pages/r.html", "--title", "나의 모형 <1>");
        Assert.True(result is { ExitCode: 0, Error: "" }, result.ToString());
        html = File.ReadAllText(folder.File("pages", "r.html"));
        Assert.Contains("<title>나의 모형 &lt;1&gt;</title>", html);
        Assert.DoesNotContain("<section id=\"curves\"", html);
    }

    [Fact]
    public void Curves_are_drawn_from_the_folder_of_a_run()
    {
        using var folder = new TemporaryFolder();
        File.Copy(trained.History, folder.File("history.csv"));
        CliResult result = Cli.Run(folder.Path, "plot", ".");
        Assert.True(result is { ExitCode: 0, Error: "" }, result.ToString());
        Assert.Equal(s_png, File.ReadAllBytes(folder.File("history.png"))[..8]);
        Assert.Contains("o accuracy   x val_accuracy", result.Output);
        Assert.Contains("o loss   x val_loss", result.Output);

        result = Cli.Run(folder.Path, "plot", "history.csv", "--metric", "loss", "--output", "loss.svg", "--title", "학습 곡선", "--width", "500");
        Assert.True(result is { ExitCode: 0, Error: "" }, result.ToString());
        string svg = File.ReadAllText(folder.File("loss.svg"));
        Assert.Contains("width=\"500\"", svg);
        Assert.Contains("학습 곡선", svg);
        Assert.DoesNotContain("accuracy", result.Output);
    }

    [Fact]
    public void A_run_that_is_going_on_can_be_drawn()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("history.csv"), "epoch,loss,val_loss\n0,0.5,0.4\n1,0.3,0.35\n2,0.2");
        CliResult result = Cli.Run(folder.Path, "plot", ".", "--output", "now.svg");
        Assert.True(result is { ExitCode: 0, Error: "" }, result.ToString());
        Assert.True(File.Exists(folder.File("now.svg")));
    }

    [Fact]
    public void A_prediction_is_explained_as_text_and_as_a_picture()
    {
        using var folder = new TemporaryFolder();
        Bitmap.WriteSeven(folder.File("seven.bmp"), 90, 120);
        string answer = Cli.Run(folder.Path, "predict", trained.Model, "seven.bmp").Output.Split('\n')[0].Split(": ")[1].Trim();

        CliResult result = Cli.Run(folder.Path, "explain", "seven.bmp", "--model", trained.Model);
        Assert.True(result is { ExitCode: 0, Error: "" }, result.ToString());
        string output = result.Output.ReplaceLineEndings("\n");
        Assert.StartsWith("seven.bmp: 90x120, dark on light (inverted)", output);
        Assert.Contains($"\n{answer}; next come ", output);
        Assert.Matches(@"\nGrad-CAM, from the layer conv2d\S*: it looked at .+\.\n", output);
        Assert.Matches(@"\nSaliency: half of the effect comes from \d+% of the pixels, at .+\.\n", output);
        Assert.EndsWith("\nPicture: seven-explained.png\n", output);
        Assert.Equal(s_png, File.ReadAllBytes(folder.File("seven-explained.png"))[..8]);
    }

    [Fact]
    public void Classes_have_their_datasets_names_and_the_whole_picture_can_be_taken()
    {
        using var folder = new TemporaryFolder();
        Bitmap.WriteSeven(folder.File("seven.bmp"), 90, 120);
        CliResult result = Cli.Run(
            folder.Path, "explain", "seven.bmp", "--model", trained.Model, "--dataset", "fashion-mnist", "--resize", "--output", "why.svg");
        Assert.True(result is { ExitCode: 0, Error: "" }, result.ToString());
        Assert.Contains("scaled to 28x28", result.Output);
        string named = Regex.Match(result.Output, @"\n([\w/ -]+) \(\d+\.\d\d%\); next").Groups[1].Value;
        Assert.Contains(named, Data.Datasets.FashionMnist.ClassNames);
        Assert.Equal(3, Regex.Count(File.ReadAllText(folder.File("why.svg")), "<image "));
    }

    [Fact]
    public void Without_Unicode_pictures_in_the_terminal_are_ASCII()
    {
        using var folder = new TemporaryFolder();
        Bitmap.WriteSeven(folder.File("seven.bmp"), 90, 120);
        File.Copy(trained.History, folder.File("history.csv"));
        var plain = new Dictionary<string, string?> { ["LC_ALL"] = "C" };
        foreach (string[] arguments in (string[][])[["explain", "seven.bmp", "--model", trained.Model], ["plot", "."]])
        {
            CliResult result = Cli.Run(folder.Path, plain, arguments);
            Assert.True(result is { ExitCode: 0, Error: "" }, result.ToString());
            Assert.All(result.Output, character => Assert.InRange(character, '\n', '~'));
        }
    }

    public static TheoryData<string, string[]> Refusals => new()
    {
        { "There is no history", ["plot", "nowhere"] },
        { "has no epoch yet", ["plot", "empty.csv"] },
        { ".png or .svg", ["plot", "history.csv", "--output", "picture.gif"] },
        { "It has: accuracy, loss", ["plot", "history.csv", "--metric", "los"] },
        { "--dataset is missing", ["report", "out/model.keras"] },
        { "There is no model file", ["report", "absent.keras", "--dataset", "digits"] },
        { "--history: there is no file", ["report", "out/model.keras", "--dataset", "digits", "--test-size", "10", "--history", "absent.csv"] },
        { "is a picture: say which model's", ["explain", "seven.png"] },
        { "needs --model", ["explain", "notebook", "--output", "x.png"] },
        { "absent.png", ["explain", "absent.png", "--model", "out/model.keras"] },
        { ".png or .svg", ["explain", "seven.png", "--model", "out/model.keras", "--output", "x.pdf"] },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public void What_cannot_be_done_is_refused_in_one_line(string message, string[] arguments)
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.File("out"));
        File.Copy(trained.Model, folder.File("out", "model.keras"));
        File.Copy(trained.History, folder.File("history.csv"));
        File.WriteAllText(folder.File("empty.csv"), "epoch,loss\n");
        string[] before = Directory.GetFiles(folder.Path, "*", SearchOption.AllDirectories);
        CliResult result = Cli.Run(folder.Path, arguments);
        Assert.True(result is { ExitCode: 1, Output: "" } || result.ExitCode == 1 && arguments[0] == "report", result.ToString());
        Assert.StartsWith("receptive: ", result.Error);
        Assert.Contains(message, result.Error);
        Assert.Single(result.Error.TrimEnd().Split('\n'));
        Assert.Equal(before, Directory.GetFiles(folder.Path, "*", SearchOption.AllDirectories));
    }
}
