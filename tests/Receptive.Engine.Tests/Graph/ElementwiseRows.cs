using System.Reflection;
using Receptive.Graph;

namespace Receptive.Engine.Tests.Graph;

/// <summary>All elementwise ops of the library.</summary>
internal static class ElementwiseRows
{
    public static IReadOnlyList<ElementwiseOp> All { get; } =
        [.. typeof(ElementwiseOps).GetProperties(BindingFlags.Public | BindingFlags.Static).Select(property => (ElementwiseOp)property.GetValue(null)!)];
}
