namespace Receptive.Data;

/// <summary>Where datasets may lie on a machine, and from where they come.</summary>
internal sealed record DatasetPlaces
{
    /// <summary>The variable RECEPTIVE_DATA; null or empty where it is not set.</summary>
    public string? DataVariable { get; init; }

    /// <summary>Keras' own cache.</summary>
    public required string KerasCache { get; init; }

    /// <summary>Receptive's cache; made when the first download is kept.</summary>
    public required string Cache { get; init; }

    /// <summary>Where Debian's package dataset-fashion-mnist puts it.</summary>
    public required string DebianFashionMnist { get; init; }

    /// <summary>Keras' storage: mnist.npz, and the four files of Fashion-MNIST.</summary>
    public Uri KerasStorage { get; init; } = new("https://storage.googleapis.com/tensorflow/tf-keras-datasets/");

    /// <summary>The mirror of MNIST's four files.</summary>
    public Uri MnistMirror { get; init; } = new("https://ossci-datasets.s3.amazonaws.com/mnist/");

    /// <summary>Short: where the network is closed, people wait for this.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a server may be silent.</summary>
    public TimeSpan ReadTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long one file may take: a server that drips is no better than a silent one.</summary>
    public TimeSpan FileTimeout { get; init; } = TimeSpan.FromMinutes(10);

    public static DatasetPlaces OfThisMachine()
    {
        string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        string cache = OperatingSystem.IsWindows()
            ? Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData)
            : Variable("XDG_CACHE_HOME") is { } xdg && Path.IsPathRooted(xdg) ? xdg : Path.Combine(home, ".cache");
        return new DatasetPlaces
        {
            DataVariable = Variable("RECEPTIVE_DATA"),
            KerasCache = Path.Combine(Variable("KERAS_HOME") ?? Path.Combine(home, ".keras"), "datasets"),
            Cache = Path.Combine(cache, "receptive", "datasets"),
            DebianFashionMnist = "/usr/share/datasets/fashion-mnist",
        };

        static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
    }
}
