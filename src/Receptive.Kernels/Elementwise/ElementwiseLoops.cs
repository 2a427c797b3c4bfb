using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Receptive.Kernels;

/// <summary>The loops under every <see cref="ElementwiseFunction"/>, for each SIMD level and each kind of operand.</summary>
internal static unsafe class ElementwiseLoops
{
    public static void Unary<TFunction>(BlockOperand a, float* y, int count)
        where TFunction : struct, IUnaryFunction
    {
        if (a.IsScalar)
            Dispatch<UnaryLoop<TFunction, ScalarReader>>(a.Pointer, null, null, y, count);
        else
            Dispatch<UnaryLoop<TFunction, FullReader>>(a.Pointer, null, null, y, count);
    }

    public static void Binary<TFunction>(BlockOperand a, BlockOperand b, float* y, int count)
        where TFunction : struct, IBinaryFunction
    {
        switch (a.IsScalar, b.IsScalar)
        {
            case (false, false): Dispatch<BinaryLoop<TFunction, FullReader, FullReader>>(a.Pointer, b.Pointer, null, y, count); break;
            case (false, true): Dispatch<BinaryLoop<TFunction, FullReader, ScalarReader>>(a.Pointer, b.Pointer, null, y, count); break;
            case (true, false): Dispatch<BinaryLoop<TFunction, ScalarReader, FullReader>>(a.Pointer, b.Pointer, null, y, count); break;
            case (true, true): Dispatch<BinaryLoop<TFunction, ScalarReader, ScalarReader>>(a.Pointer, b.Pointer, null, y, count); break;
        }
    }

    public static void Ternary<TFunction>(BlockOperand a, BlockOperand b, BlockOperand c, float* y, int count)
        where TFunction : struct, ITernaryFunction
    {
        if (a.IsScalar)
            Ternary<TFunction, ScalarReader>(a, b, c, y, count);
        else
            Ternary<TFunction, FullReader>(a, b, c, y, count);
    }

    private static void Ternary<TFunction, TA>(BlockOperand a, BlockOperand b, BlockOperand c, float* y, int count)
        where TFunction : struct, ITernaryFunction
        where TA : struct, IOperandReader
    {
        switch (b.IsScalar, c.IsScalar)
        {
            case (false, false): Dispatch<TernaryLoop<TFunction, TA, FullReader, FullReader>>(a.Pointer, b.Pointer, c.Pointer, y, count); break;
            case (false, true): Dispatch<TernaryLoop<TFunction, TA, FullReader, ScalarReader>>(a.Pointer, b.Pointer, c.Pointer, y, count); break;
            case (true, false): Dispatch<TernaryLoop<TFunction, TA, ScalarReader, FullReader>>(a.Pointer, b.Pointer, c.Pointer, y, count); break;
            case (true, true): Dispatch<TernaryLoop<TFunction, TA, ScalarReader, ScalarReader>>(a.Pointer, b.Pointer, c.Pointer, y, count); break;
        }
    }

