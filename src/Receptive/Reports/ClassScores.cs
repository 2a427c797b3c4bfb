namespace Receptive.Reports;

/// <summary>One row of a <see cref="ClassificationReport"/>: the scores of a class, or an average over classes.</summary>
/// <param name="Name">What the row is headed: the class's name, or "macro avg" and the like.</param>
/// <param name="Precision">Of the rows predicted as this class, the share that is of it; 0 to 1, and 0 where none was predicted.</param>
/// <param name="Recall">Of the rows of this class, the share that was predicted as it; 0 to 1, and 0 where there is none.</param>
/// <param name="F1Score">The harmonic mean of precision and recall; 0 to 1.</param>
/// <param name="Support">How many rows are of this class.</param>
public readonly record struct ClassScores(string Name, double Precision, double Recall, double F1Score, long Support);
