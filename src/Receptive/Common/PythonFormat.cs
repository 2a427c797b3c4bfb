using System.Globalization;

namespace Receptive.Common;

/// <summary>
/// Python's format specification for numbers, the part after the colon in <c>{epoch:02d}</c> and <c>{val_loss:.4f}</c>:
/// <c>[[fill]align][sign][0][width][,|_][.precision][type]</c>, type one of d, e, E, f, F, g, G, n, % or none.
/// </summary>
internal sealed class PythonFormat
{
    private readonly char _fill = ' ';
    private readonly char _align = '>';
    private readonly char _sign = '-';
    private readonly int _width;
    private readonly char _group;
    private readonly int _precision = -1;
    private readonly char _type;

    /// <exception cref="FormatException">The text is not such a specification; the message says where.</exception>
    private PythonFormat(string text)
    {
        int at = 0;
        if (text.Length >= 2 && IsAlign(text[1]))
        {
            (_fill, _align) = (text[0], text[1]);
            at = 2;
        }
        else if (text.Length >= 1 && IsAlign(text[0]))
        {
            _align = text[0];
            at = 1;
        }

        if (at < text.Length && text[at] is '+' or '-' or ' ') _sign = text[at++];
        if (at < text.Length && text[at] == '0')
        {
            // "02d" is zeros between the sign and the digits, unless an alignment was asked for.
            if (at == 0 || !IsAlign(text[at - 1])) _align = '=';
            if (_fill == ' ') _fill = '0';
            at++;
        }

        _width = ReadNumber(text, ref at) ?? 0;
        if (at < text.Length && text[at] is ',' or '_') _group = text[at++];
        if (at < text.Length && text[at] == '.')
        {
            at++;
            _precision = ReadNumber(text, ref at) ?? throw new FormatException($"\"{text}\" has no digits after the point.");
        }

        if (at < text.Length && "deEfFgGn%".Contains(text[at], StringComparison.Ordinal)) _type = text[at++];
        if (at < text.Length) throw new FormatException($"\"{text}\" is not a number format: \"{text[at..]}\" was not understood. Examples: \"02d\", \".4f\".");
        if (_type == 'd' && _precision >= 0) throw new FormatException($"\"{text}\" asks for digits after the point of a whole number.");
    }

    /// <summary>Whether it formats whole numbers only.</summary>
    public bool NeedsInteger => _type == 'd';

    /// <exception cref="FormatException">The text is not a number format.</exception>
    public static PythonFormat Parse(string text) => new(text);

    /// <summary>A double as Python's <c>repr</c> prints it: the shortest digits that read back as the same number.</summary>
    public static string Repr(double value)
    {
        if (double.IsNaN(value)) return "nan";
        if (double.IsInfinity(value)) return value > 0 ? "inf" : "-inf";
        string text = value.ToString("E16", CultureInfo.InvariantCulture);
        int exponent = int.Parse(text[(text.IndexOf('E', StringComparison.Ordinal) + 1)..], CultureInfo.InvariantCulture);
        string digits = value.ToString("R", CultureInfo.InvariantCulture);
        bool scientific = value != 0 && (exponent < -4 || exponent >= 16);
        return scientific ? Scientific(digits, value) : Plain(digits, value);
    }

    /// <summary>Formats a whole number.</summary>
    public string Format(long value) => _type is '\0' or 'd' or 'n'
        ? Pad(value < 0, Grouped(Math.Abs((decimal)value).ToString(CultureInfo.InvariantCulture)))
        : Format((double)value);

    /// <summary>Formats a float.</summary>
    /// <exception cref="FormatException">The type is d: the value is no whole number to Python.</exception>
    public string Format(double value)
    {
        if (_type == 'd') throw new FormatException($"The format \"d\" is for whole numbers, and {Repr(value)} is a float: write \".4f\" or the like.");
        bool negative = double.IsNegative(value) && !double.IsNaN(value);
        double magnitude = Math.Abs(value);
        if (!double.IsFinite(value))
        {
            string word = double.IsNaN(value) ? "nan" : "inf";
            return Pad(negative, _type is 'E' or 'F' or 'G' ? word.ToUpperInvariant() : word);
        }

        return Pad(negative, _type switch
        {
            'f' or 'F' => Grouped(magnitude.ToString("F" + Digits(6), CultureInfo.InvariantCulture)),
            'e' or 'E' => TwoDigitExponent(magnitude.ToString((_type == 'e' ? "e" : "E") + Digits(6), CultureInfo.InvariantCulture)),
            '%' => Grouped((magnitude * 100).ToString("F" + Digits(6), CultureInfo.InvariantCulture)) + "%",
            'g' or 'G' or 'n' => General(magnitude),
            _ => _precision < 0 ? Grouped(Repr(magnitude)) : General(magnitude),
        });
    }

