namespace Receptive.Saving;

/// <summary>The checksum of zip archives, gzip and PNG (CRC-32, polynomial 0xEDB88320), eight bytes at a time.</summary>
internal static class Crc32
{
    // Table k gives the effect of a byte followed by k bytes of zero.
    private static readonly uint[][] s_tables = MakeTables();

    public static uint Of(ReadOnlySpan<byte> bytes) => Append(0, bytes);

    /// <summary>Continues a checksum, 0 at the start, over more bytes.</summary>
    public static uint Append(uint checksum, ReadOnlySpan<byte> bytes)
    {
        uint[][] t = s_tables;
        uint crc = ~checksum;
        for (; bytes.Length >= 8; bytes = bytes[8..])
        {
            uint low = crc ^ System.Buffers.Binary.BinaryPrimitives.ReadUInt32LittleEndian(bytes);
            crc = t[7][low & 255] ^ t[6][low >> 8 & 255] ^ t[5][low >> 16 & 255] ^ t[4][low >> 24]
                ^ t[3][bytes[4]] ^ t[2][bytes[5]] ^ t[1][bytes[6]] ^ t[0][bytes[7]];
        }

        foreach (byte b in bytes)
            crc = crc >> 8 ^ t[0][(crc ^ b) & 255];
        return ~crc;
    }

    private static uint[][] MakeTables()
    {
        uint[][] tables = new uint[8][];
        for (int k = 0; k < tables.Length; k++)
        {
            tables[k] = new uint[256];
            for (uint i = 0u; i < 256; i++)
            {
                if (k > 0)
                {
                    uint before = tables[k - 1][i];
                    tables[k][i] = before >> 8 ^ tables[0][before & 255];
                    continue;
                }

                uint crc = i;
                for (int bit = 0; bit < 8; bit++)
                    crc = (crc & 1) != 0 ? crc >> 1 ^ 0xEDB88320 : crc >> 1;
                tables[0][i] = crc;
            }
        }

        return tables;
    }
}
