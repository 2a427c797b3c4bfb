using System.Text;
using Receptive.Saving.Hdf5;

namespace Receptive.Saving;

/// <summary>What a file is by its content; its ending says nothing: there are `.keras` files that are HDF5.</summary>
internal static class FileSniffer
{
    /// <summary>Whether a file that begins so is an archive, as `.keras` files are.</summary>
    public static bool IsZip(ReadOnlySpan<byte> start) => start.StartsWith("PK\x03\x04"u8);

    /// <summary>Makes sure that a file is HDF5, or says what it is instead.</summary>
    /// <exception cref="InvalidDataException">It is something else; the message is a sentence about what it looks like.</exception>
    public static void Require(ReadOnlySpan<byte> content)
    {
        if (!Hdf5File.IsHdf5(content)) throw new InvalidDataException(Describe(content));
    }

    private static string Describe(ReadOnlySpan<byte> content)
    {
        if (content.IsEmpty) return "the file is empty.";
        if (content.StartsWith("version https://git-lfs"u8))
            return "this is a Git LFS pointer, not the model itself. Fetch the file with 'git lfs pull'.";
        if (content.StartsWith("PK\x05\x06"u8)) return "this is an empty zip archive.";
        if (content.StartsWith("PK"u8) || (content[0] == 0x89 && content[1..].StartsWith("HDF"u8))) return "the beginning of the file is damaged.";
        if (content[0] == 0x93 && content[1..].StartsWith("NUMPY"u8)) return "this is a NumPy array (.npy), not a model.";
        if (content.Length > 1 && content[0] == 0x1f && content[1] == 0x8b) return "this is a gzip-compressed file. Unpack it first.";
        if (content[0] == 0x80 && content.Length > 1 && content[1] is >= 2 and <= 5)
            return "this is a Python pickle, which is not read: loading one runs code.";
        string text = Encoding.UTF8.GetString(content[..Math.Min(content.Length, 512)]).TrimStart('\uFEFF', ' ', '\r', '\n', '\t');
        if (text.StartsWith('{'))
            return "this is JSON: the architecture of a model, perhaps, without its weights. A model file is a .keras archive or HDF5.";
        if (text.StartsWith('<')) return "this is a web page, not a model: perhaps what a failed download left.";
        if (content.IndexOf("saved_model"u8) >= 0 || content.IndexOf("TFL3"u8) == 4)
            return "this is a TensorFlow SavedModel or TFLite file, not a Keras model. Save it with model.save('name.keras') in Keras.";
        return "this is neither a .keras archive nor an HDF5 file.";
    }
}
