"""A question that depends on those before it: what it takes up, what completes it, what is asked of the answer;
and the questions of one message told apart.
"""
