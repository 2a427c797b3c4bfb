using System.Globalization;
using Receptive.Graph;

namespace Receptive.Plotting;

/// <summary>A layer as the diagram shows it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">What it does, such as <c>Conv2D 3x3</c>.</param>
/// <param name="Output">The shape of its output.</param>
/// <param name="Parameters">Its number of weights.</param>
/// <param name="Inputs">The blocks it takes its input from, by index; all before it.</param>
/// <param name="ChangesSingleNumbers">Whether it leaves the shape and each number's place as they are, as an activation does.</param>
internal sealed record DiagramBlock(string Name, string Kind, Shape Output, long Parameters, IReadOnlyList<int> Inputs, bool ChangesSingleNumbers = false);

/// <summary>
/// The model from input to output: images as stacks of maps that get smaller and deeper, vectors as columns; with
/// branches, boxes and the ways between them. Drawn by the library itself.
/// </summary>
public sealed record ModelDiagramFigure : Figure
{
    private const double BlockWidth = 132;
    private const double RowHeight = 236;
    private const double NarrowRowHeight = 92;
    private const double LargestSide = 92;

    private readonly IReadOnlyList<DiagramBlock> _blocks;

    internal ModelDiagramFigure(IReadOnlyList<DiagramBlock> blocks)
    {
        _blocks = blocks;
        HasBranches = blocks.Select((block, i) => i == 0 ? block.Inputs.Count > 0 : block.Inputs is not [int before] || before != i - 1).Any(differs => differs);
    }

    /// <summary>Whether the model is more than layers that follow one another.</summary>
    internal bool HasBranches { get; }

    /// <summary>Layers in a row, for a model without branches; at most 6 by default, with rows as equal as can be.</summary>
    public int Columns
    {
        get => field == 0 ? Evenly(6) : field;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A diagram has at least one column.");
    }

    /// <inheritdoc/>
    public override (int Width, int Height) NaturalSize
    {
        get
        {
            if (HasBranches)
            {
                BranchingDiagram branches = Branches();
                return ((int)Math.Ceiling(branches.Width) + 40, (int)Math.Ceiling(branches.Height) + 40 + TitleHeight);
            }

            return Narrow
                ? (NarrowWidth, (int)(_blocks.Count * NarrowRowHeight + TitleHeight))
                : ((int)(Columns * BlockWidth + 40), (int)(Rows * RowHeight + 16 + TitleHeight));
        }
    }

    /// <inheritdoc/>
    public override string Description => HasBranches
        ? "The model from input to output: " + string.Join("; ", _blocks.Select(block => $"{block.Name}, {Words(block)}{(block.Inputs.Count > 0 ? $", from {string.Join(" and ", block.Inputs.Select(input => _blocks[input].Name))}" : "")}")) + "."
        : "The model from input to output: " + string.Join(", then ", _blocks.Select(Words)) + ".";

    internal BranchingDiagram Branches() => new(_blocks, Narrow, NarrowWidth - 20);

    private int Rows => (_blocks.Count + Columns - 1) / Columns;

    private int Evenly(int most)
    {
        int rows = (_blocks.Count + most - 1) / most;
        return (_blocks.Count + rows - 1) / rows;
    }

    private protected override void Draw(Canvas canvas, Box area)
    {
        area = DrawTitle(canvas, area);
        if (HasBranches)
        {
            BranchingDiagram branches = Branches();
            branches.Draw(canvas, area.CenterX - branches.Width / 2, area.Y + 20);
            return;
        }

        int largestImage = _blocks.Max(block => Spatial(block.Output) is { } size ? Math.Max(size.Height, size.Width) : 1);
        long longestVector = _blocks.Max(block => Spatial(block.Output) is null ? block.Output.ElementsPerRow : 1);
        if (Narrow)
        {
            double step = area.Height / _blocks.Count;
            for (int i = 0; i < _blocks.Count; i++)
            {
                var row = new Box(area.X, area.Y + i * step, area.Width, step);
                canvas.BeginGroup("layer", _blocks[i].Name);
                DrawShape(canvas, new Box(row.X, row.Y + 4, 104, step - 20), _blocks[i], largestImage, longestVector);
                DrawWords(canvas, row.X + 112, row.Y + step / 2 - 32, row.Width - 114, _blocks[i], Anchor.Start);
                canvas.EndGroup();
                if (i + 1 < _blocks.Count) Arrow(canvas, row.X + 52, row.Bottom - 14, row.X + 52, row.Bottom + 2);
            }

            return;
        }

        double width = (area.Width - 40) / Columns, height = (area.Height - 16) / Rows;
        for (int i = 0; i < _blocks.Count; i++)
        {
            var cell = new Box(area.X + 20 + i % Columns * width, area.Y + 8 + i / Columns * height, width, height);
            canvas.BeginGroup("layer", _blocks[i].Name);
            var shape = new Box(cell.X, cell.Y, cell.Width, cell.Height - 88);
            DrawShape(canvas, shape, _blocks[i], largestImage, longestVector);
            DrawWords(canvas, cell.CenterX, shape.Bottom, cell.Width - 8, _blocks[i], Anchor.Middle);
            canvas.EndGroup();
            double y = shape.CenterY;
            if (i + 1 < _blocks.Count && i % Columns + 1 < Columns) Arrow(canvas, cell.Right - 9, y, cell.Right + 9, y);
            else if (i + 1 < _blocks.Count) Turn(canvas, area, cell, y, height);
        }
    }

