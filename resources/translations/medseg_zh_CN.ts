<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
 <context>
  <name />
  <message>
   <source>In 3-D</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Max</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Mean ({unit})</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Min</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>P5 / 50 / 95</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>SD</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Volume</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>CardWidget</name>
  <message>
   <source>Licence</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Limits</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Made for {model}; this image is {image}.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Made from</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Trained on</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>CheatSheet</name>
  <message>
   <source>Change keys…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Keys and mouse</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Save to print…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{help.palette} finds every command by its name.</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>CommandPalette</name>
  <message>
   <source>What do you want to do?</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>DeidentifyDialog</name>
  <message>
   <source>  and {n} more</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>By DICOM PS3.15 annex E, Basic Application Level Confidentiality Profile.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Cancel</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Cancelled. Copies that were finished stay.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Choose the originals and a folder first.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Choose…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Close</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Copies</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Dates</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>De-identify</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Keep</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Key</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Left out, shown here alone</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Originals</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Rectangles</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Show the copies</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Something went wrong. The log file has the details.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Text burned in</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The report of what was changed will stand here and beside the copies.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The same key gives the same patients and UIDs again. Keep it secret and safe.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>a folder apart from the originals</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>a folder of DICOM files</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>first row, first column, last row, last column; …</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>your own; another file for another project</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{n} files de-identified and checked, {out} left out.</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>DoubtStrip</name>
  <message>
   <source>Doubt of the slices</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Slice {n}: {ml:.3g} mL in doubt</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>of the answer before your edits</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>reviewed</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>ExportDialog</name>
  <message>
   <source>(new folder)</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>All</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Another image was opened meanwhile.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>As it is: the true, sheared grid</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Browse…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Cancel</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Export</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Export masks</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Export to folder</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Folder</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Format</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Give it a name.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Name</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Replace</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Resampled to an upright grid</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Save a certificate beside it</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Segments</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Some programs show a sheared mask shifted; resampling moves its edges.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Something went wrong. The log file has the details.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>That folder is not empty: name a new one.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>There is no such folder.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Tilted grid</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>What was compared, with hashes, UIDs and versions, as JSON</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{name} exists already. It stays as it is until the new one is verified.</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>ExportResult</name>
  <message>
   <source>Centroid L, P, H (mm)</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Certificate saved</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Close</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Export another…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Moved (mm)</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Open folder</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Save certificate</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Segment</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Voxels differing</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>What was compared, with hashes, UIDs and versions, as JSON</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Written by: {writer}. Read back by: {reader}.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Written, read back and compared</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>empty</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>mL</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>FirstLook</name>
  <message>
   <source>Keeps what was open (Escape)</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Reading slices</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Stop</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{text}: {done:.0f} of {total:.0f}</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>FirstWelcome</name>
  <message>
   <source>For research and teaching only. This is not a medical device: it is neither approved nor tested for diagnosis, treatment or any decision about a patient.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Looking for a graphics card…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Models run on the graphics card {name}: seconds for a whole volume.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>No graphics card for computing was found: models run on the processor. All works; a click is answered in about a second, whole volumes and training take minutes.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>There is a graphics card ({name}), but this installation cannot compute on it: models run on the processor. All works; whole volumes and training take longer.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Welcome to medseg</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Whether there is a graphics card is not known; the message log says why.</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>Guide</name>
  <message>
   <source>User guide</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>HistoryPanel</name>
  <message>
   <source>A saved case or exported file holds this state</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Image opened</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Taken back: click to do it again</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{n} older steps</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>JobsPanel</name>
  <message>
   <source>Nothing is under way.</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>KeyRecorder</name>
  <message>
   <source>Press keys… (Esc: leave it)</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>KeysDialog</name>
  <message>
   <source>Add another</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Change keys</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Changed by you</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Cheat sheet</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Choose a command</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Command</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Commands that this version does not have were left out: {names}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Export…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Import…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Its keys can be changed here.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Keymap</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Keys</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Leave it there</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Mouse (of the keymap)</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>No key</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Nothing was written: {why}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Record keys</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Reset</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Reset all</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Search by name or key: brush, Ctrl+Z</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The keys that it has stay</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Use it here</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{key} belongs to “{title}”.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{key} is held for the mouse: {what}. Choose another key.</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>LookChoice</name>
  <message>
   <source>Appearance</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Language</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Language and appearance change when the program starts</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Start again now</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>MainBar</name>
  <message>
   <source>Main bar</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>W {width}  L {level}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Window width and level: presets</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>MainWindow</name>
  <message>
   <source>None yet</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Open recent</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Panels</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Standard layout</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Switched off</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{name} (read-only)</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{name} can be opened in three ways.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{name}{unsaved} – medseg</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>MeasureButton</name>
  <message>
   <source>Measuring tools: distance, angle, ellipse, rectangle</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>MeasuresPanel</name>
  <message>
   <source>Name</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Nothing measured yet.
Take a measuring tool and drag.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Slice</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Value</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>MetricsPanel</name>
  <message>
   <source>Against {name}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>All</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Copy all figures (for a spreadsheet)</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Figures stand here as soon as there is a segment.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>No manual labels loaded: volumes only</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Of the mask before the last edits</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>ModelsPanel</name>
  <message>
   <source>No model is installed.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>No model says that.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Search: organ, modality, name …</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>NotesBar</name>
  <message>
   <source>   (+{n} more)</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Before you trust distances and volumes in this image:</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Details</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Hide this bar</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Notes on this image</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>OfferBar</name>
  <message>
   <source>   (+{n} more)</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Not now</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>OperationBar</name>
  <message>
   <source>Apply</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Cancel</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Changes nothing (Escape)</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Computing…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Nothing changes.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Writes it as one step that can be undone (Enter)</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{change} mL</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>PacsDialog</name>
  <message>
   <source>Address</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Cancel</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Cancelled.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Close</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Connection and receiver</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Keep in the keyring</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Our AE title</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>PACS</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Password</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Retrieve and open</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Search</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Send masks</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Show series</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Something went wrong. The log file has the details.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The masks were read back, compared and sent. Whether they came could not be asked: {why}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The masks were read back, compared and sent; the PACS lists them.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>There is no keyring here: the password is not kept.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Trusted certificates</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>User</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>dicom://TITLE@host:port, dicoms://TITLE@host:port, https://host/dicom-web</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>from the keyring</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>those of the system, or a PEM file</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{n} found.</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>PacsMore</name>
  <message>
   <source>AE titles with commas; empty: all</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Else it listens to this computer alone</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>From other computers</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Its key</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Let secrets travel unencrypted to another computer</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Only from</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Our certificate</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Our receiver</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Port</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Retrieve by</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Start receiving</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Stop receiving</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Token</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>a PEM file, where the PACS asks for one</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>for DICOMweb, instead of user and password; from the keyring</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>PreviewWatch</name>
  <message>
   <source>Loading the click model</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>SegmentsPanel</name>
  <message>
   <source>Colour of {name}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Colour…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Double-click: another colour</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Double-click: another name</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Hidden</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>How much of the image the masks cover</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Locked: no tool changes it</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>No interval: {why}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>No segment yet.
Add one, or run a model.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Not locked</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Opacity</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Paint over</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Variation (SD) when the image is changed a little: {ml:.2g} mL</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Visible</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>What it is</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>What the brush may paint over</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{n} %</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{n} mL</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{n} ±{half} mL</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{percent:.0f} % interval: {low} to {high} mL. Of 100 images like those that the model was
calibrated on, it holds the volume that a reader draws in {percent:.0f}.</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>SeriesDialog</name>
  <message>
   <source>Choose a series</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>There are {n} series here. Open one:</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>SeriesPanel</name>
  <message>
   <source>(no description)</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The series of the open folder stand here.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{n} images on one grid</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>SeriesTable</name>
  <message>
   <source>(no description)</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Notes</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Series</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Size</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Spacing (mm)</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Type</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>SettingsDialog</name>
  <message>
   <source>Look for a new version at each start</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Off unless you turn it on. This version knows no address of its own: enter the one that you were given. It is read, and nothing is sent.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Settings</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>SlabButton</name>
  <message>
   <source>MIP</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Mean</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>MinIP</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Slice</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Thick slices: brightest, darkest or mean value of a slab</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{mm:g} mm</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>SliceCanvas</name>
  <message>
   <source>Open a DICOM folder or an image file,
or drop one here.</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>SliceView</name>
  <message>
   <source>Axial</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Coronal</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>MIP</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Mean</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>MinIP</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Sagittal</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Spacing {mm:.2f} mm</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Thickness {mm:.2f} mm</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>W {width}  L {level}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Zoom</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>born {date}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>every {mm:.2f} mm</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>voxel {place}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{name} {mm:g} mm ({n} slices)</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>StatisticsDialog</name>
  <message>
   <source>Active time</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Author</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Case statistics</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Clicks and other prompts</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Export…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Masks loaded from files</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Operations on segments</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Runs of automatic models</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Segment</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Share</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Strokes and fills by hand</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Time between actions; pauses of more than a minute are left out</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Undone, done again</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Voxels</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Who drew what: the last author of each voxel</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>mL</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{n} mL</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{n} mL, {percent:.0f} % interval {low} to {high} mL</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>StatusBar</name>
  <message>
   <source>All messages of this session</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>TimeChooser</name>
  <message>
   <source>Time point</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{name} ({n} of {count})</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>ToolBox</name>
  <message>
   <source>Tools</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>TrafficLight</name>
  <message>
   <source>Predicted Dice</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Predicted Dice of a click here</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Predicted Dice: none</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Preview {light}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The Dice that this answer is expected to have, learnt from synthetic tasks.
