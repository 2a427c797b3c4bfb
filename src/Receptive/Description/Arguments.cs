using Receptive.Activations;
using Receptive.Constraints;
using Receptive.Initializers;
using Receptive.Layers;
using Receptive.Losses;
using Receptive.Regularizers;

namespace Receptive.Description;

/// <summary>
/// The arguments of an object, named one after another in <see cref="KerasObject.Describe"/>, each with the field that
/// holds it. What happens to a field is up to the reader: it is written into a file, taken from one, printed or checked.
/// </summary>
/// <remarks>
/// Arguments come in the order of the constructor; those that are properties follow after <see cref="Properties"/>. One
/// with a usual value may be missing in a file and is left out when the call is printed.
/// </remarks>
/// <example><code>
/// protected override void Describe(Arguments arguments)
/// {
///     base.Describe(arguments);
///     arguments.Int32("units", ref _units, atLeast: 1);
///     arguments.Activation("activation", ref _activation);
///     arguments.Boolean("use_bias", ref _useBias, usual: true);
/// }
/// </code></example>
public abstract class Arguments
{
    /// <summary>Whether the arguments from here on are properties, not arguments of the constructor.</summary>
    protected bool AreProperties { get; private set; }

    /// <summary>Says that the arguments from here on are properties: they are printed in braces.</summary>
    public void Properties() => AreProperties = true;

    /// <summary>A whole number.</summary>
    public void Int32(string name, ref int value, int? usual = null, int atLeast = int.MinValue, int atMost = int.MaxValue) =>
        Visit(new(name, Codecs.Int32, usual is { } u ? (true, u) : default, v => v < atLeast ? $"must be at least {atLeast}" : v > atMost ? $"must be at most {atMost}" : null), ref value);

    /// <summary>A whole number or none.</summary>
    public void OptionalInt32(string name, ref int? value, int atLeast = int.MinValue) =>
        Visit(new(name, Codecs.OptionalInt32, (true, null), v => v < atLeast ? $"must be at least {atLeast}" : null), ref value);

    /// <summary>A number.</summary>
    public void Single(string name, ref float value, float? usual = null, NumberRange range = default) =>
        Visit(new(name, Codecs.Single, usual is { } u ? (true, u) : default, v => range.Refusal(v)), ref value);

    /// <summary>A number or none.</summary>
    public void OptionalSingle(string name, ref float? value, NumberRange range = default, float? usual = null) =>
        Visit(new(name, Codecs.OptionalSingle, (true, usual), v => v is { } number ? range.Refusal(number) : null), ref value);

    /// <summary>A number in double precision.</summary>
    public void Double(string name, ref double value, double? usual = null, NumberRange range = default) =>
        Visit(new(name, Codecs.Double, usual is { } u ? (true, u) : default, v => range.Refusal(v)), ref value);

    /// <summary>A number in double precision, or none.</summary>
    public void OptionalDouble(string name, ref double? value, NumberRange range = default, double? usual = null) =>
        Visit(new(name, Codecs.OptionalDouble, (true, usual), v => v is { } number ? range.Refusal(number) : null), ref value);

    /// <summary>Yes or no.</summary>
    public void Boolean(string name, ref bool value, bool usual = false) => Visit(new(name, Codecs.Boolean, (true, usual), null), ref value);

    /// <summary>A word, one of a few where they are given.</summary>
    public void Word(string name, ref string value, string? usual = null, params string[] oneOf) =>
        Visit(new(name, Codecs.Text, usual is null ? default : (true, usual), v => v is null ? "is missing" : oneOf.Length > 0 && !oneOf.Contains(v) ? $"must be one of {string.Join(", ", oneOf)}, but is \"{v}\"{(Common.Suggestion.Closest(v, oneOf) is { } guess ? $". Did you mean \"{guess}\"?" : "")}" : null) { Words = oneOf }, ref value);

    /// <summary>One of a few words, or none.</summary>
    public void OptionalWord(string name, ref string? value, string? usual, params string[] oneOf) =>
        Visit(new(name, Codecs.OptionalText, (true, usual), v => v is null || oneOf.Contains(v) ? null : $"must be one of {string.Join(", ", oneOf)}, or none, but is \"{v}\"{(Common.Suggestion.Closest(v, oneOf) is { } guess ? $". Did you mean \"{guess}\"?" : "")}") { Words = oneOf }, ref value);

    /// <summary>A number an axis, such as a window or its strides; a single number stands for all axes.</summary>
    /// <param name="name">Keras' name.</param>
    /// <param name="value">The field.</param>
    /// <param name="axes">How many axes there are.</param>
    /// <param name="usual">The usual value.</param>
    /// <param name="atLeast">The least number along each axis.</param>
    public void Sizes(string name, ref AxisSizes value, int axes, AxisSizes? usual = null, int atLeast = 1)
    {
        value = value.Over(axes);
        Visit(new(name, Codecs.Sizes(axes), usual is { } u ? (true, u.Over(axes)) : default, v => v.Refusal(axes, atLeast)), ref value);
        value = value.Over(axes);
    }

