using System.Text.Json.Nodes;
using Receptive.Callbacks;
using Receptive.Layers;
using Receptive.Optimizers;
using Xunit;

namespace Receptive.KerasCases;

/// <summary>What a callback does when it is told one value an epoch.</summary>
public sealed class CallbackCases
{
    public static TheoryData<string> Names => Fixtures.Names("callbacks");

    [Theory]
    [MemberData(nameof(Names))]
    public void Agrees(string name)
    {
        Fixtures.Require(name);
        JsonObject json = Fixtures.Json(name);
        Scope.RequireCallback((string)json["class_name"]!);

        double[] sequence = json["sequence"]!.AsArray().Select(value => (double?)value ?? double.NaN).ToArray();
        if ((string)json["class_name"]! == "ReduceLROnPlateau")
        {
            CheckRates(json, sequence);
            return;
        }

        EarlyStopping callback = EarlyStoppingOf(json["config"]!.AsObject());
        var model = new Sequential { new Dense(1) { InputShape = [1] } };
        model.Compile("sgd", "mse");
        callback.Attach(model, new TrainingParameters { Epochs = sequence.Length });
        callback.OnTrainBegin(new Logs());
        int? stopped = null;
        for (int epoch = 0; epoch < sequence.Length && stopped is null; epoch++)
        {
            var logs = new Logs { [callback.Monitor] = sequence[epoch] };
            callback.OnEpochEnd(epoch, logs);
            if (model.StopTraining) stopped = epoch;
        }

        Assert.Equal((int?)json["stops_at_epoch_index"], stopped);
        Assert.Equal((int)json["best_epoch"]!, callback.BestEpoch);
    }

    private static void CheckRates(JsonObject json, double[] sequence)
    {
        ReduceLROnPlateau callback = PlateauOf(json["config"]!.AsObject());
        var model = new Sequential { new Dense(1) { InputShape = [1] } };
        model.Compile(new SGD((double)json["initial_lr"]!), "mse");
        callback.Attach(model, new TrainingParameters { Epochs = sequence.Length });
        callback.OnTrainBegin(new Logs());
        for (int epoch = 0; epoch < sequence.Length; epoch++)
        {
            callback.OnEpochEnd(epoch, new Logs { [callback.Monitor] = sequence[epoch] });
            Agreement.Check((double)json["learning_rates"]![epoch]!, model.Optimizer!.LearningRate, $"rate after epoch {epoch + 1}", 1e-6f);
        }
    }

    internal static ReduceLROnPlateau PlateauOf(JsonObject config) => new(
        (string?)config["monitor"] ?? "val_loss",
        (double?)config["factor"] ?? 0.1,
        (int?)config["patience"] ?? 10,
        mode: (string?)config["mode"] ?? "auto",
        minDelta: (double?)config["min_delta"] ?? 1e-4,
        cooldown: (int?)config["cooldown"] ?? 0,
        minLr: (double?)config["min_lr"] ?? 0);

    internal static EarlyStopping EarlyStoppingOf(JsonObject config) => new(
        (string?)config["monitor"] ?? "val_loss",
        (double?)config["min_delta"] ?? 0,
        (int?)config["patience"] ?? 0,
        mode: (string?)config["mode"] ?? "auto",
        baseline: (double?)config["baseline"],
        restoreBestWeights: (bool?)config["restore_best_weights"] ?? false,
        startFromEpoch: (int?)config["start_from_epoch"] ?? 0);
}