● from 0.85: likely good   ▲ from 0.70: look again   ■ below: doubtful</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>TrainingPanel</name>
  <message>
   <source> · less than a minute left</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source> · step {done:g} of {total:g}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source> · {n:.0f} min left</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Correct a mask, then let a model learn from it. Its progress shows here.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Held-out Dice</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Not better: {name}.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Pause</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Resume</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Stop</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Stopping …</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Training loss</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{name} is trained. Keep it?</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>TrustBar</name>
  <message>
   <source>Which method answers clicks</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>TrustPainter</name>
  <message>
   <source>{title}, before your edits</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>ViewGrid</name>
  <message>
   <source>Remove prompt</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>Welcome</name>
  <message>
   <source>For research and teaching. Not a medical device: not for diagnosis or treatment.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Look at, segment and measure medical images</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Recent</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>or drop a folder or a file here</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>WorklistPanel</name>
  <message>
   <source>All</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Case {n}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>No case has this status.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>No case list is open.
Open a folder or a CSV (menu Cases).</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Open</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Rank {n}: {why}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Saved as {path}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Which cases are shown, and where Next and Previous go</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{done} of {n} done</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>_Card</name>
  <message>
   <source>Cancel</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>stopping …</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>waiting</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>_Result</name>
  <message>
   <source>Accept</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Discard</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Held-out Dice</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>after</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>before</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>_Samples</name>
  <message>
   <source>Held out: {mask} · {model} · {both}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>both</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>the model now</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>your mask</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>_Work</name>
  <message>
   <source> (+{n})</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Cancel</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>authors</name>
  <message>
   <source>Looking who drew what…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>erased: {who}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>not known</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>help</name>
  <message>
   <source>About medseg</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Apache License 2.0. Images, masks and models stay on this computer.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>For research and teaching only. This is not a medical device: it is neither approved nor tested for diagnosis, treatment or any decision about a patient.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Keymap: {name}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Look at, segment and measure medical images: click, correct, learn, export.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Messages</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Mouse</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Nothing was said yet.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Pointing at objects</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Version {number}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>medseg – keys and mouse</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>with changes of your own</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>medseg</name>
  <message>
   <source>, Dice now about {dice:.2f}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>--cluster needs Ray, which is not installed</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>0: by the shapes alone. Else the edge may move so far to where the image changes</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>1 of {all} islands stays</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>2·overlap / (both volumes); equal to F1; 1 is perfect</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>3D Slicer segmentation</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>95th percentile of surface distances, the larger direction</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>; but it forgets: {exam} {fall:+.3f}. The old model stays.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>; that is not surely better. The old model stays.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>A DICOM SEG needs the DICOM series that the mask was drawn on</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>A TorchScript model is a program: it is not run without your word</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>A UID is digits and dots, as `pacs query` lists it</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>A UID is digits and dots, as `pacs query` lists it.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>A ball through the neighbouring slices too.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>A click model has a loss of its own</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>A click model learns in one process</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>A copy of the segment, lying over it as a segment of its own</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>A fine-tuned model keeps the network of its base</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>A folder of pictures, without positions.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>A folder with images/ and labels/…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>A grid cannot be {0}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>A kept training case is damaged</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>A key has {0} bytes, as the program makes them</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>A key has {0} bytes, as the program makes them.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>A label map needs at least one layer</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>A list (CSV)…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>A long fine-tuning in the background on all cases corrected for the chosen model, this one included</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>A mask cannot hold values of type {0}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>A mask is a file, and this is a folder</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>A mask of {0} {1} does not fit the box {2}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>A model folder of this program, an nnU-Net v2 trained-model folder, a MONAI bundle, a ZIP of one of them, or an ONNX or TorchScript file with its description beside it.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>A model is a folder with card.json and weights.safetensors</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>A model is a folder with card.json and weights.safetensors.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>A model's weights are a .safetensors file</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>A model's weights are a .safetensors file.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>A new model waits for your word: {name}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>A newer medseg wrote the state of this list</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>A prompt needs the plane that it was made in</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>A ranking is under way.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>A series of modality {0} cannot be written</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>A short fine-tuning between two slices, from what is corrected so far</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>A step of the history cannot be read: it is damaged</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>A structure set holds contours, not voxels</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>A structure set is a DICOM file</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>A surface tolerance of {0} mm is no distance</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>A training is under way and would stop.
