using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using SkiaSharp;

namespace Receptive.Plotting;

/// <summary>
/// A few glyphs of a TrueType font as a WOFF file (W3C, WOFF 1.0), to put into a page: the Hangul of a report's names and
/// titles takes some kilobytes instead of a megabyte. Glyphs keep their numbers; those not wanted become empty, which
/// compresses to nothing.
/// </summary>
internal static class WebFont
{
    private static readonly string[] s_copied = ["OS/2", "head", "hhea", "hmtx", "maxp", "name", "post"];

    /// <summary>Whether a character is one that pages need this for.</summary>
    public static bool IsHangul(Rune rune) => rune.Value is (>= 0x1100 and <= 0x11FF) or (>= 0x3000 and <= 0x301F) or (>= 0x3131 and <= 0x318E) or (>= 0xAC00 and <= 0xD7A3);

    /// <summary>Makes the file.</summary>
    /// <param name="typeface">A font with TrueType outlines.</param>
    /// <param name="characters">What it has to show; those the font lacks are left out.</param>
    public static byte[] Make(SKTypeface typeface, IEnumerable<int> characters)
    {
        (int Character, ushort Glyph)[] wanted = [.. characters.Distinct().Order().Select(c => (c, typeface.GetGlyph(c))).Where(pair => pair.Item2 != 0)];
        byte[] head = typeface.GetTableData(Tag("head")), loca = typeface.GetTableData(Tag("loca")), glyf = typeface.GetTableData(Tag("glyf"));
        bool longOffsets = BinaryPrimitives.ReadInt16BigEndian(head.AsSpan(50)) != 0;
        int glyphs = BinaryPrimitives.ReadUInt16BigEndian(typeface.GetTableData(Tag("maxp")).AsSpan(4));

        var kept = new SortedSet<int> { 0 };
        foreach ((_, ushort glyph) in wanted) AddWithParts(glyph, kept);
        (byte[] newGlyf, byte[] newLoca) = Keep(kept);
        BinaryPrimitives.WriteInt16BigEndian(head.AsSpan(50), 1);

        var tables = new SortedDictionary<string, byte[]>(StringComparer.Ordinal) { ["cmap"] = CharacterMap(wanted), ["glyf"] = newGlyf, ["loca"] = newLoca };
        foreach (string name in s_copied) tables[name] = name == "head" ? head : typeface.GetTableData(Tag(name));
        return Pack(tables);

        Range Place(int glyph) => longOffsets
            ? (int)BinaryPrimitives.ReadUInt32BigEndian(loca.AsSpan(glyph * 4))..(int)BinaryPrimitives.ReadUInt32BigEndian(loca.AsSpan(glyph * 4 + 4))
            : (BinaryPrimitives.ReadUInt16BigEndian(loca.AsSpan(glyph * 2)) * 2)..(BinaryPrimitives.ReadUInt16BigEndian(loca.AsSpan(glyph * 2 + 2)) * 2);

        // A composite glyph (a negative number of contours) names its parts one after another.
        void AddWithParts(int glyph, SortedSet<int> found)
        {
            if (!found.Add(glyph)) return;
            ReadOnlySpan<byte> data = glyf.AsSpan(Place(glyph));
            if (data.Length < 10 || BinaryPrimitives.ReadInt16BigEndian(data) >= 0) return;
            const int argumentsAreWords = 1, hasScale = 8, moreParts = 32, hasTwoScales = 64, hasMatrix = 128;
            int at = 10, flags;
            do
            {
                flags = BinaryPrimitives.ReadUInt16BigEndian(data[at..]);
                AddWithParts(BinaryPrimitives.ReadUInt16BigEndian(data[(at + 2)..]), found);
                at += 4 + ((flags & argumentsAreWords) != 0 ? 4 : 2)
                    + ((flags & hasScale) != 0 ? 2 : (flags & hasTwoScales) != 0 ? 4 : (flags & hasMatrix) != 0 ? 8 : 0);
            }
            while ((flags & moreParts) != 0);
        }

        (byte[] Glyf, byte[] Loca) Keep(SortedSet<int> found)
        {
            using var outlines = new MemoryStream();
            byte[] offsets = new byte[(glyphs + 1) * 4];
            for (int glyph = 0; glyph < glyphs; glyph++)
            {
                BinaryPrimitives.WriteUInt32BigEndian(offsets.AsSpan(glyph * 4), (uint)outlines.Length);
                if (found.Contains(glyph)) outlines.Write(glyf.AsSpan(Place(glyph)));
                while (outlines.Length % 4 != 0) outlines.WriteByte(0);
            }

            BinaryPrimitives.WriteUInt32BigEndian(offsets.AsSpan(glyphs * 4), (uint)outlines.Length);
            return (outlines.ToArray(), offsets);
        }
    }