    /// <summary>Strides of a pooling: a number an axis, or none, which stands for the window's size.</summary>
    public void OptionalSizes(string name, ref AxisSizes? value, int axes, int atLeast = 1) =>
        Visit(new(name, Codecs.OptionalSizes(axes, atLeast), (true, null), v => v?.Over(axes).Refusal(axes, atLeast)), ref value);

    /// <summary>What is added or cut off at both ends of each axis.</summary>
    public void Margins(string name, ref AxisMargins value, int axes, AxisMargins? usual = null) =>
        Visit(new(name, Codecs.Margins(axes), usual is { } u ? (true, u.Over(axes)) : default, v => v.Refusal(axes)), ref value);

    /// <summary>Whole numbers, such as axes.</summary>
    public void Int32s(string name, ref int[] value, int[]? usual = null) =>
        Visit(new(name, Codecs.Int32s, usual is null ? default : (true, usual), v => v is null ? "is missing" : null), ref value);

    /// <summary>Whole numbers, always written as a list, such as a shape.</summary>
    public void Int32List(string name, ref int[] value, int[]? usual = null) =>
        Visit(new(name, Codecs.Int32List, usual is null ? default : (true, usual), v => v is null ? "is missing" : null), ref value);

    /// <summary>Whole numbers or none.</summary>
    public void OptionalInt32s(string name, ref int[]? value) => Visit(new(name, Codecs.OptionalInt32s, (true, null), null), ref value);

    /// <summary>The numbers 1, 2, ... in some order.</summary>
    public void Permutation(string name, ref int[] value) => Visit(
        new(name, Codecs.Permutation, default, v => v is not null && v.Order().SequenceEqual(Enumerable.Range(1, v.Length)) ? null : "must be the numbers 1, 2, 3, ... in some order; the batch, 0, is not named"), ref value);

    /// <summary>From where to where a random number is drawn.</summary>
    public void Factor(string name, ref FactorRange value, double atLeast, double atMost, FactorRange? usual = null) =>
        Visit(new(name, Codecs.Factor, usual is { } u ? (true, u) : default, v => v.Refusal(atLeast, atMost)), ref value);

    /// <summary>From where to where a random number is drawn, or none.</summary>
    public void OptionalFactor(string name, ref FactorRange? value, double atLeast, double atMost) =>
        Visit(new(name, Codecs.OptionalFactor, (true, null), v => v?.Refusal(atLeast, atMost)), ref value);

    /// <summary>The least and the greatest value of a pixel; 0 and 255 as usual.</summary>
    public void ValueRange(string name, ref double[] value) =>
        Visit(new(name, Codecs.Doubles, (true, [0, 255]), v => v is [var least, var most] && double.IsFinite(least) && double.IsFinite(most) && least < most ? null : "must be two finite numbers, the lower one first"), ref value);

    /// <summary>Words, none of them as usual.</summary>
    public void Texts(string name, ref string[] value) =>
        Visit(new(name, Codecs.Texts, (true, []), v => v is null || v.Contains(null) ? "is missing" : null), ref value);

    /// <summary>Axes counted from 1, or none.</summary>
    public void OptionalAxes(string name, ref int[]? value) =>
        Visit(new(name, Codecs.OptionalAxes, (true, null), v => v is not null && v.Any(axis => axis < 1) ? "must name axes counted from 1" : null), ref value);

    /// <summary>Axes, of which negative ones count from the end, or none.</summary>
    public void OptionalAxesOfAny(string name, ref int[]? value) => Visit(new(name, Codecs.OptionalAxes, (true, null), null), ref value);

    /// <summary>Numbers in double precision, or none.</summary>
    public void OptionalDoubles(string name, ref double[]? value) =>
        Visit(new(name, Codecs.OptionalDoubles, (true, null), v => v is null || (v.Length > 0 && v.All(double.IsFinite)) ? null : "must be finite numbers, at least one"), ref value);

    /// <summary>Numbers in double precision, or one.</summary>
    public void Doubles(string name, ref double[] value, double[]? usual = null) =>
        Visit(new(name, Codecs.Doubles, usual is null ? default : (true, usual), v => v is null || v.Length == 0 ? "is missing" : v.All(double.IsFinite) ? null : "must be finite"), ref value);

    /// <summary>An axis; the last as usual. Older files have it as a list of one.</summary>
    public void Axis(string name, ref int value, int usual = -1) => Visit(new(name, Codecs.Axis, (true, usual), null), ref value);

    /// <summary>"valid" or "same".</summary>
    public void Padding(string name, ref PaddingMode value) => Visit(new(name, Codecs.Padding, (true, PaddingMode.Valid), null), ref value);

    /// <summary>Where channels are: "channels_last" or "channels_first".</summary>
    public void DataFormat(string name, ref string value) => Word(name, ref value, ImageLayout.ChannelsLast, ImageLayout.ChannelsLast, ImageLayout.ChannelsFirst);

