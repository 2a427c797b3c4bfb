using Receptive.Compiler;
using Receptive.Graph;
using Xunit;
using static Receptive.Graph.Ops;

namespace Receptive.Engine.Tests.Compiler;

public sealed class ProgramCacheTests
{
    [Fact]
    public void Four_hundred_batch_sizes_take_bounded_memory()
    {
        using var cache = new ProgramCache { ByteLimit = 1 << 20 };
        int made = 0;
        for (int batch = 1; batch <= 400; batch++)
        {
            using (ProgramCache.Lease lease = cache.Rent(new Key(batch), () => Make(batch, ref made))) Use(lease.Program, batch);
            Assert.InRange(cache.Bytes, 1, 1 << 20);
        }

        Assert.Equal(400, made);
        Assert.InRange(cache.Count, 2, 399);
        using (cache.Rent(new Key(400), () => Make(400, ref made))) Assert.Equal(400, made); // the latest is there
        using (cache.Rent(new Key(1), () => Make(1, ref made))) Assert.Equal(401, made); // the first is gone
        cache.ByteLimit = 0;
        Assert.Equal((0, 0L), (cache.Count, cache.Bytes));
    }

    [Fact]
    public void The_least_recently_used_goes_first_and_one_in_use_never()
    {
        int made = 0;
        using var cache = new ProgramCache();
        ProgramCache.Lease used = cache.Rent(new Key(7), () => Make(7, ref made));
        foreach (int batch in new[] { 1, 2, 3, 1 }) cache.Rent(new Key(batch), () => Make(batch, ref made)).Dispose();
        Assert.Equal(4, made);
        cache.ByteLimit = cache.Bytes - 1;
        cache.Rent(new Key(1), () => Make(1, ref made)).Dispose();
        cache.Rent(new Key(3), () => Make(3, ref made)).Dispose();
        Assert.Equal(4, made);
        Assert.Equal(3, cache.Count);

        cache.ByteLimit = 0;
        Assert.Equal(1, cache.Count);
        Use(used.Program, 7);
        used.Dispose();
        Assert.Equal(0, cache.Count);
        Assert.Throws<ObjectDisposedException>(() => used.Program.Run(1));
    }

    [Fact]
    public void What_was_cleared_away_while_in_use_goes_when_it_is_given_back()
    {
        int made = 0;
        using var cache = new ProgramCache();
        ProgramCache.Lease lease = cache.Rent(new Key(1), () => Make(1, ref made));
        cache.Clear();
        Use(lease.Program, 1);
        lease.Dispose();
        Assert.Equal(0, cache.Count);

        // A lease that is disposed twice does not give back what another now holds.
        ProgramCache.Lease first = cache.Rent(new Key(1), () => Make(1, ref made));
        first.Dispose();
        using ProgramCache.Lease second = cache.Rent(new Key(1), () => Make(1, ref made));
        first.Dispose();
        using ProgramCache.Lease third = cache.Rent(new Key(1), () => Make(1, ref made));
        Assert.NotSame(second.Program, third.Program);
    }

    [Fact]
    public void Fifty_threads_each_have_a_program_to_themselves()
    {
        int made = 0, wrong = 0;
        using var cache = new ProgramCache { ByteLimit = 100_000 };
        Thread[] threads = [.. Enumerable.Range(0, 50).Select(number => new Thread(() =>
        {
            for (int i = 0; i < 40; i++)
            {
                int batch = ((number + i) % 5) + 1;
                using ProgramCache.Lease lease = cache.Rent(new Key(batch), () => Make(batch, ref made));
                lease.Program.Input(0)[0] = number;
                Thread.Yield();
                lease.Program.Run(1);
                if (lease.Program.Output(0)[0] != 2 * number) Interlocked.Increment(ref wrong);
            }
        }))];
        foreach (Thread thread in threads) thread.Start();
        foreach (Thread thread in threads) thread.Join();
        Assert.Equal(0, wrong);
        Assert.InRange(cache.Bytes, 0, 100_000);
        cache.Dispose();
        Assert.Equal((0, 0L), (cache.Count, cache.Bytes));
        Assert.Throws<ObjectDisposedException>(() => cache.Rent(new Key(1), () => Make(1, ref made)));
    }

    private static Receptive.Compiler.Program Make(int batch, ref int made)
    {
        Interlocked.Increment(ref made);
        SymbolicTensor x = Placeholder([Shape.Batch, 40], "x");
        return ProgramCompiler.Compile(new GraphFunction("double", [x], [x * 2f], []), new CompileOptions { BatchCapacity = batch, Threads = 1 });
    }

    private static void Use(Receptive.Compiler.Program program, int batch)
    {
        program.Input(0)[0] = 3;
        program.Run(batch);
        Assert.Equal(6, program.Output(0)[0]);
    }

    private sealed record Key(int Batch);
}