    /// <summary>A cmap table with one subtable of format 12: a group for each character.</summary>
    private static byte[] CharacterMap((int Character, ushort Glyph)[] wanted)
    {
        byte[] table = new byte[12 + 16 + wanted.Length * 12];
        BinaryPrimitives.WriteUInt16BigEndian(table.AsSpan(2), 1);
        BinaryPrimitives.WriteUInt16BigEndian(table.AsSpan(4), 3);
        BinaryPrimitives.WriteUInt16BigEndian(table.AsSpan(6), 10);
        BinaryPrimitives.WriteUInt32BigEndian(table.AsSpan(8), 12);
        Span<byte> groups = table.AsSpan(12);
        BinaryPrimitives.WriteUInt16BigEndian(groups, 12);
        BinaryPrimitives.WriteUInt32BigEndian(groups[4..], (uint)groups.Length);
        BinaryPrimitives.WriteUInt32BigEndian(groups[12..], (uint)wanted.Length);
        for (int i = 0; i < wanted.Length; i++)
        {
            Span<byte> group = groups[(16 + i * 12)..];
            BinaryPrimitives.WriteUInt32BigEndian(group, (uint)wanted[i].Character);
            BinaryPrimitives.WriteUInt32BigEndian(group[4..], (uint)wanted[i].Character);
            BinaryPrimitives.WriteUInt32BigEndian(group[8..], wanted[i].Glyph);
        }

        return table;
    }

    private static byte[] Pack(SortedDictionary<string, byte[]> tables)
    {
        using var body = new MemoryStream();
        byte[] header = new byte[44 + tables.Count * 20];
        int entry = 44;
        long plainSize = 12 + tables.Count * 16;
        foreach ((string name, byte[] table) in tables)
        {
            byte[] packed = Compress(table);
            if (packed.Length >= table.Length) packed = table;
            Span<byte> row = header.AsSpan(entry, 20);
            Encoding.ASCII.GetBytes(name, row);
            BinaryPrimitives.WriteUInt32BigEndian(row[4..], (uint)(header.Length + body.Length));
            BinaryPrimitives.WriteUInt32BigEndian(row[8..], (uint)packed.Length);
            BinaryPrimitives.WriteUInt32BigEndian(row[12..], (uint)table.Length);
            BinaryPrimitives.WriteUInt32BigEndian(row[16..], Checksum(table));
            body.Write(packed);
            while (body.Length % 4 != 0) body.WriteByte(0);
            plainSize += (table.Length + 3) / 4 * 4;
            entry += 20;
        }

        Encoding.ASCII.GetBytes("wOFF", header);
        BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(4), 0x00010000);
        BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(8), (uint)(header.Length + body.Length));
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(12), (ushort)tables.Count);
        BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(16), (uint)plainSize);
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(20), 1);
        return [.. header, .. body.ToArray()];
    }

    private static byte[] Compress(byte[] data)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.SmallestSize, leaveOpen: true)) zlib.Write(data);
        return packed.ToArray();
    }

    /// <summary>The sum of the table's big-endian words, as OpenType has it.</summary>
    private static uint Checksum(byte[] table)
    {
        uint sum = 0;
        for (int i = 0; i < table.Length; i += 4)
        {
            uint word = 0;
            for (int b = 0; b < 4; b++) word = (word << 8) | (i + b < table.Length ? table[i + b] : 0u);
            sum = unchecked(sum + word);
        }

        return sum;
    }

    private static uint Tag(string name) => ((uint)name[0] << 24) | ((uint)name[1] << 16) | ((uint)name[2] << 8) | name[3];
}
