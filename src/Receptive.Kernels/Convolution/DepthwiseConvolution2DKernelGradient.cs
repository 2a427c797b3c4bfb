using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Receptive.Kernels.Convolution;

/// <summary>
/// The gradient with respect to the kernel of a convolution with groups of one channel or of one filter
/// (<see cref="Conv2DGeometry.IsDepthwise"/>). Lanes are filters.
/// </summary>
/// <remarks>
/// The gradients of eight pixels times one vector of filters are held in registers; for each tap its sum so far is loaded, gets eight
/// fused multiply-adds and is stored. Each sum is one chain over the pixels of its images in ascending order, however
/// the rows are cut into bands and pixels into eights.
/// </remarks>
internal sealed unsafe class DepthwiseConvolution2DKernelGradient<TSimd, TVector> : Convolution2DKernelGradient
    where TSimd : struct, ISimd<TVector>
    where TVector : unmanaged
{
    private readonly bool _inPlace;
    private readonly LiveTaps _taps;
    private readonly DepthwiseStage _stage;
    private readonly nint[] _offsets; // on the pinned heap: from a window's first float to what each tap and channel of it reads
    private readonly int _bandRows;

    public DepthwiseConvolution2DKernelGradient(Conv2DGeometry geometry, ImageSourceKind gradientSource)
        : base(geometry, gradientSource)
    {
        Conv2DGeometry g = geometry;
        _taps = g.LiveTaps;
        bool isPlain = g.GroupChannels == 1 && g.GroupFilters == 1;
        _inPlace = isPlain && _taps.PadTop == 0 && _taps.PadLeft == 0 && _taps.StagedHeight <= g.Height && _taps.StagedWidth <= g.Width;
        var stage = new ImageStage
        {
            Height = g.Height,
            Width = g.Width,
            Channels = g.Channels,
            StagedChannels = g.Channels,
            StagedWidth = _inPlace ? g.Width : _taps.StagedWidth,
            PadTop = _taps.PadTop,
            PadLeft = _taps.PadLeft,
        };
        _stage = new DepthwiseStage(stage, g.GroupChannels, g.GroupFilters);
        _offsets = DepthwiseConvolution2D<TSimd, TVector>.OffsetsOf(g, _taps, _stage);
        _bandRows = (int)Math.Clamp(Scratch.BandBudget / Math.Max(1, g.StrideHeight * _stage.RowLength + GradientRow), 1, g.OutputHeight);
    }

    public override string Algorithm => "depthwise";

    public override long PartialLength => Geometry.KernelElements;

    public override long WorkerScratch => StagedGradient + (_inPlace ? 0 : Scratch.Align(StagedRows(_bandRows) * _stage.RowLength) + _stage.Scratch);

    public override int FinishChunks => Geometry.KernelHeight;

    private bool StagesGradient => GradientSource != ImageSourceKind.Plain;

    private long GradientRow => (long)Geometry.OutputWidth * Geometry.Filters;

    private long StagedGradient => StagesGradient ? Scratch.Align(_bandRows * GradientRow) : 0;

    private ImageStage GradientStage => new()
    {
        Height = Geometry.OutputHeight,
        Width = Geometry.OutputWidth,
        Channels = Geometry.Filters,
        StagedChannels = Geometry.Filters,
        StagedWidth = Geometry.OutputWidth,
        PadTop = 0,
        PadLeft = 0,
    };

    public override void Accumulate(int batch, int chunk, float* images, in ImageSource gradient, float* partials, float* scratch)
    {
        Conv2DGeometry g = Geometry;
        float* partial = partials + chunk * PartialLength, staged = scratch + StagedGradient;
        Scratch.Clear(partial, PartialLength);
        if (_taps.Count == 0) return;
        (int firstImage, int endImage) = Images(batch, chunk);
        for (int image = firstImage; image < endImage; image++)
        {
            for (int first = 0; first < g.OutputHeight; first += _bandRows)
            {
                int rows = Math.Min(_bandRows, g.OutputHeight - first);
                float* x = staged, dy = scratch;
                if (_inPlace) x = images + image * g.InputElements + (long)first * g.StrideHeight * _stage.RowLength;
                else _stage.Fill<TSimd, TVector>(ImageSource.Plain(images), image, first * g.StrideHeight, StagedRows(rows), staged, staged + Scratch.Align(StagedRows(_bandRows) * _stage.RowLength));
                if (StagesGradient) GradientStage.Fill<TSimd, TVector>(gradient, image, first, rows, dy);
                else dy = gradient.Values + image * g.OutputElements + first * GradientRow;
                for (int row = 0; row < rows; row++)
                    AddRow(x + row * (long)g.StrideHeight * _stage.RowLength, dy + row * GradientRow, partial);
            }
        }
    }

    public override void Finish(int batch, int chunk, float* partials, float* kernelGradient)
    {
        int chunks = Chunks(batch);
        long length = PartialLength / Geometry.KernelHeight, first = chunk * length;
        for (long i = first; i < first + length; i++)
        {
            float sum = partials[i];
            for (int part = 1; part < chunks; part++) sum += partials[part * PartialLength + i];
            kernelGradient[i] = sum;
        }
    }

    private void AddRow(float* x, float* dy, float* partial)
    {
        int filters = Geometry.Filters, whole = filters / TSimd.Width * TSimd.Width;
        nint step = (nint)(Geometry.StrideWidth * _stage.PixelLength);
        int column = 0;
        for (; column <= Geometry.OutputWidth - 8; column += 8, x += 8 * step, dy += 8 * (nint)filters)
        {
            AddColumns8<WholeRegister>(x, step, dy, partial, 0, whole);
            if (whole < filters) AddColumns8<FirstLanes>(x, step, dy, partial, whole, filters);
        }

        for (; column < Geometry.OutputWidth; column++, x += step, dy += filters)
        {
            AddColumn<WholeRegister>(x, dy, partial, 0, whole);
            if (whole < filters) AddColumn<FirstLanes>(x, dy, partial, whole, filters);
        }
    }

    /// <summary>Adds what eight pixels bring to filters first to end - 1: whole registers, or one that is not full.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddColumns8<TAccess>(float* x, nint step, float* dy, float* partial, int first, int end)
        where TAccess : struct, IRegisterAccess
    {
        nint* offsets = (nint*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_offsets));
        nint dyStep = Geometry.Filters, step2 = 2 * step, step3 = 3 * step, step4 = 4 * step;
        nint tapStep = (nint)Geometry.GroupChannels * Geometry.Filters;
        nint rowStep = (Geometry.KernelWidth - _taps.Columns) * tapStep;
        int taps = _offsets.Length, rowTaps = _taps.Columns * Geometry.GroupChannels, count = end - first;
        partial += ((long)_taps.FirstRow * Geometry.KernelWidth + _taps.FirstColumn) * tapStep;
        for (int f = first; f < end; f += TSimd.Width)
        {
            float* d = dy + f;
            TVector d0 = TAccess.Read<TSimd, TVector>(d, count), d1 = TAccess.Read<TSimd, TVector>(d + dyStep, count);
            TVector d2 = TAccess.Read<TSimd, TVector>(d + 2 * dyStep, count), d3 = TAccess.Read<TSimd, TVector>(d + 3 * dyStep, count);
            d += 4 * dyStep;
            TVector d4 = TAccess.Read<TSimd, TVector>(d, count), d5 = TAccess.Read<TSimd, TVector>(d + dyStep, count);
            TVector d6 = TAccess.Read<TSimd, TVector>(d + 2 * dyStep, count), d7 = TAccess.Read<TSimd, TVector>(d + 3 * dyStep, count);
            float* sum = partial + f;
            for (int row = 0; row < taps; row += rowTaps, sum += rowStep)
            {
                for (int k = row; k < row + rowTaps; k++, sum += dyStep)
                {
                    float* near = x + f + offsets[k];
                    float* far = near + step4;
                    TVector s = TAccess.Read<TSimd, TVector>(sum, count);
                    s = TSimd.Fma(TAccess.Read<TSimd, TVector>(near, count), d0, s);
                    s = TSimd.Fma(TAccess.Read<TSimd, TVector>(near + step, count), d1, s);
                    s = TSimd.Fma(TAccess.Read<TSimd, TVector>(near + step2, count), d2, s);
                    s = TSimd.Fma(TAccess.Read<TSimd, TVector>(near + step3, count), d3, s);
                    s = TSimd.Fma(TAccess.Read<TSimd, TVector>(far, count), d4, s);
                    s = TSimd.Fma(TAccess.Read<TSimd, TVector>(far + step, count), d5, s);
                    s = TSimd.Fma(TAccess.Read<TSimd, TVector>(far + step2, count), d6, s);
                    s = TSimd.Fma(TAccess.Read<TSimd, TVector>(far + step3, count), d7, s);
                    TAccess.Write<TSimd, TVector>(s, sum, count);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddColumn<TAccess>(float* x, float* dy, float* partial, int first, int end)
        where TAccess : struct, IRegisterAccess
    {
        nint filters = Geometry.Filters, tapStep = Geometry.GroupChannels * filters, rowStep = (Geometry.KernelWidth - _taps.Columns) * tapStep;
        int taps = _offsets.Length, rowTaps = _taps.Columns * Geometry.GroupChannels, count = end - first;
        partial += ((long)_taps.FirstRow * Geometry.KernelWidth + _taps.FirstColumn) * tapStep;
        for (int f = first; f < end; f += TSimd.Width)
        {
            TVector d = TAccess.Read<TSimd, TVector>(dy + f, count);
            float* sum = partial + f;
            for (int row = 0; row < taps; row += rowTaps, sum += rowStep)
            {
                for (int k = row; k < row + rowTaps; k++, sum += filters)
                    TAccess.Write<TSimd, TVector>(TSimd.Fma(TAccess.Read<TSimd, TVector>(x + f + _offsets[k], count), d, TAccess.Read<TSimd, TVector>(sum, count)), sum, count);
            }
        }
    }

    private int StagedRows(int rows) => (rows - 1) * Geometry.StrideHeight + (_taps.Rows - 1) * Geometry.DilationHeight + 1;
}
