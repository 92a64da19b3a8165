"""Every foreseen thing that can go wrong, each with the sentence a person gets.

An error is a class; its ``sentence`` says what happened, what to do, and whether
anything was lost. Fields in braces are filled from the arguments, which are counts,
names of machines' things or places in a form: never a witness's words, a person's
name or a passphrase. The command line prints the sentence; the windows translate it.

This stays one file, although it is long: there is nothing in it but sentences, sections
follow the rooms, and whoever adds a sentence reads its neighbours, so that the same
thing is said in the same words everywhere. As a package it would need a second list of
all names beside the classes, to be kept in step by hand.
"""

from typing import ClassVar


class IntakeError(Exception):
    """Something foreseen went wrong; never raised itself."""

    sentence: ClassVar[str] = ""

    def __init__(self, **fields: object) -> None:
        """Keep the *fields* that the sentence names."""
        super().__init__()
        self.fields = fields

    def __str__(self) -> str:
        """Write the sentence in English."""
        return self.sentence.format_map(self.fields)


# --- writing and reading facts


class NotCanonical(IntakeError):
    """Bytes that should be canonical JSON are not."""

    sentence = (
        "This file is damaged or was made by another program. Nothing was changed; "
        "ask for it again."
    )


# --- forms


class FormError(IntakeError):
    """A form could not be read; carries every fault found."""

    sentence = "The form has faults ({count}). Nothing was changed."


class LogInvalid(IntakeError):
    """A line of a custody log is malformed."""

    sentence = (
        "The log of what happened to this record is damaged. Nothing was changed; "
        "ask for the record again."
    )


class ProtocolInvalid(IntakeError):
    """A list of forms is malformed."""

    sentence = (
        "The list of forms is damaged or was made by another program. "
        "Nothing was changed; ask for it again."
    )


class PolicyInvalid(IntakeError):
    """The rules of an organisation are malformed."""

    sentence = (
        "The rules of the organisation are damaged or were made by another program. "
        "Nothing was changed; ask for the pack again."
    )


class AnswerRefused(IntakeError):
    """An answer does not fit its question; the reason is in ``why``."""

    sentence = "{why}"


class DateUnreadable(IntakeError):
    """A text is no date in any of the ways a date can be remembered."""

    sentence = (
        "Write a year (2017), a month (2017-03) or a day (2017-03-21), with ~ after "
        "it for about and ? for not sure; from and to as 2017-03/2018."
    )


class FileUnreadable(IntakeError):
    """A file that the person chose could not be read."""

    sentence = (
        "The file could not be read. Check that it is still there and may be opened. "
        "Nothing was changed."
    )


class NoSuchQuestion(IntakeError):
    """The form has no question at this place."""

    sentence = "The form has no question {ref}. Nothing was changed."


# --- vault


class VaultError(IntakeError):
    """Something about the encrypted store; never raised itself."""


class PassphraseWrong(VaultError):
    """No slot opens with this passphrase."""

    sentence = (
        "This passphrase does not open the vault. Check the keyboard language and "
        "Caps Lock, and try again. Nothing was lost."
    )


class PassphraseTooWeak(VaultError):
    """A passphrase that would be guessed."""

    sentence = (
        "This passphrase could be guessed. Add words, or let the program offer six. "
        "Nothing was changed."
    )


class PassphrasesAlike(VaultError):
    """The passphrase that erases is too near the one that opens."""

    sentence = (
        "The passphrase that erases is too like the one that opens, so a slip could "
        "erase everything. Choose another. Nothing was changed."
    )


class PassphraseMissing(VaultError):
    """No passphrase was given and nobody can be asked."""

    sentence = (
        "A passphrase is needed. Run this at a terminal, or give it with "
        "--passphrase-fd. Nothing was changed."
    )


class PassphrasesDiffer(VaultError):
    """The new passphrase was typed differently the second time."""

    sentence = "The two passphrases differ. Nothing was changed; try again."


