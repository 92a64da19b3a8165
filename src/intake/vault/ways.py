"""The ways into a vault: listed, added, changed, removed; the data stay as they are.

Whoever changes them proves first that they can come in, for an open vault no longer
knows its own key. Each change is one new header, whole in both copies or not at all.
"""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from intake.domain.errors import (
    NoSuchWay,
    OwnWay,
    PassphraseInUse,
    PassphrasesAlike,
    PassphraseTooWeak,
    PassphraseWrong,
    VaultHeaderDamaged,
    WaysFull,
)
from intake.vault import anchor, directory, header, slots
from intake.vault.cost import SALT, Cost, stretch
from intake.vault.directory import Directory, Way
from intake.vault.erasing import SHORTEST, alike
from intake.vault.hardware import Authenticator
from intake.vault.header import Entered, Header
from intake.vault.slots import Kind, Terms
from intake.vault.vault import Vault

Seal = Callable[[Terms, bytes, bytes], bytes]


@dataclass(slots=True)
class _Change:
    """A header in the making: where its owner came in, and what it will hold."""

    own: int
    generation: int
    terms: Terms
    key: bytes = field(repr=False)
    slots: list[bytes] = field(repr=False)
    ways: dict[int, Way]
    eraser: str = field(repr=False)

    def free(self) -> int:
        """Draw a place that nobody uses. Raises WaysFull."""
        empty = [place for place in range(header.SLOTS) if place not in self.ways]
        if not empty:
            raise WaysFull
        return secrets.choice(empty)

    def fill(self, place: int, kind: Kind, name: str, slot: bytes) -> None:
        """Put a slot and what it is called in a place."""
        self.slots[place] = slot
        self.ways[place] = Way(place, kind, _plain(name)[: directory.NAME])

    def empty(self, place: int) -> None:
        """Put noise in a place."""
        self.slots[place] = slots.noise(self.terms)
        del self.ways[place]

    def header(self) -> Header:
        """Give the header as it will be written."""
        known = Directory(
            tuple(self.ways[place] for place in sorted(self.ways)), self.eraser
        )
        box = directory.close(known, self.key, _beside(self.generation, self.slots))
        return Header(self.generation, tuple(self.slots), box)


def first(key: bytes, passphrase: str, cost: Cost, generation: int = 1) -> Header:
    """Make a header that one passphrase opens, and noise elsewhere."""
    change = _blank(key, cost, generation)
    stretched = stretch(passphrase, change.terms.salt, cost)
    place = change.free()
    slot = slots.seal(change.terms, stretched, key)
    change.fill(place, Kind.PASSPHRASE, "", slot)
    return change.header()


def known(whole: Header, key: bytes) -> Directory | None:
    """Read what the ways in are called; None if somebody altered slots or list."""
    beside = _beside(whole.generation, whole.slots)
    return directory.open(whole.directory, key, beside)


def current(folder: Path, entered: Entered) -> Header:
    """Give the header that is to stand in both copies, after whoever came in.

    One that was kept against a newer copy, which a change left half done, is given a
    number of its own, so that the newer can never come back.
    """
    newest = _newest(folder, entered.key)
    whole = entered.header
    names = known(whole, entered.key)
    if whole.generation >= newest or names is None:
        return whole
    beside = _beside(newest + 1, whole.slots)
    box = directory.close(names, entered.key, beside)
    return Header(newest + 1, whole.slots, box)


def add_passphrase(
    vault: Vault,
    own: str,
    new: str,
    name: str,
    *,
    authenticator: Authenticator | None = None,
) -> Way:
    """Let a second passphrase open the vault; *own* is one that does.

    Raises PassphraseWrong, PassphraseInUse, PassphrasesAlike, WaysFull, DiskFull,
    DiskFailed, and what *own* needs of an *authenticator*.
    """
    with vault.guard:
        change = _begin(vault, own, authenticator)
        stretched = _fresh(change, new)
        place = change.free()
        slot = slots.seal(change.terms, stretched, change.key)
        change.fill(place, Kind.PASSPHRASE, name, slot)
        _end(vault, change)
        return change.ways[place]


