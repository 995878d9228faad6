"""From files to documents and passages, with exact offsets."""
