using System.Numerics.Tensors;

namespace Receptive.Data;

/// <summary>
/// Labelled grey images, split for training and testing. The images stay bytes; <see cref="XTrain"/> and its kin give
/// what a network wants, made when first asked for and then kept.
/// </summary>
/// <example>
/// <code>
/// ImageDataset mnist = Datasets.Mnist.Load();
/// model.Fit(mnist.XTrain, mnist.YTrain, validationData: (mnist.XTest, mnist.YTest));
///
/// // or, as in Keras:
/// var ((xTrain, yTrain), (xTest, yTest)) = Datasets.Mnist.Load();
/// </code>
/// </example>
public sealed class ImageDataset
{
    private readonly Lazy<Tensor<float>> _xTrain, _yTrain, _xTest, _yTest;

    /// <param name="name">For example <c>mnist</c>.</param>
    /// <param name="source">Where the data came from, for the user to read: a path, an address, or how they were made.</param>
    /// <param name="trainImages">Grey levels [n, height, width], 0 to 255.</param>
    /// <param name="trainLabels">Classes [n], 0 to the number of class names less one.</param>
    /// <param name="testImages">Grey levels [m, height, width], of the same size.</param>
    /// <param name="testLabels">Classes [m].</param>
    /// <param name="classNames">What the classes are called.</param>
    /// <exception cref="DataFormatException">The four do not fit together, or a label lies outside the classes.</exception>
    public ImageDataset(
        string name, string source, Tensor<byte> trainImages, Tensor<byte> trainLabels, Tensor<byte> testImages, Tensor<byte> testLabels, IReadOnlyList<string> classNames)
    {
        ArgumentNullException.ThrowIfNull(classNames);
        Name = name;
        Source = source;
        (TrainImages, TrainLabels, TestImages, TestLabels) = (trainImages, trainLabels, testImages, testLabels);
        ClassNames = classNames;
        Check("training", trainImages, trainLabels);
        Check("test", testImages, testLabels);
        if (!trainImages.Lengths[1..].SequenceEqual(testImages.Lengths[1..]))
            throw new DataFormatException(source, $"the training images are {Size(trainImages)}, the test images {Size(testImages)}");
        _xTrain = new(() => Scale(trainImages));
        _xTest = new(() => Scale(testImages));
        _yTrain = new(() => OneHot(trainLabels));
        _yTest = new(() => OneHot(testLabels));
    }

    /// <summary>For example <c>mnist</c>. Embedded digits that stand in for MNIST are called <c>digits</c>.</summary>
    public string Name { get; }

    /// <summary>Where the data came from: a path, an address, or how they were made.</summary>
    public string Source { get; }

    /// <summary>What the classes are called, in the order of the labels.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>Grey levels [n, height, width], 0 to 255.</summary>
    public Tensor<byte> TrainImages { get; }

    /// <summary>Classes [n].</summary>
    public Tensor<byte> TrainLabels { get; }

    /// <summary>Grey levels [m, height, width], 0 to 255.</summary>
    public Tensor<byte> TestImages { get; }

    /// <summary>Classes [m].</summary>
    public Tensor<byte> TestLabels { get; }

    /// <summary>Training images [n, height, width, 1], divided by 255: 0 to 1.</summary>
    public Tensor<float> XTrain => _xTrain.Value;

    /// <summary>Training labels one-hot [n, classes], as Keras' <c>to_categorical</c> makes them.</summary>
    public Tensor<float> YTrain => _yTrain.Value;

    /// <summary>Test images [m, height, width, 1], divided by 255: 0 to 1.</summary>
    public Tensor<float> XTest => _xTest.Value;

    /// <summary>Test labels one-hot [m, classes].</summary>
    public Tensor<float> YTest => _yTest.Value;

