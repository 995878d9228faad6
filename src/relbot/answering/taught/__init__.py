"""What people have taught: found by the question it was taught for, and put before what the documents say."""
