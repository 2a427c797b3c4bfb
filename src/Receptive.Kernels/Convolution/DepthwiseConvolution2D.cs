using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Receptive.Kernels.Convolution;

/// <summary>
/// Convolution with groups of one channel or of one filter (<see cref="Conv2DGeometry.IsDepthwise"/>), for any kernel, stride and
/// dilation. There is no sum over many channels, so nothing for a matrix product to do: lanes are filters, which lie side by side
/// in NHWC as do the channels that they read.
/// </summary>
/// <remarks>
/// Eight output pixels of a row times one vector of filters are sums in registers, so that each vector of weights is loaded once for
/// eight fused multiply-adds. All filters of these pixels come before the next pixels: what they read, a few rows
/// of ten pixels, stays in the first-level cache. Each sum is one chain over the taps in ascending order, from the bias on.
/// </remarks>
internal sealed unsafe class DepthwiseConvolution2D<TSimd, TVector> : Convolution2D
    where TSimd : struct, ISimd<TVector>
    where TVector : unmanaged
{
    private readonly int _lanes; // filters, rounded up so that weights are read in whole registers of any width
    private readonly bool _inPlace;
    private readonly int _stagedWidth;
    private readonly LiveTaps _taps;
    private readonly DepthwiseStage _stage;
    private readonly nint[] _offsets; // on the pinned heap: from a window's first float to what each tap and channel of it reads

    public DepthwiseConvolution2D(Conv2DGeometry geometry, Convolution2DOptions options)
        : base(geometry, options)
    {
        Conv2DGeometry g = Geometry;
        _taps = g.LiveTaps;
        _lanes = checked((int)Scratch.Align(g.Filters));
        bool isPlain = g.GroupChannels == 1 && g.GroupFilters == 1;
        _inPlace = isPlain && CanReadInPlace(_taps.PadTop, _taps.PadLeft, _taps.StagedHeight, _taps.StagedWidth);
        _stagedWidth = _inPlace ? g.Width : _taps.StagedWidth;
        _stage = new DepthwiseStage(Stage(_stagedWidth, _taps.PadTop, _taps.PadLeft), g.GroupChannels, g.GroupFilters);
        _offsets = OffsetsOf(g, _taps, _stage);
    }

    public override string Algorithm => "depthwise";

    public override long PreparedLength => ((long)_offsets.Length + 1) * _lanes;

    public override int PrepareChunks => 1;

    public override long WorkerScratch => StagedFloats + PooledFloats + (_inPlace ? 0 : _stage.Scratch);

    private int RowUnit => Options.Pool ? 2 : 1;

    private long StagedFloats => _inPlace ? 0 : Scratch.Align(StagedRows(BandRows(LargestBandBatch)) * _stage.RowLength);

    private long PooledFloats => Options.Pool ? Scratch.Align((long)BandRows(LargestBandBatch) * Geometry.OutputWidth * Geometry.Filters) : 0;

    /// <summary>From this batch on the number of bands no longer falls.</summary>
    private static int LargestBandBatch => 1 << 20;

    /// <summary>What the taps of a window read, in the order of the weights: rows, columns, channels of a group.</summary>
    public static nint[] OffsetsOf(Conv2DGeometry g, LiveTaps taps, DepthwiseStage stage)
    {
        nint[] offsets = GC.AllocateUninitializedArray<nint>(checked(taps.Count * g.GroupChannels), pinned: true);
        int next = 0;
        for (int p = 0; p < taps.Rows; p++)
        {
            for (int q = 0; q < taps.Columns; q++)
            {
                for (int c = 0; c < g.GroupChannels; c++)
                    offsets[next++] = checked((nint)(p * (long)g.DilationHeight * stage.RowLength + q * (long)g.DilationWidth * stage.PixelLength + c * (long)g.Filters));
            }
        }

        return offsets;
    }

    public override void Prepare(int chunk, float* weights, float* bias, float* prepared)
    {
        Conv2DGeometry g = Geometry;
        float* row = prepared;
        for (int p = 0; p < _taps.Rows; p++)
        {
            for (int q = 0; q < _taps.Columns; q++)
            {
                for (int c = 0; c < g.GroupChannels; c++, row += _lanes)
                {
                    for (int group = 0; group < g.Groups; group++)
                        CopyPanelRow(weights, group, 0, _taps.FirstRow + p, _taps.FirstColumn + q, c, row + group * g.GroupFilters, g.GroupFilters);
                    for (int i = g.Filters; i < _lanes; i++) row[i] = 0;
                }
            }
        }

        for (int i = 0; i < _lanes; i++) row[i] = bias != null && i < g.Filters ? bias[i] : 0;
    }

    public override void Run(int batch, int chunk, in ImageSource source, float* prepared, float* output, byte* index, float* scratch)
    {
        Conv2DGeometry g = Geometry;
        int bands = Bands(batch), image = chunk / bands, bandRows = BandRows(batch);
        int first = chunk % bands * bandRows, rows = Math.Min(bandRows, ComputedRows - first);
        if (rows <= 0)
            return;
        float* staged = scratch, pooled = scratch + StagedFloats;
        float* input = staged;
        if (_inPlace) input = source.Values + ((long)image * g.Height + (long)first * g.StrideHeight) * _stage.RowLength;
        else _stage.Fill<TSimd, TVector>(source, image, first * g.StrideHeight, StagedRows(rows), staged, pooled + PooledFloats);
        float* result = Options.Pool ? pooled : output + ((long)image * g.OutputHeight + first) * g.OutputWidth * g.Filters;
        for (int row = 0; row < rows; row++)
            RunRow(input + row * (long)g.StrideHeight * _stage.RowLength, prepared, result + (long)row * g.OutputWidth * g.Filters);
        if (Options.Pool)
            PoolBand<TSimd, TVector>(image, first, rows, pooled, output, index);
    }

    private void RunRow(float* x, float* prepared, float* y)
    {
        int filters = Geometry.Filters, whole = filters / TSimd.Width * TSimd.Width;
        nint step = (nint)(Geometry.StrideWidth * _stage.PixelLength);
        int column = 0;
        for (; column <= Geometry.OutputWidth - 8; column += 8, x += 8 * step, y += 8 * (nint)filters)
        {
            Columns8<WholeRegister>(x, step, prepared, y, 0, whole);
            if (whole < filters) Columns8<FirstLanes>(x, step, prepared, y, whole, filters);
        }

        if (column <= Geometry.OutputWidth - 4)
        {
            Columns4<WholeRegister>(x, step, prepared, y, 0, whole);
            if (whole < filters) Columns4<FirstLanes>(x, step, prepared, y, whole, filters);
            column += 4;
            x += 4 * step;
            y += 4 * (nint)filters;
        }

        for (; column < Geometry.OutputWidth; column++, x += step, y += filters)
        {
            Columns1<WholeRegister>(x, prepared, y, 0, whole);
            if (whole < filters) Columns1<FirstLanes>(x, prepared, y, whole, filters);
        }
    }

    /// <summary>Filters first to end - 1 of eight pixels: whole registers, or one that is not full.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Columns8<TAccess>(float* x, nint step, float* prepared, float* y, int first, int end)
        where TAccess : struct, IRegisterAccess
    {
        nint* offsets = (nint*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_offsets));
        nint lanes = _lanes, yStep = Geometry.Filters, step2 = 2 * step, step3 = 3 * step, step4 = 4 * step;
        int taps = _offsets.Length, count = end - first;
        bool relu = Options.Relu;
        for (int f = first; f < end; f += TSimd.Width)
        {
            float* w = prepared + f;
            TVector start = TSimd.Load(w + taps * lanes);
            TVector a0 = start, a1 = start, a2 = start, a3 = start, a4 = start, a5 = start, a6 = start, a7 = start;
            for (int k = 0; k < taps; k++, w += lanes)
            {
                TVector weight = TSimd.Load(w);
                float* near = x + f + offsets[k];
                float* far = near + step4;
                a0 = TSimd.Fma(TAccess.Read<TSimd, TVector>(near, count), weight, a0);
                a1 = TSimd.Fma(TAccess.Read<TSimd, TVector>(near + step, count), weight, a1);
                a2 = TSimd.Fma(TAccess.Read<TSimd, TVector>(near + step2, count), weight, a2);
                a3 = TSimd.Fma(TAccess.Read<TSimd, TVector>(near + step3, count), weight, a3);
                a4 = TSimd.Fma(TAccess.Read<TSimd, TVector>(far, count), weight, a4);
                a5 = TSimd.Fma(TAccess.Read<TSimd, TVector>(far + step, count), weight, a5);
                a6 = TSimd.Fma(TAccess.Read<TSimd, TVector>(far + step2, count), weight, a6);
                a7 = TSimd.Fma(TAccess.Read<TSimd, TVector>(far + step3, count), weight, a7);
            }

            float* to = y + f;
            TAccess.Write<TSimd, TVector>(Finish(a0, relu), to, count);
            TAccess.Write<TSimd, TVector>(Finish(a1, relu), to + yStep, count);
            TAccess.Write<TSimd, TVector>(Finish(a2, relu), to + 2 * yStep, count);
            TAccess.Write<TSimd, TVector>(Finish(a3, relu), to + 3 * yStep, count);
            to += 4 * yStep;
            TAccess.Write<TSimd, TVector>(Finish(a4, relu), to, count);
            TAccess.Write<TSimd, TVector>(Finish(a5, relu), to + yStep, count);
            TAccess.Write<TSimd, TVector>(Finish(a6, relu), to + 2 * yStep, count);
            TAccess.Write<TSimd, TVector>(Finish(a7, relu), to + 3 * yStep, count);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Columns4<TAccess>(float* x, nint step, float* prepared, float* y, int first, int end)
        where TAccess : struct, IRegisterAccess
    {
        nint* offsets = (nint*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_offsets));
        nint lanes = _lanes, yStep = Geometry.Filters, step2 = 2 * step, step3 = 3 * step;
        int taps = _offsets.Length, count = end - first;
        bool relu = Options.Relu;
        for (int f = first; f < end; f += TSimd.Width)
        {
            float* w = prepared + f;
            TVector start = TSimd.Load(w + taps * lanes);
            TVector a0 = start, a1 = start, a2 = start, a3 = start;
            for (int k = 0; k < taps; k++, w += lanes)
            {
                TVector weight = TSimd.Load(w);
                float* near = x + f + offsets[k];
                a0 = TSimd.Fma(TAccess.Read<TSimd, TVector>(near, count), weight, a0);
                a1 = TSimd.Fma(TAccess.Read<TSimd, TVector>(near + step, count), weight, a1);
                a2 = TSimd.Fma(TAccess.Read<TSimd, TVector>(near + step2, count), weight, a2);
                a3 = TSimd.Fma(TAccess.Read<TSimd, TVector>(near + step3, count), weight, a3);
            }

            float* to = y + f;
            TAccess.Write<TSimd, TVector>(Finish(a0, relu), to, count);
            TAccess.Write<TSimd, TVector>(Finish(a1, relu), to + yStep, count);
            TAccess.Write<TSimd, TVector>(Finish(a2, relu), to + 2 * yStep, count);
            TAccess.Write<TSimd, TVector>(Finish(a3, relu), to + 3 * yStep, count);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Columns1<TAccess>(float* x, float* prepared, float* y, int first, int end)
        where TAccess : struct, IRegisterAccess
    {
        nint* offsets = (nint*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_offsets));
        nint lanes = _lanes;
        int taps = _offsets.Length, count = end - first;
        for (int f = first; f < end; f += TSimd.Width)
        {
            float* w = prepared + f;
            TVector sum = TSimd.Load(w + taps * lanes);
            for (int k = 0; k < taps; k++, w += lanes)
                sum = TSimd.Fma(TAccess.Read<TSimd, TVector>(x + f + offsets[k], count), TSimd.Load(w), sum);
            TAccess.Write<TSimd, TVector>(Finish(sum, Options.Relu), y + f, count);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Finish(TVector sum, bool relu) => relu ? MathFunctions.Relu<TSimd, TVector>(sum) : sum;

    private protected override int Bands(int batch) =>
        BandCount(batch, ComputedRows, RowUnit, RowUnit * (Geometry.StrideHeight * _stage.RowLength + (Options.Pool ? (long)Geometry.OutputWidth * Geometry.Filters : 0)));

    private int BandRows(int batch)
    {
        int units = (ComputedRows + RowUnit - 1) / RowUnit, bands = Bands(batch);
        return (units + bands - 1) / bands * RowUnit;
    }

    private int StagedRows(int rows) => _taps.Count == 0 ? 0 : (rows - 1) * Geometry.StrideHeight + (_taps.Rows - 1) * Geometry.DilationHeight + 1;
}