Close all the same?</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>A training is under way.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>A volume needs three axes with at least one voxel each, not {0}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>A window that suits the image: of MR and the like what lies above the air</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>AI</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>ASSD (mm)</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>About</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>About medseg</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Accept new model</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Accept object</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Accept or discard it in the training panel.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Accept or discard the model trained before.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Accept or reject the object.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Accession</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Accuracy</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Across slices</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Active time, strokes, clicks, operations and model runs, and who drew how much of each segment</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Add a segment instead</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Add a segment instead.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Add another one first.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Add one first.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Add one in the segments panel, or choose one there</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Add one in the segments panel, or choose one there.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Add one or choose one in the segments panel.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Add or choose a segment first.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Add segment</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Adds a margin in millimetres all round the segment, across slices too</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Adds an empty segment</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Adds another segment to the chosen one (what may be painted over decides who keeps the voxels)</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Adrenal gland</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>After {0} this image would have {1} voxels: too many</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Age (at most 90), sex, size, weight and the like</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>All doubtful {plane} slices are reviewed.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>All files</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>All formats</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>All keys and mouse gestures</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>All keys, made from the command table</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>All of it is {name} already.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>All of the guide, with pictures</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>All segments</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>All segments that are shown and not locked</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>All shifted by the same days</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>All slices</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>All voxels in a range of grey values</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Also holes that are open to the next slice</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Alt + click</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>An AE title has 1 to 16 ASCII characters</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>An AE title has 1 to 16 ASCII characters.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>An answer is under way</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>An evaluation is under way.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>An object of the PACS is too large</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Anatomy, sequences, figures; all other words go</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Angle</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Another image was opened meanwhile: nothing was filled.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Another image was opened meanwhile: the answer was dropped.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Another image was opened meanwhile: the mask was not loaded.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Another list was opened meanwhile: the ranking was dropped.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Another program has changed the file of the case that is shown: {name}.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Another segment's voxels become the chosen one's; the other segment is removed</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Answers clicks</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Aorta</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Apply</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Artery</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>As a new segment</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>As acquired</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>As the binary one, each voxel none or full: for programs that ask for fractions.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>As the system</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Ask for .layers or .mask(segment)</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Ask for .layers or .mask(segment).</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Ask for fewer with --gpus</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Ask for fewer with --gpus.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Ask for its weights alone</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Ask for its weights alone.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Ask for the DICOMweb address and use that</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Ask for the DICOMweb address and use that.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Ask who runs it</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Ask who runs it.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Asking the PACS</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Asking the keyring</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>At the model's spacing nothing that is labelled is left</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>At the model's spacing this image would have {0} voxels: too many</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>At the model's spacing this image would have {0}×{1}×{2} voxels: too many</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Automatic window</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Axial</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Back to the older model</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Back to {older}. {newer} stays in the list.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Background only</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Begin a new edit</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Begin a new edit.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Bladder</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Blanking needs rectangles</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Bone</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Both the mask and the reference are empty</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Box</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Brain</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Breast</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Brings in a model folder, ZIP or file: nnU-Net v2, MONAI bundle, ONNX</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Brush</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Brush radius</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Brushes, threshold: take the grey values from here</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>By</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>C-GET: over the same connection</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>C-MOVE needs a dicom:// address and a receiver</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>C-MOVE: the PACS sends to our receiver</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>CT bone</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>CT brain</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>CT liver</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>CT lung</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>CT mediastinum</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>CT soft tissue</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Cancelled.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Cancels everything that is under way</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Case statistics…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Cases</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Cerebellum</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Certificate with each export</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Certificate written: {path}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Certifying</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Change keys…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Change prompt</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Change segment</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Change the range, or switch “Only values” off.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Check address and certificates</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Check address and certificates.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Check the DICOMweb address and the UIDs</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Check the DICOMweb address and the UIDs.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Check the address</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Check the address.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Check torchrun's --rdzv-endpoint, and that the computers can connect</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Check torchrun's --rdzv-endpoint, and that the computers can connect.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Choose 2 folds or more</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Choose 2 folds or more.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Choose a folder…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Choose a mask: whole numbers from 0 to 65535</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Choose a mask: whole numbers from 0 to 65535.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Choose a model in the models panel first.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Choose a range, or click to take it from the image; Enter fills all of it.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Choose a segment.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Choose a smaller margin, or hide segments that are no seeds</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Choose a smaller margin, or hide segments that are no seeds.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Choose an automatic model</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Choose an automatic model.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Choose and show</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Choose another</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Choose another folder</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Choose another folder.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Choose another format</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Choose another format.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Choose another key</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Choose another key.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Choose another model</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Choose another model.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Choose another one</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Choose another one.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Choose another port</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Choose another port.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Choose another range</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Choose another range.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Choose another, for instance {0}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Choose another, for instance {0}.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Choose another.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Choose larger structures</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Choose larger structures.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Choose masks that mark something</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Choose masks that mark something.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Choose one in the models panel.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Choose one in the options.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Choose one of its segments.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Choose one of: {0}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Choose one of: {0}.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Choose the file in it</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Choose the file in it.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Choose the folder that holds card.json</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Choose the folder that holds card.json.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Choose the folder that holds the images</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Choose the folder that holds the images.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Choose the image that the case was drawn on</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Choose the image that the case was drawn on.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Choose the model to improve in the models panel.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Chooses the model that the chosen one was made from</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Chooses the segment one row down in the table</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Chooses the segment one row up in the table</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Chooses where new cases of the list are saved</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Clear recent list</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Clear segment</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Click</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Click a measurement in a view or in the panel first.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Click a structure and it grows in 3D</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Click a structure: the region of like values grows through the slices. Ctrl erases it.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Click along an edge and the line follows it; a double-click or Enter fills, Backspace takes one back.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Click along an edge: the line follows it</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Click an object and the model draws it</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Click an object, or drag to its edge; right-click what does not belong to it. Drag a prompt to move it.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Click inside the structure, or raise the tolerance</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Click inside the structure, or raise the tolerance.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Click model</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Click on an object first.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Click on an object: the model draws it</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Click on one first.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Click on the image</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Click on the image.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Click on the object first.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Click on the object, or draw a box round it</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Click on the object, or draw a box round it.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Click one in a view or in the panel.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Click the corners of an area to fill it</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Click the corners; a double-click or Enter fills, Backspace takes one back. Ctrl erases.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Click to fill like grey values that hang together</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Click to fill what has like grey values and hangs together; with Ctrl to erase it.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Click tool: this does not belong to the object</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Click. The light tells the Dice to expect: ● likely good, ▲ look again, ■ doubtful. Dragging from the click to the object's edge says how large it is.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Clicks take away</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Close</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Close case list</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Close it there first</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Close it there first.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Close it there, or save a copy and change that</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Close it there, or save a copy and change that.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Close medseg</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Close other programs</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Close other programs, or choose a smaller model</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Close other programs, or choose a smaller model.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Close other programs, or use fewer or smaller cases</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Close other programs, or use fewer or smaller cases.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Close other programs.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Closes the list; the open case stays</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Closes the program</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Closing (fills dents)</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Colon</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Colours by how much the answer varies when the image is mirrored, moved and regreyed; takes a while</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Colours each voxel by its last author: the hand's tool, the model, the operation or the file</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Colours the last answer by how sure the model is of the chosen segment, pixel by pixel</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Colours the last answer by how undecided the model is between all its structures</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Columns: image,label</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Columns: image,label.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Columns: {0}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Columns: {0}.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Combine</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Command palette…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Comparing grey values</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Computing</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Contours on each slice, for treatment planning.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Contrast</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Convert the image to it first</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Convert the image to it first.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Convert them to 32 bits</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Convert them to 32 bits.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Copies DICOM files without identity, by the standard's profile, and reports what was changed</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Copies versions, hardware and settings, to be sent to who helps; no patients, names or folders</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Copies what the segment has in the crosshair's slice to the slices above or below</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Copy diagnostic</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Copy it beside</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Copy it beside.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Copy the series again from its source</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Copy the series again from its source.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Copy the whole medium, or open the folder instead</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Copy the whole medium, or open the folder instead.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Copy to other slices…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Corner texts</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Corners connect</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Coronal</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Correct a mask on this case first</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Correct a mask on this case first.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Correct its masks and train a model of your own on them</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Correct its masks and train a model of your own on them.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Counting grey values</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Counting who drew what</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Crop to box…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Cross-validation over a list…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Crosshair</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Crosshair in all views</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Cut</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Cut the image to the part that matters</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Cut the image to the part that matters.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Cuts away through the slices</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Cuts every visible, unlocked segment.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Cyst</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>DICOM</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>DICOM RTSTRUCT</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>DICOM SEG needs all frames of a multi-frame file, and the image is only some of them</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>DICOM SEG, binary</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>DICOM SEG, fractional</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>DICOM SEG, label map</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Dark</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Date</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>De-identifying</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>De-identify…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Delete the file and correct the case again</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Delete the file and correct the case again.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Description</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Device</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Diameters</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Dice</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Dice on {samples} held-out samples of {patients} patients: {gain:+.3f} (90 %: {low:+.3f} to {high:+.3f})</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Difference (mL)</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Discard</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Discard it</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Discard it.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Discard new model</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Distance</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Does the action taken back again</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Done</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Done again: {name}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Done, next case</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Doubtful {plane} slice {at} of {count}; {left} not reviewed yet</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Drag a box round the object</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Drag a box round the object and the model draws it.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Drag a rectangle to fill it</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Drag a rectangle to fill it; with Ctrl or the right button to erase it.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Drag a rectangle: mean, SD, range and area</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Drag along and across a lesion (RECIST)</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Drag along the first leg, then click the end of the second.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Drag along the longest diameter of a lesion, then across it (RECIST); the model draws the lesion.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Drag an ellipse: mean, SD, range and area</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Drag from corner to corner: mean, SD, range and area.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Drag from one end to the other; drag an end to move it.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Drag from one end to the other; in mm</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Drag one leg, click the end of the other; in degrees</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Drag one with the box tool, or crop to a segment.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Drag to change brightness: right for a wider window, up for a higher level. Drags measurements, too.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Drag: left-right width, up-down level</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Dragging up makes brighter</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Draw along the inside of the object</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Draw along the inside of the object; with the right button along what does not belong to it.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Draw every few slices, or another plane.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Draw it first.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Draw it larger, and on the image</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Draw it larger, and on the image.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Draw round an area to fill it</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Draw round an area to fill it; with Ctrl or the right button to erase it.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Draw round the object: nothing outside is taken</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Draw round the object: nothing outside is taken. With the right button round what does not belong to it.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Draw round what to cut away, through the slices; with Ctrl or the right button all but that.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Draw something first.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Draws the border of each segment</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Draws the border of the manual labels as a dashed white line</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Draws the empty slices between drawn ones from the shapes on both sides</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Draws the object in all slices, from the prompts in one or a few</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Drop</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Duodenum</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Duplicate segment</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Each segment needs a probability from 0 to 1 at each voxel of the grid</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Edema</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Edit</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Ellipse</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Else each becomes another, the same one for the same key</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Enlarges the view that the mouse is in</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Enter keeps what has grown, Escape drops it.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Entropy</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Erase</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Erase in 3D</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Erase the active segment; hold Ctrl to paint. Shift and wheel change the radius.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Eraser</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Erases every visible, unlocked segment.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Erases every voxel of the chosen segment</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Erases the chosen segment</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Erases the connected parts of the segment that are smaller than a volume</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Erases the segment outside a box, or inside it</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Esc</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Esophagus</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Evaluate a model first.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Evaluate model…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Evaluate {name} on</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Evaluating {name}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Every case is held out: none is left to learn from</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Every case of the list is begun, or has a mask already</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Every case of the list is begun, or has a mask already.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Every segment is shown already.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Every step is written to disk: if the program ends, the next start offers to restore them.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Everything but locked segments</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Everything, locked too</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Export case list</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Export case list…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Export case statistics</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Export case statistics…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Export keymap</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Export mask…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Export measurements</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Export measurements…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Export the mask first.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Export to NIfTI or NRRD</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Export to NIfTI or NRRD.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Export voxels instead</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Export voxels instead.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Exporting</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Exporting measurements</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Eye</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Fat</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Femur</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Figures (*.json);;Table (*.csv)</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Figures of segments</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>File</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>File…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Fill</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Fill between slices…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Fill holes…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Fill in 3D</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Fill inside</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Fill rectangle</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Filling</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Filling between slices</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Filling holes</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Fills the line of one grey value</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Fills what the segment encloses, in the volume or in each slice</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Fills what the tool shows, as one step; Enter does it too</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Finding the range</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Finds a command by its name</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Finds studies on a PACS, retrieves and opens them, and sends masks back</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Finds the series in a folder and opens one</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Fine-tune one first.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Fine-tunes a copy of the chosen model on the corrected masks</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Fine-tuning {name}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Finish it or press Escape</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Finish it or press Escape.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Finish the stroke, or press Escape.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>First slice</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Fits the image into each view</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Flagged</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Folder for the cases of the list</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Folder for the cases…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Folder for the report</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Folder of the copies</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Folder with images/ and labels/</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Folder…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Follow the image within</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Forgets every recently opened path</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Freehand</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Front and back</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Gallbladder</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Gaps up to (0: any)</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Gathering names</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Gaussian</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Give --model a folder that all computers see</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Give --model a folder that all computers see.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Give 0 or more</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Give 0 or more.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Give a CSV or a folder with images/ and labels/</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Give a CSV or a folder with images/ and labels/.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Give a CSV with a column image</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Give a CSV with a column image.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Give it a name that ends in .dcm</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Give it a name that ends in .dcm.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Give it beside the address (--user)</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Give it beside the address (--user).</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Give more, or ask for fewer</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Give more, or ask for fewer.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Give the image</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Give the image that they were drawn on as well</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Give the image that they were drawn on as well.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Give the image.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Give them (--user) or a token</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Give them (--user) or a token.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Give them as ROW0,COLUMN0,ROW1,COLUMN1</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Give them as ROW0,COLUMN0,ROW1,COLUMN1.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Gives the chosen segment another name</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Gives the segment a structure's name, colour and SNOMED CT code from the presets</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Gives the stroke under way up</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Go to the slice of the prompt</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Go to the slice of the prompt.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Goes to and fro between the last two tools</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Goes to the slice where the model is least sure, of those that are not reviewed yet</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Gray matter</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Grey values at the crosshair</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Grow</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Grow from seeds</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Grow region</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Growing</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Grow…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Guards the chosen segment: no tool changes it</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>HD95 (mm)</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Harmless words of descriptions</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Hatches the area that exists because of one prompt; again for the next prompt</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Hausdorff (mm)</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Head and feet</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Heart</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Help</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Hemorrhage</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Hides all segments but the chosen one; again: shows all</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Hippocampus</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>History</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Hold the button and drag.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Hollowing</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Hollow…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Hotkeys of the OHIF Viewer 3 and its segmentation mode. What OHIF has no key for keeps ours.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>How far the cases are could not be written ({why}): it is tried again with the next change.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>How far values may differ from the click's.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>How many</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>How much the grey may change from the pointer on, in per cent of the window's width.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Images</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Images cannot be written in this format</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Images of this kind cannot be blackened ({0}, {1} bits)</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Import keymap</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Import model</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Import model…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Import the model again</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Import the model again.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Import them one by one</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Import them one by one.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Importing {name}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>In each slice</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>In standard deviations of the region's own values.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>In this folder</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>In work</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Inferior vena cava</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Inside</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Inside the surface</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Install it so that it is found on the PATH</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Install it so that it is found on the PATH.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Install it with pip to use several</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Install it with pip to use several.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Install it: pip install "medseg[onnx]"</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Install it: pip install "medseg[onnx]".</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Institution</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Interpolates between pixels</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Intersect with…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Invert</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>IoU</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Islands and holes</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Islands kept</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>It can be used resampled, at this cost:</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>It does not say "medseg_keymap"</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>It does not say "medseg_keymap".</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>It is not JSON: export one to see how it is written</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>It is not JSON: export one to see how it is written.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>It is not surely better: the old model stays.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>It is shown as soon as it is worked out, in the background.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>It is the first one.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>It is the last one.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>It takes two segments, shown and not locked.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>It takes {0} labelled cases that the model was not trained on</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>It takes {0} labelled cases that the model was not trained on.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Jobs</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Keep a recent list</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Keep each patient on one side</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Keep each patient on one side.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Keep island at crosshair…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Keep largest islands…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Keep the outside</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Keep the sheared grid</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Keeps only what is in another segment too (of use where segments overlap)</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Keeps the connected part that the crosshair is on and erases the others</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Keeps the largest connected parts of the segment and erases the others</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Keeps the newly trained model beside the others</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Keeps the object and adds a segment for the next one</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Keeps the object; the next click begins another</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Kept</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Key of the project</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Keys and gestures must be texts</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Keys and gestures must be texts.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Keys and mouse</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Keys and mouse of ITK-SNAP 4: tools on 1, 3, 4 and 6, left-drag moves the crosshair, the brush erases with the right button. What ITK-SNAP has no key for keeps ours.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Keys are written like Ctrl+Shift+Z, F5, PgDown or [</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Keys are written like Ctrl+Shift+Z, F5, PgDown or [.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Kidney</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Language, light or dark, new versions</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Larger radius</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Largest surface distance</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Lasso</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Last slice</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Learn from all my cases</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Learn from this case</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Learn from this case in seconds</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Leave it out: it is asked for, or kept in the keyring</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Leave it out: it is asked for, or kept in the keyring.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Leave out</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Leave the loss out</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Leave the loss out.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Leave torchrun or --processes out</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Leave torchrun or --processes out.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Leaves a wall of so many millimetres along the segment's surface</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Left and right</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Left clicks mean what does not belong to the object</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Lesion</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Less</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Let it run</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Level tracing</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Light</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Line {0} does not name an image and a label</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Line {0} names a file that is not there</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Line {0} names no image</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>List of images and labels</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Lists every series, image file and saved case in a folder</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Live-wire</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Liver</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Load manual labels</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Load manual labels…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Load mask</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Load mask to edit</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Load mask to edit…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Loads a mask file into the segments, as one undo step</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Loads a mask file to measure against</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Locked</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Look around, drag the window and level</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Looking at the file</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Looking at the slice</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Looking for a graphics card</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Looking for a new version</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Looking for a prompt's area</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Looking for files</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Looking for islands</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Looking how much {name} varies</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Looking how sure it is</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Looking what speaks for {name}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Looking who drew what</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Lung</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Lymph node</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>MONAI's {0} cannot be built from the model's plan: {1}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>MONAI's {0} cannot be made from the model's plan: {1}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Make room</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Make room or choose another folder</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Make room or choose another folder.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Make room.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Makes each connected part a segment of its own; the largest stays what it is</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Makes the brush larger</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Makes the brush smaller</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Makes the view that the mouse is in smaller</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Makes what is not the segment the segment, as far as may be painted over</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Making the sample study</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Manual (mL)</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Manual labels</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Manual labels loaded: {name}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Margin</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Mark larger objects</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Mark larger objects.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Mark more slices</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Mark more slices.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Marks the case as done, or not</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Marks the case as done, saves it and opens the next one</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Marks the case as one to come back to, or not</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Marks the case as open, or not</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Mask of another grid</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Mask to edit</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Mask values must be whole numbers: this looks like an image or a probability map</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Mask values must lie between 0 and 65535, not {0} to {1}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Masks cannot be written in this format</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Masks more opaque</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Masks more transparent</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Mass</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Mean</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Mean surface distance, both directions</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Measure</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Measurements</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Measuring</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Measuring segments</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Measuring tools</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Median</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Merge segments…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>MetaImage</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>MetaImage with a data file</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Method</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Metrics</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Mirror…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Modality</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Model {name} is ready to use.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Model {name} was imported.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Models</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Move down</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Move it away to begin anew</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Move it away to begin anew.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Move it onto the island to keep (Shift and the mouse).</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Move measurement</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Move segment</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Move up</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Moves the segment one row down in the table</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Moves the segment one row up in the table</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Muscle</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>NIfTI</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>NIfTI readers do not agree on {0} voxels</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>NRRD</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>NRRD for 3D Slicer</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>NRRD with a data file</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>NSD ({mm:g} mm)</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Name</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Name PEM files</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Name PEM files.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Name a new folder</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Name a new folder.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Name another file (--key)</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Name another file (--key).</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Name it (--cert) and its key (--key)</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Name it (--cert) and its key (--key).</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Name its port (--port)</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Name its port (--port).</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Name measurement</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Name the file of the certificate to trust (--ca)</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Name the file of the certificate to trust (--ca).</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Names and addresses of institutions</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Names, colours, codes and overlaps; what a PACS takes.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Names, colours, codes, overlaps.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Necrosis</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Needs the DICOM series that the mask was drawn on, and this image comes from another file.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Neoplasm, primary</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Neoplasm, secondary</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>New image</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Next case</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Next doubtful slice</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Next object</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Next segment</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Next series</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Next slab display</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Next slice</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>No answer tells how sure it is</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>No box is drawn</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>No case could be looked at. The first: {0}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>No case could be scored. The first: {0}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>No computer of the cluster has a CPU and {0} GPUs</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>No folder was chosen: there is no report.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>No held-out case could be scored: nobody knows whether it is better.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>No image is open</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>No image of the {0} files can be read; {1} are damaged, the first: {2}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>No measurement is chosen</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>No model is chosen</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>No model was found here</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>No new model is waiting</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>No newly trained model is waiting.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>No object in slices is under way</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>No object is under way</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>No phantom on a grid of {0} voxels of {1} mm with noise of {2} HU</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>No segment is chosen</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>No training is under way</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>No training is under way.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>No version number stands there</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>No visible, unlocked segment has a voxel there.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>No voxel has such a grey value</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>No voxel there has a value from {low:g} to {high:g}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Nodule</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>None of the cases has a labelled voxel</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Not begun</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Not opened: {what}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Not receiving.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Not written: {0}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Nothing can be written there: {0}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Nothing changed there</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Nothing grows from there</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Nothing is proposed.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Nothing is under way.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Nothing that is marked is large enough to learn from</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Nothing to redo.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Nothing to undo.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Nothing was begun</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Nothing was changed yet.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Nothing was drawn</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Nothing was exported yet</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Nothing was replaced: {0}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Nothing was saved: {0}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Nothing was written: {0}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Nothing: a fixed rule on grey values.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Number of voxels times the volume of one</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>OBJ surfaces</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>ONNX Runtime is not installed</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Off: up raises the level, which makes darker.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>On both sides of it</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>One case of so few labelled slices is not enough to learn from</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>One case of so few marked slices is not enough to learn from</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>One closed surface for each segment, in patient coordinates.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>One slice back, in the view that the mouse is in</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>One slice on, in the view that the mouse is in</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>One slice, MIP, MinIP, mean, and round again</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>One view alone</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>One view fills the window, and back</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Only a range of grey values</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Only from someone you trust: medseg models import PATH --run-code</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Only from someone you trust: medseg models import PATH --run-code.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Only values</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Only values from {low:g} to {high:g}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Only voxels of these grey values. Alt and a click takes them from there.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Only whole numbers of 16 bits can be written as DICOM</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Open</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Open DICOM folder</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Open DICOM folder…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Open a DICOM folder or an image file first.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Open a case list and choose a model first.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Open a case list first.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Open a case of the list.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Open a folder as case list</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Open an image first.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Open another image</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Open case list</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Open case list…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Open folder as case list…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Open for editing</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Open image</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Open image file…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Open it again</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Open it again.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Open it anew</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Open log folder</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Open sample study</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Open the folder instead</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Open the folder instead.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Open the model's report</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Open the newest study</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Open the report</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Open the series it was drawn on</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Open the series it was drawn on.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Open the series that it was drawn on</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Open the series that it was drawn on.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Open the series that they were drawn on</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Open the series that they were drawn on, or have them brought to the nearest slices</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Open the series that they were drawn on, or have them brought to the nearest slices.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Open the series that they were drawn on.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Opening</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Opening (takes spikes away)</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Opens a CSV with a column image, and optionally series, label, reference, patient, name</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Opens a saved case or a DICOM, NIfTI, NRRD or MHA file</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Opens the built-in CT phantom</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Opens the series after this one</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Opens the series before this one</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Originals and copies would lie in one folder</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Originals to de-identify</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Other answer</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Other answer, backwards</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Other click method</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Other keys for commands; keymaps of 3D Slicer, ITK-SNAP and OHIF</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Other segments there are locked: unlock them in the segments panel.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Otsu</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Otsu's threshold</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Otsu's threshold in this window: {value:g}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Outlines</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Outside</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Outside the surface</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Overlap / union (Jaccard)</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Own</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>PACS…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>PLY surfaces</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>PNG, one for each slice</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Paint a little into two segments or more, also one for what is beside them; then Grow, then Enter.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Paint and erase</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Paint goes over background only: let it go over segments in the segments panel.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Paint in 3D</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Paint into the object, and into what is beside it</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Paint into the object, and into what is beside it.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Paint into two visible segments first: the object, and what is beside it.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Paint something first</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Paint something first.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Paint the active segment; hold Ctrl to erase. Shift and wheel change the radius.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Paints the chosen segment; radius in mm</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Paints up to the edges only</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Paints up to the edges only; hold Ctrl to erase. Shift and wheel change the radius.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Pan</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Pancreas</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Parts of the mask lie outside the image</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Patient</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Patient ID</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Patient characteristics</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Patient identity</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Patient {0} is in both train and test</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Pause training</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Plane</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Pointing at objects</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Polygon</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Portal vein</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Precision</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Preparing the display</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Preparing the tool</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Preset</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Press at an edge: the line of that grey value follows the pointer and is filled where you let go.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Press on the edge of a structure</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Press on the edge of a structure.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Preview</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Preview where the mouse rests</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Previous case</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Previous segment</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Previous series</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Previous slice</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Probability</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Prompt</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Prompt {n} of {all}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Prostate</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Puts first what the chosen model is least sure of, and what differs most from the cases before</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Quit</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Radius</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Radius of the ball or box; of the Gaussian the standard deviation</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Random walker</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Random walker (Grady 2006): the border of the slice, or of a box, counts as background.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Ranges in HU: for CT</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Rank unlabelled cases</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Ranking cases with {name}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Reach</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Reading mask</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Reading the case list</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Reading the next case</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Recall</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Receiving from a PACS</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Rectangle</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Redo</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Region growing</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Region growing from each click; Tab changes the tolerance. Leaks where the edge has a gap.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Reject object</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Remembers opened paths on this computer only</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Remove all measurements</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Remove measurement</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Remove prompt</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Remove segment</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Remove small islands…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Remove the overlap, then train: one voxel, one name</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Remove the overlap, then train: one voxel, one name.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Rename segment</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Rename segment…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Rename the segment instead.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Replace</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Report this error</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Report this error.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Resample</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Resample it to the image first</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Resample it to the image first, or open the image that it was drawn on</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Resample it to the image first, or open the image that it was drawn on.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Resample it to the image first.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Resample it to the image, or open the image that it was drawn on</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Resample it to the image, or open the image that it was drawn on.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Resample one to the other first</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Resample one to the other first.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Resample to {z}×{y}×{x}, every {mm:.2f} mm</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Resampling mask</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Reset views</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Rest on a prompt, or press {ai.influence}: hatched is the area that is there, or gone, because of that prompt.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Restore</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Restored after the program ended early: {n} steps. The history can take them back.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Retrieving from the PACS</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Rib</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Right-click what does not belong to it, click what is missing. Only the part you point at changes.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Round the values first</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Round the values first.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Rows and columns are not perpendicular: DICOM images cannot hold that</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Run a model first.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Run an automatic model, or click on an object, first.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Run an automatic model, or draw a whole object with the click model, first.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Run this program?</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Runs the chosen model on the whole image in the background</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>STL surfaces</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Safe private attributes</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Sagittal</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Save a copy elsewhere.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Save a copy…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Save case</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Save case as…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Save case with image…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Save certificate</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Save elsewhere…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Save it elsewhere.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Save it elsewhere; it is still open</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Save it elsewhere; it is still open.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Save the case, export the masks</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Save the cheat sheet</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Save the time point or component that you need as a file of its own</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Save the time point or component that you need as a file of its own.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Saved and read back: {path}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Saves a certificate beside each exported file</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Saves beside the last export what was compared, with hashes, UIDs and versions</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Saves masks, prompts and history; the image stays where it is</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Saves the case under another name</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Saves the case with a copy of the image and the patient's name, to be opened anywhere</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Saves what is unsaved and opens the case before</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Saves what is unsaved and opens the next case of the list</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Saving the case</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Saving to {path} is not done after {n} s: the drive may not answer. The work is kept.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Say in which plane</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Say in which plane.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Scissors</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Scores the chosen model on labelled cases and says what to do next: a report as HTML and PDF</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Scribble</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Scroll to a slice where it is drawn.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Search for it again</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Search for it again.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Search more narrowly</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Search more narrowly.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Seeds grow over background only, and not those of locked segments.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Seeds of at least two segments are needed</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Segment</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Segment with {name}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Segment {0} has no place: value {1}, layer {2}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Segment {0} is locked</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Segment's diameters</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Segmenting with {name}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Segments</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Segments are 1, 2, 3 … in the order of the output's channels (0 is background); patch and spacing_mm are (slice, row, column)</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Segments are 1, 2, 3 … in the order of the output's channels (0 is background); patch and spacing_mm are (slice, row, column).</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Segments at most</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Segments grow until they meet</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Sending masks to the PACS</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Series</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Set {0} to allow more</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Set {0} to allow more.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Sets the threshold between the dark and the bright of what the window shows</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Settings…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Share of all voxels, background too, that agree</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Share of the manual labels that was found</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Share of the mask that is right</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Share of the surface within the tolerance</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Show a slab first (MIP, MinIP or mean).</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Show all segments</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Show it in the segments panel before painting.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Show masks</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Show only one segment</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Show only this</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Show or unlock a segment in the segments panel</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Show or unlock a segment in the segments panel.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Shows as a dashed line what a click here would draw</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Shows every segment</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Shows how the visible segments grow from what is painted of them</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Shows less of the image through the masks</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Shows more of the image through the masks</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Shows one slice at a time</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Shows or hides the chosen segment</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Shows or hides the corner texts</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Shows or hides the crosshair</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Shows or hides the masks</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Shows or hides who it is</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Shows the brightest value of a slab; masks stay those of the middle slice</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Shows the darkest value of a slab; masks stay those of the middle slice</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Shows the mean of a slab; masks stay those of the middle slice</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Shows the newest report of a model</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Shows what in the image made the model say its class at the crosshair; Escape ends it</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Shows where the log file is</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Shrinking</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Shrink…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>SimpleITK cannot read it</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>SimpleITK gives {0} dimensions</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Single slices</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Size</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Size and smoothness</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Skin</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Skull</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Slab</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Slab: MIP</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Slab: MinIP</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Slab: mean</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Slice</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Slice by slice; the mouse wheel does the same</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Slice views and Segment Editor of 3D Slicer 5: its effects on 1 to 0, Q and W for the segment, Space for the last two tools. What Slicer has no key for keeps ours.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Slice {0} ({1}) cannot be confirmed: there is no mask of it</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Slices above</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Slices and zoom</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Slices below</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Slices near</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Slices that are interpolated were never recorded: masks on them do not fit the original images.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Small also with many segments; new in DICOM, few programs read it.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Small intestine</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Smaller ones stay</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Smaller radius</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Smaller than</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Smart brush</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Smooth all together…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Smooth first</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Smooth pixels</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Smoothing</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Smooths all segments that are shown and not locked, without gaps between them</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Smooths the segment's surface in millimetres, across slices too</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Smooth…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Soft tissue</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Something went wrong</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Something went wrong: {error}. The log file has the details.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Spinal cord</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Spleen</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Split into {n} even parts</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Split islands into segments…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Start it anew</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Start it anew.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Start it with `ray start`, or leave --cluster out</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Start it with `ray start`, or leave --cluster out.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Start one process for each GPU</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Start one process for each GPU.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Start the stroke on the image</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Start the stroke on the image.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Starting …</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Stations, serial numbers, detectors</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Stomach</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Stop background work</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Structure (as in the list of the segment's context menu)</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Subtract…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Swap</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>TLS failed: {0}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>TLS needs a certificate of our own</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Table of figures</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Take a copy from a backup</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Take a copy from a backup.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Take as they are: I have looked at them</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Take at least 2, at most one a patient</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Take at least 2, at most one a patient.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Take back, do again</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Take one of them out</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Take one of them out.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Take the brush or the eraser first.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Take the brush, the eraser or the threshold first.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Take the click tool ({tool.click}) and let the mouse rest: a dashed line shows what a click here would draw.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Take the grey values from the image</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Take the grey values from the image.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Take the threshold first.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Take the threshold, or grow from seeds, first.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Take with rectangles blackened</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Taken away</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Takes a margin in millimetres away all round the segment, across slices too</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Takes another segment away from the chosen one</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Takes away the prompt under the pointer, else the last one; the answer is made anew</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Takes every measurement away, as one step</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Takes noise away before growing.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Takes the chosen measurement away; Delete does it too</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Takes the chosen segment away</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Takes the last action back</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Takes the object under way and its clicks away</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Takes what a tool proposes away; Escape does it too</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Ten slices back</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Ten slices back, in the view of the mouse</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Ten slices on</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Ten slices on, in the view of the mouse</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>That is outside the image</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>That was the last case of the list.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The DICOM file cannot be read: it is truncated or damaged</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The DICOM file is truncated: its packed data end in the middle</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The DICOM header cannot be understood</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The DICOM series has changed since it was opened</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The DICOMDIR is damaged</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The PACS did not answer with DICOM JSON</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The PACS does not allow this user to do that</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The PACS does not know user and password</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The PACS does not know where to send to</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The PACS does not say of what kind its objects are</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The PACS has no images of that study or series</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The PACS refused us: {0}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The PACS sends us to another address</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The PACS's list is too long</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The Ray cluster {0} does not answer: {1}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The ZIP file cannot be unpacked: {0}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The ZIP file claims {0} GiB: more than it can hold, or than there is room for</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The ZIP file claims {0} files</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The ZIP file holds a name that leads out of it: {0}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The ZIP file is encrypted</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The ZIP file is packed in a way that is not known here</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The ZIP file is truncated or damaged</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The ZIP file would take {0} GiB: there is no room for it</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The address for new versions does not begin with https://</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The address holds a password</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The address holds a user name</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The address lacks the AE title of the PACS</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The affine is singular: two axes point the same way or a spacing is zero</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The affine must be a finite 4×4 matrix</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The answer before this one</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The answer belongs to another image</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The authors of a case cannot be read: {0}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The base model's weights do not fit its plan (first: {0})</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The box round a segment</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The bundle has no weights</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The bundle is damaged or of an unknown kind: {0}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The bundle's configuration goes in circles at {0}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The bundle's configuration has no {0}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The bundle's configuration holds no plain figure at {0}: {1}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The bundle's configuration names no class at {0}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The bundle's {0} is no list of transforms</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The cache cannot be written: {0}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The card could not be written: {0}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The card does not say which weights it belongs to (sha256)</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The card stands nowhere</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The case cannot be read: {0}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The case cannot be saved in the middle of something</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The case contradicts itself: {0}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The case has no labelled voxel</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The case has no version that is known</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The case has {0} layers</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The case is being saved: wait a moment.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The case is truncated or damaged: it cannot be understood</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The case says of no image how large it is</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The case was not kept: {0}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The case was not kept: {0} differ when read back</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The case was not saved: {0}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The case's manifest is too large</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The case's measurements cannot be read: {0}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The cases of this list are saved in one folder: {folder}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The certificates cannot be read</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The cheat sheet was not written</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The checkpoint holds no weights by name</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The checkpoint is damaged or of an unknown kind</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The chosen model was not made from another one that is still here.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The chosen tool</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The chosen tool turned round: the brush erases, the eraser paints</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The click lies outside the image</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The click model answers clicks: take the click tool.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The click model is not installed.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The click model, random walker or region growing answers; the object under way is asked for anew</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The click tool step by step, with pictures</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The contours belong to another frame of reference than the image: positions cannot be compared</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The copies need a folder</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The copies stand, but not their report: {0}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The crosshair</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The crosshair is in another slice than the last prompt</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The crosshair is not on the segment {name}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The description contradicts itself</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The description is damaged or lacks something: {0}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The diagnostic is in the clipboard: paste it into a mail. It names no patient.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The disk is full: the training has stopped</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The export cannot be certified: {0}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The export stands, but its certificate was not written: {0}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The figures are on the clipboard.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The figures were not kept: {0}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The file cannot be read: {0}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The file changed while it was read</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The file claims an image of {0}×{1} pixels</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The file claims {0} frames</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The file claims {0} frames and describes {1}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The file claims {0} frames, more than it can hold</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The file ends before its image</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The file holds text where numbers belong</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The file holds {0} different values: it is an image, not a mask</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The file holds {0} dimensions ({1}), not one 3-D image</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The file holds {0} images ({1}), not one 3-D image</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The file holds {0} images; there is no number {1}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The file holds {0} values at each voxel, not one grey value</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The file holds {0} values on a {1} grid, not grey values</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The file holds {0} values, not grey values</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The file is no keymap</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The file is truncated or damaged: it cannot be unpacked</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The file is truncated: it has no pixels</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The file is truncated: its header ends in the middle</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The file is truncated: its header promises {0} bytes of voxels</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The file is truncated: its header promises {0} images</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The file is truncated: {0} of {1} bytes of pixels are there</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The file is truncated: {0} of {1} bytes of voxels are there</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The file that holds the voxels is not there: {0}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The file was not kept: fractions of {0} differ when read back</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The file was not kept: its corners lie {0} mm off when read back</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The file was not kept: what was read back has another size</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The file was not kept: {0}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The file was not kept: {0} voxels differ when read back</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The file was not kept: {0} when read back</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The file's suffix is not one that can be used here</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The filter of the case list lets no further one through.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The first slice, in the view of the mouse</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The folder cannot be made: {0}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The folder has no images/ and labels/</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The folder was not kept: Pillow reads mode {0}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The folder was not kept: {0} voxels differ when read back</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The frames of the segmentation do not lie on an even grid</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The frames of the segmentation lie too far apart to be one</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The grid ({0}) is too coarse for the phantom's {1}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The grid is too small for the phantom: {0}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The header is damaged: {0}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The header says that the voxels start at byte {0}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The image cannot be decoded to blacken parts of it</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The image cannot be decoded: {0}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The image decodes to {0}, not what its header says</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The image is still being read: wait, or press Escape to stop.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The image is {0}, not {1} as its header says</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The interrupted training was of another network</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The journal could not be written ({why}): it goes on in your own folder.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The journal does not fit its image</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The journal holds nothing that can be read</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The journal is written again.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The journal takes back a step that there is not</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The journal's header cannot be read: {0}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The key is too short</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The keymap cannot be read</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The keymap is damaged</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The keymap was written by a newer medseg</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The label does not lie on the image's grid</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The labels of this nnU-Net are not 0, 1, 2 …: {0}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The labels {0} do not fit the image {1}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The last box drawn</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The last edits are in no saved case or exported file.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The last edits are in no saved case or exported file. Opening another image closes this one.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The last row of the affine must be 0 0 0 1</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The last slice, in the view of the mouse</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The last steps are in memory only: {why}. Save the case elsewhere, or make room.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The list cannot be read: {0}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The list holds no cases</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The list of pairs is empty</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The list takes this case from now on; another one of the same image stays: {path}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The log file has the details</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The log file has the details.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The longest diameter of the chosen segment in the acquired slices, and the longest across it</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The mask belongs to another frame of reference than the image: their positions cannot be compared</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The mask has no such segment</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The mask is empty</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The mask lies on another grid and was not loaded.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The mask lies on another grid than the image (image {0}; mask {1})</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The mask lies on another grid than the image ({0})</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The mask lies on another grid than the image: it was not written</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The mask so far {0} does not fit the image {1}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The mask was changed: the interval was of the answer.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The mask {0} does not fit the grid {1}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The masks changed meanwhile: nothing was written. Do it again.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The masks lie on different grids ({0}; {1})</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The middle of the image</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The model answers nothing</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The model answers with something else than one array</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The model answers with {0} where its description says {1} channels of {2}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The model cannot be read: {0}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The model could not be copied: {0}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The model could not be imported: {0}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The model could not be kept: {0}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The model could not be run: {0}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The model does not know the chosen segment: choose one of its own.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The model does not know this structure</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The model file says neither what it segments nor how it sees an image</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The model gives no probabilities</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The model gives no probability of this structure by itself.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The model has no networks</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The model has no weights</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The model has no {0}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The model has too many structures to keep their probabilities: the entropy is kept.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The model is not the one the card names</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The model of a fold was not kept: {0}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The model segments every case, and its answer is compared with the labels. Take cases that it did not learn from. Cross-validation trains {folds} copies of it, which takes a while.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The model takes images of its own spacing only</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The model trained before is still waiting</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The model wants other inputs than one image of float32 ({0})</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The model was not calibrated on held-out cases: how sure its volumes are is not known.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The model was not imported.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The model {name} is made for {made_for}, and this image is {known}: choose another one.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The model's calibration cannot be read.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The model's card could not be written: {0}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The model's description is too long for a card</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The model's plan asks for {0}, which this program does not know</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The model's plan contradicts itself</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The model's plan describes a network that this program does not build</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The model's plan does not describe a network: {0}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The model's plan does not describe an nnU-Net: {0}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The model's plan is damaged: a grid's sides are multiples of 16, 160 at most</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The model's plan is damaged: {0}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The model's plan names a network that this program does not build: {0}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The model's plan names an unknown normalisation {0}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The model's plan names an unknown plane {0}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The model's plan prepares the image with what this program does not know: {0}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The model's plan resamples images as if they were masks</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The model's plan resamples in an unknown way: {0}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The model's plan resamples with {0}, which this program does not know</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The name of the PACS is not known</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The newest version cannot be looked up</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The next larger thickness in mm</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The next of the answers to the last click: part, object, whole</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The next smaller thickness in mm</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The open image is not of the case list</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The open image is not of the case list.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The password would travel unencrypted</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The plans of this nnU-Net are damaged or of an unknown version: {0}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The positions of the series make no grid: {0}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The processes of this training do not reach each other: {0}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The program cannot start: {error}

