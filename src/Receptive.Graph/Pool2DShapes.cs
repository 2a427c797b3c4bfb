namespace Receptive.Graph;

/// <summary>What <see cref="Pool2DGeometry"/> has to do with shapes: how it follows from them, and which it asks for.</summary>
public static class Pool2DShapes
{
    extension(Pool2DGeometry geometry)
    {
        /// <summary>Works out sizes and padding from shapes.</summary>
        /// <param name="input">(batch, height, width, channels).</param>
        /// <param name="pool">The window, down and right.</param>
        /// <param name="strides">Pixels from window to window, down and right.</param>
        /// <param name="padding">The rule at the borders.</param>
        /// <exception cref="ShapeException">They do not fit.</exception>
        public static Pool2DGeometry Resolve(Shape input, (int Height, int Width) pool, (int Height, int Width) strides, Padding padding)
        {
            const string op = "MaxPool2D";
            ShapeRules.Images(op, "input", input, "channels");
            WindowGeometry rows = WindowGeometry.Resolve(op, "height", input[1], pool.Height, strides.Height, 1, padding);
            WindowGeometry columns = WindowGeometry.Resolve(op, "width", input[2], pool.Width, strides.Width, 1, padding);
            WindowLimits.Elements(op, "input", input);
            WindowLimits.PoolCells(op, (long)pool.Height * pool.Width);
            return new Pool2DGeometry
            {
                Height = input[1],
                Width = input[2],
                Channels = input[3],
                PoolHeight = pool.Height,
                PoolWidth = pool.Width,
                StrideHeight = strides.Height,
                StrideWidth = strides.Width,
                PadTop = rows.Before,
                PadLeft = columns.Before,
                PadBottom = rows.After,
                PadRight = columns.After,
                OutputHeight = rows.Outputs,
                OutputWidth = columns.Outputs,
            };
        }

        /// <summary>The input's shape.</summary>
        internal Shape InputShape() => new(Shape.Batch, geometry.Height, geometry.Width, geometry.Channels);

        /// <summary>The output's shape.</summary>
        internal Shape OutputShape() => new(Shape.Batch, geometry.OutputHeight, geometry.OutputWidth, geometry.Channels);
    }
}
