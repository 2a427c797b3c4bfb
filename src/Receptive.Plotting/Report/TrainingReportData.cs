using System.Numerics.Tensors;
using Receptive.Callbacks;
using Receptive.Diagnostics;

namespace Receptive.Plotting;

/// <summary>
/// What a report is made from. Only the model is needed; each part of the report appears if there is something to
/// make it from.
/// </summary>
public sealed record TrainingReportData
{
    /// <summary>The model.</summary>
    public required Model Model { get; init; }

    /// <summary>The report's title.</summary>
    public string Title { get; init; } = "Training report";

    /// <summary>What the model was trained on, such as <c>mnist</c>; known names let the report tell whether the result is what can be expected.</summary>
    public string? Dataset { get; init; }

    /// <summary>The training.</summary>
    public History? History { get; init; }

    /// <summary>What the run was asked for: batch size, optimizer, seed and so on, in the order in which to show it.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Settings { get; init; } = [];

    /// <summary>What the classes are called; by default their numbers.</summary>
    public IReadOnlyList<string>? ClassNames { get; init; }

    /// <summary>Images that were not trained on, as the model takes them.</summary>
    public Tensor<float>? TestImages { get; init; }

    /// <summary>The class of each test image.</summary>
    public IReadOnlyList<int>? TestLabels { get; init; }

    /// <summary>The model's output for the test images, if it is at hand; computed otherwise.</summary>
    public Tensor<float>? TestProbabilities { get; init; }

    /// <summary>The loss on the test images.</summary>
    public double? TestLoss { get; init; }

    /// <summary>What was recorded of the run's health.</summary>
    public RunHealth? Health { get; init; }

    /// <summary>How long the training took, in seconds.</summary>
    public double? TrainSeconds { get; init; }

    /// <summary>Training images per second.</summary>
    public double? ImagesPerSecond { get; init; }

    /// <summary>The most memory the process had.</summary>
    public long? PeakMemoryBytes { get; init; }

    /// <summary>When the report was made; now by default.</summary>
    public DateTimeOffset Made { get; init; } = DateTimeOffset.Now;
}
