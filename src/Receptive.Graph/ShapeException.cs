namespace Receptive.Graph;

/// <summary>Shapes that do not fit. The message says which op, what it got, what it expects and what usually helps.</summary>
public sealed class ShapeException : Exception
{
    public ShapeException()
    {
    }

    public ShapeException(string message)
        : base(message)
    {
    }

    public ShapeException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>A number of elements or a size as a whole number of 32 bits.</summary>
    /// <param name="value">The number, computed in 64 bits.</param>
    /// <param name="what">What it counts, for the message.</param>
    /// <exception cref="ShapeException">It is below 0 or above 2^31 - 1.</exception>
    public static int Checked(long value, string what) => value is >= 0 and <= int.MaxValue
        ? (int)value
        : throw new ShapeException($"There would be {value:N0} {what}; at most {int.MaxValue:N0} are possible.");
}
