"""What documents say line by line: lists, procedures and the rows of tables, told together or as far as asked for."""
