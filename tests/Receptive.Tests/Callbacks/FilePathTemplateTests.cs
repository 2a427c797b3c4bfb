using Receptive.Callbacks;
using Xunit;

namespace Receptive.Tests.Callbacks;

public sealed class FilePathTemplateTests
{
    private static readonly Logs s_logs = new() { ["loss"] = 0.25, ["val_loss"] = 0.0546, ["val_accuracy"] = 0.99 };

    [Theory]
    [InlineData("./model/model_mnist_cnn{epoch:02d}-{val_loss:.4f}.hdf5", "./model/model_mnist_cnn03-0.0546.hdf5")]
    [InlineData("plain.keras", "plain.keras")]
    [InlineData("{epoch}_{val_accuracy:.1%}.keras", "3_99.0%.keras")]
    [InlineData("{{{epoch}}}.keras", "{3}.keras")]
    [InlineData("{loss}.keras", "0.25.keras")]
    public void Places_are_filled(string template, string expected) => Assert.Equal(expected, new FilePathTemplate(template).Fill(3, null, s_logs));

    [Fact]
    public void The_batch_is_filled_where_there_is_one() =>
        Assert.Equal("e01b0005.keras", new FilePathTemplate("e{epoch:02d}b{batch:04d}.keras").Fill(1, 5, s_logs));

    [Theory]
    [InlineData("a{epoch.keras", "never closed")]
    [InlineData("a}.keras", "never opened")]
    [InlineData("a{}.keras", "names nothing")]
    [InlineData("a{epoch:02q}.keras", "\"02q\" is not a number format")]
    [InlineData("a{val_loss:02d}.keras", "val_loss is a float")]
    [InlineData("a{logs[loss]}.keras", "more than a name")]
    public void Mistakes_are_found_at_once(string template, string inMessage) =>
        Assert.Contains(inMessage, Assert.Throws<ArgumentException>(() => new FilePathTemplate(template)).Message);

    [Fact]
    public void A_name_that_is_not_logged_is_told_with_those_that_are()
    {
        var template = new FilePathTemplate("{val_acc:.2f}.keras");
        KeyNotFoundException e = Assert.Throws<KeyNotFoundException>(() => template.Fill(1, null, new Logs { ["loss"] = 1 }));
        Assert.Contains("{val_acc}", e.Message);
        Assert.Contains("epoch, loss", e.Message);
        Assert.Contains("validationData", e.Message);
    }
}
