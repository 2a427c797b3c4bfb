using System.Numerics.Tensors;
using Receptive.Callbacks;
using Receptive.Layers;
using Receptive.Metrics;
using Receptive.Optimizers;
using Receptive.Training;
using Xunit;

namespace Receptive.Tests.Metrics;

public sealed class MetricTests
{
    private static readonly float[] s_outputs = [0.1f, 0.7f, 0.2f, 0.5f, 0.3f, 0.2f, 0.3f, 0.3f, 0.4f];

    [Fact]
    public void Accuracy_resolves_by_the_shapes_of_labels_and_output()
    {
        Assert.IsType<CategoricalAccuracy>(Metric.Get("accuracy").Resolve([-1, 3], [-1, 3]));
        Assert.IsType<SparseCategoricalAccuracy>(Metric.Get("accuracy").Resolve([-1], [-1, 3]));
        Assert.IsType<SparseCategoricalAccuracy>(Metric.Get("accuracy").Resolve([-1, 1], [-1, 3]));
        Assert.IsType<BinaryAccuracy>(Metric.Get("accuracy").Resolve([-1], [-1, 1]));
        Assert.Equal("acc", Metric.Get("acc").Resolve([-1, 3], [-1, 3]).Name);
    }

    [Fact]
    public void Accuracies_count_what_they_say()
    {
        Assert.Equal(2 / 3.0, Value("accuracy", s_outputs, 3, [0, 1, 0, 1, 0, 0, 1, 0, 0], 3), 1e-6);
        Assert.Equal(1, Value("accuracy", s_outputs, 3, [1, 0, 2], 1), 1e-6);
        Assert.Equal(1 / 3.0, Value("sparse_categorical_accuracy", s_outputs, 3, [1, 1, 1], 1), 1e-6);
        Assert.Equal(0.75, Value("accuracy", [0.6f, 0.4f, 0.5f, 0.9f], 1, [1, 0, 1, 1], 1), 1e-6);
        Assert.Equal(0.5, Value(new BinaryAccuracy(threshold: 0.8f), [0.6f, 0.4f, 0.5f, 0.9f], 1, [1, 0, 1, 1], 1), 1e-6);
        Assert.Equal(0.25, Value("mae", [0.5f, 1, 1.5f, 2], 1, [0, 1, 1, 2], 1), 1e-6);
    }

    [Fact]
    public void A_weighted_metric_takes_account_of_weights_and_gets_a_name_of_its_own()
    {
        Sequential model = Identity(3);
        model.Compile(new SGD(0), "mse", ["accuracy"], weightedMetrics: ["accuracy"]);
        EvaluationResult result = model.Evaluate(
            Tensor.Create(s_outputs, [3, 3]), Tensor.Create([0f, 1, 0, 0, 1, 0, 0, 0, 1], [3, 3]), batchSize: 2, verbose: 0, sampleWeight: Tensor.Create([1f, 3, 0]));
        Assert.Equal(["loss", "accuracy", "weighted_accuracy"], result.Keys);
        Assert.Equal(2 / 3.0, result["accuracy"], 1e-6);
        Assert.Equal(1 / 4.0, result["weighted_accuracy"], 1e-6);
    }

    [Fact]
    public void A_metric_of_several_totals_is_computed_from_their_sums()
    {
        Sequential model = Identity(1);
        model.Compile(new SGD(0), "mse", [new Precision()]);
        History history = model.Fit(Tensor.Create([0.9f, 0.8f, 0.7f, 0.1f], [4, 1]), Tensor.Create([1f, 0, 1, 1], [4, 1]), batchSize: 3, verbose: 0);
        Assert.Equal(2 / 3.0, history["precision"][0], 1e-6);
    }

    private static double Value(Metric metric, float[] outputs, int columns, float[] labels, int labelColumns)
    {
        Sequential model = Identity(columns);
        model.Compile("sgd", columns == labelColumns ? "mse" : "sparse_categorical_crossentropy", [metric]);
        int rows = outputs.Length / columns;
        return model.Evaluate(Tensor.Create(outputs, [rows, columns]), Tensor.Create(labels, [rows, labelColumns]), batchSize: 2, verbose: 0)[1];
    }

    private static Sequential Identity(int columns) => [new Activation("linear") { InputShape = [columns] }];

    /// <summary>Right positives among all positives: two totals, added up over the batches before they are divided.</summary>
    private sealed class Precision : Metric
    {
        public override Graph.SymbolicTensor Update(Graph.SymbolicTensor yTrue, Graph.SymbolicTensor yPred, Graph.SymbolicTensor? sampleWeight)
        {
            Graph.SymbolicTensor positive = Graph.Ops.Greater(yPred, 0.5f);
            Graph.SymbolicTensor right = Graph.Ops.Reshape(Graph.Ops.ReduceSum(positive * yTrue), [1]);
            Graph.SymbolicTensor all = Graph.Ops.Reshape(Graph.Ops.ReduceSum(positive), [1]);
            return (right * Graph.Ops.Constant([1f, 0], [2])) + (all * Graph.Ops.Constant([0f, 1], [2]));
        }

        public override double Result(ReadOnlySpan<double> totals, double totalWeight) => totals[1] == 0 ? 0 : totals[0] / totals[1];
    }
}
