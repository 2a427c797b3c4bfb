using Receptive.Pictures;

namespace Receptive.Plotting;

/// <summary>An image of a grid, with the words below it.</summary>
/// <param name="Picture">The image.</param>
/// <param name="Caption">What stands below; <see langword="null"/> for nothing.</param>
/// <param name="IsWrong">Whether it is marked as wrong: by a frame and a cross, so that colour alone does not say it.</param>
/// <param name="Note">A second, smaller line below.</param>
public sealed record GridImage(Picture Picture, string? Caption = null, bool IsWrong = false, string? Note = null)
{
    /// <summary>A place left free.</summary>
    internal static GridImage Empty { get; } = new(Picture.FromBytes([0], 1, 1));
}

/// <summary>Images side by side with captions, wrong ones marked. Pixels stay squares, and grey images grey.</summary>
public sealed record ImageGridFigure : Figure
{
    private const double CaptionSize = 14;
    private const double NoteSize = 12;

    private readonly IReadOnlyList<GridImage> _images;

    internal ImageGridFigure(IReadOnlyList<GridImage> images)
    {
        ArgumentNullException.ThrowIfNull(images);
        if (images.Count == 0) throw new ArgumentException("A grid needs at least one image.", nameof(images));
        _images = images;
    }

    /// <summary>How many images there are.</summary>
    public int Count => _images.Count(image => !ReferenceEquals(image, GridImage.Empty));

    /// <summary>How many images there are in a row of a narrow grid.</summary>
    internal int NarrowColumns { get; init; } = 3;

    /// <summary>Images in a row; 5 by default, as in the notebook, or as many as there are.</summary>
    public int Columns
    {
        get => Narrow ? Math.Min(WordsFit ? NarrowColumns : 2, _images.Count) : field == 0 ? Math.Min(5, _images.Count) : field;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A grid has at least one column.");
    }

    /// <summary>The side of an image in pixels at the natural size; 160 by default.</summary>
    public int ImageSize { get; init; } = 160;

    /// <summary>Whether pixels are blended where they are enlarged, as for photographs.</summary>
    public bool Smooth { get; init; }

    /// <summary>Words at the left of each row; none by default.</summary>
    public IReadOnlyList<string> RowLabels { get; init; } = [];

    /// <summary>Words above each column; none by default.</summary>
    public IReadOnlyList<string> ColumnLabels { get; init; } = [];

    /// <inheritdoc/>
    public override (int Width, int Height) NaturalSize
    {
        get
        {
            double tallest = _images.Max(image => (double)image.Picture.Height / image.Picture.Width);
            double imageSize = Narrow ? Math.Min(ImageSize, (NarrowWidth - 2.0 * Margin) / Columns - Gap) : ImageSize;
            double cellHeight = Math.Max(8, imageSize * Math.Min(tallest, 4)) + TextHeight + Math.Min(16, Gap) + RowLabelHeight;
            return (
                Narrow ? NarrowWidth : (int)Math.Ceiling(Columns * (double)(ImageSize + Gap) + 2 * Margin + RowLabelWidth),
                (int)Math.Ceiling(Rows * cellHeight + 2 * Margin + TitleHeight + ColumnLabelHeight));
        }
    }

    /// <inheritdoc/>
    public override string Description
    {
        get
        {
            int wrong = _images.Count(image => image.IsWrong);
            string captions = string.Join("; ", _images.Where(image => image.Caption is not null).Select(image => image.IsWrong ? $"wrong: {image.Caption}" : image.Caption));
            return $"{Subject ?? $"{Count} {(Count == 1 ? "image" : "images")}"}{(wrong > 0 ? $", {wrong} marked as wrong" : "")}{(captions.Length > 0 ? $": {captions}" : "")}.";
        }
    }

    /// <summary>What the images are, for the description; their number by default.</summary>
    internal string? Subject { get; init; }

    private int Rows => (_images.Count + Columns - 1) / Columns;

    private bool WordsFit => _images.Max(image => Math.Max(
        FontBook.Measure(image.Caption ?? "", CaptionSize * 0.8, bold: image.IsWrong),
        FontBook.Measure(image.Note ?? "", NoteSize * 0.92))) <= (NarrowWidth - 2.0 * Margin) / NarrowColumns - 6;

    private int Margin => Narrow ? 4 : 12;

