using Receptive.Common;
using Receptive.Data.Handwriting;

namespace Receptive.Data;

/// <summary>The datasets that Receptive knows by name.</summary>
public static class Datasets
{
    private static readonly string[] s_digitNames = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];

    private static readonly string[] s_fashionNames =
        ["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"];

    /// <summary>
    /// MNIST: 60,000 and 10,000 handwritten digits of 28x28 (Yann LeCun, Corinna Cortes, Christopher Burges; CC BY-SA 3.0).
    /// Looked for in <see cref="DatasetOptions.Directory"/> or RECEPTIVE_DATA, Keras' cache, Receptive's cache; then downloaded.
    /// Where nothing can be reached, the embedded digits stand in.
    /// </summary>
    public static NamedDataset Mnist { get; } = new("mnist", "handwritten digits, 28x28", s_digitNames, options => MnistFamily.LoadMnist(options, s_digitNames));

    /// <summary>
    /// Fashion-MNIST: 60,000 and 10,000 articles of clothing of 28x28 (Zalando SE, MIT licence). Looked for as MNIST is,
    /// and where Debian's package dataset-fashion-mnist puts it; then downloaded. Nothing stands in for it.
    /// </summary>
    public static NamedDataset FashionMnist { get; } = new("fashion-mnist", "articles of clothing, 28x28", s_fashionNames, options => MnistFamily.LoadFashionMnist(options, s_fashionNames));

    /// <summary>
    /// The embedded digits: 60,000 and 10,000 handwritten-like digits of 28x28, drawn by the library itself, framed as
    /// MNIST's are. The same seed draws the same images, bit for bit, on every machine.
    /// </summary>
    public static NamedDataset Digits { get; } = new("digits", "handwritten-like digits drawn by the library, 28x28", s_digitNames, options => EmbeddedDigits.Load(options, s_digitNames));

    /// <summary>All of them.</summary>
    public static IReadOnlyList<NamedDataset> All { get; } = [Mnist, FashionMnist, Digits];

    /// <summary>Finds a dataset by its name, as the command line does.</summary>
    /// <param name="name">mnist, fashion-mnist or digits; upper or lower case, with hyphens or underscores.</param>
    /// <exception cref="ArgumentException">There is no such dataset; the message lists those there are.</exception>
    public static NamedDataset Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        string plain = name.Replace('_', '-');
        return All.FirstOrDefault(d => d.Name.Equals(plain, StringComparison.OrdinalIgnoreCase))
            ?? throw Suggestion.Unknown("dataset", name, All.Select(d => d.Name), nameof(name));
    }
}

/// <summary>A dataset that Receptive knows how to get.</summary>
public sealed class NamedDataset
{
    private readonly Func<DatasetOptions, ImageDataset> _load;

    internal NamedDataset(string name, string description, IReadOnlyList<string> classNames, Func<DatasetOptions, ImageDataset> load)
    {
        Name = name;
        Description = description;
        ClassNames = classNames;
        _load = load;
    }

    /// <summary>For example <c>fashion-mnist</c>.</summary>
    public string Name { get; }

    /// <summary>A few words.</summary>
    public string Description { get; }

    /// <summary>What the classes are called, in the order of the labels.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>Finds, or gets, and reads the dataset.</summary>
    /// <param name="options">Where to look and whom to tell; all defaults if null.</param>
    /// <exception cref="DataFormatException">A file was found but is corrupted or does not fit. It is never silently replaced.</exception>
    /// <exception cref="IOException">The dataset can neither be found nor downloaded, or the folder given does not hold it.</exception>
    /// <exception cref="OperationCanceledException">The download was cancelled.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A size asked for is below 1.</exception>
    public ImageDataset Load(DatasetOptions? options = null)
    {
        options ??= new DatasetOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.TrainSize ?? 1, 1, nameof(options.TrainSize));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.TestSize ?? 1, 1, nameof(options.TestSize));
        ImageDataset dataset = _load(options);
        return options is { TrainSize: null, TestSize: null } ? dataset : dataset.Take(options.TrainSize ?? int.MaxValue, options.TestSize ?? int.MaxValue);
    }

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
