using System.Numerics.Tensors;
using Receptive.Layers;
using Xunit;

namespace Receptive.Tests.Training;

/// <summary>What a process holds does not grow with what it has done.</summary>
[CollectionDefinition(nameof(MemoryTests), DisableParallelization = true)]
[Collection(nameof(MemoryTests))]
public sealed class MemoryTests
{
    [Fact]
    public void Four_hundred_batch_sizes_keep_hardly_more_than_one()
    {
        Sequential model = TestModels.Notebook();
        model.Threads = 1;
        float[] x = new float[400 * 28 * 28], output = new float[400 * 10];
        Predict(400);
        long one = Resident();
        for (int batch = 1; batch <= 400; batch++) Predict(batch);
        Assert.InRange(Resident(), 0, one * 3 / 2);

        void Predict(int batch) => model.Predict(x.AsSpan(0, batch * 28 * 28), output.AsSpan(0, batch * 10), batchSize: batch);
    }

    [Fact]
    public void Ten_thousand_calls_of_Fit_and_Predict_keep_nothing()
    {
        (Tensor<float> x, Tensor<float> y, _) = TestModels.Rows(8);
        Sequential model = TestModels.SmallCnn();
        model.Threads = 1;
        model.Compile("adam", "categorical_crossentropy", ["accuracy"]);
        Call(1000);
        long managed = GC.GetTotalMemory(forceFullCollection: true), resident = Resident();
        Call(10_000);
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - managed, long.MinValue, 1 << 20);
        Assert.InRange(Resident() - resident, long.MinValue, 5 << 20);

        void Call(int count)
        {
            for (int i = 0; i < count; i++)
            {
                if (i % 2 == 0) model.Fit(x, y, batchSize: 8, verbose: 0);
                else model.Predict(x);
            }
        }
    }

    [Theory]
    [InlineData("wide.keras")]
    [InlineData("wide.h5")]
    [InlineData("wide.weights.h5")]
    public void Loading_to_predict_allocates_at_most_twice_the_weights(string name)
    {
        using var folder = new Saving.TemporaryFolder();
        string path = folder.File(name);
        var model = new Sequential { new Dense(4000, name: "wide") { InputShape = [4000] } };
        model.BuildFor([4000]);
        bool isWeights = name.Contains("weights", StringComparison.Ordinal);
        if (isWeights) model.SaveWeights(path);
        else model.Save(path);
        long weights = model.CountParameters() * sizeof(float);
        Load();

        // Into a model that is there already weights go in a second step, so that a damaged file changes nothing.
        long before = GC.GetTotalAllocatedBytes(precise: true);
        Model loaded = Load();
        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, weights, (isWeights ? 3 : 2) * weights + (1 << 20));
        Assert.Equal(model.WeightsSha256(), loaded.WeightsSha256());

        Model Load()
        {
            if (!isWeights) return Model.Load(path, compile: false);
            var empty = new Sequential { new Dense(4000, name: "wide") { InputShape = [4000] } };
            empty.BuildFor([4000]);
            empty.LoadWeights(path);
            return empty;
        }
    }

    private static long Resident()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        return Environment.WorkingSet;
    }
}
