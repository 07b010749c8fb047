"""Archives of which all but a few members are the same each time: the others are packed and described once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from salesbook.package.zip_records import Written, compressed, info_for, stored

if TYPE_CHECKING:
    from collections.abc import Mapping

    from salesbook.package.archive import Archive

_QUICK = 2
"""Level of zlib: half the time of 4; a letter with a picture grows by a hundredth."""
_WORTHWHILE = 2_048
"""Bytes from which on compressing pays."""


class Mould:
    """An archive ready to be cast again and again; the members that differ come last in it."""

    def __init__(self, archive: Archive, differing: tuple[str, ...]) -> None:
        same = Written()
        for name in archive.names():
            if name not in differing:
                same.add(*archive.packed(name))
        self._same = same.joined()
        self._differing = {name: info_for(name) for name in differing}

    def cast(self, contents: Mapping[str, bytes]) -> bytes:
        """The bytes of the whole, with the contents of all members that differ."""
        new = self._same.joined()
        for name, info in self._differing.items():
            content = contents[name]
            few = len(content) < _WORTHWHILE
            new.add(*(stored(info, content) if few else compressed(info, content, _QUICK)))
        return new.content()
