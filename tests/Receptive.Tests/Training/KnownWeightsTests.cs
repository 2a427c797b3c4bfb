using System.Numerics.Tensors;
using Receptive.Data.Handwriting;
using Xunit;

namespace Receptive.Tests.Training;

/// <summary>
/// The promise of equal bits: a short training of the notebook's network, with shuffling, dropout and a smaller last batch, ends
/// in these very weights on every machine with fused multiply-add, for any number of threads and any vector width. CI runs
/// this test on several machines and with the switches that narrow the vectors.
/// </summary>
public sealed class KnownWeightsTests
{
    private const string Sha256 = "e3b0fea49e984ee1a3edd6af2ee6d046274869d0eca4a71cbbc63428566c36a1";

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_short_training_ends_in_the_known_weights(int threads)
    {
        const int count = 900;
        (Tensor<byte> images, Tensor<byte> labels) = EmbeddedDigits.Draw(count, seed: 0, stream: 0);
        float[] x = [.. images.Select(pixel => pixel / 255f)];
        RandomSeed.Set(7);
        Sequential model = TestModels.Notebook();
        model.Threads = threads;
        model.Compile(optimizer: "adam", loss: "categorical_crossentropy", metrics: ["accuracy"]);
        model.Fit(Tensor.Create(x, [count, 28, 28, 1]), Utilities.ToCategorical(labels, 10), batchSize: 200, epochs: 2, verbose: 0);
        Assert.Equal(Sha256, model.WeightsSha256());
    }
}
