' How VBA reaches Python. Adapted from the VBA module of xlwings:
'
' Copyright (C) 2014 - present, Zoomer Analytics GmbH. All rights reserved.
' Redistribution and use in source and binary forms, with or without modification, are permitted provided that the
' conditions of the BSD 3-clause license are met; its full text is in LICENSE-xlwings beside this file. THIS SOFTWARE IS
' PROVIDED "AS IS" AND ANY EXPRESS OR IMPLIED WARRANTIES ARE DISCLAIMED.
'
' Left out on purpose: settings in sheets and in files beside a workbook, the workbook's folder on Python's path, and code
' in sheets. The interpreter is the one that was set for this user, and no workbook can choose another.
Option Explicit

#If Mac Then
#ElseIf Win64 Then
    Private Declare PtrSafe Function ActivateServer Lib "xlwings64-@XLWINGS@.dll" Alias "XLPyDLLActivateAuto" (ByRef Result As Variant, Optional ByVal Config As String = "", Optional ByVal Mode As Long = 1) As Long
    Private Declare PtrSafe Function LoadLibrary Lib "kernel32" Alias "LoadLibraryW" (ByVal Name As LongPtr) As LongPtr
    Private Declare PtrSafe Function MessageBox Lib "user32" Alias "MessageBoxW" (ByVal Owner As LongPtr, ByVal Text As LongPtr, ByVal Title As LongPtr, ByVal Kind As Long) As Long
    Private Const LIBRARY As String = "xlwings64-@XLWINGS@.dll"
#Else
    Private Declare PtrSafe Function ActivateServer Lib "xlwings32-@XLWINGS@.dll" Alias "XLPyDLLActivateAuto" (ByRef Result As Variant, Optional ByVal Config As String = "", Optional ByVal Mode As Long = 1) As Long
    Private Declare PtrSafe Function LoadLibrary Lib "kernel32" Alias "LoadLibraryW" (ByVal Name As LongPtr) As LongPtr
    Private Declare PtrSafe Function MessageBox Lib "user32" Alias "MessageBoxW" (ByVal Owner As LongPtr, ByVal Text As LongPtr, ByVal Title As LongPtr, ByVal Kind As Long) As Long
    Private Const LIBRARY As String = "xlwings32-@XLWINGS@.dll"
#End If

Private Const COMMAND_TAIL As String = " -P -B -c ""import salesbook.ribbon.server as s; s.serve('$(CLSID)')"""

' The folder of the Python that installed salesbook, in this user's registry; no workbook can change it.
Public Function PythonFolder() As String
    PythonFolder = GetSetting("salesbook", "python", "folder", "")
End Function

' The command that starts the server: the same for all workbooks, so there is one server.
Public Function ServerCommand(ByVal Folder As String) As String
    ServerCommand = """" & Folder & "\pythonw.exe""" & COMMAND_TAIL
End Function

#If Mac Then
#Else
Public Function Server() As Variant
    Dim Folder As String, Library As LongPtr
    Folder = PythonFolder()
    If Folder = "" Then Err.Raise vbObjectError + 1, , "no Python is set"
    Library = LoadLibrary(StrPtr(Folder & "\" & LIBRARY))
    If Library = 0 Then Library = LoadLibrary(StrPtr(Left$(Folder, InStrRev(Folder, "\")) & LIBRARY))
    If Library = 0 Then Err.Raise vbObjectError + 2, , LIBRARY & " was not found"
    If 0 <> ActivateServer(Server, ServerCommand(Folder), 1) Then Err.Raise vbObjectError + 3, , Server
End Function

' Windows' own message box, which shows any script; VBA's shows only the system's code page.
Public Function Say(ByVal Text As String, ByVal Kind As Long) As Long
    Dim Title As String
    Title = "salesbook"
    Say = MessageBox(Application.Hwnd, StrPtr(Text), StrPtr(Title), Kind)
End Function
#End If

' An argument as it is sent: the values of a range in one call, Empty for one that was left out.
Public Function Given(Optional ByRef Value As Variant) As Variant
    If IsMissing(Value) Then
        Given = Empty
    ElseIf TypeName(Value) = "Range" Then
        Given = Value.Value2
    Else
        Given = Value
    End If
End Function

' A function's answer; whatever goes wrong is an error value and never a text that looks like a result.
Public Function Answer(ByVal Name As String, ByRef Arguments As Variant) As Variant
#If Mac Then
    Answer = CVErr(2042)
#Else
    On Error GoTo Failed
    Answer = WithErrors(Server().CallUDF("salesbook.functions.registered", Name, Arguments))
    Exit Function
Failed:
    Answer = CVErr(2042)
#End If
End Function

' Whole numbers stand for Excel's errors, all other numbers come as Double.
Public Function WithErrors(ByVal Value As Variant) As Variant
    Dim Row As Long, Column As Long
    If Not IsArray(Value) Then
        WithErrors = OneValue(Value)
        Exit Function
    End If
    If Dimensions(Value) = 1 Then
        For Row = LBound(Value) To UBound(Value)
            Value(Row) = OneValue(Value(Row))
        Next Row
    Else
        For Row = LBound(Value, 1) To UBound(Value, 1)
            For Column = LBound(Value, 2) To UBound(Value, 2)
                Value(Row, Column) = OneValue(Value(Row, Column))
            Next Column
        Next Row
    End If
    WithErrors = Value
End Function

Public Function OneValue(ByVal Value As Variant) As Variant
    If VarType(Value) = vbLong Then
        OneValue = CVErr(Value - &H800A0000)
    Else
        OneValue = Value
    End If
End Function

Private Function Dimensions(ByRef Value As Variant) As Long
    Dim Last As Long
    On Error GoTo Found
    Dimensions = 1
    Last = UBound(Value, 2)
    Dimensions = 2
Found:
End Function