def add_security_key(
    vault: Vault,
    own: str,
    passphrase: str,
    name: str,
    key: Authenticator,
    *,
    authenticator: Authenticator | None = None,
) -> Way:
    """Let a security *key* and a passphrase, both together, open the vault.

    The passphrase may be that of another security key, a spare one, but none that
    opens by itself. Raises as ``add_passphrase``, and what the *key* raises.
    """
    with vault.guard:
        change = _begin(vault, own, authenticator)
        stretched = _fresh(change, passphrase, beside=frozenset({Kind.SECURITY_KEY}))
        place = change.free()
        slot = slots.seal_with_hardware(change.terms, stretched, change.key, key)
        change.fill(place, Kind.SECURITY_KEY, name, slot)
        _end(vault, change)
        return change.ways[place]


def require_security_key(vault: Vault, own: str, name: str, key: Authenticator) -> Way:
    """Let the passphrase *own* open the vault only together with a security *key*.

    Raises PassphraseWrong, SecurityKeyNeeded if it is so already, and what the *key*
    raises.
    """
    with vault.guard:
        change = _begin(vault, own, None)
        stretched = stretch(own, change.terms.salt, change.terms.cost)
        slot = slots.seal_with_hardware(change.terms, stretched, change.key, key)
        change.fill(change.own, Kind.SECURITY_KEY, name, slot)
        _end(vault, change)
        return change.ways[change.own]


def change_passphrase(
    place: Path | Vault,
    old: str,
    new: str,
    *,
    cost: Cost | None = None,
    authenticator: Authenticator | None = None,
) -> None:
    """Put *new* in the place of *old*; a security key that belongs to it stays so.

    *place* is the vault's folder, which the caller has locked, or the open vault. The
    cost stays as it is unless given; giving one empties every other slot. Interrupted
    at any point, the old passphrase or the new one opens the vault. Raises as
    ``add_passphrase``.
    """
    if isinstance(place, Vault):
        with place.guard:
            _end(place, _changed(place, old, new, cost, authenticator))
    else:
        changed = _changed(place, old, new, cost, authenticator)
        header.write(place, changed.header())
        anchor.hold_locked(place, changed.key, changed.generation)


def remove(
    vault: Vault, own: str, place: int, *, authenticator: Authenticator | None = None
) -> None:
    """Close a way in. Never the one just used, so another is known to work.

    Raises OwnWay, NoSuchWay, PassphraseWrong, DiskFull, DiskFailed.
    """
    with vault.guard:
        change = _begin(vault, own, authenticator)
        if place == change.own:
            raise OwnWay
        if place not in change.ways or change.ways[place].kind is Kind.ERASES:
            raise NoSuchWay
        change.empty(place)
        _end(vault, change)


def set_eraser(
    vault: Vault,
    own: str,
    passphrase: str | None,
    *,
    authenticator: Authenticator | None = None,
) -> None:
    """Let a passphrase erase the vault when it is typed; None takes it away.

    There is one at most. Raises PassphraseTooWeak for a short one, PassphrasesAlike
    when a slip of the fingers could turn the owner's into it, and as
    ``add_passphrase``. Giving the vault another cost takes it away too.
    """
    if passphrase is not None:
        if len("".join(passphrase.split())) < SHORTEST:
            raise PassphraseTooWeak
        if alike(own, passphrase):
            raise PassphrasesAlike
    with vault.guard:
        change = _begin(vault, own, authenticator)
        for way in [*change.ways.values()]:
            if way.kind is Kind.ERASES:
                change.empty(way.place)
        change.eraser = ""
        if passphrase is not None:
            stretched = _fresh(change, passphrase)
            slot = slots.seal_eraser(change.terms, stretched)
            change.fill(change.free(), Kind.ERASES, "", slot)
            change.eraser = _plain(passphrase)[: directory.ERASER]
        _end(vault, change)


