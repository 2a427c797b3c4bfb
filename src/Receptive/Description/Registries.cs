using Receptive.Constraints;
using Receptive.Initializers;
using Receptive.Layers;
using Receptive.Losses;
using Receptive.Metrics;
using Receptive.Optimizers;
using Receptive.Regularizers;

namespace Receptive.Description;

/// <summary>Every class that a name or a model file may ask for: one row each.</summary>
internal static class Registries
{
    public static Registry<Initializer> Initializers { get; } = new Registry<Initializer>("initializer", "MyInitializer")
        .Add("GlorotUniform", () => new GlorotUniform())
        .Add("GlorotNormal", () => new GlorotNormal())
        .Add("HeUniform", () => new HeUniform())
        .Add("HeNormal", () => new HeNormal())
        .Add("LecunUniform", () => new LecunUniform())
        .Add("LecunNormal", () => new LecunNormal())
        .Add("VarianceScaling", () => new VarianceScaling())
        .Add("RandomUniform", () => new RandomUniform(), "uniform")
        .Add("RandomNormal", () => new RandomNormal(), "normal")
        .Add("TruncatedNormal", () => new TruncatedNormal())
        .Add("Zeros", () => new Zeros(), "zero")
        .Add("Ones", () => new Ones(), "one")
        .Add("Constant", () => new Constant());

    public static Registry<Regularizer> Regularizers { get; } = new Registry<Regularizer>("regularizer", "MyRegularizer")
        .Add("L1L2", () => new L1L2())
        .Add("L1", () => new L1())
        .Add("L2", () => new L2());

    public static Registry<Constraint> Constraints { get; } = new Registry<Constraint>("constraint", "MyConstraint")
        .Add("MaxNorm", () => new MaxNorm())
        .Add("MinMaxNorm", () => new MinMaxNorm())
        .Add("NonNeg", () => new NonNeg())
        .Add("UnitNorm", () => new UnitNorm());

    public static Registry<Layer> Layers { get; } = new Registry<Layer>("layer", "MyLayer")
        .Add("Activation", () => new Activation())
        .Add("Add", () => new Add())
        .Add("Average", () => new Average())
        .Add("AveragePooling2D", () => new AveragePooling2D(), "AvgPool2D")
        .Add("BatchNormalization", () => new BatchNormalization())
        .Add("Concatenate", () => new Concatenate())
        .Add("Conv1D", () => new Conv1D(), "Convolution1D")
        .Add("Conv2D", () => new Conv2D(), "Convolution2D")
        .Add("Conv3D", () => new Conv3D(), "Convolution3D")
        .Add("Dense", () => new Dense())
        .Add("DepthwiseConv2D", () => new DepthwiseConv2D())
        .Add("Dropout", () => new Dropout())
        .Add("Flatten", () => new Flatten())
        .Add("Functional", () => new Model(), "Model")
        .Add("GlobalAveragePooling2D", () => new GlobalAveragePooling2D(), "GlobalAvgPool2D")
        .Add("GlobalMaxPooling2D", () => new GlobalMaxPooling2D(), "GlobalMaxPool2D")
        .Add("InputLayer", () => new Input())
        .Add("MaxPooling2D", () => new MaxPooling2D(), "MaxPool2D")
        .Add("Maximum", () => new Maximum())
        .Add("Minimum", () => new Minimum())
        .Add("Multiply", () => new Multiply())
        .Add("ReLU", () => new ReLU())
        .Add("Rescaling", () => new Rescaling())
        .Add("Reshape", () => new Reshape())
        .Add("Sequential", () => new Sequential())
        .Add("Subtract", () => new Subtract())
        .Add("ZeroPadding2D", () => new ZeroPadding2D());

    public static Registry<Loss> Losses { get; } = new Registry<Loss>("loss", "MyLoss")
        .Add("BinaryCrossentropy", () => new BinaryCrossentropy(), "bce")
        .Add("CategoricalCrossentropy", () => new CategoricalCrossentropy())
        .Add("MeanAbsoluteError", () => new MeanAbsoluteError(), "mae")
        .Add("MeanSquaredError", () => new MeanSquaredError(), "mse")
        .Add("SparseCategoricalCrossentropy", () => new SparseCategoricalCrossentropy());

    public static Registry<Metric> Metrics { get; } = new Registry<Metric>("metric", "MyMetric")
        .Add("Accuracy", () => new AutomaticAccuracy(), "acc")
        .Add("BinaryAccuracy", () => new BinaryAccuracy())
        .Add("CategoricalAccuracy", () => new CategoricalAccuracy())
        .Add("SparseCategoricalAccuracy", () => new SparseCategoricalAccuracy());

    public static Registry<Optimizer> Optimizers { get; } = new Registry<Optimizer>("optimizer", "MyOptimizer")
        .Add("Adam", () => new Adam())
        .Add("SGD", () => new SGD());

    public static Registry<LearningRateSchedule> Schedules { get; } = new Registry<LearningRateSchedule>("learning rate schedule", "MySchedule")
        .Add("CosineDecay", () => new CosineDecay())
        .Add("CosineDecayRestarts", () => new CosineDecayRestarts())
        .Add("ExponentialDecay", () => new ExponentialDecay())
        .Add("InverseTimeDecay", () => new InverseTimeDecay())
        .Add("PiecewiseConstantDecay", () => new PiecewiseConstantDecay())
        .Add("PolynomialDecay", () => new PolynomialDecay());
}
