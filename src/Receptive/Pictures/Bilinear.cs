namespace Receptive.Pictures;

/// <summary>Values between the points of a grid, on straight lines from point to point.</summary>
internal static class Bilinear
{
    /// <summary>The value at a place of the grid; beyond its edge that of the edge.</summary>
    /// <param name="map">Row by row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="width">Values in a row.</param>
    /// <param name="row">0 is the first row's centre.</param>
    /// <param name="column">0 is the first column's centre.</param>
    public static double Sample(ReadOnlySpan<float> map, int height, int width, double row, double column)
    {
        row = Math.Clamp(row, 0, height - 1);
        column = Math.Clamp(column, 0, width - 1);
        int top = (int)row, left = (int)column;
        int bottom = Math.Min(top + 1, height - 1), right = Math.Min(left + 1, width - 1);
        double down = row - top, across = column - left;
        double upper = map[top * width + left] * (1 - across) + map[top * width + right] * across;
        double lower = map[bottom * width + left] * (1 - across) + map[bottom * width + right] * across;
        return upper * (1 - down) + lower * down;
    }

    /// <summary>The map stretched or shrunk to another size.</summary>
    public static float[] Resize(ReadOnlySpan<float> map, int height, int width, int newHeight, int newWidth)
    {
        float[] result = new float[newHeight * newWidth];
        for (int row = 0; row < newHeight; row++)
        {
            for (int column = 0; column < newWidth; column++)
                result[row * newWidth + column] = (float)Sample(map, height, width, (row + 0.5) * height / newHeight - 0.5, (column + 0.5) * width / newWidth - 0.5);
        }

        return result;
    }
}
