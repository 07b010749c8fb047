"""xlwings' own server for functions, in this process: what a VBA wrapper calls."""

from __future__ import annotations

import warnings

from tests.excel import com

MODULE = "salesbook.functions.registered"


def call_udf(name: str, *arguments: object):
    """CallUDF as the add-in's wrapper calls it: values and no ranges, no workbook, no calling cell."""
    return _server().CallUDF(MODULE, name, arguments, None, None)


_FOUND: list[object] = []


def _server():
    if not _FOUND:
        _, windows = com.xlwings_for_windows()
        windows.is_range_instance = lambda thing: False
        com.stand_ins_back()
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                from xlwings import com_server
        finally:
            com.stand_ins_away()
        com_server.FromVariant = lambda value: value
        _FOUND.append(com_server.XLPython())
    return _FOUND[0]
