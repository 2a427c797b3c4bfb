using Receptive.Graph;
using Xunit;

namespace Receptive.Engine.Tests.Graph;

public class VariableTests
{
    [Fact]
    public unsafe void Starts_with_zeros_at_an_aligned_address()
    {
        for (int size = 1; size < 100; size += 7)
        {
            var variable = new Variable("w", [size]);
            Assert.Equal(size, variable.Span.Length);
            Assert.All(variable.Span.ToArray(), value => Assert.Equal(0f, value));
            Assert.Equal(0u, (nuint)variable.Pointer % 64);
        }
    }

    [Fact]
    public unsafe void Pointer_and_span_are_the_same_memory_and_stay()
    {
        var variable = new Variable("w", [2, 3]);
        float* before = variable.Pointer;
        variable.Assign([1, 2, 3, 4, 5, 6]);
        GC.Collect(2, GCCollectionMode.Forced, blocking: true, compacting: true);
        Assert.True(before == variable.Pointer);
        Assert.Equal(5f, before[4]);
        before[4] = 7f;
        Assert.Equal(7f, variable.Span[4]);
    }

    [Fact]
    public void The_version_grows_with_each_change()
    {
        var variable = new Variable("w", [2]);
        long start = variable.Version;
        variable.Assign([1, 2]);
        Assert.True(variable.Version > start);
        long assigned = variable.Version;
        variable.Update(values => values[0] = 3f);
        Assert.True(variable.Version > assigned);
    }

    [Fact]
    public void Initial_values_are_made_once_when_they_are_first_asked_for()
    {
        int made = 0;
        Variable Make() => new("w", [3], initializer: values =>
        {
            Interlocked.Increment(ref made);
            values.Fill(2);
        });

        Variable read = Make();
        Assert.Equal(0, made);
        Parallel.For(0, 8, _ => Assert.Equal([2f, 2f, 2f], read.Span.ToArray()));
        Assert.Equal(1, made);

        Variable assigned = Make();
        assigned.Assign([4, 5, 6]);
        Assert.Equal([4f, 5f, 6f], assigned.Span.ToArray());
        Assert.Equal(1, made);
        Make().Update(values => Assert.Equal(2f, values[1]));
        Assert.Equal(2, made);
    }

    [Fact]
    public void Refuses_a_batch_and_a_wrong_number_of_values()
    {
        Assert.Contains("no batch dimension", Assert.Throws<ShapeException>(() => new Variable("w", [Shape.Batch, 3])).Message);
        Assert.Contains("of shape (2, 3) holds 6 numbers, but 5 were assigned", Assert.Throws<ShapeException>(() => new Variable("w", [2, 3]).Assign(new float[5])).Message);
        Assert.Contains("would have 4,000,000,000 elements", Assert.Throws<ShapeException>(() => new Variable("w", [4000, 1000, 1000])).Message);
    }
}
