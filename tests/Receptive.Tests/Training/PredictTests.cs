using System.Numerics.Tensors;
using Receptive.Layers;
using Xunit;

namespace Receptive.Tests.Training;

public sealed class PredictTests
{
    [Fact]
    public void The_batch_size_does_not_change_a_bit()
    {
        Sequential model = TestModels.SmallCnn();
        Tensor<float> x = TestModels.Rows(37).X;
        float[] expected = Flat(model.Predict(x, batchSize: 64));
        foreach (int batchSize in new[] { 1, 2, 5, 16, 37 }) Assert.Equal(expected, Flat(model.Predict(x, batchSize)));
        float[] spans = new float[37 * 3];
        model.Predict(Flat(x), spans, batchSize: 10);
        Assert.Equal(expected, spans);
    }

    [Fact]
    public void Many_threads_may_ask_one_model_that_is_not_even_built()
    {
        var model = new Sequential { new Flatten(), new Dense(8, activation: "relu"), new Dense(3, activation: "softmax") };
        Tensor<float>[] inputs = [.. Enumerable.Range(0, 24).Select(i => TestModels.Rows(1 + (i % 5), (ulong)i).X)];
        float[][] results = new float[inputs.Length][];
        Parallel.For(0, inputs.Length, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i => results[i] = Flat(model.Predict(inputs[i])));
        for (int i = 0; i < inputs.Length; i++) Assert.Equal(Flat(model.Predict(inputs[i])), results[i]);
    }

    [Fact]
    public void Predictions_follow_new_weights()
    {
        Sequential model = TestModels.SmallCnn(), other = TestModels.SmallCnn();
        Tensor<float> x = TestModels.Rows(4).X;
        float[] before = Flat(model.Predict(x));
        model.SetWeights(other.GetWeights());
        Assert.NotEqual(before, Flat(model.Predict(x)));
        Assert.Equal(Flat(other.Predict(x)), Flat(model.Predict(x)));
        model.Add(new Dense(2));
        Assert.Equal([4, 2], model.Predict(x).Lengths.ToArray());
        model.ReleaseMemory();
        Assert.Equal([4, 2], model.Predict(x).Lengths.ToArray());
    }

    [Fact]
    public void A_view_with_gaps_is_predicted_like_its_copy()
    {
        Sequential model = TestModels.SmallCnn();
        Tensor<float> wide = TestModels.Rows(10).X;
        Tensor<float> everyRow = wide.Slice([new System.Buffers.NRange(2, 6), System.Buffers.NRange.All, System.Buffers.NRange.All, System.Buffers.NRange.All]);
        Assert.Equal(Flat(model.Predict(wide))[(2 * 3)..(6 * 3)], Flat(model.Predict(everyRow)));
    }

    [Fact]
    public void Images_may_stay_bytes_and_give_the_same_bits()
    {
        byte[] bytes = [.. Enumerable.Range(0, 20 * 64).Select(i => (byte)(i * 37))];
        float[] floats = Array.ConvertAll(bytes, b => b / 255f);
        Tensor<byte> images = Tensor.Create(bytes, [20, 8, 8]);
        Tensor<float> x = Tensor.Create(floats, [20, 8, 8, 1]), y = TestModels.Rows(20).Y;
        Sequential a = TestModels.SmallCnn(), b = TestModels.SmallCnn();
        b.SetWeights(a.GetWeights());
        Assert.Equal(Flat(a.Predict(x)), Flat(b.Predict(Examples.FromImages(images), batchSize: 7)));
        foreach (Sequential model in new[] { a, b })
        {
            model.Compile("sgd", "categorical_crossentropy");
        }

        Assert.Equal(a.Evaluate(x, y, verbose: 0)[0], b.Evaluate(Examples.FromImages(images), y, verbose: 0)[0]);
        Assert.Throws<ArgumentException>(() => Examples.FromImages(Tensor.Create(bytes)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Examples.FromImages(images, divisor: 0));
    }

    [Fact]
    public void Lengths_that_do_not_fit_are_told()
    {
        Sequential model = TestModels.SmallCnn();
        Assert.Contains("an example of shape (8, 8, 1) has 64", Assert.Throws<ArgumentException>(() => model.Predict(new float[65], new float[3])).Message);
        Assert.Contains("2 examples give 6 numbers", Assert.Throws<ArgumentException>(() => model.Predict(new float[128], new float[3])).Message);
        Assert.Throws<InvalidOperationException>(() => new Sequential { new Dense(3) }.Predict(new float[2], new float[3]));
    }

    private static float[] Flat(Tensor<float> tensor)
    {
        float[] values = new float[tensor.FlattenedLength];
        tensor.FlattenTo(values);
        return values;
    }
}
