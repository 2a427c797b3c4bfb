using System.Buffers.Binary;
using System.IO.Compression;
using Receptive.Saving;

namespace Receptive.Data;

/// <summary>
/// The unpacked contents of a gzip file of one member, strictly: header, checksum, length and the absence of anything
/// after the end are checked, which <see cref="GZipStream"/> does not promise.
/// </summary>
internal sealed class GzipPayload : ReadOnlyStream
{
    private const int TrailerBytes = 8;

    private readonly Stream _file;
    private readonly string _name;
    private readonly Body _body;
    private readonly DeflateStream _deflate;
    private uint _crc;
    private long _length;

    /// <param name="file">Seekable, at the member's first byte; not disposed.</param>
    /// <param name="name">For messages.</param>
    public GzipPayload(Stream file, string name)
    {
        _file = file;
        _name = name;
        SkipHeader();
        PackedBytes = file.Length - file.Position - TrailerBytes;
        if (PackedBytes < 1)
            throw Truncated();
        _body = new Body(file, PackedBytes);
        _deflate = new DeflateStream(_body, CompressionMode.Decompress);
    }

    /// <summary>Whether these are the first bytes of a gzip file.</summary>
    public static bool Recognises(ReadOnlySpan<byte> first) => first.Length >= 2 && first[0] == 0x1F && first[1] == 0x8B;

    /// <summary>Bytes of compressed data.</summary>
    public long PackedBytes { get; }

    public override int Read(Span<byte> buffer)
    {
        int n;
        try
        {
            n = _deflate.Read(buffer);
        }
        catch (InvalidDataException e)
        {
            throw _body.Exhausted ? Truncated(e) : new DataFormatException(_name, "corrupted gzip data (the compressed stream is invalid)", e);
        }
        _crc = Crc32.Append(_crc, buffer[..n]);
        _length += n;
        if (n == 0 && buffer.Length > 0)
            CheckTrailer();
        return n;
    }

    /// <summary>The stream has ended, for the decoder: so the file must have, too, and the checksum agree.</summary>
    private void CheckTrailer()
    {
        if (!_body.Exhausted)
            throw new DataFormatException(_name, "bytes follow the end of the gzip data");
        Span<byte> trailer = stackalloc byte[TrailerBytes];
        _file.Seek(-TrailerBytes, SeekOrigin.End);
        _file.ReadExactly(trailer);
        if (BinaryPrimitives.ReadUInt32LittleEndian(trailer) != _crc || BinaryPrimitives.ReadUInt32LittleEndian(trailer[4..]) != (uint)_length)
            throw new DataFormatException(_name, "corrupted or truncated gzip data (the checksum at its end does not agree)");
    }

    private void SkipHeader()
    {
        Span<byte> head = stackalloc byte[10];
        if (_file.ReadAtLeast(head, 10, throwOnEndOfStream: false) < 10)
            throw Truncated();
        int flags = head[3];
        if (head[2] != 8 || (flags & 0xE0) != 0)
            throw new DataFormatException(_name, $"unknown gzip header (method {head[2]}, flags 0x{flags:x2})");
        if ((flags & 4) != 0)
            Skip(NextByte() | (NextByte() << 8));
        for (int text = 8; text <= 16; text *= 2)
            if ((flags & text) != 0)
                while (NextByte() != 0) { }
        if ((flags & 2) != 0)
            Skip(2);
    }

    private void Skip(int count)
    {
        for (int i = 0; i < count; i++)
            NextByte();
    }

    private int NextByte()
    {
        int b = _file.ReadByte();
        return b >= 0 ? b : throw Truncated();
    }

    private DataFormatException Truncated(Exception? inner = null) => new(_name, $"truncated gzip file ({_file.Length:N0} bytes)", inner);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _deflate.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>
    /// The compressed bytes. The last one is handed out alone: so when the decoder has reached its end, it asked for
    /// that byte exactly if the data end where they should.
    /// </summary>
    private sealed class Body(Stream file, long bytes) : ReadOnlyStream
    {
        private long _left = bytes;

        public bool Exhausted => _left == 0;

        public override int Read(Span<byte> buffer)
        {
            long most = _left > 1 ? _left - 1 : _left;
            int n = file.Read(buffer[..(int)Math.Min(buffer.Length, most)]);
            _left -= n;
            return n;
        }
    }
}
