using System.Globalization;
using System.Text;

namespace Receptive.Callbacks;

/// <summary>
/// Shows how a training goes: epoch, batch, loss, metrics, images per second, time left. On a terminal a bar moves and
/// becomes one line when its epoch ends; where output goes to a file or a pipe only those lines are printed.
/// <c>Fit</c> adds one by itself unless <c>verbose</c> is 0.
/// </summary>
public sealed class ProgressBar : Callback
{
    /// <summary>Redrawing more often than ten times a second shows nothing more and costs time.</summary>
    private static readonly TimeSpan RedrawInterval = TimeSpan.FromMilliseconds(100);

    private const int BarWidth = 20;

    private readonly TimeProvider _clock;
    private readonly bool? _live;
    // With room for any line: a builder that has to grow allocates again after each Clear.
    private readonly StringBuilder _line = new(1024);
    private bool _isLive;
    private bool _inTraining;
    private bool _unicode;
    private int _widestLine;
    private int _shown;
    private long _epochStart;
    private long _firstBatchEnd;
    private long _lastBatchEnd;
    private long _lastDraw;
    private int _batchesDone;
    private double _secondsOfEpochs;
    private int _epochsDone;
    private int _epoch;

    /// <summary>Uses the console, or what <see cref="Callback.Output"/> says.</summary>
    public ProgressBar()
        : this(TimeProvider.System, null)
    {
    }

    /// <summary>With another clock, and with or without movement whatever the output is.</summary>
    internal ProgressBar(TimeProvider clock, bool? live) => (_clock, _live) = (clock, live);

    /// <inheritdoc/>
    public override void OnTrainBegin(Logs logs)
    {
        _inTraining = true;
        _secondsOfEpochs = 0;
        _epochsDone = 0;
        Begin();
    }

    /// <inheritdoc/>
    public override void OnEpochBegin(int epoch, Logs logs)
    {
        _epoch = epoch;
        _epochStart = _lastDraw = _clock.GetTimestamp();
        _firstBatchEnd = _lastBatchEnd = 0;
        _batchesDone = 0;
    }

    /// <inheritdoc/>
    public override void OnTrainBatchEnd(int batch, Logs logs)
    {
        Advance(batch);
        if (!_isLive || _clock.GetElapsedTime(_lastDraw, _lastBatchEnd) < RedrawInterval) return;
        _lastDraw = _lastBatchEnd;
        _line.Clear();
        _line.Append(CultureInfo.InvariantCulture, $"Epoch {_epoch + 1}/{Parameters.Epochs} ");
        AppendBar(batch + 1);
        AppendValues(logs);
        AppendRate();
        double left = SecondsPerBatch * (Parameters.Steps - batch - 1);
        AppendTime(" - ", left);
        _line.Append(" left");
        Draw();
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch, Logs logs)
    {
        double seconds = _clock.GetElapsedTime(_epochStart).TotalSeconds;
        _secondsOfEpochs += seconds;
        _epochsDone++;
        _line.Clear();
        _line.Append(CultureInfo.InvariantCulture, $"Epoch {epoch + 1}/{Parameters.Epochs}");
        AppendTime(" - ", seconds);
        AppendValues(logs);
        AppendRate();
        int epochsLeft = Parameters.Epochs - epoch - 1;
        if (epochsLeft > 0 && !Model.StopTraining)
        {
            AppendTime(" - ", _secondsOfEpochs / _epochsDone * epochsLeft);
            _line.Append(" left");
        }

        Finish();
    }

    /// <inheritdoc/>
    public override void OnTrainEnd(Logs logs)
    {
        // After a stop within an epoch the bar is still there: leave it, on a line of its own.
        if (_isLive && _shown > 0) Writer.WriteLine();
        _shown = 0;
        _inTraining = false;
    }

    /// <inheritdoc/>
    public override void OnTestBegin(Logs logs)
    {
        if (_inTraining) return;
        Begin();
        OnEpochBegin(0, logs);
    }

    /// <inheritdoc/>
    public override void OnTestBatchEnd(int batch, Logs logs)
    {
        if (_inTraining) return;
        Advance(batch);
        if (!_isLive || _clock.GetElapsedTime(_lastDraw, _lastBatchEnd) < RedrawInterval) return;
        _lastDraw = _lastBatchEnd;
        _line.Clear();
        AppendBar(batch + 1);
        AppendValues(logs);
        AppendTime(" - ", SecondsPerBatch * (Parameters.Steps - batch - 1));
        _line.Append(" left");
        Draw();
    }

