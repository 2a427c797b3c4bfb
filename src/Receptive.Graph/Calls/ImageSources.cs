namespace Receptive.Graph;

/// <summary>Makes an <see cref="ImageSource"/> from a call's inputs.</summary>
internal static unsafe class ImageSources
{
    /// <summary>What <paramref name="values"/> are expanded by lies at input <paramref name="expansion"/>.</summary>
    public static ImageSource Of(ImageSourceKind kind, float* values, in KernelArguments arguments, int expansion) => kind switch
    {
        ImageSourceKind.Plain => ImageSource.Plain(values),
        ImageSourceKind.ReluMasked => ImageSource.ReluMasked(values, arguments.Input(expansion)),
        _ => ImageSource.Pooled(values, (byte*)arguments.Input(expansion)),
    };
}