class PassphraseInUse(VaultError):
    """A new passphrase that opens the vault already."""

    sentence = (
        "This passphrase opens the vault already. Choose another. Nothing was changed."
    )


class EraseNotAllowed(VaultError):
    """The organisation has not switched the erasing passphrase on."""

    sentence = (
        "Your organisation has not allowed a passphrase that erases. "
        "Nothing was changed; ask your coordinator."
    )


class NoSuchWay(VaultError):
    """No key slot is in use under this number."""

    sentence = "There is no such way into the vault. Nothing was changed."


class OwnWay(VaultError):
    """The slot that was just used cannot be the one that goes."""

    sentence = (
        "This is the way you have just come in by, and another must be shown to work "
        "before it goes. Use another passphrase or security key. Nothing was changed."
    )


class WaysFull(VaultError):
    """Every key slot is in use."""

    sentence = (
        "All ways into the vault are taken. Remove one first. Nothing was changed."
    )


class SecurityKeyNeeded(VaultError):
    """The passphrase is right, and a security key belongs to it."""

    sentence = (
        "A security key belongs to this passphrase. Put it in and try again. "
        "Nothing was lost."
    )


class SecurityKeyMissing(VaultError):
    """No security key is there, or it went away."""

    sentence = (
        "No security key was found. Put it in and try again. Nothing was changed."
    )


class SecurityKeyWrong(VaultError):
    """The security key is another than the one that was enrolled."""

    sentence = (
        "This is not the security key that belongs to the passphrase. Use the other "
        "one. Nothing was lost."
    )


class SecurityKeyUnsuitable(VaultError):
    """The security key cannot keep a secret for us."""

    sentence = (
        "This security key cannot be used here: it lacks what is called hmac-secret. "
        "Nothing was changed; use another one."
    )


class SecurityKeyRefused(VaultError):
    """The security key was not touched in time, or its PIN was wrong."""

    sentence = (
        "The security key did not agree: it was not touched in time, or its PIN is "
        "wrong. Try again. Nothing was changed."
    )


class SecurityKeyUnsupported(VaultError):
    """The library that talks to security keys is not installed."""

    sentence = (
        "This installation cannot talk to security keys. Nothing was changed; install "
        "Intake with its part for hardware."
    )


class VaultMissing(VaultError):
    """There is no vault in this folder."""

    sentence = "There is no vault in this folder. Nothing was changed."


class VaultExists(VaultError):
    """A vault, or something that could be one, is already here."""

    sentence = (
        "This folder already holds something that may be a vault, so no new one was "
        "made over it. Choose an empty folder. Nothing was changed."
    )


class VaultInUse(VaultError):
    """Another process has the vault open."""

    sentence = (
        "The vault is already open in another window. Close that one first. "
        "Nothing was lost."
    )


class VaultHeaderDamaged(VaultError):
    """Neither copy of the header can be read."""

    sentence = (
        "The part of the vault that holds its keys is damaged, so it cannot be "
        "opened. Nothing was changed; restore the folder from a backup."
    )


class VaultForeign(VaultError):
    """The folder holds files that are not a vault of this program."""

    sentence = (
        "This folder holds files of another program, not a vault. "
        "Nothing was changed; choose another folder."
    )


class VaultUnfinished(VaultError):
    """The making of the vault was interrupted before anything was stored."""

    sentence = (
        "This vault was not finished when it was made, so nothing is stored in it. "
        "Remove the folder and begin again."
    )


class VaultNewer(VaultError):
    """The vault was last used by a newer program."""

    sentence = (
        "A newer version of the program wrote this vault. Open it with that version. "
        "Nothing was changed."
    )


class VaultDamaged(VaultError):
    """The database, the journal or a media file does not verify."""

    sentence = (
        "Part of the vault is damaged: {what}. What can be read is kept as it is; "
        "make a copy of the folder before you go on."
    )


