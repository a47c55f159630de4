; Inno Setup: puts the folder that PyInstaller made into the user's own programs, and tells the browsers.
;
;     iscc /DVersion=0.1.0 installers\windows\primum.iss
;
; For one user, without administrator rights: a practice's computer is often locked. Everything goes at uninstall.
#ifndef Version
  #error Say which version: iscc /DVersion=0.1.0
#endif

[Setup]
AppId={{5E2C9F0B-5F7C-4B0C-9E0B-6D0E2D5B8C11}
AppName=Primum
AppVersion={#Version}
AppPublisher=The Primum authors
DefaultDirName={localappdata}\Programs\Primum
DisableProgramGroupPage=yes
DisableDirPage=yes
PrivilegesRequired=lowest
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
MinVersion=10.0
LicenseFile=..\..\LICENSE
OutputDir=..\..\dist
OutputBaseFilename=primum-{#Version}-windows-x64
Compression=lzma2
SolidCompression=yes
WizardStyle=modern
; a browser keeps the companion open: it is asked to let go, and finds the new one by itself
CloseApplications=yes

[Languages]
Name: "fr"; MessagesFile: "compiler:Languages\French.isl"
Name: "en"; MessagesFile: "compiler:Default.isl"

[Files]
Source: "..\..\dist\primum\*"; DestDir: "{app}"; Flags: recursesubdirs ignoreversion

[Run]
; every browser, present or not: one that is installed later finds the companion too
Filename: "{app}\primum.exe"; Parameters: "install --browser all"; Flags: runhidden

[UninstallRun]
Filename: "{app}\primum.exe"; Parameters: "uninstall"; Flags: runhidden; RunOnceId: "unregister"
