using System.Numerics.Tensors;
using Receptive.Callbacks;
using Receptive.Graph;
using Receptive.Losses;
using Receptive.Metrics;
using Receptive.Optimizers;
using Receptive.Training;

namespace Receptive;

/// <content>Compiling, training and evaluating.</content>
public abstract partial class Model
{
    private readonly List<StepProgram> _programs = [];
    private Compilation? _compilation;

    /// <summary>The optimizer the model was compiled with; null before.</summary>
    public Optimizer? Optimizer => _compilation?.Optimizer;

    /// <summary>The loss the model was compiled with; null before.</summary>
    public Loss? Loss => _compilation?.Loss;

    /// <summary>The metrics the model was compiled with.</summary>
    public IReadOnlyList<Metric> Metrics => [.. Compiled().Where(entry => !entry.Weighted).Select(entry => entry.Metric)];

    /// <summary>Those of the metrics that take account of the examples' weights.</summary>
    public IReadOnlyList<Metric> WeightedMetrics => [.. Compiled().Where(entry => entry.Weighted).Select(entry => entry.Metric)];

    /// <summary>The names metrics are logged by and which way is better.</summary>
    internal IEnumerable<(string Name, MetricDirection Direction)> MetricDirections => Compiled().Select(entry => (entry.Name, entry.Metric.Direction));

    /// <summary>How many steps the optimizer has made.</summary>
    internal long CompletedSteps => Optimizer?.Iterations ?? 0;

