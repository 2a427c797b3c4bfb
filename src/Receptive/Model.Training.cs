using Receptive.Callbacks;
using Receptive.Graph;
using Receptive.Training;

namespace Receptive;

/// <content>Training and evaluating.</content>
public partial class Model
{
    private TrainingLoop? _loop;
    private int _isTraining;

    /// <summary>Where the training that is running, or ran last, stands; null before the first. Ask for it between batches.</summary>
    public TrainingState? TrainingState => _loop?.Capture();

    /// <summary>Trains the model on examples in memory.</summary>
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
    /// <param name="cancellationToken">Stops after the current batch; callbacks see the training end.</param>
    /// <returns>What was logged, epoch by epoch.</returns>
    /// <exception cref="InvalidOperationException">The model is not compiled, or is being trained already.</exception>
    /// <exception cref="ArgumentException">An argument makes no sense, or a value in the data does not; the message says which.</exception>
    /// <exception cref="ShapeException">A shape does not fit the model.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <example><code>
    /// History history = model.Fit(x, y, batchSize: 200, epochs: 12, validationData: (xTest, yTest));
    /// </code></example>
    public History Fit(
        Examples x,
        Examples y,
        int batchSize = 32,
        int epochs = 1,
        Verbosity verbose = default,
        IReadOnlyList<Callback>? callbacks = null,
        double validationSplit = 0,
        BatchSource? validationData = null,
        bool shuffle = true,
        IReadOnlyDictionary<int, float>? classWeight = null,
        Examples? sampleWeight = null,
        int initialEpoch = 0,
        int? stepsPerEpoch = null,
        int? validationSteps = null,
        int? validationBatchSize = null,
        int validationFreq = 1,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        CheckPositive(batchSize, nameof(batchSize));
        if (!(validationSplit is >= 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(validationSplit), validationSplit, "validationSplit is a share from 0 to below 1, such as 0.1.");
        if (classWeight is not null && sampleWeight is not null)
            throw new ArgumentException("classWeight and sampleWeight cannot be given together; multiply the weights of the classes into sampleWeight.", nameof(classWeight));
        if (classWeight is not null)
            sampleWeight = ClassWeights.PerExample(y.ToRows(nameof(y), OutputNames) is [var labels] ? labels : throw new ArgumentException("classWeight is for models of one output.", nameof(classWeight)), classWeight);
        var training = new ArraySource(x, y, sampleWeight, null) { ClassNames = y.ClassNames ?? x.ClassNames };
        training.Settle("", InputNames, OutputNames, batchSize);
        if (validationData is null && validationSplit > 0)
        {
            int first = (int)Math.Floor(training.Count * (1 - validationSplit));
            if (first == 0 || first == training.Count)
                throw new ArgumentException($"validationSplit {validationSplit} of {training.Count} examples leaves none to {(first == 0 ? "train" : "validate")} with.", nameof(validationSplit));
            (training, ArraySource validation) = training.Split(first);
            SplitCheck.WarnIfDifferent(training, validation);
            validationData = classWeight is null ? validation : validation.Unweighted(); // classes have their weights in training alone
        }

        return Fit(training, epochs, verbose, callbacks, validationData, initialEpoch, stepsPerEpoch, validationSteps, validationFreq, batchSize, validationBatchSize, shuffle, cancellationToken);
    }

    /// <summary>Trains the model on batches from anywhere.</summary>
    /// <param name="source">The batches; an enumeration of <see cref="Batch"/> converts by <see cref="BatchSource.From(IEnumerable{Batch})"/>.</param>
    /// <param name="epochs">The number of the epoch before which to stop.</param>
    /// <param name="verbose">0 prints nothing, 1 a progress bar, 2 one line an epoch, "auto" what fits the console.</param>
    /// <param name="callbacks">Code to run at fixed moments.</param>
    /// <param name="validationData">Batches to validate with after each epoch.</param>
    /// <param name="initialEpoch">The number of the first epoch, from 0.</param>
    /// <param name="stepsPerEpoch">How many batches make an epoch; needed where batches never end.</param>
    /// <param name="validationSteps">How many batches to validate with; by default all.</param>
    /// <param name="validationFreq">Validates every so many epochs.</param>
    /// <param name="cancellationToken">Stops after the current batch.</param>
    /// <returns>What was logged, epoch by epoch.</returns>
    /// <inheritdoc cref="Fit(Examples, Examples, int, int, Verbosity, IReadOnlyList{Callback}, double, BatchSource, bool, IReadOnlyDictionary{int, float}, Examples, int, int?, int?, int?, int, CancellationToken)" path="/exception"/>
    public History Fit(
        BatchSource source,
        int epochs = 1,
        Verbosity verbose = default,
        IReadOnlyList<Callback>? callbacks = null,
        BatchSource? validationData = null,
        int initialEpoch = 0,
        int? stepsPerEpoch = null,
        int? validationSteps = null,
        int validationFreq = 1,
        CancellationToken cancellationToken = default) =>
        Fit(source, epochs, verbose, callbacks, validationData, initialEpoch, stepsPerEpoch, validationSteps, validationFreq, 32, null, shuffle: false, cancellationToken);

    /// <summary>The loss and metrics on given examples, without training.</summary>
    /// <param name="x">The examples.</param>
    /// <param name="y">Their labels.</param>
    /// <param name="batchSize">How many examples are computed at once; affects speed and memory.</param>
    /// <param name="verbose">0 prints nothing, 1 a progress bar, 2 one line, "auto" what fits the console.</param>
    /// <param name="sampleWeight">How much each example counts, of shape (examples).</param>
    /// <param name="steps">How many batches to take; by default all.</param>
    /// <param name="callbacks">Code to run at fixed moments.</param>
    /// <param name="cancellationToken">Stops after the current batch.</param>
    /// <returns>The values by name, or by position as in Keras: 0 is the loss.</returns>
    /// <exception cref="InvalidOperationException">The model is not compiled.</exception>
    /// <exception cref="ArgumentException">An argument makes no sense, or a value in the data does not.</exception>
    /// <exception cref="ShapeException">A shape does not fit the model.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <example><code>Console.WriteLine($"Test Accuracy: {model.Evaluate(xTest, yTest)[1]:0.0000}");</code></example>
    public EvaluationResult Evaluate(
        Examples x,
        Examples y,
        int batchSize = 32,
        Verbosity verbose = default,
        Examples? sampleWeight = null,
        int? steps = null,
        IReadOnlyList<Callback>? callbacks = null,
        CancellationToken cancellationToken = default)
    {
        CheckPositive(batchSize, nameof(batchSize));
        return Evaluate(BatchSource.From(x, y, sampleWeight, batchSize), verbose, steps, callbacks, cancellationToken);
    }

    /// <summary>The loss and metrics on batches from anywhere, without training.</summary>
    /// <param name="source">The batches.</param>
    /// <param name="verbose">0 prints nothing, 1 a progress bar, 2 one line, "auto" what fits the console.</param>
    /// <param name="steps">How many batches to take; by default all.</param>
    /// <param name="callbacks">Code to run at fixed moments.</param>
    /// <param name="cancellationToken">Stops after the current batch.</param>
    /// <inheritdoc cref="Evaluate(Examples, Examples, int, Verbosity, Examples, int?, IReadOnlyList{Callback}, CancellationToken)" path="/exception"/>
    public EvaluationResult Evaluate(BatchSource source, Verbosity verbose = default, int? steps = null, IReadOnlyList<Callback>? callbacks = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        Compilation compilation = RequireCompiled(nameof(Evaluate));
        CheckPositive(steps ?? 1, nameof(steps));
        Prepare(source, compilation, "", 32, nameof(Evaluate));
        var parameters = new TrainingParameters { Steps = Fewer(steps, source.Batches), Samples = source.Count, BatchSize = source.Capacity, Verbose = verbose };
        var all = new CallbackList(this, parameters, callbacks ?? []);
        return new EvaluationResult(new EvaluationLoop(this, compilation, source, steps).Run(all, cancellationToken));
    }

    /// <summary>Trains one step on one batch.</summary>
    /// <param name="x">The batch's examples.</param>
    /// <param name="y">Their labels.</param>
    /// <param name="sampleWeight">How much each example counts.</param>
    /// <returns>The loss and metrics of this batch, from before the step.</returns>
    /// <exception cref="InvalidOperationException">The model is not compiled, or is being trained already.</exception>
    /// <exception cref="ArgumentException">A value in the data makes no sense.</exception>
    /// <exception cref="ShapeException">A shape does not fit the model.</exception>
    public EvaluationResult TrainOnBatch(Examples x, Examples y, Examples? sampleWeight = null)
    {
        using Training training = BeginTraining(nameof(TrainOnBatch));
        return OnBatch(x, y, sampleWeight, training: true, nameof(TrainOnBatch));
    }

    /// <summary>The loss and metrics of one batch, without training.</summary>
    /// <param name="x">The batch's examples.</param>
    /// <param name="y">Their labels.</param>
    /// <param name="sampleWeight">How much each example counts.</param>
    /// <exception cref="InvalidOperationException">The model is not compiled.</exception>
    /// <exception cref="ArgumentException">A value in the data makes no sense.</exception>
    /// <exception cref="ShapeException">A shape does not fit the model.</exception>
    public EvaluationResult TestOnBatch(Examples x, Examples y, Examples? sampleWeight = null) =>
        OnBatch(x, y, sampleWeight, training: false, nameof(TestOnBatch));

    /// <summary>The step program for the batches of a source; one that fits is used again.</summary>
    internal StepProgram Step(bool training, BatchSource source) =>
        new(this, RequireCompiled("Training"), _programs, new StepKey(training, source.Capacity, source.Inputs, source.Labels, source.HasWeights));

    /// <summary>
    /// What a step of <c>Fit</c> computes. Override it for a training of another kind: a teacher beside the model, a penalty on
    /// gradients, two losses for two parts. It is called once for each program, not for each batch, and describes the step in
    /// ops; gradients come by themselves.
    /// </summary>
    /// <param name="step">The batch, the predictions, the losses of <c>Compile</c>.</param>
    /// <returns>The loss to log, one number of shape ().</returns>
    /// <example>Learning from a teacher as well as from the labels:
    /// <code>
    /// protected override SymbolicTensor TrainStep(TrainingStep step)
    /// {
    ///     SymbolicTensor taught = Ops.StopGradient(_teacher.Apply(step.Inputs[0], step.Context));
    ///     SymbolicTensor distance = Ops.ReduceMean(Ops.Square(step.Predictions[0] - taught));
    ///     step.Log("distance", distance);
    ///     return step.Minimize(step.CompiledLoss() + 0.5f * distance);
    /// }
    /// </code></example>
    protected internal virtual SymbolicTensor TrainStep(TrainingStep step)
    {
        ArgumentNullException.ThrowIfNull(step);
        return step.Minimize(step.CompiledLoss());
    }

    private History Fit(
        BatchSource source, int epochs, Verbosity verbose, IReadOnlyList<Callback>? callbacks, BatchSource? validation, int initialEpoch, int? stepsPerEpoch,
        int? validationSteps, int validationFreq, int batchSize, int? validationBatchSize, bool shuffle, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(source);
        using Training training = BeginTraining(nameof(Fit));
        Compilation compilation = RequireCompiled(nameof(Fit));
        ArgumentOutOfRangeException.ThrowIfNegative(epochs);
        ArgumentOutOfRangeException.ThrowIfNegative(initialEpoch);
        CheckPositive(stepsPerEpoch ?? 1, nameof(stepsPerEpoch));
        CheckPositive(validationSteps ?? 1, nameof(validationSteps));
        CheckPositive(validationBatchSize ?? 1, nameof(validationBatchSize));
        CheckPositive(validationFreq, nameof(validationFreq));
        Prepare(source, compilation, "", batchSize, nameof(Fit));
        if (validation is not null) Prepare(validation, compilation, "validationData.", validationBatchSize ?? batchSize, nameof(Fit));

        StopTraining = false;
        var parameters = new TrainingParameters
        {
            Epochs = epochs,
            InitialEpoch = initialEpoch,
            Steps = stepsPerEpoch ?? source.Batches ?? 0,
            Samples = source.Count,
            BatchSize = source is ArraySource ? batchSize : source.Capacity,
            Verbose = verbose,
            HasValidation = validation is not null,
        };
        _loop = new TrainingLoop(this, compilation, source, validation, parameters)
        {
            Shuffle = shuffle,
            StepsPerEpoch = stepsPerEpoch,
            ValidationSteps = validationSteps,
            ValidationFrequency = validationFreq,
        };
        History = _loop.History;
        _loop.Run(callbacks ?? [], cancellationToken);
        return _loop.History;
    }

    /// <summary>Builds the model for the data if it does not know its input yet, and checks that the data fits.</summary>
    private void Prepare(BatchSource source, Compilation compilation, string prefix, int batchSize, string method)
    {
        source.Settle(prefix, InputNames, OutputNames, batchSize);
        EnsureTraced(source.Inputs);
        compilation.Settle(this);
        SourceCheck.Check(this, compilation, source, method);
    }

    private EvaluationResult OnBatch(Examples x, Examples y, Examples? sampleWeight, bool training, string method)
    {
        Compilation compilation = RequireCompiled(method);
        var source = BatchSource.From(x, y, sampleWeight, int.MaxValue);
        Prepare(source, compilation, "", int.MaxValue, method);
        source.Reset(shuffleKey: null);
        using StepProgram program = Step(training, source);
        var totals = new Totals(this, compilation, program);
        int batch = source.Next(program.Batch);
        program.Run(batch);
        totals.Add(program, batch);
        totals.Publish();
        return new EvaluationResult(totals.Logs);
    }

    /// <summary>Notes that the model is being trained, which only one caller may do at a time.</summary>
    private Training BeginTraining(string method)
    {
        if (Interlocked.CompareExchange(ref _isTraining, 1, 0) != 0)
            throw new InvalidOperationException($"{method}: the model '{Name}' is being trained already, by another thread or by the call of Fit whose callback this is. Wait until that has ended, or train a model of its own.");
        return new Training(this);
    }

    /// <summary>Refuses what cannot be done while the model is trained.</summary>
    /// <exception cref="InvalidOperationException">The model is being trained.</exception>
    private protected void RequireIdle(string what)
    {
        if (Volatile.Read(ref _isTraining) != 0)
            throw new InvalidOperationException($"{what} while the model '{Name}' is being trained: by another thread, or by the call of Fit whose callback this is. Set StopTraining to end the training first.");
    }

    private static int Fewer(int? steps, int? batches) => Math.Min(steps ?? int.MaxValue, batches ?? int.MaxValue) is < int.MaxValue and int known ? known : 0;

    private static void CheckPositive(int value, string name)
    {
        if (value < 1) throw new ArgumentOutOfRangeException(name, value, $"{name} must be at least 1.");
    }

    private readonly struct Training(Model model) : IDisposable
    {
        public void Dispose() => Volatile.Write(ref model._isTraining, 0);
    }
}
