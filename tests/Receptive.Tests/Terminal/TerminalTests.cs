using System.Text;
using Receptive.Pictures;
using Receptive.Reports;
using Receptive.Terminal;
using Xunit;

namespace Receptive.Tests.Terminal;

public sealed class TerminalTests
{
    private static readonly float[] s_ramp = [0, 0.25f, 0.5f, 0.75f, 1, 1, 0, 0];

    [Fact]
    public void Image_in_ascii_is_two_columns_a_pixel_and_only_ascii()
    {
        string text = TerminalImage.Render(Picture.FromFloats(s_ramp, 2, 4), TerminalStyle.Ascii);
        Assert.Equal(2, text.Count(c => c == '\n'));
        Assert.All(text, c => Assert.True(c is '\n' or (>= ' ' and <= '~')));
        Assert.DoesNotContain(TerminalImage.Render(Picture.FromFloats(s_ramp, 4, 2), TerminalStyle.Ascii), c => c > '~');
    }

    [Fact]
    public void Image_is_drawn_dense_where_it_is_bright()
    {
        float[] pixels = [0, 1, 0, 1, 0, 1, 0, 1];
        Assert.Equal("  @@\n  @@\n  @@\n  @@\n", TerminalImage.Render(Picture.FromFloats(pixels, 4, 2), TerminalStyle.Ascii));
        Assert.Equal("@@\n@@\n@@\n@@\n", TerminalImage.Render(Picture.FromFloats(pixels, 4, 2), TerminalStyle.Ascii, invert: true));
        Assert.Equal("  ██\n  ██\n  ██\n  ██\n", TerminalImage.Render(Picture.FromFloats(pixels, 4, 2), TerminalStyle.Unicode));
    }

    [Fact]
    public void Wide_image_is_shrunk_to_the_columns_there_are()
    {
        string text = TerminalImage.Render(Picture.FromFloats([.. Enumerable.Repeat(1f, 200 * 100)], 100, 200), TerminalStyle.Unicode, maxWidth: 60);
        string[] lines = text.TrimEnd('\n').Split('\n');
        Assert.Equal(15, lines.Length);
        Assert.All(lines, line => Assert.Equal(new string('█', 60), line));
    }

    [Fact]
    public void Image_in_colour_shows_two_rows_a_line_and_resets()
    {
        byte[] pixels = [255, 0, 0, 0, 0, 255];
        string text = TerminalImage.Render(Picture.FromBytes(pixels, 2, 1, 3), TerminalStyle.Color);
        Assert.Equal("\e[38;2;255;0;0m\e[48;2;0;0;255m▀\e[0m\n", text);
    }

    [Fact]
    public void Chart_is_as_its_golden()
    {
        string text = TerminalChart.Render([new("loss", [4, 2, 1, 0.5]), new("val_loss", [3, 2.5, 2.5, 3])], "Loss", TerminalStyle.Ascii, width: 30, height: 8);
        Assert.Equal(
            """
                Loss
            4 +o
              |
            3 +x                         x
              |         x       x
            2 +         o
              |
            1 +                 o
              |                          o
              +---------------------------
               1          epoch          4
               o loss   x val_loss

            """.ReplaceLineEndings("\n").Replace("    Loss", "   Loss", StringComparison.Ordinal), text);
    }

    [Fact]
    public void Chart_fits_its_width_in_every_style_and_leaves_gaps()
    {
        double[] values = [1, double.NaN, 0.5, double.PositiveInfinity, 0.25, 0.2];
        foreach (TerminalStyle style in Enum.GetValues<TerminalStyle>())
        {
            string text = TerminalChart.Render([new("loss", values)], null, style, width: 40, height: 6);
            foreach (string line in text.Split('\n')) Assert.True(Plain(line).Length <= 40, line);
            Assert.Equal(style == TerminalStyle.Ascii, text.All(c => c is '\n' or (>= ' ' and <= '~')));
        }

        Assert.Throws<ArgumentException>(() => TerminalChart.Render([new("loss", [double.NaN])]));
    }

    [Fact]
    public void Chart_of_one_value_and_of_equal_values_is_drawn()
    {
        Assert.Contains('o', TerminalChart.Render([new("loss", [2])], null, TerminalStyle.Ascii, 30, 5));
        Assert.Contains('o', TerminalChart.Render([new("loss", [2, 2, 2])], null, TerminalStyle.Ascii, 30, 5));
    }

    [Fact]
    public void Confusion_matrix_lines_up_with_Hangul_names()
    {
        var matrix = new ConfusionMatrix([0, 0, 0, 1, 1, 2], [0, 0, 2, 1, 1, 2], ["티셔츠", "바지", "bag"]);
        string text = TerminalConfusion.Render(matrix, TerminalStyle.Ascii);
        Assert.Equal(
            """
            true \ predicted | 티셔츠 바지 bag   recall
            -----------------+-------------------------
            티셔츠           |      2    .   1    66.7%
            바지             |      .    2   .   100.0%
            bag              |      .    .   1   100.0%
            티셔츠 taken for bag: once (33.3% of 티셔츠)

            """.ReplaceLineEndings("\n"), text);
    }

    [Theory]
    [InlineData("utf-8", false, "xterm", null, "truecolor", TerminalStyle.Color)]
    [InlineData("utf-8", false, "xterm", null, null, TerminalStyle.Unicode)]
    [InlineData("utf-8", false, "xterm", "1", "truecolor", TerminalStyle.Unicode)]
    [InlineData("utf-8", true, "xterm", null, "truecolor", TerminalStyle.Unicode)]
    [InlineData("utf-8", false, "dumb", null, "truecolor", TerminalStyle.Unicode)]
    [InlineData("us-ascii", false, "xterm", null, "truecolor", TerminalStyle.Ascii)]
    public void Style_is_what_the_terminal_can_show(string encoding, bool redirected, string term, string? noColor, string? colorTerm, TerminalStyle expected)
    {
        Assert.Equal(expected, TerminalStyles.Detect(Encoding.GetEncoding(encoding), redirected, term, noColor, colorTerm));
        Assert.Equal(TerminalStyle.Ascii, TerminalStyles.Detect(Encoding.GetEncoding(encoding), redirected, term, noColor, colorTerm, locale: "C"));
        Assert.Equal(expected, TerminalStyles.Detect(Encoding.GetEncoding(encoding), redirected, term, noColor, colorTerm, locale: "C.UTF-8"));
    }

    [Fact]
    public void Most_confused_pairs_come_in_order()
    {
        var matrix = new ConfusionMatrix([0, 0, 0, 1, 1, 2, 2, 2], [1, 1, 0, 2, 1, 0, 0, 0]);
        Assert.Equal([(2, 0, 3L), (0, 1, 2L), (1, 2, 1L)], matrix.MostConfused().Select(pair => (pair.TrueClass, pair.PredictedClass, pair.Count)));
    }

    private static string Plain(string line) => System.Text.RegularExpressions.Regex.Replace(line, "\e\\[[0-9;]*m", "");
}
