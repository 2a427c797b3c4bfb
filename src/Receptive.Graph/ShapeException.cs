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
}
