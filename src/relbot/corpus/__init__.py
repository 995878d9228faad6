"""From files to documents and passages, with exact offsets into the text.

- `formats/`: a parser for each format
- `titles/`: recognises title lines by their form in documents without heading markup
- `parser_process/`: the child process in which binary formats are parsed
"""
