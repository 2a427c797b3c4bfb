using Receptive.Initializers;
using Xunit;

namespace Receptive.Tests.Initializers;

public sealed class InitializerTests
{
    [Theory]
    [InlineData("glorot_uniform", 6, 2)]
    [InlineData("he_uniform", 6, 1)]
    [InlineData("lecun_uniform", 3, 1)]
    public void Uniform_limits_are_Keras(string name, double scale, int fans)
    {
        // A kernel of 3x3 cells, 40 channels and 60 filters has 360 inputs and 540 outputs.
        double limit = Math.Sqrt(scale / (fans == 2 ? 360 + 540 : 360));
        float[] values = Initializer.Get(name).Create([3, 3, 40, 60], key: 1);
        Assert.All(values, value => Assert.InRange(Math.Abs(value), 0, limit));
        Assert.InRange(values.Max(), 0.999 * limit, limit);
        Assert.InRange(values.Min(), -limit, -0.999 * limit);
        Assert.Equal(limit / Math.Sqrt(3), Deviation(values), limit / 100);
    }

    [Theory]
    [InlineData("glorot_normal", 2, 2)]
    [InlineData("he_normal", 2, 1)]
    [InlineData("lecun_normal", 1, 1)]
    public void Normal_spreads_are_Keras_after_truncation(string name, double scale, int fans)
    {
        double deviation = Math.Sqrt(scale / (fans == 2 ? 360 + 540 : 360));
        float[] values = Initializer.Get(name).Create([3, 3, 40, 60], key: 2);
        Assert.Equal(deviation, Deviation(values), deviation / 50);
        Assert.All(values, value => Assert.InRange(Math.Abs(value), 0, 2.0001 * deviation / 0.87962566103423978));
    }

    [Fact]
    public void Plain_distributions_have_their_parameters()
    {
        float[] uniform = new RandomUniform(-1, 3).Create([20_000], 3);
        Assert.All(uniform, value => Assert.InRange(value, -1, 3));
        Assert.Equal(1, uniform.Average(), 0.05);
        float[] normal = new RandomNormal(2, 0.5f).Create([20_000], 4);
        Assert.Equal(2, normal.Average(), 0.02);
        Assert.Equal(0.5, Deviation(normal), 0.02);
        float[] cut = new TruncatedNormal(2, 0.5f).Create([20_000], 5);
        Assert.All(cut, value => Assert.InRange(value, 1, 3));
        Assert.All(new Zeros().Create([5]), value => Assert.Equal(0, value));
        Assert.All(new Ones().Create([5]), value => Assert.Equal(1, value));
        Assert.All(new Constant(0.3f).Create([5]), value => Assert.Equal(0.3f, value));
    }

    [Fact]
    public void A_seed_of_its_own_beats_the_key()
    {
        Assert.Equal(new GlorotUniform(7).Create([9], 1), new GlorotUniform(7).Create([9], 2));
        Assert.NotEqual(new GlorotUniform(7).Create([9], 1), new GlorotUniform(8).Create([9], 1));
        Assert.NotEqual(new GlorotUniform().Create([9], 1), new GlorotUniform().Create([9], 2));
    }

    [Theory]
    [InlineData("GlorotUniform")]
    [InlineData("he_normal")]
    [InlineData("lecun_uniform")]
    [InlineData("variance_scaling")]
    [InlineData("random_normal")]
    [InlineData("zeros")]
    public void A_configuration_reads_back_as_the_same_initializer(string name)
    {
        Initializer initializer = Initializer.Get(name);
        Initializer read = Initializer.FromConfig(System.Text.Json.Nodes.JsonNode.Parse(initializer.Serialize().ToJsonString()));
        Assert.Equal(initializer.GetType(), read.GetType());
        Assert.Equal(initializer.GetConfig().ToJsonString(), read.GetConfig().ToJsonString());
        Assert.Equal(initializer.Create([4, 5], 1), read.Create([4, 5], 1));
    }

    [Fact]
    public void Mistakes_teach()
    {
        Assert.Contains("Did you mean \"glorot_uniform\"?", Assert.Throws<ArgumentException>(() => Initializer.Get("glorot_unifrom")).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new VarianceScaling(0));
        Assert.Contains("fan_avg", Assert.Throws<ArgumentOutOfRangeException>(() => new VarianceScaling(mode: "fan_average")).Message);
        Assert.Throws<ArgumentException>(() => new RandomUniform(1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RandomNormal(0, -1));
        Assert.Throws<InvalidDataException>(() => Initializer.FromConfig(null));
    }

    private static double Deviation(float[] values)
    {
        double mean = values.Average();
        return Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
    }
}
