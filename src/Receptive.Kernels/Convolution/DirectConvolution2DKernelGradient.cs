using Receptive.Kernels.Gemm;

namespace Receptive.Kernels.Convolution;

/// <summary>
/// The kernel's gradient by its definition: for each kernel tap, a product of the pixels under the tap (transposed) and the
/// gradient's pixels. Rows of the result are input channels, lanes are filters.
/// </summary>
internal sealed unsafe class DirectConvolution2DKernelGradient<TSimd, TVector> : Convolution2DKernelGradient
    where TSimd : struct, ISimd<TVector>
    where TVector : unmanaged
{
    private readonly int _panel = 2 * TSimd.Width;
    private readonly int _paddedGroup;
    private readonly bool _imageInPlace;
    private readonly bool _gradientInPlace;
    private readonly int _stagedWidth;
    private readonly LiveTaps _taps;

    public DirectConvolution2DKernelGradient(Conv2DGeometry geometry, ImageSourceKind gradientSource)
        : base(geometry, gradientSource)
    {
        Conv2DGeometry g = geometry;
        _paddedGroup = (g.GroupFilters + _panel - 1) / _panel * _panel;
        _taps = g.LiveTaps;
        _imageInPlace = _taps.PadTop == 0 && _taps.PadLeft == 0 && _taps.StagedHeight <= g.Height && _taps.StagedWidth <= g.Width;
        _stagedWidth = _imageInPlace ? g.Width : _taps.StagedWidth;
        _gradientInPlace = gradientSource == ImageSourceKind.Plain && _paddedGroup == g.GroupFilters;
    }

    public override string Algorithm => "direct";

    public override long PartialLength => (long)Geometry.KernelHeight * Geometry.KernelWidth * Geometry.GroupChannels * PaddedFilters;

    public override long WorkerScratch => StagedImage + (_gradientInPlace ? 0 : StagedGradient + GroupGradient);

    public override int FinishChunks => Geometry.KernelHeight * Geometry.KernelWidth;

    private long PaddedFilters => (long)_paddedGroup * Geometry.Groups;

    private long StagedImage => _imageInPlace ? 0 : Scratch.Align((long)_taps.StagedHeight * _stagedWidth * Geometry.Channels);

    private long StagedGradient => GradientSource == ImageSourceKind.Plain && Geometry.Groups > 1 ? 0 : Scratch.Align((long)Geometry.OutputHeight * Geometry.OutputWidth * Math.Max(Geometry.Filters, PaddedFilters));

    /// <summary>With groups whose filters do not fill a panel, every group's gradient is copied out on its own.</summary>
    private long GroupGradient => Geometry.Groups > 1 ? Scratch.Align((long)Geometry.OutputHeight * Geometry.OutputWidth * _paddedGroup) : 0;

    public override void Accumulate(int batch, int chunk, float* images, in ImageSource gradient, float* partials, float* scratch)
    {
        Conv2DGeometry g = Geometry;
        float* partial = partials + chunk * PartialLength;
        Scratch.Clear(partial, PartialLength);
        float* staged = scratch, stagedGradient = scratch + StagedImage, groupGradient = stagedGradient + StagedGradient;
        (int first, int end) = Images(batch, chunk);
        for (int image = first; image < end; image++)
        {
            float* input = images + image * g.InputElements;
            if (!_imageInPlace)
            {
                ImageStageOfInput().Fill<TSimd, TVector>(ImageSource.Plain(images), image, 0, _taps.StagedHeight, staged);
                input = staged;
            }
            float* dy = gradient.Values + image * g.OutputElements;
            int pixelStride = g.Filters;
            if (!_gradientInPlace && (g.Groups == 1 || GradientSource != ImageSourceKind.Plain))
            {
                pixelStride = g.Groups == 1 ? _paddedGroup : g.Filters;
                ImageStageOfGradient(pixelStride).Fill<TSimd, TVector>(gradient, image, 0, g.OutputHeight, stagedGradient);
                dy = stagedGradient;
            }
            for (int group = 0; group < g.Groups; group++)
            {
                float* dyGroup = dy + group * g.GroupFilters;
                int stride = pixelStride;
                if (g.Groups > 1 && !_gradientInPlace)
                {
                    CopyGroup(dyGroup, pixelStride, groupGradient);
                    dyGroup = groupGradient;
                    stride = _paddedGroup;
                }
                AccumulateGroup(group, input + group * g.GroupChannels, dyGroup, stride, partial + (long)group * _paddedGroup);
            }
        }
    }

    public override void Finish(int batch, int chunk, float* partials, float* kernelGradient)
    {
        Conv2DGeometry g = Geometry;
        int chunks = Chunks(batch);
        for (int c = 0; c < g.GroupChannels; c++)
        {
            long row = (long)chunk * g.GroupChannels + c;
            for (int group = 0; group < g.Groups; group++)
            {
                float* from = partials + row * PaddedFilters + (long)group * _paddedGroup;
                float* to = kernelGradient + row * g.Filters + group * g.GroupFilters;
                for (int o = 0; o < g.GroupFilters; o++)
                {
                    float sum = from[o];
                    for (int i = 1; i < chunks; i++)
                        sum += from[i * PartialLength + o];
                    to[o] = sum;
                }
            }
        }
    }

    private void AccumulateGroup(int group, float* input, float* dy, int dyStride, float* partial)
    {
        Conv2DGeometry g = Geometry;
        long inputRow = (long)_stagedWidth * g.Channels;
        bool merge = g.DilationWidth == 1 && g.Groups == 1;
        int taps = merge ? Math.Min(1, _taps.Columns) : _taps.Columns, rows = merge ? _taps.Columns * g.Channels : g.GroupChannels;
        var operands = new GemmOperands
        {
            AStride = (nint)g.StrideWidth * g.Channels,
            BStride = dyStride,
            CStride = (nint)PaddedFilters,
            StartStride = (nint)PaddedFilters,
            OuterRuns = g.OutputHeight,
            OuterStride = (nint)(g.StrideHeight * inputRow),
            BOuterStride = (nint)g.OutputWidth * dyStride,
            Length = g.OutputWidth,
        };
        for (int p = 0; p < _taps.Rows; p++)
        {
            for (int q = 0; q < taps; q++)
            {
                float* a = input + p * g.DilationHeight * inputRow + (long)q * g.DilationWidth * g.Channels;
                float* c = partial + ((long)(_taps.FirstRow + p) * g.KernelWidth + _taps.FirstColumn + q) * g.GroupChannels * PaddedFilters;
                for (int column = 0; column < _paddedGroup; column += _panel)
                    GemmColumns<TSimd, TVector>.Run(operands, rows, a, dy + column, c + column, c + column);
            }
        }
    }

    private void CopyGroup(float* from, int stride, float* to)
    {
        int filters = Geometry.GroupFilters;
        for (long pixel = 0; pixel < (long)Geometry.OutputHeight * Geometry.OutputWidth; pixel++)
        {
            for (int o = 0; o < _paddedGroup; o++)
                to[o] = o < filters ? from[o] : 0;
            from += stride;
            to += _paddedGroup;
        }
    }

    private ImageStage ImageStageOfInput() => new()
    {
        Height = Geometry.Height,
        Width = Geometry.Width,
        Channels = Geometry.Channels,
        StagedChannels = Geometry.Channels,
        StagedWidth = _stagedWidth,
        PadTop = _taps.PadTop,
        PadLeft = _taps.PadLeft,
    };

    private ImageStage ImageStageOfGradient(int stagedChannels) => new()
    {
        Height = Geometry.OutputHeight,
        Width = Geometry.OutputWidth,
        Channels = Geometry.Filters,
        StagedChannels = stagedChannels,
        StagedWidth = Geometry.OutputWidth,
        PadTop = 0,
        PadLeft = 0,
    };
}
