@echo off
rem Finds the Python that this folder is for; start.py does the rest. Plain ASCII: code pages differ.
chcp 65001 >nul
set "FITS=import sys; sys.exit(sys.version_info[:2] != tuple(map(int, '@MINOR@'.split('.'))))"
set "PYTHON=py -@MINOR@"
%PYTHON% -c "%FITS%" >nul 2>nul
if not errorlevel 1 goto found
set "PYTHON=python"
%PYTHON% -c "%FITS%" >nul 2>nul
if not errorlevel 1 goto found
type "%~dp0READ_ME.txt"
pause
exit /b 1
:found
%PYTHON% "%~dp0start.py"
if errorlevel 1 pause
