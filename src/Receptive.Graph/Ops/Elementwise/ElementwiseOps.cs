namespace Receptive.Graph;

/// <summary>
/// The elementwise ops: one row each, in a file of its own together with its function on registers and its factory in
/// <see cref="Ops"/>.
/// </summary>
public static partial class ElementwiseOps
{
}
