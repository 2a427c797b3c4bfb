using System.Globalization;

namespace Receptive.Plotting;

/// <summary>
/// A model with branches, drawn downwards: boxes with what they compute and the shape of their output, and the ways
/// between them. Layers that change single numbers (activations, normalization, dropout) share the box of the layer before them. A deep model is cut,
/// where a single way leads on, into columns that stand side by side.
/// </summary>
internal sealed class BranchingDiagram
{
    private const double LineHeight = 17;
    private const double BoxMargin = 7;
    private const double RowGap = 26;
    private const double ColumnGap = 44;
    private const double TallestColumn = 1500;
    private const double LargestBox = 158;

    private readonly List<BoxOfLayers> _boxes;
    private readonly LayeredLayout _layout;
    private readonly double[] _heights;
    private readonly double[] _tops;
    private readonly int[] _columns;
    private readonly double[] _middles;

    public BranchingDiagram(IReadOnlyList<DiagramBlock> blocks, bool narrow, int narrowWidth)
    {
        _boxes = Merge(blocks);
        double boxWidth = LargestBox;
        _layout = Arrange(boxWidth);

        // Ways and gaps stay as wide as they are, so a few smaller boxes are tried.
        while (narrow && boxWidth > 40 && WidthOf(_layout) > narrowWidth) _layout = Arrange(boxWidth *= 0.93);
        BoxWidth = boxWidth;
        _heights = new double[_layout.RowCount];
        for (int i = 0; i < _boxes.Count; i++)
            _heights[_layout.RowOf(i)] = Math.Max(_heights[_layout.RowOf(i)], _boxes[i].Height);
        for (int row = 0; row < _heights.Length; row++) _heights[row] += RowGap;
        _tops = new double[_heights.Length];
        _columns = new int[_heights.Length];
        CutIntoColumns(narrow ? 1 : (int)Math.Ceiling(_heights.Sum() / TallestColumn));
        _middles = new double[_columns[^1] + 1];
        for (int column = 0; column < _middles.Length; column++)
        {
            (double left, double right) = _layout.Extent(Array.IndexOf(_columns, column), Array.LastIndexOf(_columns, column));
            _middles[column] = Width - left;
            Width += right - left + ColumnGap;
        }

        Width -= ColumnGap;
        Height = Enumerable.Range(0, _heights.Length).Max(row => _tops[row] + _heights[row]) - RowGap;

        LayeredLayout Arrange(double width) => new([.. _boxes.Select(_ => width)], [.. _boxes.Select(box => box.Inputs)]);

        static double WidthOf(LayeredLayout layout) => layout.Extent(0, layout.RowCount - 1) is var (left, right) ? right - left : 0;
    }

    public double Width { get; }

    public double Height { get; }

    /// <summary>How many edges cross.</summary>
    public int Crossings => _layout.Crossings;

    private double BoxWidth { get; }

    public void Draw(Canvas canvas, double left, double top)
    {
        foreach ((int row, double from, int? fromNode, double to, bool toNode) in _layout.Ways())
        {
            int column = _columns[row], next = _columns[row + 1];
            double x1 = left + _middles[column] + from, x2 = left + _middles[next] + to;
            double bottom = top + _tops[row] + _heights[row] - RowGap, y2 = top + _tops[row + 1];

            // A box that is lower than its row is reached from the row's bottom by a straight line.
            double y1 = top + _tops[row] + (fromNode is { } index ? _boxes[index].Height : 0);
            if (next != column)
            {
                double between = left + _middles[next] + _layout.Extent(row + 1, Array.LastIndexOf(_columns, next)).Left - ColumnGap / 2, under = bottom + RowGap / 2;
                canvas.Polyline([(x1, y1), (x1, under), (between, under), (between, top - 10), (x2, top - 10), (x2, y2)], Ink.Muted);
            }
            else
            {
                canvas.Polyline(x1 == x2 ? [(x1, y1), (x2, y2)] : [(x1, y1), (x1, bottom + 3), (x2, bottom + RowGap - 8), (x2, y2)], Ink.Muted);
            }

            if (toNode) canvas.Polyline([(x2 - 4.5, y2 - 7), (x2, y2 - 1), (x2 + 4.5, y2 - 7)], null, fill: Ink.Muted);
        }

        for (int i = 0; i < _boxes.Count; i++) DrawBox(canvas, i, left, top);
    }

