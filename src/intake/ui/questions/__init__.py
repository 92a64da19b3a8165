"""The questions of a form as widgets: one editor for each kind, one card around each.

``card.QuestionCard`` shows a question, its hint, its editor and what is the matter
with the answer; ``editors.editor_for`` finds the editor; ``group.GroupView`` puts the
cards of one page together. What a person does goes out through ``hands.Hands`` alone;
what the form makes of it comes back with ``refresh``.
"""