    private static bool IsAlign(char c) => c is '<' or '>' or '=' or '^';

    private static int? ReadNumber(string text, ref int at)
    {
        int start = at;
        while (at < text.Length && char.IsAsciiDigit(text[at])) at++;
        if (at == start) return null;
        return int.TryParse(text.AsSpan(start, at - start), NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number <= 1000
            ? number
            : throw new FormatException($"\"{text}\" asks for {text[start..at]} places; at most 1000 make sense.");
    }

    private static string Scientific(string shortest, double value)
    {
        string digits = new([.. shortest.Split('E')[0].Where(char.IsAsciiDigit)]);
        digits = digits.TrimStart('0').TrimEnd('0');
        if (digits.Length == 0) digits = "0";
        string text = value.ToString("E16", CultureInfo.InvariantCulture);
        int exponent = int.Parse(text[(text.IndexOf('E', StringComparison.Ordinal) + 1)..], CultureInfo.InvariantCulture);
        string mantissa = digits.Length == 1 ? digits : $"{digits[0]}.{digits[1..]}";
        return $"{(value < 0 ? "-" : "")}{mantissa}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent).ToString("00", CultureInfo.InvariantCulture)}";
    }

    private static string Plain(string shortest, double value)
    {
        string text = shortest.Contains('E', StringComparison.Ordinal)
            ? decimal.Parse(shortest, NumberStyles.Float, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture)
            : shortest;
        if (value == 0 && double.IsNegative(value) && text[0] != '-') text = "-" + text;
        return text.Contains('.', StringComparison.Ordinal) ? text : text + ".0";
    }

    // .NET writes e+003 where Python writes e+03.
    private static string TwoDigitExponent(string text)
    {
        int at = text.IndexOfAny(['e', 'E']) + 2;
        string digits = text[at..].TrimStart('0');
        return text[..at] + digits.PadLeft(2, '0');
    }

    private string Digits(int otherwise) => (_precision < 0 ? otherwise : _precision).ToString(CultureInfo.InvariantCulture);

    // %g of C: P significant digits; scientific below 1e-4 and from 10^P on; no trailing zeros.
    private string General(double magnitude)
    {
        int precision = _precision switch { < 0 => 6, 0 => 1, _ => _precision };
        string scientific = magnitude.ToString("E" + (precision - 1).ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        int split = scientific.IndexOf('E', StringComparison.Ordinal);
        int exponent = magnitude == 0 ? 0 : int.Parse(scientific[(split + 1)..], CultureInfo.InvariantCulture);
        // Without a type Python shows at least one digit after the point and turns scientific one place earlier.
        int limit = _type == '\0' ? precision - 1 : precision;
        if (exponent < -4 || exponent >= limit)
        {
            string mantissa = TrimZeros(scientific[..split]);
            string text = TwoDigitExponent(mantissa + scientific[split..]);
            return _type == 'G' ? text : text.ToLowerInvariant();
        }

        string plain = TrimZeros(magnitude.ToString("F" + Math.Max(precision - 1 - exponent, 0).ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture));
        if (_type == '\0' && !plain.Contains('.', StringComparison.Ordinal)) plain += ".0";
        return Grouped(plain);
    }

    private static string TrimZeros(string text) => text.Contains('.', StringComparison.Ordinal) ? text.TrimEnd('0').TrimEnd('.') : text;

    private string Grouped(string text)
    {
        if (_group == '\0') return text;
        int end = text.IndexOfAny(['.', 'e', 'E']);
        if (end < 0) end = text.Length;
        for (int at = end - 3; at > 0; at -= 3) text = text.Insert(at, _group.ToString());
        return text;
    }

    private string Pad(bool negative, string digits)
    {
        string sign = negative ? "-" : _sign == '-' ? "" : _sign.ToString();
        int missing = _width - sign.Length - digits.Length;
        if (missing <= 0) return sign + digits;
        return _align switch
        {
            '<' => sign + digits + new string(_fill, missing),
            '^' => new string(_fill, missing / 2) + sign + digits + new string(_fill, missing - (missing / 2)),
            '=' => sign + new string(_fill, missing) + digits,
            _ => new string(_fill, missing) + sign + digits,
        };
    }
}
