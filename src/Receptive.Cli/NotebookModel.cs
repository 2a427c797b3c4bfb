using Receptive.Layers;

namespace Receptive.Cli;

/// <summary>The course notebook's network for images of 28x28 grey pixels in ten classes: 1,199,882 parameters.</summary>
internal static class NotebookModel
{
    /// <summary>What commands call it, where they also take the name of a file.</summary>
    public const string Name = "notebook";

    /// <summary>Images a step, as in the notebook.</summary>
    public const int BatchSize = 200;

    public static Sequential Create()
    {
        var model = new Sequential
        {
            new Conv2D(32, kernelSize: 3, activation: "relu") { InputShape = [28, 28, 1] },
            new Conv2D(64, kernelSize: 3, activation: "relu"),
            new MaxPooling2D(poolSize: 2),
            new Dropout(0.25f),
            new Flatten(),
            new Dense(128, activation: "relu"),
            new Dropout(0.5f),
            new Dense(10, activation: "softmax"),
        };
        model.Compile(optimizer: "adam", loss: "categorical_crossentropy", metrics: ["accuracy"]);
        return model;
    }
}
