using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Receptive.Tests.Data.Downloads;

/// <summary>A web server on this machine that answers as badly as it is told to.</summary>
internal sealed class FileServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<string, Func<int, NetworkStream, Task>> _answers = new();
    private readonly ConcurrentDictionary<string, int> _requests = new();

    public FileServer()
    {
        _listener.Start();
        _ = Task.Run(Accept);
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/data/");

    /// <summary>How often a file was asked for.</summary>
    public int Requests(string file) => _requests.GetValueOrDefault("/data/" + file);

    /// <summary>What to do when a file is asked for; the number counts the requests for it from 1.</summary>
    public void On(string file, Func<int, NetworkStream, Task> answer) => _answers["/data/" + file] = answer;

    public void Serve(string file, byte[] content) => On(file, (_, stream) => Send(stream, content));

    public static async Task Send(NetworkStream stream, byte[] content, int? claimed = null, string status = "200 OK")
    {
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\nContent-Length: {claimed ?? content.Length}\r\nConnection: close\r\n\r\n"));
        await stream.WriteAsync(content);
    }

    public CancellationToken Stopping => _stop.Token;

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task Accept()
    {
        try
        {
            while (true)
            {
                TcpClient client = await _listener.AcceptTcpClientAsync(_stop.Token);
                _ = Task.Run(() => Answer(client));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException or SocketException)
        {
        }
    }

    private async Task Answer(TcpClient client)
    {
        using TcpClient _ = client;
        try
        {
            NetworkStream stream = client.GetStream();
            using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
            string path = (await reader.ReadLineAsync(_stop.Token))!.Split(' ')[1];
            while (!string.IsNullOrEmpty(await reader.ReadLineAsync(_stop.Token))) { }
            int count = _requests.AddOrUpdate(path, 1, (_, n) => n + 1);
            if (_answers.TryGetValue(path, out Func<int, NetworkStream, Task>? answer))
                await answer(count, stream);
            else
                await Send(stream, [], status: "404 Not Found");
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
        {
        }
    }
}
