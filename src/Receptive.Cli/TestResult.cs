using System.Globalization;
using System.Numerics.Tensors;
using Receptive.Data;
using Receptive.Losses;
using Receptive.Plotting;
using Receptive.Reports;

namespace Receptive.Cli;

/// <summary>How a model does on a dataset's test images.</summary>
internal sealed class TestResult
{
    private readonly int[] _labels;
    private readonly Tensor<float> _outputs;
    private readonly int[] _predictions;
    private readonly IReadOnlyList<string> _classNames;

    private TestResult(double loss, int[] labels, Tensor<float> outputs, IReadOnlyList<string> classNames)
    {
        (Loss, _labels, _outputs, _predictions, _classNames) = (loss, labels, outputs, Utilities.ArgMax(outputs), classNames);
        Accuracy = (double)labels.Zip(_predictions).Count(pair => pair.First == pair.Second) / labels.Length;
    }

    /// <summary>The loss the model was compiled with.</summary>
    public double Loss { get; }

    /// <summary>The share of images read right.</summary>
    public double Accuracy { get; }

    /// <exception cref="Graph.ShapeException">The images or classes do not fit the model.</exception>
    public static TestResult Measure(Model model, ImageDataset dataset, int batchSize, CancellationToken cancellationToken)
    {
        int[] labels = new int[dataset.TestLabels.FlattenedLength];
        for (int i = 0; i < labels.Length; i++) labels[i] = dataset.TestLabels[i];
        Tensor<float> y = model.Loss is SparseCategoricalCrossentropy ? Tensor.Create(Array.ConvertAll(labels, label => (float)label)) : dataset.YTest;
        Examples images = Examples.FromImages(dataset.TestImages);
        double loss = model.Evaluate(images, y, batchSize, cancellationToken: cancellationToken).Loss;
        return new TestResult(loss, labels, model.Predict(images, batchSize, cancellationToken: cancellationToken), dataset.ClassNames);
    }

    /// <summary>What a report can tell about the model from this test.</summary>
    public TrainingReportData ToReport(Model model, ImageDataset dataset) => new()
    {
        Model = model,
        Dataset = dataset.Name,
        ClassNames = _classNames,
        TestImages = dataset.XTest,
        TestLabels = _labels,
        TestProbabilities = _outputs,
        TestLoss = Loss,
    };

    /// <summary>Prints accuracy, classification report and confusion matrix.</summary>
    public void Print(TextWriter output)
    {
        int[] classes = [.. Enumerable.Range(0, _classNames.Count)];
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\nTest Accuracy: {Accuracy:0.0000}\n"));
        output.WriteLine(new ClassificationReport(_labels, _predictions, _classNames, classes));
        output.WriteLine("Confusion matrix (a row for each true class, a column for each predicted one):");
        output.WriteLine(new ConfusionMatrix(_labels, _predictions, _classNames, classes));
    }
}
