using Receptive.Graph;
using Xunit;

namespace Receptive.Engine.Tests.Compiler;

public class RandomGraphTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 150)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Programs_compute_what_the_interpreter_does(int seed)
    {
        GraphFunction function = RandomGraphs.Create(seed);
        foreach ((int batch, int capacity) in ((int, int)[])[(1, 1), (5, 7), (7, 7)])
            Programs.Check(function, RandomGraphs.Values(function, batch, seed), batch, capacity, tolerance: 2e-4);
    }
}
