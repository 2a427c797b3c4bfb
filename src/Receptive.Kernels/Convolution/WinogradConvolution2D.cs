using System.Runtime.CompilerServices;
using Receptive.Kernels.Gemm;

namespace Receptive.Kernels.Convolution;

/// <summary>
/// 3x3 convolution at stride 1 by Winograd's F(4x4, 3x3): an output tile of 4x4 pixels needs 36 multiplications a channel pair
/// instead of 144.
/// </summary>
/// <remarks>
/// For a band of tile rows: (1) every 6x6 patch is transformed, V[36][tile][channel]; (2) for two vectors of filters at a time,
/// 36 products M[tile][36] = V * U run on registers, then the inverse transform adds the bias, applies ReLU and writes 4x4
/// pixels. V, one panel of M and the transformed kernel U stay in the second-level cache.
/// </remarks>
internal sealed unsafe class WinogradConvolution2D<TSimd, TVector> : Convolution2D
    where TSimd : struct, ISimd<TVector>
    where TVector : unmanaged
{
    private const int Tile = 4;
    private const int Points = 36;

    private readonly int _panel = GemmRows<TSimd, TVector>.PanelWidth;
    private readonly int _panels;
    private readonly int _tileRows;
    private readonly int _tileColumns;
    private readonly bool _inPlace;
    private readonly int _stagedWidth;

    public WinogradConvolution2D(Conv2DGeometry geometry, Convolution2DOptions options)
        : base(geometry, options)
    {
        _panels = (Geometry.Filters + _panel - 1) / _panel;
        _tileRows = (ComputedRows + Tile - 1) / Tile;
        _tileColumns = (Geometry.OutputWidth + Tile - 1) / Tile;
        _inPlace = CanReadInPlace(Geometry.PadTop, Geometry.PadLeft, _tileRows * Tile + 2, _tileColumns * Tile + 2);
        _stagedWidth = _inPlace ? Geometry.Width : _tileColumns * Tile + 2;
    }

    public override string Algorithm => "Winograd F(4x4, 3x3)";

    public override long PreparedLength => (long)_panels * Points * Geometry.Channels * _panel + ((long)_panels + 1) * _panel;

    public override int PrepareChunks => _panels;

    public override long WorkerScratch => StagedFloats + PooledFloats + TransformedFloats + ProductFloats + Scratch.Align(Tile * Tile * _panel);

    private int LargestBand => BandTileRows(1 << 20);

    private long StagedFloats => _inPlace ? 0 : Scratch.Align((long)(LargestBand * Tile + 2) * _stagedWidth * Geometry.Channels);

    private long PooledFloats => Options.Pool ? Scratch.Align((long)LargestBand * Tile * Geometry.OutputWidth * Geometry.Filters) : 0;

    private long TransformedFloats => Scratch.Align((long)Points * LargestBand * _tileColumns * Geometry.Channels);

    private long ProductFloats => Scratch.Align((long)Points * LargestBand * _tileColumns * _panel);

    private long PanelLength => (long)Points * Geometry.Channels * _panel;

    public override void Prepare(int chunk, float* weights, float* bias, float* prepared)
    {
        float* taps = stackalloc float[9 * _panel];
        for (int c = 0; c < Geometry.Channels; c++)
        {
            for (int p = 0; p < 3; p++)
            {
                for (int q = 0; q < 3; q++)
                    CopyPanelRow(weights, 0, chunk * _panel, p, q, c, taps + (p * 3 + q) * _panel, _panel);
            }
            float* target = prepared + chunk * PanelLength + (long)c * _panel;
            for (int lane = 0; lane < _panel; lane += TSimd.Width)
                TransformKernel(taps + lane, _panel, target + lane, (long)Geometry.Channels * _panel);
        }
        float* start = prepared + _panels * PanelLength;
        for (int i = 0; i < _panel; i++)
        {
            int filter = chunk * _panel + i;
            start[filter] = bias != null && filter < Geometry.Filters ? bias[filter] : 0;
            if (chunk == 0)
                start[_panels * _panel + i] = 0;
        }
    }

    public override void Run(int batch, int chunk, in ImageSource source, float* prepared, float* output, byte* index, float* scratch)
    {
        Conv2DGeometry g = Geometry;
        int bands = Bands(batch), image = chunk / bands, bandRows = BandTileRows(batch);
        int firstTileRow = chunk % bands * bandRows, tileRows = Math.Min(bandRows, _tileRows - firstTileRow);
        if (tileRows <= 0)
            return;
        int tiles = tileRows * _tileColumns, firstRow = firstTileRow * Tile;
        float* staged = scratch;
        float* pooled = staged + StagedFloats;
        float* transformed = pooled + PooledFloats;
        float* products = transformed + TransformedFloats;
        float* edge = products + ProductFloats;
        float* input;
        if (_inPlace)
        {
            input = source.Values + ((long)image * g.Height + firstRow) * g.Width * g.Channels;
        }
        else
        {
            Stage(_stagedWidth, Geometry.PadTop, Geometry.PadLeft).Fill<TSimd, TVector>(source, image, firstRow, tileRows * Tile + 2, staged);
            input = staged;
        }
        WinogradTiles<TSimd, TVector>.TransformInput(input, (long)_stagedWidth * g.Channels, g.Channels, tileRows, _tileColumns, transformed, g.Channels, (long)tiles * g.Channels);

        float* result = Options.Pool ? pooled : output + ((long)image * g.OutputHeight + firstRow) * g.OutputWidth * g.Filters;
        int rows = Math.Min(tileRows * Tile, ComputedRows - firstRow);
        float* biases = prepared + _panels * PanelLength, zeros = biases + _panels * _panel;
        var operands = new GemmOperands
        {
            AStride = g.Channels,
            BStride = _panel,
            CStride = Points * _panel,
            Length = g.Channels,
        };
        for (int panel = 0; panel < _panels; panel++)
        {
            float* kernel = prepared + panel * PanelLength;
            for (int point = 0; point < Points; point++)
            {
                GemmRows<TSimd, TVector>.Run(operands, tiles, transformed + (long)point * tiles * g.Channels,
                    kernel + (long)point * g.Channels * _panel, zeros, products + point * _panel);
            }
            int firstFilter = panel * _panel, valid = Math.Min(_panel, g.Filters - firstFilter);
            for (int t = 0; t < tiles; t++)
            {
                int y = t / _tileColumns * Tile, x = t % _tileColumns * Tile;
                float* to = result + ((long)y * g.OutputWidth + x) * g.Filters + firstFilter;
                float* from = products + (long)t * Points * _panel;
                bool whole = y + Tile <= rows && x + Tile <= g.OutputWidth && valid == _panel;
                for (int lane = 0; lane < _panel; lane += TSimd.Width)
                {
                    if (whole)
                        InverseTransform(from + lane, _panel, biases + firstFilter + lane, to + lane, (long)g.OutputWidth * g.Filters, g.Filters, Options.Relu);
                    else
                        InverseTransform(from + lane, _panel, biases + firstFilter + lane, edge + lane, Tile * _panel, _panel, Options.Relu);
                }
                if (whole)
                    continue;
                int columns = Math.Min(Tile, g.OutputWidth - x);
                for (int i = 0; i < Math.Min(Tile, rows - y); i++)
                    Scratch.CopyRows(edge + i * Tile * _panel, _panel, to + (long)i * g.OutputWidth * g.Filters, g.Filters, columns, valid);
            }
        }
        if (Options.Pool)
            PoolBand<TSimd, TVector>(image, firstRow, rows, pooled, output, index);
    }

    private protected override int Bands(int batch) => BandCount(batch, _tileRows, 1, (long)Points * _tileColumns * Geometry.Channels);

    private int BandTileRows(int batch)
    {
        int bands = Bands(batch);
        return (_tileRows + bands - 1) / bands;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TransformKernel(float* taps, int tapStride, float* target, long pointStride)
    {
        TVector* s = stackalloc TVector[18];
        for (int q = 0; q < 3; q++)
        {
            WinogradTransforms<TSimd, TVector>.Kernel(
                TSimd.Load(taps + q * tapStride), TSimd.Load(taps + (3 + q) * tapStride), TSimd.Load(taps + (6 + q) * tapStride),
                out s[q], out s[3 + q], out s[6 + q], out s[9 + q], out s[12 + q], out s[15 + q]);
        }
        for (int i = 0; i < 6; i++)
        {
            WinogradTransforms<TSimd, TVector>.Kernel(s[i * 3], s[i * 3 + 1], s[i * 3 + 2],
                out TVector t0, out TVector t1, out TVector t2, out TVector t3, out TVector t4, out TVector t5);
            float* row = target + i * 6 * pointStride;
            TSimd.Store(t0, row);
            TSimd.Store(t1, row + pointStride);
            TSimd.Store(t2, row + 2 * pointStride);
            TSimd.Store(t3, row + 3 * pointStride);
            TSimd.Store(t4, row + 4 * pointStride);
            TSimd.Store(t5, row + 5 * pointStride);
        }
    }

    /// <summary>Six columns to four, then six rows to four: 36 points of one vector of filters to 4x4 pixels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void InverseTransform(float* m, int pointStride, float* bias, float* to, long rowStride, long columnStride, bool relu)
    {
        Column(m, pointStride, out TVector a0, out TVector a1, out TVector a2, out TVector a3);
        Column(m + pointStride, pointStride, out TVector b0, out TVector b1, out TVector b2, out TVector b3);
        Column(m + 2 * pointStride, pointStride, out TVector c0, out TVector c1, out TVector c2, out TVector c3);
        Column(m + 3 * pointStride, pointStride, out TVector d0, out TVector d1, out TVector d2, out TVector d3);
        Column(m + 4 * pointStride, pointStride, out TVector e0, out TVector e1, out TVector e2, out TVector e3);
        Column(m + 5 * pointStride, pointStride, out TVector f0, out TVector f1, out TVector f2, out TVector f3);
        TVector start = TSimd.Load(bias);
        Row(a0, b0, c0, d0, e0, f0, start, to, columnStride, relu);
        Row(a1, b1, c1, d1, e1, f1, start, to + rowStride, columnStride, relu);
        Row(a2, b2, c2, d2, e2, f2, start, to + 2 * rowStride, columnStride, relu);
        Row(a3, b3, c3, d3, e3, f3, start, to + 3 * rowStride, columnStride, relu);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Column(float* m, int pointStride, out TVector y0, out TVector y1, out TVector y2, out TVector y3)
    {
        int rowStride = 6 * pointStride;
        WinogradTransforms<TSimd, TVector>.Output(
            TSimd.Load(m), TSimd.Load(m + rowStride), TSimd.Load(m + 2 * rowStride),
            TSimd.Load(m + 3 * rowStride), TSimd.Load(m + 4 * rowStride), TSimd.Load(m + 5 * rowStride),
            out y0, out y1, out y2, out y3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Row(TVector a, TVector b, TVector c, TVector d, TVector e, TVector f, TVector start, float* to, long columnStride, bool relu)
    {
        WinogradTransforms<TSimd, TVector>.Output(a, b, c, d, e, f, out TVector y0, out TVector y1, out TVector y2, out TVector y3);
        y0 = TSimd.Add(y0, start);
        y1 = TSimd.Add(y1, start);
        y2 = TSimd.Add(y2, start);
        y3 = TSimd.Add(y3, start);
        if (relu)
        {
            y0 = MathFunctions.Relu<TSimd, TVector>(y0);
            y1 = MathFunctions.Relu<TSimd, TVector>(y1);
            y2 = MathFunctions.Relu<TSimd, TVector>(y2);
            y3 = MathFunctions.Relu<TSimd, TVector>(y3);
        }
        TSimd.Store(y0, to);
        TSimd.Store(y1, to + columnStride);
        TSimd.Store(y2, to + 2 * columnStride);
        TSimd.Store(y3, to + 3 * columnStride);
    }
}