    /// <summary>Cuts, where a single way leads on, so that the columns are about equally tall.</summary>
    private void CutIntoColumns(int columns)
    {
        double target = _heights.Sum() / columns, top = 0;
        for (int row = 0; row < _heights.Length; row++)
        {
            (_tops[row], _columns[row]) = (top, row == 0 ? 0 : _columns[row - 1]);
            if (row > 0 && top == 0) _columns[row]++;
            top += _heights[row];
            if (_columns[row] == columns - 1 || !_layout.IsCutBelow(row)) continue;
            double atNextCut = top;
            for (int below = row + 1; below < _heights.Length; below++)
            {
                atNextCut += _heights[below];
                if (_layout.IsCutBelow(below)) break;
            }

            if (top + atNextCut > 2 * target) top = 0;
        }
    }

    private void DrawBox(Canvas canvas, int index, double left, double top)
    {
        BoxOfLayers own = _boxes[index];
        int row = _layout.RowOf(index);
        double x = left + _middles[_columns[row]] + _layout.CenterOf(index), y = top + _tops[row];
        Ink ink = own.Parameters > 0 ? Ink.Accent : Ink.Muted;
        canvas.BeginGroup("layer", own.Name);
        var outline = new Box(x - BoxWidth / 2, y, BoxWidth, own.Height);
        canvas.Rectangle(outline, Ink.Background, radius: 6);
        canvas.Rectangle(outline, ((Paint)ink).WithOpacity(0.12), ink, 1.25, 6);
        for (int line = 0; line < own.Lines.Count; line++)
            canvas.TextFitted(own.Lines[line], x, y + BoxMargin + (line + 0.75) * LineHeight, BoxWidth - 10, 12.5, Ink.Foreground, Anchor.Middle, bold: line == 0);
        string weights = own.Parameters > 0 ? string.Create(CultureInfo.InvariantCulture, $" · {own.Parameters:N0}") : "";
        canvas.TextFitted(own.Shape + weights, x, y + BoxMargin + (own.Lines.Count + 0.75) * LineHeight, BoxWidth - 10, 11.5, Ink.Muted, Anchor.Middle);
        canvas.EndGroup();
    }

    private static List<BoxOfLayers> Merge(IReadOnlyList<DiagramBlock> blocks)
    {
        int[] users = new int[blocks.Count];
        foreach (int input in blocks.SelectMany(block => block.Inputs)) users[input]++;
        int[] boxOf = new int[blocks.Count];
        var boxes = new List<BoxOfLayers>();
        for (int i = 0; i < blocks.Count; i++)
        {
            DiagramBlock block = blocks[i];
            if (block is { ChangesSingleNumbers: true, Inputs: [int only] } && users[only] == 1 && blocks[only].Inputs.Count > 0)
            {
                boxOf[i] = boxOf[only];
                boxes[boxOf[i]].Lines.Add(block.Kind);
                boxes[boxOf[i]].Parameters += block.Parameters;
                continue;
            }

            boxOf[i] = boxes.Count;
            boxes.Add(new BoxOfLayers(block.Name, ModelDiagramFigure.ShapeText(block.Output), [.. block.Inputs.Select(input => boxOf[input])]) { Lines = { block.Kind }, Parameters = block.Parameters });
        }

        return boxes;
    }

    private sealed record BoxOfLayers(string Name, string Shape, IReadOnlyList<int> Inputs)
    {
        public List<string> Lines { get; } = [];

        /// <summary>A line for each layer, and one for the shape.</summary>
        public double Height => (Lines.Count + 1) * LineHeight + 2 * BoxMargin;

        public long Parameters { get; set; }
    }
}
