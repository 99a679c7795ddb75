; Inno Setup 6.3 or newer. build.py calls:  ISCC /DVersion=0.1.0 /DTree=dist\medseg /DOut=dist /DBuild=dist\build medseg.iss
;
; Per user by default, without administrator's rights; for all users: /ALLUSERS.
; Silent: medseg-setup.exe /VERYSILENT /SUPPRESSMSGBOXES /NORESTART [/CURRENTUSER or /ALLUSERS] [/DIR="..."] [/TASKS="associate,desktop"]
; Removal: unins000.exe /VERYSILENT [/PURGE=yes], where /PURGE=yes also takes the settings, models and cases of this user.

[Setup]
AppId={{5C8D5B0E-3B1B-4E0C-9E1F-6F1C2D7A4B60}
AppName=medseg
AppVersion={#Version}
AppPublisher=medseg developers
AppComments=For research and teaching. Not a medical device.
DefaultDirName={autopf}\medseg
DisableProgramGroupPage=yes
PrivilegesRequired=lowest
PrivilegesRequiredOverridesAllowed=commandline dialog
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
MinVersion=10.0.17763
OutputDir={#Out}
OutputBaseFilename=medseg-{#Version}-windows-x64
SetupIconFile={#Build}\icons\medseg.ico
UninstallDisplayIcon={app}\medseg-gui.exe
LicenseFile={#Build}\licences\LICENSE
Compression=lzma2/max
SolidCompression=yes
ChangesAssociations=yes
ChangesEnvironment=yes
CloseApplications=yes
WizardStyle=modern

[Languages]
Name: "en"; MessagesFile: "compiler:Default.isl"

[Tasks]
Name: "associate"; Description: "Open .medseg cases with medseg, and offer it for DICOM, NIfTI, NRRD and MetaImage files"
Name: "path"; Description: "Make the command medseg known in terminals"
Name: "desktop"; Description: "An icon on the desktop"; Flags: unchecked

[InstallDelete]
; What an older version had and this one has not; the user's files are elsewhere.
Type: filesandordirs; Name: "{app}\_internal"

[Files]
Source: "{#Tree}\*"; DestDir: "{app}"; Flags: ignoreversion recursesubdirs createallsubdirs

[Icons]
Name: "{autoprograms}\medseg"; Filename: "{app}\medseg-gui.exe"
Name: "{autodesktop}\medseg"; Filename: "{app}\medseg-gui.exe"; Tasks: desktop

[Registry]
Root: HKA; Subkey: "Software\Classes\medseg.case"; ValueType: string; ValueData: "medseg case"; Flags: uninsdeletekey; Tasks: associate
Root: HKA; Subkey: "Software\Classes\medseg.case\DefaultIcon"; ValueType: string; ValueData: "{app}\medseg-gui.exe,0"; Tasks: associate
Root: HKA; Subkey: "Software\Classes\medseg.case\shell\open\command"; ValueType: string; ValueData: """{app}\medseg-gui.exe"" ""%1"""; Tasks: associate
Root: HKA; Subkey: "Software\Classes\.medseg"; ValueType: string; ValueData: "medseg.case"; Flags: uninsdeletevalue; Tasks: associate
Root: HKA; Subkey: "Software\Classes\medseg.image"; ValueType: string; ValueData: "Medical image"; Flags: uninsdeletekey; Tasks: associate
Root: HKA; Subkey: "Software\Classes\medseg.image\shell\open\command"; ValueType: string; ValueData: """{app}\medseg-gui.exe"" ""%1"""; Tasks: associate
Root: HKA; Subkey: "Software\Classes\.dcm\OpenWithProgids"; ValueType: none; ValueName: "medseg.image"; Flags: uninsdeletevalue; Tasks: associate
Root: HKA; Subkey: "Software\Classes\.nii\OpenWithProgids"; ValueType: none; ValueName: "medseg.image"; Flags: uninsdeletevalue; Tasks: associate
Root: HKA; Subkey: "Software\Classes\.nrrd\OpenWithProgids"; ValueType: none; ValueName: "medseg.image"; Flags: uninsdeletevalue; Tasks: associate
Root: HKA; Subkey: "Software\Classes\.nhdr\OpenWithProgids"; ValueType: none; ValueName: "medseg.image"; Flags: uninsdeletevalue; Tasks: associate
Root: HKA; Subkey: "Software\Classes\.mha\OpenWithProgids"; ValueType: none; ValueName: "medseg.image"; Flags: uninsdeletevalue; Tasks: associate
Root: HKA; Subkey: "Software\Classes\.mhd\OpenWithProgids"; ValueType: none; ValueName: "medseg.image"; Flags: uninsdeletevalue; Tasks: associate

[Run]
Filename: "{app}\medseg-gui.exe"; Description: "Open medseg"; Flags: nowait postinstall skipifsilent

[Code]
function PathKey(): string;
begin
  if IsAdminInstallMode then
    Result := 'SYSTEM\CurrentControlSet\Control\Session Manager\Environment'
  else
    Result := 'Environment';
end;

procedure SetPath(Wanted: Boolean);
var
  Path, Own: string;
begin
  if not RegQueryStringValue(HKA, PathKey(), 'Path', Path) then
    Path := '';
  Own := ExpandConstant('{app}');
  Path := ';' + Path + ';';
  StringChangeEx(Path, ';' + Own + ';', ';', True);
  if Wanted then
    Path := Path + Own;
  while Pos(';;', Path) > 0 do
    StringChangeEx(Path, ';;', ';', True);
  if (Length(Path) > 0) and (Path[1] = ';') then
    Delete(Path, 1, 1);
  if (Length(Path) > 0) and (Path[Length(Path)] = ';') then
    Delete(Path, Length(Path), 1);
  RegWriteExpandStringValue(HKA, PathKey(), 'Path', Path);
end;

procedure CurStepChanged(CurStep: TSetupStep);
begin
  if (CurStep = ssPostInstall) and WizardIsTaskSelected('path') then
    SetPath(True);
end;

procedure CurUninstallStepChanged(CurUninstallStep: TUninstallStep);
var
  Purge: Boolean;
begin
  if CurUninstallStep <> usPostUninstall then
    exit;
  SetPath(False);
  Purge := ExpandConstant('{param:purge|no}') = 'yes';
  if not Purge and not UninstallSilent() then
    Purge := MsgBox('Remove your settings, models and cases of medseg as well?' + #13#10 +
      'They are in ' + ExpandConstant('{localappdata}\medseg') + '. This cannot be undone.',
      mbConfirmation, MB_YESNO or MB_DEFBUTTON2) = IDYES;
  if Purge then
    DelTree(ExpandConstant('{localappdata}\medseg'), True, True, True);
end;
