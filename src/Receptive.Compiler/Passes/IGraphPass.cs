using Receptive.Graph;

namespace Receptive.Compiler;

/// <summary>A step of compilation that rewrites a graph and keeps what it computes.</summary>
public interface IGraphPass
{
    /// <summary>What reports call it.</summary>
    string Name { get; }

    /// <summary>The rewritten function.</summary>
    /// <param name="function">What to rewrite.</param>
    /// <param name="effect">One line on what changed, such as "3 nodes merged"; empty when nothing did.</param>
    GraphFunction Run(GraphFunction function, out string effect);
}
