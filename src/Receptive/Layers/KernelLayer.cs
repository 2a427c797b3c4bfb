using Receptive.Activations;
using Receptive.Constraints;
using Receptive.Description;
using Receptive.Graph;
using Receptive.Initializers;
using Receptive.Regularizers;

namespace Receptive.Layers;

/// <summary>What layers share that multiply their input by a kernel, add a bias and apply an activation.</summary>
public abstract class KernelLayer : Layer
{
    private ActivationFunction _activation;
    private bool _useBias;
    private Initializer _kernelInitializer = "glorot_uniform";
    private Initializer _biasInitializer = "zeros";
    private Regularizer? _kernelRegularizer;
    private Regularizer? _biasRegularizer;
    private Constraint? _kernelConstraint;
    private Constraint? _biasConstraint;
    private Variable? _kernel;
    private Variable? _bias;

    private protected KernelLayer(ActivationFunction? activation, bool useBias, string? name)
        : base(name) => (_activation, _useBias) = (activation ?? ActivationFunction.Linear, useBias);

    /// <summary>What each output goes through.</summary>
    public ActivationFunction Activation => _activation;

    /// <summary>Whether a bias is added.</summary>
    public bool UseBias => _useBias;

    /// <summary>The kernel's initial values; Keras' default, Glorot's uniform.</summary>
    public Initializer KernelInitializer { get => _kernelInitializer; init => Set(ref _kernelInitializer, value); }

    /// <summary>The bias' initial values; zeros by default.</summary>
    public Initializer BiasInitializer { get => _biasInitializer; init => Set(ref _biasInitializer, value); }

    /// <summary>A penalty on the kernel.</summary>
    public Regularizer? KernelRegularizer { get => _kernelRegularizer; init => _kernelRegularizer = value; }

    /// <summary>A penalty on the bias.</summary>
    public Regularizer? BiasRegularizer { get => _biasRegularizer; init => _biasRegularizer = value; }

    /// <summary>What the kernel is held to after each step.</summary>
    public Constraint? KernelConstraint { get => _kernelConstraint; init => _kernelConstraint = value; }

    /// <summary>What the bias is held to after each step.</summary>
    public Constraint? BiasConstraint { get => _biasConstraint; init => _biasConstraint = value; }

    /// <summary>The kernel; null before it is made.</summary>
    public Variable? Kernel => _kernel;

    /// <summary>The bias; null before it is made and where there is none.</summary>
    public Variable? Bias => _bias;

    /// <summary>The product with the kernel, with bias and activation.</summary>
    private protected SymbolicTensor Finish(SymbolicTensor product, CallContext context) =>
        _activation.Apply(_bias is null ? product : product + context.Read(_bias));

    /// <summary>Describes activation and bias, which are arguments of constructors.</summary>
    private protected void DescribeActivation(Arguments arguments)
    {
        arguments.Activation("activation", ref _activation);
        arguments.Boolean("use_bias", ref _useBias, usual: true);
    }

    /// <summary>Describes how kernel and bias begin and what holds them, which are properties.</summary>
    /// <param name="arguments">What reads or writes.</param>
    /// <param name="kernel">What Keras calls the kernel in arguments.</param>
    private protected void DescribeWeights(Arguments arguments, string kernel = "kernel")
    {
        arguments.Initializer($"{kernel}_initializer", ref _kernelInitializer, "glorot_uniform");
        arguments.Initializer("bias_initializer", ref _biasInitializer, "zeros");
        arguments.Regularizer($"{kernel}_regularizer", ref _kernelRegularizer);
        arguments.Regularizer("bias_regularizer", ref _biasRegularizer);
        arguments.Constraint($"{kernel}_constraint", ref _kernelConstraint);
        arguments.Constraint("bias_constraint", ref _biasConstraint);
        arguments.Obsolete("quantization_config", "lora_rank", "lora_alpha");
    }

    /// <summary>Makes kernel and bias.</summary>
    /// <param name="kernel">The kernel's shape.</param>
    /// <param name="outputs">The number of outputs, which is that of the biases.</param>
    private protected void AddKernel(Shape kernel, int outputs)
    {
        AddKernel(kernel, "kernel");
        AddBias(outputs);
    }

    /// <summary>Makes the kernel alone.</summary>
    private protected void AddKernel(Shape kernel, string name) =>
        _kernel = AddWeight(name, kernel, _kernelInitializer, regularizer: _kernelRegularizer, constraint: _kernelConstraint);

    /// <summary>Makes the bias, if one is wanted.</summary>
    private protected void AddBias(int outputs)
    {
        if (_useBias) _bias = AddWeight("bias", [outputs], _biasInitializer, regularizer: _biasRegularizer, constraint: _biasConstraint);
    }
}
