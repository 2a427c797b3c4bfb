namespace Receptive.Graph;

/// <summary>The functions of one number, two or three that elementwise ops apply; x, y, z are the inputs in order.</summary>
public enum ElementwiseFunction
{
    /// <summary>x + y.</summary>
    Add,

    /// <summary>x - y.</summary>
    Subtract,

    /// <summary>x y.</summary>
    Multiply,

    /// <summary>x / y.</summary>
    Divide,

    /// <summary>x where x >= y, else y.</summary>
    Maximum,

    /// <summary>y where x >= y, else x.</summary>
    Minimum,

    /// <summary>-x.</summary>
    Negate,

    /// <summary>e^x.</summary>
    Exp,

    /// <summary>The natural logarithm.</summary>
    Log,

    /// <summary>The square root.</summary>
    Sqrt,

    /// <summary>x x.</summary>
    Square,

    /// <summary>|x|.</summary>
    Abs,

    /// <summary>The hyperbolic tangent.</summary>
    Tanh,

    /// <summary>1 / (1 + e^-x).</summary>
    Sigmoid,

    /// <summary>x where x > 0, else 0.</summary>
    Relu,

    /// <summary>1 where x > y, else 0.</summary>
    Greater,

    /// <summary>1 where x >= y, else 0.</summary>
    GreaterOrEqual,

    /// <summary>1 where x = y, else 0.</summary>
    Equal,

    /// <summary>y where x is not 0, else z.</summary>
    Select,

    /// <summary>x limited to [parameter 0, parameter 1].</summary>
    Clip,
}
