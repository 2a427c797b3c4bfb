using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Receptive.Layers;
using Receptive.Optimizers;
using Xunit;

namespace Receptive.Tests.Plans;

/// <summary>
/// The steps of whole networks' programs, for training and for predicting, against the files of this folder. A refactoring
/// leaves them as they are; whoever changes how networks are computed renews them by RECEPTIVE_UPDATE_GOLDEN=1 and reads
/// the difference. They are the same for every instruction set and number of threads.
/// </summary>
public sealed partial class PlanSnapshots
{
    public static TheoryData<string> Networks => ["notebook", "resnet20", "mobilenet"];

    [Theory]
    [MemberData(nameof(Networks))]
    public void Predicting_takes_these_steps(string network)
    {
        Model model = Make(network);
        Check($"{network}-predict.txt", Steps(model, threads: 1));
        Assert.Equal(Steps(model, threads: 1), Steps(model, threads: 3));
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void Training_takes_these_steps(string network)
    {
        Model model = Make(network);
        model.Compile(network == "notebook" ? new Adam() : new SGD(0.1, momentum: 0.9f), "categorical_crossentropy", ["accuracy"]);
        Check($"{network}-train.txt", Steps(model, threads: 1));
        Assert.Equal(Steps(model, threads: 1), Steps(model, threads: 3));
    }

    private static Model Make(string network) => network switch
    {
        "notebook" => TestModels.Notebook(),
        "resnet20" => ResNet20(),
        _ => MobileNet(),
    };

    /// <summary>He et al., 2015, for CIFAR: three stages of three blocks; where a stage begins, a shortcut by 1x1 convolution.</summary>
    private static Model ResNet20()
    {
        LayerTensor x = new Input([32, 32, 3]);
        LayerTensor y = x.Then(new Conv2D(16, 3, padding: "same", useBias: false), new BatchNormalization(), new ReLU());
        for (int stage = 0; stage < 3; stage++)
        {
            int filters = 16 << stage;
            for (int block = 0; block < 3; block++)
            {
                int strides = stage > 0 && block == 0 ? 2 : 1;
                LayerTensor shortcut = strides == 1 ? y : y.Then(new Conv2D(filters, 1, strides, useBias: false), new BatchNormalization());
                LayerTensor branch = y.Then(
                    new Conv2D(filters, 3, strides, padding: "same", useBias: false), new BatchNormalization(), new ReLU(),
                    new Conv2D(filters, 3, padding: "same", useBias: false), new BatchNormalization());
                y = (shortcut + branch).Then(new ReLU());
            }
        }

        return new Model(x, y.Then(new GlobalAveragePooling2D(), new Dense(10, activation: "softmax")));
    }

    /// <summary>Howard et al., 2017, small: a strided convolution and four depthwise-separable blocks.</summary>
    private static Model MobileNet()
    {
        LayerTensor x = new Input([32, 32, 3]);
        LayerTensor y = x.Then(new Conv2D(8, 3, strides: 2, padding: "same", useBias: false), new BatchNormalization(), new ReLU(maxValue: 6));
        foreach ((int filters, int strides) in new[] { (16, 1), (32, 2), (32, 1), (64, 2) })
        {
            y = y.Then(
                new DepthwiseConv2D(3, strides, padding: "same", useBias: false), new BatchNormalization(), new ReLU(maxValue: 6),
                new Conv2D(filters, 1, useBias: false), new BatchNormalization(), new ReLU(maxValue: 6));
        }

        return new Model(x, y.Then(new GlobalAveragePooling2D(), new Dense(10, activation: "softmax")));
    }

    /// <summary>The table of steps: without places in memory, which follow from it, and without the number of threads.</summary>
    private static string Steps(Model model, int threads)
    {
        model.Threads = threads;
        string text = model.Explain(batchSize: 16);
        int first = text.IndexOf("Program: ", StringComparison.Ordinal), last = text.IndexOf("\nBuffers", StringComparison.Ordinal);
        string[] lines = text[first..last].TrimEnd().Split('\n');
        string count = lines[0][..lines[0].IndexOf(',', StringComparison.Ordinal)];

        // Columns are wide where one step is; a step that changes should not change the lines of all others.
        return string.Join('\n', lines[1..].Select(line => ChunksByWidth().Replace(Gap().Replace(line.Trim(), "  "), "$1w")).Prepend(count)) + "\n";
    }

    private static void Check(string name, string text)
    {
        string file = Path.Combine(Folder(), name);
        if (Environment.GetEnvironmentVariable("RECEPTIVE_UPDATE_GOLDEN") is { Length: > 0 }) File.WriteAllText(file, text);
        Assert.Equal(File.ReadAllText(file), text, ignoreLineEndingDifferences: true);
    }

    private static string Folder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;

    [GeneratedRegex(" {2,}")]
    private static partial Regex Gap();

    /// <summary>
    /// How many chunks pack a factor, and into how many a matrix product is cut, follows the width of vectors: each output is
    /// one chunk's whatever their number. No other chunks do, since partial sums are added in their order.
    /// </summary>
    [GeneratedRegex(@"^(\d+  (?:(?:Fused)?Conv\dD(?:InputGradient)?|(?:Fused)?MatMul(?<product>))\b.*\)  )\d+(?(product)\+\d+|)")]
    private static partial Regex ChunksByWidth();
}