    /// <summary>Says how the model is to be trained and judged.</summary>
    /// <param name="optimizer">How weights move: "adam", "sgd", or an object with arguments. Belongs to this model from now on.</param>
    /// <param name="loss">What training makes smaller: "categorical_crossentropy", "mse", ..., or an object with arguments.</param>
    /// <param name="metrics">What else is logged: "accuracy", ...</param>
    /// <param name="weightedMetrics">The same, but taking account of the examples' weights.</param>
    /// <exception cref="ArgumentException">Two metrics have the same name.</exception>
    /// <example><code>model.Compile(optimizer: "adam", loss: "categorical_crossentropy", metrics: ["accuracy"]);</code></example>
    public void Compile(Optimizer optimizer, Loss loss, IReadOnlyList<Metric>? metrics = null, IReadOnlyList<Metric>? weightedMetrics = null)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        ArgumentNullException.ThrowIfNull(loss);
        var compilation = Compilation.From(optimizer, loss, metrics, weightedMetrics);
        if (IsBuilt) optimizer.Prepare(TrainableWeights);
        ForgetCompilation();
        _compilation = compilation;
    }

    /// <summary>Trains the model.</summary>
    /// <param name="x">The examples: dimension 0 counts them, the rest is the model's input. Images may stay bytes: <see cref="Examples.FromImages"/>.</param>
    /// <param name="y">Their labels, in the form the loss wants.</param>
    /// <param name="batchSize">How many examples make one step; the last step of an epoch may have fewer.</param>
    /// <param name="epochs">The number of the epoch before which to stop: how many times to go through the data, if <paramref name="initialEpoch"/> is 0.</param>
    /// <param name="verbose">0 prints nothing, 1 a progress bar, 2 one line an epoch, "auto" what fits the console.</param>
    /// <param name="callbacks">Code to run at fixed moments, such as <see cref="EarlyStopping"/>.</param>
    /// <param name="validationSplit">The share of the examples, taken from their end, to validate with instead of training; from 0 to below 1.</param>
    /// <param name="validationData">Examples to validate with after each epoch, as (x, y) or (x, y, weights).</param>
    /// <param name="shuffle">Whether each epoch takes the examples in another order, which depends on the seed and the step alone.</param>
    /// <param name="classWeight">How much examples of a class count; 1 for classes that are not named. Not together with <paramref name="sampleWeight"/>.</param>
    /// <param name="sampleWeight">How much each example counts, of shape (examples).</param>
    /// <param name="initialEpoch">The number of the first epoch, from 0; above 0 continues an earlier training.</param>
    /// <param name="stepsPerEpoch">How many batches make an epoch; by default all of the data.</param>
    /// <param name="validationSteps">How many batches to validate with; by default all.</param>
    /// <param name="validationBatchSize">How many examples are validated at once; by default <paramref name="batchSize"/>.</param>
    /// <param name="validationFreq">Validates every so many epochs.</param>
    /// <param name="cancellationToken">Ends the training after the batch at hand; callbacks see the training end.</param>
    /// <returns>What was logged, epoch by epoch.</returns>
    /// <exception cref="InvalidOperationException">The model is not compiled.</exception>
    /// <exception cref="ArgumentException">An argument makes no sense, or a value in the data does not; the message says which.</exception>
    /// <exception cref="ShapeException">A shape does not fit the model.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <example><code>
    /// History history = model.Fit(x, y, batchSize: 200, epochs: 12, validationData: (xTest, yTest));
    /// </code></example>
    public History Fit(
        Examples x,
        Tensor<float> y,
        int batchSize = 32,
        int epochs = 1,
        Verbosity verbose = default,
        IReadOnlyList<Callback>? callbacks = null,
        double validationSplit = 0,
        ValidationData? validationData = null,
        bool shuffle = true,
        IReadOnlyDictionary<int, float>? classWeight = null,
        Tensor<float>? sampleWeight = null,
        int initialEpoch = 0,
        int? stepsPerEpoch = null,
        int? validationSteps = null,
        int? validationBatchSize = null,
        int validationFreq = 1,
        CancellationToken cancellationToken = default)
    {
        Compilation compilation = RequireCompiled(nameof(Fit));
        CheckPositive(batchSize, nameof(batchSize));
        ArgumentOutOfRangeException.ThrowIfNegative(epochs);
        ArgumentOutOfRangeException.ThrowIfNegative(initialEpoch);
        CheckPositive(stepsPerEpoch ?? 1, nameof(stepsPerEpoch));
        CheckPositive(validationSteps ?? 1, nameof(validationSteps));
        CheckPositive(validationBatchSize ?? 1, nameof(validationBatchSize));
        CheckPositive(validationFreq, nameof(validationFreq));
        if (!(validationSplit is >= 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(validationSplit), validationSplit, "validationSplit is a share from 0 to below 1, such as 0.1.");
        if (classWeight is not null && sampleWeight is not null)
            throw new ArgumentException("classWeight and sampleWeight cannot be given together; multiply the weights of the classes into sampleWeight.", nameof(classWeight));

        FloatRows labels = FloatRows.From(nameof(y), y);
        if (classWeight is not null) sampleWeight = ClassWeights.PerExample(labels, classWeight);
        var training = ExampleSet.From(RowsOf(x), labels, sampleWeight is null ? null : FloatRows.From(nameof(sampleWeight), sampleWeight));
        ExampleSet? validation = validationData is null ? null : ToExamples(validationData, "validationData.");
        if (validation is null && validationSplit > 0)
        {
            int first = (int)Math.Floor(training.Count * (1 - validationSplit));
            if (first == 0 || first == training.Count)
                throw new ArgumentException($"validationSplit {validationSplit} of {training.Count} examples leaves none to {(first == 0 ? "train" : "validate")} with.", nameof(validationSplit));
            (training, validation) = (training.Slice(0, first), training.Slice(first, training.Count - first));
            SplitCheck.WarnIfDifferent(training, validation);
        }

        CheckInput(training.X, nameof(Fit));
        training.Check(this, compilation.Loss);
        if (validation is not null)
        {
            CheckInput(validation.X, nameof(Fit));
            validation.Check(this, compilation.Loss);
        }

        StopTraining = false;
        var loop = new TrainingLoop(this, compilation, training, validation)
        {
            BatchSize = batchSize,
            Epochs = epochs,
            InitialEpoch = initialEpoch,
            Shuffle = shuffle,
            StepsPerEpoch = stepsPerEpoch,
            ValidationSteps = validationSteps,
            ValidationBatchSize = validationBatchSize ?? batchSize,
            ValidationFrequency = validationFreq,
            Verbose = verbose,
        };
        History = loop.History;
        loop.Run(callbacks ?? [], cancellationToken);
        return loop.History;
    }

    /// <summary>The loss and metrics on given examples, without training.</summary>
    /// <param name="x">The examples.</param>
    /// <param name="y">Their labels.</param>
    /// <param name="batchSize">How many examples are computed at once; affects speed and memory.</param>
    /// <param name="verbose">0 prints nothing, 1 a progress bar, 2 one line, "auto" what fits the console.</param>
    /// <param name="sampleWeight">How much each example counts, of shape (examples).</param>
    /// <param name="steps">How many batches to take; by default all.</param>
    /// <param name="callbacks">Code to run at fixed moments.</param>
    /// <param name="cancellationToken">Ends the evaluation after the batch at hand.</param>
    /// <returns>The values by name, or by position as in Keras: 0 is the loss.</returns>
    /// <exception cref="InvalidOperationException">The model is not compiled.</exception>
    /// <exception cref="ArgumentException">An argument makes no sense, or a value in the data does not.</exception>
    /// <exception cref="ShapeException">A shape does not fit the model.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <example><code>Console.WriteLine($"Test Accuracy: {model.Evaluate(xTest, yTest)[1]:0.0000}");</code></example>
    public EvaluationResult Evaluate(
        Examples x,
        Tensor<float> y,
        int batchSize = 32,
        Verbosity verbose = default,
        Tensor<float>? sampleWeight = null,
        int? steps = null,
        IReadOnlyList<Callback>? callbacks = null,
        CancellationToken cancellationToken = default)
    {
        Compilation compilation = RequireCompiled(nameof(Evaluate));
        CheckPositive(batchSize, nameof(batchSize));
        CheckPositive(steps ?? 1, nameof(steps));
        ExampleSet examples = ToExamples(new ValidationData(x, y, sampleWeight), "");
        CheckInput(examples.X, nameof(Evaluate));
        examples.Check(this, compilation.Loss);
        var parameters = new TrainingParameters { Steps = EvaluationLoop.StepsOf(examples, batchSize, steps), Samples = examples.Count, BatchSize = batchSize, Verbose = verbose };
        var all = new CallbackList(this, parameters, callbacks ?? []);
        return new EvaluationResult(new EvaluationLoop(this, compilation, examples, batchSize, steps).Run(all, cancellationToken));
    }

    /// <summary>Trains one step on one batch.</summary>
    /// <param name="x">The batch's examples.</param>
    /// <param name="y">Their labels.</param>
    /// <param name="sampleWeight">How much each example counts.</param>
    /// <returns>The loss and metrics of this batch, from before the step.</returns>
    /// <exception cref="InvalidOperationException">The model is not compiled.</exception>
    /// <exception cref="ArgumentException">A value in the data makes no sense.</exception>
    /// <exception cref="ShapeException">A shape does not fit the model.</exception>
    public EvaluationResult TrainOnBatch(Examples x, Tensor<float> y, Tensor<float>? sampleWeight = null) =>
        OnBatch(x, y, sampleWeight, training: true, nameof(TrainOnBatch));

    /// <summary>The loss and metrics of one batch, without training.</summary>
    /// <param name="x">The batch's examples.</param>
    /// <param name="y">Their labels.</param>
    /// <param name="sampleWeight">How much each example counts.</param>
    /// <exception cref="InvalidOperationException">The model is not compiled.</exception>
    /// <exception cref="ArgumentException">A value in the data makes no sense.</exception>
    /// <exception cref="ShapeException">A shape does not fit the model.</exception>
    public EvaluationResult TestOnBatch(Examples x, Tensor<float> y, Tensor<float>? sampleWeight = null) =>
        OnBatch(x, y, sampleWeight, training: false, nameof(TestOnBatch));

    /// <summary>
    /// The step program for labels of a shape; one that fits is used again. At most one program for training and two
    /// for evaluating are kept: they hold the memory of their steps.
    /// </summary>
    internal StepProgram Step(StepKey key)
    {
        int index = _programs.FindIndex(program => program.Key == key);
        if (index >= 0)
        {
            StepProgram found = _programs[index];
            _programs.RemoveAt(index);
            _programs.Add(found);
            return found;
        }

        StepProgram[] sameKind = [.. _programs.Where(program => program.Key.Training == key.Training)];
        for (int i = 0; i <= sameKind.Length - (key.Training ? 1 : 2); i++)
        {
            _programs.Remove(sameKind[i]);
            sameKind[i].Dispose();
        }

        var made = StepProgram.Make(this, RequireCompiled("Training"), key);
        _programs.Add(made);
        return made;
    }

    private protected void ForgetCompilation()
    {
        _compilation = null;
        DiscardPrograms();
    }

    /// <summary>
    /// Gives back the memory that training, evaluating and predicting keep for the next time. Weights and the optimizer's
    /// state stay; whatever is asked of the model next compiles its step anew, in some tens of milliseconds.
    /// </summary>
    /// <example><code>
    /// model.Fit(x, y);
    /// model.ReleaseMemory();      // it will only predict from now on
    /// </code></example>
    public void ReleaseMemory() => DiscardPrograms();

    private void DiscardPrograms()
    {
        foreach (StepProgram program in _programs) program.Dispose();
        _programs.Clear();
        _predictors?.Clear();
    }

    private EvaluationResult OnBatch(Examples x, Tensor<float> y, Tensor<float>? sampleWeight, bool training, string method)
    {
        Compilation compilation = RequireCompiled(method);
        ExampleSet examples = ToExamples(new ValidationData(x, y, sampleWeight), "");
        CheckInput(examples.X, method);
        examples.Check(this, compilation.Loss);
        StepProgram program = Step(new StepKey(training, examples.Count, examples.Y.BatchShape, examples.Weights is not null));
        var totals = new Totals(compilation, program);
        var runner = new BatchRunner(program, examples, totals);
        if (training) runner.TrainOn(Permutation.Identity(examples.Count));
        else runner.TestOn(0, examples.Count);
        totals.Publish();
        return new EvaluationResult(totals.Logs);
    }

    private static ExampleSet ToExamples(ValidationData data, string prefix) => ExampleSet.From(
        (data.X ?? throw new ArgumentNullException(prefix + "x")).ToRows(prefix + "x"),
        FloatRows.From(prefix + "y", data.Y),
        data.SampleWeight is null ? null : FloatRows.From(prefix + "sampleWeight", data.SampleWeight));

    private static Rows RowsOf(Examples x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.ToRows(nameof(x));
    }

    /// <summary>Builds the model for the data if it does not know its input yet, and checks that the data fits.</summary>
    private void CheckInput(Rows x, string method)
    {
        EnsureTraced(x.BatchShape);
        Shape expected = BuiltInputShape!.Value;
        if (x.BatchShape == expected) return;
        string first = Layers.Count > 0 ? $" of its first layer '{Layers[0].Name}'" : "";
        string remedy = x.Shape.Dimensions.SequenceEqual(expected.Dimensions[1..])
            ? " This is one example; examples come in batches: reshape it to have 1 as its first dimension."
            : expected.Rank == x.Shape.Rank + 1 && expected[^1] == 1
                ? $" The images lack a dimension for channels: reshape them to ({x.Count}, {string.Join(", ", expected.Dimensions[1..].ToArray())})."
                : "";
        throw new ShapeException($"{method}: {x.Name} has the shape {x.Shape}, but the model '{Name}' expects {expected}, the input{first}.{remedy}");
    }

    private Compilation RequireCompiled(string method) => _compilation ?? throw new InvalidOperationException(
        $"{method}: the model '{Name}' does not know how it is to be trained and judged. Call Compile(optimizer, loss, metrics) first; it is also needed again after layers were added or removed.");

    private IReadOnlyList<(string Name, Metric Metric, bool Weighted)> Compiled() => _compilation?.Metrics ?? [];

    private static void CheckPositive(int value, string name)
    {
        if (value < 1) throw new ArgumentOutOfRangeException(name, value, $"{name} must be at least 1.");
    }
}
