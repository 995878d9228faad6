"""A question, understood: its terms and vectors, the time and kind of answer it asks for, what it leaves open.

- `request/`: what a person asks for: the utterance without its trimmings, the intent and its topic
- `small_talk/`: messages that ask nothing of the sources
- `wording/`: the question in the words of its corpus
- `dialogue/`: what depends on the questions before, completed
- `subject/`: what leaves open that it is about the document, completed
- `answer_constraints/`: what a sentence must hold to be an answer, and must not say
"""
