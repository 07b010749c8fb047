"""The one warm Python behind Excel: xlwings' COM server without its paid parts, clean-up and endless waiting."""

from __future__ import annotations

from typing import Any


def serve(clsid: str) -> None:
    """Serve until Excel lets go. Started by the add-in with the interpreter that installed it."""
    from salesbook.hosts.open_part import only_the_open_part

    only_the_open_part()
    import xlwings
    from xlwings import com_server

    from salesbook.hosts.live import ATTEMPTS

    windows: Any = vars(xlwings)["_xlwindows"]  # there on Windows only
    windows.N_COM_ATTEMPTS = ATTEMPTS
    windows.Apps.cleanup = staticmethod(lambda: None)  # at exit it ends every Excel without a window, ours or not
    com_server.serve(clsid)  # type: ignore[no-untyped-call]
