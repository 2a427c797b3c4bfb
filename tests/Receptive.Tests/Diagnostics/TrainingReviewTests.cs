using Receptive.Callbacks;
using Receptive.Diagnostics;
using Xunit;

namespace Receptive.Tests.Diagnostics;

public sealed class TrainingReviewTests
{
    [Fact]
    public void Good_run_is_left_in_peace() =>
        Assert.Empty(TrainingReview.Of(Log([0.2, 0.05, 0.04, 0.035], [0.06, 0.03, 0.028, 0.0279], [0.94, 0.98, 0.99, 0.99], [0.98, 0.99, 0.991, 0.991]), 0.991, KnownResult.For("mnist"), 10));

    [Fact]
    public void The_notebooks_own_result_does_not_go_by_unnoticed()
    {
        History history = Log([0.2, 0.05, 0.04, 0.035], [0.06, 0.03, 0.028, 0.0279], [0.94, 0.98, 0.99, 0.99], [0.98, 0.99, 0.991, 0.9912]);
        IReadOnlyList<HealthFinding> findings = TrainingReview.Of(history, finalAccuracy: 0.9563, KnownResult.For("MNIST"));
        Assert.Contains(findings, finding => finding.Message.Contains("95.63%, is far below what the run had reached in epoch 4 (99.12%)", StringComparison.Ordinal));
        Assert.Contains(findings, finding => finding.Message.Contains("on mnist (99%)", StringComparison.Ordinal));
        Assert.All(findings, finding => Assert.True(finding.Level == FindingLevel.Warning && finding.Advice.Length > 10));
    }

    [Fact]
    public void Loss_that_is_no_number_is_all_that_is_said() =>
        Assert.Contains("not a number", Assert.Single(TrainingReview.Of(Log([0.5, double.NaN], [], [], []))).Message, StringComparison.Ordinal);

    [Fact]
    public void Loss_that_does_not_fall_and_guessing_are_noticed()
    {
        IReadOnlyList<HealthFinding> findings = TrainingReview.Of(Log([2.303, 2.302, 2.303], [2.303, 2.303, 2.303], [0.1, 0.1, 0.1], [0.11, 0.1, 0.1]), classes: 10);
        Assert.Contains(findings, finding => finding.Message.Contains("did not fall", StringComparison.Ordinal));
        Assert.Contains(findings, finding => finding.Message.Contains("guessing among 10", StringComparison.Ordinal));
    }

    [Fact]
    public void More_epochs_are_not_advised_where_nothing_is_learned()
    {
        HealthFinding finding = Assert.Single(TrainingReview.Of(Log([9, 5, 2.4], [8, 4, 2.31], [0.1, 0.1, 0.1], [0.1, 0.1, 0.1]), classes: 10));
        Assert.Contains("guessing among 10", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Overfitting_names_the_best_epoch() =>
        Assert.Contains("best in epoch 2 (0.2)", TrainingReview.Of(Log([0.5, 0.2, 0.1, 0.05, 0.01], [0.3, 0.2, 0.22, 0.25, 0.3], [], []))[0].Message, StringComparison.Ordinal);

    [Fact]
    public void Training_that_ended_too_early_is_a_note()
    {
        HealthFinding finding = Assert.Single(TrainingReview.Of(Log([0.9, 0.5], [0.8, 0.4], [], [])));
        Assert.Equal(FindingLevel.Note, finding.Level);
        Assert.StartsWith("note: training: The loss was still falling", finding.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Gap_between_training_and_validation_is_noticed() =>
        Assert.Contains(TrainingReview.Of(Log([0.5, 0.1], [0.6, 0.59], [0.8, 0.99], [0.75, 0.8])), finding => finding.Message.Contains("99% on training images and only 80%", StringComparison.Ordinal));

    private static History Log(double[] loss, double[] validationLoss, double[] accuracy, double[] validationAccuracy)
    {
        var history = new History();
        for (int i = 0; i < loss.Length; i++)
        {
            var logs = new Logs([new("loss", loss[i])]);
            if (i < accuracy.Length) logs["accuracy"] = accuracy[i];
            if (i < validationLoss.Length) logs["val_loss"] = validationLoss[i];
            if (i < validationAccuracy.Length) logs["val_accuracy"] = validationAccuracy[i];
            history.OnEpochEnd(i, logs);
        }

        return history;
    }
}
