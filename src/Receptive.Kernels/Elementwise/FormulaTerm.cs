using System.Diagnostics.CodeAnalysis;

namespace Receptive.Kernels;

/// <summary>One value of a formula.</summary>
/// <param name="Term">What is computed.</param>
/// <param name="IsStored">Whether it is written to memory: to the next output.</param>
public readonly record struct FormulaStatement(FormulaTerm Term, bool IsStored);

/// <summary>A part of an <see cref="ElementwiseFormula"/>: an operand, or a function of terms.</summary>
public sealed class FormulaTerm
{
    internal const string NeedsDynamicCode = "Makes types of types that are known at run time only; see ElementwiseFormula.AreSupported.";

    private FormulaTerm(Type type) => Type = type;

    /// <summary>The type that computes it, an <see cref="ITerm"/>.</summary>
    internal Type Type { get; }

    /// <summary>The element of a block, by the block's number.</summary>
    [RequiresDynamicCode(NeedsDynamicCode)]
    public static FormulaTerm Block(int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, ElementwiseFormula.MostBlocks);
        return new FormulaTerm(Of(typeof(BlockTerm<>), Number(index)));
    }

    /// <summary>A scalar, by its number.</summary>
    [RequiresDynamicCode(NeedsDynamicCode)]
    public static FormulaTerm Scalar(int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, ElementwiseFormula.MostScalars);
        return new FormulaTerm(Of(typeof(ScalarTerm<>), Number(index)));
    }

    /// <summary>The value of an earlier statement, by the statement's number.</summary>
    [RequiresDynamicCode(NeedsDynamicCode)]
    public static FormulaTerm Statement(int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, ElementwiseFormula.MostStatements - 1);
        return new FormulaTerm(Of(typeof(RegisterTerm<>), Number(index)));
    }

    /// <summary>A function of as many terms as it takes.</summary>
    [RequiresDynamicCode(NeedsDynamicCode)]
    public static FormulaTerm Apply(ElementwiseFunction function, params ReadOnlySpan<FormulaTerm> terms)
    {
        ArgumentNullException.ThrowIfNull(function);
        if (terms.Length != function.Arity)
            throw new ArgumentException($"{function} takes {function.Arity} operands; {terms.Length} were given.", nameof(terms));
        return new FormulaTerm(terms.Length switch
        {
            1 => Of(typeof(UnaryTerm<,>), function.FunctionType, terms[0].Type),
            2 => Of(typeof(BinaryTerm<,,>), function.FunctionType, terms[0].Type, terms[1].Type),
            _ => Of(typeof(TernaryTerm<,,,>), function.FunctionType, terms[0].Type, terms[1].Type, terms[2].Type),
        });
    }

    /// <summary>A generic type of other types, all of them structs without constructors of their own.</summary>
    [RequiresDynamicCode(NeedsDynamicCode)]
    [UnconditionalSuppressMessage("Trimming", "IL2055", Justification = "The arguments are structs of which only their interfaces' members are used.")]
    internal static Type Of(Type generic, params Type[] arguments) => generic.MakeGenericType(arguments);

    /// <summary>A small number as a type.</summary>
    internal static Type Number(int value) => value switch
    {
        0 => typeof(Number0),
        1 => typeof(Number1),
        2 => typeof(Number2),
        3 => typeof(Number3),
        4 => typeof(Number4),
        5 => typeof(Number5),
        _ => throw new ArgumentOutOfRangeException(nameof(value)),
    };
}
