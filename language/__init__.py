"""How Chinese official text writes characters, numbers and days. Knows no records and no files."""
