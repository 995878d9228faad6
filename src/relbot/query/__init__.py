"""Analyses a question: its terms and vectors, the time and kind of answer it asks for, and what it leaves open.

- `request/`: what a person asks for: the question within the utterance, its intent and topic
- `small_talk/`: messages that ask nothing of the sources
- `wording/`: the question in the words of its corpus
- `dialogue/`: questions that depend on the previous ones, completed
- `subject/`: questions that refer to the document's subject without naming it, completed
- `releases/`: what is asked of releases, and what the headings of a changelog state
- `answer_constraints/`: what a sentence must contain to be an answer, and must not say
"""
