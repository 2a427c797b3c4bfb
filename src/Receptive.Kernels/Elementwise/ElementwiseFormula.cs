using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Receptive.Kernels;

/// <summary>
/// Several functions of one element as one loop, such as m = m + (g - m) k; w = w - a m / (sqrt(v) + e): what is between them
/// stays in registers, and numbers that stand for all elements are broadcast once a block.
/// </summary>
/// <remarks>
/// A formula is a type: a function's struct over the types of its arguments, down to numbered operands. The runtime compiles
/// the loop for that type with every function inlined, as if it had been written by hand. Rounding is that of the functions
/// one after another, so results are bit-identical.
/// </remarks>
public abstract unsafe class ElementwiseFormula
{
    /// <summary>How many different blocks a formula may read.</summary>
    public const int MostBlocks = 6;

    /// <summary>How many different scalars a formula may read.</summary>
    public const int MostScalars = 6;

    /// <summary>How many statements a formula may have.</summary>
    public const int MostStatements = 4;

    private static readonly ConcurrentDictionary<Type, ElementwiseFormula> s_formulas = new();

    private protected ElementwiseFormula()
    {
    }

    /// <summary>Whether the runtime can compile new types. Native AOT cannot: there, functions run one after another.</summary>
    [FeatureGuard(typeof(RequiresDynamicCodeAttribute))]
    public static bool AreSupported => RuntimeFeature.IsDynamicCodeSupported;

    /// <summary>The loop of some statements, which run in this order on each element; the same object for equal ones.</summary>
    [RequiresDynamicCode(FormulaTerm.NeedsDynamicCode)]
    [UnconditionalSuppressMessage("Trimming", "IL2072", Justification = "The one constructor of Loop is kept with it.")]
    public static ElementwiseFormula Create(params ReadOnlySpan<FormulaStatement> statements)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(statements.Length, MostStatements, nameof(statements));
        Type type = typeof(NoStatements);
        int output = 0;
        foreach (FormulaStatement statement in statements) output += statement.IsStored ? 1 : 0;
        for (int i = statements.Length - 1; i >= 0; i--)
        {
            Type register = i < statements.Length - 1 ? FormulaTerm.Number(i) : typeof(NoNumber);
            Type stored = statements[i].IsStored ? FormulaTerm.Number(--output) : typeof(NoNumber);
            type = FormulaTerm.Of(typeof(Statement<,,,>), statements[i].Term.Type, register, stored, type);
        }

        return s_formulas.GetOrAdd(type, static statementsType =>
            (ElementwiseFormula)Activator.CreateInstance(FormulaTerm.Of(typeof(Loop<>), statementsType))!);
    }

    /// <summary>Runs the statements over one contiguous block.</summary>
    /// <remarks>
    /// An output may be the same memory as a block that no later statement reads; other overlaps are not allowed.
    /// </remarks>
    /// <param name="blocks">The blocks that are read, each of <paramref name="count"/> floats.</param>
    /// <param name="blockCount">How many they are.</param>
    /// <param name="scalars">The numbers that are read.</param>
    /// <param name="scalarCount">How many they are.</param>
    /// <param name="outputs">Where the <paramref name="count"/> results of each statement that is stored go.</param>
    /// <param name="outputCount">How many they are.</param>
    /// <param name="count">The number of elements.</param>
    public abstract void Run(float** blocks, int blockCount, float** scalars, int scalarCount, float** outputs, int outputCount, int count);

    private sealed class Loop<TStatements> : ElementwiseFormula
        where TStatements : struct, IStatements
    {
        public override void Run(float** blocks, int blockCount, float** scalars, int scalarCount, float** outputs, int outputCount, int count)
        {
            switch (Simd.Level)
            {
                case SimdLevel.Vector512: Run<Simd512, Vector512<float>>(blocks, blockCount, scalars, scalarCount, outputs, outputCount, count); break;
                case SimdLevel.Vector256: Run<Simd256, Vector256<float>>(blocks, blockCount, scalars, scalarCount, outputs, outputCount, count); break;
                case SimdLevel.Vector128: Run<Simd128, Vector128<float>>(blocks, blockCount, scalars, scalarCount, outputs, outputCount, count); break;
                default: Run<SimdScalar, float>(blocks, blockCount, scalars, scalarCount, outputs, outputCount, count); break;
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private static void Run<TSimd, TVector>(float** blocks, int blockCount, float** scalars, int scalarCount, float** outputs, int outputCount, int count)
            where TSimd : struct, ISimd<TVector>
            where TVector : struct
        {
            float* b0 = blockCount > 0 ? blocks[0] : null;
            float* b1 = blockCount > 1 ? blocks[1] : null;
            float* b2 = blockCount > 2 ? blocks[2] : null;
            float* b3 = blockCount > 3 ? blocks[3] : null;
            float* b4 = blockCount > 4 ? blocks[4] : null;
            float* b5 = blockCount > 5 ? blocks[5] : null;
            TVector s0 = scalarCount > 0 ? TSimd.Broadcast(*scalars[0]) : TSimd.Zero;
            TVector s1 = scalarCount > 1 ? TSimd.Broadcast(*scalars[1]) : TSimd.Zero;
            TVector s2 = scalarCount > 2 ? TSimd.Broadcast(*scalars[2]) : TSimd.Zero;
            TVector s3 = scalarCount > 3 ? TSimd.Broadcast(*scalars[3]) : TSimd.Zero;
            TVector s4 = scalarCount > 4 ? TSimd.Broadcast(*scalars[4]) : TSimd.Zero;
            TVector s5 = scalarCount > 5 ? TSimd.Broadcast(*scalars[5]) : TSimd.Zero;
            float* y0 = outputCount > 0 ? outputs[0] : null;
            float* y1 = outputCount > 1 ? outputs[1] : null;
            float* y2 = outputCount > 2 ? outputs[2] : null;
            float* y3 = outputCount > 3 ? outputs[3] : null;

            nint index = 0;
            for (; index <= count - TSimd.Width; index += TSimd.Width)
            {
                TStatements.Run<TSimd, TVector, WholeRegister>(
                    b0, b1, b2, b3, b4, b5, s0, s1, s2, s3, s4, s5, TSimd.Zero, TSimd.Zero, TSimd.Zero, y0, y1, y2, y3, index, 0);
            }

            int rest = (int)(count - index);
            if (rest > 0)
            {
                TStatements.Run<TSimd, TVector, FirstLanes>(
                    b0, b1, b2, b3, b4, b5, s0, s1, s2, s3, s4, s5, TSimd.Zero, TSimd.Zero, TSimd.Zero, y0, y1, y2, y3, index, rest);
            }
        }
    }
}
