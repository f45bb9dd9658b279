"""What holds for every person: questions about whole rule sets, each proved or refuted with an example."""
