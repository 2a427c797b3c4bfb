using System.Globalization;
using Receptive.Callbacks;

namespace Receptive.Diagnostics;

/// <summary>
/// Looks over a finished training and says what is off: a loss that is no number, learning that did not happen or had
/// not ended, overfitting, a final result far below what the curve or the data promise.
/// </summary>
/// <example><code>
/// foreach (HealthFinding finding in TrainingReview.Of(history, finalAccuracy: 0.9563, known: KnownResult.For("mnist")))
///     Console.WriteLine(finding);
/// </code></example>
public static class TrainingReview
{
    // Thresholds: far outside what ordinary runs of the notebook's network show from seed to seed (0.1 points of accuracy,
    // a few percent of the loss), so that a warning means something.
    private const double AccuracyOff = 0.01;
    private const double OverfitRise = 1.25;
    private const int OverfitEpochs = 3;
    private const double Gap = 0.05;
    private const double StillFalling = 0.03;

    private const string Training = "training";

    /// <summary>Reviews a training.</summary>
    /// <param name="history">What was logged.</param>
    /// <param name="finalAccuracy">What the finished model reaches on test data, if that was measured.</param>
    /// <param name="known">What plain networks reach on the dataset, if it is a known one.</param>
    /// <param name="classes">How many classes there are, to know what guessing reaches; 0 if unknown.</param>
    /// <returns>Warnings before notes; nothing if all is as it should be.</returns>
    public static IReadOnlyList<HealthFinding> Of(History history, double? finalAccuracy = null, KnownResult? known = null, int classes = 0)
    {
        ArgumentNullException.ThrowIfNull(history);
        var findings = new List<HealthFinding>();
        IReadOnlyList<double> loss = Values(history, "loss"), validationLoss = Values(history, "val_loss");
        IReadOnlyList<double> accuracy = Values(history, "accuracy"), validationAccuracy = Values(history, "val_accuracy");

        if (loss.Concat(validationLoss).Any(value => !double.IsFinite(value)))
        {
            findings.Add(Warning("The loss became infinite or not a number; every weight after that is lost.", "Lower the learning rate, scale the inputs to 0..1, and look for NaN in the data."));
            return findings;
        }

        ReviewLearning(findings, loss, accuracy, validationAccuracy, classes);
        ReviewEnd(findings, loss, validationLoss);
        ReviewGap(findings, accuracy, validationAccuracy);
        ReviewResult(findings, validationAccuracy, accuracy, finalAccuracy, known);
        return [.. findings.OrderByDescending(finding => finding.Level)];
    }

    private static void ReviewLearning(List<HealthFinding> findings, IReadOnlyList<double> loss, IReadOnlyList<double> accuracy, IReadOnlyList<double> validationAccuracy, int classes)
    {
        if (loss.Count > 1 && loss[^1] > loss[0] * 0.98)
            findings.Add(Warning($"The training loss did not fall: {Short(loss[0])} at first, {Short(loss[^1])} at last.", "Check that the labels fit the images, try another learning rate (ten times lower, ten times higher), and see whether the model can learn ten images by heart."));
        double? reached = validationAccuracy.Count > 0 ? validationAccuracy.Max() : accuracy.Count > 0 ? accuracy.Max() : null;
        if (classes > 1 && reached is { } best && best < 1.3 / classes)
            findings.Add(Warning($"The best accuracy, {Percent(best)}, is hardly better than guessing among {classes} classes.", "Check that images and labels are in the same order and that the last layer has one output a class."));
    }

    private static void ReviewEnd(List<HealthFinding> findings, IReadOnlyList<double> loss, IReadOnlyList<double> validationLoss)
    {
        IReadOnlyList<double> curve = validationLoss.Count > 0 ? validationLoss : loss;
        if (curve.Count < 2) return;
        int best = 0;
        for (int i = 1; i < curve.Count; i++)
        {
            if (curve[i] < curve[best]) best = i;
        }

        int after = curve.Count - 1 - best;
        if (validationLoss.Count > 0 && after >= OverfitEpochs && curve[^1] > curve[best] * OverfitRise)
            findings.Add(Warning($"The validation loss was best in epoch {best + 1} ({Short(curve[best])}) and rose to {Short(curve[^1])} after it: the model learns the training images by heart.", "Keep the best epoch (EarlyStopping with restoreBestWeights, ModelCheckpoint with saveBestOnly), or use more dropout, augmentation or data."));
        else if (findings.Count == 0 && after == 0 && curve[^2] > curve[^1] * (1 + StillFalling))
            findings.Add(Note($"The loss was still falling when the training ended: by {Percent(1 - curve[^1] / curve[^2])} in the last epoch.", "More epochs would help."));
    }

    private static void ReviewGap(List<HealthFinding> findings, IReadOnlyList<double> accuracy, IReadOnlyList<double> validationAccuracy)
    {
        if (accuracy.Count == 0 || validationAccuracy.Count == 0) return;
        if (accuracy[^1] - validationAccuracy[^1] > Gap)
            findings.Add(Warning($"The accuracy is {Percent(accuracy[^1])} on training images and only {Percent(validationAccuracy[^1])} on validation images.", "Use more dropout, augmentation or data, or a smaller model; check that both parts come from the same source."));
    }

    private static void ReviewResult(List<HealthFinding> findings, IReadOnlyList<double> validationAccuracy, IReadOnlyList<double> accuracy, double? finalAccuracy, KnownResult? known)
    {
        double? reached = finalAccuracy ?? (validationAccuracy.Count > 0 ? validationAccuracy[^1] : null);
        if (reached is not { } value) return;

        if (validationAccuracy.Count > 0 && validationAccuracy.Max() - value > AccuracyOff)
        {
            int epoch = 1 + validationAccuracy.Index().MaxBy(pair => pair.Item).Index;
            findings.Add(Warning($"The final accuracy, {Percent(value)}, is far below what the run had reached in epoch {epoch} ({Percent(validationAccuracy.Max())}).", "Take that epoch's weights (restoreBestWeights, or its checkpoint), and check that the test images were prepared as the training images were."));
        }
        else if (finalAccuracy is not null && validationAccuracy.Count == 0 && accuracy.Count > 0 && accuracy[^1] - value > Gap)
        {
            findings.Add(Warning($"The accuracy is {Percent(accuracy[^1])} on training images and only {Percent(value)} in the end.", "Check that the test images were prepared as the training images were; otherwise use more dropout, augmentation or data."));
        }

        if (known is not null && known.Accuracy - value > 2 * AccuracyOff)
            findings.Add(Warning($"The final accuracy, {Percent(value)}, is far below what a plain convolutional network reaches on {known.Dataset} ({Percent(known.Accuracy)}).", "Something went wrong on the way: look at the curves for an early end, at the worst mistakes for wrong labels, and at the scale of the inputs (0..1)."));
    }

    private static IReadOnlyList<double> Values(History history, string name) => history.Contains(name) ? history[name] : [];

    private static HealthFinding Warning(string message, string advice) => new(FindingLevel.Warning, Training, message, advice);

    private static HealthFinding Note(string message, string advice) => new(FindingLevel.Note, Training, message, advice);

    private static string Short(double value) => value.ToString("0.####", CultureInfo.InvariantCulture);

    private static string Percent(double share) => share.ToString("0.##%", CultureInfo.InvariantCulture);
}
