using Receptive.Graph;
using Receptive.Layers;

namespace Receptive.Training;

/// <summary>
/// One step of a training while it is being described: what goes in, what the model makes of it, and what is to become
/// smaller. The same description serves evaluation, where <see cref="Minimize"/> changes nothing.
/// </summary>
/// <remarks>See <see cref="Model.TrainStep"/>. Source: https://keras.io/guides/custom_train_step_in_tensorflow/.</remarks>
public sealed class TrainingStep
{
    private readonly Model _model;
    private readonly Compilation _compilation;
    private readonly Dictionary<SymbolicTensor, SymbolicTensor> _minimised = [];
    private readonly Dictionary<Variable, SymbolicTensor> _gradients = [];
    private readonly List<(string Name, SymbolicTensor Value)> _logs = [];
    private IReadOnlyList<SymbolicTensor>? _predictions;
    private IReadOnlyList<SymbolicTensor>? _losses;

    internal TrainingStep(Model model, Compilation compilation, IReadOnlyList<SymbolicTensor> inputs, IReadOnlyList<SymbolicTensor> labels, SymbolicTensor? sampleWeight, CallContext context) =>
        (_model, _compilation, Inputs, Labels, SampleWeight, Context) = (model, compilation, inputs, labels, sampleWeight, context);

    /// <summary>The model's inputs, each with the batch first.</summary>
    public IReadOnlyList<SymbolicTensor> Inputs { get; }

    /// <summary>The labels, one for each output.</summary>
    public IReadOnlyList<SymbolicTensor> Labels { get; }

    /// <summary>One weight an example, of shape (batch); null where all count alike.</summary>
    public SymbolicTensor? SampleWeight { get; }

    /// <summary>What layers are applied with: <c>teacher.Apply(step.Inputs[0], step.Context)</c>.</summary>
    public CallContext Context { get; }

    /// <summary>Whether this is a step of a training; otherwise one of an evaluation.</summary>
    public bool Training => Context.Training;

    /// <summary>What the model predicts for the inputs. Metrics compare it with the labels.</summary>
    public IReadOnlyList<SymbolicTensor> Predictions => _predictions ??= _model.Apply(Inputs, Context);

    /// <summary>The losses of <c>Compile</c>, weighted, and what regularizers and layers add to them.</summary>
    /// <exception cref="InvalidOperationException">There is none: no output has a loss, and no layer adds one.</exception>
    public SymbolicTensor CompiledLoss()
    {
        IReadOnlyList<SymbolicTensor> predictions = Predictions;
        IReadOnlyList<OutputTarget> targets = _compilation.Targets(_model);
        var losses = new List<SymbolicTensor>();
        SymbolicTensor? total = null, minimised = null;
        for (int i = 0; i < targets.Count; i++)
        {
            if (targets[i].Loss is not { } loss) continue;
            SymbolicTensor value = loss.Apply(Labels[i], predictions[i], SampleWeight);
            losses.Add(Ops.ReduceMean(value));

            // Without reduction the losses stay apart: training follows their sum, logs their mean.
            (SymbolicTensor mean, SymbolicTensor sum) = value.Shape.Rank == 0 ? (value, value) : (Ops.ReduceMean(value), Ops.ReduceSum(value));
            if (targets[i].Weight != 1) (mean, sum) = (mean * (float)targets[i].Weight, sum * (float)targets[i].Weight);
            total = total is null ? mean : total + mean;
            minimised = minimised is null ? sum : minimised + sum;
        }

        _losses = losses;
        foreach (SymbolicTensor penalty in (IEnumerable<SymbolicTensor>)[.. Context.Losses, .. _model.Penalties(Context)])
        {
            total = total is null ? penalty : total + penalty;
            minimised = minimised is null ? penalty : minimised + penalty;
        }

        if (total is null || minimised is null) throw new InvalidOperationException($"The model '{_model.Name}' has nothing to make smaller: no output has a loss, and no layer adds one.");
        _minimised[total] = minimised;
        return total;
    }

    /// <summary>
    /// Has the optimizer move variables along the gradient of a loss. What several calls ask of one variable is added up;
    /// the optimizer makes one step at the end. In an evaluation nothing happens.
    /// </summary>
    /// <param name="loss">One number, of shape ().</param>
    /// <param name="variables">What to move; by default all trainable weights of the model.</param>
    /// <returns>The loss, to be returned by <see cref="Model.TrainStep"/>.</returns>
    /// <exception cref="ShapeException">The loss is more than one number.</exception>
    /// <exception cref="ArgumentException">A variable is not among the model's trainable weights.</exception>
    public SymbolicTensor Minimize(SymbolicTensor loss, IReadOnlyList<Variable>? variables = null)
    {
        ArgumentNullException.ThrowIfNull(loss);
        RequireNumber(loss, nameof(Minimize));
        if (!Training) return loss;
        IReadOnlyList<Variable> trained = _compilation.Trained!;
        variables ??= trained;
        foreach (Variable variable in variables)
        {
            if (!trained.Contains(variable))
                throw new ArgumentException($"The variable '{variable.Name}' is not among the trainable weights of the model '{_model.Name}', so its optimizer does not move it. Add its layer to the model with AddPart, or unfreeze it and call Compile again.", nameof(variables));
        }

        if (variables.Count == 0) return loss;
        SymbolicTensor?[] gradients = Autodiff.Gradients(_minimised.GetValueOrDefault(loss, loss), variables);
        for (int i = 0; i < gradients.Length; i++)
        {
            if (gradients[i] is { } gradient) _gradients[variables[i]] = _gradients.TryGetValue(variables[i], out SymbolicTensor? others) ? others + gradient : gradient;
        }

        return loss;
    }

    /// <summary>Logs a number beside the loss and the metrics: its mean over the examples of an epoch.</summary>
    /// <param name="name">What logs call it.</param>
    /// <param name="value">One number, of shape ().</param>
    /// <exception cref="ShapeException">It is more than one number.</exception>
    /// <exception cref="ArgumentException">The name is logged already.</exception>
    public void Log(string name, SymbolicTensor value)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(value);
        RequireNumber(value, nameof(Log));
        if (name == "loss" || _logs.Exists(log => log.Name == name) || _compilation.LossNames(_model).Contains(name) || _compilation.Metrics(_model).Any(metric => metric.Name == name))
            throw new ArgumentException($"\"{name}\" is logged already. Give one another name.", nameof(name));
        _logs.Add((name, value));
    }

    /// <summary>What was logged.</summary>
    internal IReadOnlyList<(string Name, SymbolicTensor Value)> Logs => _logs;

    /// <summary>The losses of <c>Compile</c> one by one; where the step has not asked for them, they are described now.</summary>
    internal IReadOnlyList<SymbolicTensor> Losses()
    {
        if (_losses is null) CompiledLoss();
        return _losses!;
    }

    /// <summary>The optimizer's step, and what layers assigned.</summary>
    internal IReadOnlyList<Assignment> Assignments()
    {
        if (!Training) return [];
        IReadOnlyList<Variable> trained = _compilation.Trained!;
        IReadOnlyList<Assignment> updates = trained.Count == 0 ? [] : _compilation.Optimizer.Apply(trained, [.. trained.Select(variable => _gradients.GetValueOrDefault(variable))]);
        return [.. updates, .. Context.Assignments];
    }

    private static void RequireNumber(SymbolicTensor value, string method)
    {
        if (value.Shape.Rank != 0)
            throw new ShapeException($"{nameof(TrainingStep)}.{method} takes one number, of shape (), but got {value.Shape}. Take a mean first: Ops.ReduceMean(...).");
    }
}