    /// <summary>Between images: words need more room than pictures.</summary>
    private int Gap => TextHeight == 0 ? 8 : Narrow ? 12 : 24;

    private double TextHeight => (_images.Any(image => image.Caption is not null) ? 24 : 0) + (_images.Any(image => image.Note is not null) ? 18 : 0);

    private double RowLabelHeight => Narrow && RowLabels.Count > 0 ? 22 : 0;

    private double RowLabelWidth => Narrow || RowLabels.Count == 0 ? 0 : Math.Min(190, RowLabels.Max(label => FontBook.Measure(label, CaptionSize)) + 16);

    private double ColumnLabelHeight => ColumnLabels.Count == 0 ? 0 : 24;

    private protected override void Draw(Canvas canvas, Box area)
    {
        area = DrawTitle(canvas, area).Inset(Margin);
        area = new Box(area.X + RowLabelWidth, area.Y + ColumnLabelHeight, Math.Max(1, area.Width - RowLabelWidth), Math.Max(1, area.Height - ColumnLabelHeight));
        double cellWidth = area.Width / Columns, cellHeight = area.Height / Rows;
        for (int column = 0; column < Math.Min(Columns, ColumnLabels.Count); column++)
            canvas.TextFitted(ColumnLabels[column], area.X + (column + 0.5) * cellWidth, area.Y - 6, cellWidth - 8, CaptionSize, Ink.Muted);
        for (int i = 0; i < _images.Count; i++)
        {
            var cell = new Box(area.X + i % Columns * cellWidth, area.Y + i / Columns * cellHeight, cellWidth, cellHeight);
            if (i % Columns == 0 && i / Columns < RowLabels.Count && Narrow)
                canvas.TextFitted(RowLabels[i / Columns], cell.X + Gap / 2.0, cell.Y + 16, area.Width - Gap, CaptionSize, Ink.Foreground, Anchor.Start);
            else if (i % Columns == 0 && i / Columns < RowLabels.Count)
                canvas.TextFitted(RowLabels[i / Columns], area.X - 6, cell.Y + (cellHeight - TextHeight) / 2 + 5, RowLabelWidth - 8, CaptionSize, Ink.Foreground, Anchor.End);
            if (!ReferenceEquals(_images[i], GridImage.Empty)) DrawCell(canvas, new Box(cell.X, cell.Y + RowLabelHeight, cell.Width, cell.Height - RowLabelHeight), _images[i]);
        }
    }

    private void DrawCell(Canvas canvas, Box cell, GridImage image)
    {
        double above = Math.Min(16, Gap) / 2.0, roomWidth = Math.Max(4, cell.Width - Gap), roomHeight = Math.Max(4, cell.Height - TextHeight - 2 * above);
        double scale = Math.Min(roomWidth / image.Picture.Width, roomHeight / image.Picture.Height);

        // An image may be a thousand times as wide as high: at least a pixel of it is seen.
        double width = Math.Max(1, image.Picture.Width * scale), height = Math.Max(1, image.Picture.Height * scale);
        var box = new Box(cell.CenterX - width / 2, cell.Y + above + (roomHeight - height) / 2, width, height);

        canvas.BeginGroup(image.IsWrong ? "image wrong" : "image");
        canvas.Image(image.Picture, box, image.Caption, Smooth);
        canvas.Rectangle(box, null, image.IsWrong ? Ink.Bad : Ink.Grid, image.IsWrong ? 3 : 1);
        if (image.IsWrong)
        {
            double radius = Math.Min(11, width / 6), x = box.Right - radius, y = box.Y + radius, arm = radius * 0.4;
            canvas.Circle(x, y, radius, Ink.Bad);
            canvas.Line(x - arm, y - arm, x + arm, y + arm, Ink.Background, 2);
            canvas.Line(x - arm, y + arm, x + arm, y - arm, Ink.Background, 2);
        }

        double below = cell.Y + above + roomHeight + 18;
        if (image.Caption is not null)
        {
            canvas.TextFitted(image.Caption, cell.CenterX, below, cell.Width - 6, CaptionSize, image.IsWrong ? Ink.Bad : Ink.Foreground, bold: image.IsWrong);
            below += 18;
        }

        if (image.Note is not null) canvas.TextFitted(image.Note, cell.CenterX, below, cell.Width - 6, NoteSize, Ink.Muted);
        canvas.EndGroup();
    }
}