Details are in {folder}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The program crashed on {when}. A trace of it is in the log folder ({name}).</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The program made a mistake. Your image and masks are still open.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The program's own keys, as the command table has them.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The prompt at {0} lies outside the image {1}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The receiver cannot listen: {0}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The recent list is empty.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The rectangle {0},{1},{2},{3} reaches out of an image of {4} × {5}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The reference has no such segment</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The reference is empty</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The report was not written: {0}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The result becomes a new segment and may overlap others; both segments stay as they are</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The saved case is not there any more: {path}. The image is opened anew.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The scores of {0} were not kept: {1}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The segment on the other side of the body's or the crosshair's plane</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The segment {name} has no voxel there: choose the segment to erase.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The segment {name} is empty</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The segment {name} is hidden</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The segment {name} is locked</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The segment {name} is locked: unlock it first.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The segment {name} is not in the slice of the crosshair</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The segmentation gives no positions for its frames</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The segmentation is damaged and cannot be decoded</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The segmentation's frames lie on no grid: {0}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The segments of the file contradict each other: {0}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The segments overlap, and a label map holds one at each voxel</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The segments overlap, which this format cannot hold: choose fewer, or another format.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The series could not be written: {0}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The series holds {n} images: choose one with the slider of the series panel.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The server sent a damaged DICOM object</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The server sent an object without proper UIDs</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The server sent another object than the one asked for</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The server sent something that is no DICOM object</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The sheared grid is true, nothing is interpolated; some programs refuse its files.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The slices lean</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The slices lie unevenly</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The slices of the series are not evenly spaced, or the mask is not on its grid: {0} would put the mask beside its slices</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The slices were interpolated, and this format lies on the original ones: open those.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The source images name no frame of reference, which {0} requires</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The state of this list is damaged</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The state of this list is damaged: {0}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The step {0} is damaged: it cannot be taken back or done again</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The structure set holds {0} regions</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The structure set is damaged and cannot be decoded</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The table cannot be written: {0}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The table of figures needs the image that the mask was drawn on</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The table was not kept: it differs when read back</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The table was not written: {0}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The tool works only on the grey values of its range, or on all of them</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The tool works only on values like those at the crosshair; Alt and a click does so anywhere</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The trainer {0}{1}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The training cannot begin: {0}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The training failed unexpectedly ({0})</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The training has run away: its loss is no longer a number</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The training waits until you let it go on; nothing is lost</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The values do not fit 32 bits</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The variation was given up for that; show it again to have it.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The view of the mouse fills the window, and back</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The voxels of {0} keep their value and layer</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The voxels {0} do not fit the grid {1}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The wall lies</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The weights are not the ones the card names</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The weights cannot be read: {0}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The weights could not be written: {0}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The weights do not fit the network that the card describes (first: {0})</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The whole object is drawn: click where it is wrong.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The window that the file asks for; the automatic one where that makes no sense</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The {0} does not fit in memory: it needs at least {1} GiB, and a file may take {2} GiB</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The {0} has a point that is no place: {1}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The {n} cases corrected for it</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>There are no cases to learn from</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>There are no images</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>There are no manual labels to compare with</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>There are several series: choose one.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>There are too few cases to learn from</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>There are {0} models here: {1}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>There are: {0}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>There are: {0}.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>There is already a model named {0}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>There is no DICOM image among the {0} file{1} found: {2}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>There is no DICOM image in this file, and its suffix is not one that is known here</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>There is no answer of this sitting: run an automatic model, or click on an object.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>There is no answer to explain</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>There is no case to calibrate on</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>There is no case to rank</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>There is no command {0}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>There is no empty slice between two drawn ones</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>There is no event loop to wait in</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>There is no file to de-identify</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>There is no file to send</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>There is no format {0} for masks</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>There is no further case in the list</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>There is no image and no case in the folder</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>There is no image in what was given</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>There is no keymap {0}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>There is no layer {0}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>There is no line of one grey value</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>There is no measurement yet.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>There is no model card</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>There is no model named {0}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>There is no object to correct</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>There is no older version of this model</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>There is no other answer</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>There is no other answer.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>There is no other segment</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>There is no other segment.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>There is no preset named {name}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>There is no prompt: click on an object.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>There is no report yet</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>There is no rule {0} for painting</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>There is no segment named {0}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>There is no segment with value {0} in layer {1}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>There is no segment yet: add one or run a model.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>There is no such case</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>There is no such file or folder</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>There is no such list</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>There is no such list of pairs</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>There is no such prompt</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>There is no such thing on the PACS</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>There is no tool named {0}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>There is no voxel inside</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>There is not enough memory for this model, not even with its smallest patches</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>There is not enough memory to compare the answers of {0}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>There is not enough memory to explain this answer</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>There is not enough memory to train</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>There is nothing measured and no segment yet.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>There is nothing to answer to</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>There is nothing to erase</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>There is nothing to export: every segment is empty</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>There is nothing to learn from</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>There is nothing to open in the folder: {0}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>There is nothing to rank</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>There is nothing to redo.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>There is nothing to take away here</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>There is nothing to undo.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>There is only one grey value</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>There is only one segment</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>There is only one segment.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>There is only one series.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>There is something already: nothing is mixed with it</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>There must be at least one process</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>There must be at least one worker, and no less than 0 GPUs</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>There was no other tool yet.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>These segments overlap and fill {0} layers</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>These windows are in HU, and this is no CT.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>They are written like Left, Ctrl+Wheel or W+Left</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>They are written like Left, Ctrl+Wheel or W+Left.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Thicker slab</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Thinner slab</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>This DICOM file is not a segmentation ({0})</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>This DICOM file is not a structure set</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>This build of medseg trains in one process</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>This bundle answers with regions that may overlap; this program reads plain labels</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>This bundle looks at its images with {0}, which is not known here</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>This bundle looks at {0} images at once; this program gives a model one image</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>This bundle needs code of its own, which is never run: {0}: {1}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>This bundle needs code, which is never run: {0}: {1}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>This bundle prepares its images with {0}, which is not known here ({1})</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>This bundle's network is not three-dimensional</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>This bundle's network, {0}, is not one of those that are built here: {1}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>This bundle's sliding window is set in a way not known here</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>This bundle's {0} is set in a way not known here: {1}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>This cannot be read as JSON: {0}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>This cannot be read as YAML: {0}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>This case could not be kept to learn from: {0}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>This format holds images, not masks</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>This format holds masks, not images</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>This format holds one image</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>This is no DICOM file that can be sent: it lacks its class, UID or encoding</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>This is no address of a PACS</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>This is no fractional segmentation on the grid of the image</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>This is no key of a de-identification project</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>This is no measurement: {0} with {1} points in {2}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>This is no slab: {0}, {1} mm</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>This is no table of settings</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>This is not a CSV text file</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>This is not a DICOM file</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>This is not a DICOMDIR</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>This is not a NIfTI file, or its header is damaged</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>This is not a TorchScript model that can be run</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>This is not a checkpoint of nnU-Net v2: {0}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>This is not a model</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>This is not a model card: {0}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>This is not a weights file</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>This is not an ONNX model that can be run: {0}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>This is the first series.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>This is the last series.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>This model answers clicks: choose an automatic one.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>This model answers in 3-D only</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>This model comes from elsewhere: it can be run, not taught.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>This nnU-Net answers with regions that overlap ({0}: {1}); this program reads plain labels</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>This nnU-Net looks at {0} images at once ({1}); this program gives a model one image</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>This nnU-Net normalises with {0}, which this program does not know</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>This nnU-Net reads its images with {0}, which this program does not know</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>This nnU-Net's norm has no weights: not one that this program builds</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>This nnU-Net's {0} is not one that this program builds</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>This program cannot run models of kind {0}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>This prompt cannot be changed any more</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>This prompt's area cannot be told</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>This slice</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>This tool has no radius: take the brush or the eraser.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>This work</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Those that the DICOM standard calls safe, b-values for one</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Threshold</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Through all slices, in the background.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Throws the newly trained model away</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>To</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Tolerance</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Tool before this</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Tools</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>TorchScript beside it is a program and is not taken</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>TorchScript beside it is a program and is not taken.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Trachea</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Train a new model instead</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Train a new model instead.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Training</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Try a smaller rate</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Try a smaller rate.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Try again</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Two segments share one layer and value</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>U-Nets of this program and the click model can: choose one of them</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>U-Nets of this program and the click model can: choose one of them.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>UIDs</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Undo</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Undone: {name}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Unite with…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Unknown plane {0}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Unknown split {0}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Unknown {0} {1}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Unlock it first.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Unlock it in the segments panel</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Unlock it in the segments panel.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Unpack it with its password and open the folder</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Unpack it with its password and open the folder.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Unpack it with its password first</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Unpack it with its password first.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Up to (0: any)</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Update medseg</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Update medseg, or export the masks there</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Update medseg, or export the masks there.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Update medseg.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Update the program</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Update the program.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Update this program to read it</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Update this program to read it.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Use --via move</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Use --via move.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Use CT or MR</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Use CT or MR.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Use NIfTI</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Use NIfTI or NRRD</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Use NIfTI or NRRD.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Use NIfTI.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Use axial, coronal or sagittal</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Use axial, coronal or sagittal.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Use letters, digits, dot, dash and underscore</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Use letters, digits, dot, dash and underscore.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Use one of {0}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Use one of {0}.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Use one of: {0}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Use one of: {0}.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Use smaller voxels or a larger field of view</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Use smaller voxels or a larger field of view.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Use the click model for one slice</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Use the click model for one slice.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Use train or test, or leave the column empty</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Use train or test, or leave the column empty.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>User guide</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Uterus</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Values alone, no names or colours.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Variation</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Vein</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Version {number} is out; this is {own}.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Version, licence, research use</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Vertebra</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>View</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Visible</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Volume (mL)</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Volume minus manual volume</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Volume of the manual labels</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Volume, grey values and diameters of every segment</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Volume, position, size and grey values of each segment.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Volumes, and all figures against the manual labels</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Voxels of type {0} are not grey values</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Voxels that share only an edge or a corner belong together</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Wait a moment and try again.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Wait a moment.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Wall</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Ways to begin, the most used keys</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Weights must stand in the file itself</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Weights must stand in the file itself.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Welcome…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>What can be imported: a model folder of this program, or {0}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>What can be imported: a model folder of this program, or {0}.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>What is it?</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>What is this file?</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>What it is…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>What speaks for it</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>What speaks for {name} at the crosshair; Escape takes it away</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>What the segment has there is erased</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Where are the cases to be saved?</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Where is the image {name} now?</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Which prompt did what</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>While a tool is used</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>White matter</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Who drew it</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Whole object</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Widen the window, or set the threshold by hand</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Widen the window, or set the threshold by hand.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Window</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Window of the file</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Window {width:g}, level {level:g} HU</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Window/level</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Window/level with any tool</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>With</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Work on {name} of {when} was not saved: the program ended early.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Write 20260131 or 20260101-20260131</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Write 20260131 or 20260101-20260131.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Write ROW0,COLUMN0,ROW1,COLUMN1</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Write ROW0,COLUMN0,ROW1,COLUMN1.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Write four numbers with commas</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Write four numbers with commas.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Write it elsewhere</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Write it elsewhere.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Write plain figures in its place</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Write plain figures in its place.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Write that into {0} beside it, as docs/models.md shows</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Write that into {0} beside it, as docs/models.md shows.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Writes a table: status, time, and the volume of each segment</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Writes measurements and the figures of every segment as CSV</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Writes the masks, reads them back and compares before anything is replaced</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Writes what the case has cost and who drew how much of it, as JSON or CSV</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Writing the report</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Writing the table</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Written and verified: {path} ({what})</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Written: {n} cases to {path}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Written: {path}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Your last steps are in memory only: save a copy now.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>ZIP of a study</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Zoom</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Zoom in</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Zoom out</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>`medseg commands` lists them</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>`medseg commands` lists them.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>a DICOMDIR: it names the patient, and lists files that are no longer the same</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>a face may be rebuilt from images of a head: faces are not removed</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>a page that a device wrote</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>a private kind of object: what it holds is not known</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>a report, document, drawing, waveform or raw data: free text and unknown content are not cleaned</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>a screen capture, ultrasound image, photograph or video</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>added along the boundary</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>added away from the boundary</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>an overlay is packed into its compressed pixels</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>by hand</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>click model</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>colour</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>copies</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>dcm2niix gave no answer</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>does not say whether text is burned in</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>double click</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>doubt {doubt:.2f}, differs {novelty:.2f}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>doubtful</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>duplicate</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>entropy in bits</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>file</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>fractional</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>from</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>gap</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>inverted</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>islands that are not there</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>islands that were missed</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>it says that text is burned in</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>it was captured or scanned</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>its modality often has text burned in</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>left drag</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>likely good</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>look again</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>magnified</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>mean of the classes</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>method</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>middle drag</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>missed along the boundary</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>missed deep inside</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>model</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>move</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>no kind of image, mask or structure set</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>no original name, number, date or UID in the copy</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>open</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>operation</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>others</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>outside</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>part</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>parts were blackened as told; look whether that is all</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>pip install 'medseg[cluster]', or leave it out</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>pip install 'medseg[cluster]', or leave it out.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>pixels as written</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>position</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>probability</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>resampled</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>rescale</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>right click</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>right drag</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>sform</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>spacing</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>split</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>text may be burned in: {why}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>the mouse</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>the object</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>through</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>tilt</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>to</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>unreadable</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>up to</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>uptake values (SUV) of a PET need times and the patient's weight, which were taken away</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>variation (SD)</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>what speaks for it</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>wheel</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>where the slices of a mosaic lie stood in private attributes: it is one picture now</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>with a brush</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>with the pointer</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{0} answers in one slice at a time</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{0} answers prompts, it does not segment by itself</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{0} came with the program and stays as it is</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{0} cannot be a model's name</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{0} cannot be asked why</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{0} cannot be written: {1}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{0} cases are too few to calibrate an interval of {1}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{0} comes from elsewhere and can be run, not taught</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{0} could not be started: {1}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{0} ended without an answer</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{0} failed (exit code {1}): {2}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{0} folds of {1} patients cannot be made</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{0} gives no probabilities: its doubt is not known</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{0} gives no probability of {1}: it cannot be calibrated</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{0} has ended</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{0} has no label of the same name</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{0} has no option {1}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{0} has other weights on this computer than where the batch was started</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{0} holds {1} {2}, and the image has {3}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{0} is a program of its own: there is nothing to check</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{0} is held for the mouse</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{0} is longer than the image</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{0} is no AE title</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{0} is no DICOM UID</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{0} is no array of the kind that cases hold</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{0} is no date</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{0} is no key</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{0} is no mouse gesture</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{0} is no rectangle</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{0} is not installed</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{0} is not one of your own models and stays</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{0} is not waiting to be accepted or discarded</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{0} is nothing that the mouse does</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{0} is open in another window{1}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{0} is still under way</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{0} is the second stage of a cascade, which needs the first one's answer</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{0} label values are more than a model can learn ({1})</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{0} million voxels lie between the seeds, more than {1}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{0} needs the DICOM series that the mask was drawn on</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{0} of {1} contours of {2} lie on no slice of the image</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{0} overlaps another segment</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{0} patients cannot be split into {1} folds</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{0} processes cannot train on {1} GPUs</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{0} stands for both {1} and {2}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{0},{1},{2},{3} is no rectangle</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{0}; the first, {1}: {2}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{ai.accept} keeps the object, {ai.reject} takes it away, {ai.next_object} keeps it and adds a segment for the next one.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{ai.next_guess} goes through the other answers: a part of it, the object, the whole.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{error}

Details are in {folder}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{name} copy</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{name} exists already.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{name} is a TorchScript model, which is a program: it can do to your files what you can. Let it run only if you trust who made it.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{name} is no better.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{name} is the case that is shown.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{name} mirrored</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{name}: Dice {dice:.3f} over {n} cases.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{name}: done in {seconds:.1f} s</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{name}: nothing changes.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{n} cases ranked.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{n} could not be looked at, the first: {name}.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{n} could not be scored.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{n} gaps</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{n} images came from a PACS.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{n} new segments</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{n} of {all} islands stay</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{n} rows written to {path}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{text}. {n} images received.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{title} is not possible now</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{view.probability} colours each pixel by how sure the model is.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{which}: gave {given} cm², took {taken} cm²</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{why}: it is shown read-only.</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>view</name>
  <message>
   <source>{length} mm</source>
   <translation type="unfinished" />
  </message>
 </context>
</TS>
