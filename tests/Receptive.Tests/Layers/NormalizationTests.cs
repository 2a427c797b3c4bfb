using System.Numerics.Tensors;
using Receptive.Graph;
using Receptive.Layers;
using Xunit;

namespace Receptive.Tests.Layers;

public sealed class NormalizationTests
{
    private static readonly Tensor<float> s_data = Tensor.Create<float>([1, 10, 3, 30, 5, 20, 7, 60], [4, 2]);

    [Fact]
    public void Adapting_takes_mean_and_variance_of_each_column()
    {
        var normalization = new Normalization();
        normalization.Adapt(s_data);
        Assert.Equal([4f, 30], normalization.Weights[0].Span.ToArray());
        Assert.Equal([5f, 350], normalization.Weights[1].Span.ToArray());
        var model = new Sequential { normalization };
        Tensor<float> y = model.Predict(s_data);
        Assert.Equal(-3 / Math.Sqrt(5), y[0, 0], 1e-6);
        Assert.Equal(30 / Math.Sqrt(350), y[3, 1], 1e-6);
    }

    [Fact]
    public void Without_an_axis_all_numbers_share_one_mean()
    {
        var normalization = new Normalization(axis: []);
        normalization.Adapt(s_data);
        Assert.Equal([17f], normalization.Weights[0].Span.ToArray());
    }

    [Fact]
    public void Mistakes_are_said()
    {
        Assert.Contains("both", Assert.Throws<ArgumentException>(() => new Normalization(mean: [1])).Message);
        Assert.Contains("nothing to take", Assert.Throws<InvalidOperationException>(() => new Normalization(mean: [1], variance: [1]).Adapt(s_data)).Message);
        Assert.Contains("3 means", Assert.Throws<ShapeException>(() => new Normalization(mean: [1, 2, 3], variance: [1, 1, 1]).Apply(Ops.Placeholder([Shape.Batch, 2], "x"), new CallContext(training: false))).Message);
    }
}
