"""From files to documents and passages, with exact offsets into the text."""
