using Receptive.Explanations;
using Receptive.Reports;

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
        ["convolution"] = () => Plot.Convolution(DigitPixels(2), 28, 28, row: 6, column: 10),
        ["connections"] = () => Plot.Connections(
        [
            ("conv2d", ConnectionComparison.Of([28, 28, 1], [26, 26, 32], 3, 3)),
            ("conv2d_1", ConnectionComparison.Of([26, 26, 32], [24, 24, 64], 3, 3)),
        ]),
        ["diagram"] = () => new ModelDiagramFigure(
        [
            new("input", "Input", [28, 28, 1], 0),
            new("conv2d", "Conv2D 3x3", [26, 26, 32], 320),
            new("conv2d_1", "Conv2D 3x3", [24, 24, 64], 18_496),
            new("max_pooling2d", "MaxPooling2D 2x2", [12, 12, 64], 0),
            new("flatten", "Flatten", [9216], 0),
            new("dense", "Dense", [128], 1_179_776),
            new("dense_1", "Dense, softmax", [10], 1_290),
        ]),
    };

    public static ConfusionMatrix Confusion(IReadOnlyList<string>? names = null) => new(Labels().True, Labels().Predicted, names);

    private static FieldOnImage[] NotebookFields()
    {
        ReceptiveField first = ReceptiveField.Pixel.Through(new WindowAxis(3));
        ReceptiveField second = first.Through(new WindowAxis(3));
        ReceptiveField pooled = second.Through(new WindowAxis(2, 2));
        return
        [
            new("conv2d", first, 12, 12),
            new("conv2d_1", second, 11, 11),
            new("max_pooling2d", pooled, 5, 5),
            new("flatten", new ReceptiveField(pooled.Height.OverAll(12), pooled.Width.OverAll(12)), 0, 0),
        ];
    }
}
