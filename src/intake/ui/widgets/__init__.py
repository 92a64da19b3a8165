"""The building blocks of every page; a page is put together from these alone.

==================  ==================================================================
words.py            ``Title Question Text Strong Hint Small Section Figure ErrorText``:
                    labels by role, always plain text, wrapped at 75 characters
buttons.py          ``PrimaryButton Button QuietButton DangerButton LinkButton
                    FoldButton``, ``Toggle`` (a switch)
choices.py          ``RadioCard CheckCard``: choices whose words wrap
fields.py           ``Field TextArea DropDown SearchField FieldLabel labelled``
passphrase.py       ``PassphraseField``: shows while held, leaves nothing behind
digits.py           ``CodeDigits`` (typed groups of a card), ``DigitsLine`` (shown)
chip.py             ``Chip``: a state as a word on a soft ground
icon.py             ``Icon``: a line icon as a widget
card.py             ``Card`` (a white sheet), ``Figures`` (number tiles), ``rule``
banner.py           ``Banner``: an inline message: info, warning, error, good
empty.py            ``EmptyState``: what will stand here, and how to begin
progress.py         ``ProgressLine`` (follows a Job, can be stopped), ``Meter``
table.py            ``Table Column Cell PagedRows``: calm rows over any number of rows
dialog.py           ``Dialog``, ``Verb``, ``ask``: a decision that can't wait
flow.py             ``Flow``, ``flow``: a line that breaks where the page is narrow
page.py             ``Page``: bar, rail, column, foot; ``CentredPage``
navigation.py       ``NavigationRail``: the rail of a role's pages
files.py            ``choose_file``, ``choose_folder``: dialogs that leave no trace
==================  ==================================================================
"""
