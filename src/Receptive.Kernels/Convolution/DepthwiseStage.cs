namespace Receptive.Kernels.Convolution;

/// <summary>
/// Brings rows of images to where a depthwise loop wants them: for each pixel and each channel within a group, as many floats as
/// there are filters, the one that each filter reads. Without a multiplier that is the image itself, which then is only padded.
/// </summary>
/// <param name="image">The padding and spreading, for pixels as they are.</param>
/// <param name="groupChannels">Input channels of a group.</param>
/// <param name="groupFilters">Filters of a group.</param>
internal readonly unsafe struct DepthwiseStage(ImageStage image, int groupChannels, int groupFilters)
{
    /// <summary>Whether a pixel stays as it is.</summary>
    public bool IsPlain => groupChannels == 1 && groupFilters == 1;

    /// <summary>Floats of a staged pixel.</summary>
    public long PixelLength => (long)image.Channels * groupFilters;

    /// <summary>Floats of a staged row.</summary>
    public long RowLength => image.StagedWidth * PixelLength;

    /// <summary>Floats of scratch besides the staged rows.</summary>
    public long Scratch => IsPlain ? 0 : Kernels.Scratch.Align((long)image.StagedWidth * image.Channels);

    /// <summary>Fills <paramref name="rows"/> staged rows from <paramref name="firstRow"/> (counted with the padding).</summary>
    public void Fill<TSimd, TVector>(in ImageSource source, int imageIndex, int firstRow, int rows, float* destination, float* scratch)
        where TSimd : struct, ISimd<TVector>
        where TVector : unmanaged
    {
        if (IsPlain)
        {
            image.Fill<TSimd, TVector>(source, imageIndex, firstRow, rows, destination);
            return;
        }

        for (int row = 0; row < rows; row++)
        {
            image.Fill<TSimd, TVector>(source, imageIndex, firstRow + row, 1, scratch);
            float* from = scratch, to = destination + row * RowLength;
            for (int pixel = 0; pixel < image.StagedWidth; pixel++, from += image.Channels)
            {
                for (int channel = 0; channel < groupChannels; channel++)
                {
                    for (int group = 0; group < image.Channels; group += groupChannels)
                    {
                        for (int filter = 0; filter < groupFilters; filter++) *to++ = from[group + channel];
                    }
                }
            }
        }
    }
}
