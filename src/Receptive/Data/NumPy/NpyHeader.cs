using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Receptive.Data.NumPy;

/// <summary>
/// The header of NumPy's .npy format (versions 1 to 3): a magic string, a version, a length and a Python dictionary
/// with exactly the keys descr, fortran_order and shape.
/// </summary>
internal sealed record NpyHeader(NpyType Type, bool FortranOrder, int[] Shape, int Count)
{
    /// <summary>NumPy itself trusts no longer header either.</summary>
    private const int MaximumText = 10_000;

    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    public long DataBytes => (long)Count * Type.Size;

    /// <param name="stream">At the array's first byte; afterwards at the first element's.</param>
    /// <param name="name">For messages.</param>
    public static NpyHeader Read(Stream stream, string name)
    {
        Span<byte> start = stackalloc byte[12];
        int there = stream.ReadAtLeast(start[..8], 8, throwOnEndOfStream: false);
        if (!start[..Math.Min(there, 6)].SequenceEqual(Magic[..Math.Min(there, 6)]) || there == 0)
            throw new DataFormatException(name, $"expected a NumPy array (.npy), found {ContentKind.Describe(start[..there])}");
        if (there < 8)
            throw Truncated(name);
        int version = start[6];
        if (version is < 1 or > 3)
            throw new DataFormatException(name, $"expected version 1, 2 or 3 of the .npy format, found version {version}.{start[7]}");
        int lengthBytes = version == 1 ? 2 : 4;
        Span<byte> lengthField = start.Slice(8, lengthBytes);
        if (stream.ReadAtLeast(lengthField, lengthBytes, throwOnEndOfStream: false) < lengthBytes)
            throw Truncated(name);
        uint length = version == 1 ? BinaryPrimitives.ReadUInt16LittleEndian(lengthField) : BinaryPrimitives.ReadUInt32LittleEndian(lengthField);
        if (length > MaximumText)
            throw new DataFormatException(name, $"its .npy header claims {length:N0} characters; more than {MaximumText:N0} are not read");
        byte[] text = new byte[length];
        if (stream.ReadAtLeast(text, text.Length, throwOnEndOfStream: false) < text.Length)
            throw Truncated(name);
        return new Parser(name, (version == 3 ? Encoding.UTF8 : Encoding.Latin1).GetString(text)).Parse();
    }

    /// <summary>The header's bytes, padded so that the data start at a multiple of 64, as NumPy writes it.</summary>
    public static byte[] Write(NpyArray array)
    {
        string text = $"{{'descr': '{array.Type.Descriptor}', 'fortran_order': False, 'shape': {NpyArray.Describe(array.Shape)}, }}";
        int total = (10 + text.Length + 1 + 63) / 64 * 64;
        byte[] header = new byte[total];
        Magic.CopyTo(header);
        header[6] = 1;
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(8), checked((ushort)(total - 10)));
        header.AsSpan(10).Fill((byte)' ');
        Encoding.ASCII.GetBytes(text, header.AsSpan(10));
        header[^1] = (byte)'\n';
        return header;
    }

    private static DataFormatException Truncated(string name) => new(name, "truncated: the .npy header ends early");

    /// <summary>Just as much of Python's literals as such a header needs; everything else is an error.</summary>
    private sealed class Parser(string name, string text)
    {
        private int _at;

        public NpyHeader Parse()
        {
            string? descriptor = null;
            bool? fortran = null;
            List<long>? shape = null;
            Expect('{');
            while (!Take('}'))
            {
                string key = Quoted();
                Expect(':');
                switch (key)
                {
                    case "descr" when descriptor is null:
                        descriptor = Peek() is '\'' or '"' ? Quoted() : Peek() == '[' ? "[" : throw Bad();
                        if (NpyType.Of(descriptor) is null)
                            throw new DataFormatException(name, NpyType.Objection(descriptor == "[" ? text[_at..] : descriptor));
                        break;
                    case "fortran_order" when fortran is null:
                        fortran = Word() switch { "True" => true, "False" => false, _ => throw Bad() };
                        break;
                    case "shape" when shape is null:
                        shape = Tuple();
                        break;
                    default:
                        throw Bad();
                }
                if (!Take(','))
                {
                    Expect('}');
                    break;
                }
            }
            if (text.AsSpan(_at).Trim().Length > 0 || descriptor is null || fortran is null || shape is null)
                throw Bad();
            NpyType type = NpyType.Of(descriptor)!;
            return new NpyHeader(type, fortran.Value, shape.ConvertAll(n => (int)Math.Min(n, int.MaxValue)).ToArray(), CountOf(shape, type.Size));
        }

        private int CountOf(List<long> shape, int elementSize)
        {
            Int128 count = 1;
            foreach (long n in shape)
            {
                count *= n;
                if (n > int.MaxValue || count * elementSize > Array.MaxLength)
                    throw new DataFormatException(name, $"its .npy header claims the shape ({string.Join(", ", shape)}), more than {Array.MaxLength:N0} bytes");
            }
            return (int)count;
        }

        private List<long> Tuple()
        {
            List<long> items = [];
            Expect('(');
            while (!Take(')'))
            {
                if (!long.TryParse(Word(), NumberStyles.None, CultureInfo.InvariantCulture, out long n) || items.Count == 32)
                    throw Bad();
                items.Add(n);
                if (!Take(','))
                {
                    // (5) without a comma is a number in Python, not a tuple.
                    if (items.Count == 1)
                        throw Bad();
                    Expect(')');
                    break;
                }
            }
            return items;
        }

        private string Quoted()
        {
            char quote = Peek();
            if (quote is not ('\'' or '"'))
                throw Bad();
            int end = text.IndexOf(quote, _at + 1);
            if (end < 0)
                throw Bad();
            string inside = text[(_at + 1)..end];
            _at = end + 1;
            return inside;
        }

        private string Word()
        {
            Peek();
            int start = _at;
            while (_at < text.Length && char.IsAsciiLetterOrDigit(text[_at]))
                _at++;
            return text[start.._at];
        }

        private char Peek()
        {
            while (_at < text.Length && text[_at] is ' ' or '\n' or '\t')
                _at++;
            return _at < text.Length ? text[_at] : '\0';
        }

        private bool Take(char c)
        {
            if (Peek() != c)
                return false;
            _at++;
            return true;
        }

        private void Expect(char c)
        {
            if (!Take(c))
                throw Bad();
        }

        private DataFormatException Bad() => new(name,
            $"expected a .npy header {{'descr': ..., 'fortran_order': ..., 'shape': (...)}}, found something else at character {_at} of {Shorten(text)}");

        private static string Shorten(string s) => string.Concat(s.Trim().Take(120).Select(c => char.IsControl(c) ? '?' : c));
    }
}
