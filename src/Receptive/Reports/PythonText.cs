using System.Globalization;
using System.Numerics;
using System.Text;

namespace Receptive.Reports;

/// <summary>Text as Python's <c>format</c> lays it out, where .NET's own formatting differs.</summary>
internal static class PythonText
{
    /// <summary>The number of code points: what Python calls a string's length, and pads by.</summary>
    public static int Length(string text)
    {
        int length = 0;
        foreach (Rune _ in text.EnumerateRunes())
            length++;
        return length;
    }

    /// <summary>Appends a text right-aligned in a field of <paramref name="width"/> code points.</summary>
    public static void AppendRight(StringBuilder output, string text, int width) =>
        output.Append(' ', Math.Max(0, width - Length(text))).Append(text);

    /// <summary>
    /// A number of 0 or more with a fixed count of decimals. Python rounds the exact binary value half to even
    /// (0.125 gives 0.12), .NET half away from zero (0.13): so the rounding is done here, in whole numbers.
    /// </summary>
    public static string Fixed(double value, int digits)
    {
        if (!double.IsFinite(value) || double.IsNegative(value))
            throw new ArgumentOutOfRangeException(nameof(value), value, "Only finite numbers of 0 or more are laid out here.");

        // value = mantissa * 2^exponent exactly.
        long bits = BitConverter.DoubleToInt64Bits(value);
        int biasedExponent = (int)(bits >> 52);
        long fraction = bits & ((1L << 52) - 1);
        long mantissa = biasedExponent == 0 ? fraction : fraction | (1L << 52);
        int exponent = Math.Max(biasedExponent, 1) - 1075;

        BigInteger scaled = mantissa * BigInteger.Pow(10, digits);
        if (exponent >= 0)
        {
            scaled <<= exponent;
        }
        else
        {
            BigInteger half = BigInteger.One << (-exponent - 1);
            BigInteger whole = scaled >> -exponent;
            BigInteger rest = scaled - (whole << -exponent);
            int comparison = rest.CompareTo(half);
            scaled = comparison > 0 || (comparison == 0 && !whole.IsEven) ? whole + 1 : whole;
        }

        string text = scaled.ToString(CultureInfo.InvariantCulture).PadLeft(digits + 1, '0');
        return digits == 0 ? text : $"{text[..^digits]}.{text[^digits..]}";
    }
}
