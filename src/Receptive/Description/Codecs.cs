using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Receptive.Activations;
using Receptive.Layers;
using Receptive.Losses;

namespace Receptive.Description;

/// <summary>The kinds of arguments.</summary>
internal static class Codecs
{
    public static Codec<int> Int32 { get; } = new SimpleCodec<int>(
        "a whole number", v => v, TryInt32, v => v.ToString(CultureInfo.InvariantCulture), v => [v + 1, v + 2, v - 1, 2 * v, 1, 2, 3, 4]);

    public static Codec<int?> OptionalInt32 { get; } = Optional(Int32, v => v is { } number ? [number + 1, null] : [7, 1, 2, 0]);

    public static Codec<double> Double { get; } = new SimpleCodec<double>(
        "a number", v => v, TryDouble, v => v.ToString("R", CultureInfo.InvariantCulture), v => [v + 0.125, v / 2, v - 0.25, 0.5, 2]);

    public static Codec<double?> OptionalDouble { get; } = Optional(Double, v => v is { } number ? [number + 0.125, number / 2] : [0.25, 0.75, 2]);

    public static Codec<float> Single { get; } = new SimpleCodec<float>(
        "a number", WriteSingle, TrySingle, v => v.ToString("R", CultureInfo.InvariantCulture) + "f", v => [v + 0.125f, v / 2, v - 0.25f, 0.5f, 2]);

    public static Codec<float?> OptionalSingle { get; } = Optional(Single, v => v is { } number ? [number + 0.125f, number / 2] : [0.25f, 0.75f, 2]);

    public static Codec<bool> Boolean { get; } = new SimpleCodec<bool>("true or false", v => v, TryBoolean, v => v ? "true" : "false", v => [!v]);

    public static Codec<string> Text { get; } = new SimpleCodec<string>("a string", v => v, TryText!, v => $"\"{v}\"", v => [v + "_other"]);

    public static Codec<string?> OptionalText { get; } = new SimpleCodec<string?>(
        "a string or null", v => v, (JsonNode? node, out string? value) => TryText(node, out value) || node is null, v => v is null ? "null" : $"\"{v}\"", v => [null, v + "_other"], allowsNull: true);

    public static Codec<int[]> Int32s { get; } = new SimpleCodec<int[]>(
        "a list of whole numbers", v => v.Length == 1 ? v[0] : WriteAll(v), TryInt32s, v => v.Length == 1 ? Int32.Print(v[0]) : $"[{string.Join(", ", v)}]",
        v => v.Length == 1 ? [[v[0] - 1], [1], [v[0] + 1]] : [[.. v.Reverse()], [1]], (a, b) => a.AsSpan().SequenceEqual(b));

    public static Codec<int[]> Int32List { get; } = new SimpleCodec<int[]>(
        "a list of whole numbers", v => WriteAll(v), TryInt32s, v => $"[{string.Join(", ", v)}]", v => [[.. v, 1], [-1], [1, -1], [.. v.Select(number => number + 1)]], (a, b) => a.AsSpan().SequenceEqual(b));

    public static Codec<int[]?> OptionalInt32s { get; } = new SimpleCodec<int[]?>(
        "a list of whole numbers or null", v => v is null ? null : WriteNullable(v), TryNullableInt32s, v => v is null ? "null" : $"[{string.Join(", ", v)}]",
        v => [[-1, 1], [-1, 1, 1], [-1, 1, 1, 1], [-1, 1, 1, 1, 1]], (a, b) => a is null || b is null ? a is null && b is null : a.AsSpan().SequenceEqual(b), allowsNull: true);

    public static Codec<FactorRange> Factor { get; } = new SimpleCodec<FactorRange>(
        "a number or two", v => v.Write(), FactorRange.TryRead, v => v.ToString(), v => [v.Upper == 0.25 ? 0.5 : 0.25, (0.125, 0.25)]);

    public static Codec<FactorRange?> OptionalFactor { get; } = Optional(Factor!, v => v is null ? [0.25] : [v.Value.Upper == 0.25 ? 0.5 : 0.25, null]);

    public static Codec<int[]> Permutation { get; } = new SimpleCodec<int[]>(
        "a list of whole numbers", v => WriteAll(v), TryInt32s, v => $"[{string.Join(", ", v)}]",
        v => [.. new int[][] { [2, 1], [2, 1, 3], [1, 3, 2], [4, 2, 1, 3], [1] }.Where(other => !other.AsSpan().SequenceEqual(v))], (a, b) => a.AsSpan().SequenceEqual(b));

