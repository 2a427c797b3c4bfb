namespace Receptive.Reports;

/// <summary>
/// How often each class was taken for each: row i, column j counts the rows of class i that were predicted as class j.
/// <see cref="ToString"/> prints what Python prints for scikit-learn's <c>confusion_matrix(y_true, y_pred)</c>.
/// </summary>
public sealed class ConfusionMatrix
{
    private readonly long[] _counts;
    private readonly LabelSet _classes;

    /// <summary>Counts the pairs of true and predicted labels.</summary>
    /// <param name="yTrue">The true class of each row.</param>
    /// <param name="yPred">The predicted class of each row, as many as <paramref name="yTrue"/>.</param>
    /// <param name="targetNames">A name for each class, in the order of <paramref name="labels"/>; without it a class is named by its number.</param>
    /// <param name="labels">The classes to count, in this order; without it all that occur, ascending. Pairs with another label are left out.</param>
    /// <exception cref="ArgumentException">As for <see cref="ClassificationReport"/>, or none of <paramref name="labels"/> occurs in <paramref name="yTrue"/>.</exception>
    public ConfusionMatrix(
        ReadOnlySpan<int> yTrue,
        ReadOnlySpan<int> yPred,
        IReadOnlyList<string>? targetNames = null,
        IReadOnlyList<int>? labels = null)
    {
        _classes = LabelSet.Create(yTrue, yPred, targetNames, labels);
        if (labels is not null && yTrue.IndexOfAny(_classes.Labels) < 0)
            throw new ArgumentException($"None of the labels [{string.Join(", ", labels)}] occurs in yTrue: labels must name at least one true class.", nameof(labels));

        _counts = new long[Size * Size];
        for (int i = 0; i < yTrue.Length; i++)
        {
            int row = _classes.PositionOf(yTrue[i]);
            int column = _classes.PositionOf(yPred[i]);
            if (row >= 0 && column >= 0) _counts[row * Size + column]++;
        }
    }

    /// <summary>The number of classes: of rows and of columns.</summary>
    public int Size => _classes.Labels.Length;

    /// <summary>The classes in the order of rows and columns.</summary>
    public IReadOnlyList<int> Labels => _classes.Labels;

    /// <summary>The classes' names in the same order.</summary>
    public IReadOnlyList<string> Names => _classes.Names;

    /// <summary>How many rows of the class at position <paramref name="trueClass"/> were predicted as the class at position <paramref name="predictedClass"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A position is not in 0..<see cref="Size"/>-1.</exception>
    public long this[int trueClass, int predictedClass]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(trueClass);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(trueClass, Size);
            ArgumentOutOfRangeException.ThrowIfNegative(predictedClass);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(predictedClass, Size);
            return _counts[trueClass * Size + predictedClass];
        }
    }

    /// <summary>All counts, row by row.</summary>
    public ReadOnlySpan<long> Counts => _counts;

    /// <summary>The counts as a matrix of their own.</summary>
    public long[,] ToArray()
    {
        long[,] matrix = new long[Size, Size];
        Buffer.BlockCopy(_counts, 0, matrix, 0, _counts.Length * sizeof(long));
        return matrix;
    }

    /// <summary>The most frequent confusions: pairs of different classes, the most frequent first, of equal ones the first in the matrix.</summary>
    /// <param name="count">How many at most; pairs that never occur are left out.</param>
    /// <returns>Positions of the true and the predicted class, how often it happened, and its share of the true class's rows (0 to 1).</returns>
    public IReadOnlyList<(int TrueClass, int PredictedClass, long Count, double Share)> MostConfused(int count = 5)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var pairs = new List<(int TrueClass, int PredictedClass, long Count, double Share)>();
        for (int row = 0; row < Size; row++)
        {
            long total = 0;
            foreach (long value in _counts.AsSpan(row * Size, Size))
                total += value;
            for (int column = 0; column < Size; column++)
            {
                if (row != column && _counts[row * Size + column] is > 0 and var confused)
                    pairs.Add((row, column, confused, (double)confused / total));
            }
        }

        return [.. pairs.OrderByDescending(pair => pair.Count).Take(count)];
    }

    /// <summary>The matrix as NumPy prints it, without a line feed at its end.</summary>
    public override string ToString() => NumPyMatrixText.Format(_counts, Size, Size);
}
