namespace Receptive.Graph;

/// <summary>A graph that breaks a rule of <see cref="Verifier"/>: a mistake in a pass or in a hand-built function.</summary>
public sealed class InvalidGraphException : Exception
{
    public InvalidGraphException()
    {
    }

    public InvalidGraphException(string message)
        : base(message)
    {
    }

    public InvalidGraphException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