    /// <summary>The bytes, grouped as <c>keras.datasets.mnist.load_data()</c> returns them.</summary>
    public void Deconstruct(out (Tensor<byte> X, Tensor<byte> Y) train, out (Tensor<byte> X, Tensor<byte> Y) test)
    {
        train = (TrainImages, TrainLabels);
        test = (TestImages, TestLabels);
    }

    /// <summary>The first images of each part, for a quick trial.</summary>
    /// <param name="train">How many training images; all if there are fewer.</param>
    /// <param name="test">How many test images; all if there are fewer.</param>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than one.</exception>
    public ImageDataset Take(int train, int test)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(train, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(test, 1);
        return new ImageDataset(Name, Source, First(TrainImages, train), First(TrainLabels, train), First(TestImages, test), First(TestLabels, test), ClassNames);
    }

    /// <summary>For example <c>mnist: 60,000 training and 10,000 test images of 28x28, 10 classes (from ...)</c>.</summary>
    public override string ToString() => string.Create(
        System.Globalization.CultureInfo.InvariantCulture,
        $"{Name}: {TrainLabels.FlattenedLength:N0} training and {TestLabels.FlattenedLength:N0} test images of {Size(TrainImages)}, {ClassNames.Count} classes (from {Source})");

    private void Check(string part, Tensor<byte> images, Tensor<byte> labels)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(labels);
        if (images.Rank != 3)
            throw new DataFormatException(Source, $"expected {part} images [count, height, width], found {Shape(images)}");
        if (labels.Rank != 1)
            throw new DataFormatException(Source, $"expected {part} labels [count], found {Shape(labels)}");
        if (images.Lengths[0] != labels.Lengths[0])
            throw new DataFormatException(Source, $"{images.Lengths[0]:N0} {part} images, but {labels.Lengths[0]:N0} labels: they do not belong together");
        if (images.FlattenedLength == 0)
            throw new DataFormatException(Source, $"holds no {part} images");
        ReadOnlySpan<byte> classes = labels.GetSpan([0], (int)labels.FlattenedLength);
        int outside = classes.IndexOfAnyExceptInRange((byte)0, (byte)(ClassNames.Count - 1));
        if (outside >= 0)
            throw new DataFormatException(Source, $"{part} label {outside:N0} is {classes[outside]}; there are {ClassNames.Count} classes, 0 to {ClassNames.Count - 1}");
    }

    private static string Shape(Tensor<byte> t) => $"[{string.Join(", ", t.Lengths.ToArray())}]";

    private static string Size(Tensor<byte> images) => $"{images.Lengths[1]}x{images.Lengths[2]}";

    private static Tensor<byte> First(Tensor<byte> source, int count)
    {
        nint[] lengths = source.Lengths.ToArray();
        nint row = source.FlattenedLength / lengths[0];
        lengths[0] = Math.Min(count, lengths[0]);
        return Tensor.Create(Flat(source)[..(int)(row * lengths[0])].ToArray(), lengths);
    }

    private static ReadOnlySpan<byte> Flat(Tensor<byte> source) => source.GetSpan(new nint[source.Rank], (int)source.FlattenedLength);

    private static Tensor<float> Scale(Tensor<byte> images)
    {
        float[] levels = new float[256];
        for (int i = 0; i < levels.Length; i++)
            levels[i] = i / 255f;
        float[] pixels = GC.AllocateUninitializedArray<float>((int)images.FlattenedLength);
        ReadOnlySpan<byte> bytes = Flat(images);
        for (int i = 0; i < pixels.Length; i++)
            pixels[i] = levels[bytes[i]];
        return Tensor.Create(pixels, [.. images.Lengths, 1]);
    }

    private Tensor<float> OneHot(Tensor<byte> labels)
    {
        int classes = ClassNames.Count;
        ReadOnlySpan<byte> bytes = Flat(labels);
        float[] hot = new float[bytes.Length * classes];
        for (int i = 0; i < bytes.Length; i++)
            hot[i * classes + bytes[i]] = 1;
        return Tensor.Create(hot, [bytes.Length, classes]);
    }
}
