using System.Runtime.InteropServices;

namespace Peers.Torch;

/// <summary>Loads libtorch, and turns off what only costs it time.</summary>
internal static partial class LibTorch
{
    private const string Natives = "torch_cpu";

    /// <summary>Loads the natives beside this program.</summary>
    /// <exception cref="DllNotFoundException">
    /// The system is too old for them. Asked here because TorchSharp, refused, would first copy half a gigabyte about.
    /// </exception>
    public static void Load()
    {
        NativeLibrary.Load(Path.Combine(AppContext.BaseDirectory, "libLibTorchSharp.so"));
        TorchSharp.torch.InitializeDeviceType(TorchSharp.DeviceType.CPU);

        // For one image libtorch asks NNPACK, which knows no recent AMD processor: it fails to start anew in every
        // call and complains each time. PyTorch's torch.backends.nnpack is this function; TorchSharp does not show it.
        SetUserEnabledNnpack(GlobalContext(), false);
    }

    [LibraryImport(Natives, EntryPoint = "_ZN2at13globalContextEv")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory)]
    private static partial nint GlobalContext();

    [LibraryImport(Natives, EntryPoint = "_ZN2at7Context20setUserEnabledNNPACKEb")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory)]
    private static partial void SetUserEnabledNnpack(nint context, [MarshalAs(UnmanagedType.I1)] bool enabled);
}
