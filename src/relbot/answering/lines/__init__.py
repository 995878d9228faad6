"""What documents say line by line: lists, procedures and the rows of tables, told together, as far as
asked for, or side by side; and what a line stands under (`lead`).
"""
