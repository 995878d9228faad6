"""From files to documents and passages, with exact offsets into the text.

- `formats/`: a parser for each format
- `titles/`: lines that are titles by their form, where no markup says so
- `parser_process/`: the child process in which binary formats are parsed
"""