class MemoryShort(VaultError):
    """The machine has too little free memory to try a passphrase."""

    sentence = (
        "Unlocking needs {needed} MiB of free memory. Close other programs and try "
        "again. Nothing was lost."
    )


class DiskFull(VaultError):
    """No room is left on the disk."""

    sentence = (
        "The disk is full, so this could not be stored. Free some space and try "
        "again. Everything stored before is safe."
    )


class KeyStillThere(VaultError):
    """A draft is sealed or gone, but the disk did not let its key be destroyed."""

    sentence = (
        "This is done and nothing was lost, but the disk did not let the key of the "
        "readable copy be destroyed. Until it is, this laptop can still open it. Free "
        "some room or check the disk: it is tried again at every step, when you lock "
        "and when you unlock."
    )


class DiskFailed(VaultError):
    """The disk refused a write or a read."""

    sentence = (
        "The disk did not take the data. Everything stored before is safe; "
        "check the disk and try again."
    )


# --- sealing


class SealingError(IntakeError):
    """Something about sealed files; never raised itself."""


class SelfTestFailed(SealingError):
    """The program does not compute what it must; nothing may be sealed with it."""

    sentence = (
        "The program failed its own check ({what}) and must not be used on this "
        "machine. Nothing was changed; install it again."
    )


class AgeHeaderError(SealingError):
    """The header of an age file is malformed."""

    sentence = (
        "The start of this sealed file is damaged or it is not a sealed file. "
        "Ask for it to be sent again."
    )


class AgeArmorError(SealingError):
    """The armor of an age file is malformed."""

    sentence = (
        "The text around this sealed file is damaged. Ask for it to be sent again."
    )


class AgeMacError(SealingError):
    """The header of an age file was altered."""

    sentence = "The start of this sealed file was altered. Ask for it to be sent again."


class AgeNoMatch(SealingError):
    """An age file is not sealed to any of our keys."""

    sentence = "This is sealed to someone else, so it cannot be opened here."


class AgePayloadError(SealingError):
    """The body of an age file is damaged or cut short."""

    sentence = "This sealed file is damaged or cut short. Ask for it to be sent again."


class KeyTextInvalid(SealingError):
    """A text is not a key or recipient of a known kind."""

    sentence = "This is not a key that the program knows. Nothing was changed."


class SignatureInvalid(SealingError):
    """A signature does not fit what it claims to sign."""

    sentence = (
        "A signature does not fit, so this was altered or was not made by who it "
        "says. It was not taken in; ask for it again."
    )


class StatementInvalid(SealingError):
    """A statement is malformed or of the wrong kind."""

    sentence = (
        "The list of contents is damaged or of another kind. It was not taken in; "
        "ask for it to be sent again."
    )


class WrongKind(SealingError):
    """A sealed thing of one kind was given where another is wanted."""

    sentence = "This file is a {found}, not a {wanted}. Nothing was changed."


class NotAPack(SealingError):
    """A file of some other kind was given where a pack is wanted."""

    sentence = (
        "This file is not a pack. Choose the one your coordinator gave you. "
        "Nothing was changed."
    )


class NewerFormat(SealingError):
    """A file in a format that this version does not know."""

    sentence = (
        "A newer version of the program made this file. Open it with that version. "
        "Nothing was changed."
    )


class ContentsAltered(SealingError):
    """Members do not match the signed list."""

    sentence = (
        "What is inside does not match the signed list. It was not taken in; ask "
        "for it to be sent again."
    )


class TooLarge(SealingError):
    """A file claims or holds more than the program takes."""

    sentence = "This file is larger than the program takes. It was not taken in."


class CardInvalid(SealingError):
    """A card is malformed or does not carry its own signatures."""

    sentence = (
        "This card is damaged or was altered. Nothing was changed; ask for it again."
    )


