using System.Numerics.Tensors;
using Receptive;
using Receptive.Layers;

// Trains a small network of everything that kernels treat specially: strides, dilation, odd channels, groups, depthwise
// convolution, batch normalization, dropout, both poolings, a skip. Prints the SHA-256 of its weights, which is the same
// on every processor: .ci/arm64 compares x64 with Arm.
Warnings.Handler = _ => { };
RandomSeed.Set(5);
LayerTensor x = new Input([17, 15, 3]);
LayerTensor y = x.Then(
    new Conv2D(7, 3, strides: 2, padding: "same", useBias: false),
    new BatchNormalization(),
    new ReLU(maxValue: 6));
y = y.Then(new DepthwiseConv2D(3, padding: "same"), new Conv2D(7, 1, activation: "tanh"), new Dropout(0.2f)) + y;
y = y.Then(
    new MaxPooling2D(3, strides: 1, padding: "same"),
    new Conv2D(14, 3, padding: "same", activation: "sigmoid") { Groups = 7, DilationRate = 2 },
    new Conv2D(33, 3, padding: "same", activation: "relu"),
    new AveragePooling2D(2),
    new Flatten(),
    new Dense(19, activation: "relu"),
    new Dropout(0.5f),
    new Dense(5, activation: "softmax"));
var model = new Model(x, y);
model.Compile("adam", "sparse_categorical_crossentropy", ["accuracy"]);

var random = new Random(7);
float[] images = [.. Enumerable.Range(0, 48 * 17 * 15 * 3).Select(_ => random.NextSingle())];
int[] labels = [.. Enumerable.Range(0, 48).Select(i => i % 5)];
model.Fit(Tensor.Create(images, [48, 17, 15, 3]), labels, batchSize: 10, epochs: 2, verbose: 0);
Console.WriteLine(model.WeightsSha256());
