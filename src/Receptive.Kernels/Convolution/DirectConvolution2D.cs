using Receptive.Kernels.Gemm;

namespace Receptive.Kernels.Convolution;

/// <summary>
/// Convolution by its definition, for any kernel, stride, dilation and grouping. A row of output pixels times two vectors of
/// filters is a block of <see cref="GemmRows{TSimd, TVector}"/>: "a row of A" is what one output pixel sees of one kernel row,
/// contiguous in NHWC, and neighbouring pixels lie a stride apart. No patches are ever copied.
/// </summary>
internal sealed unsafe class DirectConvolution2D<TSimd, TVector> : Convolution2D
    where TSimd : struct, ISimd<TVector>
    where TVector : unmanaged
{
    private readonly int _panel = GemmRows<TSimd, TVector>.PanelWidth;
    private readonly int _panelsPerGroup;
    private readonly long _panelLength;
    private readonly bool _inPlace;
    private readonly int _stagedWidth;
    private readonly LiveTaps _taps;

    public DirectConvolution2D(Conv2DGeometry geometry, Convolution2DOptions options)
        : base(geometry, options)
    {
        Conv2DGeometry g = Geometry;
        _panelsPerGroup = (g.GroupFilters + _panel - 1) / _panel;
        _taps = g.LiveTaps;
        _panelLength = (long)_taps.Count * g.GroupChannels * _panel;
        _inPlace = CanReadInPlace(_taps.PadTop, _taps.PadLeft, _taps.StagedHeight, _taps.StagedWidth);
        _stagedWidth = _inPlace ? g.Width : _taps.StagedWidth;
    }

    public override string Algorithm => "direct";

    public override long PreparedLength => Panels * (_panelLength + _panel);

    public override int PrepareChunks => Panels;

    public override long WorkerScratch => StagedFloats + PooledFloats + Scratch.Align((long)Geometry.OutputWidth * _panel);

    private int Panels => Geometry.Groups * _panelsPerGroup;

    private int RowUnit => Options.Pool ? 2 : 1;

    private long StagedFloats => _inPlace ? 0 : Scratch.Align((long)StagedRows(BandRows(LargestBandBatch)) * _stagedWidth * Geometry.Channels);

    private long PooledFloats => Options.Pool ? Scratch.Align((long)BandRows(LargestBandBatch) * Geometry.OutputWidth * Geometry.Filters) : 0;

    /// <summary>From this batch on the number of bands no longer falls.</summary>
    private static int LargestBandBatch => 1 << 20;

    public override void Prepare(int chunk, float* weights, float* bias, float* prepared)
    {
        Conv2DGeometry g = Geometry;
        int group = chunk / _panelsPerGroup, firstFilter = chunk % _panelsPerGroup * _panel;
        float* row = prepared + chunk * _panelLength;
        for (int p = 0; p < _taps.Rows; p++)
        {
            for (int q = 0; q < _taps.Columns; q++)
            {
                for (int c = 0; c < g.GroupChannels; c++, row += _panel)
                    CopyPanelRow(weights, group, firstFilter, _taps.FirstRow + p, _taps.FirstColumn + q, c, row, _panel);
            }
        }
        float* start = prepared + Panels * _panelLength + (long)chunk * _panel;
        for (int i = 0; i < _panel; i++)
        {
            bool used = bias != null && firstFilter + i < g.GroupFilters;
            start[i] = used ? bias[group * g.GroupFilters + firstFilter + i] : 0;
        }
    }

    public override void Run(int batch, int chunk, in ImageSource source, float* prepared, float* output, byte* index, float* scratch)
    {
        Conv2DGeometry g = Geometry;
        int bands = Bands(batch), image = chunk / bands, bandRows = BandRows(batch);
        int first = chunk % bands * bandRows, rows = Math.Min(bandRows, ComputedRows - first);
        if (rows <= 0)
            return;
        float* staged = scratch, pooled = scratch + StagedFloats, tile = pooled + PooledFloats;
        long inputRow = (long)_stagedWidth * g.Channels;
        float* input;
        if (_inPlace)
        {
            input = source.Values + ((long)image * g.Height + first * g.StrideHeight) * inputRow;
        }
        else
        {
            Stage(_stagedWidth, _taps.PadTop, _taps.PadLeft).Fill<TSimd, TVector>(source, image, first * g.StrideHeight, StagedRows(rows), staged);
            input = staged;
        }
        float* result = Options.Pool ? pooled : output + ((long)image * g.OutputHeight + first) * g.OutputWidth * g.Filters;
        bool merge = g.DilationWidth == 1 && g.Groups == 1;
        // A 1x1 kernel at stride 1 sees the band as one long row of pixels.
        bool flat = g.KernelHeight == 1 && g.KernelWidth == 1 && g.StrideHeight == 1 && g.StrideWidth == 1 && _stagedWidth == g.OutputWidth;
        int pixelRows = flat ? 1 : rows, pixels = flat ? rows * g.OutputWidth : g.OutputWidth;
        for (int panel = 0; panel < Panels; panel++)
        {
            int group = panel / _panelsPerGroup, firstFilter = panel % _panelsPerGroup * _panel;
            int valid = Math.Min(_panel, g.GroupFilters - firstFilter);
            bool whole = valid == _panel;
            var operands = new GemmOperands
            {
                AStride = (nint)g.StrideWidth * g.Channels,
                BStride = _panel,
                CStride = whole ? g.Filters : _panel,
                StartStride = 0,
                OuterRuns = _taps.Rows,
                OuterStride = (nint)(g.DilationHeight * inputRow),
                InnerRuns = merge ? 1 : _taps.Columns,
                InnerStride = (nint)g.DilationWidth * g.Channels,
                Length = merge ? _taps.Columns * g.Channels : g.GroupChannels,
                Relu = Options.Relu,
            };
            float* weights = prepared + panel * _panelLength;
            float* start = prepared + Panels * _panelLength + (long)panel * _panel;
            float* a = input + group * g.GroupChannels;
            float* c = result + group * g.GroupFilters + firstFilter;
            for (int row = 0; row < pixelRows; row++)
            {
                float* ar = a + row * g.StrideHeight * inputRow;
                float* cr = c + (long)row * g.OutputWidth * g.Filters;
                if (whole)
                {
                    GemmRows<TSimd, TVector>.Run(operands, pixels, ar, weights, start, cr);
                    continue;
                }
                for (int done = 0; done < pixels; done += g.OutputWidth)
                {
                    GemmRows<TSimd, TVector>.Run(operands, g.OutputWidth, ar + (nint)done * operands.AStride, weights, start, tile);
                    Scratch.CopyRows(tile, _panel, cr + (long)done * g.Filters, g.Filters, g.OutputWidth, valid);
                }
            }
        }
        if (Options.Pool)
            PoolBand<TSimd, TVector>(image, first, rows, pooled, output, index);
    }

    private protected override int Bands(int batch) =>
        BandCount(batch, ComputedRows, RowUnit, RowUnit * ((long)Geometry.StrideHeight * _stagedWidth * Geometry.Channels + (Options.Pool ? (long)Geometry.OutputWidth * Geometry.Filters : 0)));

    private int BandRows(int batch)
    {
        int units = (ComputedRows + RowUnit - 1) / RowUnit, bands = Bands(batch);
        return (units + bands - 1) / bands * RowUnit;
    }

    private int StagedRows(int rows) => _taps.Count == 0 ? 0 : (rows - 1) * Geometry.StrideHeight + (_taps.Rows - 1) * Geometry.DilationHeight + 1;
}
