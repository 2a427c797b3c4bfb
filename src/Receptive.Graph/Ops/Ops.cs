namespace Receptive.Graph;

/// <summary>
/// Makes the tensors of a graph: one factory for each op, next to the op in its own file, and a few compositions.
/// Whatever is composed of these gets its gradient, its fusion and its speed from the engine.
/// </summary>
public static partial class Ops
{
}