    public static Codec<string[]> Texts { get; } = new SimpleCodec<string[]>(
        "a list of strings", WriteTexts, TryTexts, v => $"[{string.Join(", ", v.Select(text => $"\"{text}\""))}]", v => [[.. v, "other"], []], (a, b) => a.AsSpan().SequenceEqual(b));

    public static Codec<int[]?> OptionalAxes { get; } = new SimpleCodec<int[]?>(
        "a list of axes, an axis or null", v => v is null ? null : WriteAll(v), TryOptionalInt32s, v => v is null ? "null" : $"[{string.Join(", ", v)}]",
        v => v is null ? [[1], [1, 2]] : [null, [1]], (a, b) => a is null || b is null ? a is null && b is null : a.AsSpan().SequenceEqual(b), allowsNull: true);

    public static Codec<double[]?> OptionalDoubles { get; } = new SimpleCodec<double[]?>(
        "a number, a list of numbers or null", WriteDoubleList, TryOptionalDoubles, v => v is null ? "null" : $"[{string.Join(", ", v.Select(Double!.Print))}]",
        v => v is null ? [[0.25], [0.5]] : [[.. v.Select(number => number + 0.5)], null], (a, b) => a is null || b is null ? a is null && b is null : a.AsSpan().SequenceEqual(b), allowsNull: true);

    public static Codec<double[]> Doubles { get; } = new SimpleCodec<double[]>(
        "a number or a list of numbers", WriteDoubles, TryDoubles, v => v.Length == 1 ? Double!.Print(v[0]) : $"[{string.Join(", ", v.Select(Double!.Print))}]",
        v => [[.. v.Select(number => number + 0.5)], [0.25]], (a, b) => a.AsSpan().SequenceEqual(b));

    public static Codec<int> Axis { get; } = new SimpleCodec<int>(
        "an axis", v => v, TryAxis, v => Int32!.Print(v), v => [v == 1 ? -1 : 1, 2]);

    public static Codec<PaddingMode> Padding { get; } = new SimpleCodec<PaddingMode>(
        "\"valid\", \"same\" or \"causal\"", v => v.ToString(), TryPadding, v => $"\"{v}\"", v => [v == PaddingMode.Same ? PaddingMode.Valid : PaddingMode.Same]);

    public static Codec<ActivationFunction> Activation { get; } = new SimpleCodec<ActivationFunction>(
        "an activation's name", v => v.Name, TryActivation, v => $"\"{v.Name}\"", v => [v.Name == "tanh" ? "relu" : "tanh"], (a, b) => a.Name == b.Name);

    public static Codec<Reduction> Reduction { get; } = new SimpleCodec<Reduction>(
        "a reduction", v => v.ToString(), TryReduction, v => $"\"{v}\"", v => [v == Losses.Reduction.Sum ? "none" : "sum"]);

    public static Codec<AxisSizes> Sizes(int axes) => new SimpleCodec<AxisSizes>(
        axes == 1 ? "a whole number" : $"a whole number or {axes} of them", v => v.Write(axes), TrySizes(axes), v => v.ToString(),
        v => [Changed(v, axes, 1), Changed(v, axes, 2), 1, 2, 3], (a, b) => a.Over(axes) == b.Over(axes));

    public static Codec<AxisSizes?> OptionalSizes(int axes, int atLeast) => Optional(Sizes(axes), v => v is { } sizes
        ? atLeast == 0 ? [Changed(sizes, axes, 1), null, 0] : [Changed(sizes, axes, 1), null]
        : atLeast == 0 ? [Changed(0, axes, 1), 0, 1] : [1, 3, 2]);

    public static Codec<AxisMargins> Margins(int axes) => new SimpleCodec<AxisMargins>(
        "a whole number, one an axis or a pair an axis", v => v.Write(axes), (JsonNode? node, out AxisMargins value) => AxisMargins.TryRead(node, axes, out value), v => v.ToString(),
        v => new AxisMargins[] { 1, 2, 3, 0 }.Where(other => other.Over(axes) != v.Over(axes)), (a, b) => a.Over(axes) == b.Over(axes));

    /// <summary>An object of a registry, or none.</summary>
    public static Codec<T?> Object<T>(Registry<T> registry)
        where T : KerasObject => new ObjectCodec<T>(registry);

    /// <summary>An object of a registry.</summary>
    public static Codec<T> Required<T>(Registry<T> registry)
        where T : KerasObject
    {
        Codec<T?> codec = Object(registry);
        return new SimpleCodec<T>(
            codec.Expected, v => codec.Write(v),
            (JsonNode? node, out T value) =>
            {
                bool read = codec.TryRead(node, out T? some);
                value = some!;
                return read && some is not null;
            },
            v => codec.Print(v), v => codec.Others(v).OfType<T>(), codec.AreEqual);
    }

    /// <summary>A value that only goes into files.</summary>
    public static JsonNode? Plain(object? value) => value switch
    {
        null => null,
        bool flag => flag,
        int number => number,
        double number => number,
        string text => text,
        JsonNode node => node.DeepClone(),
        _ => throw new ArgumentException($"{value} cannot be written as it is.", nameof(value)),
    };

    public static bool TryInt32(JsonNode? node, out int value)
    {
        value = 0;
        if (!TryDouble(node, out double number) || number != Math.Floor(number) || Math.Abs(number) > int.MaxValue) return false;
        value = (int)number;
        return true;
    }

    public static bool TryDouble(JsonNode? node, out double value)
    {
        value = 0;
        if (node is not JsonValue number || number.GetValueKind() != JsonValueKind.Number) return false;
        if (number.TryGetValue(out value)) return true;
        if (number.TryGetValue(out int whole)) value = whole;
        else if (number.TryGetValue(out float single)) value = single;
        else if (number.TryGetValue(out long large)) value = large;
        else return false;
        return true;
    }

    public static bool TryText(JsonNode? node, out string? value)
    {
        value = null;
        return node is JsonValue text && text.TryGetValue(out value);
    }

    public static JsonArray WriteAll(ReadOnlySpan<int> values)
    {
        var array = new JsonArray();
        foreach (int value in values) array.Add((JsonNode)value);
        return array;
    }

    public static bool TryInt32s(JsonNode? node, out int[] values)
    {
        values = [];
        if (TryInt32(node, out int alone))
        {
            values = [alone];
            return true;
        }

        if (node is not JsonArray array) return false;
        values = new int[array.Count];
        for (int i = 0; i < values.Length; i++)
        {
            if (!TryInt32(array[i], out values[i])) return false;
        }

        return true;
    }

    // The shortest decimal that reads back as the same float: 0.25, not 0.20000000298.
    private static JsonNode WriteSingle(float value) =>
        float.IsFinite(value) ? double.Parse(value.ToString("R", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture) : value;

    private static bool TrySingle(JsonNode? node, out float value)
    {
        bool read = TryDouble(node, out double number);
        value = (float)number;
        return read;
    }

    private static bool TryBoolean(JsonNode? node, out bool value)
    {
        value = false;
        return node is JsonValue flag && flag.TryGetValue(out value);
    }

    private static bool TryPadding(JsonNode? node, out PaddingMode value)
    {
        value = default;
        if (!TryText(node, out string? word) || word!.ToUpperInvariant() is not ("VALID" or "SAME" or "CAUSAL")) return false;
        value = word;
        return true;
    }

    private static bool TryReduction(JsonNode? node, out Reduction value)
    {
        value = default;
        if (!TryText(node, out string? word)) return false;
        value = word!;
        return true;
    }

    // In older files an activation may be an object around its name; a file may also name a layer such as ReLU.
    private static bool TryActivation(JsonNode? node, out ActivationFunction value)
    {
        value = ActivationFunction.Linear;
        if (node is JsonObject { Count: > 0 } described && TryText(described["class_name"], out string? className) && described["config"] is JsonObject config && Registries.Layers.Knows(className!))
        {
            // Only of these layers are the usual arguments those of the function of the same name.
            var layer = Layer.FromConfig(className!, (JsonObject)config.DeepClone());
            if (layer is not (ReLU or ELU or Softmax) || layer.ToString() != $"{layer.ClassName}()")
                throw new ArgumentException($"{layer} is a layer and no activation by name; put it behind as a layer of its own.");
        }

        if (!TryText(node, out string? name) && (node is not JsonObject o || !(TryText(o["config"], out name) || TryText(o["class_name"], out name)))) return false;
        value = ActivationFunction.Get(name!);
        return true;
    }

    // The batch may be null.
    private static JsonArray WriteNullable(int[] values)
    {
        var array = new JsonArray();
        foreach (int value in values) array.Add(value < 0 ? null : (JsonNode)value);
        return array;
    }

    private static bool TryNullableInt32s(JsonNode? node, out int[]? values)
    {
        values = null;
        if (node is null) return true;
        if (node is not JsonArray array) return false;
        values = new int[array.Count];
        for (int i = 0; i < values.Length; i++)
        {
            if (array[i] is null) values[i] = -1;
            else if (!TryInt32(array[i], out values[i])) return false;
        }

        return true;
    }

    private static JsonNode WriteDoubles(double[] values)
    {
        if (values.Length == 1) return values[0];
        var array = new JsonArray();
        foreach (double value in values) array.Add((JsonNode)value);
        return array;
    }

    private static bool TryDoubles(JsonNode? node, out double[] values)
    {
        values = [];
        if (TryDouble(node, out double alone))
        {
            values = [alone];
            return true;
        }

        if (node is not JsonArray { Count: > 0 } array) return false;
        values = new double[array.Count];
        for (int i = 0; i < values.Length; i++)
        {
            if (!TryDouble(array[i], out values[i])) return false;
        }

        return true;
    }

    private static JsonArray WriteTexts(string[] values)
    {
        var array = new JsonArray();
        foreach (string value in values) array.Add((JsonNode)value);
        return array;
    }

    private static bool TryTexts(JsonNode? node, out string[] values)
    {
        values = [];
        if (node is not JsonArray array) return false;
        values = new string[array.Count];
        for (int i = 0; i < values.Length; i++)
        {
            if (!TryText(array[i], out string? text)) return false;
            values[i] = text!;
        }

        return true;
    }

    private static bool TryOptionalInt32s(JsonNode? node, out int[]? values)
    {
        values = null;
        if (node is null) return true;
        bool read = TryInt32s(node, out int[] all);
        values = all;
        return read;
    }

    private static JsonArray? WriteDoubleList(double[]? values)
    {
        if (values is null) return null;
        var array = new JsonArray();
        foreach (double value in values) array.Add((JsonNode)value);
        return array;
    }

    // Keras writes arrays with all their dimensions; those of size 1 around the numbers mean nothing.
    private static bool TryOptionalDoubles(JsonNode? node, out double[]? values)
    {
        values = null;
        while (node is JsonArray { Count: 1 } outer && outer[0] is JsonArray inner) node = inner;
        if (node is null) return true;
        bool read = TryDoubles(node, out double[] all);
        values = all;
        return read;
    }

    private static bool TryAxis(JsonNode? node, out int value)
    {
        bool read = TryInt32s(node, out int[] axes) && axes.Length == 1;
        value = read ? axes[0] : 0;
        return read;
    }

    private static SimpleCodec<AxisSizes>.Reader TrySizes(int axes) => (JsonNode? node, out AxisSizes value) =>
    {
        value = default;
        if (!TryInt32s(node, out int[] sizes) || (node is JsonArray && sizes.Length != axes)) return false;
        value = AxisSizes.Of(sizes).Over(axes);
        return true;
    };

    private static AxisSizes Changed(AxisSizes sizes, int axes, int by) => AxisSizes.Of([.. sizes.Over(axes).ToArray().Select((size, axis) => axis == axes - 1 ? size + by : size)]);

    private static Codec<T?> Optional<T>(Codec<T> codec, Func<T?, IEnumerable<T?>> others)
        where T : struct => new SimpleCodec<T?>(
        $"{codec.Expected} or null", v => v is { } value ? codec.Write(value) : null,
        (JsonNode? node, out T? value) =>
        {
            value = null;
            if (node is null) return true;
            bool read = codec.TryRead(node, out T some);
            value = some;
            return read;
        },
        v => v is { } value ? codec.Print(value) : "null", others,
        (a, b) => a.HasValue == b.HasValue && (!a.HasValue || codec.AreEqual(a!.Value, b!.Value)), allowsNull: true);

    private sealed class ObjectCodec<T>(Registry<T> registry) : Codec<T?>
        where T : KerasObject
    {
        public override string Expected => $"{registry.Kind.WithArticle()}'s name or an object with a class_name";

        public override bool AllowsNull => true;

        public override JsonNode? Write(T? value) => value?.Serialize();

        public override bool TryRead(JsonNode? node, out T? value)
        {
            value = node is null ? null : registry.FromConfig(node);
            return true;
        }

        public override string Print(T? value)
        {
            if (value is null) return "null";
            string call = value.ToString()!;
            return call == $"{value.GetType().Name}()" ? $"\"{SnakeCase(value.ClassName)}\"" : $"new {call}";
        }

        public override bool AreEqual(T? a, T? b) => a is null || b is null ? a is null && b is null : a.ClassName == b.ClassName && JsonNode.DeepEquals(a.GetConfig(), b.GetConfig());

        public override IEnumerable<T?> Others(T? value) => registry.Samples().Where(sample => !AreEqual(sample, value));

        private static string SnakeCase(string className) => Common.SnakeCase.From(className);
    }
}
