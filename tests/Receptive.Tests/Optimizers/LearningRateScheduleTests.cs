using Receptive.Optimizers;
using Xunit;

namespace Receptive.Tests.Optimizers;

/// <summary>Schedules against their formulas, worked out by hand at chosen steps.</summary>
public sealed class LearningRateScheduleTests
{
    public static TheoryData<LearningRateSchedule, long, double> Cases => new()
    {
        { new ExponentialDecay(0.1, 10, 0.5), 0, 0.1 },
        { new ExponentialDecay(0.1, 10, 0.25), 5, 0.05 },
        { new ExponentialDecay(0.1, 10, 0.25, staircase: true), 19, 0.025 },
        { new InverseTimeDecay(0.1, 10, 1), 10, 0.05 },
        { new InverseTimeDecay(0.1, 10, 1), 5, 0.1 / 1.5 },
        { new InverseTimeDecay(0.1, 10, 1, staircase: true), 19, 0.05 },
        { new PolynomialDecay(0.1, 10, 0.02), 5, 0.06 },
        { new PolynomialDecay(0.1, 10, 0.02, power: 2), 5, 0.04 },
        { new PolynomialDecay(0.1, 10, 0.02), 25, 0.02 },
        { new PolynomialDecay(0.1, 10, 0.02, cycle: true), 15, 0.04 },
        { new PolynomialDecay(0.1, 10, 0.02, cycle: true), 0, 0.1 },
        { new PiecewiseConstantDecay([3, 6], [0.3, 0.2, 0.1]), 3, 0.3 },
        { new PiecewiseConstantDecay([3, 6], [0.3, 0.2, 0.1]), 4, 0.2 },
        { new PiecewiseConstantDecay([3, 6], [0.3, 0.2, 0.1]), 7, 0.1 },
        { new CosineDecay(0.1, 10), 5, 0.05 },
        { new CosineDecay(0.1, 10, alpha: 0.2), 10, 0.02 },
        { new CosineDecay(0.1, 10, alpha: 0.2), 50, 0.02 },
        { new CosineDecay(0.1, 10, warmupTarget: 0.5, warmupSteps: 4), 2, 0.3 },
        { new CosineDecay(0.1, 10, warmupTarget: 0.5, warmupSteps: 4), 9, 0.25 },
        { new CosineDecayRestarts(0.1, 10), 5, 0.05 },
        { new CosineDecayRestarts(0.1, 10), 20, 0.05 },
        { new CosineDecayRestarts(0.1, 10, tMul: 1, mMul: 0.5), 10, 0.05 },
        { new CosineDecayRestarts(0.1, 10, tMul: 1, mMul: 0.5, alpha: 0.2), 15, 0.04 },
        { 0.125, 1000, 0.125 },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Follows_its_formula(LearningRateSchedule schedule, long step, double rate) => Assert.Equal(rate, schedule.At(step), 1e-9);

    [Fact]
    public void An_optimizer_follows_a_schedule()
    {
        var sgd = new SGD(new PiecewiseConstantDecay([0], [1, 0.5]));
        Assert.Equal(1, sgd.LearningRate);
        sgd.Iterations = 1;
        Assert.Equal(0.5, sgd.LearningRate);
        Assert.Empty(sgd.Variables);
        Assert.Contains("PiecewiseConstantDecay", Assert.Throws<InvalidOperationException>(() => sgd.LearningRate = 0.1).Message);
        sgd.Schedule = 0.25;
        sgd.LearningRate *= 2;
        Assert.Equal(0.5, sgd.LearningRate);
    }

    [Fact]
    public void Arguments_out_of_range_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new ExponentialDecay(-1, 10, 0.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => new CosineDecay(0.1, 0));
        Assert.Throws<ArgumentException>(() => new PiecewiseConstantDecay([3], [0.1]));
        Assert.Throws<ArgumentException>(() => new PiecewiseConstantDecay([3, 3], [0.1, 0.2, 0.3]));
    }
}
