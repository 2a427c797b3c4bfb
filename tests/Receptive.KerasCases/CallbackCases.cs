using System.Text.Json.Nodes;
using Receptive.Callbacks;
using Receptive.Layers;
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

        EarlyStopping callback = EarlyStoppingOf(json["config"]!.AsObject());
        double[] sequence = json["sequence"]!.AsArray().Select(value => (double?)value ?? double.NaN).ToArray();
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

    internal static EarlyStopping EarlyStoppingOf(JsonObject config) => new(
        (string?)config["monitor"] ?? "val_loss",
        (double?)config["min_delta"] ?? 0,
        (int?)config["patience"] ?? 0,
        mode: (string?)config["mode"] ?? "auto",
        baseline: (double?)config["baseline"],
        restoreBestWeights: (bool?)config["restore_best_weights"] ?? false,
        startFromEpoch: (int?)config["start_from_epoch"] ?? 0);
}