    /// <inheritdoc/>
    public override void OnTestEnd(Logs logs)
    {
        if (_inTraining) return;
        _line.Clear();
        _line.Append("Evaluated");
        AppendTime(" in ", _clock.GetElapsedTime(_epochStart).TotalSeconds);
        AppendValues(logs);
        AppendRate();
        Finish();
    }

    // The first batch of an epoch may hold compilation and cold caches: it is left out where there are others.
    private double SecondsPerBatch => _batchesDone > 1
        ? _clock.GetElapsedTime(_firstBatchEnd, _lastBatchEnd).TotalSeconds / (_batchesDone - 1)
        : _clock.GetElapsedTime(_epochStart, _lastBatchEnd).TotalSeconds / Math.Max(_batchesDone, 1);

    private void Begin()
    {
        _isLive = _live ?? (Parameters.Verbose != Verbosity.OneLinePerEpoch && Output is null && !Console.IsOutputRedirected);
        _unicode = Output is not null || Console.OutputEncoding.CodePage is 65001 or 1200 or 12000;
        _widestLine = _isLive && Output is null ? ConsoleWidth() : int.MaxValue;
        _shown = 0;
    }

    private void Advance(int batch)
    {
        _lastBatchEnd = _clock.GetTimestamp();
        if (batch == 0) _firstBatchEnd = _lastBatchEnd;
        _batchesDone = batch + 1;
    }

    private void AppendBar(int done)
    {
        int steps = Math.Max(Parameters.Steps, done);
        int filled = (int)((long)BarWidth * done / steps);
        _line.Append(_unicode ? '━' : '=', filled).Append(_unicode ? '─' : '.', BarWidth - filled);
        _line.Append(CultureInfo.InvariantCulture, $" {done}/{steps}");
    }

    private void AppendValues(Logs logs)
    {
        for (int i = 0; i < logs.Count; i++)
        {
            double value = logs.ValueAt(i);
            _line.Append(" - ").Append(logs.NameAt(i)).Append(": ");
            if (value == 0 || Math.Abs(value) > 1e-3 || !double.IsFinite(value)) _line.Append(CultureInfo.InvariantCulture, $"{value:F4}");
            else _line.Append(CultureInfo.InvariantCulture, $"{value:0.0000e+00}");
        }
    }

    private void AppendRate()
    {
        double perBatch = SecondsPerBatch;
        if (perBatch <= 0 || _batchesDone == 0) return;
        _line.Append(CultureInfo.InvariantCulture, $" - {Math.Min(Parameters.BatchSize, Parameters.Samples) / perBatch:N0} images/s");
    }

    private void AppendTime(string before, double seconds)
    {
        _line.Append(before);
        if (seconds < 0.9995) _line.Append(CultureInfo.InvariantCulture, $"{seconds * 1000:F0}ms");
        else if (seconds < 59.5) _line.Append(CultureInfo.InvariantCulture, $"{seconds:F0}s");
        else if (seconds < 3599.5) _line.Append(CultureInfo.InvariantCulture, $"{(int)(seconds + 0.5) / 60}:{(int)(seconds + 0.5) % 60:00}");
        else _line.Append(CultureInfo.InvariantCulture, $"{(int)(seconds + 0.5) / 3600}:{(int)(seconds + 0.5) / 60 % 60:00}:{(int)(seconds + 0.5) % 60:00}");
    }

    private void Draw()
    {
        // A line that wraps cannot be drawn over.
        if (_line.Length > _widestLine) _line.Length = _widestLine;
        int length = _line.Length;
        if (length < _shown) _line.Append(' ', _shown - length);
        TextWriter writer = Writer;
        writer.Write('\r');
        writer.Write(_line);
        writer.Flush();
        _shown = length;
    }

    private void Finish()
    {
        TextWriter writer = Writer;
        if (_isLive)
        {
            if (_line.Length < _shown) _line.Append(' ', _shown - _line.Length);
            writer.Write('\r');
        }

        writer.Write(_line);
        writer.WriteLine();
        writer.Flush();
        _shown = 0;
    }

    private static int ConsoleWidth()
    {
        try
        {
            return Console.WindowWidth > 1 ? Console.WindowWidth - 1 : int.MaxValue;
        }
        catch (Exception e) when (e is IOException or PlatformNotSupportedException)
        {
            return int.MaxValue;
        }
    }
}