class CardEnds(SealingError):
    """A card is near its last day; said, never raised."""

    sentence = (
        "The card of {name} is good until {day} only. It is time for the one that "
        "follows."
    )


class CardExpired(SealingError):
    """A card is past its last day; said, never raised, for refusing could lose work."""

    sentence = (
        "The card of {name} is past its last day, {day}. It still works; make or ask "
        "for the one that follows before you go on."
    )


class SignedLate(SealingError):
    """A record signed with a card that was past its last day; said beside it."""

    sentence = (
        "This record was signed on {made}, when the card of {name} was past its last "
        "day, {day}. Ask the interviewer."
    )


class GroupsWrong(SealingError):
    """The typed digits are not those of the card."""

    sentence = (
        "These digits are not those of the card. Compare again, aloud, with the "
        "person themselves. Nothing was changed."
    )


class CardTakenBack(SealingError):
    """A card that the desk has taken back."""

    sentence = (
        "This card was taken back, so it is not used any more. Ask your coordinator. "
        "Nothing was changed."
    )


class CardNotCompared(SealingError):
    """A card must be compared before it can be used."""

    sentence = (
        "This card has not been compared yet. Compare its digits with the person "
        "before you use it. Nothing was changed."
    )


# --- the sheets that bring a desk back


class SheetError(IntakeError):
    """Something about recovery sheets; never raised itself."""


class SheetWordUnknown(SheetError):
    """A word that no sheet can have."""

    sentence = (
        "Word {place} is not one that a sheet can have. Look at it again on the "
        "sheet; its first four letters are enough. Nothing was changed."
    )


class SheetCutShort(SheetError):
    """More or fewer words than a sheet has."""

    sentence = (
        "A sheet has {wanted} words; here are {count}. Look whether one was left out "
        "or typed twice. Nothing was changed."
    )


class SheetMistyped(SheetError):
    """Each word could be on a sheet, but not all of them together."""

    sentence = (
        "One of the words is not the one on the sheet. Compare them one by one. "
        "Nothing was changed."
    )


class SheetForeign(SheetError):
    """A share of the same standard, made for something else."""

    sentence = (
        "These words are from a sheet that another program made. Nothing was changed."
    )


class SheetTwice(SheetError):
    """The same sheet was given twice."""

    sentence = (
        "Sheet {number} was given twice. Give another sheet of the same set in its "
        "place. Nothing was changed."
    )


class SheetsOfDifferentSets(SheetError):
    """Sheets that were not printed together."""

    sentence = (
        "These sheets were not printed together. Sheets of one set all begin with "
        "the same two words. Nothing was changed."
    )


class SheetsTooFew(SheetError):
    """Fewer sheets than bring the desk back."""

    sentence = (
        "Here are {given} of the {needed} sheets that are needed. Fewer tell nothing. "
        "Nothing was changed."
    )


class SheetsOfAnotherDesk(SheetError):
    """What the sheets bring back is not the desk of this card."""

    sentence = (
        "The sheets fit together, but they do not bring back the desk with these "
        "digits. Check the name, the day and the digits; if the desk's card was "
        "renewed since, give its card file. Nothing was changed."
    )


class SheetsNotThatMany(SheetError):
    """A number of sheets that the standard does not allow, or that protects nobody."""

    sentence = (
        "Print between 2 and {most} sheets, of which at least 2 are needed. "
        "Nothing was changed."
    )


class RecoveryNotRehearsed(SheetError):
    """Nobody has yet shown that the sheets bring the desk back."""

    sentence = (
        "Before the first records come in, print the recovery sheets and rehearse "
        "with them once. Nothing was taken in, and nothing was lost."
    )


# --- sticks and folders


class StickGone(SealingError):
    """The medium disappeared while it was written or read."""

    sentence = (
        "The stick was pulled out before the copy was checked. Nothing was lost; "
        "put it back and try again."
    )


class StickFull(SealingError):
    """The medium has no room."""

    sentence = (
        "The stick is full: {needed} bytes are needed. Nothing was lost; use "
        "another stick or free some space."
    )


