using Receptive.Pictures;

namespace Receptive.Plotting;

/// <summary>The frame of a chart: which number is at which pixel, with grid, ticks and labels.</summary>
internal sealed class Axes
{
    public const double TickSize = 12;
    private const double LabelSize = 13;

    private readonly (double Low, double High) _x;
    private readonly (double Low, double High) _y;
    private readonly double[] _xTicks;
    private readonly double[] _yTicks;
    private readonly string[] _xTickLabels;
    private readonly string[] _yTickLabels;
    private readonly string? _xLabel;
    private readonly string? _yLabel;
    private readonly bool _logarithmic;

    /// <param name="area">The pixels there are, labels included.</param>
    /// <param name="x">The numbers from left to right.</param>
    /// <param name="y">The numbers from bottom to top.</param>
    /// <param name="xLabel">What x is.</param>
    /// <param name="yLabel">What y is.</param>
    /// <param name="wholeX">Whether x is counted in whole numbers.</param>
    /// <param name="logarithmic">Whether y goes by powers of ten; then its numbers are above 0.</param>
    /// <param name="percent">Whether y is a share, to be read in percent.</param>
    public Axes(Box area, (double Low, double High) x, (double Low, double High) y, string? xLabel, string? yLabel, bool wholeX = false, bool logarithmic = false, bool percent = false)
    {
        (_xLabel, _yLabel, _logarithmic) = (xLabel, yLabel, logarithmic);
        (_x, _y) = (Widened(x), logarithmic ? WidenedPowers(y) : Widened(y));
        _yTicks = logarithmic
            ? NiceTicks.Logarithmic(_y.Low, _y.High, Math.Max(2, (int)(area.Height / 45)))
            : NiceTicks.Linear(_y.Low, _y.High, Math.Max(3, (int)(area.Height / 55)));
        double[] shown = percent ? [.. _yTicks.Select(tick => tick * 100)] : _yTicks;
        _yTickLabels = logarithmic ? [.. shown.Select(tick => NiceTicks.PowerLabel(tick))] : NiceTicks.Labels(shown);
        if (percent) _yTickLabels = [.. _yTickLabels.Select(label => label + "%")];
        _xTicks = NiceTicks.Linear(_x.Low, _x.High, Math.Max(2, (int)(area.Width / 75)), wholeX);
        _xTickLabels = NiceTicks.Labels(_xTicks);

        double left = 12 + (yLabel is null ? 0 : LabelSize + 8) + _yTickLabels.Max(label => FontBook.Measure(label, TickSize)) + 8;
        double bottom = 10 + TickSize + 10 + (xLabel is null ? 0 : LabelSize + 8);
        Plot = new Box(area.X + left, area.Y + 14, Math.Max(10, area.Width - left - 20), Math.Max(10, area.Height - bottom - 14));
    }

    /// <summary>The pixels of the chart itself.</summary>
    public Box Plot { get; }

    public double X(double value) => Plot.X + (value - _x.Low) / (_x.High - _x.Low) * Plot.Width;

    public double Y(double value)
    {
        double share = _logarithmic
            ? Math.Log10(Math.Max(value, _y.Low) / _y.Low) / Math.Log10(_y.High / _y.Low)
            : (value - _y.Low) / (_y.High - _y.Low);
        return Plot.Bottom - Math.Clamp(share, 0, 1) * Plot.Height;
    }

    /// <summary>Draws the frame, the grid and all labels.</summary>
    public void Draw(Canvas canvas)
    {
        canvas.BeginGroup("axes");
        for (int i = 0; i < _xTicks.Length; i++)
        {
            double x = X(_xTicks[i]);
            canvas.Line(x, Plot.Y, x, Plot.Bottom, Ink.Grid);
            canvas.Text(_xTickLabels[i], x, Plot.Bottom + 8 + TickSize, TickSize, Ink.Muted, Anchor.Middle);
        }

        for (int i = 0; i < _yTicks.Length; i++)
        {
            double y = Y(_yTicks[i]);
            canvas.Line(Plot.X, y, Plot.Right, y, Ink.Grid);
            canvas.TextCentered(_yTickLabels[i], Plot.X - 8, y, TickSize, Ink.Muted, Anchor.End);
        }

        canvas.Rectangle(Plot, null, Ink.Muted);
        if (_xLabel is not null) canvas.Text(_xLabel, Plot.CenterX, Plot.Bottom + 8 + TickSize + 8 + LabelSize, LabelSize, Ink.Foreground, Anchor.Middle);
        if (_yLabel is not null)
        {
            double left = Plot.X - 8 - _yTickLabels.Max(label => FontBook.Measure(label, TickSize)) - 10;
            canvas.Text(_yLabel, left, Plot.CenterY, LabelSize, Ink.Foreground, Anchor.Middle, rotation: -90);
        }

        canvas.EndGroup();
    }

    private static (double Low, double High) Widened((double Low, double High) range)
    {
        (double low, double high) = range;

        // Numbers that differ by a rounding error are no curve.
        if (!(high - low > 1e-7 * Math.Max(Math.Abs(low), Math.Abs(high)))) return (low - Math.Max(0.5, Math.Abs(low) * 0.05), high + Math.Max(0.5, Math.Abs(high) * 0.05));
        double margin = (high - low) * 0.04;
        return (low - margin, high + margin);
    }

    private static (double Low, double High) WidenedPowers((double Low, double High) range)
    {
        (double low, double high) = (Math.Log10(range.Low), Math.Log10(range.High));

        // At least one power of ten has to be inside, or the axis has no tick.
        if (high - low < 1) (low, high) = (Math.Floor(low), Math.Max(Math.Ceiling(high), Math.Floor(low) + 1));
        double margin = (high - low) * 0.06;
        return (Math.Pow(10, low - margin), Math.Pow(10, high + margin));
    }
}
