' Callbacks of the ribbon. All words come from the hidden sheet, as VBA is stored in a code page.
Option Explicit

' msoLanguageIDUI is 2; Chinese of all regions has the primary language 4.
Public Function SpeaksChinese() As Boolean
    SpeaksChinese = (Application.LanguageSettings.LanguageID(2) And &H3FF) = 4
End Function

Public Function Word(ByVal Key As String) As String
    Dim At As Variant, Sheet As Object
    Set Sheet = ThisWorkbook.Worksheets(1)
    At = Application.Match(Key, Sheet.Range("A:A"), 0)
    If IsError(At) Then
        Word = Key
    ElseIf SpeaksChinese() Then
        Word = CStr(Sheet.Cells(At, 2).Value)
    Else
        Word = CStr(Sheet.Cells(At, 3).Value)
    End If
End Function

Public Sub SbLabel(ByVal Control As Object, ByRef Text As Variant)
    Text = Word(Control.ID)
End Sub

Public Sub SbTip(ByVal Control As Object, ByRef Text As Variant)
    Text = Word("tip." & Control.ID)
End Sub

Public Sub SbClick(ByVal Control As Object)
#If Mac Then
    Exit Sub
#Else
    Dim Python As Variant, Clicks As Variant, Said As String
    On Error GoTo Failed
    Set Python = Runtime.Server()
    Python.SetAttr Python.Module("xlwings._xlwindows"), "BOOK_CALLER", ActiveWorkbook
    Set Clicks = Python.Module("salesbook.ribbon.clicks")
    Said = Python.Str(Python.Call(Clicks, "ask", Python.Tuple(Control.Tag)))
    If Left$(Said, 1) <> "?" Then
        Runtime.Say Said, 64
    ElseIf Runtime.Say(Mid$(Said, 2), 33) = 1 Then
        Said = Python.Str(Python.Call(Clicks, "apply"))
        If Said <> "" Then Runtime.Say Said, 48
    End If
    Exit Sub
Failed:
    Runtime.Say Word("no_python") & vbLf & Err.Description, 48
#End If
End Sub
