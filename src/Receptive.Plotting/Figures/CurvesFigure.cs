using System.Globalization;

namespace Receptive.Plotting;

/// <summary>Several curves over one axis, such as a measure of each layer over the epochs.</summary>
public sealed record CurvesFigure : Figure
{
    private static readonly Ink[] s_inks = [Ink.Accent, Ink.Fourth, Ink.Fifth, Ink.Bad, Ink.Good, Ink.Training];

    private readonly IReadOnlyList<(string Name, IReadOnlyList<(double X, double Y)> Points)> _curves;

    internal CurvesFigure(IReadOnlyList<(string Name, IReadOnlyList<(double X, double Y)> Points)> curves) => _curves = curves;

    /// <summary>The number of each curve's colour, so that what is in several figures has one colour in all.</summary>
    internal IReadOnlyList<int>? Colors { get; init; }

    /// <summary>What x is.</summary>
    public string XLabel { get; init; } = "Epoch";

    /// <summary>What y is.</summary>
    public string? YLabel { get; init; }

    /// <summary>Whether y goes by powers of ten.</summary>
    public bool Logarithmic { get; init; }

    /// <summary>Whether y is a share, to be read in percent.</summary>
    public bool Percent { get; init; }

    /// <summary>The numbers that are as they should be: a band behind the curves.</summary>
    public (double Low, double High)? GoodBand { get; init; }

    /// <inheritdoc/>
    public override (int Width, int Height) NaturalSize => Narrow ? (NarrowWidth, 270 + TitleHeight) : (540, 380 + TitleHeight);

    /// <inheritdoc/>
    public override string Description => string.Join("; ", _curves.Where(curve => curve.Points.Count > 0).Select(curve =>
        $"{curve.Name} from {Short(curve.Points[0].Y)} to {Short(curve.Points[^1].Y)}")) + ".";

    private protected override void Draw(Canvas canvas, Box area)
    {
        area = DrawTitle(canvas, area);
        new LineChart
        {
            Lines = [.. _curves.Select((curve, i) => new ChartLine(curve.Name, curve.Name, curve.Points, s_inks[(Colors?[i] ?? i) % s_inks.Length]))],
            XLabel = XLabel,
            YLabel = YLabel,
            WholeX = true,
            Logarithmic = Logarithmic,
            Percent = Percent,
            GoodBand = GoodBand,
        }.Draw(canvas, area);
    }

    private string Short(double value) => value.ToString(Percent ? "0.###%" : "G3", CultureInfo.InvariantCulture);
}
