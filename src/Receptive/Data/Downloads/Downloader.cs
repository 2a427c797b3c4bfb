using System.Globalization;
using System.Net.Sockets;

namespace Receptive.Data.Downloads;

/// <summary>A download that did not work out, and whether trying again makes sense.</summary>
internal sealed class DownloadException(string message, bool retry, Exception? innerException = null) : IOException(message, innerException)
{
    public bool Retry { get; } = retry;
}

/// <summary>Gets files over HTTP: with time-outs at every stage, one retry, a limit on the size, and progress.</summary>
internal sealed class Downloader : IDisposable
{
    private static readonly TimeSpan s_reportEvery = TimeSpan.FromMilliseconds(100);

    private readonly DatasetOptions _options;
    private readonly HttpClient _client;

    public Downloader(DatasetOptions options)
    {
        _options = options;
        _client = new HttpClient(new SocketsHttpHandler { ConnectTimeout = options.Places.ConnectTimeout })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
        _client.DefaultRequestHeaders.UserAgent.ParseAdd("receptive");
    }

    public void Dispose() => _client.Dispose();

    /// <exception cref="DownloadException">It failed, twice where a second attempt made sense.</exception>
    /// <exception cref="OperationCanceledException">The user cancelled.</exception>
    public byte[] Get(Uri address, int maximumBytes)
    {
        try
        {
            return Attempt(address, maximumBytes);
        }
        catch (DownloadException e) when (e.Retry)
        {
            return Attempt(address, maximumBytes);
        }
    }

    // On the pool, so that a caller's synchronization context cannot deadlock the wait.
    private byte[] Attempt(Uri address, int maximumBytes) => Task.Run(() => AttemptAsync(address, maximumBytes)).GetAwaiter().GetResult();

    private async Task<byte[]> AttemptAsync(Uri address, int maximumBytes)
    {
        CancellationToken user = _options.CancellationToken;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(user);
        DateTime end = DateTime.UtcNow + _options.Places.FileTimeout;
        try
        {
            patience.CancelAfter(_options.Places.ConnectTimeout + _options.Places.ReadTimeout);
            using HttpResponseMessage response = await _client.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, patience.Token).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode)
                throw new DownloadException($"{address.Host} answered {(int)response.StatusCode} {response.ReasonPhrase}", retry: (int)response.StatusCode >= 500);
            long? total = response.Content.Headers.ContentLength;
            if (total > maximumBytes)
                throw TooLong(address, maximumBytes);
            using Stream body = await response.Content.ReadAsStreamAsync(patience.Token).ConfigureAwait(false);
            return await ReadAsync(body, address, total, maximumBytes, patience, end).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (!user.IsCancellationRequested)
        {
            // Nobody there: a second attempt would only wait again. A server that fell silent may speak the next time.
            bool connecting = e.InnerException is TimeoutException;
            throw new DownloadException(connecting ? $"{address.Host} cannot be reached (no answer)" : $"{address.Host} stopped sending", retry: !connecting, e);
        }
        catch (HttpRequestException e)
        {
            bool hopeless = e.HttpRequestError is HttpRequestError.NameResolutionError or HttpRequestError.ProxyTunnelError;
            throw new DownloadException($"{address.Host} cannot be reached ({Reason(e)})", retry: !hopeless, e);
        }
        catch (IOException e) when (e is not DownloadException)
        {
            throw new DownloadException($"the connection to {address.Host} broke ({Reason(e)})", retry: true, e);
        }
    }

    private async Task<byte[]> ReadAsync(
        Stream body, Uri address, long? total, int maximumBytes, CancellationTokenSource patience, DateTime end)
    {
        string file = Path.GetFileName(address.LocalPath);
        using var received = new MemoryStream();
        byte[] buffer = new byte[1 << 16];
        DateTime nextReport = DateTime.MinValue;
        while (true)
        {
            TimeSpan left = end - DateTime.UtcNow;
            patience.CancelAfter(left <= TimeSpan.Zero ? TimeSpan.Zero : left < _options.Places.ReadTimeout ? left : _options.Places.ReadTimeout);
            int n = await body.ReadAsync(buffer, patience.Token).ConfigureAwait(false);
            if (n == 0)
                break;
            if (received.Length + n > maximumBytes)
                throw TooLong(address, maximumBytes);
            received.Write(buffer, 0, n);
            if (DateTime.UtcNow >= nextReport)
            {
                _options.Progress?.Invoke(new DownloadProgress(file, received.Length, total));
                nextReport = DateTime.UtcNow + s_reportEvery;
            }
        }
        if (total is { } promised && received.Length != promised)
            throw new DownloadException(string.Create(CultureInfo.InvariantCulture, $"{address.Host} sent {received.Length:N0} of {promised:N0} bytes of {file}"), retry: true);
        _options.Progress?.Invoke(new DownloadProgress(file, received.Length, received.Length));
        return received.ToArray();
    }

    private static DownloadException TooLong(Uri address, int maximumBytes) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{address} is longer than {maximumBytes:N0} bytes, so it is not the published file"), retry: false);

    private static string Reason(Exception e)
    {
        while (e.InnerException is { } inner)
            e = inner;
        string text = e is SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.TryAgain } ? "its name is not known" : e.Message;
        return text.ReplaceLineEndings(" ").TrimEnd('.', ' ');
    }
}