class StickReadOnly(SealingError):
    """The medium does not take writes."""

    sentence = (
        "The stick does not let anything be written. Nothing was lost; check its "
        "switch or use another one."
    )


class StickLies(SealingError):
    """What was read back differs from what was written."""

    sentence = (
        "What came back from the stick is not what was written to it. Nothing was "
        "lost; do not use this stick again."
    )


class NotAFile(SealingError):
    """A link, a pipe or a device where a file is wanted."""

    sentence = (
        "This is no file but a link, a pipe or a device, so it was not opened. "
        "Nothing was changed."
    )


class TooManyFiles(SealingError):
    """A folder with more entries than are looked at."""

    sentence = (
        "This folder holds more than {most} files, so not all of them were looked at. "
        "Choose the files themselves. Nothing was changed."
    )


class NotAFolder(SealingError):
    """The place to write to is not a folder."""

    sentence = "There is no such folder. Nothing was changed."


# --- deeds


class DeedRefused(IntakeError):
    """A deed that the present state does not allow; never raised itself."""


class OldKeysNeeded(DeedRefused):
    """Something here can only be opened by keys that were to be destroyed."""

    sentence = (
        "Not everything here is sealed to the new keys yet: {count} files need the old "
        "ones. Seal them again, or settle what is set apart, first. Nothing was "
        "destroyed."
    )


class WrongDesk(DeedRefused):
    """A deed of the other role."""

    sentence = "This vault belongs to {role}; this can only be done at the other desk."


class NoSuchInterview(DeedRefused):
    """No interview has this name or id."""

    sentence = "There is no interview of that name here. Nothing was changed."


class NoSuchProtocol(DeedRefused):
    """No protocol has this id."""

    sentence = "There is no protocol of that name here. Nothing was changed."


class NoSuchRecord(DeedRefused):
    """No record has this id."""

    sentence = "There is no record of that number here. Nothing was changed."


class NoSuchForm(DeedRefused):
    """A form that an interview needs is not here."""

    sentence = "A form of this interview is not on this machine. Nothing was changed."


class NoSuchCard(DeedRefused):
    """No card has this fingerprint."""

    sentence = "There is no card with those digits here. Nothing was changed."


class NoPackYet(DeedRefused):
    """Nothing can be sealed before the desk's card is known."""

    sentence = (
        "This laptop does not know the desk yet. Take in the pack from your "
        "coordinator first. The interview is kept as it is."
    )


class NotADraft(DeedRefused):
    """The interview is finished and cannot be changed."""

    sentence = "This interview is finished and can no longer be changed."


class NothingDamaged(DeedRefused):
    """An interview of which nothing needs to be saved."""

    sentence = "Nothing of this interview is damaged. Open it as usual."


class Salvaged(DeedRefused):
    """What could be read of a damaged interview is in another; said beside it."""

    sentence = (
        "Part of {name} is damaged. What can still be read is in a new draft, {draft}. "
        "Lost answers or changes: {steps}; lost files: {files}. Read the new draft "
        "through before you go on; {name} stays as it is until you discard it."
    )


class SalvagedBefore(DeedRefused):
    """A damaged interview of which everything was saved that can be."""

    sentence = (
        "Part of this interview is damaged. What could be read of it is in the draft "
        "{draft} already; open that one."
    )


class AlreadySealed(DeedRefused):
    """The interview is sealed; its content is no longer here."""

    sentence = "This interview is sealed; this laptop cannot open it."


class NotReadyToFinish(DeedRefused):
    """Rules that block finishing are not met."""

    sentence = (
        "The interview cannot be finished yet; things are missing ({count}). "
        "Every answer is kept."
    )


class NotFinished(DeedRefused):
    """Sealing needs a finished interview."""

    sentence = "Finish the interview first. Every answer is kept."


