using System.Text.Json.Nodes;
using Receptive.Common;
using Receptive.Description;
using Receptive.Graph;
using Receptive.Layers;

namespace Receptive.Saving;

/// <summary>
/// A functional model in Keras' JSON: its layers, each with the calls it is part of, and which tensors are inputs and
/// outputs. A call names tensors by the layer that made them, the number of that layer's call in the model, and the number
/// of the output.
/// </summary>
internal static class FunctionalConfig
{
    /// <summary>The class in whose JSON a tensor stands in a call, and the key of its history.</summary>
    private const string TensorClass = "__keras_tensor__";

    private const string History = "keras_history";

    public static void Write(Model model, ModelGraph graph, JsonObject config)
    {
        var numbers = new Dictionary<LayerCall, int>();
        var counts = new Dictionary<Layer, int>();
        foreach (LayerTensor input in graph.Inputs) numbers[input.Call] = 0;
        foreach (LayerCall call in graph.Calls)
        {
            numbers[call] = counts.GetValueOrDefault(call.Layer);
            counts[call.Layer] = numbers[call] + 1;
        }

        // An input inside another model has no layer of its own here; it gets one.
        Dictionary<LayerTensor, Input> inputs = graph.Inputs.ToDictionary(
            input => input, input => input.Layer as Input ?? new Input(input.Shape.WithoutBatch(), $"{input.Layer.Name}_input{(input.Index == 0 ? "" : $"_{input.Index}")}"));
        var layers = new JsonArray();
        foreach (Input input in inputs.Values.Where(input => !graph.Layers.Contains(input))) layers.Add((JsonNode)Describe(input, []));
        foreach (Layer layer in graph.Layers)
            layers.Add((JsonNode)Describe(layer, [.. graph.Calls.Where(call => ReferenceEquals(call.Layer, layer)).Select(call => (JsonNode)DescribeCall(call))]));
        config["layers"] = layers;
        config["input_layers"] = Places(graph.Inputs);
        config["output_layers"] = Places(graph.Outputs);

        JsonObject DescribeCall(LayerCall call)
        {
            JsonNode[] tensors = [.. call.Inputs.Select(input => (JsonNode)DescribeTensor(input))];
            bool isList = call.Layer is Merge || tensors.Length > 1;
            return new JsonObject
            {
                ["args"] = isList ? new JsonArray(new JsonArray(tensors)) : new JsonArray(tensors),
                ["kwargs"] = call.Training is { } training ? new JsonObject { ["training"] = training } : new JsonObject(),
            };
        }

        JsonObject DescribeTensor(LayerTensor tensor)
        {
            (string layer, int call, int index) = PlaceOf(tensor);
            return new JsonObject
            {
                ["class_name"] = TensorClass,
                ["config"] = new JsonObject { ["shape"] = KerasJson.ShapeArray(tensor.Shape), ["dtype"] = "float32", [History] = new JsonArray(layer, call, index) },
            };
        }

        (string Layer, int Call, int Index) PlaceOf(LayerTensor tensor) =>
            inputs.TryGetValue(tensor, out Input? input) ? (input.Name, 0, 0) : (tensor.Layer.Name, numbers[tensor.Call], tensor.Index);

        JsonArray Places(IReadOnlyList<LayerTensor> tensors) => [.. tensors.Select(tensor =>
        {
            (string layer, int call, int index) = PlaceOf(tensor);

            // Keras counts the calls of a functional model from 1 in these two lists alone.
            bool isModel = tensor.Layer.ClassName == "Functional" && !inputs.ContainsKey(tensor);
            return (JsonNode)new JsonArray(layer, call + (isModel ? 1 : 0), index);
        })];
    }

