using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Receptive.Data;
using Receptive.Data.Downloads;
using Xunit;

namespace Receptive.Tests.Data.Downloads;

public sealed class DownloaderTests : IDisposable
{
    private static readonly byte[] s_content = [.. Enumerable.Range(0, 300_000).Select(i => (byte)(i * 31))];

    private readonly FileServer _server = new();

    public void Dispose() => _server.Dispose();

    [Fact]
    public void A_good_file_arrives_with_progress()
    {
        List<DownloadProgress> progress = [];
        _server.Serve("file", s_content);
        Assert.Equal(s_content, Get(progress: progress.Add));
        Assert.Equal(new DownloadProgress("file", 300_000, 300_000), progress[^1]);
        Assert.Equal(progress.Select(p => p.Received).Order(), progress.Select(p => p.Received));
        Assert.Equal(1, _server.Requests("file"));
    }

    [Fact]
    public void A_file_of_unknown_length_arrives()
    {
        _server.On("file", async (_, stream) =>
        {
            await stream.WriteAsync("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"u8.ToArray());
            await stream.WriteAsync(s_content);
        });
        Assert.Equal(s_content, Get());
    }

    [Theory]
    [InlineData("broken")]
    [InlineData("error")]
    [InlineData("closed")]
    public void A_second_attempt_is_made_after_a_passing_failure(string failure)
    {
        _server.On("file", (count, stream) => count > 1 ? FileServer.Send(stream, s_content) : Fail(failure, stream));
        Assert.Equal(s_content, Get());
        Assert.Equal(2, _server.Requests("file"));
    }

    [Theory]
    [InlineData("broken", "broke")]
    [InlineData("error", "503")]
    [InlineData("closed", "cannot be reached|broke")]
    [InlineData("silent", "stopped sending")]
    [InlineData("silent in the middle", "stopped sending")]
    public void Two_failures_are_one_line(string failure, string expected)
    {
        _server.On("file", (_, stream) => Fail(failure, stream));
        DownloadException error = Assert.Throws<DownloadException>(() => Get());
        Assert.Matches(expected, error.Message);
        Assert.DoesNotContain('\n', error.Message);
        // A connection that is closed without a word, the HTTP client itself tries again.
        Assert.InRange(_server.Requests("file"), 2, failure == "closed" ? 20 : 2);
    }

    [Fact]
    public void A_missing_file_is_not_asked_for_twice()
    {
        Assert.Contains("404", Assert.Throws<DownloadException>(() => Get()).Message);
        Assert.Equal(1, _server.Requests("file"));
    }

    [Fact]
    public void More_than_the_limit_is_not_taken()
    {
        _server.Serve("file", s_content);
        Assert.Contains("longer than 1,000 bytes", Assert.Throws<DownloadException>(() => Get(limit: 1000)).Message);
        _server.On("file", async (_, stream) =>
        {
            await stream.WriteAsync("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"u8.ToArray());
            while (true)
                await stream.WriteAsync(s_content);
        });
        Assert.Contains("longer than 500,000 bytes", Assert.Throws<DownloadException>(() => Get(limit: 500_000)).Message);
    }

    [Fact]
    public void A_dripping_server_runs_out_of_time()
    {
        _server.On("file", async (_, stream) =>
        {
            await FileServer.Send(stream, [], claimed: 1_000_000);
            while (true)
            {
                await stream.WriteAsync(new byte[] { 1 });
                await Task.Delay(20, _server.Stopping);
            }
        });
        Assert.Contains("stopped sending", Assert.Throws<DownloadException>(() => Get(whole: TimeSpan.FromSeconds(1))).Message);
    }

    [Fact]
    public void Nobody_there_is_reported_at_once()
    {
        using var closed = new TcpListener(IPAddress.Loopback, 0);
        closed.Start();
        var address = new Uri($"http://127.0.0.1:{((IPEndPoint)closed.LocalEndpoint).Port}/file");
        closed.Stop();
        long start = Stopwatch.GetTimestamp();
        Assert.Contains("cannot be reached", Assert.Throws<DownloadException>(() => Get(address)).Message);
        Assert.InRange(Stopwatch.GetElapsedTime(start).TotalSeconds, 0, 10);
    }

    [Fact]
    public void An_unknown_name_is_reported()
    {
        string message = Assert.Throws<DownloadException>(() => Get(new Uri("http://no-such-host.invalid/file"))).Message;
        Assert.Contains("no-such-host.invalid", message);
        Assert.DoesNotContain('\n', message);
    }

    [Fact]
    public void The_user_can_cancel()
    {
        using var cancel = new CancellationTokenSource();
        _server.On("file", async (_, stream) =>
        {
            await FileServer.Send(stream, new byte[1000], claimed: 1_000_000);
            await cancel.CancelAsync();
            await Task.Delay(Timeout.Infinite, _server.Stopping);
        });
        Assert.ThrowsAny<OperationCanceledException>(() => Get(cancellation: cancel.Token));
        Assert.Equal(1, _server.Requests("file"));
    }

    private async Task Fail(string failure, NetworkStream stream)
    {
        switch (failure)
        {
            case "broken":
                await FileServer.Send(stream, s_content[..1000], claimed: s_content.Length);
                break;
            case "error":
                await FileServer.Send(stream, Encoding.ASCII.GetBytes("busy"), status: "503 Service Unavailable");
                break;
            case "silent":
                await Task.Delay(Timeout.Infinite, _server.Stopping);
                break;
            case "silent in the middle":
                await FileServer.Send(stream, s_content[..1000], claimed: s_content.Length);
                await Task.Delay(Timeout.Infinite, _server.Stopping);
                break;
        }
    }

    private byte[] Get(
        Uri? address = null, int limit = 1 << 20, TimeSpan? whole = null, Action<DownloadProgress>? progress = null, CancellationToken cancellation = default)
    {
        var options = new DatasetOptions
        {
            Progress = progress,
            CancellationToken = cancellation,
            Places = DatasetPlaces.OfThisMachine() with
            {
                ConnectTimeout = TimeSpan.FromSeconds(5),
                ReadTimeout = TimeSpan.FromSeconds(2),
                FileTimeout = whole ?? TimeSpan.FromMinutes(1),
            },
        };
        using var downloader = new Downloader(options);
        return downloader.Get(address ?? new Uri(_server.Address, "file"), limit);
    }
}
