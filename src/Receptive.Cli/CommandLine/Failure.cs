using System.Reflection;
using System.Text.Json;
using Receptive.Data;
using Receptive.Graph;

namespace Receptive.Cli.CommandLine;

/// <summary>Turns an exception into the one line that people read.</summary>
internal static class Failure
{
    /// <summary>Set to anything, it adds the stack trace: for reports of mistakes in Receptive itself.</summary>
    private const string TraceVariable = "RECEPTIVE_STACK_TRACE";

    /// <summary>What went wrong, on one line.</summary>
    public static string Describe(Exception exception)
    {
        while (exception is AggregateException or TargetInvocationException or TypeInitializationException && exception.InnerException is { } inner)
            exception = inner;
        string text = exception switch
        {
            ArgumentException argument => WithoutParameter(argument),
            OutOfMemoryException => "there is not enough memory; a smaller --batch-size needs less.",
            DllNotFoundException => "pictures cannot be drawn on this machine: the drawing library, libSkiaSharp, is missing or does not load here.",
            HttpRequestException or CommandException or IOException or UnauthorizedAccessException or InvalidDataException or FormatException or JsonException
                or DataFormatException or ShapeException or InvalidOperationException or NotSupportedException or TimeoutException or KeyNotFoundException => exception.Message,
            _ => $"{exception.GetType().Name}: {exception.Message} This is a mistake in Receptive; please report it with what {TraceVariable}=1 shows.",
        };
        text = string.Join("; ", text.Split(["\r\n", "\n"], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
        return Environment.GetEnvironmentVariable(TraceVariable) is { Length: > 0 } ? $"{text}\n{exception}" : text;
    }

    /// <summary>What .NET adds to an argument's message speaks of C# parameters, which a command line has not.</summary>
    private static string WithoutParameter(ArgumentException exception)
    {
        string text = exception.Message;
        if (exception.ParamName is not { } name) return text;
        int end = text.LastIndexOf($" (Parameter '{name}')", StringComparison.Ordinal);
        return end < 0 ? text : text[..end];
    }
}
