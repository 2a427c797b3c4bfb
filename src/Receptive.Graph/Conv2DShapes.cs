namespace Receptive.Graph;

/// <summary>What <see cref="Conv2DGeometry"/> has to do with shapes: how it follows from them, and which it asks for.</summary>
public static class Conv2DShapes
{
    extension(Conv2DGeometry geometry)
    {
        /// <summary>Works out sizes and padding from shapes.</summary>
        /// <param name="input">(batch, height, width, channels).</param>
        /// <param name="kernel">(height, width, channels / groups, filters).</param>
        /// <param name="strides">Pixels from window to window, down and right.</param>
        /// <param name="padding">The rule at the borders.</param>
        /// <param name="dilation">Pixels from kernel cell to kernel cell, down and right.</param>
        /// <param name="groups">The number of groups.</param>
        /// <exception cref="ShapeException">They do not fit.</exception>
        public static Conv2DGeometry Resolve(
            Shape input, Shape kernel, (int Height, int Width) strides, Padding padding, (int Height, int Width) dilation, int groups)
        {
            const string op = "Conv2D";
            ShapeRules.Images(op, "input", input, "channels");
            ShapeRules.Rank(op, "kernel", kernel, 4, "(height, width, channels / groups, filters)");
            int channels = input[3], filters = kernel[3];
            if (groups < 1 || channels % groups != 0 || filters % groups != 0)
                throw new ShapeException($"{op}: {groups} groups do not divide {channels} input channels and {filters} filters evenly.");
            if (kernel[2] != channels / groups)
                throw new ShapeException($"{op}: the input {input} has {channels} channels{(groups > 1 ? $" in {groups} groups" : "")}, so the kernel's third dimension must be {channels / groups}, but the kernel is {kernel}.");
            WindowGeometry rows = WindowGeometry.Resolve(op, "height", input[1], kernel[0], strides.Height, dilation.Height, padding);
            WindowGeometry columns = WindowGeometry.Resolve(op, "width", input[2], kernel[1], strides.Width, dilation.Width, padding);
            WindowLimits.Elements(op, "input", input);
            WindowLimits.Elements(op, "kernel", kernel);
            WindowLimits.Elements(op, "output", new Shape(Shape.Batch, rows.Outputs, columns.Outputs, filters));
            return new Conv2DGeometry
            {
                Height = input[1],
                Width = input[2],
                Channels = channels,
                KernelHeight = kernel[0],
                KernelWidth = kernel[1],
                Filters = filters,
                StrideHeight = strides.Height,
                StrideWidth = strides.Width,
                DilationHeight = dilation.Height,
                DilationWidth = dilation.Width,
                PadTop = rows.Before,
                PadLeft = columns.Before,
                PadBottom = rows.After,
                PadRight = columns.After,
                OutputHeight = rows.Outputs,
                OutputWidth = columns.Outputs,
                Groups = groups,
            };
        }

        /// <summary>The input's shape.</summary>
        internal Shape InputShape() => new(Shape.Batch, geometry.Height, geometry.Width, geometry.Channels);

        /// <summary>The kernel's shape.</summary>
        internal Shape KernelShape() => new(geometry.KernelHeight, geometry.KernelWidth, geometry.GroupChannels, geometry.Filters);

        /// <summary>The output's shape.</summary>
        internal Shape OutputShape() => new(Shape.Batch, geometry.OutputHeight, geometry.OutputWidth, geometry.Filters);
    }
}
