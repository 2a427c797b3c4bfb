using System.Numerics.Tensors;
using Receptive.Explanations;
using Receptive.Graph;
using Receptive.Pictures;
using Receptive.Reports;
using Receptive.Tests;

namespace Receptive.Plotting.Tests;

/// <content>One figure of each kind.</content>
internal static partial class Samples
{
    public static IReadOnlyList<string> Korean { get; } = ["티셔츠", "바지", "스웨터", "드레스", "코트", "샌들", "셔츠", "운동화", "가방", "앵클 부츠"];

    public static IReadOnlyDictionary<string, Func<Figure>> Figures { get; } = new Dictionary<string, Func<Figure>>
    {
        ["history"] = () => new HistoryFigure(Log(), ["loss"]) { Title = "학습 진행에 따른 학습 데이터와 검증 데이터의 에러" },
        ["history-panels"] = () => new HistoryFigure(Log(), ["loss", "accuracy"]),
        ["predictions"] = () => Plot.Predictions(Digits(10), [0, 1, 2, 3, 9, 5, 6, 7, 8, 9], [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]),
        ["confusion"] = () => Plot.ConfusionMatrix(Confusion()),
        ["confusion-korean"] = () => Plot.ConfusionMatrix(Confusion(Korean)) with { XLabel = "예측", YLabel = "정답" },
        ["scores"] = () => Plot.ClassScores(new ClassificationReport(Labels().True, Labels().Predicted)),
        ["augmentation"] = () => Plot.Augmentation([Digit(0), Digit(3)], [[Digit(2), Digit(4)], [Digit(5), Digit(7)]]),
        ["fields"] = () => Plot.ReceptiveFields(Digit(2), NotebookFields()),
        ["convolution"] = () => Plot.Convolution(DigitPixels(2), 28, 28, row: 6, column: 10, [KnownKernel.All[0], KnownKernel.All[^1]]),
        ["connections"] = () => Plot.Connections(
        [
            ("conv2d", ConnectionComparison.Of([28, 28, 1], [26, 26, 32], 3, 3)),
            ("conv2d_1", ConnectionComparison.Of([26, 26, 32], [24, 24, 64], 3, 3)),
        ]),
        ["diagram"] = () => new ModelDiagramFigure(
        [
            new("input", "Input", [28, 28, 1], 0, []),
            new("conv2d", "Conv2D 3x3", [26, 26, 32], 320, [0]),
            new("conv2d_1", "Conv2D 3x3", [24, 24, 64], 18_496, [1]),
            new("max_pooling2d", "MaxPooling2D 2x2", [12, 12, 64], 0, [2]),
            new("flatten", "Flatten", [9216], 0, [3]),
            new("dense", "Dense", [128], 1_179_776, [4]),
            new("dense_1", "Dense, softmax", [10], 1_290, [5]),
        ]),
        ["diagram-inception"] = () => Plot.Diagram(Networks.InceptionWithTwoOutputs()),
        ["diagram-siamese-narrow"] = () => Plot.Diagram(Networks.Siamese()) with { Narrow = true },
        ["image"] = () => Plot.Image(Digit(4), "an oval"),
        ["mistakes"] = () => Plot.WorstMistakes(Digits(6), Tensor.Create(new[] { 0.1f, 0.9f, 0.8f, 0.2f, 0.9999f, 0.0001f, 0.3f, 0.7f, 0.6f, 0.4f, 1, 0 }, [6, 2]), [0, 0, 1, 0, 1, 1], ["ring", "막대"]),
        ["filters"] = () => Plot.Filters(FilterBank.Of(Trained.Data.Model)),
        ["feature-maps"] = () => Plot.FeatureMaps(FeatureMaps.Of(Trained.Data.Model, Trained.Image(1)), mapsPerLayer: 9),
        ["heat-maps"] = () => Plot.HeatMaps([.. Enumerable.Range(0, 5).Select(i => (Picture.FromFloats(Trained.Image(i), 28, 28), GradCam.Of(Trained.Data.Model, Trained.Image(i))))], Trained.Data.ClassNames),
        ["explanation"] = () => Plot.Explanation(Trained.Data.Model, Trained.Image(3), Trained.Data.ClassNames),
        ["effective-field"] = () => Plot.EffectiveField(EffectiveReceptiveField.Of(Trained.Data.Model, "max_pooling2d", Trained.Data.TestImages!)),
        ["health-updates"] = () => Plot.Health(Trained.Data.Health!, HealthMeasure.UpdateRatio)!,
        ["health-dead"] = () => Plot.Health(Trained.Data.Health!, HealthMeasure.DeadShare)!,
        ["health-spread"] = () => Plot.Health(Trained.Data.Health!, HealthMeasure.Spread)!,
        ["layer-times"] = () => Plot.LayerTimes([new("conv2d", 2.6e-4, 12_460_000), new("conv2d_1 + max_pooling2d", 2.07e-3, 679_480_000), new("dense", 4.9e-4, 75_500_000), new("dense_1", 1.5e-5, 83_520)]),
        ["history-dark"] = () => new HistoryFigure(Log(3), ["loss"]) { Theme = Theme.Dark },
        ["confusion-narrow"] = () => Plot.ConfusionMatrix(Confusion(Korean)) with { Narrow = true },
        ["diagram-narrow"] = () => (ModelDiagramFigure)Figures!["diagram"]() with { Narrow = true },
    };

    public static ConfusionMatrix Confusion(IReadOnlyList<string>? names = null) => new(Labels().True, Labels().Predicted, names);

    private static FieldOnImage[] NotebookFields()
    {
        ReceptiveField first = ReceptiveField.Pixel.Through(new FieldWindow(3));
        ReceptiveField second = first.Through(new FieldWindow(3));
        ReceptiveField pooled = second.Through(new FieldWindow(2, 2));
        return
        [
            new("conv2d", first, 12, 12),
            new("conv2d_1", second, 11, 11),
            new("max_pooling2d", pooled, 5, 5),
            new("flatten", new ReceptiveField(pooled.Height.OverAll(12), pooled.Width.OverAll(12)), 0, 0),
        ];
    }
}
