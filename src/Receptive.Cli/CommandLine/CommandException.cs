namespace Receptive.Cli.CommandLine;

/// <summary>Something the person at the keyboard can put right; the message says what and how.</summary>
internal sealed class CommandException(string message, Exception? cause = null) : Exception(message, cause);
