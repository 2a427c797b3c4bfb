using Receptive.Layers;

namespace Receptive.Tests;

/// <summary>Networks with branches, as a user would write them.</summary>
internal static class Networks
{
    /// <summary>ResNet-20 for CIFAR-10 (He et al., 2015): three stages of three blocks, identity and projection shortcuts.</summary>
    public static Model ResNet20()
    {
        LayerTensor x = new Input([32, 32, 3]);
        LayerTensor y = x.Then(Convolution(16, 3), new BatchNormalization(), new ReLU());
        foreach (int filters in new[] { 16, 32, 64 })
        {
            for (int block = 0; block < 3; block++) y = BasicBlock(y, filters, strides: block == 0 && filters > 16 ? 2 : 1);
        }

        return new Model(x, y.Then(new GlobalAveragePooling2D(), new Dense(10, activation: "softmax")), name: "resnet20");
    }

    /// <summary>ResNet-18 for ImageNet (He et al., 2015) without its head.</summary>
    public static Model ResNet18()
    {
        LayerTensor x = new Input([224, 224, 3]);
        LayerTensor y = x.Then(new ZeroPadding2D(3), new Conv2D(64, 7, strides: 2, useBias: false), new BatchNormalization(), new ReLU(), new ZeroPadding2D(1), new MaxPooling2D(3, strides: 2));
        foreach (int filters in new[] { 64, 128, 256, 512 })
        {
            for (int block = 0; block < 2; block++) y = BasicBlock(y, filters, strides: block == 0 && filters > 64 ? 2 : 1);
        }

        return new Model(x, y, name: "resnet18");
    }

    /// <summary>An inception block (Szegedy et al., 2014) with a second output on the way, as GoogLeNet has.</summary>
    public static Model InceptionWithTwoOutputs()
    {
        LayerTensor x = new Input([16, 16, 3]);
        LayerTensor stem = x.Then(new Conv2D(8, 3, padding: "same", activation: "relu"));
        LayerTensor block = new Concatenate().Apply(
            stem.Then(Relu(4, 1)),
            stem.Then(Relu(4, 1), Relu(6, 3)),
            stem.Then(Relu(2, 1), Relu(4, 5)),
            stem.Then(new MaxPooling2D(3, strides: 1, padding: "same"), Relu(4, 1)));
        LayerTensor early = stem.Then(new GlobalAveragePooling2D(), new Dense(3, activation: "softmax", name: "early"));
        LayerTensor late = block.Then(new GlobalAveragePooling2D(), new Dense(3, activation: "softmax", name: "late"));
        return new Model(x, new[] { early, late }, name: "inception");

        static Conv2D Relu(int filters, int kernelSize) => new(filters, kernelSize, padding: "same", activation: "relu");
    }

    /// <summary>Whether two images are of one kind: both go through the same branch, and what differs is weighed.</summary>
    public static Model Siamese()
    {
        var branch = new Sequential(name: "branch")
        {
            new Conv2D(4, 3, activation: "relu") { InputShape = [8, 8, 1] },
            new MaxPooling2D(2),
            new Flatten(),
            new Dense(8, activation: "tanh"),
        };
        LayerTensor left = new Input([8, 8, 1], name: "left"), right = new Input([8, 8, 1], name: "right");
        LayerTensor difference = branch.Apply(left) - branch.Apply(right);
        return new Model(new[] { left, right }, (difference * difference).Then(new Dense(1, activation: "sigmoid")), name: "siamese");
    }

    /// <summary>An autoencoder around an encoder that is a model of its own.</summary>
    public static (Model Autoencoder, Model Encoder) Autoencoder()
    {
        LayerTensor image = new Input([8, 8, 1]);
        var encoder = new Model(image, image.Then(new Conv2D(4, 3, strides: 2, padding: "same", activation: "relu"), new Flatten(), new Dense(6)), name: "encoder");
        LayerTensor x = new Input([8, 8, 1]);
        LayerTensor y = encoder.Apply(x).Then(new Dense(64, activation: "sigmoid"), new Reshape([8, 8, 1]));
        return (new Model(x, y, name: "autoencoder"), encoder);
    }

    private static LayerTensor BasicBlock(LayerTensor x, int filters, int strides)
    {
        LayerTensor y = x.Then(Convolution(filters, 3, strides), new BatchNormalization(), new ReLU(), Convolution(filters, 3), new BatchNormalization());
        LayerTensor shortcut = strides == 1 ? x : x.Then(Convolution(filters, 1, strides), new BatchNormalization());
        return (shortcut + y).Then(new ReLU());
    }

    private static Conv2D Convolution(int filters, int kernelSize, int strides = 1) => new(filters, kernelSize, strides, padding: "same", useBias: false);
}
