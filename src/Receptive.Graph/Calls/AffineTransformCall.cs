namespace Receptive.Graph;

/// <summary>Runs an <see cref="AffineTransformOp"/> or its gradient. Inputs: images, numbers. A gradient adds within an example, so a chunk is one.</summary>
internal sealed unsafe class AffineTransformCall(Shape shape, bool nearest, ImageFill fill, float fillValue, bool gradient) : KernelCall
{
    private readonly int _height = shape[1], _width = shape[2], _channels = shape[3];

    private long Image => (long)_height * _width * _channels;

    public override int Chunks(int phase, int batch)
    {
        int examples = shape[0] == Shape.Batch ? batch : shape[0];
        return gradient ? examples : checked(examples * _height);
    }

    public override void Run(in KernelArguments arguments, int phase, int chunk)
    {
        int example = gradient ? chunk : chunk / _height, first = gradient ? 0 : chunk % _height, end = gradient ? _height : first + 1;
        float* x = arguments.Input(0) + example * Image, numbers = arguments.Input(1) + example * 6L, y = arguments.Output(0) + example * Image;
        if (gradient)
        {
            for (long i = 0; i < Image; i++) y[i] = 0;
        }

        for (int row = first; row < end; row++)
        {
            for (int column = 0; column < _width; column++)
            {
                float fromX = Inside(numbers[0] * column + numbers[1] * row + numbers[2], _width);
                float fromY = Inside(numbers[3] * column + numbers[4] * row + numbers[5], _height);
                long pixel = ((long)row * _width + column) * _channels;
                if (gradient) Add(x + pixel, y, fromX, fromY);
                else Take(x, y + pixel, fromX, fromY);
            }
        }
    }

    private void Take(float* image, float* pixel, float x, float y)
    {
        float left = nearest ? Rounded(x) : MathF.Floor(x), top = nearest ? Rounded(y) : MathF.Floor(y);
        float* a = At(image, left, top);
        if (nearest)
        {
            for (int i = 0; i < _channels; i++) pixel[i] = a == null ? fillValue : a[i];
            return;
        }

        float* b = At(image, left + 1, top), c = At(image, left, top + 1), d = At(image, left + 1, top + 1);
        float right = x - left, low = y - top;
        for (int i = 0; i < _channels; i++)
        {
            float above = (1 - right) * (a == null ? fillValue : a[i]) + right * (b == null ? fillValue : b[i]);
            float below = (1 - right) * (c == null ? fillValue : c[i]) + right * (d == null ? fillValue : d[i]);
            pixel[i] = (1 - low) * above + low * below;
        }
    }

    private void Add(float* pixel, float* image, float x, float y)
    {
        float left = nearest ? Rounded(x) : MathF.Floor(x), top = nearest ? Rounded(y) : MathF.Floor(y);
        if (nearest)
        {
            AddTo(At(image, left, top), pixel, 1);
            return;
        }

        float right = x - left, low = y - top;
        AddTo(At(image, left, top), pixel, (1 - low) * (1 - right));
        AddTo(At(image, left + 1, top), pixel, (1 - low) * right);
        AddTo(At(image, left, top + 1), pixel, low * (1 - right));
        AddTo(At(image, left + 1, top + 1), pixel, low * right);
    }

    private void AddTo(float* to, float* pixel, float weight)
    {
        if (to == null) return;
        for (int i = 0; i < _channels; i++) to[i] += weight * pixel[i];
    }

    /// <summary>A pixel, or null beyond the borders.</summary>
    private float* At(float* image, float x, float y) =>
        x >= 0 && x < _width && y >= 0 && y < _height ? image + ((long)y * _width + (long)x) * _channels : null;

    private static float Rounded(float value) => MathF.Round(value, MidpointRounding.AwayFromZero);

    /// <summary>Where a place beyond the borders is looked up.</summary>
    private float Inside(float place, int length)
    {
        if (fill == ImageFill.Constant || (place >= 0 && place <= length - 1)) return place;
        if (fill != ImageFill.Nearest && length > 1)
        {
            if (fill == ImageFill.Wrap)
            {
                int span = length - 1;
                place += place < 0 ? length * ((float)Math.Truncate(-place / span) + 1) : -length * (float)Math.Truncate(place / span);
            }
            else
            {
                float period = 2f * length;
                if (place < 0)
                {
                    place += period * (float)Math.Truncate(-place / period);
                    place = place < -length ? place + period : -place - 1;
                }
                else
                {
                    place -= period * (float)Math.Truncate(place / period);
                    if (place >= length) place = period - place - 1;
                }
            }
        }

        // NaN, of numbers that are not finite, becomes the border.
        return place >= 0 ? Math.Min(place, length - 1) : 0;
    }
}
