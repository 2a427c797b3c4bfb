using Receptive.Compiler;
using Xunit;

namespace Receptive.Engine.Tests.Compiler;

public class WorkerPoolTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void Every_chunk_runs_once(int threads)
    {
        var work = new Counting();
        for (int chunks = 0; chunks < 500; chunks++)
        {
            work.Counts = new int[chunks];
            WorkerPool.Get(threads).Run(work, chunks);
            Assert.All(work.Counts, count => Assert.Equal(1, count));
        }
    }

    [Fact]
    public void Runs_after_a_pause_wake_the_workers()
    {
        var work = new Counting { Counts = new int[64] };
        for (int i = 0; i < 20; i++)
        {
            WorkerPool.Get(3).Run(work, 64);
            Thread.Sleep(2);
        }

        Assert.All(work.Counts, count => Assert.Equal(20, count));
    }

    [Fact]
    public void An_exception_reaches_the_caller_and_the_pool_works_on()
    {
        WorkerPool pool = WorkerPool.Get(3);
        for (int i = 0; i < 50; i++)
        {
            var failing = new Failing(i);
            InvalidOperationException exception = Assert.Throws<InvalidOperationException>(() => pool.Run(failing, 50));
            Assert.Equal($"chunk {i}", exception.Message);
            Assert.Equal(50, failing.Ran);
        }

        var work = new Counting { Counts = new int[10] };
        pool.Run(work, 10);
        Assert.All(work.Counts, count => Assert.Equal(1, count));
    }

    [Fact]
    public void Several_callers_share_a_pool()
    {
        WorkerPool pool = WorkerPool.Get(2);
        Parallel.For(0, 8, _ =>
        {
            for (int i = 0; i < 200; i++)
            {
                var work = new Counting { Counts = new int[20] };
                pool.Run(work, 20);
                Assert.All(work.Counts, count => Assert.Equal(1, count));
            }
        });
    }

    [Fact]
    public void A_pool_is_made_once() => Assert.Same(WorkerPool.Get(3), WorkerPool.Get(3));

    private sealed class Counting : ChunkedWork
    {
        public int[] Counts { get; set; } = [];

        public override void Run(int chunk, int worker) => Interlocked.Increment(ref Counts[chunk]);
    }

    private sealed class Failing(int bad) : ChunkedWork
    {
        private int _ran;

        public int Ran => _ran;

        public override void Run(int chunk, int worker)
        {
            Interlocked.Increment(ref _ran);
            if (chunk == bad) throw new InvalidOperationException($"chunk {chunk}");
        }
    }
}
