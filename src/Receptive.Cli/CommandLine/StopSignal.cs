using System.Runtime.InteropServices;

namespace Receptive.Cli.CommandLine;

/// <summary>
/// Ctrl-C, and the signals that ask a process to end, as a token while it is alive: work that looks at the token stops
/// in order. A second signal ends the process at once. Without such an object a signal does that too.
/// </summary>
internal sealed class StopSignal : IDisposable
{
    private static int s_signal;

    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration[] _registrations;

    public StopSignal() => _registrations =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Stop(context, 2)),
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Stop(context, 15)),
        PosixSignalRegistration.Create(PosixSignal.SIGHUP, context => Stop(context, 1)),
    ];

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>What shells expect of a process that a signal ended: 130 after Ctrl-C. Null if there was none.</summary>
    public static int? ExitCode => Volatile.Read(ref s_signal) is > 0 and int signal ? 128 + signal : null;

    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in _registrations) registration.Dispose();
        _source.Dispose();
    }

    private void Stop(PosixSignalContext context, int signal)
    {
        if (Interlocked.CompareExchange(ref s_signal, signal, 0) != 0) return;
        context.Cancel = true;
        _source.Cancel();
    }
}

/// <summary>Work was stopped by a <see cref="StopSignal"/>; the message says what is left of it.</summary>
internal sealed class StoppedException(string message, Exception cause) : OperationCanceledException(message, cause);
