using System.Buffers.Binary;

namespace Receptive.Cli.Tests;

/// <summary>Pictures in the simplest of formats.</summary>
internal static class Bitmap
{
    /// <summary>A seven in black on white.</summary>
    public static void WriteSeven(string path, int width, int height)
    {
        const int header = 54;
        int stride = (width * 3 + 3) / 4 * 4;
        byte[] file = new byte[header + (stride * height)];
        file[0] = (byte)'B';
        file[1] = (byte)'M';
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(2), file.Length);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(10), header);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(14), 40);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(18), width);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(22), -height); // rows from top to bottom
        file[26] = 1;
        file[28] = 24;
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                double u = (double)x / width, v = (double)y / height;
                bool bar = v is > 0.2 and < 0.3 && u is > 0.25 and < 0.75;
                bool stroke = v is >= 0.25 and < 0.85 && Math.Abs(u - (0.72 - (0.35 * (v - 0.25)))) < 0.06;
                file.AsSpan(header + (y * stride) + (x * 3), 3).Fill(bar || stroke ? (byte)20 : (byte)240);
            }
        }

        File.WriteAllBytes(path, file);
    }
}
