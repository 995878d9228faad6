"""From files to documents, sentences and passages, with exact offsets."""
