using Receptive.Graph;

namespace Receptive.Layers;

/// <summary>Resizing along an axis, with pixels as areas: pixel i of n lies at (i + 1/2) / n.</summary>
internal static class Interpolation
{
    public const string Nearest = "nearest";
    public const string Bilinear = "bilinear";
    private const string Bicubic = "bicubic";

    public static string[] Names { get; } = [Nearest, Bilinear, Bicubic, "lanczos3", "lanczos5"];

    /// <param name="x">What is resized.</param>
    /// <param name="axis">Along which axis.</param>
    /// <param name="size">Positions afterwards.</param>
    /// <param name="method">One of <see cref="Names"/>.</param>
    /// <param name="antialias">Whether the kernel is widened when the size shrinks, so that no pixel is left out.</param>
    /// <exception cref="ShapeException">There would be too many positions.</exception>
    public static SymbolicTensor Resize(SymbolicTensor x, int axis, int size, string method, bool antialias = false)
    {
        int inputs = x.Shape[axis];
        if (inputs == size) return x;
        float scale = (float)inputs / size;
        return Ops.Resample(x, axis, AxisWeights.Create(inputs, size, i => method == Nearest
            ? [(Math.Clamp((int)MathF.Floor((i + 0.5f) * scale), 0, inputs - 1), 1f)]
            : Row(i, inputs, scale, method, antialias)));
    }

    /// <summary>The inputs within the kernel's reach of an output's place, their weights scaled to sum 1.</summary>
    private static IEnumerable<(int Input, float Weight)> Row(int i, int inputs, float scale, string method, bool antialias)
    {
        (double radius, Func<double, double> kernel) = Kernel(method);
        double stretch = antialias ? Math.Max(1, scale) : 1, centre = (i + 0.5) * scale;

        // TensorFlow, and so Keras, looks cubic weights up in a table of 1024 places between two pixels.
        if (method == Bicubic && !antialias) centre = 0.5 + Math.Floor(centre - 0.5) + Math.Round((centre - 0.5 - Math.Floor(centre - 0.5)) * 1024) / 1024;
        int first = (int)Math.Floor(centre - radius * stretch), last = (int)Math.Ceiling(centre + radius * stretch);
        List<(int Input, double Weight)> row = [];
        for (int input = first; input <= last; input++)
        {
            double weight = kernel((input + 0.5 - centre) / stretch);
            if (weight == 0) continue;

            // What lies beyond the border is left out, but for the two nearest, where the border itself stands for it.
            if (input >= 0 && input < inputs) row.Add((input, weight));
            else if (method == Bilinear && !antialias) row.Add((Math.Clamp(input, 0, inputs - 1), weight));
        }

        double sum = row.Sum(entry => entry.Weight);
        return row.Select(entry => (entry.Input, (float)(entry.Weight / sum)));
    }

    private static (double Radius, Func<double, double> Kernel) Kernel(string method) => method switch
    {
        Bilinear => (1, x => Math.Max(0, 1 - Math.Abs(x))),
        Bicubic => (2, Cubic),
        "lanczos3" => (3, x => Lanczos(x, 3)),
        _ => (5, x => Lanczos(x, 5)),
    };

    /// <summary>R. Keys' kernel with a = -1/2.</summary>
    private static double Cubic(double x)
    {
        x = Math.Abs(x);
        return x >= 2 ? 0 : x >= 1 ? ((-0.5 * x + 2.5) * x - 4) * x + 2 : (1.5 * x - 2.5) * x * x + 1;
    }

    private static double Lanczos(double x, double radius)
    {
        x = Math.Abs(x);
        if (x > radius) return 0;
        return x <= 1e-3 ? 1 : radius * Math.Sin(Math.PI * x) * Math.Sin(Math.PI * x / radius) / (Math.PI * Math.PI * x * x);
    }
}
