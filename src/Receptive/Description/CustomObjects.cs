using Receptive.Activations;
using Receptive.Constraints;
using Receptive.Initializers;
using Receptive.Layers;
using Receptive.Losses;
using Receptive.Metrics;
using Receptive.Optimizers;
using Receptive.Regularizers;

namespace Receptive.Description;

/// <summary>
/// Makes custom classes known, so that a model file may name them. Nothing in a file names a type: what is not
/// registered cannot be made. Registering twice does no harm.
/// </summary>
/// <example><code>
/// CustomObjects.Register(() => new Scale());      // Scale : Layer
/// Model model = Model.Load("with-scale.keras");
/// </code></example>
public static class CustomObjects
{
    /// <summary>Makes a custom layer known by the name of its class.</summary>
    /// <param name="create">Makes one; its arguments are then set through its <see cref="KerasObject.Describe"/>.</param>
    /// <exception cref="ArgumentException">Keras has a class of that name.</exception>
    public static void Register(Func<Layer> create) => Register(Registries.Layers, create);

    /// <summary>Makes a custom loss known by the name of its class.</summary>
    /// <inheritdoc cref="Register(Func{Layer})"/>
    public static void Register(Func<Loss> create) => Register(Registries.Losses, create);

    /// <summary>Makes a custom metric known by the name of its class.</summary>
    /// <inheritdoc cref="Register(Func{Layer})"/>
    public static void Register(Func<Metric> create) => Register(Registries.Metrics, create);

    /// <summary>Makes a custom optimizer known by the name of its class.</summary>
    /// <inheritdoc cref="Register(Func{Layer})"/>
    public static void Register(Func<Optimizer> create) => Register(Registries.Optimizers, create);

    /// <summary>Makes a custom learning rate schedule known by the name of its class.</summary>
    /// <inheritdoc cref="Register(Func{Layer})"/>
    public static void Register(Func<LearningRateSchedule> create) => Register(Registries.Schedules, create);

    /// <summary>Makes a custom initializer known by the name of its class.</summary>
    /// <inheritdoc cref="Register(Func{Layer})"/>
    public static void Register(Func<Initializer> create) => Register(Registries.Initializers, create);

    /// <summary>Makes a custom regularizer known by the name of its class.</summary>
    /// <inheritdoc cref="Register(Func{Layer})"/>
    public static void Register(Func<Regularizer> create) => Register(Registries.Regularizers, create);

    /// <summary>Makes a custom constraint known by the name of its class.</summary>
    /// <inheritdoc cref="Register(Func{Layer})"/>
    public static void Register(Func<Constraint> create) => Register(Registries.Constraints, create);

    /// <summary>Makes a custom activation known by its name.</summary>
    /// <exception cref="ArgumentException">Keras has an activation of that name.</exception>
    public static void Register(ActivationFunction activation)
    {
        ArgumentNullException.ThrowIfNull(activation);
        ActivationFunction.Table.Register(activation.Name, activation);
    }

    private static void Register<T>(Registry<T> registry, Func<T> create)
        where T : KerasObject
    {
        ArgumentNullException.ThrowIfNull(create);
        registry.Register(create().ClassName, create);
    }
}
