using Receptive.Callbacks;
using Xunit;

namespace Receptive.Tests.Callbacks;

public sealed class CsvTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("receptive-csv-").FullName;

    private string File1 => Path.Combine(_folder, "logs", "history.csv");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_file_is_the_one_Keras_writes()
    {
        Log(new CSVLogger(File1), Row(0, ("loss", 0.2767952084541321), ("accuracy", 0.9153333306312561), ("val_loss", 0.05460437759757042)), Row(1, ("loss", 1e-05), ("accuracy", 1), ("val_loss", double.NaN)));
        Assert.Equal(
            "epoch,accuracy,loss,val_loss\r\n0,0.9153333306312561,0.2767952084541321,0.05460437759757042\r\n1,1.0,1e-05,nan\r\n",
            File.ReadAllText(File1));
    }

    [Fact]
    public void Places_for_a_later_validation_are_kept()
    {
        Log(new CSVLogger(File1, ';'), Row(0, ("loss", 0.5)), Row(1, ("loss", 0.25), ("val_loss", 0.125)));
        Assert.Equal("epoch;loss;val_loss\r\n0;0.5;NA\r\n1;0.25;0.125\r\n", File.ReadAllText(File1));
    }

    [Fact]
    public void Appending_goes_on_with_the_columns_that_are_there_and_drops_a_torn_row()
    {
        Log(new CSVLogger(File1), Row(0, ("loss", 0.5)));
        File.AppendAllText(File1, "1,0.2");
        Log(new CSVLogger(File1, append: true), Row(1, ("loss", 0.25), ("new", 1)));
        Assert.Equal("epoch,loss,val_loss\r\n0,0.5,NA\r\n1,0.25,NA\r\n", File.ReadAllText(File1));
    }

    [Fact]
    public void Appending_to_another_file_is_refused()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(File1)!);
        File.WriteAllText(File1, "name,price\r\n");
        Assert.Throws<InvalidDataException>(() => new CSVLogger(File1, append: true).OnTrainBegin(new Logs()));
        Assert.Equal("name,price\r\n", File.ReadAllText(File1));
    }

    [Fact]
    public void A_history_survives_the_way_to_a_file_and_back()
    {
        var history = new History();
        history.OnEpochEnd(0, new Logs { ["loss"] = 0.1, ["accuracy"] = 2.0 / 3 });
        history.OnEpochEnd(1, new Logs { ["loss"] = double.NaN, ["accuracy"] = 1, ["val_loss"] = double.PositiveInfinity });
        string path = Path.Combine(_folder, "h.csv");
        history.SaveCsv(path);
        History read = History.LoadCsv(path);
        Assert.Equal([0, 1], read.Epochs);
        Assert.Equal([0.1, double.NaN], read["loss"]);
        Assert.Equal([2.0 / 3, 1], read["accuracy"]);
        Assert.Equal([double.PositiveInfinity], read["val_loss"]);
        Assert.Equal([path], Directory.GetFiles(_folder));
    }

    [Theory]
    [InlineData("a,b\r\n1,2\r\n", "first column")]
    [InlineData("epoch,loss\r\n0,0.5,7\r\n", "line 2: 3 values")]
    [InlineData("epoch,loss\r\n0,abc\r\n", "\"abc\" is not a number")]
    [InlineData("epoch,loss\r\n-1,0.5\r\n", "not the number of an epoch")]
    public void Files_that_are_no_logs_are_refused(string content, string inMessage)
    {
        string path = Path.Combine(_folder, "bad.csv");
        File.WriteAllText(path, content);
        Assert.Contains(inMessage, Assert.Throws<InvalidDataException>(() => History.LoadCsv(path)).Message);
    }

    [Fact]
    public void A_missing_value_is_told_with_those_that_are_there()
    {
        var history = new History();
        history.OnEpochEnd(0, new Logs { ["loss"] = 1 });
        Assert.Contains("loss", Assert.Throws<KeyNotFoundException>(() => history["val_loss"]).Message);
        Assert.False(history.Contains("val_loss"));
    }

    private static (int Epoch, Logs Logs) Row(int epoch, params (string Name, double Value)[] values)
    {
        var logs = new Logs();
        foreach ((string name, double value) in values) logs[name] = value;
        return (epoch, logs);
    }

    private static void Log(CSVLogger logger, params (int Epoch, Logs Logs)[] rows)
    {
        logger.OnTrainBegin(new Logs());
        foreach ((int epoch, Logs logs) in rows) logger.OnEpochEnd(epoch, logs);
        logger.OnTrainEnd(new Logs());
    }

    [Theory]
    [InlineData("epoch,loss,val_loss\n0,0.5,0.4\n1,0.3", 1)]
    [InlineData("epoch,loss,val_loss\n0,0.5,0.4\n1", 1)]
    [InlineData("epoch,loss,val_loss\r\n0,0.5,0.4\r\n1,0.3,0.2\r\n", 2)]
    [InlineData("epoch,loss,val_loss\n0,0.5,0.4\n1,0.3,0.2", 1)]
    public void A_last_row_that_is_being_written_is_left_out(string text, int rows)
    {
        string file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, text);
            Assert.Equal(rows, History.LoadCsv(file).Epochs.Count);
            File.WriteAllText(file, "epoch,loss,val_loss\n0,0.5\n1,0.3,0.2\n");
            Assert.Contains("line 2", Assert.Throws<InvalidDataException>(() => History.LoadCsv(file)).Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void Saving_makes_the_folder()
    {
        string folder = Directory.CreateTempSubdirectory("receptive-csv").FullName;
        try
        {
            string file = Path.Combine(folder, "runs", "one", "history.csv");
            var history = new History();
            history.OnEpochEnd(0, new Logs { ["loss"] = 0.5 });
            history.SaveCsv(file);
            Assert.Equal(0.5, Assert.Single(History.LoadCsv(file)["loss"]));
            Assert.Single(Directory.GetFiles(Path.GetDirectoryName(file)!));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
