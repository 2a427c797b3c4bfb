namespace Receptive.Kernels;

/// <summary>The functions of one element (and of up to three operands) that kernels compute block by block.</summary>
/// <remarks>
/// To add one: a member here, a struct in UnaryFunctions.cs, BinaryFunctions.cs or TernaryFunctions.cs, and its row in
/// <see cref="ElementwiseKernels"/>.
/// </remarks>
public enum ElementwiseFunction
{
    /// <summary>x.</summary>
    Copy,

    /// <summary>-x.</summary>
    Negate,

    /// <summary>|x|.</summary>
    Abs,

    /// <summary>x * x.</summary>
    Square,

    /// <summary>The square root; NaN below 0.</summary>
    Sqrt,

    /// <summary>e^x.</summary>
    Exp,

    /// <summary>The natural logarithm; -infinity at 0, NaN below.</summary>
    Log,

    /// <summary>The hyperbolic tangent.</summary>
    Tanh,

    /// <summary>1 / (1 + e^-x).</summary>
    Sigmoid,

    /// <summary>max(x, 0); NaN stays NaN.</summary>
    Relu,

    /// <summary>a + b.</summary>
    Add,

    /// <summary>a - b.</summary>
    Subtract,

    /// <summary>a * b.</summary>
    Multiply,

    /// <summary>a / b.</summary>
    Divide,

    /// <summary>The larger; NaN when either is NaN.</summary>
    Maximum,

    /// <summary>The smaller; NaN when either is NaN.</summary>
    Minimum,

    /// <summary>1 where a &gt; b, else 0 (also for NaN).</summary>
    Greater,

    /// <summary>1 where a &gt;= b, else 0 (also for NaN).</summary>
    GreaterOrEqual,

    /// <summary>1 where a = b, else 0 (also for NaN).</summary>
    Equal,

    /// <summary>b where a is not 0, else c. A NaN is not 0.</summary>
    Select,

    /// <summary>a limited to [b, c]: min(max(a, b), c); NaN stays NaN.</summary>
    Clip,

    /// <summary>a * b + c, rounded once.</summary>
    MultiplyAdd,
}

/// <summary>Facts about <see cref="ElementwiseFunction"/>.</summary>
public static class ElementwiseFunctions
{
    /// <summary>How many operands the function takes: 1, 2 or 3.</summary>
    public static int Arity(this ElementwiseFunction function) => function switch
    {
        <= ElementwiseFunction.Relu => 1,
        <= ElementwiseFunction.Equal => 2,
        _ => 3,
    };
}