    /// <summary>An activation; linear as usual.</summary>
    public void Activation(string name, ref ActivationFunction value, string usual = "linear") =>
        Visit(new(name, Codecs.Activation, (true, ActivationFunction.Get(usual)), null), ref value);

    /// <summary>How the losses of a batch become one number.</summary>
    public void Reduction(string name, ref Reduction value) => Visit(new(name, Codecs.Reduction, (true, default), null), ref value);

    /// <summary>An initializer.</summary>
    public void Initializer(string name, ref Initializer value, string usual) =>
        Visit(new(name, Codecs.Required(Registries.Initializers), (true, Initializers.Initializer.Get(usual)), v => v is null ? "is missing" : null), ref value);

    /// <summary>A regularizer or none.</summary>
    public void Regularizer(string name, ref Regularizer? value) => Visit(new(name, Codecs.Object(Registries.Regularizers), (true, null), null), ref value);

    /// <summary>A constraint or none.</summary>
    public void Constraint(string name, ref Constraint? value) => Visit(new(name, Codecs.Object(Registries.Constraints), (true, null), null), ref value);

    /// <summary>An argument of Keras that has one value here: it is written, and any other value in a file is refused.</summary>
    public abstract void Only(string name, object? value);

    /// <summary>Arguments of older versions of Keras, which may be there if they are null or false.</summary>
    public virtual void Obsolete(params ReadOnlySpan<string> names)
    {
    }

    /// <summary>Arguments of Keras that say nothing unless another one, which is refused, is set.</summary>
    public virtual void Ignore(params ReadOnlySpan<string> names)
    {
    }

    /// <summary>A condition on several arguments together.</summary>
    /// <param name="holds">Whether it holds.</param>
    /// <param name="message">What is wrong and what to do.</param>
    public virtual void Require(bool holds, string message)
    {
    }

    /// <summary>Takes one argument.</summary>
    internal abstract void Visit<T>(in Argument<T> argument, ref T value);
}

/// <summary>The numbers an argument may be.</summary>
/// <param name="Minimum">The least, or the limit below.</param>
/// <param name="Maximum">The greatest, or the limit above.</param>
/// <param name="AboveMinimum">Whether the minimum itself is not allowed.</param>
/// <param name="BelowMaximum">Whether the maximum itself is not allowed.</param>
public readonly record struct NumberRange(double Minimum, double Maximum, bool AboveMinimum = false, bool BelowMaximum = false)
{
    /// <summary>From 0 to 1.</summary>
    public static NumberRange Share => new(0, 1);

    /// <summary>From 0 to below 1.</summary>
    public static NumberRange ShareBelowOne => new(0, 1, BelowMaximum: true);

    /// <summary>0 and above.</summary>
    public static NumberRange NotNegative => new(0, double.MaxValue);

    /// <summary>Above 0.</summary>
    public static NumberRange Positive => new(0, double.MaxValue, AboveMinimum: true);

    /// <summary>Any finite number; also what the default value stands for.</summary>
    public static NumberRange Finite => new(double.MinValue, double.MaxValue);

    internal string? Refusal(double value)
    {
        if (this == default) return Finite.Refusal(value);
        bool holds = (AboveMinimum ? value > Minimum : value >= Minimum) && (BelowMaximum ? value < Maximum : value <= Maximum);
        return holds ? null : $"must be {this}";
    }

    /// <summary>In words.</summary>
    public override string ToString()
    {
        if (Minimum > double.MinValue && Maximum < double.MaxValue && !AboveMinimum)
            return FormattableString.Invariant($"from {Minimum} to {(BelowMaximum ? "below " : "")}{Maximum}");
        string minimum = FormattableString.Invariant($"{(AboveMinimum ? "above" : "at least")} {Minimum}"), maximum = FormattableString.Invariant($"{(BelowMaximum ? "below" : "at most")} {Maximum}");
        return (Minimum > double.MinValue, Maximum < double.MaxValue) switch
        {
            (true, true) => $"{minimum} and {maximum}",
            (true, false) => minimum,
            (false, true) => maximum,
            _ => "a finite number",
        };
    }
}

/// <summary>One argument: its name, how its values are written and read, its usual value and its check.</summary>
/// <param name="Name">Keras' name, such as <c>kernel_size</c>.</param>
/// <param name="Codec">How values are written, read, printed and compared.</param>
/// <param name="Usual">The value where none is given, if there is one.</param>
/// <param name="Refusal">What is wrong with a value, or null.</param>
internal readonly record struct Argument<T>(string Name, Codec<T> Codec, (bool Exists, T Value) Usual, Func<T, string?>? Refusal)
{
    /// <summary>The words a text may be; none for any.</summary>
    public string[] Words { get; init; } = [];

    /// <summary>The name in C#: <c>kernelSize</c>.</summary>
    public string ParameterName => Names.ToCamelCase(Name);

    /// <summary>Values that differ from a given one, for tests of every argument.</summary>
    public IEnumerable<T> Others(T value)
    {
        Codec<T> codec = Codec;
        return Words.Length > 0 ? Words.OfType<T>().Where(word => !codec.AreEqual(word, value)) : codec.Others(value);
    }
}
