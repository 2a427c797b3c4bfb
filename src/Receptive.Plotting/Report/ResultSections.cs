using System.Globalization;
using System.Numerics.Tensors;
using Receptive.Reports;

namespace Receptive.Plotting;

/// <summary>The parts of a report on what the model gets right and wrong. A part is null where there is nothing to show.</summary>
internal static class ResultSections
{
    // A matrix of hundreds of classes is no picture any more.
    private const int MostClasses = 60;

    /// <summary>Images in a grid: whole rows of six, and on a phone of three.</summary>
    public const int InGrid = 12;

    public static Action<HtmlWriter>? Scores(TestResults? results)
    {
        if (results is null) return null;
        return html =>
        {
            ClassificationReport report = results.Report();
            html.BeginSection("scores", "Scores by class", "Precision: of the images predicted as a class, the share that is of it. Recall: of the images of a class, the share that was found. F1 is their harmonic mean.");
            if (results.Classes <= MostClasses)
            {
                html.Figure(Plot.ClassScores(report));
            }

            html.Table("Classification report", ["class", "precision", "recall", "F1", "images"],
                [.. report.Classes.Append(report.MacroAverage).Append(report.WeightedAverage).Select(score => (IReadOnlyList<string>)
                    [score.Name, Three(score.Precision), Three(score.Recall), Three(score.F1Score), score.Support.ToString("N0", CultureInfo.InvariantCulture)])]).EndSection();
        };
    }

    public static Action<HtmlWriter>? Confusion(TestResults? results)
    {
        if (results is null) return null;
        return html =>
        {
            ConfusionMatrix matrix = results.Confusion();
            html.BeginSection("confusion", "What is taken for what", "A row is a true class, a column what its images were predicted as. What is right is blue; mistakes are red, the stronger the more frequent.");
            if (results.Classes <= MostClasses) html.Figure(Plot.ConfusionMatrix(matrix));
            IReadOnlyList<(int TrueClass, int PredictedClass, long Count, double Share)> confused = matrix.MostConfused(5);
            if (confused.Count > 0)
            {
                html.Table("Most frequent confusions", ["true class", "taken for", "images", "of the class"], [.. confused.Select(pair => (IReadOnlyList<string>)
                [
                    matrix.Names[pair.TrueClass], matrix.Names[pair.PredictedClass],
                    pair.Count.ToString("N0", CultureInfo.InvariantCulture), pair.Share.ToString("0.0%", CultureInfo.InvariantCulture),
                ])]);
            }

            html.EndSection();
        };
    }

    public static Action<HtmlWriter>? Examples(TrainingReportData data, TestResults? results)
    {
        if (results is null || !IsImages(data.TestImages!)) return null;
        return html => html.BeginSection("examples", "Examples", "The first test images with what the model says; wrong ones are framed and crossed.")
            .Grid(Plot.Predictions(data.TestImages!, results.Predicted, results.Labels, results.Names, InGrid)).EndSection();
    }

    public static Action<HtmlWriter>? Mistakes(TrainingReportData data, TestResults? results)
    {
        if (results is null || !IsImages(data.TestImages!) || results.Accuracy == 1) return null;
        return html => html.BeginSection("mistakes", "Worst mistakes", "The test images whose true class got the smallest probability: what each was taken for and how surely, what it is, and its number. Some are hard for anyone; some have wrong labels.")
            .Grid(Plot.WorstMistakes(data.TestImages!, results.Probabilities, results.Labels, results.Names, InGrid)).EndSection();
    }

    /// <summary>A grid of images: six in a row, three on a phone.</summary>
    public static HtmlWriter Grid(this HtmlWriter html, ImageGridFigure figure) =>
        html.Figure(figure with { Columns = Math.Min(6, figure.Count), ImageSize = 110 });

    public static bool IsImages(Tensor<float> images) => images.Rank == 3 || (images.Rank == 4 && images.Lengths[3] is (1 or 3 or 4));

    private static string Three(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);
}
