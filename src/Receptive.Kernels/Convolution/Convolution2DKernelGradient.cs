using System.Runtime.Intrinsics;

namespace Receptive.Kernels.Convolution;

/// <summary>
/// The gradient of a convolution by its kernel: <c>dw[p, q, c, o] = sum over n, i, j of x[n, i*s + p*d - top, j*s + q*d - left, c] * dy[n, i, j, o]</c>.
/// </summary>
/// <remarks>
/// Two phases. The images are cut into a number of chunks that depends on the batch alone; each chunk sums its images, in
/// order, into its own partial result (<see cref="Accumulate"/>); then the partial results are added in the order of the
/// chunks (<see cref="Finish"/>). So the sum is the same for any number of threads.
/// </remarks>
public abstract unsafe class Convolution2DKernelGradient
{
    /// <summary>
    /// Most partial results: enough for sixteen workers; each costs memory of the kernel's size and a little time at the end.
    /// </summary>
    private const int MostChunks = 16;

    private protected Convolution2DKernelGradient(Conv2DGeometry geometry, ImageSourceKind gradientSource)
    {
        Geometry = geometry;
        GradientSource = gradientSource;
    }

    public static Convolution2DKernelGradient Create(Conv2DGeometry geometry, ImageSourceKind gradientSource) => Simd.Level switch
    {
        SimdLevel.Vector512 => Create<Simd512, Vector512<float>>(geometry, gradientSource),
        SimdLevel.Vector256 => Create<Simd256, Vector256<float>>(geometry, gradientSource),
        SimdLevel.Vector128 => Create<Simd128, Vector128<float>>(geometry, gradientSource),
        _ => Create<SimdScalar, float>(geometry, gradientSource),
    };

    private static Convolution2DKernelGradient Create<TSimd, TVector>(Conv2DGeometry geometry, ImageSourceKind gradientSource)
        where TSimd : struct, ISimd<TVector>
        where TVector : unmanaged
        => geometry.IsWinograd ? new WinogradConvolution2DKernelGradient<TSimd, TVector>(geometry, gradientSource)
            : geometry.IsDepthwise ? new DepthwiseConvolution2DKernelGradient<TSimd, TVector>(geometry, gradientSource)
            : new DirectConvolution2DKernelGradient<TSimd, TVector>(geometry, gradientSource);

    public abstract string Algorithm { get; }

    /// <summary>Floats of one partial result.</summary>
    public abstract long PartialLength { get; }

    public abstract long WorkerScratch { get; }

    public abstract int FinishChunks { get; }

    private protected Conv2DGeometry Geometry { get; }

    private protected ImageSourceKind GradientSource { get; }

    public static int Chunks(int batch) => Math.Min(batch, MostChunks);

    /// <summary>Sums the images of one chunk into <c>partials + chunk * PartialLength</c>.</summary>
    public abstract void Accumulate(int batch, int chunk, float* images, in ImageSource gradient, float* partials, float* scratch);

    /// <summary>Adds the partial results and writes a part of the kernel's gradient.</summary>
    public abstract void Finish(int batch, int chunk, float* partials, float* kernelGradient);

    private protected static (int First, int End) Images(int batch, int chunk)
    {
        int chunks = Chunks(batch);
        return ((int)((long)batch * chunk / chunks), (int)((long)batch * (chunk + 1) / chunks));
    }
}