    private static void Dispatch<TLoop>(float* a, float* b, float* c, float* y, int count)
        where TLoop : struct, IBlockLoop
    {
        switch (Simd.Level)
        {
            case SimdLevel.Vector512: Run<TLoop, Simd512, Vector512<float>>(a, b, c, y, count); break;
            case SimdLevel.Vector256: Run<TLoop, Simd256, Vector256<float>>(a, b, c, y, count); break;
            case SimdLevel.Vector128: Run<TLoop, Simd128, Vector128<float>>(a, b, c, y, count); break;
            default: Run<TLoop, SimdScalar, float>(a, b, c, y, count); break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run<TLoop, TSimd, TVector>(float* a, float* b, float* c, float* y, int count)
        where TLoop : struct, IBlockLoop
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        nint i = 0;

        // Two registers a turn hide the loop's own cost; the results of neighbours do not depend on each other.
        for (; i <= count - (2 * TSimd.Width); i += 2 * TSimd.Width)
        {
            TVector first = TLoop.At<TSimd, TVector>(a, b, c, i);
            TVector second = TLoop.At<TSimd, TVector>(a, b, c, i + TSimd.Width);
            TSimd.Store(first, y + i);
            TSimd.Store(second, y + i + TSimd.Width);
        }
        for (; i <= count - TSimd.Width; i += TSimd.Width)
            TSimd.Store(TLoop.At<TSimd, TVector>(a, b, c, i), y + i);
        if (i < count)
            TSimd.StoreFirst(TLoop.AtFirst<TSimd, TVector>(a, b, c, i, (int)(count - i)), y + i, (int)(count - i));
    }

    /// <summary>The value of one register of results, from operands at an index.</summary>
    private interface IBlockLoop
    {
        static abstract TVector At<TSimd, TVector>(float* a, float* b, float* c, nint index)
            where TSimd : struct, ISimd<TVector>
            where TVector : struct;

        /// <summary>The same where fewer elements than a register are left.</summary>
        static abstract TVector AtFirst<TSimd, TVector>(float* a, float* b, float* c, nint index, int count)
            where TSimd : struct, ISimd<TVector>
            where TVector : struct;
    }

    private readonly struct UnaryLoop<TFunction, TA> : IBlockLoop
        where TFunction : struct, IUnaryFunction
        where TA : struct, IOperandReader
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector At<TSimd, TVector>(float* a, float* b, float* c, nint index)
            where TSimd : struct, ISimd<TVector>
            where TVector : struct =>
            TFunction.Apply<TSimd, TVector>(TA.Read<TSimd, TVector>(a, index));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector AtFirst<TSimd, TVector>(float* a, float* b, float* c, nint index, int count)
            where TSimd : struct, ISimd<TVector>
            where TVector : struct =>
            TFunction.Apply<TSimd, TVector>(TA.ReadFirst<TSimd, TVector>(a, index, count));
    }

    private readonly struct BinaryLoop<TFunction, TA, TB> : IBlockLoop
        where TFunction : struct, IBinaryFunction
        where TA : struct, IOperandReader
        where TB : struct, IOperandReader
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector At<TSimd, TVector>(float* a, float* b, float* c, nint index)
            where TSimd : struct, ISimd<TVector>
            where TVector : struct =>
            TFunction.Apply<TSimd, TVector>(TA.Read<TSimd, TVector>(a, index), TB.Read<TSimd, TVector>(b, index));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector AtFirst<TSimd, TVector>(float* a, float* b, float* c, nint index, int count)
            where TSimd : struct, ISimd<TVector>
            where TVector : struct =>
            TFunction.Apply<TSimd, TVector>(TA.ReadFirst<TSimd, TVector>(a, index, count), TB.ReadFirst<TSimd, TVector>(b, index, count));
    }

    private readonly struct TernaryLoop<TFunction, TA, TB, TC> : IBlockLoop
        where TFunction : struct, ITernaryFunction
        where TA : struct, IOperandReader
        where TB : struct, IOperandReader
        where TC : struct, IOperandReader
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector At<TSimd, TVector>(float* a, float* b, float* c, nint index)
            where TSimd : struct, ISimd<TVector>
            where TVector : struct =>
            TFunction.Apply<TSimd, TVector>(
                TA.Read<TSimd, TVector>(a, index), TB.Read<TSimd, TVector>(b, index), TC.Read<TSimd, TVector>(c, index));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector AtFirst<TSimd, TVector>(float* a, float* b, float* c, nint index, int count)
            where TSimd : struct, ISimd<TVector>
            where TVector : struct =>
            TFunction.Apply<TSimd, TVector>(
                TA.ReadFirst<TSimd, TVector>(a, index, count), TB.ReadFirst<TSimd, TVector>(b, index, count), TC.ReadFirst<TSimd, TVector>(c, index, count));
    }
}
