// The course notebook on convolutional networks, cell by cell.
//
//     dotnet run -c Release --project samples/MnistCnn           30 epochs at most, as in the notebook
//     dotnet run -c Release --project samples/MnistCnn -- 1      one epoch, to see it go

using System.Diagnostics;
using System.Globalization;
using System.Numerics.Tensors;
using Receptive;
using Receptive.Callbacks;
using Receptive.Data;
using Receptive.Layers;
using Receptive.Pictures;
using Receptive.Plotting;
using Receptive.Reports;
using Receptive.Terminal;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

// ---- Seeds
// One call seeds initial weights, the order of the images and dropout. Running this program again, on this machine or
// another, with more threads or fewer, ends with the same weights to the last bit.
RandomSeed.Set(3);

// ---- Load and split the data
// Looked for in RECEPTIVE_DATA and the usual caches, then downloaded. Without a network the library draws digits itself.
ImageDataset mnist = Datasets.Mnist.Load(new DatasetOptions { Notice = Console.WriteLine });
Console.WriteLine(mnist);

// The pixels are bytes from 0 to 255. A network learns best from numbers around 1, and wants a dimension for colour
// channels: (60000, 28, 28, 1), divided by 255.
Tensor<float> xTrain = mnist.XTrain;
Tensor<float> xTest = mnist.XTest;

// Class 3 becomes 0 0 0 1 0 0 0 0 0 0: what the ten outputs of the network should be.
Tensor<float> yTrain = Utilities.ToCategorical(mnist.TrainLabels, numClasses: 10);
Tensor<float> yTest = Utilities.ToCategorical(mnist.TestLabels, numClasses: 10);

// ---- The network
var model = new Sequential
{
    // 32 filters of 3x3 pixels slide over the image; each has 9 weights and a bias, wherever in the image it looks.
    new Conv2D(32, kernelSize: 3, activation: "relu") { InputShape = [28, 28, 1] },
    // 64 filters that see 3x3 outputs of the first layer, that is 5x5 pixels.
    new Conv2D(64, kernelSize: 3, activation: "relu"),
    // The strongest of each 2x2: a quarter of the numbers, and a stroke may move by a pixel without consequence.
    new MaxPooling2D(poolSize: 2),
    // Forgets a random quarter in each training step, so that no feature relies on one other.
    new Dropout(0.25f),
    new Flatten(),
    // From here on everything sees everything; 98% of the parameters are in this layer.
    new Dense(128, activation: "relu"),
    new Dropout(0.5f),
    // Ten numbers that add up to 1: how probable each digit is.
    new Dense(10, activation: "softmax"),
};

// ---- Look at the layers
model.Summary();

// ---- How to train
model.Compile(loss: "categorical_crossentropy", optimizer: "adam", metrics: ["accuracy"]);

// ---- Keep the best
// After each epoch that beats all before, a file named after epoch and validation loss.
var checkpointer = new ModelCheckpoint("model/model_mnist_cnn{epoch:02d}-{val_loss:.4f}.hdf5", monitor: "val_loss", verbose: 1, saveBestOnly: true);

// ---- Stop when it no longer helps
var earlyStopping = new EarlyStopping(monitor: "val_loss", patience: 10);

// ---- Train
// The notebook is silent for half an hour here. With verbose left alone there is a bar that says how long it will take.
int epochs = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 30;
var stopwatch = Stopwatch.StartNew();
History history = model.Fit(
    xTrain, yTrain, validationData: (xTest, yTest), epochs: epochs, batchSize: 200, callbacks: [earlyStopping, checkpointer]);
Console.WriteLine($"Trained for {stopwatch.Elapsed.TotalSeconds:0} s.");

// ---- Test accuracy
Console.WriteLine($"\nTest Accuracy: {model.Evaluate(xTest, yTest)[1]:0.0000}");

// ---- How the training went
// On disk the history survives this process: History.LoadCsv reads it whenever a curve is wanted.
history.SaveCsv("model/history.csv");
Plot.History(history).SavePng("model/history.png");
Console.WriteLine(TerminalChart.Render([new("loss", history["loss"]), new("val_loss", history["val_loss"])], title: "Loss"));

// ---- Probabilities
Tensor<float> probabilities = model.Predict(xTest);
Console.WriteLine($"\nThe first test image is a 0, 1, ... 9 with probability {string.Join(' ', Enumerable.Range(0, 10).Select(digit => $"{probabilities[0, digit]:0.000}"))}");

// ---- Classes
int[] predictions = Utilities.ArgMax(probabilities);

// ---- See one
var first = Picture.FromTensor(xTest, 0);
Plot.Image(first, $"Label: {predictions[0]}").SavePng("model/first.png");
Console.WriteLine($"\nLabel: {predictions[0]}\n{TerminalImage.Render(first)}");

// ---- See ten
// Two rows of five; wrong ones would be framed.
int[] truth = Utilities.ArgMax(yTest);
Plot.Predictions(xTest, predictions, truth).SavePng("model/predictions.png");

// ---- Precision and recall of each digit
Console.WriteLine($"\n{new ClassificationReport(truth, predictions)}");

// ---- Everything at once
// One page with curves, mistakes, filters, feature maps, receptive fields and where the network looks.
TrainingReport.Write("model/report.html", new TrainingReportData { Model = model, History = history, Dataset = mnist.Name, TestImages = xTest, TestLabels = truth, TestProbabilities = probabilities });
Console.WriteLine("Pictures and report: model/");
