"""Stand-ins for pywin32, so that xlwings' own Windows engine runs anywhere; each call across the process is counted."""

from __future__ import annotations

import ctypes
import datetime as dt
import sys
import types
from collections import Counter
from unittest.mock import MagicMock

TRIPS: Counter[str] = Counter()
"""Round trips by what they asked for."""


class ComError(Exception):
    """As pywin32's: number, text, details, argument."""

    @property
    def hresult(self) -> int:
        return self.args[0]


class Dispatch:
    """What xlwings takes for an object of Excel's."""


class Base:
    """Another base that xlwings knows."""


def refused(number: int = -2146827284, text: str = "refused") -> ComError:
    return ComError(number, text, None, None)


class Com(Dispatch):
    """An object of Excel's: `get_X`, `set_X` and `do_X` are its members, and every use of one is a round trip.

    A member that is not there is Excel's own error and no AttributeError, on which xlwings would ask again for ever.
    """

    def __init__(self, **own: object) -> None:
        self.__dict__.update(own)

    def __getattr__(self, name: str):
        if name.startswith("_"):
            raise AttributeError(name)
        kind = type(self)
        if call := getattr(kind, f"do_{name}", None):
            return types.MethodType(_counted(f"{kind.__name__}.{name}()", call), self)
        get = getattr(kind, f"get_{name}", None)
        if get is None:
            raise ComError(-2147352573, f"Member not found: {kind.__name__}.{name}", None, None)
        TRIPS[f"{kind.__name__}.{name}"] += 1
        return get(self)

    def __setattr__(self, name: str, value: object) -> None:
        put = getattr(type(self), f"set_{name}", None)
        if put is None:
            raise ComError(-2147352573, f"Member not found: {type(self).__name__}.{name}", None, None)
        TRIPS[f"{type(self).__name__}.{name}="] += 1
        put(self, value)


def _counted(name: str, call):
    def counted(self, *given, **named):
        TRIPS[name] += 1
        return call(self, *given, **named)

    return counted


def _module(name: str, **members: object) -> None:
    module = types.ModuleType(name)
    module.__dict__.update(members)
    sys.modules[name] = module
    if "." in name:
        owner, _, last = name.rpartition(".")
        setattr(sys.modules[owner], last, module)


def _stand_in() -> None:
    _module("pywintypes", com_error=ComError, error=type("error", (Exception,), {}), TimeType=dt.datetime, IID=str)
    _module("win32api", CloseHandle=None)
    _module("win32con")
    _module("win32gui")
    _module("win32event")
    _module("win32process", GetWindowThreadProcessId=lambda window: (1, 4242))
    utc = types.SimpleNamespace(utc=lambda: dt.UTC)
    _module("win32timezone", TimeZoneInfo=utc)
    _module(
        "pythoncom", CoInitialize=lambda *_: None, __file__="none", IID_IDispatch=1, ole_error=ComError,
        TypeIIDs=MagicMock(), IID_IEnumVARIANT=2,
    )  # fmt: skip
    _module("win32com")
    _module(
        "win32com.client", CDispatch=Dispatch, CoClassBaseClass=Base, DispatchBaseClass=Base,
        Dispatch=lambda thing, *_, **__: thing, DispatchEx=lambda spec: None,
    )  # fmt: skip
    for name in ("server", "server.dispatcher", "server.policy", "server.util"):
        _module(f"win32com.{name}")


def xlwings_for_windows():
    """xlwings with its Windows engine, and that engine's module."""
    if "xlwings._xlwindows" in sys.modules:
        return sys.modules["xlwings"], sys.modules["xlwings._xlwindows"]
    kept = ctypes.PyDLL
    _stand_in()
    ctypes.oledll = ctypes.windll = ctypes.PyDLL = MagicMock()
    sys.modules.setdefault("xlwings.pro", None)
    try:
        import xlwings
        from xlwings import _xlwindows
    finally:
        ctypes.PyDLL = kept
        del ctypes.oledll, ctypes.windll
        for name in [n for n in sys.modules if n == "win32com" or n.startswith(("win32com.", "win32"))]:
            _HIDDEN[name] = sys.modules.pop(name)
    _xlwindows.Apps.cleanup = staticmethod(lambda: None)
    xlwings._xlwindows = _xlwindows
    engine = xlwings.Engine(impl=_xlwindows.engine)
    xlwings.engines.add(engine)
    engine.activate()
    return xlwings, _xlwindows


_HIDDEN: dict[str, types.ModuleType] = {}
"""Ours again out of the way: other tests ask whether there is an Outlook."""


def stand_ins_back() -> None:
    """For xlwings' server, which imports them when it is loaded."""
    sys.modules.update(_HIDDEN)


def stand_ins_away() -> None:
    for name in _HIDDEN:
        sys.modules.pop(name, None)
