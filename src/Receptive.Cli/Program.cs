using Receptive.Cli.CommandLine;

return Application.Run(args);
