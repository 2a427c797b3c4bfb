using System.Globalization;
using System.Text;
using Receptive.Pictures;

namespace Receptive.Terminal;

/// <summary>An image as text, for where no picture can be shown.</summary>
/// <example><code>Console.Write(TerminalImage.Render(Picture.FromTensor(xTest, 0)));</code></example>
public static class TerminalImage
{
    private const string AsciiRamp = " .:-=+*#%@";
    private const string UnicodeRamp = " ░▒▓█";

    /// <summary>
    /// Draws the picture: bright pixels dense, as on a dark terminal. A pixel is two columns wide, since characters are
    /// about twice as high as wide; with colour half blocks show two rows of pixels in a line.
    /// </summary>
    /// <param name="picture">The image.</param>
    /// <param name="style">What the terminal can show; by default <see cref="TerminalStyles.Detect()"/>.</param>
    /// <param name="maxWidth">The columns there are; a wider picture is shrunk.</param>
    /// <param name="invert">Whether dark pixels are dense: for black ink on a white ground, or a light terminal.</param>
    /// <returns>Lines that each end with a line feed.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer than 2 columns.</exception>
    public static string Render(Picture picture, TerminalStyle? style = null, int maxWidth = 80, bool invert = false)
    {
        ArgumentNullException.ThrowIfNull(picture);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxWidth, 2);
        return (style ?? TerminalStyles.Detect()) switch
        {
            TerminalStyle.Color => RenderColor(picture, maxWidth),
            TerminalStyle.Unicode => RenderRamp(picture, maxWidth, invert, UnicodeRamp),
            _ => RenderRamp(picture, maxWidth, invert, AsciiRamp),
        };
    }

    private static string RenderRamp(Picture picture, int maxWidth, bool invert, string ramp)
    {
        int columns = Math.Min(maxWidth, picture.Width * 2);
        int rows = Math.Max(1, (int)Math.Round(columns * (double)picture.Height / picture.Width / 2));
        var text = new StringBuilder((columns + 1) * rows);
        for (int row = 0; row < rows; row++)
        {
            int lineStart = text.Length;
            for (int column = 0; column < columns; column++)
            {
                double brightness = 0;
                int count = 0;
                foreach ((int y, int x) in Cell(picture, row, rows, column, columns))
                {
                    brightness += picture.BrightnessAt(y, x);
                    count++;
                }

                double share = brightness / count;
                if (invert) share = 1 - share;
                text.Append(ramp[(int)Math.Round(share * (ramp.Length - 1))]);
            }

            TrimEnd(text, lineStart);
            text.Append('\n');
        }

        return text.ToString();
    }

    private static string RenderColor(Picture picture, int maxWidth)
    {
        int columns = Math.Min(maxWidth, picture.Width);
        int rows = Math.Max(1, (int)Math.Round(columns * (double)picture.Height / picture.Width));
        var text = new StringBuilder();
        for (int row = 0; row < rows; row += 2)
        {
            for (int column = 0; column < columns; column++)
            {
                (int r, int g, int b) = Mean(picture, row, rows, column, columns);
                text.Append(CultureInfo.InvariantCulture, $"\e[38;2;{r};{g};{b}m");
                if (row + 1 < rows)
                {
                    (r, g, b) = Mean(picture, row + 1, rows, column, columns);
                    text.Append(CultureInfo.InvariantCulture, $"\e[48;2;{r};{g};{b}m");
                }
                else
                {
                    text.Append("\e[49m");
                }

                text.Append('▀');
            }

            text.Append("\e[0m\n");
        }

        return text.ToString();
    }

    private static (int R, int G, int B) Mean(Picture picture, int row, int rows, int column, int columns)
    {
        (int r, int g, int b, int count) = (0, 0, 0, 0);
        foreach ((int y, int x) in Cell(picture, row, rows, column, columns))
        {
            (byte pr, byte pg, byte pb) = picture[y, x];
            (r, g, b, count) = (r + pr, g + pg, b + pb, count + 1);
        }

        return (r / count, g / count, b / count);
    }

    /// <summary>The pixels that a character stands for; at least one.</summary>
    private static IEnumerable<(int Row, int Column)> Cell(Picture picture, int row, int rows, int column, int columns)
    {
        int top = row * picture.Height / rows, left = column * picture.Width / columns;
        int bottom = Math.Max(top + 1, (row + 1) * picture.Height / rows), right = Math.Max(left + 1, (column + 1) * picture.Width / columns);
        for (int y = top; y < bottom; y++)
        {
            for (int x = left; x < right; x++) yield return (y, x);
        }
    }

    private static void TrimEnd(StringBuilder text, int lineStart)
    {
        while (text.Length > lineStart && text[^1] == ' ') text.Length--;
    }
}