def _begin(at: Path | Vault, own: str, authenticator: Authenticator | None) -> _Change:
    """Come in by *own*, and lay out the header as it is now."""
    entered = anchor.enter(at, own, authenticator)
    whole = entered.header
    terms = slots.terms_of(whole.slots[entered.place])
    if entered.kind is Kind.ERASES:
        raise PassphraseWrong
    if terms is None:
        raise VaultHeaderDamaged
    names = known(whole, entered.key)
    ways = {way.place: way for way in names.ways} if names else {}
    ways.setdefault(entered.place, Way(entered.place, entered.kind, ""))
    return _Change(
        own=entered.place,
        generation=_next(at, entered),
        terms=terms,
        key=entered.key,
        slots=list(whole.slots),
        ways=ways,
        eraser=names.eraser if names else "",
    )


def _next(at: Path | Vault, entered: Entered) -> int:
    """Draw the number of a header, above all that were ever whole."""
    folder = at.folder if isinstance(at, Vault) else at
    kept = anchor.of(at) if isinstance(at, Vault) else anchor.look(at, entered.key)
    return max(kept, _newest(folder, entered.key)) + 1


def _newest(folder: Path, key: bytes) -> int:
    """Tell the highest number on disk, without those that somebody made up."""
    ours = [each.generation for each in header.read(folder) if known(each, key)]
    return max(ours, default=0)


def _end(vault: Vault, change: _Change) -> None:
    header.write(vault.folder, change.header())
    anchor.hold(vault, change.generation)
    vault.ways = tuple(change.ways[place] for place in sorted(change.ways))


def _changed(
    at: Path | Vault,
    old: str,
    new: str,
    cost: Cost | None,
    authenticator: Authenticator | None,
) -> _Change:
    change = _begin(at, old, authenticator)
    own = change.ways[change.own]
    if cost:
        fresh = _blank(change.key, cost, change.generation)
        change = replace(fresh, own=own.place)
    beside = frozenset({Kind.SECURITY_KEY}) & {own.kind}
    stretched = _fresh(change, new, beside=beside)
    if own.kind is Kind.SECURITY_KEY and authenticator is not None:
        slot = slots.seal_with_hardware(
            change.terms, stretched, change.key, authenticator
        )
    else:
        slot = slots.seal(change.terms, stretched, change.key)
    change.fill(own.place, own.kind, own.name, slot)
    return change


def _beside(generation: int, kept: Sequence[bytes]) -> tuple[bytes, ...]:
    """Give what the list of ways is bound to, so that no part of a header is older."""
    return (*kept, generation.to_bytes(8, "big"))


def _blank(key: bytes, cost: Cost, generation: int) -> _Change:
    terms = Terms(cost, secrets.token_bytes(SALT))
    empty = [slots.noise(terms) for _ in range(header.SLOTS)]
    return _Change(-1, generation, terms, key, empty, {}, "")


def _fresh(
    change: _Change, passphrase: str, beside: frozenset[Kind] = frozenset()
) -> bytes:
    """Stretch a passphrase that is to be new here, apart from its owner's own slot.

    Slots of the kinds *beside* may be opened by it already.
    """
    if change.eraser and alike(change.eraser, passphrase):
        raise PassphrasesAlike
    stretched = stretch(passphrase, change.terms.salt, change.terms.cost)
    for place, slot in enumerate(change.slots):
        inside = slots.open_slot(slot, stretched)
        if inside is None or inside.kind in beside:
            continue
        if inside.kind is Kind.ERASES:
            raise PassphrasesAlike
        if place != change.own:
            raise PassphraseInUse
    return stretched


def _plain(text: str) -> str:
    """Write a text so that it can be written at all."""
    return text.encode("utf-8", "replace").decode()
