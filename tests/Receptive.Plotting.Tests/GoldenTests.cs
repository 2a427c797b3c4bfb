using SkiaSharp;
using Xunit;

namespace Receptive.Plotting.Tests;

/// <summary>
/// Every kind of figure against a picture of it that somebody has looked at. After a wanted change run the tests with
/// RECEPTIVE_WRITE_GOLDENS set to the folder Goldens of the sources, and look at what changed.
/// </summary>
public sealed class GoldenTests
{
    /// <summary>Anti-aliased edges may differ from one processor to the next; nothing else does.</summary>
    private const double Tolerance = 0.004;

    public static TheoryData<string> Names => [.. Samples.Figures.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Figure_looks_as_its_golden(string name)
    {
        byte[] png = Samples.Figures[name]().ToPng(scale: 0.6);
        if (Environment.GetEnvironmentVariable("RECEPTIVE_WRITE_GOLDENS") is { Length: > 0 } folder)
        {
            File.WriteAllBytes(Path.Combine(folder, name + ".png"), png);
            Assert.Skip("The golden was written, not compared.");
        }

        using SKBitmap drawn = Pixels.Decode(png);
        using SKBitmap golden = Pixels.Decode(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Goldens", name + ".png")));
        Assert.Equal((golden.Width, golden.Height), (drawn.Width, drawn.Height));
        Assert.InRange(Pixels.ShareOff(drawn, golden), 0, Tolerance);
    }

    [Fact]
    public void Goldens_are_small_and_none_is_forgotten()
    {
        FileInfo[] files = [.. new DirectoryInfo(Path.Combine(AppContext.BaseDirectory, "Goldens")).GetFiles("*.png")];
        Assert.Equal(Samples.Figures.Keys.Order(StringComparer.Ordinal), files.Select(file => Path.GetFileNameWithoutExtension(file.Name)).Order(StringComparer.Ordinal));
        Assert.All(files, file => Assert.True(file.Length < 40_000, $"{file.Name} has {file.Length} bytes"));
    }

    /// <summary>For eyes: writes all figures, light and dark, in full size where RECEPTIVE_PICTURES says.</summary>
    [Fact]
    public void Figures_are_written_for_eyes()
    {
        if (Environment.GetEnvironmentVariable("RECEPTIVE_PICTURES") is not { Length: > 0 } folder)
        {
            Assert.Skip("RECEPTIVE_PICTURES names no folder to write pictures to.");
            return;
        }

        foreach ((string name, Func<Figure> make) in Samples.Figures)
        {
            Figure figure = make();
            figure.SavePng(Path.Combine(folder, name + ".png"));
            figure.SaveSvg(Path.Combine(folder, name + ".svg"));
            (figure with { Theme = Theme.Dark }).SavePng(Path.Combine(folder, name + "-dark.png"));
        }
    }
}
