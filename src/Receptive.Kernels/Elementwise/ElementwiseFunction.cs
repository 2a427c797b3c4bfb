using System.Runtime.CompilerServices;

namespace Receptive.Kernels;

/// <summary>
/// A function of one element, or of the same element of two or three operands, computed block by block. The function
/// itself is a struct that is written once over <see cref="ISimd{TVector}"/>; the loop around it is the same for all.
/// </summary>
/// <remarks>Two functions are the same only when they are one object: make each once, in a static field.</remarks>
public abstract unsafe class ElementwiseFunction
{
    private protected ElementwiseFunction(string name, int arity)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        Name = name;
        Arity = arity;
    }

    /// <summary>x itself: what moves a block from place to place.</summary>
    public static ElementwiseFunction Copy { get; } = Unary<CopyFunction>("Copy");

    /// <summary>The name in reports, such as <c>Relu</c>.</summary>
    public string Name { get; }

    /// <summary>How many operands the function takes: 1, 2 or 3.</summary>
    public int Arity { get; }

    /// <summary>The struct with the function on registers.</summary>
    internal abstract Type FunctionType { get; }

    /// <summary>A function of one operand.</summary>
    /// <param name="name">Its name in reports.</param>
    /// <typeparam name="TFunction">The function on registers.</typeparam>
    public static ElementwiseFunction Unary<TFunction>(string name)
        where TFunction : struct, IUnaryFunction => new UnaryFunction<TFunction>(name);

    /// <summary>A function of two operands.</summary>
    /// <param name="name">Its name in reports.</param>
    /// <typeparam name="TFunction">The function on registers.</typeparam>
    public static ElementwiseFunction Binary<TFunction>(string name)
        where TFunction : struct, IBinaryFunction => new BinaryFunction<TFunction>(name);

    /// <summary>A function of three operands.</summary>
    /// <param name="name">Its name in reports.</param>
    /// <typeparam name="TFunction">The function on registers.</typeparam>
    public static ElementwiseFunction Ternary<TFunction>(string name)
        where TFunction : struct, ITernaryFunction => new TernaryFunction<TFunction>(name);

    /// <summary>y[i] = f(a[i], b[i], c[i]) over one contiguous block.</summary>
    /// <remarks>
    /// y may be the same memory as an operand that is not a scalar; other overlaps are not allowed. Each element depends on
    /// its own operands alone, so neither the block's length nor its place changes a result.
    /// </remarks>
    /// <param name="a">The first operand.</param>
    /// <param name="b">The second operand; not looked at by a function of one.</param>
    /// <param name="c">The third operand; not looked at by a function of one or two.</param>
    /// <param name="y">Where <paramref name="count"/> results go.</param>
    /// <param name="count">The number of elements.</param>
    public abstract void Run(BlockOperand a, BlockOperand b, BlockOperand c, float* y, int count);

    /// <summary>The name.</summary>
    public sealed override string ToString() => Name;

    private sealed class UnaryFunction<TFunction>(string name) : ElementwiseFunction(name, 1)
        where TFunction : struct, IUnaryFunction
    {
        internal override Type FunctionType => typeof(TFunction);

        public override void Run(BlockOperand a, BlockOperand b, BlockOperand c, float* y, int count) =>
            ElementwiseLoops.Unary<TFunction>(a, y, count);
    }

    private sealed class BinaryFunction<TFunction>(string name) : ElementwiseFunction(name, 2)
        where TFunction : struct, IBinaryFunction
    {
        internal override Type FunctionType => typeof(TFunction);

        public override void Run(BlockOperand a, BlockOperand b, BlockOperand c, float* y, int count) =>
            ElementwiseLoops.Binary<TFunction>(a, b, y, count);
    }

    private sealed class TernaryFunction<TFunction>(string name) : ElementwiseFunction(name, 3)
        where TFunction : struct, ITernaryFunction
    {
        internal override Type FunctionType => typeof(TFunction);

        public override void Run(BlockOperand a, BlockOperand b, BlockOperand c, float* y, int count) =>
            ElementwiseLoops.Ternary<TFunction>(a, b, c, y, count);
    }

    private readonly struct CopyFunction : IUnaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Apply<TSimd, TVector>(TVector x)
            where TSimd : struct, ISimd<TVector>
            where TVector : struct => x;
    }
}
