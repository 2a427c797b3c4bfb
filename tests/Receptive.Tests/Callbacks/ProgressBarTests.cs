using Receptive.Callbacks;
using Receptive.Layers;
using Xunit;

namespace Receptive.Tests.Callbacks;

public sealed class ProgressBarTests
{
    [Fact]
    public void Without_a_terminal_an_epoch_is_one_line()
    {
        string text = Run(live: false);
        Assert.Equal(
            """
            Epoch 1/3 - 10s - loss: 0.5000 - accuracy: 0.7500 - val_loss: 5.0000e-04 - 20 images/s - 20s left
            Epoch 2/3 - 10s - loss: 0.5000 - accuracy: 0.7500 - val_loss: 5.0000e-04 - 20 images/s - 10s left
            Epoch 3/3 - 10s - loss: 0.5000 - accuracy: 0.7500 - val_loss: 5.0000e-04 - 20 images/s

            """,
            text, ignoreLineEndingDifferences: true);
    }

    [Fact]
    public void On_a_terminal_a_bar_moves_and_becomes_that_line()
    {
        string[] parts = Run(live: true).Split('\r', '\n');
        Assert.Equal("Epoch 1/3 ━━━━━━━━━━────────── 1/2 - loss: 0.5000 - accuracy: 0.7500 - 20 images/s - 5s left", parts[1]);
        Assert.Equal("Epoch 1/3 ━━━━━━━━━━━━━━━━━━━━ 2/2 - loss: 0.5000 - accuracy: 0.7500 - 20 images/s - 0ms left", parts[2].TrimEnd());
        Assert.Equal("Epoch 1/3 - 10s - loss: 0.5000 - accuracy: 0.7500 - val_loss: 5.0000e-04 - 20 images/s - 20s left", parts[3].TrimEnd());
        Assert.DoesNotContain(parts, part => part.Contains("Epoch 4", StringComparison.Ordinal));
    }

    [Fact]
    public void Drawing_the_bar_allocates_next_to_nothing()
    {
        var clock = new Clock();
        var bar = new ProgressBar(clock, live: true) { Output = TextWriter.Null };
        bar.Attach(NewModel(), new TrainingParameters { Steps = 1000, BatchSize = 100, Samples = 100_000, Epochs = 1 });
        var logs = new Logs { ["loss"] = 0.5, ["accuracy"] = 0.75 };
        bar.OnTrainBegin(logs);
        bar.OnEpochBegin(0, logs);
        for (int batch = 0; batch < 10; batch++) Step(batch);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int batch = 10; batch < 200; batch++) Step(batch);

        // Code that is not optimised yet boxes the numbers it formats; no text and no buffer is made.
        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / 190, 0, 10 * 24);

        void Step(int batch)
        {
            clock.Advance(1);
            bar.OnTrainBatchEnd(batch, logs);
        }
    }

    private static string Run(bool live)
    {
        var clock = new Clock();
        var output = new StringWriter();
        var bar = new ProgressBar(clock, live) { Output = output };
        bar.Attach(NewModel(), new TrainingParameters { Steps = 2, BatchSize = 100, Samples = 200, Epochs = 3 });
        var logs = new Logs { ["loss"] = 0.5, ["accuracy"] = 0.75 };
        bar.OnTrainBegin(logs);
        for (int epoch = 0; epoch < 3; epoch++)
        {
            bar.OnEpochBegin(epoch, logs);
            for (int batch = 0; batch < 2; batch++)
            {
                clock.Advance(5);
                bar.OnTrainBatchEnd(batch, logs);
            }

            bar.OnEpochEnd(epoch, new Logs(logs) { ["val_loss"] = 0.0005 });
        }

        bar.OnTrainEnd(logs);
        return output.ToString();
    }

    private static Sequential NewModel() => [new Dense(1) { InputShape = [1] }];

    private sealed class Clock : TimeProvider
    {
        private long _seconds;

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => _seconds;

        public void Advance(int seconds) => _seconds += seconds;
    }
}
