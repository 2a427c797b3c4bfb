namespace Receptive.Plotting;

/// <summary>
/// Places of the nodes of a graph without cycles, drawn downwards: every node lies below those it depends on, edges over
/// several rows get a free way, and the order inside a row is chosen so that few edges cross.
/// </summary>
/// <remarks>
/// Sugiyama, Tagawa and Toda, "Methods for Visual Understanding of Hierarchical System Structures" (1981): rows by the
/// longest path, order by the mean position of neighbours. Places within a row are those nearest to the neighbours (least
/// squares under the order, by pooling adjacent violators). Edges that leave one node share their way.
/// </remarks>
internal sealed class LayeredLayout
{
    private const int Sweeps = 12;
    private const double WayWidth = 14;
    private const double Gap = 18;

    private readonly List<Node> _nodes = [];
    private readonly List<List<Node>> _rows = [];

    /// <param name="widths">The width of each node.</param>
    /// <param name="inputs">The nodes each depends on; all of smaller index.</param>
    public LayeredLayout(IReadOnlyList<double> widths, IReadOnlyList<IReadOnlyList<int>> inputs)
    {
        AddNodes(widths, inputs);
        Order();
        Place();
    }

    /// <summary>How many rows there are.</summary>
    public int RowCount => _rows.Count;

    /// <summary>How far some rows reach to both sides.</summary>
    public (double Left, double Right) Extent(int firstRow, int lastRow)
    {
        Node[] nodes = [.. Enumerable.Range(firstRow, lastRow - firstRow + 1).SelectMany(row => _rows[row])];
        return (nodes.Min(node => node.X - node.Width / 2), nodes.Max(node => node.X + node.Width / 2));
    }

    /// <summary>How many edges cross between two rows.</summary>
    public int Crossings => CountCrossings();

    /// <summary>The row of a node, from the top.</summary>
    public int RowOf(int node) => _nodes[node].Row;

    /// <summary>Where the middle of a node lies across.</summary>
    public double CenterOf(int node) => _nodes[node].X;

    /// <summary>Whether everything below a row depends on a single node in it or above, so that the drawing may be cut there.</summary>
    public bool IsCutBelow(int row) => row + 1 < _rows.Count && _rows[row + 1].SelectMany(node => node.Above).Distinct().Count() == 1;

    /// <summary>The ways of all edges: pairs of neighbouring rows, from the middle of a node, or of a way (then there is no index), to that of another.</summary>
    public IEnumerable<(int Row, double From, int? FromNode, double To, bool ToNode)> Ways() =>
        from node in _nodes
        from above in node.Above
        select (above.Row, above.X, above.Index, node.X, !node.IsWay);

    private void AddNodes(IReadOnlyList<double> widths, IReadOnlyList<IReadOnlyList<int>> inputs)
    {
        for (int i = 0; i < widths.Count; i++)
            _nodes.Add(new Node(inputs[i].Count == 0 ? 0 : inputs[i].Max(input => _nodes[input].Row) + 1, widths[i], i));

        // An input that is needed late need not stand at the top.
        for (int i = widths.Count - 1; i >= 0; i--)
        {
            if (inputs[i].Count > 0) continue;
            int[] users = [.. Enumerable.Range(i + 1, widths.Count - i - 1).Where(user => inputs[user].Contains(i)).Select(user => _nodes[user].Row)];
            if (users.Length > 0) _nodes[i].Row = users.Min() - 1;
        }

        var ways = new Dictionary<(int Source, int Row), Node>();
        for (int i = 0; i < widths.Count; i++)
        {
            foreach (int input in inputs[i].Distinct())
            {
                Node above = _nodes[input];
                for (int row = _nodes[input].Row + 1; row < _nodes[i].Row; row++)
                {
                    if (!ways.TryGetValue((input, row), out Node? way))
                    {
                        ways[(input, row)] = way = new Node(row, WayWidth, index: null);
                        Connect(above, way);
                    }

                    above = way;
                }

                Connect(above, _nodes[i]);
            }
        }

        _nodes.AddRange(ways.Values);
        for (int row = 0; row <= _nodes.Max(node => node.Row); row++) _rows.Add([]);
        foreach (Node node in _nodes) _rows[node.Row].Add(node);

        static void Connect(Node above, Node below)
        {
            above.Below.Add(below);
            below.Above.Add(above);
        }
    }

