using Receptive.Layers;
using Xunit;

namespace Receptive.Tests.Models;

[Collection(nameof(Seeded))]
public sealed class SeedTests
{
    [Fact]
    public void The_same_seed_gives_the_same_weights()
    {
        RandomSeed.Set(3);
        string first = TestModels.SmallCnn().WeightsSha256();
        string second = TestModels.SmallCnn().WeightsSha256();
        RandomSeed.Set(3);
        Assert.Equal(first, TestModels.SmallCnn().WeightsSha256());
        Assert.Equal(second, TestModels.SmallCnn().WeightsSha256());
        Assert.NotEqual(first, second);
        RandomSeed.Set(4);
        Assert.NotEqual(first, TestModels.SmallCnn().WeightsSha256());
        Assert.Equal(4, RandomSeed.Current);
    }

    [Fact]
    public void A_layer_draws_by_its_place_whatever_else_was_made()
    {
        RandomSeed.Set(5);
        var a = new Sequential { new Dense(4) { InputShape = [3] }, new Dense(2) };
        RandomSeed.Set(5);
        var b = new Sequential { new Dense(9) { InputShape = [3] }, new Dense(4) };
        RandomSeed.Set(5);
        var c = new Sequential { new Dense(4), new Dense(2) };
        c.BuildFor([3]);
        Assert.Equal(a.WeightsSha256(), c.WeightsSha256());
        Assert.NotEqual(a.Layers[0].Weights[0].Span[0], b.Layers[1].Weights[0].Span[0]);
    }

    // The same on every machine; if it changes, every seeded training changes, and the change log must say so.
    [Fact]
    public void Initial_weights_are_the_ones_they_have_always_been()
    {
        RandomSeed.Set(0);
        Assert.StartsWith("02d9ecf94140e284f9933ea870d04ce0bb06bb9c06c2a94352", TestModels.Notebook().WeightsSha256());
    }
}
