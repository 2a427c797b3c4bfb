using System.Runtime.CompilerServices;
using Receptive.Kernels.Gemm;

namespace Receptive.Kernels.Convolution;

/// <summary>
/// The kernel's gradient in Winograd's domain: <c>dw = G^T [ sum over tiles of (B^T x B) * (A dy A^T) ] G</c>. Each of the 36
/// points is one matrix product over tiles, channels by filters; the sum over all images stays in the transformed domain and
/// is brought back once.
/// </summary>
internal sealed unsafe class WinogradConvolution2DKernelGradient<TSimd, TVector> : Convolution2DKernelGradient
    where TSimd : struct, ISimd<TVector>
    where TVector : unmanaged
{
    private const int Tile = 4;
    private const int Points = 36;

    private readonly int _panel = 2 * TSimd.Width;
    private readonly int _paddedFilters;
    private readonly int _tileRows;
    private readonly int _tileColumns;
    private readonly bool _imageInPlace;
    private readonly bool _gradientInPlace;
    private readonly int _imageWidth;
    private readonly int _gradientWidth;

    public WinogradConvolution2DKernelGradient(Conv2DGeometry geometry, ImageSourceKind gradientSource)
        : base(geometry, gradientSource)
    {
        Conv2DGeometry g = geometry;
        _paddedFilters = (g.Filters + _panel - 1) / _panel * _panel;
        _tileRows = (g.OutputHeight + Tile - 1) / Tile;
        _tileColumns = (g.OutputWidth + Tile - 1) / Tile;
        bool wholeTiles = g.OutputHeight % Tile == 0 && g.OutputWidth % Tile == 0;
        _imageInPlace = wholeTiles && g.PadTop == 0 && g.PadLeft == 0;
        _imageWidth = _imageInPlace ? g.Width : _tileColumns * Tile + 2;
        _gradientInPlace = wholeTiles && gradientSource == ImageSourceKind.Plain && _paddedFilters == g.Filters;
        _gradientWidth = _tileColumns * Tile;
    }

    public override string Algorithm => "Winograd F(3x3, 4x4)";

    public override long PartialLength => (long)Points * Geometry.Channels * _paddedFilters;

    /// <summary>Tile rows that are transformed together: as many as the caches hold.</summary>
    private int BandTileRows => (int)Math.Clamp(Scratch.BandBudget / Math.Max(1, (long)Points * _tileColumns * Math.Max(Geometry.Channels, _panel)), 1, _tileRows);

    public override long WorkerScratch => StagedImage + StagedGradient + ImagePoints + GradientPoints;

    public override int FinishChunks => Geometry.Channels;

    private long StagedImage => _imageInPlace ? 0 : Scratch.Align((long)(BandTileRows * Tile + 2) * _imageWidth * Geometry.Channels);

    private long StagedGradient => _gradientInPlace ? 0 : Scratch.Align((long)BandTileRows * Tile * _gradientWidth * _paddedFilters);

    private long ImagePoints => Scratch.Align((long)Points * BandTileRows * _tileColumns * Geometry.Channels);

    private long GradientPoints => Scratch.Align((long)Points * BandTileRows * _tileColumns * _panel);

    public override void Accumulate(int batch, int chunk, float* images, in ImageSource gradient, float* partials, float* scratch)
    {
        Conv2DGeometry g = Geometry;
        float* partial = partials + chunk * PartialLength;
        Scratch.Clear(partial, PartialLength);
        float* stagedImage = scratch, stagedGradient = stagedImage + StagedImage;
        float* imagePoints = stagedGradient + StagedGradient, gradientPoints = imagePoints + ImagePoints;
        var imageStage = new ImageStage
        {
            Height = g.Height,
            Width = g.Width,
            Channels = g.Channels,
            StagedChannels = g.Channels,
            StagedWidth = _imageWidth,
            PadTop = g.PadTop,
            PadLeft = g.PadLeft,
        };
        var gradientStage = new ImageStage
        {
            Height = g.OutputHeight,
            Width = g.OutputWidth,
            Channels = g.Filters,
            StagedChannels = _paddedFilters,
            StagedWidth = _gradientWidth,
            PadTop = 0,
            PadLeft = 0,
        };
        (int first, int end) = Images(batch, chunk);
        for (int image = first; image < end; image++)
        {
            for (int tileRow = 0; tileRow < _tileRows; tileRow += BandTileRows)
            {
                int tileRows = Math.Min(BandTileRows, _tileRows - tileRow), tiles = tileRows * _tileColumns, row = tileRow * Tile;
                float* x = images + ((long)image * g.Height + row) * g.Width * g.Channels;
                if (!_imageInPlace)
                {
                    imageStage.Fill<TSimd, TVector>(ImageSource.Plain(images), image, row, tileRows * Tile + 2, stagedImage);
                    x = stagedImage;
                }
                float* dy = gradient.Values + ((long)image * g.OutputHeight + row) * g.OutputWidth * g.Filters;
                if (!_gradientInPlace)
                {
                    gradientStage.Fill<TSimd, TVector>(gradient, image, row, tileRows * Tile, stagedGradient);
                    dy = stagedGradient;
                }
                WinogradTiles<TSimd, TVector>.TransformInput(x, (long)_imageWidth * g.Channels, g.Channels, tileRows, _tileColumns,
                    imagePoints, g.Channels, (long)tiles * g.Channels);
                for (int column = 0; column < _paddedFilters; column += _panel)
                {
                    WinogradTiles<TSimd, TVector>.TransformOutputGradient(dy + column, (long)_gradientWidth * _paddedFilters, _paddedFilters, _panel,
                        tileRows, _tileColumns, gradientPoints, _panel, (long)tiles * _panel);
                    MultiplyPoints(tiles, imagePoints, gradientPoints, partial + column);
                }
            }
        }
    }

    public override void Finish(int batch, int chunk, float* partials, float* kernelGradient)
    {
        int chunks = Chunks(batch), filters = Geometry.Filters;
        float* taps = stackalloc float[9 * TSimd.Width];
        long tapStride = (long)Geometry.Channels * filters;
        for (int o = 0; o < filters; o += TSimd.Width)
        {
            KernelGradient(partials + (long)chunk * _paddedFilters + o, (long)Geometry.Channels * _paddedFilters, PartialLength, chunks, taps);
            int valid = Math.Min(TSimd.Width, filters - o);
            for (int tap = 0; tap < 9; tap++)
            {
                for (int lane = 0; lane < valid; lane++)
                    kernelGradient[tap * tapStride + (long)chunk * filters + o + lane] = taps[tap * TSimd.Width + lane];
            }
        }
    }

    private void MultiplyPoints(int tiles, float* imagePoints, float* gradientPoints, float* partial)
    {
        int channels = Geometry.Channels;
        var operands = new GemmOperands
        {
            AStride = channels,
            BStride = _panel,
            CStride = _paddedFilters,
            StartStride = _paddedFilters,
            Length = tiles,
        };
        for (int point = 0; point < Points; point++)
        {
            float* c = partial + (long)point * channels * _paddedFilters;
            GemmColumns<TSimd, TVector>.Run(operands, channels, imagePoints + (long)point * tiles * channels, gradientPoints + (long)point * tiles * _panel, c, c);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void KernelGradient(float* points, long pointStride, long partialStride, int partials, float* taps)
    {
        TVector* m = stackalloc TVector[Points];
        for (int point = 0; point < Points; point++)
        {
            TVector sum = TSimd.Load(points + point * pointStride);
            for (int i = 1; i < partials; i++)
                sum = TSimd.Add(sum, TSimd.Load(points + point * pointStride + i * partialStride));
            m[point] = sum;
        }
        TVector* s = stackalloc TVector[18];
        for (int column = 0; column < 6; column++)
        {
            WinogradTransforms<TSimd, TVector>.KernelGradient(
                m[column], m[6 + column], m[12 + column], m[18 + column], m[24 + column], m[30 + column],
                out s[column], out s[6 + column], out s[12 + column]);
        }
        for (int row = 0; row < 3; row++)
        {
            TVector* r = s + row * 6;
            WinogradTransforms<TSimd, TVector>.KernelGradient(r[0], r[1], r[2], r[3], r[4], r[5], out TVector g0, out TVector g1, out TVector g2);
            TSimd.Store(g0, taps + row * 3 * TSimd.Width);
            TSimd.Store(g1, taps + (row * 3 + 1) * TSimd.Width);
            TSimd.Store(g2, taps + (row * 3 + 2) * TSimd.Width);
        }
    }
}
