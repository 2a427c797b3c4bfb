namespace Receptive.Pictures;

/// <summary>Turns a share of 0 to 1 into a colour: how numbers become pictures.</summary>
/// <example><code>Picture heat = Picture.FromValues(map, height: 24, width: 24, colorMap: ColorMap.Viridis);</code></example>
public sealed class ColorMap
{
    private readonly (byte R, byte G, byte B)[] _table = new (byte, byte, byte)[256];

    private ColorMap(string name, params ReadOnlySpan<uint> stops)
    {
        Name = name;
        for (int i = 0; i < _table.Length; i++)
        {
            double position = i / 255.0 * (stops.Length - 1);
            int below = Math.Min((int)position, stops.Length - 2);
            double share = position - below;
            uint from = stops[below], to = stops[below + 1];
            _table[i] = (Mix(from, to, 16, share), Mix(from, to, 8, share), Mix(from, to, 0, share));
        }
    }

    /// <summary>The name, for messages.</summary>
    public string Name { get; }

    /// <summary>Black to white: the colours of a grey image.</summary>
    public static ColorMap Gray { get; } = new("gray", 0x000000, 0xFFFFFF);

    /// <summary>White to black: ink on paper.</summary>
    public static ColorMap Ink { get; } = new("ink", 0xFFFFFF, 0x000000);

    /// <summary>
    /// Matplotlib's default: dark violet over green to yellow. Its lightness rises evenly, so that it reads the same in
    /// grey and with most kinds of colour blindness. Seventeen of its 256 colours, with straight lines between them.
    /// </summary>
    public static ColorMap Viridis { get; } = new(
        "viridis",
        0x440154, 0x48186A, 0x472D7B, 0x424086, 0x3B528B, 0x33638D, 0x2C728E, 0x26828E, 0x21918C,
        0x1FA088, 0x28AE80, 0x3FBC73, 0x5EC962, 0x84D44B, 0xADDC30, 0xD8E219, 0xFDE725);

    /// <summary>White to dark blue: shares of a whole, as in a confusion matrix.</summary>
    public static ColorMap Blues { get; } = new("blues", 0xF7FBFF, 0xDEEBF7, 0xC6DBEF, 0x9ECAE1, 0x6BAED6, 0x4292C6, 0x2171B5, 0x08519C, 0x08306B);

    /// <summary>Blue over white to red: numbers below, at and above zero, as in a filter.</summary>
    public static ColorMap Diverging { get; } = new("diverging", 0x2166AC, 0x4393C3, 0x92C5DE, 0xD1E5F0, 0xFFFFFF, 0xFDDBC7, 0xF4A582, 0xD6604D, 0xB2182B);

    /// <summary>Black over red and yellow to white: where something is strong.</summary>
    public static ColorMap Heat { get; } = new("heat", 0x000000, 0x7A0403, 0xD23105, 0xFB8022, 0xFECC5C, 0xFFFFE0);

    /// <summary>The colour of a share; below 0 counts as 0, above 1 as 1, and what is no number as 0.</summary>
    public (byte R, byte G, byte B) At(double share) =>
        _table[share >= 0 ? (int)Math.Round(Math.Min(share, 1) * 255) : 0];

    /// <inheritdoc/>
    public override string ToString() => Name;

    private static byte Mix(uint from, uint to, int shift, double share)
    {
        double low = (from >> shift) & 0xFF, high = (to >> shift) & 0xFF;
        return (byte)Math.Round(low + (high - low) * share);
    }
}
