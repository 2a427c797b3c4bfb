using System.Numerics.Tensors;
using System.Text.Json.Nodes;
using Receptive.Activations;
using Receptive.Callbacks;
using Receptive.Description;
using Receptive.Graph;
using Receptive.Initializers;
using Receptive.Layers;
using Receptive.Losses;
using Receptive.Metrics;
using Receptive.Optimizers;
using Receptive.Training;
using Xunit;

namespace Receptive.Outside.Tests;

/// <summary>
/// Layers, losses, metrics, optimizers and callbacks as users write them. This project sees the public API alone: what
/// compiles here compiles for everybody.
/// </summary>
public sealed class CustomPartsTests
{
    [Fact]
    public void Parts_of_ones_own_train_like_the_built_in_ones()
    {
        Tensor<float> x = Tensor.Create([1f, 2, -1, 3, 0, -2, 2, 1], [4, 2]), y = Tensor.Create([1f, 4, -2, 3], [4, 1]);
        var model = new Sequential
        {
            new Scale { InputShape = [2] },
            new TwoBranches(3),
            new Dense(1, activation: new ActivationFunction("leaky", v => Ops.Maximum(v, v * 0.1f))) { KernelInitializer = new Alternating() },
        };
        var recorder = new Stopper(5);
        model.Compile(new SignDescent(0.02f), new Quartic(), [new LargestError()]);
        History history = model.Fit(x, y, epochs: 50, verbose: 0, callbacks: [recorder]);
        Assert.Equal(5, history.Epochs.Count);
        Assert.True(history["loss"][^1] < history["loss"][0], history.Row(4).ToString());
        Assert.True(history["largest_error"][^1] > 0);
        Assert.Equal(["scale/factor", "two_branches_left/kernel", "two_branches_left/bias", "two_branches_dense_1/kernel", "two_branches_dense_1/bias", "dense/kernel", "dense/bias"], model.Weights.Select(weight => weight.Name));
    }

    [Fact]
    public void A_model_of_ones_own_composes_its_layers()
    {
        var model = new Residual();
        model.Compile("adam", "mse");
        Tensor<float> x = Tensor.Create(new float[12], [4, 3]);
        model.Fit(x, x, verbose: 0);
        Assert.Equal([4, 3], model.Predict(x).Lengths.ToArray());
        Assert.Equal(["dense", "dense_1"], model.Layers.Select(layer => layer.Name));
        Assert.Contains("Model: \"residual\"", model.SummaryText());
    }

    [Fact]
    public void A_custom_step_learns_from_a_teacher_as_well()
    {
        Tensor<float> x = Tensor.Create([1f, 2, -1, 3, 0, -2, 2, 1], [4, 2]), y = Tensor.Create([1f, 0, 1, 0], [4, 1]);
        var teacher = new Sequential { new Dense(1, name: "taught") { InputShape = [2] } };
        teacher.BuildFor([2]);
        var model = new Student(teacher);
        model.Compile("sgd", "mse");
        History history = model.Fit(x, y, epochs: 200, batchSize: 4, verbose: 0, shuffle: false, validationData: BatchSource.From(x, y));
        Assert.Equal(["loss", "distance", "val_loss", "val_distance"], history.Names);
        Assert.Equal(history["loss"][7], history["val_loss"][6], 1e-6);
        Assert.True(history["distance"][^1] < 1e-3 * history["distance"][0], $"{history["distance"][0]} to {history["distance"][^1]}");

        // The step moves what it names and nothing else; the labels' loss has no part in it.
        Assert.Equal(1f, model.Untouched);
        Assert.Throws<ArgumentException>(() => Fit(step => step.Minimize(step.CompiledLoss(), teacher.Weights)));
        Assert.Throws<ShapeException>(() => Fit(step => step.Minimize(step.Predictions[0])));
        Assert.Throws<ArgumentException>(() => Fit(step =>
        {
            step.Log("loss", step.CompiledLoss());
            return step.CompiledLoss();
        }));

        void Fit(Func<TrainingStep, SymbolicTensor> describe)
        {
            var other = new Student(teacher) { Describe = describe };
            other.Compile("sgd", "mse");
            other.Fit(x, y, verbose: 0);
        }
    }

