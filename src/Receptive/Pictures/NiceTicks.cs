using System.Globalization;

namespace Receptive.Pictures;

/// <summary>
/// The round numbers at an axis: multiples of 1, 2 or 5 times a power of ten, as in Heckbert's "Nice numbers for graph
/// labels" (Graphics Gems, 1990).
/// </summary>
internal static class NiceTicks
{
    /// <summary>The round numbers within a range, about as many as asked for.</summary>
    public static double[] Linear(double low, double high, int wanted, bool integers = false)
    {
        if (!(high > low)) return [low];
        double raw = (high - low) / Math.Max(1, wanted - 1);
        double power = Math.Pow(10, Math.Floor(Math.Log10(raw)));
        double share = raw / power;
        double step = power * (share < 1.5 ? 1 : share < 3.5 ? 2 : share < 7.5 ? 5 : 10);
        if (integers) step = Math.Max(1, Math.Round(step));
        var ticks = new List<double>();
        for (long i = (long)Math.Ceiling(low / step - 1e-9); i * step <= high + step * 1e-9; i++) ticks.Add(i * step);
        return [.. ticks];
    }

    /// <summary>The powers of ten within a range, or every second or third where there are many.</summary>
    public static double[] Logarithmic(double low, double high, int wanted)
    {
        int first = (int)Math.Ceiling(Math.Log10(low) - 1e-9), last = (int)Math.Floor(Math.Log10(high) + 1e-9);
        int step = Math.Max(1, (int)Math.Ceiling((last - first + 1) / (double)wanted));
        var ticks = new List<double>();
        for (int power = first; power <= last; power += step) ticks.Add(Math.Pow(10, power));
        return [.. ticks];
    }

    /// <summary>
    /// The labels of ticks: as many digits as tell them apart, all alike, with the true minus sign where it can be shown.
    /// </summary>
    public static string[] Labels(IReadOnlyList<double> ticks, bool unicode = true)
    {
        double step = ticks.Count > 1 ? Math.Abs(ticks[1] - ticks[0]) : Math.Max(Math.Abs(ticks[0]), 1);
        double largest = ticks.Max(Math.Abs);
        string format = largest is >= 1e7 or (> 0 and < 1e-4)
            ? "0.##e0"
            : "#,0." + new string('0', Math.Clamp(-(int)Math.Floor(Math.Log10(step) + 1e-9), 0, 10));
        return [.. ticks.Select(tick => WithMinus((tick == 0 ? 0 : tick).ToString(format, CultureInfo.InvariantCulture), unicode))];
    }

    /// <summary>The label of a power of ten.</summary>
    public static string PowerLabel(double value, bool unicode = true) => WithMinus(
        value is >= 1e-3 and < 1e5 ? value.ToString("0.###", CultureInfo.InvariantCulture) : value.ToString("0e0", CultureInfo.InvariantCulture), unicode);

    private static string WithMinus(string text, bool unicode) => unicode ? text.Replace('-', '−') : text;
}
