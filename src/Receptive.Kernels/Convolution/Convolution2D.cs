using System.Runtime.Intrinsics;
using Receptive.Kernels.Pooling;

namespace Receptive.Kernels.Convolution;

/// <summary>What is done besides the sums of a <see cref="Convolution2D"/> pass.</summary>
public readonly record struct Convolution2DOptions
{
    /// <summary>
    /// Computes the gradient with respect to the input: the source is the gradient with respect to the output; the
    /// kernel is rotated by 180 degrees, input and output channels swapped, while it is packed.
    /// </summary>
    public bool InputGradient { get; init; }

    public bool Bias { get; init; }

    public bool Relu { get; init; }

    /// <summary>2x2 max pooling of the result; the unpooled result is never stored.</summary>
    public bool Pool { get; init; }

    public ImageSourceKind Source { get; init; }
}

/// <summary>
/// A convolution over a batch of images: <c>y[n, i, j, o] = bias[o] + sum of x[n, i*s + p*d - top, j*s + q*d - left, c] * w[p, q, c, o]</c>.
/// </summary>
/// <remarks>
/// Three algorithms: <see cref="DirectConvolution2D{TSimd, TVector}"/> for any geometry,
/// <see cref="WinogradConvolution2D{TSimd, TVector}"/> where <see cref="Conv2DGeometry.IsWinograd"/> and
/// <see cref="DepthwiseConvolution2D{TSimd, TVector}"/> where <see cref="Conv2DGeometry.IsDepthwise"/>. All first
/// <see cref="Prepare"/> the weights (packing; once per change of the weights), then <see cref="Run"/> independent chunks: an
/// image, or a band of its rows where images are few or large.
/// </remarks>
public abstract unsafe class Convolution2D
{
    /// <summary>A batch is cut into at least this many chunks where the images allow it.</summary>
    private const int LeastChunks = 16;

    private protected Convolution2D(Conv2DGeometry geometry, Convolution2DOptions options)
    {
        Original = geometry;
        Geometry = options.InputGradient ? geometry.ForInputGradient() : geometry;
        Options = options;
    }

    public static Convolution2D Create(Conv2DGeometry geometry, Convolution2DOptions options) => Simd.Level switch
    {
        SimdLevel.Vector512 => Create<Simd512, Vector512<float>>(geometry, options),
        SimdLevel.Vector256 => Create<Simd256, Vector256<float>>(geometry, options),
        SimdLevel.Vector128 => Create<Simd128, Vector128<float>>(geometry, options),
        _ => Create<SimdScalar, float>(geometry, options),
    };

    private static Convolution2D Create<TSimd, TVector>(Conv2DGeometry geometry, Convolution2DOptions options)
        where TSimd : struct, ISimd<TVector>
        where TVector : unmanaged
    {
        Conv2DGeometry pass = options.InputGradient ? geometry.ForInputGradient() : geometry;
        return pass.IsWinograd ? new WinogradConvolution2D<TSimd, TVector>(geometry, options)
            : pass.IsDepthwise ? new DepthwiseConvolution2D<TSimd, TVector>(geometry, options)
            : new DirectConvolution2D<TSimd, TVector>(geometry, options);
    }

    /// <summary>"direct", "Winograd F(4x4, 3x3)" or "depthwise".</summary>
    public abstract string Algorithm { get; }

    /// <summary>Floats that <see cref="Prepare"/> writes.</summary>
    public abstract long PreparedLength { get; }

    public abstract int PrepareChunks { get; }

    /// <summary>Floats of scratch every worker needs in <see cref="Run"/>.</summary>
    public abstract long WorkerScratch { get; }

    /// <summary>The geometry as given: of the forward convolution.</summary>
    private protected Conv2DGeometry Original { get; }

    /// <summary>The geometry of this pass.</summary>
    private protected Conv2DGeometry Geometry { get; }

    private protected Convolution2DOptions Options { get; }

    /// <summary>Rows of output that a pass computes: pooling drops a last odd row.</summary>
    private protected int ComputedRows => Options.Pool ? Geometry.OutputHeight & ~1 : Geometry.OutputHeight;

    public int Chunks(int batch) => batch * Bands(batch);

    /// <summary>Packs the weights (HWIO) and the bias (may be null).</summary>
    public abstract void Prepare(int chunk, float* weights, float* bias, float* prepared);

