namespace Receptive.Compiler;

/// <summary>How long one step of a program takes.</summary>
/// <param name="Description">The op, with its attributes.</param>
/// <param name="Label">What its tensor is called, such as a layer's name.</param>
/// <param name="Seconds">The median over the repetitions.</param>
/// <param name="FloatingOperations">The additions, multiplications and so on that the operation means, whatever the kernel does.</param>
public sealed record StepTiming(string Description, string Label, double Seconds, long FloatingOperations)
{
    /// <summary>Billions of floating-point operations a second.</summary>
    public double GigaflopsPerSecond => Seconds > 0 ? FloatingOperations / Seconds / 1e9 : 0;
}