    /// <summary>Sweeps down and up, each row by the mean position of its neighbours in the row before; the best order stays.</summary>
    private void Order()
    {
        Number();
        int fewest = CountCrossings();
        List<Node>[] best = [.. _rows.Select(row => row.ToList())];
        for (int sweep = 0; sweep < Sweeps && fewest > 0; sweep++)
        {
            bool down = sweep % 2 == 0;
            for (int step = 1; step < _rows.Count; step++)
            {
                int row = down ? step : _rows.Count - 1 - step;
                _rows[row] = [.. _rows[row].OrderBy(node => Mean(down ? node.Above : node.Below, node))];
                for (int i = 0; i < _rows[row].Count; i++) _rows[row][i].Position = i;
            }

            if (CountCrossings() is int crossings && crossings < fewest)
            {
                fewest = crossings;
                best = [.. _rows.Select(row => row.ToList())];
            }
        }

        for (int row = 0; row < best.Length; row++) _rows[row] = best[row];
        Number();

        static double Mean(List<Node> neighbours, Node own) => neighbours.Count == 0 ? own.Position : neighbours.Average(node => node.Position);
    }

    private void Number()
    {
        foreach (List<Node> row in _rows)
        {
            for (int i = 0; i < row.Count; i++) row[i].Position = i;
        }
    }

    private int CountCrossings()
    {
        int crossings = 0;
        foreach (List<Node> row in _rows)
        {
            (int From, int To)[] edges = [.. row.SelectMany(node => node.Below.Select(below => (node.Position, below.Position)))];
            for (int i = 0; i < edges.Length; i++)
            {
                for (int j = i + 1; j < edges.Length; j++)
                {
                    if ((edges[i].From - edges[j].From) * (edges[i].To - edges[j].To) < 0) crossings++;
                }
            }
        }

        return crossings;
    }

    /// <summary>Sweeps that move each row as near to its neighbours as its order and widths allow; ways stay straight first.</summary>
    private void Place()
    {
        foreach (List<Node> row in _rows) Fit(row, node => node.Position * 100.0);
        for (int sweep = 0; sweep < 2 * Sweeps; sweep++)
        {
            bool down = sweep % 2 == 0;
            for (int step = 0; step < _rows.Count; step++)
            {
                Fit(_rows[down ? step : _rows.Count - 1 - step], node =>
                {
                    List<Node> neighbours = down ? node.Above : node.Below;
                    if (neighbours.Count == 0) neighbours = down ? node.Below : node.Above;
                    return neighbours.Count == 0 ? node.X : neighbours.Average(neighbour => neighbour.X);
                });
            }
        }
    }

    /// <summary>The places nearest to those wanted, in order and without overlap.</summary>
    private static void Fit(List<Node> row, Func<Node, double> wanted)
    {
        double[] offsets = new double[row.Count];
        for (int i = 1; i < row.Count; i++)
            offsets[i] = offsets[i - 1] + (row[i - 1].Width + row[i].Width) / 2 + Gap;

        // What stands alone stands in the middle, so that blocks between do not push the drawing aside.
        if (row.Count == 1)
        {
            row[0].X = 0;
            return;
        }

        // With the least distances taken off, what is left must not decrease.
        var blocks = new List<(double Sum, double Weight, int Count)>();
        for (int i = 0; i < row.Count; i++)
        {
            double weight = row[i].IsWay ? 4 : 1;
            blocks.Add(((wanted(row[i]) - offsets[i]) * weight, weight, 1));
            while (blocks.Count > 1 && blocks[^2].Sum / blocks[^2].Weight > blocks[^1].Sum / blocks[^1].Weight)
            {
                (double Sum, double Weight, int Count) last = blocks[^1];
                blocks.RemoveAt(blocks.Count - 1);
                blocks[^1] = (blocks[^1].Sum + last.Sum, blocks[^1].Weight + last.Weight, blocks[^1].Count + last.Count);
            }
        }

        int at = 0;
        foreach ((double sum, double weight, int count) in blocks)
        {
            for (int i = 0; i < count; i++, at++) row[at].X = sum / weight + offsets[at];
        }
    }

    private sealed class Node(int row, double width, int? index)
    {
        public int Row { get; set; } = row;

        public double Width { get; } = width;

        /// <summary>Which node it is; null for what only keeps a way free for an edge that goes on below.</summary>
        public int? Index { get; } = index;

        public bool IsWay => Index is null;

        public List<Node> Above { get; } = [];

        public List<Node> Below { get; } = [];

        public int Position { get; set; }

        public double X { get; set; }
    }
}
