"""What people have taught, found by its question and put before what the documents say; and the answers that people
chose.
"""