    private static string Words(DiagramBlock block) =>
        $"{block.Kind} giving {ShapeText(block.Output)}{(block.Parameters > 0 ? string.Create(CultureInfo.InvariantCulture, $" with {block.Parameters:N0} parameters") : "")}";

    private static void DrawShape(Canvas canvas, Box area, DiagramBlock block, int largestImage, long longestVector)
    {
        double centerX = area.CenterX, centerY = area.CenterY, largest = Math.Min(LargestSide, Math.Min(area.Width - 46, area.Height - 30));
        Ink ink = block.Parameters > 0 ? Ink.Accent : Ink.Muted;
        if (Spatial(block.Output) is { } size)
        {
            double scale = largest / Math.Sqrt(largestImage);
            double w = Math.Max(8, Math.Sqrt(size.Width) * scale), h = Math.Max(8, Math.Sqrt(size.Height) * scale);
            int sheets = Math.Clamp((int)Math.Round(Math.Log2(size.Channels)) + 1, 1, 8);
            const double shift = 3.5;
            double left = centerX - (w + (sheets - 1) * shift) / 2, top = centerY - (h + (sheets - 1) * shift) / 2;
            for (int s = sheets - 1; s >= 0; s--)
            {
                var sheet = new Box(left + s * shift, top + (sheets - 1 - s) * shift, w, h);
                canvas.Rectangle(sheet, Ink.Background, radius: 2);
                canvas.Rectangle(sheet, ((Paint)ink).WithOpacity(0.16), ink, 1.25, 2);
            }
        }
        else
        {
            double share = Math.Log(block.Output.ElementsPerRow + 1.0) / Math.Log(longestVector + 1.0);
            double h = Math.Max(14, share * (area.Height - 8));
            canvas.Rectangle(new Box(centerX - 9, centerY - h / 2, 18, h), ((Paint)ink).WithOpacity(0.16), ink, 1.25, 4);
            int dots = Math.Clamp((int)(h / 14), 1, 9);
            for (int i = 0; i < dots; i++) canvas.Circle(centerX, centerY - h / 2 + (i + 0.5) * h / dots, 3, ink);
        }
    }

    private static void DrawWords(Canvas canvas, double x, double top, double width, DiagramBlock block, Anchor anchor)
    {
        string weights = block.Parameters > 0 ? string.Create(CultureInfo.InvariantCulture, $"{block.Parameters:N0} weights") : "no weights";
        canvas.TextFitted(block.Kind, x, top + 14, width, 13, Ink.Foreground, anchor, bold: true);
        canvas.TextFitted(ShapeText(block.Output), x, top + 32, width, 12.5, Ink.Foreground, anchor);
        canvas.TextFitted(weights, x, top + 49, width, 11.5, Ink.Muted, anchor);
        canvas.TextFitted(block.Name, x, top + 65, width, 11.5, Ink.Muted, anchor);
    }

    /// <summary>An arrow straight across or straight down.</summary>
    private static void Arrow(Canvas canvas, double x1, double y1, double x2, double y2)
    {
        (double dx, double dy) = (Math.Sign(x2 - x1), Math.Sign(y2 - y1));
        canvas.Line(x1, y1, x2 - 4 * dx, y2 - 4 * dy, Ink.Muted, 1.5);
        canvas.Polyline([(x2 - 6 * dx - 4.5 * dy, y2 - 6 * dy - 4.5 * dx), (x2, y2), (x2 - 6 * dx + 4.5 * dy, y2 - 6 * dy + 4.5 * dx)], null, fill: Ink.Muted);
    }

    /// <summary>From the end of a row to the beginning of the next.</summary>
    private static void Turn(Canvas canvas, Box area, Box cell, double y, double height)
    {
        double right = cell.Right + 10, left = area.X + 10, between = cell.Bottom - 8, next = y + height;
        canvas.Polyline([(cell.Right - 9, y), (right, y), (right, between), (left, between), (left, next), (left + 8, next)], Ink.Muted);
        Arrow(canvas, left + 4, next, left + 20, next);
    }

    private static (int Height, int Width, int Channels)? Spatial(Shape shape)
    {
        Shape one = shape.WithoutBatch();
        return one.Rank == 3 ? (one[0], one[1], one[2]) : null;
    }

    internal static string ShapeText(Shape shape) => string.Join(" × ", shape.WithoutBatch().ToArray().Select(d => d.ToString("N0", CultureInfo.InvariantCulture)));
}
