namespace Receptive.Callbacks;

/// <summary>
/// How much a training prints, as in Keras: 0 nothing, 1 a progress bar, 2 one line an epoch, "auto" a progress bar on
/// a terminal and one line an epoch elsewhere. Numbers and the word convert by themselves: <c>verbose: 0</c>.
/// </summary>
public readonly record struct Verbosity
{
    private readonly int _level;

    private Verbosity(int level) => _level = level;

    /// <summary>A progress bar when standard output is a terminal, else one line an epoch. The default.</summary>
    public static Verbosity Auto => default;

    /// <summary>Prints nothing.</summary>
    public static Verbosity Silent => new(1);

    /// <summary>A bar that moves; one line an epoch where nothing can move.</summary>
    public static Verbosity ProgressBar => new(2);

    /// <summary>One line an epoch.</summary>
    public static Verbosity OneLinePerEpoch => new(3);

    /// <summary>Keras' number.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not 0, 1 or 2.</exception>
    public static implicit operator Verbosity(int level) => FromInt32(level);

    /// <summary>Keras' word.</summary>
    /// <exception cref="ArgumentException">Not "auto".</exception>
    public static implicit operator Verbosity(string word) => FromString(word);

    /// <summary>0 is <see cref="Silent"/>, 1 <see cref="ProgressBar"/>, 2 <see cref="OneLinePerEpoch"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Another number.</exception>
    public static Verbosity FromInt32(int level) => level is >= 0 and <= 2
        ? new(level + 1)
        : throw new ArgumentOutOfRangeException(nameof(level), level, "verbose is 0 (silent), 1 (progress bar), 2 (one line an epoch) or \"auto\".");

    /// <summary>"auto" is <see cref="Auto"/>.</summary>
    /// <exception cref="ArgumentException">Another word.</exception>
    public static Verbosity FromString(string word) => word == "auto"
        ? Auto
        : throw new ArgumentException($"verbose is 0 (silent), 1 (progress bar), 2 (one line an epoch) or \"auto\", not \"{word}\".", nameof(word));

    /// <inheritdoc/>
    public override string ToString() => _level switch { 0 => "auto", 1 => "0", 2 => "1", _ => "2" };
}