    /// <summary>
    /// Computes one chunk. <paramref name="output"/> is the result of the whole batch; with pooling, <paramref name="index"/>
    /// gets a byte for each pooled value (see <see cref="ImageSource"/>), unless it is null.
    /// </summary>
    public abstract void Run(int batch, int chunk, in ImageSource source, float* prepared, float* output, byte* index, float* scratch);

    /// <summary>Bands an image is cut into; <paramref name="bandRows"/>: rows of the smallest sensible band.</summary>
    private protected static int BandCount(int batch, int rows, int bandRows, long floatsPerBandRow)
    {
        int most = Math.Max(1, (rows + bandRows - 1) / bandRows);
        long budget = Math.Max(1, Scratch.BandBudget / Math.Max(1, floatsPerBandRow));
        int forCache = (int)((most + budget - 1) / budget);
        int forWorkers = (LeastChunks + batch - 1) / Math.Max(1, batch);
        return Math.Clamp(Math.Max(forCache, forWorkers), 1, most);
    }

    private protected abstract int Bands(int batch);

    /// <summary>
    /// Copies one row of a weight panel, the filters from <paramref name="firstFilter"/> on (within the group) of one tap and
    /// channel, padded with zeros to the panel's width.
    /// </summary>
    private protected void CopyPanelRow(float* weights, int group, int firstFilter, int row, int column, int channel, float* destination, int width)
    {
        int valid = Math.Min(width, Geometry.GroupFilters - firstFilter);
        if (!Options.InputGradient)
        {
            float* source = weights + (((long)row * Geometry.KernelWidth + column) * Geometry.GroupChannels + channel) * Geometry.Filters
                + group * Geometry.GroupFilters + firstFilter;
            for (int i = 0; i < valid; i++)
                destination[i] = source[i];
        }
        else
        {
            int turnedRow = Geometry.KernelHeight - 1 - row, turnedColumn = Geometry.KernelWidth - 1 - column;
            long rowStride = Original.Filters;
            float* source = weights + (((long)turnedRow * Geometry.KernelWidth + turnedColumn) * Original.GroupChannels + firstFilter) * rowStride
                + group * Original.GroupFilters + channel;
            for (int i = 0; i < valid; i++)
                destination[i] = source[i * rowStride];
        }
        for (int i = valid; i < width; i++)
            destination[i] = 0;
    }

    /// <summary>The stage that brings the pass's input into scratch.</summary>
    private protected ImageStage Stage(int stagedWidth, int padTop, int padLeft) => new()
    {
        Height = Options.InputGradient ? Original.OutputHeight : Geometry.Height,
        Width = Options.InputGradient ? Original.OutputWidth : Geometry.Width,
        Channels = Geometry.Channels,
        StagedChannels = Geometry.Channels,
        StagedWidth = stagedWidth,
        PadTop = padTop,
        PadLeft = padLeft,
        SpreadHeight = Options.InputGradient ? Original.StrideHeight : 1,
        SpreadWidth = Options.InputGradient ? Original.StrideWidth : 1,
    };

    /// <summary>Whether rows and columns up to these bounds can be read where they are.</summary>
    private protected bool CanReadInPlace(int padTop, int padLeft, int rowsNeeded, int columnsNeeded) =>
        Options.Source == ImageSourceKind.Plain && padTop == 0 && padLeft == 0
        && rowsNeeded <= Geometry.Height && columnsNeeded <= Geometry.Width
        && (!Options.InputGradient || (Original.StrideHeight == 1 && Original.StrideWidth == 1));

    /// <summary>Pools rows [firstRow, firstRow + rows) held in <paramref name="rowsOfImage"/> into the output.</summary>
    private protected void PoolBand<TSimd, TVector>(int image, int firstRow, int rows, float* rowsOfImage, float* output, byte* index)
        where TSimd : struct, ISimd<TVector>
        where TVector : unmanaged
    {
        int pooledHeight = Geometry.OutputHeight / 2, pooledWidth = Geometry.OutputWidth / 2;
        long offset = ((long)image * pooledHeight + firstRow / 2) * pooledWidth * Geometry.Filters;
        MaxPool2x2.Run<TSimd, TVector>(rowsOfImage, Geometry.OutputWidth, Geometry.Filters, rows / 2, output + offset, index == null ? null : index + offset, Options.Relu);
    }
}