    [Fact]
    public void A_registered_layer_can_be_in_a_file()
    {
        CustomObjects.Register(() => new Scale());
        CustomObjects.Register(() => new Scale()); // twice is harmless
        var model = new Sequential { new Scale { InputShape = [2] }, new Dense(1) };
        Sequential read = Sequential.FromConfig(JsonNode.Parse(model.GetConfig().ToJsonString())!.AsObject());
        Assert.IsType<Scale>(read.Layers[0]);
        Assert.Throws<ArgumentException>(() => CustomObjects.Register(() => new Flatten()));
    }

    /// <summary>Has the name of one of Keras' layers.</summary>
    private sealed class Flatten : Layer;

    private sealed class Scale : Layer
    {
        private Variable? _factor;

        public override SymbolicTensor Call(SymbolicTensor x, CallContext context) => x * context.Read(_factor!);

        protected override void Build(Shape inputShape) => _factor = AddWeight("factor", [inputShape[^1]], "ones");
    }

    private sealed class TwoBranches : Layer
    {
        private readonly Dense _left, _right;

        public TwoBranches(int units)
        {
            _left = AddPart(new Dense(units, activation: "tanh", name: "two_branches_left"));
            _right = AddPart(new Dense(units));
        }

        public override SymbolicTensor Call(SymbolicTensor x, CallContext context) => _left.Apply(x, context) + _right.Apply(x, context);
    }

    private sealed class Residual : Model
    {
        private readonly Dense _first, _second;

        public Residual()
        {
            _first = AddPart(new Dense(8, activation: "relu"));
            _second = AddPart(new Dense(3));
        }

        public override SymbolicTensor Call(SymbolicTensor x, CallContext context) => x + _second.Apply(_first.Apply(x, context), context);
    }

    private sealed class Student : Model
    {
        private readonly Model _teacher;
        private readonly Dense _dense;
        private readonly Scale _scale;

        public Student(Model teacher)
        {
            _teacher = teacher;
            _dense = AddPart(new Dense(1));
            _scale = AddPart(new Scale());
        }

        public new Func<TrainingStep, SymbolicTensor>? Describe { get; init; }

        public float Untouched => _scale.Weights[0].Span[0];

        public override SymbolicTensor Call(SymbolicTensor x, CallContext context) => _dense.Apply(_scale.Apply(x, context), context);

        protected override SymbolicTensor TrainStep(TrainingStep step)
        {
            if (Describe is not null) return Describe(step);
            SymbolicTensor taught = Ops.StopGradient(_teacher.Apply(step.Inputs[0], step.Context));
            SymbolicTensor distance = Ops.ReduceMean(Ops.Square(step.Predictions[0] - taught));
            step.Log("distance", distance);
            return step.Minimize(distance, _dense.Weights);
        }
    }

    private sealed class Quartic : Loss
    {
        public override SymbolicTensor Call(SymbolicTensor yTrue, SymbolicTensor yPred) => Ops.ReduceMean(Ops.Square(Ops.Square(yPred - yTrue)), [-1]);
    }

    private sealed class LargestError : MeanMetric
    {
        protected override SymbolicTensor Call(SymbolicTensor yTrue, SymbolicTensor yPred) => Ops.ReduceMax(Ops.Abs(yPred - yTrue), [-1]);
    }

    private sealed class SignDescent(float learningRate) : Optimizer(learningRate)
    {
        protected override SymbolicTensor Next(SymbolicTensor weight, SymbolicTensor gradient, WeightState state)
        {
            SymbolicTensor sign = Ops.Greater(gradient, 0f) - Ops.Greater(0f, gradient);
            return weight - (Rate * sign);
        }
    }

    private sealed class Alternating : Initializer
    {
        protected override void Fill(Span<float> values, Shape shape, RandomStream random)
        {
            for (int i = 0; i < values.Length; i++) values[i] = i % 2 == 0 ? 0.5f : -0.5f;
        }
    }

    private sealed class Stopper(int epochs) : Callback
    {
        public override void OnEpochEnd(int epoch, Logs logs)
        {
            if (epoch + 1 == epochs) Model.StopTraining = true;
        }
    }
}