    /// <summary>Puts a model's layers together again.</summary>
    /// <exception cref="InvalidDataException">The JSON is not that of a functional model.</exception>
    public static ModelGraph Read(ConfigReader reader)
    {
        if (reader.Take("layers") is not JsonArray layers) throw reader.Wrong("layers", "a list of layers");
        JsonNode? inputs = reader.Take("input_layers"), outputs = reader.Take("output_layers");
        var made = new Dictionary<string, Layer>(StringComparer.Ordinal);
        var pending = new List<(Layer Layer, Queue<JsonNode> Calls)>();
        var calls = new Dictionary<Layer, List<LayerCall>>();
        foreach (JsonNode? node in layers)
        {
            if (node is not JsonObject o || !Codecs.TryText(o["class_name"], out string? className))
                throw new InvalidDataException($"{reader.What}: a layer should be an object with a class_name.");
            Layer layer = Layer.FromConfig(className!, o["config"] as JsonObject ?? []);
            string name = Codecs.TryText(o["name"], out string? given) ? given! : layer.Name;
            if (!layer.HasOwnName) layer.Attach(name, 0);
            if (!made.TryAdd(name, layer)) throw new InvalidDataException($"{reader.What}: there are two layers named '{name}'.");
            calls[layer] = layer is Input input ? [input.Tensor.Call] : [];
            if (o["inbound_nodes"] is JsonArray { Count: > 0 } nodes && layer is not Input)
                pending.Add((layer, new Queue<JsonNode>(nodes.Select(call => call ?? throw new InvalidDataException($"{reader.What}: a call of '{name}' is missing.")))));
        }

        // A call can be made once all it depends on was; a layer may be called again later on.
        while (pending.Count > 0)
        {
            bool any = false;
            foreach ((Layer layer, Queue<JsonNode> waiting) in pending)
            {
                while (waiting.TryPeek(out JsonNode? node) && ReadCall(node, layer) is { } call)
                {
                    waiting.Dequeue();
                    any = true;
                    try
                    {
                        calls[layer].Add(layer.ApplyMany(call.Inputs, call.Training)[0].Call);
                    }
                    catch (Exception e) when (e is ShapeException or ArgumentException)
                    {
                        throw new InvalidDataException($"{reader.What}: {e.Message}", e);
                    }
                }
            }

            pending.RemoveAll(entry => entry.Calls.Count == 0);
            if (!any && pending.Count > 0)
                throw new InvalidDataException($"{reader.What}: the calls of {string.Join(", ", pending.Take(5).Select(entry => $"'{entry.Layer.Name}'"))} depend on layers that are not there, or on one another in a circle.");
        }

        try
        {
            return ModelGraph.Between(Tensors(inputs, "input_layers"), Tensors(outputs, "output_layers"));
        }
        catch (ArgumentException e)
        {
            throw new InvalidDataException($"{reader.What}: {e.Message}", e);
        }

        (IReadOnlyList<LayerTensor> Inputs, bool? Training)? ReadCall(JsonNode node, Layer layer)
        {
            var tensors = new List<LayerTensor>();
            bool? training = null;
            if (node is JsonObject call)
            {
                if (!Collect(call["args"], tensors) || !Collect(call["kwargs"], tensors)) return null;
                if (call["kwargs"] is JsonObject named) ReadOptions(named, layer, ref training);
            }
            else if (node is JsonArray older)
            {
                // [["conv", 0, 0, {}], ...] as Keras 2 wrote it.
                foreach (JsonNode? place in older)
                {
                    if (place is not JsonArray { Count: >= 3 } parts) throw new InvalidDataException($"{reader.What}: a call of '{layer.Name}' is not understood: {node.ToJsonString()}.");
                    if (TensorOf(parts, countsFromOne: true) is not { } tensor) return null;
                    tensors.Add(tensor);
                    if (parts is { Count: > 3 } && parts[3] is JsonObject options) ReadOptions(options, layer, ref training);
                }
            }

            return tensors.Count == 0 ? throw new InvalidDataException($"{reader.What}: a call of '{layer.Name}' has no inputs.") : (tensors, training);
        }

        void ReadOptions(JsonObject options, Layer layer, ref bool? training)
        {
            foreach ((string key, JsonNode? value) in options)
            {
                if (key == "training" && value is JsonValue flag && flag.TryGetValue(out bool word)) training = word;
                else if (value is not null && key != "mask" && !HoldsTensor(value))
                    throw new InvalidDataException($"{reader.What}: '{layer.Name}' is called with \"{key}\" ({value.ToJsonString()}), which is not understood.");
            }
        }

        // Collects the tensors among arguments; false if one was not made yet.
        bool Collect(JsonNode? node, List<LayerTensor> tensors)
        {
            switch (node)
            {
                case JsonArray array:
                    return array.All(item => Collect(item, tensors));
                case JsonObject o when Codecs.TryText(o["class_name"], out string? name) && name == TensorClass:
                    if (o["config"]?[History] is not JsonArray { Count: 3 } place) throw new InvalidDataException($"{reader.What}: a tensor without its history: {o.ToJsonString()}.");
                    if (TensorOf(place, countsFromOne: false) is not { } tensor) return false;
                    tensors.Add(tensor);
                    return true;
                case JsonObject o:
                    return o.All(pair => Collect(pair.Value, tensors));
                default:
                    return true;
            }
        }

        LayerTensor? TensorOf(JsonArray place, bool countsFromOne)
        {
            if (!Codecs.TryText(place[0], out string? name) || !Codecs.TryInt32(place[1], out int number) || !Codecs.TryInt32(place[2], out int index))
                throw new InvalidDataException($"{reader.What}: {place.ToJsonString()} should be a layer's name, a call and an output.");
            if (!made.TryGetValue(name!, out Layer? layer)) throw new InvalidDataException($"{reader.What}: there is no layer '{name}'.");

            // Models inside a model began with a call of their own in Keras 2, which is not there.
            if (countsFromOne && layer is Model && number > 0) number--;
            List<LayerCall> known = calls[layer];
            if (number < 0 || index < 0) throw new InvalidDataException($"{reader.What}: {place.ToJsonString()} has a negative number.");
            if (number >= known.Count) return null;
            return index < known[number].Outputs.Count ? known[number].Outputs[index] : throw new InvalidDataException($"{reader.What}: the layer '{name}' has no output {index}.");
        }

        IReadOnlyList<LayerTensor> Tensors(JsonNode? node, string key)
        {
            if (node is not JsonArray { Count: > 0 } array) throw reader.Wrong(key, "a list of tensors");
            JsonArray[] places = array[0] is JsonValue ? [array] : [.. array.Select(place => place as JsonArray ?? throw reader.Wrong(key, "a list of tensors"))];
            return [.. places.Select(place => place.Count >= 3 ? TensorOf(place, countsFromOne: IsFunctional(place)) : null).Select(tensor => tensor ?? throw reader.Wrong(key, "tensors of the model"))];
        }

        bool IsFunctional(JsonArray place) => Codecs.TryText(place[0], out string? name) && made.TryGetValue(name!, out Layer? layer) && layer.ClassName == "Functional";
    }

    private static JsonObject Describe(Layer layer, JsonNode[] calls)
    {
        JsonObject description = Model.SerializeLayer(layer);
        description["name"] = layer.Name;
        description["inbound_nodes"] = new JsonArray(calls);
        return description;
    }

    private static bool HoldsTensor(JsonNode node) => node switch
    {
        JsonArray array => array.All(item => item is not null && HoldsTensor(item)),
        JsonObject o => Codecs.TryText(o["class_name"], out string? name) && name == TensorClass,
        _ => false,
    };
}
