using System.Globalization;
using System.Numerics.Tensors;
using Receptive.Diagnostics;
using Receptive.Pictures;
using Receptive.Reports;

namespace Receptive.Plotting;

/// <summary>
/// Makes figures: how a training went, what the model sees, where it errs. Each is saved or handed on with one call.
/// </summary>
/// <example><code>
/// Plot.History(history).SavePng("loss.png");
/// Plot.Predictions(xTest, predicted, labels).SaveSvg("predictions.svg");
/// Plot.ConfusionMatrix(new ConfusionMatrix(labels, predicted)).SavePng("confusion.png");
/// </code></example>
public static partial class Plot
{
    /// <summary>One image.</summary>
    public static ImageGridFigure Image(Picture picture, string? caption = null) =>
        new([new GridImage(picture, caption)]) { ImageSize = 320 };

    /// <summary>Images side by side with captions.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static ImageGridFigure Images(IReadOnlyList<GridImage> images) => new(images);

    /// <summary>Images with what they were taken for, wrong ones marked: the notebook's two rows of five.</summary>
    /// <param name="images">(examples, height, width, channels) or (examples, height, width).</param>
    /// <param name="predicted">The predicted class of each.</param>
    /// <param name="labels">The true class of each; none if nothing is to be marked.</param>
    /// <param name="names">What the classes are called; by default their numbers.</param>
    /// <param name="count">How many are shown, from the first on.</param>
    /// <exception cref="ArgumentException">The lengths do not fit.</exception>
    public static ImageGridFigure Predictions(
        Tensor<float> images, ReadOnlySpan<int> predicted, ReadOnlySpan<int> labels = default, IReadOnlyList<string>? names = null, int count = 10)
    {
        ArgumentNullException.ThrowIfNull(images);
        int shown = Math.Min(count, (int)images.Lengths[0]);
        if (predicted.Length < shown)
            throw new ArgumentException($"{shown} images are shown, but there are predictions for {predicted.Length}.", nameof(predicted));
        if (!labels.IsEmpty && labels.Length < shown)
            throw new ArgumentException($"{shown} images are shown, but there are labels for {labels.Length}.", nameof(labels));
        var grid = new GridImage[shown];
        for (int i = 0; i < shown; i++)
        {
            bool wrong = !labels.IsEmpty && labels[i] != predicted[i];
            string caption = $"Label: {Name(names, predicted[i])}";
            grid[i] = new GridImage(Picture.FromTensor(images, i), caption, wrong, wrong ? $"true: {Name(names, labels[i])}" : null);
        }

        return new ImageGridFigure(grid);
    }

    /// <summary>The confusion matrix: counts as numbers, shares of the true class as colours.</summary>
    public static ConfusionMatrixFigure ConfusionMatrix(ConfusionMatrix matrix) => new(matrix);

    /// <summary>Precision and recall of each class.</summary>
    public static ClassScoresFigure ClassScores(ClassificationReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return new ClassScoresFigure(report.Classes);
    }

    /// <summary>The wrong predictions that were surest: what was predicted and how surely, what is true, and which image it is.</summary>
    /// <param name="images">(examples, height, width, channels) or (examples, height, width).</param>
    /// <param name="probabilities">(examples, classes), as <c>Predict</c> gives them.</param>
    /// <param name="labels">The true class of each example.</param>
    /// <param name="names">What the classes are called; by default their numbers.</param>
    /// <param name="count">How many at most.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or nothing was wrong.</exception>
    public static ImageGridFigure WorstMistakes(
        Tensor<float> images, Tensor<float> probabilities, ReadOnlySpan<int> labels, IReadOnlyList<string>? names = null, int count = 10)
    {
        ArgumentNullException.ThrowIfNull(images);
        IReadOnlyList<Mistake> mistakes = Mistakes.Worst(probabilities, labels, count);
        if (mistakes.Count == 0) throw new ArgumentException("There is no mistake to show: every prediction is right.", nameof(labels));
        return new ImageGridFigure([.. mistakes.Select(mistake => new GridImage(
            Picture.FromTensor(images, mistake.Index),
            Scored(names, mistake.PredictedClass, mistake.Confidence),
            IsWrong: true,
            Note: $"true: {Name(names, mistake.TrueClass)} · #{mistake.Index}"))]);
    }

    /// <summary>What an augmentation makes of images: a row for each image, the image itself at the left.</summary>
    /// <param name="originals">The images.</param>
    /// <param name="variants">For each image what was made of it.</param>
    /// <exception cref="ArgumentException">The numbers of images and of lists differ, or a list is empty or of another length than the first.</exception>
    public static ImageGridFigure Augmentation(IReadOnlyList<Picture> originals, IReadOnlyList<IReadOnlyList<Picture>> variants)
    {
        ArgumentNullException.ThrowIfNull(originals);
        ArgumentNullException.ThrowIfNull(variants);
        if (originals.Count == 0 || originals.Count != variants.Count)
            throw new ArgumentException($"There are {originals.Count} images and variants for {variants.Count}: give one list of variants for each image.", nameof(variants));
        int columns = variants[0].Count;
        if (columns == 0 || variants.Any(list => list.Count != columns))
            throw new ArgumentException("Each image needs the same number of variants, at least one.", nameof(variants));
        var grid = new List<GridImage>();
        for (int i = 0; i < originals.Count; i++)
        {
            grid.Add(new GridImage(originals[i]));
            grid.AddRange(variants[i].Select(variant => new GridImage(variant)));
        }

        return new ImageGridFigure(grid)
        {
            Columns = columns + 1,
            ImageSize = 110,
            Subject = $"{originals.Count} images before and after augmentation, {columns} variants each",
            ColumnLabels = ["before", .. Enumerable.Range(1, columns).Select(i => i == 1 ? "after" : "")],
        };
    }

    internal static string Name(IReadOnlyList<string>? names, int label) =>
        names is not null && (uint)label < (uint)names.Count ? names[label] : label.ToString(CultureInfo.InvariantCulture);

    /// <summary>A class with its probability.</summary>
    internal static string Scored(IReadOnlyList<string>? names, int label, double probability) => $"{Name(names, label)} · {Percent(probability)}";

    /// <summary>A share with one decimal; what is not quite all, or not quite nothing, does not become it by rounding.</summary>
    internal static string Percent(double share) => share switch
    {
        double.NaN => "no number",
        >= 1 => "100%",
        >= 0.9995 => ">99.9%",
        <= 0 => "0%",
        < 0.0005 => "<0.1%",
        _ => share.ToString("0.0%", CultureInfo.InvariantCulture),
    };
}
