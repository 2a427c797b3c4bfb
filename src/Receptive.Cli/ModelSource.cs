using Receptive.Cli.CommandLine;

namespace Receptive.Cli;

/// <summary>Where a command's MODEL comes from: the name <c>notebook</c>, or a file.</summary>
internal static class ModelSource
{
    /// <summary>The notebook's network, untrained, for its name; else the model of a file.</summary>
    /// <exception cref="CommandException">There is no such file.</exception>
    /// <exception cref="Saving.ModelFormatException">The file is no model.</exception>
    public static Model NotebookOrFile(string name) => name == NotebookModel.Name ? NotebookModel.Create() : File(name);

    /// <summary>The model of a file, ready to be evaluated on classes.</summary>
    /// <exception cref="CommandException">There is no such file.</exception>
    /// <exception cref="Saving.ModelFormatException">The file is no model.</exception>
    public static Model ForEvaluation(string path, int? threads)
    {
        Model model = File(path);
        if (threads is { } number) model.Threads = number;
        if (model.Loss is null) model.Compile(optimizer: "adam", loss: "categorical_crossentropy", metrics: ["accuracy"]);
        return model;
    }

    /// <summary>The model of a file.</summary>
    /// <exception cref="CommandException">There is no such file.</exception>
    /// <exception cref="Saving.ModelFormatException">The file is no model.</exception>
    public static Model File(string path)
    {
        if (Directory.Exists(path)) throw new CommandException($"\"{path}\" is a folder; a model is a file, such as {Path.Combine(path, TrainingFolder.ModelName)}.");
        if (!System.IO.File.Exists(path)) throw new CommandException($"There is no model file \"{path}\". `receptive train` says where it leaves one.");
        return Model.Load(path);
    }
}
