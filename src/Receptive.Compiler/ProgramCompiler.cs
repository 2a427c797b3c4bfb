using Receptive.Graph;

namespace Receptive.Compiler;

/// <summary>Turns functions into programs.</summary>
/// <remarks>
/// A function goes through the passes of one table, from top to bottom; then its tensors become steps, and the steps'
/// buffers get places. To add a fusion, write a class that makes a <see cref="FusedOp"/> of what it matches and put it in
/// the table, before the elementwise groups take the pieces.
/// </remarks>
public static class ProgramCompiler
{
    /// <summary>The most numbers of a tensor inside a program, 2^40: none that fits a machine has more.</summary>
    private const long MostElements = 1L << 40;

    /// <summary>The passes in the order in which they run. Each leaves a graph that could be compiled as it is.</summary>
    public static IReadOnlyList<IGraphPass> Passes { get; } =
    [
        new SimplifyAlgebra(),
        new MergeCommonSubexpressions(),
        new FoldBroadcasts(),
        new FuseConvolutions(),
        new FuseDense(),
        new PairMaxPooling(),
        new ProtectUpdatedVariables(),
        new Rematerialize(),
        new GroupElementwise(),
    ];

    /// <summary>Compiles a function for batches up to a capacity.</summary>
    /// <param name="function">What to compute.</param>
    /// <param name="options">For which batch, with how many threads.</param>
    /// <exception cref="ArgumentOutOfRangeException">Capacity or threads are below 1.</exception>
    /// <exception cref="InvalidGraphException">The function breaks a rule of graphs.</exception>
    /// <exception cref="ShapeException">A batch needs more memory than there is, or more numbers than can be counted.</exception>
    public static Program Compile(GraphFunction function, CompileOptions options)
    {
        ArgumentNullException.ThrowIfNull(function);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.BatchCapacity, 1, nameof(options.BatchCapacity));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Threads, 1, nameof(options.Threads));

        Verifier.Check(function);
        CheckSizes(function, options.BatchCapacity);
        (GraphFunction optimized, IReadOnlyList<string> effects) = Optimize(function, options.Verify);
        ProgramPlan plan = Lowering.Run(optimized, options);
        MemoryPlanner.Run(plan);
        if (options.Verify) PlanVerifier.Check(plan);
        return new Program(function, options, plan, effects);
    }

    /// <summary>Refuses what no program can do: callers read and write by spans, and chunks are counted in 32 bits.</summary>
    private static void CheckSizes(GraphFunction function, int capacity)
    {
        HashSet<SymbolicTensor> seenByCallers = [.. function.Inputs, .. function.Outputs];
        foreach (SymbolicTensor tensor in function.TensorsInOrder())
        {
            long elements = tensor.Shape.Elements(capacity), most = seenByCallers.Contains(tensor) ? int.MaxValue : MostElements;
            if (elements > most)
                throw new ShapeException($"'{tensor.Label ?? tensor.Op.Name}' {tensor.Shape} has {elements:N0} numbers for a batch of {capacity:N0}; at most {most:N0} are possible. Use a smaller batch or smaller examples.");
        }
    }

    /// <summary>The function after all passes, and a line a pass on its effect.</summary>
    internal static (GraphFunction Function, IReadOnlyList<string> Effects) Optimize(GraphFunction function, bool verify)
    {
        var effects = new List<string>();
        foreach (IGraphPass pass in Passes)
        {
            function = pass.Run(function, out string effect);
            effects.Add($"{pass.Name}: {(effect.Length == 0 ? "nothing to do" : effect)}");
            if (!verify) continue;
            try
            {
                Verifier.Check(function);
            }
            catch (InvalidGraphException exception)
            {
                throw new InvalidGraphException($"After the pass '{pass.Name}': {exception.Message}", exception);
            }
        }

        return (function, effects);
    }
}