class NothingToSend(DeedRefused):
    """No sealed record waits."""

    sentence = "There is nothing sealed to hand over. Nothing was written."


class NoSuchPart(DeedRefused):
    """A part of a bundle that was not made here, or that a receipt settled."""

    sentence = "There is no such part of a bundle that waits here. Nothing was written."


class NothingToAnswer(DeedRefused):
    """No record waits for a receipt."""

    sentence = (
        "No record waits for a receipt from a sender whose card you have compared. "
        "Nothing was written."
    )


class NoSuchSender(DeedRefused):
    """No interviewer of this name is known."""

    sentence = "No interviewer of that name is known here. Nothing was changed."


class PackOlder(DeedRefused):
    """A pack that is not newer than the one in use."""

    sentence = "This pack is older than the one in use. Nothing was changed."


class PackFromAnotherDesk(DeedRefused):
    """A pack by a desk other than the one compared."""

    sentence = (
        "This pack was made by another desk than the one you compared. "
        "Nothing was changed; ask your coordinator."
    )


class ReceiptNotForUs(DeedRefused):
    """A receipt that names nothing of ours."""

    sentence = "This receipt is not for records of this laptop. Nothing was removed."


class ReceiptFromAnother(DeedRefused):
    """A receipt that today's desk did not sign."""

    sentence = (
        "This receipt is not from the desk that this laptop works for now. Nothing was "
        "removed or changed."
    )


class SenderUnknown(DeedRefused):
    """The sender of a bundle is not a compared card."""

    sentence = (
        "The sender is not one whose card you have compared. It is set apart; "
        "compare the card to take it in."
    )


class SenderRevoked(DeedRefused):
    """The sender's card was taken back."""

    sentence = "The sender's card was taken back. It is set apart; look into why."


class SecondFollower(DeedRefused):
    """Two cards follow the same one, so one of them was made with copied keys."""

    sentence = (
        "Another card follows the same card as this one, so somebody may have copied "
        "its keys. It is set apart; ask the interviewer, and compare the card that is "
        "theirs."
    )


class SenderRevokedSince(DeedRefused):
    """A record whose sender's card was taken back after it came; said beside it."""

    sentence = (
        "The sender's card was taken back since this record came. It can be read; "
        "weigh it with that in mind."
    )


class LetIn(DeedRefused):
    """A record that was let in by a decision; said beside it."""

    sentence = (
        "This record was let in by a decision at this desk, although its sender was "
        "not one whose card counts."
    )


class OtherVersions(DeedRefused):
    """A record of which other versions lie here; said beside it."""

    sentence = "Another version of this record is here as well: number {numbers}."


class NothingHeld(DeedRefused):
    """There is nothing held apart under this name."""

    sentence = "Nothing is held apart here under that name. Nothing was changed."


class ReasonMissing(DeedRefused):
    """A decision without a reason."""

    sentence = "Write down why, in a few words. Nothing was changed."


class NoRoomToHold(DeedRefused):
    """What came cannot be kept until it is decided on; it stays on the stick."""

    sentence = (
        "There is no room here to keep this until the rest or a decision comes, so it "
        "was left on the stick. Keep the stick."
    )


class RecordSetApart(DeedRefused):
    """A record that may not be read before it has been looked into."""

    sentence = (
        "This record is set apart. Compare the sender's card, or look into the "
        "reason, before it is read."
    )


class SenderOther(DeedRefused):
    """A record that another sent than the interviewer who signed it."""

    sentence = (
        "This was not sent by the interviewer who signed it, or another interviewer "
        "signed the record of this number before. It is set apart; look into why."
    )


class PartMissing(DeedRefused):
    """Not all parts of a bundle are there."""

    sentence = (
        "Part {part} of {parts} is missing. What is whole was taken in; bring the "
        "missing part."
    )


class Cancelled(DeedRefused):
    """The person stopped the deed."""

    sentence = "Stopped. Nothing was left half done."
