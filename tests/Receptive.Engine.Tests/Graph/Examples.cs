using Receptive.Graph;

namespace Receptive.Engine.Tests.Graph;

/// <summary>Whole functions for tests.</summary>
internal static class Examples
{
    /// <summary>One step of training a small convolutional classifier by Adam, with a running count of examples seen.</summary>
    public static GraphFunction TrainingStep()
    {
        SymbolicTensor x = Ops.Placeholder([Shape.Batch, 6, 6, 1], "x"), labels = Ops.Placeholder([Shape.Batch], "labels");
        var kernel = new Variable("conv2d/kernel", [3, 3, 1, 4]);
        var bias = new Variable("conv2d/bias", [4]);
        var weights = new Variable("dense/kernel", [16, 3]);
        var rate = new Variable("rate", Shape.Scalar, trainable: false);
        var steps = new Variable("steps", Shape.Scalar, trainable: false);

        SymbolicTensor y = Ops.Relu(Ops.Convolution(x, Ops.Read(kernel), [1, 1], Padding.Valid, [1, 1]) + Ops.Read(bias));
        y.Label = "conv2d";
        y = Ops.Reshape(Ops.MaxPool(y, [2, 2], [2, 2], Padding.Valid), [Shape.Batch, 16]);
        y = Ops.Softmax(Ops.MatMul(y, Ops.Read(weights)));
        y.Label = "dense";
        SymbolicTensor loss = Ops.ReduceMean(-Ops.ReduceSum(Ops.OneHot(labels, 3) * Ops.Log(Ops.Clip(y, 1e-7f, 1 - 1e-7f)), [-1]));
        loss.Label = "loss";

        Variable[] trained = [kernel, bias, weights];
        SymbolicTensor?[] gradients = Autodiff.Gradients(loss, trained);
        Assignment[] updates =
        [
            .. trained.SelectMany((variable, i) => UpdateRules.Adam(
                variable, new Variable($"m/{variable.Name}", variable.Shape), new Variable($"v/{variable.Name}", variable.Shape), gradients[i]!, rate, 0.9f, 0.999f, 1e-7f)),
            new Assignment(steps, Ops.Read(steps) + 1f),
        ];
        return new GraphFunction("train_step", [x, labels], [loss, y], updates);
    }
}
