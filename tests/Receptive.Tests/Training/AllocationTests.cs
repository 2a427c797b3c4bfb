using System.Numerics.Tensors;
using Receptive.Callbacks;
using Xunit;

namespace Receptive.Tests.Training;

/// <summary>A training step in steady state makes no garbage, on any thread.</summary>
[Collection(nameof(Seeded))]
public sealed class AllocationTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_training_step_allocates_nothing(bool weighted)
    {
        (Tensor<float> x, Tensor<float> y, _) = TestModels.Rows(400);
        Sequential model = TestModels.SmallCnn();
        model.Compile("adam", "categorical_crossentropy", ["accuracy", "mae"]);
        long before = 0, after = 0;
        var meter = new LambdaCallback
        {
            // The first batches compile code; the last one of an epoch is smaller. Those between are the steady state.
            TrainBatchEnd = (batch, _) =>
            {
                if (batch == 4) before = GC.GetTotalAllocatedBytes(precise: true);
                if (batch == 23) after = GC.GetTotalAllocatedBytes(precise: true);
            },
        };
        Tensor<float>? weights = weighted ? Tensor.Create(Enumerable.Repeat(0.5f, 400).ToArray()) : null;
        model.Fit(x, y, batchSize: 16, epochs: 3, verbose: 0, callbacks: [meter], sampleWeight: weights);
        Assert.Equal(0, after - before);
    }

    [Fact]
    public void Predicting_from_span_to_span_allocates_nothing()
    {
        Sequential model = TestModels.SmallCnn();
        float[] x = TestModels.Pixels(1);
        float[] output = new float[3];
        for (int i = 0; i < 50; i++) model.Predict(x, output);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 50; i++) model.Predict(x, output);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(1, output.Sum(), 1e-5);
    }
}
