<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
 <context>
  <name>CardWidget</name>
  <message>
   <source>Licence</source>
   <translation>许可证</translation>
  </message>
  <message>
   <source>Limits</source>
   <translation>局限性</translation>
  </message>
  <message>
   <source>Made for {model}; this image is {image}.</source>
   <translation>适用于 {model}；当前图像为 {image}。</translation>
  </message>
  <message>
   <source>Made from</source>
   <translation>来源</translation>
  </message>
  <message>
   <source>Trained on</source>
   <translation>训练数据</translation>
  </message>
 </context>
 <context>
  <name>CheatSheet</name>
  <message>
   <source>Change keys…</source>
   <translation>更改快捷键…</translation>
  </message>
  <message>
   <source>Keys and mouse</source>
   <translation>按键与鼠标</translation>
  </message>
  <message>
   <source>Save to print…</source>
   <translation>另存以便打印…</translation>
  </message>
  <message>
   <source>{help.palette} finds every command by its name.</source>
   <translation>{help.palette} 可按名称查找任何命令。</translation>
  </message>
 </context>
 <context>
  <name>CommandPalette</name>
  <message>
   <source>What do you want to do?</source>
   <translation>您想做什么？</translation>
  </message>
 </context>
 <context>
  <name>DeidentifyDialog</name>
  <message>
   <source>  and {n} more</source>
   <translation>  另有 {n} 个</translation>
  </message>
  <message>
   <source>By DICOM PS3.15 annex E, Basic Application Level Confidentiality Profile.</source>
   <translation>依据 DICOM PS3.15 附录 E，基本应用级保密规范（Basic Application Level Confidentiality Profile）。</translation>
  </message>
  <message>
   <source>Cancel</source>
   <translation>取消</translation>
  </message>
  <message>
   <source>Cancelled. Copies that were finished stay.</source>
   <translation>已取消。已完成的副本会保留。</translation>
  </message>
  <message>
   <source>Choose the originals and a folder first.</source>
   <translation>请先选择原始文件和一个文件夹。</translation>
  </message>
  <message>
   <source>Choose…</source>
   <translation>选择…</translation>
  </message>
  <message>
   <source>Close</source>
   <translation>关闭</translation>
  </message>
  <message>
   <source>Copies</source>
   <translation>副本</translation>
  </message>
  <message>
   <source>Dates</source>
   <translation>日期</translation>
  </message>
  <message>
   <source>De-identify</source>
   <translation>去标识</translation>
  </message>
  <message>
   <source>Keep</source>
   <translation>保留</translation>
  </message>
  <message>
   <source>Key</source>
   <translation>密钥</translation>
  </message>
  <message>
   <source>Left out, shown here alone</source>
   <translation>已排除，仅在此处显示</translation>
  </message>
  <message>
   <source>Originals</source>
   <translation>原始文件</translation>
  </message>
  <message>
   <source>Rectangles</source>
   <translation>矩形</translation>
  </message>
  <message>
   <source>Show the copies</source>
   <translation>显示副本</translation>
  </message>
  <message>
   <source>Something went wrong. The log file has the details.</source>
   <translation>出现错误。详情见日志文件。</translation>
  </message>
  <message>
   <source>Text burned in</source>
   <translation>烧录文字</translation>
  </message>
  <message>
   <source>The report of what was changed will stand here and beside the copies.</source>
   <translation>更改内容的报告将显示在此处，并保存在副本旁。</translation>
  </message>
  <message>
   <source>The same key gives the same patients and UIDs again. Keep it secret and safe.</source>
   <translation>同一密钥总是生成相同的患者假名和 UID。请保密并妥善保管。</translation>
  </message>
  <message>
   <source>a folder apart from the originals</source>
   <translation>与原始文件不同的文件夹</translation>
  </message>
  <message>
   <source>a folder of DICOM files</source>
   <translation>DICOM 文件所在文件夹</translation>
  </message>
  <message>
   <source>first row, first column, last row, last column; …</source>
   <translation>首行, 首列, 末行, 末列; …</translation>
  </message>
  <message>
   <source>your own; another file for another project</source>
   <translation>自己的密钥文件；其他项目请用另一文件</translation>
  </message>
  <message>
   <source>{n} files de-identified and checked, {out} left out.</source>
   <translation>{n} 个文件已去标识并检查，{out} 个已排除。</translation>
  </message>
 </context>
 <context>
  <name>DoubtStrip</name>
  <message>
   <source>Doubt of the slices</source>
   <translation>各层面的存疑程度</translation>
  </message>
  <message>
   <source>Slice {n}: {ml:.3g} mL in doubt</source>
   <translation>层面 {n}：存疑 {ml:.3g} mL</translation>
  </message>
  <message>
   <source>of the answer before your edits</source>
   <translation>针对编辑之前的结果</translation>
  </message>
  <message>
   <source>reviewed</source>
   <translation>已审阅</translation>
  </message>
 </context>
 <context>
  <name>ExportDialog</name>
  <message>
   <source>(new folder)</source>
   <translation>（新文件夹）</translation>
  </message>
  <message>
   <source>All</source>
   <translation>全部</translation>
  </message>
  <message>
   <source>Another image was opened meanwhile.</source>
   <translation>其间打开了另一幅图像。</translation>
  </message>
  <message>
   <source>As it is: the true, sheared grid</source>
   <translation>保持原样：真实的倾斜网格</translation>
  </message>
  <message>
   <source>Browse…</source>
   <translation>浏览…</translation>
  </message>
  <message>
   <source>Cancel</source>
   <translation>取消</translation>
  </message>
  <message>
   <source>Export</source>
   <translation>导出</translation>
  </message>
  <message>
   <source>Export masks</source>
   <translation>导出掩膜</translation>
  </message>
  <message>
   <source>Export to folder</source>
   <translation>导出到文件夹</translation>
  </message>
  <message>
   <source>Folder</source>
   <translation>文件夹</translation>
  </message>
  <message>
   <source>Format</source>
   <translation>格式</translation>
  </message>
  <message>
   <source>Give it a name.</source>
   <translation>请输入名称。</translation>
  </message>
  <message>
   <source>Name</source>
   <translation>名称</translation>
  </message>
  <message>
   <source>Replace</source>
   <translation>替换</translation>
  </message>
  <message>
   <source>Resampled to an upright grid</source>
   <translation>重采样到正交网格</translation>
  </message>
  <message>
   <source>Save a certificate beside it</source>
   <translation>同时保存校验证书</translation>
  </message>
  <message>
   <source>Segments</source>
   <translation>分割项</translation>
  </message>
  <message>
   <source>Some programs show a sheared mask shifted; resampling moves its edges.</source>
   <translation>部分程序会将倾斜网格的掩膜显示得有偏移；重采样会使其边缘移动。</translation>
  </message>
  <message>
   <source>Something went wrong. The log file has the details.</source>
   <translation>出现错误。详情见日志文件。</translation>
  </message>
  <message>
   <source>That folder is not empty: name a new one.</source>
   <translation>该文件夹不为空：请指定新文件夹。</translation>
  </message>
  <message>
   <source>There is no such folder.</source>
   <translation>没有该文件夹。</translation>
  </message>
  <message>
   <source>Tilted grid</source>
   <translation>倾斜网格</translation>
  </message>
  <message>
   <source>What was compared, with hashes, UIDs and versions, as JSON</source>
   <translation>比对的内容，含哈希值、UID 和版本，JSON 格式</translation>
  </message>
  <message>
   <source>{name} exists already. It stays as it is until the new one is verified.</source>
   <translation>{name} 已存在。在新文件通过校验之前，原文件保持不变。</translation>
  </message>
 </context>
 <context>
  <name>ExportResult</name>
  <message>
   <source>Centroid L, P, H (mm)</source>
   <translation>质心 L、P、H（mm）</translation>
  </message>
  <message>
   <source>Certificate saved</source>
   <translation>证书已保存</translation>
  </message>
  <message>
   <source>Close</source>
   <translation>关闭</translation>
  </message>
  <message>
   <source>Export another…</source>
   <translation>导出其他…</translation>
  </message>
  <message>
   <source>Moved (mm)</source>
   <translation>位移（mm）</translation>
  </message>
  <message>
   <source>Open folder</source>
   <translation>打开文件夹</translation>
  </message>
  <message>
   <source>Save certificate</source>
   <translation>保存证书</translation>
  </message>
  <message>
   <source>Segment</source>
   <translation>分割项</translation>
  </message>
  <message>
   <source>Voxels differing</source>
   <translation>不同体素数</translation>
  </message>
  <message>
   <source>What was compared, with hashes, UIDs and versions, as JSON</source>
   <translation>比对的内容，含哈希值、UID 和版本，JSON 格式</translation>
  </message>
  <message>
   <source>Written by: {writer}. Read back by: {reader}.</source>
   <translation>写入程序：{writer}。读回程序：{reader}。</translation>
  </message>
  <message>
   <source>Written, read back and compared</source>
   <translation>已写入、读回并比对</translation>
  </message>
  <message>
   <source>empty</source>
   <translation>空</translation>
  </message>
  <message>
   <source>mL</source>
   <translation>mL</translation>
  </message>
 </context>
 <context>
  <name>FirstLook</name>
  <message>
   <source>Keeps what was open (Escape)</source>
   <translation>保留原来打开的内容（Escape）</translation>
  </message>
  <message>
   <source>Reading slices</source>
   <translation>正在读取层面</translation>
  </message>
  <message>
   <source>Stop</source>
   <translation>停止</translation>
  </message>
  <message>
   <source>{text}: {done:.0f} of {total:.0f}</source>
   <translation>{text}：{done:.0f}，共 {total:.0f}</translation>
  </message>
 </context>
 <context>
  <name>FirstWelcome</name>
  <message>
   <source>For research and teaching only. This is not a medical device: it is neither approved nor tested for diagnosis, treatment or any decision about a patient.</source>
   <translation>仅供研究和教学使用。本软件不是医疗器械：未经批准，也未经测试，不得用于诊断、治疗或任何有关患者的决策。</translation>
  </message>
  <message>
   <source>Looking for a graphics card…</source>
   <translation>正在查找显卡…</translation>
  </message>
  <message>
   <source>Models run on the graphics card {name}: seconds for a whole volume.</source>
   <translation>模型在显卡 {name} 上运行：处理整个图像只需数秒。</translation>
  </message>
  <message>
   <source>No graphics card for computing was found: models run on the processor. All works; a click is answered in about a second, whole volumes and training take minutes.</source>
   <translation>未找到可用于计算的显卡：模型在处理器上运行。所有功能均可使用；点击约一秒后得到结果，处理整个图像和训练需要数分钟。</translation>
  </message>
  <message>
   <source>There is a graphics card ({name}), but this installation cannot compute on it: models run on the processor. All works; whole volumes and training take longer.</source>
   <translation>有显卡（{name}），但当前安装无法用它计算：模型在处理器上运行。所有功能均可使用；处理整个图像和训练耗时较长。</translation>
  </message>
  <message>
   <source>Welcome to medseg</source>
   <translation>欢迎使用 medseg</translation>
  </message>
  <message>
   <source>Whether there is a graphics card is not known; the message log says why.</source>
   <translation>无法确定是否有显卡；原因见消息日志。</translation>
  </message>
 </context>
 <context>
  <name>Guide</name>
  <message>
   <source>User guide</source>
   <translation>用户指南</translation>
  </message>
 </context>
 <context>
  <name>HistoryPanel</name>
  <message>
   <source>A saved case or exported file holds this state</source>
   <translation>此状态已保存在病例或导出文件中</translation>
  </message>
  <message>
   <source>Image opened</source>
   <translation>图像已打开</translation>
  </message>
  <message>
   <source>Taken back: click to do it again</source>
   <translation>已撤销：点击可重做</translation>
  </message>
  <message>
   <source>{n} older steps</source>
   <translation>{n} 个更早的步骤</translation>
  </message>
 </context>
 <context>
  <name>JobsPanel</name>
  <message>
   <source>Nothing is under way.</source>
   <translation>没有正在进行的任务。</translation>
  </message>
 </context>
 <context>
  <name>KeyRecorder</name>
  <message>
   <source>Press keys… (Esc: leave it)</source>
   <translation>请按键…（Esc：保持不变）</translation>
  </message>
 </context>
 <context>
  <name>KeysDialog</name>
  <message>
   <source>Add another</source>
   <translation>再添加一个</translation>
  </message>
  <message>
   <source>Change keys</source>
   <translation>更改快捷键</translation>
  </message>
  <message>
   <source>Changed by you</source>
   <translation>由您更改</translation>
  </message>
  <message>
   <source>Cheat sheet</source>
   <translation>快捷键一览</translation>
  </message>
  <message>
   <source>Choose a command</source>
   <translation>选择一个命令</translation>
  </message>
  <message>
   <source>Command</source>
   <translation>命令</translation>
  </message>
  <message>
   <source>Commands that this version does not have were left out: {names}</source>
   <translation>已略过此版本没有的命令：{names}</translation>
  </message>
  <message>
   <source>Export…</source>
   <translation>导出…</translation>
  </message>
  <message>
   <source>Import…</source>
   <translation>导入…</translation>
  </message>
  <message>
   <source>Its keys can be changed here.</source>
   <translation>可在此更改其快捷键。</translation>
  </message>
  <message>
   <source>Keymap</source>
   <translation>按键方案</translation>
  </message>
  <message>
   <source>Keys</source>
   <translation>按键</translation>
  </message>
  <message>
   <source>Leave it there</source>
   <translation>保留在原处</translation>
  </message>
  <message>
   <source>Mouse (of the keymap)</source>
   <translation>鼠标（按键方案）</translation>
  </message>
  <message>
   <source>No key</source>
   <translation>无按键</translation>
  </message>
  <message>
   <source>Nothing was written: {why}</source>
   <translation>未写入任何内容：{why}</translation>
  </message>
  <message>
   <source>Record keys</source>
   <translation>录制按键</translation>
  </message>
  <message>
   <source>Reset</source>
   <translation>重置</translation>
  </message>
  <message>
   <source>Reset all</source>
   <translation>全部重置</translation>
  </message>
  <message>
   <source>Search by name or key: brush, Ctrl+Z</source>
   <translation>按名称或按键搜索：画笔、Ctrl+Z</translation>
  </message>
  <message>
   <source>The keys that it has stay</source>
   <translation>原有的按键保留</translation>
  </message>
  <message>
   <source>Use it here</source>
   <translation>在此使用</translation>
  </message>
  <message>
   <source>{key} belongs to “{title}”.</source>
   <translation>{key} 已用于“{title}”。</translation>
  </message>
  <message>
   <source>{key} is held for the mouse: {what}. Choose another key.</source>
   <translation>{key} 已留给鼠标操作：{what}。请选择其他按键。</translation>
  </message>
 </context>
 <context>
  <name>LookChoice</name>
  <message>
   <source>Appearance</source>
   <translation>外观</translation>
  </message>
  <message>
   <source>Language</source>
   <translation>语言</translation>
  </message>
  <message>
   <source>Language and appearance change when the program starts</source>
   <translation>语言和外观在程序启动时更改</translation>
  </message>
  <message>
   <source>Start again now</source>
   <translation>立即重新启动</translation>
  </message>
 </context>
 <context>
  <name>MainBar</name>
  <message>
   <source>Main bar</source>
   <translation>主工具栏</translation>
  </message>
  <message>
   <source>W {width}  L {level}</source>
   <translation>窗宽 {width}  窗位 {level}</translation>
  </message>
  <message>
   <source>Window width and level: presets</source>
   <translation>窗宽和窗位：预设</translation>
  </message>
 </context>
 <context>
  <name>MainWindow</name>
  <message>
   <source>None yet</source>
   <translation>暂无</translation>
  </message>
  <message>
   <source>Open recent</source>
   <translation>打开最近的文件</translation>
  </message>
  <message>
   <source>Panels</source>
   <translation>面板</translation>
  </message>
  <message>
   <source>Standard layout</source>
   <translation>标准布局</translation>
  </message>
  <message>
   <source>Switched off</source>
   <translation>已关闭</translation>
  </message>
  <message>
   <source>{name} (read-only)</source>
   <translation>{name}（只读）</translation>
  </message>
  <message>
   <source>{name} can be opened in three ways.</source>
   <translation>{name} 有三种打开方式。</translation>
  </message>
  <message>
   <source>{name}{unsaved} – medseg</source>
   <translation>{name}{unsaved} – medseg</translation>
  </message>
 </context>
 <context>
  <name>MeasureButton</name>
  <message>
   <source>Measuring tools: distance, angle, ellipse, rectangle</source>
   <translation>测量工具：距离、角度、椭圆、矩形</translation>
  </message>
 </context>
 <context>
  <name>MeasuresPanel</name>
  <message>
   <source>In 3-D</source>
   <translation>三维</translation>
  </message>
  <message>
   <source>Max</source>
   <translation>最大值</translation>
  </message>
  <message>
   <source>Mean ({unit})</source>
   <translation>均值（{unit}）</translation>
  </message>
  <message>
   <source>Min</source>
   <translation>最小值</translation>
  </message>
  <message>
   <source>Name</source>
   <translation>名称</translation>
  </message>
  <message>
   <source>Nothing measured yet.
Take a measuring tool and drag.</source>
   <translation>尚无测量。
请选择测量工具并拖动。</translation>
  </message>
  <message>
   <source>P5 / 50 / 95</source>
   <translation>P5 / 50 / 95</translation>
  </message>
  <message>
   <source>SD</source>
   <translation>SD</translation>
  </message>
  <message>
   <source>Slice</source>
   <translation>层面</translation>
  </message>
  <message>
   <source>Value</source>
   <translation>值</translation>
  </message>
  <message>
   <source>Volume</source>
   <translation>体积</translation>
  </message>
 </context>
 <context>
  <name>MetricsPanel</name>
  <message>
   <source>Against {name}</source>
   <translation>对照 {name}</translation>
  </message>
  <message>
   <source>All</source>
   <translation>全部</translation>
  </message>
  <message>
   <source>Copy all figures (for a spreadsheet)</source>
   <translation>复制全部数值（用于电子表格）</translation>
  </message>
  <message>
   <source>Figures stand here as soon as there is a segment.</source>
   <translation>有分割项后，数值将显示在此处。</translation>
  </message>
  <message>
   <source>No manual labels loaded: volumes only</source>
   <translation>未加载手动标签：仅显示体积</translation>
  </message>
  <message>
   <source>Of the mask before the last edits</source>
   <translation>针对最近编辑之前的掩膜</translation>
  </message>
 </context>
 <context>
  <name>ModelsPanel</name>
  <message>
   <source>, {n} held-out cases</source>
   <translation>，{n} 个留出病例</translation>
  </message>
  <message>
   <source>No model is installed.</source>
   <translation>未安装模型。</translation>
  </message>
  <message>
   <source>No model says that.</source>
   <translation>没有符合的模型。</translation>
  </message>
  <message>
   <source>Search: organ, modality, name …</source>
   <translation>搜索：器官、模态、名称 …</translation>
  </message>
 </context>
 <context>
  <name>NotesBar</name>
  <message>
   <source>   (+{n} more)</source>
   <translation>   （另有 {n} 条）</translation>
  </message>
  <message>
   <source>Before you trust distances and volumes in this image:</source>
   <translation>在采信此图像的距离和体积之前：</translation>
  </message>
  <message>
   <source>Details</source>
   <translation>详情</translation>
  </message>
  <message>
   <source>Hide this bar</source>
   <translation>隐藏此栏</translation>
  </message>
  <message>
   <source>Notes on this image</source>
   <translation>关于此图像的提示</translation>
  </message>
 </context>
 <context>
  <name>OfferBar</name>
  <message>
   <source>   (+{n} more)</source>
   <translation>   （另有 {n} 条）</translation>
  </message>
  <message>
   <source>Not now</source>
   <translation>暂不</translation>
  </message>
 </context>
 <context>
  <name>OperationBar</name>
  <message>
   <source>Apply</source>
   <translation>应用</translation>
  </message>
  <message>
   <source>Cancel</source>
   <translation>取消</translation>
  </message>
  <message>
   <source>Changes nothing (Escape)</source>
   <translation>不作任何更改（Escape）</translation>
  </message>
  <message>
   <source>Computing…</source>
   <translation>正在计算…</translation>
  </message>
  <message>
   <source>Nothing changes.</source>
   <translation>没有变化。</translation>
  </message>
  <message>
   <source>Writes it as one step that can be undone (Enter)</source>
   <translation>作为一个可撤销的步骤写入（Enter）</translation>
  </message>
  <message>
   <source>{change} mL</source>
   <translation>{change} mL</translation>
  </message>
 </context>
 <context>
  <name>PacsDialog</name>
  <message>
   <source>Address</source>
   <translation>地址</translation>
  </message>
  <message>
   <source>Cancel</source>
   <translation>取消</translation>
  </message>
  <message>
   <source>Cancelled.</source>
   <translation>已取消。</translation>
  </message>
  <message>
   <source>Close</source>
   <translation>关闭</translation>
  </message>
  <message>
   <source>Connection and receiver</source>
   <translation>连接与接收端</translation>
  </message>
  <message>
   <source>Keep in the keyring</source>
   <translation>保存到密钥环</translation>
  </message>
  <message>
   <source>Our AE title</source>
   <translation>本机 AE 标题</translation>
  </message>
  <message>
   <source>PACS</source>
   <translation>PACS</translation>
  </message>
  <message>
   <source>Password</source>
   <translation>密码</translation>
  </message>
  <message>
   <source>Retrieve and open</source>
   <translation>获取并打开</translation>
  </message>
  <message>
   <source>Search</source>
   <translation>搜索</translation>
  </message>
  <message>
   <source>Send masks</source>
   <translation>发送掩膜</translation>
  </message>
  <message>
   <source>Show series</source>
   <translation>显示序列</translation>
  </message>
  <message>
   <source>Something went wrong. The log file has the details.</source>
   <translation>出现错误。详情见日志文件。</translation>
  </message>
  <message>
   <source>The masks were read back, compared and sent. Whether they came could not be asked: {why}</source>
   <translation>掩膜已读回、比对并发送。无法查询是否送达：{why}</translation>
  </message>
  <message>
   <source>The masks were read back, compared and sent; the PACS lists them.</source>
   <translation>掩膜已读回、比对并发送；PACS 中已列出。</translation>
  </message>
  <message>
   <source>There is no keyring here: the password is not kept.</source>
   <translation>此处没有密钥环：不保存密码。</translation>
  </message>
  <message>
   <source>Trusted certificates</source>
   <translation>受信任的证书</translation>
  </message>
  <message>
   <source>User</source>
   <translation>用户</translation>
  </message>
  <message>
   <source>dicom://TITLE@host:port, dicoms://TITLE@host:port, https://host/dicom-web</source>
   <translation>dicom://TITLE@host:port, dicoms://TITLE@host:port, https://host/dicom-web</translation>
  </message>
  <message>
   <source>from the keyring</source>
   <translation>来自密钥环</translation>
  </message>
  <message>
   <source>those of the system, or a PEM file</source>
   <translation>系统证书，或 PEM 文件</translation>
  </message>
  <message>
   <source>{n} found.</source>
   <translation>找到 {n} 项。</translation>
  </message>
 </context>
 <context>
  <name>PacsMore</name>
  <message>
   <source>AE titles with commas; empty: all</source>
   <translation>AE 标题，以逗号分隔；留空：全部</translation>
  </message>
  <message>
   <source>Else it listens to this computer alone</source>
   <translation>否则仅接收来自本机的连接</translation>
  </message>
  <message>
   <source>From other computers</source>
   <translation>接收其他计算机的连接</translation>
  </message>
  <message>
   <source>Its key</source>
   <translation>证书密钥</translation>
  </message>
  <message>
   <source>Let secrets travel unencrypted to another computer</source>
   <translation>允许将机密信息不加密地传输到其他计算机</translation>
  </message>
  <message>
   <source>Only from</source>
   <translation>仅接收自</translation>
  </message>
  <message>
   <source>Our certificate</source>
   <translation>本机证书</translation>
  </message>
  <message>
   <source>Our receiver</source>
   <translation>本机接收端</translation>
  </message>
  <message>
   <source>Port</source>
   <translation>端口</translation>
  </message>
  <message>
   <source>Retrieve by</source>
   <translation>获取方式</translation>
  </message>
  <message>
   <source>Start receiving</source>
   <translation>开始接收</translation>
  </message>
  <message>
   <source>Stop receiving</source>
   <translation>停止接收</translation>
  </message>
  <message>
   <source>Token</source>
   <translation>令牌</translation>
  </message>
  <message>
   <source>a PEM file, where the PACS asks for one</source>
   <translation>PEM 文件，用于要求证书的 PACS</translation>
  </message>
  <message>
   <source>for DICOMweb, instead of user and password; from the keyring</source>
   <translation>用于 DICOMweb，代替用户和密码；来自密钥环</translation>
  </message>
 </context>
 <context>
  <name>PreviewWatch</name>
  <message>
   <source>Loading the click model</source>
   <translation>正在加载点击模型</translation>
  </message>
 </context>
 <context>
  <name>SegmentsPanel</name>
  <message>
   <source>Colour of {name}</source>
   <translation>{name} 的颜色</translation>
  </message>
  <message>
   <source>Colour…</source>
   <translation>颜色…</translation>
  </message>
  <message>
   <source>Double-click: another colour</source>
   <translation>双击：更改颜色</translation>
  </message>
  <message>
   <source>Double-click: another name</source>
   <translation>双击：更改名称</translation>
  </message>
  <message>
   <source>Hidden</source>
   <translation>隐藏</translation>
  </message>
  <message>
   <source>How much of the image the masks cover</source>
   <translation>掩膜对图像的遮盖程度</translation>
  </message>
  <message>
   <source>Locked: no tool changes it</source>
   <translation>已锁定：任何工具都不会更改它</translation>
  </message>
  <message>
   <source>No interval: {why}</source>
   <translation>无区间：{why}</translation>
  </message>
  <message>
   <source>No segment yet.
Add one, or run a model.</source>
   <translation>尚无分割项。
请添加，或运行模型。</translation>
  </message>
  <message>
   <source>Not locked</source>
   <translation>未锁定</translation>
  </message>
  <message>
   <source>Opacity</source>
   <translation>不透明度</translation>
  </message>
  <message>
   <source>Paint over</source>
   <translation>可覆盖</translation>
  </message>
  <message>
   <source>Variation (SD) when the image is changed a little: {ml:.2g} mL</source>
   <translation>图像略微变化时的变异（SD）：{ml:.2g} mL</translation>
  </message>
  <message>
   <source>Visible</source>
   <translation>可见</translation>
  </message>
  <message>
   <source>What it is</source>
   <translation>结构类型</translation>
  </message>
  <message>
   <source>What the brush may paint over</source>
   <translation>画笔可以覆盖的范围</translation>
  </message>
  <message>
   <source>{n} %</source>
   <translation>{n} %</translation>
  </message>
  <message>
   <source>{n} mL</source>
   <translation>{n} mL</translation>
  </message>
  <message>
   <source>{n} ±{half} mL</source>
   <translation>{n} ±{half} mL</translation>
  </message>
  <message>
   <source>{percent:.0f} % interval: {low} to {high} mL. Of 100 images like those that the model was
calibrated on, it holds the volume that a reader draws in {percent:.0f}.</source>
   <translation>{percent:.0f} % 区间：{low} 至 {high} mL。与模型校准所用图像相似的图像，每 100 幅中
有 {percent:.0f} 幅的阅片者勾画体积落在该区间内。</translation>
  </message>
 </context>
 <context>
  <name>SeriesDialog</name>
  <message>
   <source>Choose a series</source>
   <translation>选择序列</translation>
  </message>
  <message>
   <source>There are {n} series here. Open one:</source>
   <translation>此处有 {n} 个序列。请打开一个：</translation>
  </message>
 </context>
 <context>
  <name>SeriesPanel</name>
  <message>
   <source>(no description)</source>
   <translation>（无描述）</translation>
  </message>
  <message>
   <source>The series of the open folder stand here.</source>
   <translation>所打开文件夹的序列显示在此处。</translation>
  </message>
  <message>
   <source>{n} images on one grid</source>
   <translation>同一网格上的 {n} 幅图像</translation>
  </message>
 </context>
 <context>
  <name>SeriesTable</name>
  <message>
   <source>(no description)</source>
   <translation>（无描述）</translation>
  </message>
  <message>
   <source>Notes</source>
   <translation>提示</translation>
  </message>
  <message>
   <source>Series</source>
   <translation>序列</translation>
  </message>
  <message>
   <source>Size</source>
   <translation>大小</translation>
  </message>
  <message>
   <source>Spacing (mm)</source>
   <translation>间距（mm）</translation>
  </message>
  <message>
   <source>Type</source>
   <translation>类型</translation>
  </message>
 </context>
 <context>
  <name>SettingsDialog</name>
  <message>
   <source>Look for a new version at each start</source>
   <translation>每次启动时检查新版本</translation>
  </message>
  <message>
   <source>Off unless you turn it on. This version knows no address of its own: enter the one that you were given. It is read, and nothing is sent.</source>
   <translation>默认关闭，需手动开启。此版本没有内置地址：请输入获得的地址。仅读取该地址，不发送任何信息。</translation>
  </message>
  <message>
   <source>Settings</source>
   <translation>设置</translation>
  </message>
 </context>
 <context>
  <name>SlabButton</name>
  <message>
   <source>MIP</source>
   <translation>MIP</translation>
  </message>
  <message>
   <source>Mean</source>
   <translation>均值</translation>
  </message>
  <message>
   <source>MinIP</source>
   <translation>MinIP</translation>
  </message>
  <message>
   <source>Slice</source>
   <translation>层面</translation>
  </message>
  <message>
   <source>Thick slices: brightest, darkest or mean value of a slab</source>
   <translation>厚层显示：层块的最亮值、最暗值或均值</translation>
  </message>
  <message>
   <source>{mm:g} mm</source>
   <translation>{mm:g} mm</translation>
  </message>
 </context>
 <context>
  <name>SliceCanvas</name>
  <message>
   <source>Open a DICOM folder or an image file,
or drop one here.</source>
   <translation>打开 DICOM 文件夹或图像文件，
或将其拖放到此处。</translation>
  </message>
 </context>
 <context>
  <name>SliceView</name>
  <message>
   <source>Axial</source>
   <translation>横断面</translation>
  </message>
  <message>
   <source>Coronal</source>
   <translation>冠状面</translation>
  </message>
  <message>
   <source>MIP</source>
   <translation>MIP</translation>
  </message>
  <message>
   <source>Mean</source>
   <translation>均值</translation>
  </message>
  <message>
   <source>MinIP</source>
   <translation>MinIP</translation>
  </message>
  <message>
   <source>Sagittal</source>
   <translation>矢状面</translation>
  </message>
  <message>
   <source>Spacing {mm:.2f} mm</source>
   <translation>间距 {mm:.2f} mm</translation>
  </message>
  <message>
   <source>Thickness {mm:.2f} mm</source>
   <translation>层厚 {mm:.2f} mm</translation>
  </message>
  <message>
   <source>W {width}  L {level}</source>
   <translation>窗宽 {width}  窗位 {level}</translation>
  </message>
  <message>
   <source>Zoom</source>
   <translation>缩放</translation>
  </message>
  <message>
   <source>born {date}</source>
   <translation>出生 {date}</translation>
  </message>
  <message>
   <source>every {mm:.2f} mm</source>
   <translation>每隔 {mm:.2f} mm</translation>
  </message>
  <message>
   <source>voxel {place}</source>
   <translation>体素 {place}</translation>
  </message>
  <message>
   <source>{name} {mm:g} mm ({n} slices)</source>
   <translation>{name} {mm:g} mm（{n} 层）</translation>
  </message>
 </context>
 <context>
  <name>StatisticsDialog</name>
  <message>
   <source>Active time</source>
   <translation>活动时间</translation>
  </message>
  <message>
   <source>Author</source>
   <translation>作者</translation>
  </message>
  <message>
   <source>Case statistics</source>
   <translation>病例统计</translation>
  </message>
  <message>
   <source>Clicks and other prompts</source>
   <translation>点击及其他提示</translation>
  </message>
  <message>
   <source>Export…</source>
   <translation>导出…</translation>
  </message>
  <message>
   <source>Masks loaded from files</source>
   <translation>从文件加载的掩膜</translation>
  </message>
  <message>
   <source>Operations on segments</source>
   <translation>对分割项的操作</translation>
  </message>
  <message>
   <source>Runs of automatic models</source>
   <translation>自动模型运行次数</translation>
  </message>
  <message>
   <source>Segment</source>
   <translation>分割项</translation>
  </message>
  <message>
   <source>Share</source>
   <translation>占比</translation>
  </message>
  <message>
   <source>Strokes and fills by hand</source>
   <translation>手动笔画与填充</translation>
  </message>
  <message>
   <source>Time between actions; pauses of more than a minute are left out</source>
   <translation>各操作之间的时间；不计超过一分钟的停顿</translation>
  </message>
  <message>
   <source>Undone, done again</source>
   <translation>撤销、重做</translation>
  </message>
  <message>
   <source>Voxels</source>
   <translation>体素</translation>
  </message>
  <message>
   <source>Who drew what: the last author of each voxel</source>
   <translation>勾画者统计：每个体素的最后作者</translation>
  </message>
  <message>
   <source>mL</source>
   <translation>mL</translation>
  </message>
  <message>
   <source>{n} mL</source>
   <translation>{n} mL</translation>
  </message>
  <message>
   <source>{n} mL, {percent:.0f} % interval {low} to {high} mL</source>
   <translation>{n} mL，{percent:.0f} % 区间 {low} 至 {high} mL</translation>
  </message>
 </context>
 <context>
  <name>StatusBar</name>
  <message>
   <source>All messages of this session</source>
   <translation>本次会话的所有消息</translation>
  </message>
 </context>
 <context>
  <name>TimeChooser</name>
  <message>
   <source>Time point</source>
   <translation>时间点</translation>
  </message>
  <message>
   <source>{name} ({n} of {count})</source>
   <translation>{name}（第 {n} 个，共 {count} 个）</translation>
  </message>
 </context>
 <context>
  <name>ToolBox</name>
  <message>
   <source>Tools</source>
   <translation>工具</translation>
  </message>
 </context>
 <context>
  <name>TrafficLight</name>
  <message>
   <source>Predicted Dice</source>
   <translation>预测 Dice</translation>
  </message>
  <message>
   <source>Predicted Dice of a click here</source>
   <translation>在此处点击的预测 Dice</translation>
  </message>
  <message>
   <source>Predicted Dice: none</source>
   <translation>预测 Dice：无</translation>
  </message>
  <message>
   <source>Preview {light}</source>
   <translation>预览 {light}</translation>
  </message>
  <message>
   <source>The Dice that this answer is expected to have, learnt from synthetic tasks.
● from 0.85: likely good   ▲ from 0.70: look again   ■ below: doubtful</source>
   <translation>此结果的预期 Dice，由合成任务学习得到。
● 0.85 及以上：可能良好   ▲ 0.70 及以上：请复查   ■ 低于 0.70：存疑</translation>
  </message>
 </context>
 <context>
  <name>TrainDialog</name>
  <message>
   <source> min</source>
   <translation> 分钟</translation>
  </message>
  <message>
   <source>A folder with images/ and labels/, or a CSV table</source>
   <translation>含 images/ 和 labels/ 的文件夹，或 CSV 表格</translation>
  </message>
  <message>
   <source>Cancel</source>
   <translation>取消</translation>
  </message>
  <message>
   <source>Cases</source>
   <translation>病例</translation>
  </message>
  <message>
   <source>Choose…</source>
   <translation>选择…</translation>
  </message>
  <message>
   <source>Folder with images/ and labels/</source>
   <translation>含 images/ 和 labels/ 的文件夹</translation>
  </message>
  <message>
   <source>Learns from</source>
   <translation>学习来源</translation>
  </message>
  <message>
   <source>Loss</source>
   <translation>损失</translation>
  </message>
  <message>
   <source>Name</source>
   <translation>名称</translation>
  </message>
  <message>
   <source>Network</source>
   <translation>网络</translation>
  </message>
  <message>
   <source>Of a single case some slices are held out for scoring.</source>
   <translation>只有一个病例时，留出部分层面用于评分。</translation>
  </message>
  <message>
   <source>Spacing, grey values, 2-D or 3-D, patch and width follow from the cases and from what a step takes on this computer. The window stays free; clicks come first.</source>
   <translation>间距、灰度、二维或三维、图块和宽度由病例以及此计算机上每步的用时决定。窗口保持可用；点击优先。</translation>
  </message>
  <message>
   <source>This case and those kept under the name</source>
   <translation>此病例和以该名称保留的病例</translation>
  </message>
  <message>
   <source>Time</source>
   <translation>时间</translation>
  </message>
  <message>
   <source>Train</source>
   <translation>训练</translation>
  </message>
  <message>
   <source>Train new model</source>
   <translation>训练新模型</translation>
  </message>
  <message>
   <source>my-model</source>
   <translation>my-model</translation>
  </message>
  <message>
   <source>{n} cases are kept under this name.</source>
   <translation>以此名称保留了 {n} 个病例。</translation>
  </message>
 </context>
 <context>
  <name>TrainingPanel</name>
  <message>
   <source> · less than a minute left</source>
   <translation> · 剩余不足一分钟</translation>
  </message>
  <message>
   <source> · step {done:g} of {total:g}</source>
   <translation> · 步骤 {done:g} / {total:g}</translation>
  </message>
  <message>
   <source> · {n:.0f} min left</source>
   <translation> · 剩余 {n:.0f} 分钟</translation>
  </message>
  <message>
   <source>Correct a mask, then let a model learn from it. Its progress shows here.</source>
   <translation>修正掩膜后，可让模型从中学习。进度显示在此处。</translation>
  </message>
  <message>
   <source>Held-out Dice</source>
   <translation>留出 Dice</translation>
  </message>
  <message>
   <source>Not better: {name}.</source>
   <translation>没有改进：{name}。</translation>
  </message>
  <message>
   <source>Pause</source>
   <translation>暂停</translation>
  </message>
  <message>
   <source>Resume</source>
   <translation>继续</translation>
  </message>
  <message>
   <source>Stop</source>
   <translation>停止</translation>
  </message>
  <message>
   <source>Stopping …</source>
   <translation>正在停止 …</translation>
  </message>
  <message>
   <source>Training loss</source>
   <translation>训练损失</translation>
  </message>
  <message>
   <source>{name} is trained. Keep it?</source>
   <translation>{name} 训练完成。是否保留？</translation>
  </message>
 </context>
 <context>
  <name>TrustBar</name>
  <message>
   <source>Which method answers clicks</source>
   <translation>由何种方法响应点击</translation>
  </message>
 </context>
 <context>
  <name>TrustPainter</name>
  <message>
   <source>{title}, before your edits</source>
   <translation>{title}，编辑之前</translation>
  </message>
 </context>
 <context>
  <name>ViewGrid</name>
  <message>
   <source>Remove prompt</source>
   <translation>移除提示</translation>
  </message>
 </context>
 <context>
  <name>Welcome</name>
  <message>
   <source>For research and teaching. Not a medical device: not for diagnosis or treatment.</source>
   <translation>供研究和教学使用。不是医疗器械：不得用于诊断或治疗。</translation>
  </message>
  <message>
   <source>Look at, segment and measure medical images</source>
   <translation>查看、分割和测量医学图像</translation>
  </message>
  <message>
   <source>Recent</source>
   <translation>最近打开</translation>
  </message>
  <message>
   <source>or drop a folder or a file here</source>
   <translation>或将文件夹或文件拖放到此处</translation>
  </message>
 </context>
 <context>
  <name>WorklistPanel</name>
  <message>
   <source>All</source>
   <translation>全部</translation>
  </message>
  <message>
   <source>Case {n}</source>
   <translation>病例 {n}</translation>
  </message>
  <message>
   <source>No case has this status.</source>
   <translation>没有此状态的病例。</translation>
  </message>
  <message>
   <source>No case list is open.
Open a folder or a CSV (menu Cases).</source>
   <translation>未打开病例列表。
请打开文件夹或 CSV（“病例”菜单）。</translation>
  </message>
  <message>
   <source>Open</source>
   <translation>打开</translation>
  </message>
  <message>
   <source>Rank {n}: {why}</source>
   <translation>排名 {n}：{why}</translation>
  </message>
  <message>
   <source>Saved as {path}</source>
   <translation>已另存为 {path}</translation>
  </message>
  <message>
   <source>Which cases are shown, and where Next and Previous go</source>
   <translation>显示哪些病例，以及“下一病例”和“上一病例”在哪些病例间切换</translation>
  </message>
  <message>
   <source>{done} of {n} done</source>
   <translation>已完成 {done} / {n}</translation>
  </message>
 </context>
 <context>
  <name>_Card</name>
  <message>
   <source>Cancel</source>
   <translation>取消</translation>
  </message>
  <message>
   <source>stopping …</source>
   <translation>正在停止 …</translation>
  </message>
  <message>
   <source>waiting</source>
   <translation>等待中</translation>
  </message>
 </context>
 <context>
  <name>_Result</name>
  <message>
   <source>Accept</source>
   <translation>接受</translation>
  </message>
  <message>
   <source>Discard</source>
   <translation>放弃</translation>
  </message>
  <message>
   <source>Held-out Dice</source>
   <translation>留出 Dice</translation>
  </message>
  <message>
   <source>after</source>
   <translation>训练后</translation>
  </message>
  <message>
   <source>before</source>
   <translation>训练前</translation>
  </message>
 </context>
 <context>
  <name>_Samples</name>
  <message>
   <source>Held out: {mask} · {model} · {both}</source>
   <translation>留出：{mask} · {model} · {both}</translation>
  </message>
  <message>
   <source>both</source>
   <translation>两者</translation>
  </message>
  <message>
   <source>the model now</source>
   <translation>当前模型</translation>
  </message>
  <message>
   <source>your mask</source>
   <translation>您的掩膜</translation>
  </message>
 </context>
 <context>
  <name>_Work</name>
  <message>
   <source> (+{n})</source>
   <translation> (+{n})</translation>
  </message>
  <message>
   <source>Cancel</source>
   <translation>取消</translation>
  </message>
 </context>
 <context>
  <name>authors</name>
  <message>
   <source>Looking who drew what…</source>
   <translation>正在查找各部分的勾画者…</translation>
  </message>
  <message>
   <source>erased: {who}</source>
   <translation>已擦除：{who}</translation>
  </message>
  <message>
   <source>not known</source>
   <translation>未知</translation>
  </message>
 </context>
 <context>
  <name>help</name>
  <message>
   <source>About medseg</source>
   <translation>关于 medseg</translation>
  </message>
  <message>
   <source>Apache License 2.0. Images, masks and models stay on this computer.</source>
   <translation>Apache License 2.0 许可证。图像、掩膜和模型均留在本机。</translation>
  </message>
  <message>
   <source>For research and teaching only. This is not a medical device: it is neither approved nor tested for diagnosis, treatment or any decision about a patient.</source>
   <translation>仅供研究和教学使用。本软件不是医疗器械：未经批准，也未经测试，不得用于诊断、治疗或任何有关患者的决策。</translation>
  </message>
  <message>
   <source>Keymap: {name}</source>
   <translation>按键方案：{name}</translation>
  </message>
  <message>
   <source>Look at, segment and measure medical images: click, correct, learn, export.</source>
   <translation>查看、分割和测量医学图像：点击、修正、学习、导出。</translation>
  </message>
  <message>
   <source>Messages</source>
   <translation>消息</translation>
  </message>
  <message>
   <source>Mouse</source>
   <translation>鼠标</translation>
  </message>
  <message>
   <source>Nothing was said yet.</source>
   <translation>尚无消息。</translation>
  </message>
  <message>
   <source>Pointing at objects</source>
   <translation>点选对象</translation>
  </message>
  <message>
   <source>Version {number}</source>
   <translation>版本 {number}</translation>
  </message>
  <message>
   <source>medseg – keys and mouse</source>
   <translation>medseg – 按键与鼠标</translation>
  </message>
  <message>
   <source>with changes of your own</source>
   <translation>含您的更改</translation>
  </message>
 </context>
 <context>
  <name>medseg</name>
  <message>
   <source>, Dice now about {dice:.2f}</source>
   <translation>，Dice 现约为 {dice:.2f}</translation>
  </message>
  <message>
   <source>--cluster needs Ray, which is not installed</source>
   <translation>--cluster 需要 Ray，但未安装</translation>
  </message>
  <message>
   <source>0: by the shapes alone. Else the edge may move so far to where the image changes</source>
   <translation>0：仅按形状。否则边缘可在此范围内移动到图像变化处</translation>
  </message>
  <message>
   <source>1 of {all} islands stays</source>
   <translation>保留 1 个孤岛，共 {all} 个</translation>
  </message>
  <message>
   <source>2·overlap / (both volumes); equal to F1; 1 is perfect</source>
   <translation>2·重叠 /（两者体积之和）；等于 F1；1 为完全一致</translation>
  </message>
  <message>
   <source>3D Slicer segmentation</source>
   <translation>3D Slicer 分割</translation>
  </message>
  <message>
   <source>95th percentile of surface distances, the larger direction</source>
   <translation>表面距离的第 95 百分位数，取两个方向中较大者</translation>
  </message>
  <message>
   <source>; but it forgets: {exam} {fall:+.3f}. The old model stays.</source>
   <translation>；但出现遗忘：{exam} {fall:+.3f}。保留旧模型。</translation>
  </message>
  <message>
   <source>; that is not surely better. The old model stays.</source>
   <translation>；尚不能确定更好。保留旧模型。</translation>
  </message>
  <message>
   <source>A DICOM SEG needs the DICOM series that the mask was drawn on</source>
   <translation>DICOM SEG 需要勾画掩膜时所用的 DICOM 序列</translation>
  </message>
  <message>
   <source>A TorchScript model is a program: it is not run without your word</source>
   <translation>TorchScript 模型是程序：未经您同意不会运行</translation>
  </message>
  <message>
   <source>A UID is digits and dots, as `pacs query` lists it</source>
   <translation>UID 由数字和点组成，如 `pacs query` 所列</translation>
  </message>
  <message>
   <source>A UID is digits and dots, as `pacs query` lists it.</source>
   <translation>UID 由数字和点组成，如 `pacs query` 所列。</translation>
  </message>
  <message>
   <source>A ball through the neighbouring slices too.</source>
   <translation>也作用于相邻层面的球形。</translation>
  </message>
  <message>
   <source>A click model has a loss of its own</source>
   <translation>点击模型有其自身的损失</translation>
  </message>
  <message>
   <source>A click model learns in one process</source>
   <translation>点击模型只能在一个进程中学习</translation>
  </message>
  <message>
   <source>A copy of the segment, lying over it as a segment of its own</source>
   <translation>分割项的副本，作为独立的分割项叠放在其上</translation>
  </message>
  <message>
   <source>A fine-tuned model keeps the network of its base</source>
   <translation>微调模型沿用其基础模型的网络</translation>
  </message>
  <message>
   <source>A folder of pictures, without positions.</source>
   <translation>图片文件夹，不含位置信息。</translation>
  </message>
  <message>
   <source>A folder with images/ and labels/…</source>
   <translation>含 images/ 和 labels/ 的文件夹…</translation>
  </message>
  <message>
   <source>A grid cannot be {0}</source>
   <translation>网格不能为 {0}</translation>
  </message>
  <message>
   <source>A kept training case is damaged</source>
   <translation>保存的训练病例已损坏</translation>
  </message>
  <message>
   <source>A key has {0} bytes, as the program makes them</source>
   <translation>密钥为程序生成的 {0} 字节</translation>
  </message>
  <message>
   <source>A key has {0} bytes, as the program makes them.</source>
   <translation>密钥为程序生成的 {0} 字节。</translation>
  </message>
  <message>
   <source>A label map needs at least one layer</source>
   <translation>标签图至少需要一个图层</translation>
  </message>
  <message>
   <source>A list (CSV)…</source>
   <translation>列表（CSV）…</translation>
  </message>
  <message>
   <source>A long fine-tuning in the background on all cases corrected for the chosen model, this one included</source>
   <translation>在后台用为所选模型修正过的所有病例（包括此病例）进行长时间微调</translation>
  </message>
  <message>
   <source>A mask cannot hold values of type {0}</source>
   <translation>掩膜不能包含 {0} 类型的值</translation>
  </message>
  <message>
   <source>A mask is a file, and this is a folder</source>
   <translation>掩膜应为文件，而这是文件夹</translation>
  </message>
  <message>
   <source>A mask of {0} {1} does not fit the box {2}</source>
   <translation>{0} {1} 的掩膜与框 {2} 不符</translation>
  </message>
  <message>
   <source>A model folder of this program, an nnU-Net v2 trained-model folder, the weights of nnInteractive, a MONAI bundle, a ZIP of one of them, or an ONNX or TorchScript file with its description beside it.</source>
   <translation>本程序的模型文件夹、nnU-Net v2 训练模型文件夹、nnInteractive 的权重、MONAI bundle、以上之一的 ZIP，或带有说明文件的 ONNX 或 TorchScript 文件。</translation>
  </message>
  <message>
   <source>A model is a folder with card.json and weights.safetensors</source>
   <translation>模型是含有 card.json 和 weights.safetensors 的文件夹</translation>
  </message>
  <message>
   <source>A model is a folder with card.json and weights.safetensors.</source>
   <translation>模型是含有 card.json 和 weights.safetensors 的文件夹。</translation>
  </message>
  <message>
   <source>A model's weights are a .safetensors file</source>
   <translation>模型的权重是 .safetensors 文件</translation>
  </message>
  <message>
   <source>A model's weights are a .safetensors file.</source>
   <translation>模型的权重是 .safetensors 文件。</translation>
  </message>
  <message>
   <source>A network for your own classes, from this case or a folder of cases, configured by itself</source>
   <translation>针对自己类别的网络，由此病例或病例文件夹得来，自行配置</translation>
  </message>
  <message>
   <source>A new model waits for your word: {name}</source>
   <translation>新模型等待您的决定：{name}</translation>
  </message>
  <message>
   <source>A newer medseg wrote the state of this list</source>
   <translation>此列表的状态由更新版本的 medseg 写入</translation>
  </message>
  <message>
   <source>A prompt needs the plane that it was made in</source>
   <translation>提示需要其所在的平面</translation>
  </message>
  <message>
   <source>A ranking is under way.</source>
   <translation>正在排序。</translation>
  </message>
  <message>
   <source>A series of modality {0} cannot be written</source>
   <translation>无法写入模态为 {0} 的序列</translation>
  </message>
  <message>
   <source>A short fine-tuning between two slices, from what is corrected so far</source>
   <translation>在切换层面的间隙，用目前已修正的内容进行短时间微调</translation>
  </message>
  <message>
   <source>A step of the history cannot be read: it is damaged</source>
   <translation>历史记录中的一个步骤无法读取：已损坏</translation>
  </message>
  <message>
   <source>A structure set holds contours, not voxels</source>
   <translation>结构集包含的是轮廓，而不是体素</translation>
  </message>
  <message>
   <source>A structure set is a DICOM file</source>
   <translation>结构集应为 DICOM 文件</translation>
  </message>
  <message>
   <source>A surface tolerance of {0} mm is no distance</source>
   <translation>{0} mm 不能作为表面容差距离</translation>
  </message>
  <message>
   <source>A training is under way and would stop.
Close all the same?</source>
   <translation>训练正在进行，关闭会使其停止。
仍要关闭吗？</translation>
  </message>
  <message>
   <source>A training is under way.</source>
   <translation>训练正在进行。</translation>
  </message>
  <message>
   <source>A volume needs three axes with at least one voxel each, not {0}</source>
   <translation>图像体需要三个轴，每个轴至少一个体素，而不是 {0}</translation>
  </message>
  <message>
   <source>A window that suits the image: of MR and the like what lies above the air</source>
   <translation>适合图像的窗宽窗位：对 MR 等图像，取高于空气的值</translation>
  </message>
  <message>
   <source>AI</source>
   <translation>AI</translation>
  </message>
  <message>
   <source>ASSD (mm)</source>
   <translation>ASSD (mm)</translation>
  </message>
  <message>
   <source>About</source>
   <translation>关于</translation>
  </message>
  <message>
   <source>About medseg</source>
   <translation>关于 medseg</translation>
  </message>
  <message>
   <source>Accept new model</source>
   <translation>接受新模型</translation>
  </message>
  <message>
   <source>Accept object</source>
   <translation>接受对象</translation>
  </message>
  <message>
   <source>Accept or discard it in the training panel.</source>
   <translation>请在训练面板中接受或放弃它。</translation>
  </message>
  <message>
   <source>Accept or discard the model trained before.</source>
   <translation>请接受或放弃之前训练的模型。</translation>
  </message>
  <message>
   <source>Accept or reject the object.</source>
   <translation>请接受或拒绝该对象。</translation>
  </message>
  <message>
   <source>Accession</source>
   <translation>检查号</translation>
  </message>
  <message>
   <source>Accuracy</source>
   <translation>准确率</translation>
  </message>
  <message>
   <source>Across slices</source>
   <translation>跨层面</translation>
  </message>
  <message>
   <source>Active time, strokes, clicks, operations and model runs, and who drew how much of each segment</source>
   <translation>活动时间、笔画、点击、操作和模型运行，以及各分割项由谁勾画了多少</translation>
  </message>
  <message>
   <source>Add a segment instead</source>
   <translation>请改为添加分割项</translation>
  </message>
  <message>
   <source>Add a segment instead.</source>
   <translation>请改为添加分割项。</translation>
  </message>
  <message>
   <source>Add another one first.</source>
   <translation>请先再添加一个。</translation>
  </message>
  <message>
   <source>Add one first.</source>
   <translation>请先添加一个。</translation>
  </message>
  <message>
   <source>Add one in the segments panel, or choose one there</source>
   <translation>请在分割项面板中添加或选择一个</translation>
  </message>
  <message>
   <source>Add one in the segments panel, or choose one there.</source>
   <translation>请在分割项面板中添加或选择一个。</translation>
  </message>
  <message>
   <source>Add one or choose one in the segments panel.</source>
   <translation>请在分割项面板中添加或选择一个。</translation>
  </message>
  <message>
   <source>Add or choose a segment first.</source>
   <translation>请先添加或选择分割项。</translation>
  </message>
  <message>
   <source>Add segment</source>
   <translation>添加分割项</translation>
  </message>
  <message>
   <source>Adds a margin in millimetres all round the segment, across slices too</source>
   <translation>将分割项向四周扩大若干毫米，也跨层面</translation>
  </message>
  <message>
   <source>Adds an empty segment</source>
   <translation>添加空的分割项</translation>
  </message>
  <message>
   <source>Adds another segment to the chosen one (what may be painted over decides who keeps the voxels)</source>
   <translation>将另一分割项并入所选分割项（体素归谁由可覆盖的范围决定）</translation>
  </message>
  <message>
   <source>Adrenal gland</source>
   <translation>肾上腺</translation>
  </message>
  <message>
   <source>After {0} this image would have {1} voxels: too many</source>
   <translation>{0} 之后此图像将有 {1} 个体素：过多</translation>
  </message>
  <message>
   <source>Age (at most 90), sex, size, weight and the like</source>
   <translation>年龄（最大 90）、性别、身高、体重等</translation>
  </message>
  <message>
   <source>All doubtful {plane} slices are reviewed.</source>
   <translation>所有存疑的 {plane} 层面均已审阅。</translation>
  </message>
  <message>
   <source>All files</source>
   <translation>所有文件</translation>
  </message>
  <message>
   <source>All formats</source>
   <translation>所有格式</translation>
  </message>
  <message>
   <source>All keys and mouse gestures</source>
   <translation>所有按键和鼠标手势</translation>
  </message>
  <message>
   <source>All keys, made from the command table</source>
   <translation>由命令表生成的全部按键</translation>
  </message>
  <message>
   <source>All of it is {name} already.</source>
   <translation>其全部已属于 {name}。</translation>
  </message>
  <message>
   <source>All of the guide, with pictures</source>
   <translation>完整指南，含图片</translation>
  </message>
  <message>
   <source>All segments</source>
   <translation>所有分割项</translation>
  </message>
  <message>
   <source>All segments that are shown and not locked</source>
   <translation>所有可见且未锁定的分割项</translation>
  </message>
  <message>
   <source>All shifted by the same days</source>
   <translation>全部平移相同天数</translation>
  </message>
  <message>
   <source>All slices</source>
   <translation>所有层面</translation>
  </message>
  <message>
   <source>All voxels in a range of grey values</source>
   <translation>灰度值在某一范围内的所有体素</translation>
  </message>
  <message>
   <source>Also holes that are open to the next slice</source>
   <translation>也包括通向相邻层面的孔洞</translation>
  </message>
  <message>
   <source>Alt + click</source>
   <translation>Alt + 点击</translation>
  </message>
  <message>
   <source>An AE title has 1 to 16 ASCII characters</source>
   <translation>AE 标题为 1 至 16 个 ASCII 字符</translation>
  </message>
  <message>
   <source>An AE title has 1 to 16 ASCII characters.</source>
   <translation>AE 标题为 1 至 16 个 ASCII 字符。</translation>
  </message>
  <message>
   <source>An answer is under way</source>
   <translation>正在计算结果</translation>
  </message>
  <message>
   <source>An evaluation is under way.</source>
   <translation>评估正在进行。</translation>
  </message>
  <message>
   <source>An nnInteractive checkpoint has one fold, this one {0}</source>
   <translation>nnInteractive 检查点只有一折，这一个有 {0} 折</translation>
  </message>
  <message>
   <source>An object of the PACS is too large</source>
   <translation>PACS 中的一个对象过大</translation>
  </message>
  <message>
   <source>Anatomy, sequences, figures; all other words go</source>
   <translation>解剖部位、序列、数字；其余文字全部删除</translation>
  </message>
  <message>
   <source>Angle</source>
   <translation>角度</translation>
  </message>
  <message>
   <source>Another image was opened meanwhile: nothing was filled.</source>
   <translation>其间打开了另一幅图像：未填充任何内容。</translation>
  </message>
  <message>
   <source>Another image was opened meanwhile: the answer was dropped.</source>
   <translation>其间打开了另一幅图像：结果已丢弃。</translation>
  </message>
  <message>
   <source>Another image was opened meanwhile: the mask was not loaded.</source>
   <translation>其间打开了另一幅图像：未加载掩膜。</translation>
  </message>
  <message>
   <source>Another list was opened meanwhile: the ranking was dropped.</source>
   <translation>其间打开了另一个列表：排序已丢弃。</translation>
  </message>
  <message>
   <source>Another program has changed the file of the case that is shown: {name}.</source>
   <translation>另一程序更改了当前显示病例的文件：{name}。</translation>
  </message>
  <message>
   <source>Another segment's voxels become the chosen one's; the other segment is removed</source>
   <translation>另一分割项的体素归入所选分割项；另一分割项被移除</translation>
  </message>
  <message>
   <source>Answers clicks</source>
   <translation>响应点击</translation>
  </message>
  <message>
   <source>Aorta</source>
   <translation>主动脉</translation>
  </message>
  <message>
   <source>Apply</source>
   <translation>应用</translation>
  </message>
  <message>
   <source>Artery</source>
   <translation>动脉</translation>
  </message>
  <message>
   <source>As a new segment</source>
   <translation>作为新分割项</translation>
  </message>
  <message>
   <source>As acquired</source>
   <translation>采集平面</translation>
  </message>
  <message>
   <source>As the binary one, each voxel none or full: for programs that ask for fractions.</source>
   <translation>与二值格式相同，每个体素为无或满：供需要分数格式的程序使用。</translation>
  </message>
  <message>
   <source>As the system</source>
   <translation>跟随系统</translation>
  </message>
  <message>
   <source>Ask for .layers or .mask(segment)</source>
   <translation>请使用 .layers 或 .mask(segment)</translation>
  </message>
  <message>
   <source>Ask for .layers or .mask(segment).</source>
   <translation>请使用 .layers 或 .mask(segment)。</translation>
  </message>
  <message>
   <source>Ask for fewer with --gpus</source>
   <translation>请用 --gpus 要求较少数量</translation>
  </message>
  <message>
   <source>Ask for fewer with --gpus.</source>
   <translation>请用 --gpus 要求较少数量。</translation>
  </message>
  <message>
   <source>Ask for its weights alone</source>
   <translation>请仅索取其权重</translation>
  </message>
  <message>
   <source>Ask for its weights alone.</source>
   <translation>请仅索取其权重。</translation>
  </message>
  <message>
   <source>Ask for the DICOMweb address and use that</source>
   <translation>请索取 DICOMweb 地址并使用它</translation>
  </message>
  <message>
   <source>Ask for the DICOMweb address and use that.</source>
   <translation>请索取 DICOMweb 地址并使用它。</translation>
  </message>
  <message>
   <source>Ask who runs it</source>
   <translation>请询问其管理者</translation>
  </message>
  <message>
   <source>Ask who runs it.</source>
   <translation>请询问其管理者。</translation>
  </message>
  <message>
   <source>Asking the PACS</source>
   <translation>正在查询 PACS</translation>
  </message>
  <message>
   <source>Asking the keyring</source>
   <translation>正在查询密钥环</translation>
  </message>
  <message>
   <source>At the model's spacing nothing that is labelled is left</source>
   <translation>在模型的间距下，没有任何标注内容保留下来</translation>
  </message>
  <message>
   <source>At the model's spacing this image would have {0} voxels: too many</source>
   <translation>在模型的间距下，此图像将有 {0} 个体素：过多</translation>
  </message>
  <message>
   <source>At the model's spacing this image would have {0}×{1}×{2} voxels: too many</source>
   <translation>在模型的间距下，此图像将有 {0}×{1}×{2} 个体素：过多</translation>
  </message>
  <message>
   <source>Automatic window</source>
   <translation>自动窗宽窗位</translation>
  </message>
  <message>
   <source>Axial</source>
   <translation>横断面</translation>
  </message>
  <message>
   <source>Back to the older model</source>
   <translation>回到旧模型</translation>
  </message>
  <message>
   <source>Back to {older}. {newer} stays in the list.</source>
   <translation>已回到 {older}。{newer} 保留在列表中。</translation>
  </message>
  <message>
   <source>Background only</source>
   <translation>仅背景</translation>
  </message>
  <message>
   <source>Begin a new edit</source>
   <translation>请开始新的编辑</translation>
  </message>
  <message>
   <source>Begin a new edit.</source>
   <translation>请开始新的编辑。</translation>
  </message>
  <message>
   <source>Bladder</source>
   <translation>膀胱</translation>
  </message>
  <message>
   <source>Blanking needs rectangles</source>
   <translation>涂黑需要矩形</translation>
  </message>
  <message>
   <source>Bone</source>
   <translation>骨</translation>
  </message>
  <message>
   <source>Both the mask and the reference are empty</source>
   <translation>掩膜和参考均为空</translation>
  </message>
  <message>
   <source>Box</source>
   <translation>框</translation>
  </message>
  <message>
   <source>Brain</source>
   <translation>脑</translation>
  </message>
  <message>
   <source>Breast</source>
   <translation>乳腺</translation>
  </message>
  <message>
   <source>Brings in a model folder, ZIP or file: nnU-Net v2, nnInteractive, MONAI bundle, ONNX</source>
   <translation>导入模型文件夹、ZIP 或文件：nnU-Net v2、nnInteractive、MONAI bundle、ONNX</translation>
  </message>
  <message>
   <source>Brush</source>
   <translation>画笔</translation>
  </message>
  <message>
   <source>Brush radius</source>
   <translation>画笔半径</translation>
  </message>
  <message>
   <source>Brushes, threshold: take the grey values from here</source>
   <translation>画笔、阈值：从此处取灰度值</translation>
  </message>
  <message>
   <source>By</source>
   <translation>幅度</translation>
  </message>
  <message>
   <source>C-GET: over the same connection</source>
   <translation>C-GET：通过同一连接</translation>
  </message>
  <message>
   <source>C-MOVE needs a dicom:// address and a receiver</source>
   <translation>C-MOVE 需要 dicom:// 地址和接收端</translation>
  </message>
  <message>
   <source>C-MOVE: the PACS sends to our receiver</source>
   <translation>C-MOVE：PACS 发送到本机接收端</translation>
  </message>
  <message>
   <source>CT bone</source>
   <translation>CT 骨窗</translation>
  </message>
  <message>
   <source>CT brain</source>
   <translation>CT 脑窗</translation>
  </message>
  <message>
   <source>CT liver</source>
   <translation>CT 肝窗</translation>
  </message>
  <message>
   <source>CT lung</source>
   <translation>CT 肺窗</translation>
  </message>
  <message>
   <source>CT mediastinum</source>
   <translation>CT 纵隔窗</translation>
  </message>
  <message>
   <source>CT soft tissue</source>
   <translation>CT 软组织窗</translation>
  </message>
  <message>
   <source>Cancelled.</source>
   <translation>已取消。</translation>
  </message>
  <message>
   <source>Cancels everything that is under way</source>
   <translation>取消所有正在进行的任务</translation>
  </message>
  <message>
   <source>Case statistics…</source>
   <translation>病例统计…</translation>
  </message>
  <message>
   <source>Cases</source>
   <translation>病例</translation>
  </message>
  <message>
   <source>Cerebellum</source>
   <translation>小脑</translation>
  </message>
  <message>
   <source>Certificate with each export</source>
   <translation>每次导出附带证书</translation>
  </message>
  <message>
   <source>Certificate written: {path}</source>
   <translation>证书已写入：{path}</translation>
  </message>
  <message>
   <source>Certifying</source>
   <translation>正在生成证书</translation>
  </message>
  <message>
   <source>Change keys…</source>
   <translation>更改快捷键…</translation>
  </message>
  <message>
   <source>Change prompt</source>
   <translation>更改提示</translation>
  </message>
  <message>
   <source>Change segment</source>
   <translation>更改分割项</translation>
  </message>
  <message>
   <source>Change the range, or switch “Only values” off.</source>
   <translation>请更改范围，或关闭“仅限灰度值”。</translation>
  </message>
  <message>
   <source>Check address and certificates</source>
   <translation>请检查地址和证书</translation>
  </message>
  <message>
   <source>Check address and certificates.</source>
   <translation>请检查地址和证书。</translation>
  </message>
  <message>
   <source>Check the DICOMweb address and the UIDs</source>
   <translation>请检查 DICOMweb 地址和 UID</translation>
  </message>
  <message>
   <source>Check the DICOMweb address and the UIDs.</source>
   <translation>请检查 DICOMweb 地址和 UID。</translation>
  </message>
  <message>
   <source>Check the address</source>
   <translation>请检查地址</translation>
  </message>
  <message>
   <source>Check the address.</source>
   <translation>请检查地址。</translation>
  </message>
  <message>
   <source>Check torchrun's --rdzv-endpoint, and that the computers can connect</source>
   <translation>请检查 torchrun 的 --rdzv-endpoint，以及各计算机能否连接</translation>
  </message>
  <message>
   <source>Check torchrun's --rdzv-endpoint, and that the computers can connect.</source>
   <translation>请检查 torchrun 的 --rdzv-endpoint，以及各计算机能否连接。</translation>
  </message>
  <message>
   <source>Choose 2 folds or more</source>
   <translation>请选择 2 折或更多</translation>
  </message>
  <message>
   <source>Choose 2 folds or more.</source>
   <translation>请选择 2 折或更多。</translation>
  </message>
  <message>
   <source>Choose a folder…</source>
   <translation>选择文件夹…</translation>
  </message>
  <message>
   <source>Choose a mask: whole numbers from 0 to 65535</source>
   <translation>请选择掩膜：0 至 65535 的整数</translation>
  </message>
  <message>
   <source>Choose a mask: whole numbers from 0 to 65535.</source>
   <translation>请选择掩膜：0 至 65535 的整数。</translation>
  </message>
  <message>
   <source>Choose a model in the models panel first.</source>
   <translation>请先在模型面板中选择模型。</translation>
  </message>
  <message>
   <source>Choose a range, or click to take it from the image; Enter fills all of it.</source>
   <translation>选择范围，或点击从图像中获取；按 Enter 填充全部。</translation>
  </message>
  <message>
   <source>Choose a segment.</source>
   <translation>请选择分割项。</translation>
  </message>
  <message>
   <source>Choose a smaller margin, or hide segments that are no seeds</source>
   <translation>请选择较小的边距，或隐藏不作种子的分割项</translation>
  </message>
  <message>
   <source>Choose a smaller margin, or hide segments that are no seeds.</source>
   <translation>请选择较小的边距，或隐藏不作种子的分割项。</translation>
  </message>
  <message>
   <source>Choose an automatic model</source>
   <translation>请选择自动模型</translation>
  </message>
  <message>
   <source>Choose an automatic model.</source>
   <translation>请选择自动模型。</translation>
  </message>
  <message>
   <source>Choose and show</source>
   <translation>选择与显示</translation>
  </message>
  <message>
   <source>Choose another</source>
   <translation>请另选一个</translation>
  </message>
  <message>
   <source>Choose another folder</source>
   <translation>请选择其他文件夹</translation>
  </message>
  <message>
   <source>Choose another folder.</source>
   <translation>请选择其他文件夹。</translation>
  </message>
  <message>
   <source>Choose another format</source>
   <translation>请选择其他格式</translation>
  </message>
  <message>
   <source>Choose another format.</source>
   <translation>请选择其他格式。</translation>
  </message>
  <message>
   <source>Choose another key</source>
   <translation>请选择其他按键</translation>
  </message>
  <message>
   <source>Choose another key.</source>
   <translation>请选择其他按键。</translation>
  </message>
  <message>
   <source>Choose another model</source>
   <translation>请选择其他模型</translation>
  </message>
  <message>
   <source>Choose another model.</source>
   <translation>请选择其他模型。</translation>
  </message>
  <message>
   <source>Choose another one</source>
   <translation>请另选一个</translation>
  </message>
  <message>
   <source>Choose another one.</source>
   <translation>请另选一个。</translation>
  </message>
  <message>
   <source>Choose another port</source>
   <translation>请选择其他端口</translation>
  </message>
  <message>
   <source>Choose another port.</source>
   <translation>请选择其他端口。</translation>
  </message>
  <message>
   <source>Choose another range</source>
   <translation>请选择其他范围</translation>
  </message>
  <message>
   <source>Choose another range.</source>
   <translation>请选择其他范围。</translation>
  </message>
  <message>
   <source>Choose another, for instance {0}</source>
   <translation>请另选一个，例如 {0}</translation>
  </message>
  <message>
   <source>Choose another, for instance {0}.</source>
   <translation>请另选一个，例如 {0}。</translation>
  </message>
  <message>
   <source>Choose another.</source>
   <translation>请另选一个。</translation>
  </message>
  <message>
   <source>Choose larger structures</source>
   <translation>请选择较大的结构</translation>
  </message>
  <message>
   <source>Choose larger structures.</source>
   <translation>请选择较大的结构。</translation>
  </message>
  <message>
   <source>Choose masks that mark something</source>
   <translation>请选择含有标注内容的掩膜</translation>
  </message>
  <message>
   <source>Choose masks that mark something.</source>
   <translation>请选择含有标注内容的掩膜。</translation>
  </message>
  <message>
   <source>Choose one in the models panel.</source>
   <translation>请在模型面板中选择一个。</translation>
  </message>
  <message>
   <source>Choose one in the options.</source>
   <translation>请在选项中选择一个。</translation>
  </message>
  <message>
   <source>Choose one of its segments.</source>
   <translation>请选择其中一个分割项。</translation>
  </message>
  <message>
   <source>Choose one of: {0}</source>
   <translation>请从以下各项中选择：{0}</translation>
  </message>
  <message>
   <source>Choose one of: {0}.</source>
   <translation>请从以下各项中选择：{0}。</translation>
  </message>
  <message>
   <source>Choose the file in it</source>
   <translation>请选择其中的文件</translation>
  </message>
  <message>
   <source>Choose the file in it.</source>
   <translation>请选择其中的文件。</translation>
  </message>
  <message>
   <source>Choose the folder that holds card.json</source>
   <translation>请选择含有 card.json 的文件夹</translation>
  </message>
  <message>
   <source>Choose the folder that holds card.json.</source>
   <translation>请选择含有 card.json 的文件夹。</translation>
  </message>
  <message>
   <source>Choose the folder that holds the images</source>
   <translation>请选择含有图像的文件夹</translation>
  </message>
  <message>
   <source>Choose the folder that holds the images.</source>
   <translation>请选择含有图像的文件夹。</translation>
  </message>
  <message>
   <source>Choose the image that the case was drawn on</source>
   <translation>请选择勾画此病例时所用的图像</translation>
  </message>
  <message>
   <source>Choose the image that the case was drawn on.</source>
   <translation>请选择勾画此病例时所用的图像。</translation>
  </message>
  <message>
   <source>Choose the model to improve in the models panel.</source>
   <translation>请在模型面板中选择要改进的模型。</translation>
  </message>
  <message>
   <source>Chooses the model that the chosen one was made from</source>
   <translation>选择所选模型的来源模型</translation>
  </message>
  <message>
   <source>Chooses the segment one row down in the table</source>
   <translation>选择表格中下一行的分割项</translation>
  </message>
  <message>
   <source>Chooses the segment one row up in the table</source>
   <translation>选择表格中上一行的分割项</translation>
  </message>
  <message>
   <source>Chooses where new cases of the list are saved</source>
   <translation>选择列表中新病例的保存位置</translation>
  </message>
  <message>
   <source>Clear recent list</source>
   <translation>清除最近列表</translation>
  </message>
  <message>
   <source>Clear segment</source>
   <translation>清空分割项</translation>
  </message>
  <message>
   <source>Click</source>
   <translation>点击</translation>
  </message>
  <message>
   <source>Click a measurement in a view or in the panel first.</source>
   <translation>请先在视图或面板中点击一个测量。</translation>
  </message>
  <message>
   <source>Click a structure and it grows in 3D</source>
   <translation>点击结构，它会在三维中生长</translation>
  </message>
  <message>
   <source>Click a structure: the region of like values grows through the slices. Ctrl erases it.</source>
   <translation>点击结构：灰度相近的区域跨层面生长。按 Ctrl 擦除。</translation>
  </message>
  <message>
   <source>Click along an edge and the line follows it; a double-click or Enter fills, Backspace takes one back.</source>
   <translation>沿边缘点击，线条会跟随边缘；双击或按 Enter 填充，按 Backspace 撤回一点。</translation>
  </message>
  <message>
   <source>Click along an edge: the line follows it</source>
   <translation>沿边缘点击：线条跟随边缘</translation>
  </message>
  <message>
   <source>Click an object and the model draws it</source>
   <translation>点击对象，由模型勾画</translation>
  </message>
  <message>
   <source>Click an object, or drag to its edge; right-click what does not belong to it. Drag a prompt to move it.</source>
   <translation>点击对象，或拖动到其边缘；右键点击不属于它的部分。拖动提示可移动它。</translation>
  </message>
  <message>
   <source>Click inside the structure, or raise the tolerance</source>
   <translation>请在结构内点击，或增大容差</translation>
  </message>
  <message>
   <source>Click inside the structure, or raise the tolerance.</source>
   <translation>请在结构内点击，或增大容差。</translation>
  </message>
  <message>
   <source>Click model</source>
   <translation>点击模型</translation>
  </message>
  <message>
   <source>Click on an object first.</source>
   <translation>请先点击一个对象。</translation>
  </message>
  <message>
   <source>Click on an object: the model draws it</source>
   <translation>点击对象：由模型勾画</translation>
  </message>
  <message>
   <source>Click on one first.</source>
   <translation>请先点击一个。</translation>
  </message>
  <message>
   <source>Click on the image</source>
   <translation>请在图像上点击</translation>
  </message>
  <message>
   <source>Click on the image.</source>
   <translation>请在图像上点击。</translation>
  </message>
  <message>
   <source>Click on the object first.</source>
   <translation>请先点击对象。</translation>
  </message>
  <message>
   <source>Click on the object, or draw a box round it</source>
   <translation>请点击对象，或在其周围画框</translation>
  </message>
  <message>
   <source>Click on the object, or draw a box round it.</source>
   <translation>请点击对象，或在其周围画框。</translation>
  </message>
  <message>
   <source>Click one in a view or in the panel.</source>
   <translation>请在视图或面板中点击一个。</translation>
  </message>
  <message>
   <source>Click the corners of an area to fill it</source>
   <translation>点击区域的各角点以填充</translation>
  </message>
  <message>
   <source>Click the corners; a double-click or Enter fills, Backspace takes one back. Ctrl erases.</source>
   <translation>点击各角点；双击或按 Enter 填充，按 Backspace 撤回一点。按 Ctrl 擦除。</translation>
  </message>
  <message>
   <source>Click to fill like grey values that hang together</source>
   <translation>点击以填充相连的相近灰度值</translation>
  </message>
  <message>
   <source>Click to fill what has like grey values and hangs together; with Ctrl to erase it.</source>
   <translation>点击以填充灰度相近且相连的部分；按 Ctrl 擦除。</translation>
  </message>
  <message>
   <source>Click tool: this does not belong to the object</source>
   <translation>点击工具：此处不属于对象</translation>
  </message>
  <message>
   <source>Click. The light tells the Dice to expect: ● likely good, ▲ look again, ■ doubtful. Dragging from the click to the object's edge says how large it is.</source>
   <translation>点击。指示灯给出预期 Dice：● 可能良好、▲ 请复查、■ 存疑。从点击处拖到对象边缘可指明其大小。</translation>
  </message>
  <message>
   <source>Clicks take away</source>
   <translation>点击为排除</translation>
  </message>
  <message>
   <source>Close</source>
   <translation>关闭</translation>
  </message>
  <message>
   <source>Close case list</source>
   <translation>关闭病例列表</translation>
  </message>
  <message>
   <source>Close it there first</source>
   <translation>请先在该处关闭</translation>
  </message>
  <message>
   <source>Close it there first.</source>
   <translation>请先在该处关闭。</translation>
  </message>
  <message>
   <source>Close it there, or save a copy and change that</source>
   <translation>请在该处关闭，或保存副本并更改副本</translation>
  </message>
  <message>
   <source>Close it there, or save a copy and change that.</source>
   <translation>请在该处关闭，或保存副本并更改副本。</translation>
  </message>
  <message>
   <source>Close medseg</source>
   <translation>关闭 medseg</translation>
  </message>
  <message>
   <source>Close other programs</source>
   <translation>请关闭其他程序</translation>
  </message>
  <message>
   <source>Close other programs, or choose a smaller model</source>
   <translation>请关闭其他程序，或选择较小的模型</translation>
  </message>
  <message>
   <source>Close other programs, or choose a smaller model.</source>
   <translation>请关闭其他程序，或选择较小的模型。</translation>
  </message>
  <message>
   <source>Close other programs, or use fewer or smaller cases</source>
   <translation>请关闭其他程序，或使用较少或较小的病例</translation>
  </message>
  <message>
   <source>Close other programs, or use fewer or smaller cases.</source>
   <translation>请关闭其他程序，或使用较少或较小的病例。</translation>
  </message>
  <message>
   <source>Close other programs.</source>
   <translation>请关闭其他程序。</translation>
  </message>
  <message>
   <source>Closes the list; the open case stays</source>
   <translation>关闭列表；打开的病例保留</translation>
  </message>
  <message>
   <source>Closes the program</source>
   <translation>关闭程序</translation>
  </message>
  <message>
   <source>Closing (fills dents)</source>
   <translation>闭运算（填补凹陷）</translation>
  </message>
  <message>
   <source>Colon</source>
   <translation>结肠</translation>
  </message>
  <message>
   <source>Colours by how much the answer varies when the image is mirrored, moved and regreyed; takes a while</source>
   <translation>按图像镜像、移动和改变灰度时结果的变化程度着色；需要一些时间</translation>
  </message>
  <message>
   <source>Colours each voxel by its last author: the hand's tool, the model, the operation or the file</source>
   <translation>按每个体素的最后作者着色：手动工具、模型、操作或文件</translation>
  </message>
  <message>
   <source>Colours the last answer by how sure the model is of the chosen segment, pixel by pixel</source>
   <translation>按模型对所选分割项的确定程度，逐像素为最近的结果着色</translation>
  </message>
  <message>
   <source>Colours the last answer by how undecided the model is between all its structures</source>
   <translation>按模型在其所有结构间的不确定程度为最近的结果着色</translation>
  </message>
  <message>
   <source>Columns: image,label</source>
   <translation>列：image,label</translation>
  </message>
  <message>
   <source>Columns: image,label.</source>
   <translation>列：image,label。</translation>
  </message>
  <message>
   <source>Columns: {0}</source>
   <translation>列：{0}</translation>
  </message>
  <message>
   <source>Columns: {0}.</source>
   <translation>列：{0}。</translation>
  </message>
  <message>
   <source>Combine</source>
   <translation>组合</translation>
  </message>
  <message>
   <source>Command palette…</source>
   <translation>命令面板…</translation>
  </message>
  <message>
   <source>Comparing grey values</source>
   <translation>正在比较灰度值</translation>
  </message>
  <message>
   <source>Computing</source>
   <translation>正在计算</translation>
  </message>
  <message>
   <source>Contours on each slice, for treatment planning.</source>
   <translation>每个层面上的轮廓，用于治疗计划。</translation>
  </message>
  <message>
   <source>Contrast</source>
   <translation>增强血管</translation>
  </message>
  <message>
   <source>Convert the image to it first</source>
   <translation>请先将图像转换为该间距</translation>
  </message>
  <message>
   <source>Convert the image to it first.</source>
   <translation>请先将图像转换为该间距。</translation>
  </message>
  <message>
   <source>Convert them to 32 bits</source>
   <translation>请将其转换为 32 位</translation>
  </message>
  <message>
   <source>Convert them to 32 bits.</source>
   <translation>请将其转换为 32 位。</translation>
  </message>
  <message>
   <source>Copies DICOM files without identity, by the standard's profile, and reports what was changed</source>
   <translation>按标准的规范复制 DICOM 文件并去除身份信息，同时报告更改内容</translation>
  </message>
  <message>
   <source>Copies versions, hardware and settings, to be sent to who helps; no patients, names or folders</source>
   <translation>复制版本、硬件和设置信息，供发送给技术支持；不含患者、名称或文件夹</translation>
  </message>
  <message>
   <source>Copies what the segment has in the crosshair's slice to the slices above or below</source>
   <translation>将分割项在十字线层面上的内容复制到其上方或下方的层面</translation>
  </message>
  <message>
   <source>Copy diagnostic</source>
   <translation>复制诊断信息</translation>
  </message>
  <message>
   <source>Copy it beside</source>
   <translation>请将其复制到同一位置</translation>
  </message>
  <message>
   <source>Copy it beside.</source>
   <translation>请将其复制到同一位置。</translation>
  </message>
  <message>
   <source>Copy the series again from its source</source>
   <translation>请从来源重新复制该序列</translation>
  </message>
  <message>
   <source>Copy the series again from its source.</source>
   <translation>请从来源重新复制该序列。</translation>
  </message>
  <message>
   <source>Copy the whole medium, or open the folder instead</source>
   <translation>请复制整个介质，或改为打开文件夹</translation>
  </message>
  <message>
   <source>Copy the whole medium, or open the folder instead.</source>
   <translation>请复制整个介质，或改为打开文件夹。</translation>
  </message>
  <message>
   <source>Copy to other slices…</source>
   <translation>复制到其他层面…</translation>
  </message>
  <message>
   <source>Corner texts</source>
   <translation>角落文字</translation>
  </message>
  <message>
   <source>Corners connect</source>
   <translation>角点相连</translation>
  </message>
  <message>
   <source>Coronal</source>
   <translation>冠状面</translation>
  </message>
  <message>
   <source>Correct a mask on this case first</source>
   <translation>请先修正此病例上的掩膜</translation>
  </message>
  <message>
   <source>Correct a mask on this case first.</source>
   <translation>请先修正此病例上的掩膜。</translation>
  </message>
  <message>
   <source>Correct its masks and train a model of your own on them</source>
   <translation>请修正其掩膜，并用它们训练自己的模型</translation>
  </message>
  <message>
   <source>Correct its masks and train a model of your own on them.</source>
   <translation>请修正其掩膜，并用它们训练自己的模型。</translation>
  </message>
  <message>
   <source>Counting grey values</source>
   <translation>正在统计灰度值</translation>
  </message>
  <message>
   <source>Counting who drew what</source>
   <translation>正在统计各作者的勾画量</translation>
  </message>
  <message>
   <source>Crop to box…</source>
   <translation>裁剪到框…</translation>
  </message>
  <message>
   <source>Cross-entropy</source>
   <translation>交叉熵</translation>
  </message>
  <message>
   <source>Cross-validation over a list…</source>
   <translation>用列表交叉验证…</translation>
  </message>
  <message>
   <source>Crosshair</source>
   <translation>十字线</translation>
  </message>
  <message>
   <source>Crosshair in all views</source>
   <translation>在所有视图中显示十字线</translation>
  </message>
  <message>
   <source>Cut</source>
   <translation>剪切</translation>
  </message>
  <message>
   <source>Cut the image to the part that matters</source>
   <translation>请将图像裁剪到所需部分</translation>
  </message>
  <message>
   <source>Cut the image to the part that matters.</source>
   <translation>请将图像裁剪到所需部分。</translation>
  </message>
  <message>
   <source>Cuts away through the slices</source>
   <translation>跨层面剪除</translation>
  </message>
  <message>
   <source>Cuts every visible, unlocked segment.</source>
   <translation>剪切所有可见且未锁定的分割项。</translation>
  </message>
  <message>
   <source>Cyst</source>
   <translation>囊肿</translation>
  </message>
  <message>
   <source>DICOM</source>
   <translation>DICOM</translation>
  </message>
  <message>
   <source>DICOM RTSTRUCT</source>
   <translation>DICOM RTSTRUCT</translation>
  </message>
  <message>
   <source>DICOM SEG needs all frames of a multi-frame file, and the image is only some of them</source>
   <translation>DICOM SEG 需要多帧文件的所有帧，而此图像只是其中一部分</translation>
  </message>
  <message>
   <source>DICOM SEG, binary</source>
   <translation>DICOM SEG，二值</translation>
  </message>
  <message>
   <source>DICOM SEG, fractional</source>
   <translation>DICOM SEG，分数</translation>
  </message>
  <message>
   <source>DICOM SEG, label map</source>
   <translation>DICOM SEG，标签图</translation>
  </message>
  <message>
   <source>Dark</source>
   <translation>深色</translation>
  </message>
  <message>
   <source>Date</source>
   <translation>日期</translation>
  </message>
  <message>
   <source>De-identifying</source>
   <translation>正在去标识</translation>
  </message>
  <message>
   <source>De-identify…</source>
   <translation>去标识…</translation>
  </message>
  <message>
   <source>Delete the file and correct the case again</source>
   <translation>请删除该文件，并重新修正此病例</translation>
  </message>
  <message>
   <source>Delete the file and correct the case again.</source>
   <translation>请删除该文件，并重新修正此病例。</translation>
  </message>
  <message>
   <source>Description</source>
   <translation>描述</translation>
  </message>
  <message>
   <source>Device</source>
   <translation>设备</translation>
  </message>
  <message>
   <source>Diameters</source>
   <translation>径线</translation>
  </message>
  <message>
   <source>Dice</source>
   <translation>Dice</translation>
  </message>
  <message>
   <source>Dice and cross-entropy</source>
   <translation>Dice 与交叉熵</translation>
  </message>
  <message>
   <source>Dice on {samples} held-out samples of {patients} patients: {gain:+.3f} (90 %: {low:+.3f} to {high:+.3f})</source>
   <translation>{patients} 名患者的 {samples} 个留出样本上的 Dice：{gain:+.3f}（90 %：{low:+.3f} 至 {high:+.3f}）</translation>
  </message>
  <message>
   <source>Difference (mL)</source>
   <translation>差值（mL）</translation>
  </message>
  <message>
   <source>Discard</source>
   <translation>放弃</translation>
  </message>
  <message>
   <source>Discard it</source>
   <translation>请放弃它</translation>
  </message>
  <message>
   <source>Discard it.</source>
   <translation>请放弃它。</translation>
  </message>
  <message>
   <source>Discard new model</source>
   <translation>放弃新模型</translation>
  </message>
  <message>
   <source>Distance</source>
   <translation>距离</translation>
  </message>
  <message>
   <source>Does the action taken back again</source>
   <translation>重做被撤销的操作</translation>
  </message>
  <message>
   <source>Done</source>
   <translation>已完成</translation>
  </message>
  <message>
   <source>Done again: {name}</source>
   <translation>已重做：{name}</translation>
  </message>
  <message>
   <source>Done, next case</source>
   <translation>完成，下一病例</translation>
  </message>
  <message>
   <source>Doubtful {plane} slice {at} of {count}; {left} not reviewed yet</source>
   <translation>存疑的 {plane} 层面 {at} / {count}；还有 {left} 个未审阅</translation>
  </message>
  <message>
   <source>Drag a box round the object</source>
   <translation>在对象周围拖出框</translation>
  </message>
  <message>
   <source>Drag a box round the object and the model draws it.</source>
   <translation>在对象周围拖出框，由模型勾画。</translation>
  </message>
  <message>
   <source>Drag a rectangle to fill it</source>
   <translation>拖出矩形以填充</translation>
  </message>
  <message>
   <source>Drag a rectangle to fill it; with Ctrl or the right button to erase it.</source>
   <translation>拖出矩形以填充；按 Ctrl 或用右键擦除。</translation>
  </message>
  <message>
   <source>Drag a rectangle: mean, SD, range and area</source>
   <translation>拖出矩形：均值、SD、范围和面积</translation>
  </message>
  <message>
   <source>Drag along and across a lesion (RECIST)</source>
   <translation>沿病灶的长径和短径拖动（RECIST）</translation>
  </message>
  <message>
   <source>Drag along the first leg, then click the end of the second.</source>
   <translation>沿第一条边拖动，然后点击第二条边的末端。</translation>
  </message>
  <message>
   <source>Drag along the longest diameter of a lesion, then across it (RECIST); the model draws the lesion.</source>
   <translation>沿病灶的最长径拖动，再横跨病灶拖动（RECIST）；由模型勾画病灶。</translation>
  </message>
  <message>
   <source>Drag an ellipse: mean, SD, range and area</source>
   <translation>拖出椭圆：均值、SD、范围和面积</translation>
  </message>
  <message>
   <source>Drag from corner to corner: mean, SD, range and area.</source>
   <translation>从一角拖到另一角：均值、SD、范围和面积。</translation>
  </message>
  <message>
   <source>Drag from one end to the other; drag an end to move it.</source>
   <translation>从一端拖到另一端；拖动端点可移动它。</translation>
  </message>
  <message>
   <source>Drag from one end to the other; in mm</source>
   <translation>从一端拖到另一端；单位 mm</translation>
  </message>
  <message>
   <source>Drag one leg, click the end of the other; in degrees</source>
   <translation>拖出一条边，点击另一条边的末端；单位为度</translation>
  </message>
  <message>
   <source>Drag one with the box tool, or crop to a segment.</source>
   <translation>请用框工具拖出一个框，或裁剪到某个分割项。</translation>
  </message>
  <message>
   <source>Drag to change brightness: right for a wider window, up for a higher level. Drags measurements, too.</source>
   <translation>拖动以更改亮度：向右增大窗宽，向上提高窗位。也可拖动测量。</translation>
  </message>
  <message>
   <source>Drag: left-right width, up-down level</source>
   <translation>拖动：左右调窗宽，上下调窗位</translation>
  </message>
  <message>
   <source>Dragging up makes brighter</source>
   <translation>向上拖动变亮</translation>
  </message>
  <message>
   <source>Draw a mask on this case first.</source>
   <translation>请先在此病例上绘制掩膜。</translation>
  </message>
  <message>
   <source>Draw along the inside of the object</source>
   <translation>沿对象内部涂画</translation>
  </message>
  <message>
   <source>Draw along the inside of the object; with the right button along what does not belong to it.</source>
   <translation>沿对象内部涂画；用右键涂画不属于它的部分。</translation>
  </message>
  <message>
   <source>Draw every few slices, or another plane.</source>
   <translation>请每隔几个层面勾画一次，或选择其他平面。</translation>
  </message>
  <message>
   <source>Draw it first.</source>
   <translation>请先勾画。</translation>
  </message>
  <message>
   <source>Draw it larger, and on the image</source>
   <translation>请画大一些，并画在图像上</translation>
  </message>
  <message>
   <source>Draw it larger, and on the image.</source>
   <translation>请画大一些，并画在图像上。</translation>
  </message>
  <message>
   <source>Draw round an area to fill it</source>
   <translation>圈画区域以填充</translation>
  </message>
  <message>
   <source>Draw round an area to fill it; with Ctrl or the right button to erase it.</source>
   <translation>圈画区域以填充；按 Ctrl 或用右键擦除。</translation>
  </message>
  <message>
   <source>Draw round the object: nothing outside is taken</source>
   <translation>圈画对象：不取其外的任何部分</translation>
  </message>
  <message>
   <source>Draw round the object: nothing outside is taken. With the right button round what does not belong to it.</source>
   <translation>圈画对象：不取其外的任何部分。用右键圈画不属于它的部分。</translation>
  </message>
  <message>
   <source>Draw round what to cut away, through the slices; with Ctrl or the right button all but that.</source>
   <translation>圈画要剪除的部分，跨层面生效；按 Ctrl 或用右键则剪除圈外的全部。</translation>
  </message>
  <message>
   <source>Draw something first.</source>
   <translation>请先勾画内容。</translation>
  </message>
  <message>
   <source>Draws the border of each segment</source>
   <translation>绘制每个分割项的边界</translation>
  </message>
  <message>
   <source>Draws the border of the manual labels as a dashed white line</source>
   <translation>用白色虚线绘制手动标签的边界</translation>
  </message>
  <message>
   <source>Draws the empty slices between drawn ones from the shapes on both sides</source>
   <translation>根据两侧的形状，补画已勾画层面之间的空层面</translation>
  </message>
  <message>
   <source>Draws the object in all slices, from the prompts in one or a few</source>
   <translation>根据一个或几个层面上的提示，在所有层面勾画对象</translation>
  </message>
  <message>
   <source>Drop</source>
   <translation>放弃</translation>
  </message>
  <message>
   <source>Duodenum</source>
   <translation>十二指肠</translation>
  </message>
  <message>
   <source>Duplicate segment</source>
   <translation>复制分割项</translation>
  </message>
  <message>
   <source>Each segment needs a probability from 0 to 1 at each voxel of the grid</source>
   <translation>每个分割项在网格的每个体素处都需要 0 到 1 的概率</translation>
  </message>
  <message>
   <source>Edema</source>
   <translation>水肿</translation>
  </message>
  <message>
   <source>Edit</source>
   <translation>编辑</translation>
  </message>
  <message>
   <source>Ellipse</source>
   <translation>椭圆</translation>
  </message>
  <message>
   <source>Else each becomes another, the same one for the same key</source>
   <translation>否则每个 UID 换成另一个，同一密钥得到的相同</translation>
  </message>
  <message>
   <source>Enlarges the view that the mouse is in</source>
   <translation>放大鼠标所在的视图</translation>
  </message>
  <message>
   <source>Enter keeps what has grown, Escape drops it.</source>
   <translation>按 Enter 保留生长结果，按 Escape 放弃。</translation>
  </message>
  <message>
   <source>Entropy</source>
   <translation>熵</translation>
  </message>
  <message>
   <source>Erase</source>
   <translation>擦除</translation>
  </message>
  <message>
   <source>Erase in 3D</source>
   <translation>三维擦除</translation>
  </message>
  <message>
   <source>Erase the active segment; hold Ctrl to paint. Shift and wheel change the radius.</source>
   <translation>擦除当前分割项；按住 Ctrl 则绘制。Shift 加滚轮更改半径。</translation>
  </message>
  <message>
   <source>Eraser</source>
   <translation>橡皮擦</translation>
  </message>
  <message>
   <source>Erases every visible, unlocked segment.</source>
   <translation>擦除所有可见且未锁定的分割项。</translation>
  </message>
  <message>
   <source>Erases every voxel of the chosen segment</source>
   <translation>擦除所选分割项的所有体素</translation>
  </message>
  <message>
   <source>Erases the chosen segment</source>
   <translation>擦除所选分割项</translation>
  </message>
  <message>
   <source>Erases the connected parts of the segment that are smaller than a volume</source>
   <translation>擦除分割项中小于指定体积的相连部分</translation>
  </message>
  <message>
   <source>Erases the segment outside a box, or inside it</source>
   <translation>擦除分割项在框外或框内的部分</translation>
  </message>
  <message>
   <source>Esc</source>
   <translation>Esc</translation>
  </message>
  <message>
   <source>Esophagus</source>
   <translation>食管</translation>
  </message>
  <message>
   <source>Evaluate a model first.</source>
   <translation>请先评估模型。</translation>
  </message>
  <message>
   <source>Evaluate model…</source>
   <translation>评估模型…</translation>
  </message>
  <message>
   <source>Evaluate {name} on</source>
   <translation>评估 {name}，使用</translation>
  </message>
  <message>
   <source>Evaluating {name}</source>
   <translation>正在评估 {name}</translation>
  </message>
  <message>
   <source>Every case is held out: none is left to learn from</source>
   <translation>所有病例都已留出：没有可供学习的</translation>
  </message>
  <message>
   <source>Every case of the list is begun, or has a mask already</source>
   <translation>列表中的病例均已开始，或已有掩膜</translation>
  </message>
  <message>
   <source>Every case of the list is begun, or has a mask already.</source>
   <translation>列表中的病例均已开始，或已有掩膜。</translation>
  </message>
  <message>
   <source>Every segment is shown already.</source>
   <translation>所有分割项均已显示。</translation>
  </message>
  <message>
   <source>Every step is written to disk: if the program ends, the next start offers to restore them.</source>
   <translation>每一步都写入磁盘：程序意外结束后，下次启动时可以恢复。</translation>
  </message>
  <message>
   <source>Everything but locked segments</source>
   <translation>除已锁定分割项外的一切</translation>
  </message>
  <message>
   <source>Everything, locked too</source>
   <translation>一切，包括已锁定的</translation>
  </message>
  <message>
   <source>Export case list</source>
   <translation>导出病例列表</translation>
  </message>
  <message>
   <source>Export case list…</source>
   <translation>导出病例列表…</translation>
  </message>
  <message>
   <source>Export case statistics</source>
   <translation>导出病例统计</translation>
  </message>
  <message>
   <source>Export case statistics…</source>
   <translation>导出病例统计…</translation>
  </message>
  <message>
   <source>Export keymap</source>
   <translation>导出按键方案</translation>
  </message>
  <message>
   <source>Export mask…</source>
   <translation>导出掩膜…</translation>
  </message>
  <message>
   <source>Export measurements</source>
   <translation>导出测量</translation>
  </message>
  <message>
   <source>Export measurements…</source>
   <translation>导出测量…</translation>
  </message>
  <message>
   <source>Export the mask first.</source>
   <translation>请先导出掩膜。</translation>
  </message>
  <message>
   <source>Export to NIfTI or NRRD</source>
   <translation>请导出为 NIfTI 或 NRRD</translation>
  </message>
  <message>
   <source>Export to NIfTI or NRRD.</source>
   <translation>请导出为 NIfTI 或 NRRD。</translation>
  </message>
  <message>
   <source>Export voxels instead</source>
   <translation>请改为导出体素</translation>
  </message>
  <message>
   <source>Export voxels instead.</source>
   <translation>请改为导出体素。</translation>
  </message>
  <message>
   <source>Exporting</source>
   <translation>正在导出</translation>
  </message>
  <message>
   <source>Exporting measurements</source>
   <translation>正在导出测量</translation>
  </message>
  <message>
   <source>Eye</source>
   <translation>眼</translation>
  </message>
  <message>
   <source>Fat</source>
   <translation>脂肪</translation>
  </message>
  <message>
   <source>Femur</source>
   <translation>股骨</translation>
  </message>
  <message>
   <source>Figures (*.json);;Table (*.csv)</source>
   <translation>数据 (*.json);;表格 (*.csv)</translation>
  </message>
  <message>
   <source>Figures of segments</source>
   <translation>分割项数据</translation>
  </message>
  <message>
   <source>File</source>
   <translation>文件</translation>
  </message>
  <message>
   <source>File…</source>
   <translation>文件…</translation>
  </message>
  <message>
   <source>Fill</source>
   <translation>填充</translation>
  </message>
  <message>
   <source>Fill between slices…</source>
   <translation>层间填充…</translation>
  </message>
  <message>
   <source>Fill holes…</source>
   <translation>填充孔洞…</translation>
  </message>
  <message>
   <source>Fill in 3D</source>
   <translation>三维填充</translation>
  </message>
  <message>
   <source>Fill inside</source>
   <translation>填充内部</translation>
  </message>
  <message>
   <source>Fill rectangle</source>
   <translation>填充矩形</translation>
  </message>
  <message>
   <source>Filling</source>
   <translation>正在填充</translation>
  </message>
  <message>
   <source>Filling between slices</source>
   <translation>正在层间填充</translation>
  </message>
  <message>
   <source>Filling holes</source>
   <translation>正在填充孔洞</translation>
  </message>
  <message>
   <source>Fills the line of one grey value</source>
   <translation>填充同一灰度值的等值线</translation>
  </message>
  <message>
   <source>Fills what the segment encloses, in the volume or in each slice</source>
   <translation>填充分割项所围的区域，在整个体积内或逐层</translation>
  </message>
  <message>
   <source>Fills what the tool shows, as one step; Enter does it too</source>
   <translation>将工具显示的区域填充，算作一步；按 Enter 亦可</translation>
  </message>
  <message>
   <source>Finding the range</source>
   <translation>正在查找范围</translation>
  </message>
  <message>
   <source>Finds a command by its name</source>
   <translation>按名称查找命令</translation>
  </message>
  <message>
   <source>Finds studies on a PACS, retrieves and opens them, and sends masks back</source>
   <translation>在 PACS 上查找检查，获取并打开，并将掩膜送回</translation>
  </message>
  <message>
   <source>Finds the series in a folder and opens one</source>
   <translation>查找文件夹中的序列并打开其中之一</translation>
  </message>
  <message>
   <source>Fine-tune one first.</source>
   <translation>请先微调一个。</translation>
  </message>
  <message>
   <source>Fine-tunes a copy of the chosen model on the corrected masks</source>
   <translation>用校正后的掩膜微调所选模型的副本</translation>
  </message>
  <message>
   <source>Fine-tuning {name}</source>
   <translation>正在微调 {name}</translation>
  </message>
  <message>
   <source>Finish it or press Escape</source>
   <translation>请完成它或按 Escape</translation>
  </message>
  <message>
   <source>Finish it or press Escape.</source>
   <translation>请完成它或按 Escape。</translation>
  </message>
  <message>
   <source>Finish the stroke, or press Escape.</source>
   <translation>请完成这一笔，或按 Escape。</translation>
  </message>
  <message>
   <source>First slice</source>
   <translation>第一层</translation>
  </message>
  <message>
   <source>Fits the image into each view</source>
   <translation>使图像适合每个视图</translation>
  </message>
  <message>
   <source>Flagged</source>
   <translation>已标旗</translation>
  </message>
  <message>
   <source>Focal: difficult voxels count more</source>
   <translation>Focal：困难体素权重更大</translation>
  </message>
  <message>
   <source>Folder for the cases of the list</source>
   <translation>列表病例的文件夹</translation>
  </message>
  <message>
   <source>Folder for the cases…</source>
   <translation>病例文件夹…</translation>
  </message>
  <message>
   <source>Folder for the report</source>
   <translation>报告文件夹</translation>
  </message>
  <message>
   <source>Folder of the copies</source>
   <translation>副本文件夹</translation>
  </message>
  <message>
   <source>Folder with images/ and labels/</source>
   <translation>含 images/ 和 labels/ 的文件夹</translation>
  </message>
  <message>
   <source>Folder…</source>
   <translation>文件夹…</translation>
  </message>
  <message>
   <source>Follow the image within</source>
   <translation>跟随图像的范围</translation>
  </message>
  <message>
   <source>Forgets every recently opened path</source>
   <translation>忘记所有最近打开的路径</translation>
  </message>
  <message>
   <source>Freehand</source>
   <translation>徒手</translation>
  </message>
  <message>
   <source>Front and back</source>
   <translation>前和后</translation>
  </message>
  <message>
   <source>Gallbladder</source>
   <translation>胆囊</translation>
  </message>
  <message>
   <source>Gaps up to (0: any)</source>
   <translation>间隙最多（0：不限）</translation>
  </message>
  <message>
   <source>Gathering names</source>
   <translation>正在收集姓名</translation>
  </message>
  <message>
   <source>Gaussian</source>
   <translation>高斯</translation>
  </message>
  <message>
   <source>Give --model a folder that all computers see</source>
   <translation>请为 --model 给出所有计算机都能访问的文件夹</translation>
  </message>
  <message>
   <source>Give --model a folder that all computers see.</source>
   <translation>请为 --model 给出所有计算机都能访问的文件夹。</translation>
  </message>
  <message>
   <source>Give 0 or more</source>
   <translation>请给出 0 或更大的数</translation>
  </message>
  <message>
   <source>Give 0 or more.</source>
   <translation>请给出 0 或更大的数。</translation>
  </message>
  <message>
   <source>Give a CSV or a folder with images/ and labels/</source>
   <translation>请给出 CSV，或含 images/ 和 labels/ 的文件夹</translation>
  </message>
  <message>
   <source>Give a CSV or a folder with images/ and labels/.</source>
   <translation>请给出 CSV，或含 images/ 和 labels/ 的文件夹。</translation>
  </message>
  <message>
   <source>Give a CSV with a column image</source>
   <translation>请给出含 image 列的 CSV</translation>
  </message>
  <message>
   <source>Give a CSV with a column image.</source>
   <translation>请给出含 image 列的 CSV。</translation>
  </message>
  <message>
   <source>Give it a name that ends in .dcm</source>
   <translation>请给出以 .dcm 结尾的名称</translation>
  </message>
  <message>
   <source>Give it a name that ends in .dcm.</source>
   <translation>请给出以 .dcm 结尾的名称。</translation>
  </message>
  <message>
   <source>Give it beside the address (--user)</source>
   <translation>请与地址一起给出（--user）</translation>
  </message>
  <message>
   <source>Give it beside the address (--user).</source>
   <translation>请与地址一起给出（--user）。</translation>
  </message>
  <message>
   <source>Give more, or ask for fewer</source>
   <translation>请多给一些，或少要一些</translation>
  </message>
  <message>
   <source>Give more, or ask for fewer.</source>
   <translation>请多给一些，或少要一些。</translation>
  </message>
  <message>
   <source>Give the image</source>
   <translation>请给出图像</translation>
  </message>
  <message>
   <source>Give the image that they were drawn on as well</source>
   <translation>请同时给出绘制它们所用的图像</translation>
  </message>
  <message>
   <source>Give the image that they were drawn on as well.</source>
   <translation>请同时给出绘制它们所用的图像。</translation>
  </message>
  <message>
   <source>Give the image.</source>
   <translation>请给出图像。</translation>
  </message>
  <message>
   <source>Give them (--user) or a token</source>
   <translation>请给出它们（--user）或令牌</translation>
  </message>
  <message>
   <source>Give them (--user) or a token.</source>
   <translation>请给出它们（--user）或令牌。</translation>
  </message>
  <message>
   <source>Give them as ROW0,COLUMN0,ROW1,COLUMN1</source>
   <translation>请写成 ROW0,COLUMN0,ROW1,COLUMN1</translation>
  </message>
  <message>
   <source>Give them as ROW0,COLUMN0,ROW1,COLUMN1.</source>
   <translation>请写成 ROW0,COLUMN0,ROW1,COLUMN1。</translation>
  </message>
  <message>
   <source>Gives the chosen segment another name</source>
   <translation>给所选分割项换一个名称</translation>
  </message>
  <message>
   <source>Gives the segment a structure's name, colour and SNOMED CT code from the presets</source>
   <translation>从预设中为分割项赋予结构的名称、颜色和 SNOMED CT 代码</translation>
  </message>
  <message>
   <source>Gives the stroke under way up</source>
   <translation>放弃正在进行的一笔</translation>
  </message>
  <message>
   <source>Go to the slice of the prompt</source>
   <translation>请转到提示所在的层面</translation>
  </message>
  <message>
   <source>Go to the slice of the prompt.</source>
   <translation>请转到提示所在的层面。</translation>
  </message>
  <message>
   <source>Goes to and fro between the last two tools</source>
   <translation>在最近两个工具之间来回切换</translation>
  </message>
  <message>
   <source>Goes to the slice where the model is least sure, of those that are not reviewed yet</source>
   <translation>转到尚未审阅的层面中模型最没有把握的一层</translation>
  </message>
  <message>
   <source>Gray matter</source>
   <translation>灰质</translation>
  </message>
  <message>
   <source>Grey values at the crosshair</source>
   <translation>十字线处的灰度值</translation>
  </message>
  <message>
   <source>Grow</source>
   <translation>生长</translation>
  </message>
  <message>
   <source>Grow from seeds</source>
   <translation>从种子生长</translation>
  </message>
  <message>
   <source>Grow region</source>
   <translation>区域生长</translation>
  </message>
  <message>
   <source>Growing</source>
   <translation>正在生长</translation>
  </message>
  <message>
   <source>Grow…</source>
   <translation>扩大…</translation>
  </message>
  <message>
   <source>Guards the chosen segment: no tool changes it</source>
   <translation>保护所选分割项：任何工具都不会更改它</translation>
  </message>
  <message>
   <source>HD95 (mm)</source>
   <translation>HD95（mm）</translation>
  </message>
  <message>
   <source>Harmless words of descriptions</source>
   <translation>描述中的无害词语</translation>
  </message>
  <message>
   <source>Hatches the area that exists because of one prompt; again for the next prompt</source>
   <translation>以阴影线标出由某一提示产生的区域；再按则为下一提示</translation>
  </message>
  <message>
   <source>Hausdorff (mm)</source>
   <translation>豪斯多夫（mm）</translation>
  </message>
  <message>
   <source>Head and feet</source>
   <translation>头和足</translation>
  </message>
  <message>
   <source>Heart</source>
   <translation>心脏</translation>
  </message>
  <message>
   <source>Help</source>
   <translation>帮助</translation>
  </message>
  <message>
   <source>Hemorrhage</source>
   <translation>出血</translation>
  </message>
  <message>
   <source>Hides all segments but the chosen one; again: shows all</source>
   <translation>隐藏所选之外的全部分割项；再按则全部显示</translation>
  </message>
  <message>
   <source>Hippocampus</source>
   <translation>海马</translation>
  </message>
  <message>
   <source>History</source>
   <translation>历史</translation>
  </message>
  <message>
   <source>Hold the button and drag.</source>
   <translation>按住按键并拖动。</translation>
  </message>
  <message>
   <source>Hollowing</source>
   <translation>正在挖空</translation>
  </message>
  <message>
   <source>Hollow…</source>
   <translation>挖空…</translation>
  </message>
  <message>
   <source>Hotkeys of the OHIF Viewer 3 and its segmentation mode. What OHIF has no key for keeps ours.</source>
   <translation>OHIF Viewer 3 及其分割模式的快捷键。OHIF 没有的按键保留本程序的。</translation>
  </message>
  <message>
   <source>How far the cases are could not be written ({why}): it is tried again with the next change.</source>
   <translation>病例进度无法写入（{why}）：下次更改时会重试。</translation>
  </message>
  <message>
   <source>How far values may differ from the click's.</source>
   <translation>灰度值可与点击处相差多少。</translation>
  </message>
  <message>
   <source>How many</source>
   <translation>数目</translation>
  </message>
  <message>
   <source>How much the grey may change from the pointer on, in per cent of the window's width.</source>
   <translation>灰度从指针处起可变化多少，以窗宽的百分比计。</translation>
  </message>
  <message>
   <source>Images</source>
   <translation>图像</translation>
  </message>
  <message>
   <source>Images cannot be written in this format</source>
   <translation>图像不能写成此格式</translation>
  </message>
  <message>
   <source>Images of this kind cannot be blackened ({0}, {1} bits)</source>
   <translation>此类图像无法涂黑（{0}，{1} 位）</translation>
  </message>
  <message>
   <source>Import keymap</source>
   <translation>导入按键方案</translation>
  </message>
  <message>
   <source>Import model</source>
   <translation>导入模型</translation>
  </message>
  <message>
   <source>Import model…</source>
   <translation>导入模型…</translation>
  </message>
  <message>
   <source>Import the model again</source>
   <translation>请重新导入模型</translation>
  </message>
  <message>
   <source>Import the model again.</source>
   <translation>请重新导入模型。</translation>
  </message>
  <message>
   <source>Import them one by one</source>
   <translation>请逐个导入</translation>
  </message>
  <message>
   <source>Import them one by one.</source>
   <translation>请逐个导入。</translation>
  </message>
  <message>
   <source>Importing {name}</source>
   <translation>正在导入 {name}</translation>
  </message>
  <message>
   <source>In each slice</source>
   <translation>在每个层面内</translation>
  </message>
  <message>
   <source>In standard deviations of the region's own values.</source>
   <translation>以区域自身灰度值的标准差计。</translation>
  </message>
  <message>
   <source>In this folder</source>
   <translation>在此文件夹中</translation>
  </message>
  <message>
   <source>In work</source>
   <translation>进行中</translation>
  </message>
  <message>
   <source>Inferior vena cava</source>
   <translation>下腔静脉</translation>
  </message>
  <message>
   <source>Inside</source>
   <translation>内部</translation>
  </message>
  <message>
   <source>Inside the surface</source>
   <translation>表面内侧</translation>
  </message>
  <message>
   <source>Install it so that it is found on the PATH</source>
   <translation>请安装它，使其能在 PATH 中找到</translation>
  </message>
  <message>
   <source>Install it so that it is found on the PATH.</source>
   <translation>请安装它，使其能在 PATH 中找到。</translation>
  </message>
  <message>
   <source>Install it with pip to use several</source>
   <translation>请用 pip 安装以使用多个</translation>
  </message>
  <message>
   <source>Install it with pip to use several.</source>
   <translation>请用 pip 安装以使用多个。</translation>
  </message>
  <message>
   <source>Install it: pip install "medseg[onnx]"</source>
   <translation>请安装：pip install "medseg[onnx]"</translation>
  </message>
  <message>
   <source>Install it: pip install "medseg[onnx]".</source>
   <translation>请安装：pip install "medseg[onnx]"。</translation>
  </message>
  <message>
   <source>Institution</source>
   <translation>机构</translation>
  </message>
  <message>
   <source>Interpolates between pixels</source>
   <translation>在像素之间插值</translation>
  </message>
  <message>
   <source>Intersect with…</source>
   <translation>求交集…</translation>
  </message>
  <message>
   <source>Invert</source>
   <translation>反选</translation>
  </message>
  <message>
   <source>IoU</source>
   <translation>IoU</translation>
  </message>
  <message>
   <source>Islands and holes</source>
   <translation>孤岛与孔洞</translation>
  </message>
  <message>
   <source>Islands kept</source>
   <translation>保留的孤岛</translation>
  </message>
  <message>
   <source>It can be used resampled, at this cost:</source>
   <translation>可重采样后使用，代价如下：</translation>
  </message>
  <message>
   <source>It does not say "medseg_keymap"</source>
   <translation>其中没有 "medseg_keymap"</translation>
  </message>
  <message>
   <source>It does not say "medseg_keymap".</source>
   <translation>其中没有 "medseg_keymap"。</translation>
  </message>
  <message>
   <source>It is not JSON: export one to see how it is written</source>
   <translation>它不是 JSON：请导出一个，看看写法</translation>
  </message>
  <message>
   <source>It is not JSON: export one to see how it is written.</source>
   <translation>它不是 JSON：请导出一个，看看写法。</translation>
  </message>
  <message>
   <source>It is not surely better: the old model stays.</source>
   <translation>并不确定更好：保留旧模型。</translation>
  </message>
  <message>
   <source>It is shown as soon as it is worked out, in the background.</source>
   <translation>在后台算好后立即显示。</translation>
  </message>
  <message>
   <source>It is the first one.</source>
   <translation>这是第一个。</translation>
  </message>
  <message>
   <source>It is the last one.</source>
   <translation>这是最后一个。</translation>
  </message>
  <message>
   <source>It takes two segments, shown and not locked.</source>
   <translation>需要两个显示且未锁定的分割项。</translation>
  </message>
  <message>
   <source>It takes {0} labelled cases that the model was not trained on</source>
   <translation>需要 {0} 个未用于训练该模型的已标注病例</translation>
  </message>
  <message>
   <source>It takes {0} labelled cases that the model was not trained on.</source>
   <translation>需要 {0} 个未用于训练该模型的已标注病例。</translation>
  </message>
  <message>
   <source>Jobs</source>
   <translation>任务</translation>
  </message>
  <message>
   <source>Keep a recent list</source>
   <translation>保留最近列表</translation>
  </message>
  <message>
   <source>Keep each patient on one side</source>
   <translation>请将每名患者只放在一侧</translation>
  </message>
  <message>
   <source>Keep each patient on one side.</source>
   <translation>请将每名患者只放在一侧。</translation>
  </message>
  <message>
   <source>Keep island at crosshair…</source>
   <translation>保留十字线处的孤岛…</translation>
  </message>
  <message>
   <source>Keep largest islands…</source>
   <translation>保留最大的孤岛…</translation>
  </message>
  <message>
   <source>Keep the outside</source>
   <translation>保留外侧</translation>
  </message>
  <message>
   <source>Keep the sheared grid</source>
   <translation>保留倾斜网格</translation>
  </message>
  <message>
   <source>Keeps only what is in another segment too (of use where segments overlap)</source>
   <translation>只保留同时属于另一分割项的部分（用于分割项重叠时）</translation>
  </message>
  <message>
   <source>Keeps the connected part that the crosshair is on and erases the others</source>
   <translation>保留十字线所在的连通部分，擦除其余</translation>
  </message>
  <message>
   <source>Keeps the largest connected parts of the segment and erases the others</source>
   <translation>保留分割项中最大的连通部分，擦除其余</translation>
  </message>
  <message>
   <source>Keeps the newly trained model beside the others</source>
   <translation>将新训练的模型与其他模型一起保留</translation>
  </message>
  <message>
   <source>Keeps the object and adds a segment for the next one</source>
   <translation>保留对象，并为下一个添加分割项</translation>
  </message>
  <message>
   <source>Keeps the object; the next click begins another</source>
   <translation>保留对象；下一次点击开始另一个</translation>
  </message>
  <message>
   <source>Kept</source>
   <translation>保留</translation>
  </message>
  <message>
   <source>Key of the project</source>
   <translation>项目密钥</translation>
  </message>
  <message>
   <source>Keys and gestures must be texts</source>
   <translation>按键和手势必须是文本</translation>
  </message>
  <message>
   <source>Keys and gestures must be texts.</source>
   <translation>按键和手势必须是文本。</translation>
  </message>
  <message>
   <source>Keys and mouse</source>
   <translation>按键与鼠标</translation>
  </message>
  <message>
   <source>Keys and mouse of ITK-SNAP 4: tools on 1, 3, 4 and 6, left-drag moves the crosshair, the brush erases with the right button. What ITK-SNAP has no key for keeps ours.</source>
   <translation>ITK-SNAP 4 的按键与鼠标：工具在 1、3、4 和 6，左键拖动移动十字线，画笔用右键擦除。ITK-SNAP 没有的按键保留本程序的。</translation>
  </message>
  <message>
   <source>Keys are written like Ctrl+Shift+Z, F5, PgDown or [</source>
   <translation>按键写法如 Ctrl+Shift+Z、F5、PgDown 或 [</translation>
  </message>
  <message>
   <source>Keys are written like Ctrl+Shift+Z, F5, PgDown or [.</source>
   <translation>按键写法如 Ctrl+Shift+Z、F5、PgDown 或 [。</translation>
  </message>
  <message>
   <source>Kidney</source>
   <translation>肾</translation>
  </message>
  <message>
   <source>Language, light or dark, new versions</source>
   <translation>语言、浅色或深色、新版本</translation>
  </message>
  <message>
   <source>Larger radius</source>
   <translation>增大半径</translation>
  </message>
  <message>
   <source>Largest surface distance</source>
   <translation>最大表面距离</translation>
  </message>
  <message>
   <source>Lasso</source>
   <translation>套索</translation>
  </message>
  <message>
   <source>Last slice</source>
   <translation>最后一层</translation>
  </message>
  <message>
   <source>Learn from all my cases</source>
   <translation>从我的所有病例学习</translation>
  </message>
  <message>
   <source>Learn from this case</source>
   <translation>从此病例学习</translation>
  </message>
  <message>
   <source>Learn from this case in seconds</source>
   <translation>用几秒从此病例学习</translation>
  </message>
  <message>
   <source>Leave it out: it is asked for, or kept in the keyring</source>
   <translation>请省略：需要时会询问，或保存在密钥环中</translation>
  </message>
  <message>
   <source>Leave it out: it is asked for, or kept in the keyring.</source>
   <translation>请省略：需要时会询问，或保存在密钥环中。</translation>
  </message>
  <message>
   <source>Leave out</source>
   <translation>省略</translation>
  </message>
  <message>
   <source>Leave the loss out</source>
   <translation>请省略 loss 选项</translation>
  </message>
  <message>
   <source>Leave the loss out.</source>
   <translation>请省略 loss 选项。</translation>
  </message>
  <message>
   <source>Leave torchrun or --processes out</source>
   <translation>请省略 torchrun 或 --processes</translation>
  </message>
  <message>
   <source>Leave torchrun or --processes out.</source>
   <translation>请省略 torchrun 或 --processes。</translation>
  </message>
  <message>
   <source>Leaves a wall of so many millimetres along the segment's surface</source>
   <translation>沿分割项表面留下指定毫米厚的壁</translation>
  </message>
  <message>
   <source>Left and right</source>
   <translation>左和右</translation>
  </message>
  <message>
   <source>Left clicks mean what does not belong to the object</source>
   <translation>左键点击表示不属于对象的部分</translation>
  </message>
  <message>
   <source>Lesion</source>
   <translation>病灶</translation>
  </message>
  <message>
   <source>Less</source>
   <translation>更少</translation>
  </message>
  <message>
   <source>Let it run</source>
   <translation>允许运行</translation>
  </message>
  <message>
   <source>Level tracing</source>
   <translation>等值线描迹</translation>
  </message>
  <message>
   <source>Light</source>
   <translation>浅色</translation>
  </message>
  <message>
   <source>Line {0} does not name an image and a label</source>
   <translation>第 {0} 行没有指明图像和标签</translation>
  </message>
  <message>
   <source>Line {0} names a file that is not there</source>
   <translation>第 {0} 行所指的文件不存在</translation>
  </message>
  <message>
   <source>Line {0} names no image</source>
   <translation>第 {0} 行没有指明图像</translation>
  </message>
  <message>
   <source>List of images and labels</source>
   <translation>图像和标签列表</translation>
  </message>
  <message>
   <source>Lists every series, image file and saved case in a folder</source>
   <translation>列出文件夹中的每个序列、图像文件和已保存病例</translation>
  </message>
  <message>
   <source>Live-wire</source>
   <translation>智能描边</translation>
  </message>
  <message>
   <source>Liver</source>
   <translation>肝</translation>
  </message>
  <message>
   <source>Load manual labels</source>
   <translation>载入手工标签</translation>
  </message>
  <message>
   <source>Load manual labels…</source>
   <translation>载入手工标签…</translation>
  </message>
  <message>
   <source>Load mask</source>
   <translation>载入掩膜</translation>
  </message>
  <message>
   <source>Load mask to edit</source>
   <translation>载入掩膜以编辑</translation>
  </message>
  <message>
   <source>Load mask to edit…</source>
   <translation>载入掩膜以编辑…</translation>
  </message>
  <message>
   <source>Loads a mask file into the segments, as one undo step</source>
   <translation>将掩膜文件载入分割项，算作一个可撤销步骤</translation>
  </message>
  <message>
   <source>Loads a mask file to measure against</source>
   <translation>载入用作比较基准的掩膜文件</translation>
  </message>
  <message>
   <source>Locked</source>
   <translation>锁定</translation>
  </message>
  <message>
   <source>Look around, drag the window and level</source>
   <translation>浏览图像，拖动调节窗宽窗位</translation>
  </message>
  <message>
   <source>Looking at the file</source>
   <translation>正在查看文件</translation>
  </message>
  <message>
   <source>Looking at the slice</source>
   <translation>正在查看层面</translation>
  </message>
  <message>
   <source>Looking for a graphics card</source>
   <translation>正在查找显卡</translation>
  </message>
  <message>
   <source>Looking for a new version</source>
   <translation>正在查找新版本</translation>
  </message>
  <message>
   <source>Looking for a prompt's area</source>
   <translation>正在查找提示作用的区域</translation>
  </message>
  <message>
   <source>Looking for files</source>
   <translation>正在查找文件</translation>
  </message>
  <message>
   <source>Looking for islands</source>
   <translation>正在查找孤岛</translation>
  </message>
  <message>
   <source>Looking how much {name} varies</source>
   <translation>正在查看 {name} 的变异程度</translation>
  </message>
  <message>
   <source>Looking how sure it is</source>
   <translation>正在查看其把握程度</translation>
  </message>
  <message>
   <source>Looking what speaks for {name}</source>
   <translation>正在查看支持 {name} 的依据</translation>
  </message>
  <message>
   <source>Looking who drew what</source>
   <translation>正在查看各部分的绘制者</translation>
  </message>
  <message>
   <source>Lung</source>
   <translation>肺</translation>
  </message>
  <message>
   <source>Lymph node</source>
   <translation>淋巴结</translation>
  </message>
  <message>
   <source>MONAI's {0} cannot be built from the model's plan: {1}</source>
   <translation>无法按模型的计划构建 MONAI 的 {0}：{1}</translation>
  </message>
  <message>
   <source>MONAI's {0} cannot be made from the model's plan: {1}</source>
   <translation>无法按模型的计划生成 MONAI 的 {0}：{1}</translation>
  </message>
  <message>
   <source>Make room</source>
   <translation>请腾出空间</translation>
  </message>
  <message>
   <source>Make room or choose another folder</source>
   <translation>请腾出空间或选择其他文件夹</translation>
  </message>
  <message>
   <source>Make room or choose another folder.</source>
   <translation>请腾出空间或选择其他文件夹。</translation>
  </message>
  <message>
   <source>Make room.</source>
   <translation>请腾出空间。</translation>
  </message>
  <message>
   <source>Makes each connected part a segment of its own; the largest stays what it is</source>
   <translation>使每个连通部分成为独立的分割项；最大的部分不变</translation>
  </message>
  <message>
   <source>Makes the brush larger</source>
   <translation>增大画笔</translation>
  </message>
  <message>
   <source>Makes the brush smaller</source>
   <translation>减小画笔</translation>
  </message>
  <message>
   <source>Makes the view that the mouse is in smaller</source>
   <translation>缩小鼠标所在的视图</translation>
  </message>
  <message>
   <source>Makes what is not the segment the segment, as far as may be painted over</source>
   <translation>在允许覆盖的范围内，使非分割项部分成为分割项</translation>
  </message>
  <message>
   <source>Making the sample study</source>
   <translation>正在生成示例检查</translation>
  </message>
  <message>
   <source>Manual (mL)</source>
   <translation>手工（mL）</translation>
  </message>
  <message>
   <source>Manual labels</source>
   <translation>手工标签</translation>
  </message>
  <message>
   <source>Manual labels loaded: {name}</source>
   <translation>手工标签已载入：{name}</translation>
  </message>
  <message>
   <source>Margin</source>
   <translation>余量</translation>
  </message>
  <message>
   <source>Mark larger objects</source>
   <translation>请标记更大的对象</translation>
  </message>
  <message>
   <source>Mark larger objects.</source>
   <translation>请标记更大的对象。</translation>
  </message>
  <message>
   <source>Mark more slices</source>
   <translation>请标记更多层面</translation>
  </message>
  <message>
   <source>Mark more slices.</source>
   <translation>请标记更多层面。</translation>
  </message>
  <message>
   <source>Marks the case as done, or not</source>
   <translation>将病例标为已完成，或取消</translation>
  </message>
  <message>
   <source>Marks the case as done, saves it and opens the next one</source>
   <translation>将病例标为已完成，保存并打开下一个</translation>
  </message>
  <message>
   <source>Marks the case as one to come back to, or not</source>
   <translation>将病例标为需要回看，或取消</translation>
  </message>
  <message>
   <source>Marks the case as open, or not</source>
   <translation>将病例标为待处理，或取消</translation>
  </message>
  <message>
   <source>Mask of another grid</source>
   <translation>其他网格的掩膜</translation>
  </message>
  <message>
   <source>Mask to edit</source>
   <translation>待编辑的掩膜</translation>
  </message>
  <message>
   <source>Mask values must be whole numbers: this looks like an image or a probability map</source>
   <translation>掩膜值必须是整数：这看起来是图像或概率图</translation>
  </message>
  <message>
   <source>Mask values must lie between 0 and 65535, not {0} to {1}</source>
   <translation>掩膜值必须在 0 到 65535 之间，而不是 {0} 到 {1}</translation>
  </message>
  <message>
   <source>Masks cannot be written in this format</source>
   <translation>掩膜不能写成此格式</translation>
  </message>
  <message>
   <source>Masks more opaque</source>
   <translation>提高掩膜不透明度</translation>
  </message>
  <message>
   <source>Masks more transparent</source>
   <translation>降低掩膜不透明度</translation>
  </message>
  <message>
   <source>Mass</source>
   <translation>肿块</translation>
  </message>
  <message>
   <source>Mean</source>
   <translation>均值</translation>
  </message>
  <message>
   <source>Mean squared error</source>
   <translation>均方误差</translation>
  </message>
  <message>
   <source>Mean surface distance, both directions</source>
   <translation>平均表面距离，双向</translation>
  </message>
  <message>
   <source>Measure</source>
   <translation>测量</translation>
  </message>
  <message>
   <source>Measurements</source>
   <translation>测量</translation>
  </message>
  <message>
   <source>Measuring</source>
   <translation>正在测量</translation>
  </message>
  <message>
   <source>Measuring segments</source>
   <translation>正在测量分割项</translation>
  </message>
  <message>
   <source>Measuring tools</source>
   <translation>测量工具</translation>
  </message>
  <message>
   <source>Median</source>
   <translation>中位数</translation>
  </message>
  <message>
   <source>Merge segments…</source>
   <translation>合并分割项…</translation>
  </message>
  <message>
   <source>MetaImage</source>
   <translation>MetaImage</translation>
  </message>
  <message>
   <source>MetaImage with a data file</source>
   <translation>带数据文件的 MetaImage</translation>
  </message>
  <message>
   <source>Method</source>
   <translation>方法</translation>
  </message>
  <message>
   <source>Metrics</source>
   <translation>指标</translation>
  </message>
  <message>
   <source>Mirror…</source>
   <translation>镜像…</translation>
  </message>
  <message>
   <source>Modality</source>
   <translation>模态</translation>
  </message>
  <message>
   <source>Model {name} is ready to use.</source>
   <translation>模型 {name} 可以使用。</translation>
  </message>
  <message>
   <source>Model {name} was imported.</source>
   <translation>模型 {name} 已导入。</translation>
  </message>
  <message>
   <source>Models</source>
   <translation>模型</translation>
  </message>
  <message>
   <source>Move down</source>
   <translation>下移</translation>
  </message>
  <message>
   <source>Move it away to begin anew</source>
   <translation>请将其移开以重新开始</translation>
  </message>
  <message>
   <source>Move it away to begin anew.</source>
   <translation>请将其移开以重新开始。</translation>
  </message>
  <message>
   <source>Move it onto the island to keep (Shift and the mouse).</source>
   <translation>请将其移到要保留的孤岛上（Shift 加鼠标）。</translation>
  </message>
  <message>
   <source>Move measurement</source>
   <translation>移动测量</translation>
  </message>
  <message>
   <source>Move segment</source>
   <translation>移动分割项</translation>
  </message>
  <message>
   <source>Move up</source>
   <translation>上移</translation>
  </message>
  <message>
   <source>Moves the segment one row down in the table</source>
   <translation>将分割项在表中下移一行</translation>
  </message>
  <message>
   <source>Moves the segment one row up in the table</source>
   <translation>将分割项在表中上移一行</translation>
  </message>
  <message>
   <source>Muscle</source>
   <translation>肌肉</translation>
  </message>
  <message>
   <source>NIfTI</source>
   <translation>NIfTI</translation>
  </message>
  <message>
   <source>NIfTI readers do not agree on {0} voxels</source>
   <translation>各种 NIfTI 读取程序对 {0} 体素的理解不一致</translation>
  </message>
  <message>
   <source>NRRD</source>
   <translation>NRRD</translation>
  </message>
  <message>
   <source>NRRD for 3D Slicer</source>
   <translation>用于 3D Slicer 的 NRRD</translation>
  </message>
  <message>
   <source>NRRD with a data file</source>
   <translation>带数据文件的 NRRD</translation>
  </message>
  <message>
   <source>NSD ({mm:g} mm)</source>
   <translation>NSD（{mm:g} mm）</translation>
  </message>
  <message>
   <source>Name</source>
   <translation>名称</translation>
  </message>
  <message>
   <source>Name PEM files</source>
   <translation>请指明 PEM 文件</translation>
  </message>
  <message>
   <source>Name PEM files.</source>
   <translation>请指明 PEM 文件。</translation>
  </message>
  <message>
   <source>Name a new folder</source>
   <translation>请指明一个新文件夹</translation>
  </message>
  <message>
   <source>Name a new folder.</source>
   <translation>请指明一个新文件夹。</translation>
  </message>
  <message>
   <source>Name another file (--key)</source>
   <translation>请指明另一个文件（--key）</translation>
  </message>
  <message>
   <source>Name another file (--key).</source>
   <translation>请指明另一个文件（--key）。</translation>
  </message>
  <message>
   <source>Name it (--cert) and its key (--key)</source>
   <translation>请指明它（--cert）及其密钥（--key）</translation>
  </message>
  <message>
   <source>Name it (--cert) and its key (--key).</source>
   <translation>请指明它（--cert）及其密钥（--key）。</translation>
  </message>
  <message>
   <source>Name its port (--port)</source>
   <translation>请指明其端口（--port）</translation>
  </message>
  <message>
   <source>Name its port (--port).</source>
   <translation>请指明其端口（--port）。</translation>
  </message>
  <message>
   <source>Name measurement</source>
   <translation>命名测量</translation>
  </message>
  <message>
   <source>Name the file of the certificate to trust (--ca)</source>
   <translation>请指明受信任证书的文件（--ca）</translation>
  </message>
  <message>
   <source>Name the file of the certificate to trust (--ca).</source>
   <translation>请指明受信任证书的文件（--ca）。</translation>
  </message>
  <message>
   <source>Names and addresses of institutions</source>
   <translation>机构的名称和地址</translation>
  </message>
  <message>
   <source>Names, colours, codes and overlaps; what a PACS takes.</source>
   <translation>名称、颜色、代码和重叠；PACS 可接收的格式。</translation>
  </message>
  <message>
   <source>Names, colours, codes, overlaps.</source>
   <translation>名称、颜色、代码、重叠。</translation>
  </message>
  <message>
   <source>Necrosis</source>
   <translation>坏死</translation>
  </message>
  <message>
   <source>Needs the DICOM series that the mask was drawn on, and this image comes from another file.</source>
   <translation>需要绘制掩膜所用的 DICOM 序列，而此图像来自其他文件。</translation>
  </message>
  <message>
   <source>Neoplasm, primary</source>
   <translation>肿瘤，原发</translation>
  </message>
  <message>
   <source>Neoplasm, secondary</source>
   <translation>肿瘤，继发</translation>
  </message>
  <message>
   <source>New image</source>
   <translation>新图像</translation>
  </message>
  <message>
   <source>Next case</source>
   <translation>下一病例</translation>
  </message>
  <message>
   <source>Next doubtful slice</source>
   <translation>下一存疑层面</translation>
  </message>
  <message>
   <source>Next object</source>
   <translation>下一对象</translation>
  </message>
  <message>
   <source>Next segment</source>
   <translation>下一分割项</translation>
  </message>
  <message>
   <source>Next series</source>
   <translation>下一序列</translation>
  </message>
  <message>
   <source>Next slab display</source>
   <translation>下一种层块显示</translation>
  </message>
  <message>
   <source>Next slice</source>
   <translation>下一层</translation>
  </message>
  <message>
   <source>No answer tells how sure it is</source>
   <translation>没有能说明把握程度的结果</translation>
  </message>
  <message>
   <source>No box is drawn</source>
   <translation>没有画出框</translation>
  </message>
  <message>
   <source>No case could be looked at. The first: {0}</source>
   <translation>没有病例可以查看。首个：{0}</translation>
  </message>
  <message>
   <source>No case could be scored. The first: {0}</source>
   <translation>没有病例可以评分。首个：{0}</translation>
  </message>
  <message>
   <source>No computer of the cluster has a CPU and {0} GPUs</source>
   <translation>集群中没有具备一个 CPU 和 {0} 个 GPU 的计算机</translation>
  </message>
  <message>
   <source>No folder was chosen: there is no report.</source>
   <translation>未选择文件夹：没有报告。</translation>
  </message>
  <message>
   <source>No held-out case could be scored: nobody knows whether it is better.</source>
   <translation>没有留出病例可以评分：无法得知是否更好。</translation>
  </message>
  <message>
   <source>No image is open</source>
   <translation>没有打开图像</translation>
  </message>
  <message>
   <source>No image of the {0} files can be read; {1} are damaged, the first: {2}</source>
   <translation>{0} 个文件中没有可读取的图像；{1} 个已损坏，首个：{2}</translation>
  </message>
  <message>
   <source>No measurement is chosen</source>
   <translation>没有选择测量</translation>
  </message>
  <message>
   <source>No model is chosen</source>
   <translation>没有选择模型</translation>
  </message>
  <message>
   <source>No model was found here</source>
   <translation>此处未找到模型</translation>
  </message>
  <message>
   <source>No new model is waiting</source>
   <translation>没有等待中的新模型</translation>
  </message>
  <message>
   <source>No newly trained model is waiting.</source>
   <translation>没有新训练的模型在等待。</translation>
  </message>
  <message>
   <source>No object in slices is under way</source>
   <translation>没有正在进行的层面对象</translation>
  </message>
  <message>
   <source>No object is under way</source>
   <translation>没有正在进行的对象</translation>
  </message>
  <message>
   <source>No phantom on a grid of {0} voxels of {1} mm with noise of {2} HU</source>
   <translation>无法在 {0} 个体素、{1} mm、噪声 {2} HU 的网格上生成体模</translation>
  </message>
  <message>
   <source>No segment is chosen</source>
   <translation>没有选择分割项</translation>
  </message>
  <message>
   <source>No training is under way</source>
   <translation>没有正在进行的训练</translation>
  </message>
  <message>
   <source>No training is under way.</source>
   <translation>没有正在进行的训练。</translation>
  </message>
  <message>
   <source>No version number stands there</source>
   <translation>那里没有版本号</translation>
  </message>
  <message>
   <source>No visible, unlocked segment has a voxel there.</source>
   <translation>那里没有可见且未锁定分割项的体素。</translation>
  </message>
  <message>
   <source>No voxel has such a grey value</source>
   <translation>没有体素具有这样的灰度值</translation>
  </message>
  <message>
   <source>No voxel there has a value from {low:g} to {high:g}</source>
   <translation>那里没有值在 {low:g} 到 {high:g} 之间的体素</translation>
  </message>
  <message>
   <source>Nodule</source>
   <translation>结节</translation>
  </message>
  <message>
   <source>None of the cases has a labelled voxel</source>
   <translation>所有病例都没有带标签的体素</translation>
  </message>
  <message>
   <source>Not begun</source>
   <translation>未开始</translation>
  </message>
  <message>
   <source>Not opened: {what}</source>
   <translation>未打开：{what}</translation>
  </message>
  <message>
   <source>Not receiving.</source>
   <translation>未在接收。</translation>
  </message>
  <message>
   <source>Not written: {0}</source>
   <translation>未写入：{0}</translation>
  </message>
  <message>
   <source>Nothing can be written there: {0}</source>
   <translation>那里无法写入：{0}</translation>
  </message>
  <message>
   <source>Nothing changed there</source>
   <translation>那里没有变化</translation>
  </message>
  <message>
   <source>Nothing grows from there</source>
   <translation>从那里没有生长</translation>
  </message>
  <message>
   <source>Nothing is proposed.</source>
   <translation>没有建议。</translation>
  </message>
  <message>
   <source>Nothing is under way.</source>
   <translation>没有正在进行的任务。</translation>
  </message>
  <message>
   <source>Nothing that is marked is large enough to learn from</source>
   <translation>所标记的内容都太小，无法学习</translation>
  </message>
  <message>
   <source>Nothing to redo.</source>
   <translation>没有可重做的操作。</translation>
  </message>
  <message>
   <source>Nothing to undo.</source>
   <translation>没有可撤销的操作。</translation>
  </message>
  <message>
   <source>Nothing was begun</source>
   <translation>没有开始任何内容</translation>
  </message>
  <message>
   <source>Nothing was changed yet.</source>
   <translation>尚无更改。</translation>
  </message>
  <message>
   <source>Nothing was drawn</source>
   <translation>没有画出内容</translation>
  </message>
  <message>
   <source>Nothing was exported yet</source>
   <translation>尚未导出任何内容</translation>
  </message>
  <message>
   <source>Nothing was replaced: {0}</source>
   <translation>没有替换任何内容：{0}</translation>
  </message>
  <message>
   <source>Nothing was saved: {0}</source>
   <translation>没有保存任何内容：{0}</translation>
  </message>
  <message>
   <source>Nothing was written: {0}</source>
   <translation>没有写入任何内容：{0}</translation>
  </message>
  <message>
   <source>Nothing: a fixed rule on grey values.</source>
   <translation>无：对灰度值的固定规则。</translation>
  </message>
  <message>
   <source>Number of voxels times the volume of one</source>
   <translation>体素数乘以单个体素的体积</translation>
  </message>
  <message>
   <source>OBJ surfaces</source>
   <translation>OBJ 表面</translation>
  </message>
  <message>
   <source>ONNX Runtime is not installed</source>
   <translation>未安装 ONNX Runtime</translation>
  </message>
  <message>
   <source>Off: up raises the level, which makes darker.</source>
   <translation>关闭时：向上提高窗位，图像变暗。</translation>
  </message>
  <message>
   <source>On both sides of it</source>
   <translation>两侧</translation>
  </message>
  <message>
   <source>One case of so few labelled slices is not enough to learn from</source>
   <translation>仅一个病例且已标注层面太少，不足以学习</translation>
  </message>
  <message>
   <source>One case of so few marked slices is not enough to learn from</source>
   <translation>仅一个病例且已标记层面太少，不足以学习</translation>
  </message>
  <message>
   <source>One closed surface for each segment, in patient coordinates.</source>
   <translation>每个分割项一个闭合表面，采用患者坐标。</translation>
  </message>
  <message>
   <source>One slice back, in the view that the mouse is in</source>
   <translation>在鼠标所在的视图中后退一层</translation>
  </message>
  <message>
   <source>One slice on, in the view that the mouse is in</source>
   <translation>在鼠标所在的视图中前进一层</translation>
  </message>
  <message>
   <source>One slice, MIP, MinIP, mean, and round again</source>
   <translation>单层、MIP、MinIP、平均，循环切换</translation>
  </message>
  <message>
   <source>One view alone</source>
   <translation>单个视图</translation>
  </message>
  <message>
   <source>One view fills the window, and back</source>
   <translation>一个视图填满窗口，再按恢复</translation>
  </message>
  <message>
   <source>Only a range of grey values</source>
   <translation>仅限一个灰度范围</translation>
  </message>
  <message>
   <source>Only from someone you trust: medseg models import PATH --run-code</source>
   <translation>仅限信任的来源：medseg models import PATH --run-code</translation>
  </message>
  <message>
   <source>Only from someone you trust: medseg models import PATH --run-code.</source>
   <translation>仅限信任的来源：medseg models import PATH --run-code。</translation>
  </message>
  <message>
   <source>Only values</source>
   <translation>仅限灰度值</translation>
  </message>
  <message>
   <source>Only values from {low:g} to {high:g}</source>
   <translation>仅限 {low:g} 到 {high:g} 的值</translation>
  </message>
  <message>
   <source>Only voxels of these grey values. Alt and a click takes them from there.</source>
   <translation>仅限这些灰度值的体素。按住 Alt 点击可从该处取值。</translation>
  </message>
  <message>
   <source>Only whole numbers of 16 bits can be written as DICOM</source>
   <translation>只有 16 位整数才能写成 DICOM</translation>
  </message>
  <message>
   <source>Open</source>
   <translation>待处理</translation>
  </message>
  <message>
   <source>Open DICOM folder</source>
   <translation>打开 DICOM 文件夹</translation>
  </message>
  <message>
   <source>Open DICOM folder…</source>
   <translation>打开 DICOM 文件夹…</translation>
  </message>
  <message>
   <source>Open a DICOM folder or an image file first.</source>
   <translation>请先打开 DICOM 文件夹或图像文件。</translation>
  </message>
  <message>
   <source>Open a case list and choose a model first.</source>
   <translation>请先打开病例列表并选择模型。</translation>
  </message>
  <message>
   <source>Open a case list first.</source>
   <translation>请先打开病例列表。</translation>
  </message>
  <message>
   <source>Open a case of the list.</source>
   <translation>请打开列表中的一个病例。</translation>
  </message>
  <message>
   <source>Open a folder as case list</source>
   <translation>将文件夹作为病例列表打开</translation>
  </message>
  <message>
   <source>Open an image first.</source>
   <translation>请先打开图像。</translation>
  </message>
  <message>
   <source>Open another image</source>
   <translation>打开另一图像</translation>
  </message>
  <message>
   <source>Open case list</source>
   <translation>打开病例列表</translation>
  </message>
  <message>
   <source>Open case list…</source>
   <translation>打开病例列表…</translation>
  </message>
  <message>
   <source>Open folder as case list…</source>
   <translation>将文件夹作为病例列表打开…</translation>
  </message>
  <message>
   <source>Open for editing</source>
   <translation>打开以编辑</translation>
  </message>
  <message>
   <source>Open image</source>
   <translation>打开图像</translation>
  </message>
  <message>
   <source>Open image file…</source>
   <translation>打开图像文件…</translation>
  </message>
  <message>
   <source>Open it again</source>
   <translation>请再次打开</translation>
  </message>
  <message>
   <source>Open it again.</source>
   <translation>请再次打开。</translation>
  </message>
  <message>
   <source>Open it anew</source>
   <translation>重新打开</translation>
  </message>
  <message>
   <source>Open log folder</source>
   <translation>打开日志文件夹</translation>
  </message>
  <message>
   <source>Open sample study</source>
   <translation>打开示例检查</translation>
  </message>
  <message>
   <source>Open the folder instead</source>
   <translation>请改为打开文件夹</translation>
  </message>
  <message>
   <source>Open the folder instead.</source>
   <translation>请改为打开文件夹。</translation>
  </message>
  <message>
   <source>Open the model's report</source>
   <translation>打开模型报告</translation>
  </message>
  <message>
   <source>Open the newest study</source>
   <translation>打开最新检查</translation>
  </message>
  <message>
   <source>Open the report</source>
   <translation>打开报告</translation>
  </message>
  <message>
   <source>Open the series it was drawn on</source>
   <translation>请打开绘制它所用的序列</translation>
  </message>
  <message>
   <source>Open the series it was drawn on.</source>
   <translation>请打开绘制它所用的序列。</translation>
  </message>
  <message>
   <source>Open the series that it was drawn on</source>
   <translation>请打开绘制它所用的序列</translation>
  </message>
  <message>
   <source>Open the series that it was drawn on.</source>
   <translation>请打开绘制它所用的序列。</translation>
  </message>
  <message>
   <source>Open the series that they were drawn on</source>
   <translation>请打开绘制它们所用的序列</translation>
  </message>
  <message>
   <source>Open the series that they were drawn on, or have them brought to the nearest slices</source>
   <translation>请打开绘制它们所用的序列，或将它们移到最近的层面</translation>
  </message>
  <message>
   <source>Open the series that they were drawn on, or have them brought to the nearest slices.</source>
   <translation>请打开绘制它们所用的序列，或将它们移到最近的层面。</translation>
  </message>
  <message>
   <source>Open the series that they were drawn on.</source>
   <translation>请打开绘制它们所用的序列。</translation>
  </message>
  <message>
   <source>Opening</source>
   <translation>正在打开</translation>
  </message>
  <message>
   <source>Opening (takes spikes away)</source>
   <translation>开运算（去除尖刺）</translation>
  </message>
  <message>
   <source>Opens a CSV with a column image, and optionally series, label, reference, patient, name</source>
   <translation>打开含 image 列的 CSV，可另含 series、label、reference、patient、name 列</translation>
  </message>
  <message>
   <source>Opens a saved case or a DICOM, NIfTI, NRRD or MHA file</source>
   <translation>打开已保存的病例，或 DICOM、NIfTI、NRRD、MHA 文件</translation>
  </message>
  <message>
   <source>Opens the built-in CT phantom</source>
   <translation>打开内置 CT 体模</translation>
  </message>
  <message>
   <source>Opens the series after this one</source>
   <translation>打开后一个序列</translation>
  </message>
  <message>
   <source>Opens the series before this one</source>
   <translation>打开前一个序列</translation>
  </message>
  <message>
   <source>Originals and copies would lie in one folder</source>
   <translation>原件和副本将位于同一文件夹</translation>
  </message>
  <message>
   <source>Originals to de-identify</source>
   <translation>要去标识的原件</translation>
  </message>
  <message>
   <source>Other answer</source>
   <translation>其他结果</translation>
  </message>
  <message>
   <source>Other answer, backwards</source>
   <translation>其他结果，反向</translation>
  </message>
  <message>
   <source>Other click method</source>
   <translation>其他点击方法</translation>
  </message>
  <message>
   <source>Other keys for commands; keymaps of 3D Slicer, ITK-SNAP and OHIF</source>
   <translation>更改命令的按键；含 3D Slicer、ITK-SNAP 和 OHIF 的按键方案</translation>
  </message>
  <message>
   <source>Other segments there are locked: unlock them in the segments panel.</source>
   <translation>那里的其他分割项已锁定：请在分割项面板中解锁。</translation>
  </message>
  <message>
   <source>Otsu</source>
   <translation>Otsu</translation>
  </message>
  <message>
   <source>Otsu's threshold</source>
   <translation>Otsu 阈值</translation>
  </message>
  <message>
   <source>Otsu's threshold in this window: {value:g}</source>
   <translation>此窗内的 Otsu 阈值：{value:g}</translation>
  </message>
  <message>
   <source>Outlines</source>
   <translation>轮廓线</translation>
  </message>
  <message>
   <source>Outside</source>
   <translation>外部</translation>
  </message>
  <message>
   <source>Outside the surface</source>
   <translation>表面外侧</translation>
  </message>
  <message>
   <source>Overlap / union (Jaccard)</source>
   <translation>交集 / 并集（Jaccard）</translation>
  </message>
  <message>
   <source>Own</source>
   <translation>自有</translation>
  </message>
  <message>
   <source>PACS…</source>
   <translation>PACS…</translation>
  </message>
  <message>
   <source>PLY surfaces</source>
   <translation>PLY 表面</translation>
  </message>
  <message>
   <source>PNG, one for each slice</source>
   <translation>PNG，每层一幅</translation>
  </message>
  <message>
   <source>Paint a little into two segments or more, also one for what is beside them; then Grow, then Enter.</source>
   <translation>在两个或更多分割项中各画几笔，其中一个代表旁边的部分；然后生长，再按 Enter。</translation>
  </message>
  <message>
   <source>Paint and erase</source>
   <translation>绘制与擦除</translation>
  </message>
  <message>
   <source>Paint goes over background only: let it go over segments in the segments panel.</source>
   <translation>绘制只覆盖背景：可在分割项面板中允许覆盖分割项。</translation>
  </message>
  <message>
   <source>Paint in 3D</source>
   <translation>三维绘制</translation>
  </message>
  <message>
   <source>Paint into the object, and into what is beside it</source>
   <translation>请在对象内和其旁边各画几笔</translation>
  </message>
  <message>
   <source>Paint into the object, and into what is beside it.</source>
   <translation>请在对象内和其旁边各画几笔。</translation>
  </message>
  <message>
   <source>Paint into two visible segments first: the object, and what is beside it.</source>
   <translation>请先在两个可见的分割项中绘制：对象，和其旁边的部分。</translation>
  </message>
  <message>
   <source>Paint something first</source>
   <translation>请先绘制一些内容</translation>
  </message>
  <message>
   <source>Paint something first.</source>
   <translation>请先绘制一些内容。</translation>
  </message>
  <message>
   <source>Paint the active segment; hold Ctrl to erase. Shift and wheel change the radius.</source>
   <translation>绘制当前分割项；按住 Ctrl 擦除。Shift 加滚轮改变半径。</translation>
  </message>
  <message>
   <source>Paints the chosen segment; radius in mm</source>
   <translation>绘制所选分割项；半径以 mm 计</translation>
  </message>
  <message>
   <source>Paints up to the edges only</source>
   <translation>只绘制到边缘为止</translation>
  </message>
  <message>
   <source>Paints up to the edges only; hold Ctrl to erase. Shift and wheel change the radius.</source>
   <translation>只绘制到边缘为止；按住 Ctrl 擦除。Shift 加滚轮改变半径。</translation>
  </message>
  <message>
   <source>Pan</source>
   <translation>平移</translation>
  </message>
  <message>
   <source>Pancreas</source>
   <translation>胰腺</translation>
  </message>
  <message>
   <source>Parts of the mask lie outside the image</source>
   <translation>掩膜有部分位于图像之外</translation>
  </message>
  <message>
   <source>Patient</source>
   <translation>患者</translation>
  </message>
  <message>
   <source>Patient ID</source>
   <translation>患者 ID</translation>
  </message>
  <message>
   <source>Patient characteristics</source>
   <translation>患者特征</translation>
  </message>
  <message>
   <source>Patient identity</source>
   <translation>患者身份</translation>
  </message>
  <message>
   <source>Patient {0} is in both train and test</source>
   <translation>患者 {0} 同时在 train 和 test 中</translation>
  </message>
  <message>
   <source>Pause training</source>
   <translation>暂停训练</translation>
  </message>
  <message>
   <source>Plane</source>
   <translation>平面</translation>
  </message>
  <message>
   <source>Pointing at objects</source>
   <translation>指点对象</translation>
  </message>
  <message>
   <source>Polygon</source>
   <translation>多边形</translation>
  </message>
  <message>
   <source>Portal vein</source>
   <translation>门静脉</translation>
  </message>
  <message>
   <source>Precision</source>
   <translation>精确率</translation>
  </message>
  <message>
   <source>Preparing the display</source>
   <translation>正在准备显示</translation>
  </message>
  <message>
   <source>Preparing the tool</source>
   <translation>正在准备工具</translation>
  </message>
  <message>
   <source>Preset</source>
   <translation>预设</translation>
  </message>
  <message>
   <source>Press at an edge: the line of that grey value follows the pointer and is filled where you let go.</source>
   <translation>在边缘处按下：该灰度值的等值线随指针移动，松开处即填充。</translation>
  </message>
  <message>
   <source>Press on the edge of a structure</source>
   <translation>请在结构的边缘处按下</translation>
  </message>
  <message>
   <source>Press on the edge of a structure.</source>
   <translation>请在结构的边缘处按下。</translation>
  </message>
  <message>
   <source>Preview</source>
   <translation>预览</translation>
  </message>
  <message>
   <source>Preview where the mouse rests</source>
   <translation>预览鼠标停留处的结果</translation>
  </message>
  <message>
   <source>Previous case</source>
   <translation>上一病例</translation>
  </message>
  <message>
   <source>Previous segment</source>
   <translation>上一分割项</translation>
  </message>
  <message>
   <source>Previous series</source>
   <translation>上一序列</translation>
  </message>
  <message>
   <source>Previous slice</source>
   <translation>上一层</translation>
  </message>
  <message>
   <source>Probability</source>
   <translation>概率</translation>
  </message>
  <message>
   <source>Prompt</source>
   <translation>提示</translation>
  </message>
  <message>
   <source>Prompt {n} of {all}</source>
   <translation>提示 {n}/{all}</translation>
  </message>
  <message>
   <source>Prostate</source>
   <translation>前列腺</translation>
  </message>
  <message>
   <source>Puts first what the chosen model is least sure of, and what differs most from the cases before</source>
   <translation>将所选模型最没有把握、且与之前病例差异最大的病例排在最前</translation>
  </message>
  <message>
   <source>Quit</source>
   <translation>退出</translation>
  </message>
  <message>
   <source>Radius</source>
   <translation>半径</translation>
  </message>
  <message>
   <source>Radius of the ball or box; of the Gaussian the standard deviation</source>
   <translation>球或立方体的半径；高斯时为标准差</translation>
  </message>
  <message>
   <source>Random walker</source>
   <translation>随机游走</translation>
  </message>
  <message>
   <source>Random walker (Grady 2006): the border of the slice, or of a box, counts as background.</source>
   <translation>随机游走（Grady 2006）：层面或框的边界视为背景。</translation>
  </message>
  <message>
   <source>Ranges in HU: for CT</source>
   <translation>以 HU 计的范围：用于 CT</translation>
  </message>
  <message>
   <source>Rank unlabelled cases</source>
   <translation>对未标注病例排序</translation>
  </message>
  <message>
   <source>Ranking cases with {name}</source>
   <translation>正在用 {name} 对病例排序</translation>
  </message>
  <message>
   <source>Reach</source>
   <translation>作用范围</translation>
  </message>
  <message>
   <source>Reading mask</source>
   <translation>正在读取掩膜</translation>
  </message>
  <message>
   <source>Reading the case list</source>
   <translation>正在读取病例列表</translation>
  </message>
  <message>
   <source>Reading the next case</source>
   <translation>正在读取下一病例</translation>
  </message>
  <message>
   <source>Recall</source>
   <translation>召回率</translation>
  </message>
  <message>
   <source>Receiving from a PACS</source>
   <translation>正在从 PACS 接收</translation>
  </message>
  <message>
   <source>Rectangle</source>
   <translation>矩形</translation>
  </message>
  <message>
   <source>Redo</source>
   <translation>重做</translation>
  </message>
  <message>
   <source>Region growing</source>
   <translation>区域生长</translation>
  </message>
  <message>
   <source>Region growing from each click; Tab changes the tolerance. Leaks where the edge has a gap.</source>
   <translation>从每次点击处做区域生长；Tab 改变容差。边缘有缺口时会外溢。</translation>
  </message>
  <message>
   <source>Reject object</source>
   <translation>拒绝对象</translation>
  </message>
  <message>
   <source>Remembers opened paths on this computer only</source>
   <translation>仅在此计算机上记住打开过的路径</translation>
  </message>
  <message>
   <source>Remove all measurements</source>
   <translation>移除所有测量</translation>
  </message>
  <message>
   <source>Remove measurement</source>
   <translation>移除测量</translation>
  </message>
  <message>
   <source>Remove prompt</source>
   <translation>移除提示</translation>
  </message>
  <message>
   <source>Remove segment</source>
   <translation>移除分割项</translation>
  </message>
  <message>
   <source>Remove small islands…</source>
   <translation>移除小孤岛…</translation>
  </message>
  <message>
   <source>Remove the overlap, then train: one voxel, one name</source>
   <translation>请先去除重叠再训练：一个体素，一个名称</translation>
  </message>
  <message>
   <source>Remove the overlap, then train: one voxel, one name.</source>
   <translation>请先去除重叠再训练：一个体素，一个名称。</translation>
  </message>
  <message>
   <source>Rename segment</source>
   <translation>重命名分割项</translation>
  </message>
  <message>
   <source>Rename segment…</source>
   <translation>重命名分割项…</translation>
  </message>
  <message>
   <source>Rename the segment instead.</source>
   <translation>请改为重命名分割项。</translation>
  </message>
  <message>
   <source>Replace</source>
   <translation>替换</translation>
  </message>
  <message>
   <source>Report this error</source>
   <translation>请报告此错误</translation>
  </message>
  <message>
   <source>Report this error.</source>
   <translation>请报告此错误。</translation>
  </message>
  <message>
   <source>Resample</source>
   <translation>重采样</translation>
  </message>
  <message>
   <source>Resample it to the image first</source>
   <translation>请先将其重采样到图像</translation>
  </message>
  <message>
   <source>Resample it to the image first, or open the image that it was drawn on</source>
   <translation>请先将其重采样到图像，或打开绘制它所用的图像</translation>
  </message>
  <message>
   <source>Resample it to the image first, or open the image that it was drawn on.</source>
   <translation>请先将其重采样到图像，或打开绘制它所用的图像。</translation>
  </message>
  <message>
   <source>Resample it to the image first.</source>
   <translation>请先将其重采样到图像。</translation>
  </message>
  <message>
   <source>Resample it to the image, or open the image that it was drawn on</source>
   <translation>请将其重采样到图像，或打开绘制它所用的图像</translation>
  </message>
  <message>
   <source>Resample it to the image, or open the image that it was drawn on.</source>
   <translation>请将其重采样到图像，或打开绘制它所用的图像。</translation>
  </message>
  <message>
   <source>Resample one to the other first</source>
   <translation>请先将其中一个重采样到另一个</translation>
  </message>
  <message>
   <source>Resample one to the other first.</source>
   <translation>请先将其中一个重采样到另一个。</translation>
  </message>
  <message>
   <source>Resample to {z}×{y}×{x}, every {mm:.2f} mm</source>
   <translation>重采样为 {z}×{y}×{x}，每 {mm:.2f} mm</translation>
  </message>
  <message>
   <source>Resampling mask</source>
   <translation>正在重采样掩膜</translation>
  </message>
  <message>
   <source>Reset views</source>
   <translation>重置视图</translation>
  </message>
  <message>
   <source>Rest on a prompt, or press {ai.influence}: hatched is the area that is there, or gone, because of that prompt.</source>
   <translation>停在某个提示上，或按 {ai.influence}：阴影线标出因该提示而有或消失的区域。</translation>
  </message>
  <message>
   <source>Restore</source>
   <translation>恢复</translation>
  </message>
  <message>
   <source>Restored after the program ended early: {n} steps. The history can take them back.</source>
   <translation>程序提前结束后已恢复：{n} 步。可在历史中撤回。</translation>
  </message>
  <message>
   <source>Retrieving from the PACS</source>
   <translation>正在从 PACS 获取</translation>
  </message>
  <message>
   <source>Rib</source>
   <translation>肋骨</translation>
  </message>
  <message>
   <source>Right-click what does not belong to it, click what is missing. Only the part you point at changes.</source>
   <translation>右键点击不属于它的部分，点击遗漏的部分。只有所指之处会改变。</translation>
  </message>
  <message>
   <source>Round the values first</source>
   <translation>请先将数值取整</translation>
  </message>
  <message>
   <source>Round the values first.</source>
   <translation>请先将数值取整。</translation>
  </message>
  <message>
   <source>Rows and columns are not perpendicular: DICOM images cannot hold that</source>
   <translation>行与列不垂直：DICOM 图像无法存放</translation>
  </message>
  <message>
   <source>Run a model first.</source>
   <translation>请先运行模型。</translation>
  </message>
  <message>
   <source>Run an automatic model, or click on an object, first.</source>
   <translation>请先运行自动模型，或点击一个对象。</translation>
  </message>
  <message>
   <source>Run an automatic model, or draw a whole object with the click model, first.</source>
   <translation>请先运行自动模型，或用点击模型画出整个对象。</translation>
  </message>
  <message>
   <source>Run this program?</source>
   <translation>运行此程序？</translation>
  </message>
  <message>
   <source>Runs the chosen model on the whole image in the background</source>
   <translation>在后台对整幅图像运行所选模型</translation>
  </message>
  <message>
   <source>STL surfaces</source>
   <translation>STL 表面</translation>
  </message>
  <message>
   <source>Safe private attributes</source>
   <translation>安全的私有属性</translation>
  </message>
  <message>
   <source>Sagittal</source>
   <translation>矢状面</translation>
  </message>
  <message>
   <source>Save a copy elsewhere.</source>
   <translation>请在别处另存一份。</translation>
  </message>
  <message>
   <source>Save a copy…</source>
   <translation>另存副本…</translation>
  </message>
  <message>
   <source>Save case</source>
   <translation>保存病例</translation>
  </message>
  <message>
   <source>Save case as…</source>
   <translation>病例另存为…</translation>
  </message>
  <message>
   <source>Save case with image…</source>
   <translation>保存病例及图像…</translation>
  </message>
  <message>
   <source>Save certificate</source>
   <translation>保存证书</translation>
  </message>
  <message>
   <source>Save elsewhere…</source>
   <translation>保存到别处…</translation>
  </message>
  <message>
   <source>Save it elsewhere.</source>
   <translation>请保存到别处。</translation>
  </message>
  <message>
   <source>Save it elsewhere; it is still open</source>
   <translation>请保存到别处；它仍处于打开状态</translation>
  </message>
  <message>
   <source>Save it elsewhere; it is still open.</source>
   <translation>请保存到别处；它仍处于打开状态。</translation>
  </message>
  <message>
   <source>Save the case, export the masks</source>
   <translation>保存病例，导出掩膜</translation>
  </message>
  <message>
   <source>Save the cheat sheet</source>
   <translation>保存速查表</translation>
  </message>
  <message>
   <source>Save the time point or component that you need as a file of its own</source>
   <translation>请将所需的时间点或分量另存为单独的文件</translation>
  </message>
  <message>
   <source>Save the time point or component that you need as a file of its own.</source>
   <translation>请将所需的时间点或分量另存为单独的文件。</translation>
  </message>
  <message>
   <source>Saved and read back: {path}</source>
   <translation>已保存并读回：{path}</translation>
  </message>
  <message>
   <source>Saves a certificate beside each exported file</source>
   <translation>在每个导出文件旁保存证书</translation>
  </message>
  <message>
   <source>Saves beside the last export what was compared, with hashes, UIDs and versions</source>
   <translation>在最近一次导出旁保存所比较的内容，含哈希值、UID 和版本</translation>
  </message>
  <message>
   <source>Saves masks, prompts and history; the image stays where it is</source>
   <translation>保存掩膜、提示和历史；图像留在原处</translation>
  </message>
  <message>
   <source>Saves the case under another name</source>
   <translation>以另一名称保存病例</translation>
  </message>
  <message>
   <source>Saves the case with a copy of the image and the patient's name, to be opened anywhere</source>
   <translation>将病例连同图像副本和患者姓名一起保存，可在任何地方打开</translation>
  </message>
  <message>
   <source>Saves what is unsaved and opens the case before</source>
   <translation>保存未保存的内容并打开前一病例</translation>
  </message>
  <message>
   <source>Saves what is unsaved and opens the next case of the list</source>
   <translation>保存未保存的内容并打开列表中的下一病例</translation>
  </message>
  <message>
   <source>Saving the case</source>
   <translation>正在保存病例</translation>
  </message>
  <message>
   <source>Saving to {path} is not done after {n} s: the drive may not answer. The work is kept.</source>
   <translation>{n} s 后仍未完成保存到 {path}：驱动器可能没有响应。工作内容已保留。</translation>
  </message>
  <message>
   <source>Say in which plane</source>
   <translation>请说明在哪个平面</translation>
  </message>
  <message>
   <source>Say in which plane.</source>
   <translation>请说明在哪个平面。</translation>
  </message>
  <message>
   <source>Scissors</source>
   <translation>剪刀</translation>
  </message>
  <message>
   <source>Scores the chosen model on labelled cases and says what to do next: a report as HTML and PDF</source>
   <translation>用已标注病例为所选模型评分，并说明下一步：HTML 和 PDF 报告</translation>
  </message>
  <message>
   <source>Scribble</source>
   <translation>涂画</translation>
  </message>
  <message>
   <source>Scroll to a slice where it is drawn.</source>
   <translation>请滚动到绘制它的层面。</translation>
  </message>
  <message>
   <source>Search for it again</source>
   <translation>请重新查找</translation>
  </message>
  <message>
   <source>Search for it again.</source>
   <translation>请重新查找。</translation>
  </message>
  <message>
   <source>Search more narrowly</source>
   <translation>请缩小查找范围</translation>
  </message>
  <message>
   <source>Search more narrowly.</source>
   <translation>请缩小查找范围。</translation>
  </message>
  <message>
   <source>Seeds grow over background only, and not those of locked segments.</source>
   <translation>种子只在背景上生长，且不含已锁定分割项的种子。</translation>
  </message>
  <message>
   <source>Seeds of at least two segments are needed</source>
   <translation>至少需要两个分割项的种子</translation>
  </message>
  <message>
   <source>Segment</source>
   <translation>分割项</translation>
  </message>
  <message>
   <source>Segment image</source>
   <translation>分割图像</translation>
  </message>
  <message>
   <source>Segment with {name}</source>
   <translation>用 {name} 分割</translation>
  </message>
  <message>
   <source>Segment {0} has no place: value {1}, layer {2}</source>
   <translation>分割项 {0} 没有位置：值 {1}，图层 {2}</translation>
  </message>
  <message>
   <source>Segment {0} is locked</source>
   <translation>分割项 {0} 已锁定</translation>
  </message>
  <message>
   <source>Segment's diameters</source>
   <translation>分割项的径线</translation>
  </message>
  <message>
   <source>Segmenting with {name}</source>
   <translation>正在用 {name} 分割</translation>
  </message>
  <message>
   <source>Segments</source>
   <translation>分割项</translation>
  </message>
  <message>
   <source>Segments are 1, 2, 3 … in the order of the output's channels (0 is background); patch and spacing_mm are (slice, row, column)</source>
   <translation>分割项按输出通道顺序为 1、2、3 …（0 为背景）；patch 和 spacing_mm 为（层，行，列）</translation>
  </message>
  <message>
   <source>Segments are 1, 2, 3 … in the order of the output's channels (0 is background); patch and spacing_mm are (slice, row, column).</source>
   <translation>分割项按输出通道顺序为 1、2、3 …（0 为背景）；patch 和 spacing_mm 为（层，行，列）。</translation>
  </message>
  <message>
   <source>Segments at most</source>
   <translation>分割项最多</translation>
  </message>
  <message>
   <source>Segments grow until they meet</source>
   <translation>各分割项生长直至相遇</translation>
  </message>
  <message>
   <source>Sending masks to the PACS</source>
   <translation>正在将掩膜发送到 PACS</translation>
  </message>
  <message>
   <source>Series</source>
   <translation>序列</translation>
  </message>
  <message>
   <source>Set {0} to allow more</source>
   <translation>设置 {0} 可允许更多</translation>
  </message>
  <message>
   <source>Set {0} to allow more.</source>
   <translation>设置 {0} 可允许更多。</translation>
  </message>
  <message>
   <source>Sets the threshold between the dark and the bright of what the window shows</source>
   <translation>按窗内显示的暗与亮设定阈值</translation>
  </message>
  <message>
   <source>Settings…</source>
   <translation>设置…</translation>
  </message>
  <message>
   <source>Share of all voxels, background too, that agree</source>
   <translation>全部体素（含背景）中一致的比例</translation>
  </message>
  <message>
   <source>Share of the manual labels that was found</source>
   <translation>手工标签中被找到的比例</translation>
  </message>
  <message>
   <source>Share of the mask that is right</source>
   <translation>掩膜中正确的比例</translation>
  </message>
  <message>
   <source>Share of the surface within the tolerance</source>
   <translation>表面在容差内的比例</translation>
  </message>
  <message>
   <source>Show a slab first (MIP, MinIP or mean).</source>
   <translation>请先显示层块（MIP、MinIP 或平均）。</translation>
  </message>
  <message>
   <source>Show all segments</source>
   <translation>显示所有分割项</translation>
  </message>
  <message>
   <source>Show it in the segments panel before painting.</source>
   <translation>绘制前请先在分割项面板中显示它。</translation>
  </message>
  <message>
   <source>Show masks</source>
   <translation>显示掩膜</translation>
  </message>
  <message>
   <source>Show only one segment</source>
   <translation>只显示一个分割项</translation>
  </message>
  <message>
   <source>Show only this</source>
   <translation>只显示此项</translation>
  </message>
  <message>
   <source>Show or unlock a segment in the segments panel</source>
   <translation>请在分割项面板中显示或解锁一个分割项</translation>
  </message>
  <message>
   <source>Show or unlock a segment in the segments panel.</source>
   <translation>请在分割项面板中显示或解锁一个分割项。</translation>
  </message>
  <message>
   <source>Shows as a dashed line what a click here would draw</source>
   <translation>以虚线显示在此处点击会画出的内容</translation>
  </message>
  <message>
   <source>Shows every segment</source>
   <translation>显示每个分割项</translation>
  </message>
  <message>
   <source>Shows how the visible segments grow from what is painted of them</source>
   <translation>显示可见分割项从已绘制部分如何生长</translation>
  </message>
  <message>
   <source>Shows less of the image through the masks</source>
   <translation>透过掩膜显示更少图像</translation>
  </message>
  <message>
   <source>Shows more of the image through the masks</source>
   <translation>透过掩膜显示更多图像</translation>
  </message>
  <message>
   <source>Shows one slice at a time</source>
   <translation>一次显示一个层面</translation>
  </message>
  <message>
   <source>Shows or hides the chosen segment</source>
   <translation>显示或隐藏所选分割项</translation>
  </message>
  <message>
   <source>Shows or hides the corner texts</source>
   <translation>显示或隐藏角落文字</translation>
  </message>
  <message>
   <source>Shows or hides the crosshair</source>
   <translation>显示或隐藏十字线</translation>
  </message>
  <message>
   <source>Shows or hides the masks</source>
   <translation>显示或隐藏掩膜</translation>
  </message>
  <message>
   <source>Shows or hides who it is</source>
   <translation>显示或隐藏患者身份</translation>
  </message>
  <message>
   <source>Shows the brightest value of a slab; masks stay those of the middle slice</source>
   <translation>显示层块的最亮值；掩膜仍为中间层面的掩膜</translation>
  </message>
  <message>
   <source>Shows the darkest value of a slab; masks stay those of the middle slice</source>
   <translation>显示层块的最暗值；掩膜仍为中间层面的掩膜</translation>
  </message>
  <message>
   <source>Shows the mean of a slab; masks stay those of the middle slice</source>
   <translation>显示层块的平均值；掩膜仍为中间层面的掩膜</translation>
  </message>
  <message>
   <source>Shows the newest report of a model</source>
   <translation>显示某一模型的最新报告</translation>
  </message>
  <message>
   <source>Shows what in the image made the model say its class at the crosshair; Escape ends it</source>
   <translation>显示图像中的哪些内容使模型在十字线处得出其类别；按 Escape 结束</translation>
  </message>
  <message>
   <source>Shows where the log file is</source>
   <translation>显示日志文件的位置</translation>
  </message>
  <message>
   <source>Shrinking</source>
   <translation>正在缩小</translation>
  </message>
  <message>
   <source>Shrink…</source>
   <translation>缩小…</translation>
  </message>
  <message>
   <source>SimpleITK cannot read it</source>
   <translation>SimpleITK 无法读取</translation>
  </message>
  <message>
   <source>SimpleITK gives {0} dimensions</source>
   <translation>SimpleITK 给出 {0} 个维度</translation>
  </message>
  <message>
   <source>Single slices</source>
   <translation>单个层面</translation>
  </message>
  <message>
   <source>Size</source>
   <translation>大小</translation>
  </message>
  <message>
   <source>Size and smoothness</source>
   <translation>大小与平滑度</translation>
  </message>
  <message>
   <source>Skin</source>
   <translation>皮肤</translation>
  </message>
  <message>
   <source>Skull</source>
   <translation>颅骨</translation>
  </message>
  <message>
   <source>Slab</source>
   <translation>层块</translation>
  </message>
  <message>
   <source>Slab: MIP</source>
   <translation>层块：MIP</translation>
  </message>
  <message>
   <source>Slab: MinIP</source>
   <translation>层块：MinIP</translation>
  </message>
  <message>
   <source>Slab: mean</source>
   <translation>层块：平均</translation>
  </message>
  <message>
   <source>Slice</source>
   <translation>层面</translation>
  </message>
  <message>
   <source>Slice by slice; the mouse wheel does the same</source>
   <translation>逐层浏览；鼠标滚轮作用相同</translation>
  </message>
  <message>
   <source>Slice views and Segment Editor of 3D Slicer 5: its effects on 1 to 0, Q and W for the segment, Space for the last two tools. What Slicer has no key for keeps ours.</source>
   <translation>3D Slicer 5 的层面视图和分割编辑器：效果在 1 到 0，Q 和 W 切换分割项，空格键切换最近两个工具。Slicer 没有的按键保留本程序的。</translation>
  </message>
  <message>
   <source>Slice {0} ({1}) cannot be confirmed: there is no mask of it</source>
   <translation>层面 {0}（{1}）无法确认：没有它的掩膜</translation>
  </message>
  <message>
   <source>Slices above</source>
   <translation>以上层面</translation>
  </message>
  <message>
   <source>Slices and zoom</source>
   <translation>层面与缩放</translation>
  </message>
  <message>
   <source>Slices below</source>
   <translation>以下层面</translation>
  </message>
  <message>
   <source>Slices near</source>
   <translation>附近层面</translation>
  </message>
  <message>
   <source>Slices that are interpolated were never recorded: masks on them do not fit the original images.</source>
   <translation>插值得到的层面从未被采集：其上的掩膜与原始图像不符。</translation>
  </message>
  <message>
   <source>Small also with many segments; new in DICOM, few programs read it.</source>
   <translation>分割项再多也很小；DICOM 中新增，能读取的程序很少。</translation>
  </message>
  <message>
   <source>Small intestine</source>
   <translation>小肠</translation>
  </message>
  <message>
   <source>Smaller ones stay</source>
   <translation>更小的保留</translation>
  </message>
  <message>
   <source>Smaller radius</source>
   <translation>减小半径</translation>
  </message>
  <message>
   <source>Smaller than</source>
   <translation>小于</translation>
  </message>
  <message>
   <source>Smart brush</source>
   <translation>智能画笔</translation>
  </message>
  <message>
   <source>Smooth all together…</source>
   <translation>一起平滑全部…</translation>
  </message>
  <message>
   <source>Smooth first</source>
   <translation>先平滑</translation>
  </message>
  <message>
   <source>Smooth pixels</source>
   <translation>平滑像素</translation>
  </message>
  <message>
   <source>Smoothing</source>
   <translation>正在平滑</translation>
  </message>
  <message>
   <source>Smooths all segments that are shown and not locked, without gaps between them</source>
   <translation>平滑所有显示且未锁定的分割项，彼此之间不留间隙</translation>
  </message>
  <message>
   <source>Smooths the segment's surface in millimetres, across slices too</source>
   <translation>以毫米为单位平滑分割项的表面，也跨层面</translation>
  </message>
  <message>
   <source>Smooth…</source>
   <translation>平滑…</translation>
  </message>
  <message>
   <source>Soft tissue</source>
   <translation>软组织</translation>
  </message>
  <message>
   <source>Something went wrong</source>
   <translation>出错了</translation>
  </message>
  <message>
   <source>Something went wrong: {error}. The log file has the details.</source>
   <translation>出错了：{error}。日志文件中有详细信息。</translation>
  </message>
  <message>
   <source>Spinal cord</source>
   <translation>脊髓</translation>
  </message>
  <message>
   <source>Spleen</source>
   <translation>脾</translation>
  </message>
  <message>
   <source>Split into {n} even parts</source>
   <translation>拆分为 {n} 个均匀部分</translation>
  </message>
  <message>
   <source>Split islands into segments…</source>
   <translation>将孤岛拆分为分割项…</translation>
  </message>
  <message>
   <source>Start it anew</source>
   <translation>请重新启动它</translation>
  </message>
  <message>
   <source>Start it anew.</source>
   <translation>请重新启动它。</translation>
  </message>
  <message>
   <source>Start it with `ray start`, or leave --cluster out</source>
   <translation>请用 `ray start` 启动它，或省略 --cluster</translation>
  </message>
  <message>
   <source>Start it with `ray start`, or leave --cluster out.</source>
   <translation>请用 `ray start` 启动它，或省略 --cluster。</translation>
  </message>
  <message>
   <source>Start one process for each GPU</source>
   <translation>请为每个 GPU 启动一个进程</translation>
  </message>
  <message>
   <source>Start one process for each GPU.</source>
   <translation>请为每个 GPU 启动一个进程。</translation>
  </message>
  <message>
   <source>Start the stroke on the image</source>
   <translation>请从图像上开始这一笔</translation>
  </message>
  <message>
   <source>Start the stroke on the image.</source>
   <translation>请从图像上开始这一笔。</translation>
  </message>
  <message>
   <source>Starting …</source>
   <translation>正在启动 …</translation>
  </message>
  <message>
   <source>Stations, serial numbers, detectors</source>
   <translation>设备站点、序列号、探测器</translation>
  </message>
  <message>
   <source>Stomach</source>
   <translation>胃</translation>
  </message>
  <message>
   <source>Stop background work</source>
   <translation>停止后台任务</translation>
  </message>
  <message>
   <source>Structure (as in the list of the segment's context menu)</source>
   <translation>结构（见分割项右键菜单中的列表）</translation>
  </message>
  <message>
   <source>Subtract…</source>
   <translation>减去…</translation>
  </message>
  <message>
   <source>Swap</source>
   <translation>交换</translation>
  </message>
  <message>
   <source>TLS failed: {0}</source>
   <translation>TLS 失败：{0}</translation>
  </message>
  <message>
   <source>TLS needs a certificate of our own</source>
   <translation>TLS 需要自己的证书</translation>
  </message>
  <message>
   <source>Table of figures</source>
   <translation>数据表</translation>
  </message>
  <message>
   <source>Take a copy from a backup</source>
   <translation>请从备份中取一份</translation>
  </message>
  <message>
   <source>Take a copy from a backup.</source>
   <translation>请从备份中取一份。</translation>
  </message>
  <message>
   <source>Take as they are: I have looked at them</source>
   <translation>原样采用：我已查看过</translation>
  </message>
  <message>
   <source>Take at least 2, at most one a patient</source>
   <translation>请至少取 2，至多每名患者一个</translation>
  </message>
  <message>
   <source>Take at least 2, at most one a patient.</source>
   <translation>请至少取 2，至多每名患者一个。</translation>
  </message>
  <message>
   <source>Take back, do again</source>
   <translation>撤回与重做</translation>
  </message>
  <message>
   <source>Take one of them out</source>
   <translation>请去掉其中一个</translation>
  </message>
  <message>
   <source>Take one of them out.</source>
   <translation>请去掉其中一个。</translation>
  </message>
  <message>
   <source>Take the brush or the eraser first.</source>
   <translation>请先选用画笔或橡皮擦。</translation>
  </message>
  <message>
   <source>Take the brush, the eraser or the threshold first.</source>
   <translation>请先选用画笔、橡皮擦或阈值。</translation>
  </message>
  <message>
   <source>Take the click tool ({tool.click}) and let the mouse rest: a dashed line shows what a click here would draw.</source>
   <translation>选用点击工具（{tool.click}）并让鼠标停住：虚线显示在此处点击会画出的内容。</translation>
  </message>
  <message>
   <source>Take the grey values from the image</source>
   <translation>请从图像取灰度值</translation>
  </message>
  <message>
   <source>Take the grey values from the image.</source>
   <translation>请从图像取灰度值。</translation>
  </message>
  <message>
   <source>Take the threshold first.</source>
   <translation>请先选用阈值。</translation>
  </message>
  <message>
   <source>Take the threshold, or grow from seeds, first.</source>
   <translation>请先选用阈值，或从种子生长。</translation>
  </message>
  <message>
   <source>Take with rectangles blackened</source>
   <translation>涂黑所列矩形后采用</translation>
  </message>
  <message>
   <source>Taken away</source>
   <translation>去除</translation>
  </message>
  <message>
   <source>Takes a margin in millimetres away all round the segment, across slices too</source>
   <translation>在分割项四周去掉以毫米计的余量，也跨层面</translation>
  </message>
  <message>
   <source>Takes another segment away from the chosen one</source>
   <translation>从所选分割项中减去另一分割项</translation>
  </message>
  <message>
   <source>Takes away the prompt under the pointer, else the last one; the answer is made anew</source>
   <translation>移除指针下的提示，否则移除最近一个；重新给出结果</translation>
  </message>
  <message>
   <source>Takes every measurement away, as one step</source>
   <translation>移除所有测量，算作一步</translation>
  </message>
  <message>
   <source>Takes noise away before growing.</source>
   <translation>生长前去除噪声。</translation>
  </message>
  <message>
   <source>Takes the chosen measurement away; Delete does it too</source>
   <translation>移除所选测量；按 Delete 亦可</translation>
  </message>
  <message>
   <source>Takes the chosen segment away</source>
   <translation>移除所选分割项</translation>
  </message>
  <message>
   <source>Takes the last action back</source>
   <translation>撤回上一操作</translation>
  </message>
  <message>
   <source>Takes the object under way and its clicks away</source>
   <translation>移除正在进行的对象及其点击</translation>
  </message>
  <message>
   <source>Takes what a tool proposes away; Escape does it too</source>
   <translation>移除工具所建议的内容；按 Escape 亦可</translation>
  </message>
  <message>
   <source>Ten slices back</source>
   <translation>后退十层</translation>
  </message>
  <message>
   <source>Ten slices back, in the view of the mouse</source>
   <translation>在鼠标所在的视图中后退十层</translation>
  </message>
  <message>
   <source>Ten slices on</source>
   <translation>前进十层</translation>
  </message>
  <message>
   <source>Ten slices on, in the view of the mouse</source>
   <translation>在鼠标所在的视图中前进十层</translation>
  </message>
  <message>
   <source>That is outside the image</source>
   <translation>那里在图像之外</translation>
  </message>
  <message>
   <source>That was the last case of the list.</source>
   <translation>这是列表中的最后一个病例。</translation>
  </message>
  <message>
   <source>The DICOM file cannot be read: it is truncated or damaged</source>
   <translation>DICOM 文件无法读取：已截断或损坏</translation>
  </message>
  <message>
   <source>The DICOM file is truncated: its packed data end in the middle</source>
   <translation>DICOM 文件已截断：其压缩数据中途结束</translation>
  </message>
  <message>
   <source>The DICOM header cannot be understood</source>
   <translation>DICOM 文件头无法理解</translation>
  </message>
  <message>
   <source>The DICOM series has changed since it was opened</source>
   <translation>DICOM 序列打开后已发生变化</translation>
  </message>
  <message>
   <source>The DICOMDIR is damaged</source>
   <translation>DICOMDIR 已损坏</translation>
  </message>
  <message>
   <source>The PACS did not answer with DICOM JSON</source>
   <translation>PACS 没有以 DICOM JSON 应答</translation>
  </message>
  <message>
   <source>The PACS does not allow this user to do that</source>
   <translation>PACS 不允许此用户这样做</translation>
  </message>
  <message>
   <source>The PACS does not know user and password</source>
   <translation>PACS 不认识该用户和密码</translation>
  </message>
  <message>
   <source>The PACS does not know where to send to</source>
   <translation>PACS 不知道发送到哪里</translation>
  </message>
  <message>
   <source>The PACS does not say of what kind its objects are</source>
   <translation>PACS 没有说明其对象的类型</translation>
  </message>
  <message>
   <source>The PACS has no images of that study or series</source>
   <translation>PACS 没有该检查或序列的图像</translation>
  </message>
  <message>
   <source>The PACS refused us: {0}</source>
   <translation>PACS 拒绝了我们：{0}</translation>
  </message>
  <message>
   <source>The PACS sends us to another address</source>
   <translation>PACS 要求转到另一地址</translation>
  </message>
  <message>
   <source>The PACS's list is too long</source>
   <translation>PACS 的列表太长</translation>
  </message>
  <message>
   <source>The Ray cluster {0} does not answer: {1}</source>
   <translation>Ray 集群 {0} 没有响应：{1}</translation>
  </message>
  <message>
   <source>The ZIP file cannot be unpacked: {0}</source>
   <translation>ZIP 文件无法解压：{0}</translation>
  </message>
  <message>
   <source>The ZIP file claims {0} GiB: more than it can hold, or than there is room for</source>
   <translation>ZIP 文件声称有 {0} GiB：超过其可容纳的大小，或超过可用空间</translation>
  </message>
  <message>
   <source>The ZIP file claims {0} files</source>
   <translation>ZIP 文件声称有 {0} 个文件</translation>
  </message>
  <message>
   <source>The ZIP file holds a name that leads out of it: {0}</source>
   <translation>ZIP 文件含有指向其外部的名称：{0}</translation>
  </message>
  <message>
   <source>The ZIP file is encrypted</source>
   <translation>ZIP 文件已加密</translation>
  </message>
  <message>
   <source>The ZIP file is packed in a way that is not known here</source>
   <translation>ZIP 文件的压缩方式未知</translation>
  </message>
  <message>
   <source>The ZIP file is truncated or damaged</source>
   <translation>ZIP 文件已截断或损坏</translation>
  </message>
  <message>
   <source>The ZIP file would take {0} GiB: there is no room for it</source>
   <translation>ZIP 文件需要 {0} GiB：没有足够空间</translation>
  </message>
  <message>
   <source>The address for new versions does not begin with https://</source>
   <translation>新版本的地址不以 https:// 开头</translation>
  </message>
  <message>
   <source>The address holds a password</source>
   <translation>地址中含有密码</translation>
  </message>
  <message>
   <source>The address holds a user name</source>
   <translation>地址中含有用户名</translation>
  </message>
  <message>
   <source>The address lacks the AE title of the PACS</source>
   <translation>地址缺少 PACS 的 AE 标题</translation>
  </message>
  <message>
   <source>The affine is singular: two axes point the same way or a spacing is zero</source>
   <translation>仿射矩阵奇异：两条轴方向相同或某个间距为零</translation>
  </message>
  <message>
   <source>The affine must be a finite 4×4 matrix</source>
   <translation>仿射矩阵必须是有限的 4×4 矩阵</translation>
  </message>
  <message>
   <source>The answer before this one</source>
   <translation>上一个结果</translation>
  </message>
  <message>
   <source>The answer belongs to another image</source>
   <translation>该结果属于另一图像</translation>
  </message>
  <message>
   <source>The authors of a case cannot be read: {0}</source>
   <translation>病例的作者信息无法读取：{0}</translation>
  </message>
  <message>
   <source>The base model's weights do not fit its plan (first: {0})</source>
   <translation>基础模型的权重与其计划不符（首个：{0}）</translation>
  </message>
  <message>
   <source>The box round a segment</source>
   <translation>分割项四周的框</translation>
  </message>
  <message>
   <source>The bundle has no weights</source>
   <translation>模型包没有权重</translation>
  </message>
  <message>
   <source>The bundle is damaged or of an unknown kind: {0}</source>
   <translation>模型包已损坏或类型未知：{0}</translation>
  </message>
  <message>
   <source>The bundle's configuration goes in circles at {0}</source>
   <translation>模型包的配置在 {0} 处循环引用</translation>
  </message>
  <message>
   <source>The bundle's configuration has no {0}</source>
   <translation>模型包的配置没有 {0}</translation>
  </message>
  <message>
   <source>The bundle's configuration holds no plain figure at {0}: {1}</source>
   <translation>模型包的配置在 {0} 处不是普通数值：{1}</translation>
  </message>
  <message>
   <source>The bundle's configuration names no class at {0}</source>
   <translation>模型包的配置在 {0} 处没有指明类</translation>
  </message>
  <message>
   <source>The bundle's {0} is no list of transforms</source>
   <translation>模型包的 {0} 不是变换列表</translation>
  </message>
  <message>
   <source>The cache cannot be written: {0}</source>
   <translation>缓存无法写入：{0}</translation>
  </message>
  <message>
   <source>The card could not be written: {0}</source>
   <translation>模型卡无法写入：{0}</translation>
  </message>
  <message>
   <source>The card does not say which weights it belongs to (sha256)</source>
   <translation>模型卡没有说明它属于哪些权重（sha256）</translation>
  </message>
  <message>
   <source>The card stands nowhere</source>
   <translation>模型卡没有所在位置</translation>
  </message>
  <message>
   <source>The case cannot be read: {0}</source>
   <translation>病例无法读取：{0}</translation>
  </message>
  <message>
   <source>The case cannot be saved in the middle of something</source>
   <translation>操作进行中，无法保存病例</translation>
  </message>
  <message>
   <source>The case contradicts itself: {0}</source>
   <translation>病例自相矛盾：{0}</translation>
  </message>
  <message>
   <source>The case has no labelled voxel</source>
   <translation>病例没有带标签的体素</translation>
  </message>
  <message>
   <source>The case has no version that is known</source>
   <translation>病例的版本未知</translation>
  </message>
  <message>
   <source>The case has {0} layers</source>
   <translation>病例有 {0} 个图层</translation>
  </message>
  <message>
   <source>The case is being saved: wait a moment.</source>
   <translation>正在保存病例：请稍候。</translation>
  </message>
  <message>
   <source>The case is truncated or damaged: it cannot be understood</source>
   <translation>病例已截断或损坏：无法理解</translation>
  </message>
  <message>
   <source>The case says of no image how large it is</source>
   <translation>病例没有说明图像的大小</translation>
  </message>
  <message>
   <source>The case was not kept: {0}</source>
   <translation>病例未保留：{0}</translation>
  </message>
  <message>
   <source>The case was not kept: {0} differ when read back</source>
   <translation>病例未保留：读回后 {0} 不同</translation>
  </message>
  <message>
   <source>The case was not saved: {0}</source>
   <translation>病例未保存：{0}</translation>
  </message>
  <message>
   <source>The case's manifest is too large</source>
   <translation>病例的清单太大</translation>
  </message>
  <message>
   <source>The case's measurements cannot be read: {0}</source>
   <translation>病例的测量无法读取：{0}</translation>
  </message>
  <message>
   <source>The cases of this list are saved in one folder: {folder}</source>
   <translation>此列表的病例保存在同一文件夹：{folder}</translation>
  </message>
  <message>
   <source>The certificates cannot be read</source>
   <translation>证书无法读取</translation>
  </message>
  <message>
   <source>The cheat sheet was not written</source>
   <translation>速查表未写入</translation>
  </message>
  <message>
   <source>The checkpoint holds no weights by name</source>
   <translation>检查点中没有带名称的权重</translation>
  </message>
  <message>
   <source>The checkpoint is damaged or of an unknown kind</source>
   <translation>检查点已损坏或类型未知</translation>
  </message>
  <message>
   <source>The chosen model was not made from another one that is still here.</source>
   <translation>所选模型并非由仍在此处的另一模型得来。</translation>
  </message>
  <message>
   <source>The chosen tool</source>
   <translation>所选工具</translation>
  </message>
  <message>
   <source>The chosen tool turned round: the brush erases, the eraser paints</source>
   <translation>所选工具反转：画笔擦除，橡皮擦绘制</translation>
  </message>
  <message>
   <source>The click lies outside the image</source>
   <translation>点击位于图像之外</translation>
  </message>
  <message>
   <source>The click model answers clicks: take the click tool.</source>
   <translation>点击模型响应点击：请选用点击工具。</translation>
  </message>
  <message>
   <source>The click model is not installed.</source>
   <translation>未安装点击模型。</translation>
  </message>
  <message>
   <source>The click model, random walker or region growing answers; the object under way is asked for anew</source>
   <translation>由点击模型、随机游走或区域生长给出结果；对正在进行的对象重新求解</translation>
  </message>
  <message>
   <source>The click tool step by step, with pictures</source>
   <translation>点击工具分步图解</translation>
  </message>
  <message>
   <source>The contours belong to another frame of reference than the image: positions cannot be compared</source>
   <translation>轮廓所属的参考坐标系与图像不同：无法比较位置</translation>
  </message>
  <message>
   <source>The copies need a folder</source>
   <translation>副本需要一个文件夹</translation>
  </message>
  <message>
   <source>The copies stand, but not their report: {0}</source>
   <translation>副本已保存，但报告没有：{0}</translation>
  </message>
  <message>
   <source>The crosshair</source>
   <translation>十字线</translation>
  </message>
  <message>
   <source>The crosshair is in another slice than the last prompt</source>
   <translation>十字线与上一提示不在同一层面</translation>
  </message>
  <message>
   <source>The crosshair is not on the segment {name}</source>
   <translation>十字线不在分割项 {name} 上</translation>
  </message>
  <message>
   <source>The description contradicts itself</source>
   <translation>描述自相矛盾</translation>
  </message>
  <message>
   <source>The description is damaged or lacks something: {0}</source>
   <translation>描述已损坏或缺少内容：{0}</translation>
  </message>
  <message>
   <source>The diagnostic is in the clipboard: paste it into a mail. It names no patient.</source>
   <translation>诊断信息已在剪贴板中：请粘贴到邮件里。其中没有患者姓名。</translation>
  </message>
  <message>
   <source>The disk is full: the training has stopped</source>
   <translation>磁盘已满：训练已停止</translation>
  </message>
  <message>
   <source>The export cannot be certified: {0}</source>
   <translation>导出无法出具证书：{0}</translation>
  </message>
  <message>
   <source>The export stands, but its certificate was not written: {0}</source>
   <translation>导出已完成，但证书未写入：{0}</translation>
  </message>
  <message>
   <source>The figures are on the clipboard.</source>
   <translation>数据已在剪贴板中。</translation>
  </message>
  <message>
   <source>The figures were not kept: {0}</source>
   <translation>数据未保留：{0}</translation>
  </message>
  <message>
   <source>The file cannot be read: {0}</source>
   <translation>文件无法读取：{0}</translation>
  </message>
  <message>
   <source>The file changed while it was read</source>
   <translation>读取期间文件发生了变化</translation>
  </message>
  <message>
   <source>The file claims an image of {0}×{1} pixels</source>
   <translation>文件声称图像为 {0}×{1} 像素</translation>
  </message>
  <message>
   <source>The file claims {0} frames</source>
   <translation>文件声称有 {0} 帧</translation>
  </message>
  <message>
   <source>The file claims {0} frames and describes {1}</source>
   <translation>文件声称有 {0} 帧，却描述了 {1} 帧</translation>
  </message>
  <message>
   <source>The file claims {0} frames, more than it can hold</source>
   <translation>文件声称有 {0} 帧，超过其可容纳的数目</translation>
  </message>
  <message>
   <source>The file ends before its image</source>
   <translation>文件在图像之前结束</translation>
  </message>
  <message>
   <source>The file holds text where numbers belong</source>
   <translation>文件在应为数字处存有文本</translation>
  </message>
  <message>
   <source>The file holds {0} different values: it is an image, not a mask</source>
   <translation>文件含 {0} 个不同的值：它是图像，不是掩膜</translation>
  </message>
  <message>
   <source>The file holds {0} dimensions ({1}), not one 3-D image</source>
   <translation>文件含 {0} 个维度（{1}），不是一幅三维图像</translation>
  </message>
  <message>
   <source>The file holds {0} images ({1}), not one 3-D image</source>
   <translation>文件含 {0} 幅图像（{1}），不是一幅三维图像</translation>
  </message>
  <message>
   <source>The file holds {0} images; there is no number {1}</source>
   <translation>文件含 {0} 幅图像；没有第 {1} 幅</translation>
  </message>
  <message>
   <source>The file holds {0} values at each voxel, not one grey value</source>
   <translation>文件每个体素含 {0} 个值，不是一个灰度值</translation>
  </message>
  <message>
   <source>The file holds {0} values on a {1} grid, not grey values</source>
   <translation>文件在 {1} 网格上含 {0} 个值，不是灰度值</translation>
  </message>
  <message>
   <source>The file holds {0} values, not grey values</source>
   <translation>文件含 {0} 个值，不是灰度值</translation>
  </message>
  <message>
   <source>The file is no keymap</source>
   <translation>该文件不是按键方案</translation>
  </message>
  <message>
   <source>The file is truncated or damaged: it cannot be unpacked</source>
   <translation>文件已截断或损坏：无法解压</translation>
  </message>
  <message>
   <source>The file is truncated: it has no pixels</source>
   <translation>文件已截断：没有像素</translation>
  </message>
  <message>
   <source>The file is truncated: its header ends in the middle</source>
   <translation>文件已截断：其文件头中途结束</translation>
  </message>
  <message>
   <source>The file is truncated: its header promises {0} bytes of voxels</source>
   <translation>文件已截断：其文件头声称有 {0} 字节的体素</translation>
  </message>
  <message>
   <source>The file is truncated: its header promises {0} images</source>
   <translation>文件已截断：其文件头声称有 {0} 幅图像</translation>
  </message>
  <message>
   <source>The file is truncated: {0} of {1} bytes of pixels are there</source>
   <translation>文件已截断：{1} 字节像素中只有 {0} 字节</translation>
  </message>
  <message>
   <source>The file is truncated: {0} of {1} bytes of voxels are there</source>
   <translation>文件已截断：{1} 字节体素中只有 {0} 字节</translation>
  </message>
  <message>
   <source>The file that holds the voxels is not there: {0}</source>
   <translation>存放体素的文件不存在：{0}</translation>
  </message>
  <message>
   <source>The file was not kept: fractions of {0} differ when read back</source>
   <translation>文件未保留：读回后 {0} 的概率值不同</translation>
  </message>
  <message>
   <source>The file was not kept: its corners lie {0} mm off when read back</source>
   <translation>文件未保留：读回后其角点偏离 {0} mm</translation>
  </message>
  <message>
   <source>The file was not kept: what was read back has another size</source>
   <translation>文件未保留：读回后大小不同</translation>
  </message>
  <message>
   <source>The file was not kept: {0}</source>
   <translation>文件未保留：{0}</translation>
  </message>
  <message>
   <source>The file was not kept: {0} voxels differ when read back</source>
   <translation>文件未保留：读回后有 {0} 个体素不同</translation>
  </message>
  <message>
   <source>The file was not kept: {0} when read back</source>
   <translation>文件未保留：读回后{0}</translation>
  </message>
  <message>
   <source>The file's suffix is not one that can be used here</source>
   <translation>此处不能使用该文件的扩展名</translation>
  </message>
  <message>
   <source>The filter of the case list lets no further one through.</source>
   <translation>病例列表的筛选条件下没有更多病例。</translation>
  </message>
  <message>
   <source>The first slice, in the view of the mouse</source>
   <translation>第一层，在鼠标所在的视图中</translation>
  </message>
  <message>
   <source>The folder cannot be made: {0}</source>
   <translation>无法创建文件夹：{0}</translation>
  </message>
  <message>
   <source>The folder has no images/ and labels/</source>
   <translation>文件夹中没有 images/ 和 labels/</translation>
  </message>
  <message>
   <source>The folder was not kept: Pillow reads mode {0}</source>
   <translation>文件夹未保留：Pillow 读得模式 {0}</translation>
  </message>
  <message>
   <source>The folder was not kept: {0} voxels differ when read back</source>
   <translation>文件夹未保留：读回后有 {0} 个体素不同</translation>
  </message>
  <message>
   <source>The frames of the segmentation do not lie on an even grid</source>
   <translation>分割的各帧不在均匀的网格上</translation>
  </message>
  <message>
   <source>The frames of the segmentation lie too far apart to be one</source>
   <translation>分割的各帧相距太远，不能构成一个整体</translation>
  </message>
  <message>
   <source>The grid ({0}) is too coarse for the phantom's {1}</source>
   <translation>网格（{0}）对体模的 {1} 来说太粗</translation>
  </message>
  <message>
   <source>The grid is too small for the phantom: {0}</source>
   <translation>网格对体模来说太小：{0}</translation>
  </message>
  <message>
   <source>The header is damaged: {0}</source>
   <translation>文件头已损坏：{0}</translation>
  </message>
  <message>
   <source>The header says that the voxels start at byte {0}</source>
   <translation>文件头称体素从第 {0} 字节开始</translation>
  </message>
  <message>
   <source>The image cannot be decoded to blacken parts of it</source>
   <translation>图像无法解码，因而不能涂黑其中部分</translation>
  </message>
  <message>
   <source>The image cannot be decoded: {0}</source>
   <translation>图像无法解码：{0}</translation>
  </message>
  <message>
   <source>The image decodes to {0}, not what its header says</source>
   <translation>图像解码后为 {0}，与其文件头所说不同</translation>
  </message>
  <message>
   <source>The image is one grey value throughout: there is nothing to see in it</source>
   <translation>整幅图像只有一个灰度值：其中没有可看的内容</translation>
  </message>
  <message>
   <source>The image is still being read: wait, or press Escape to stop.</source>
   <translation>图像仍在读取：请等待，或按 Escape 停止。</translation>
  </message>
  <message>
   <source>The image is {0}, not {1} as its header says</source>
   <translation>图像为 {0}，而不是其文件头所说的 {1}</translation>
  </message>
  <message>
   <source>The interrupted training was of another network</source>
   <translation>中断的训练属于另一网络</translation>
  </message>
  <message>
   <source>The journal could not be written ({why}): it goes on in your own folder.</source>
   <translation>日志无法写入（{why}）：改写到您自己的文件夹。</translation>
  </message>
  <message>
   <source>The journal does not fit its image</source>
   <translation>日志与其图像不符</translation>
  </message>
  <message>
   <source>The journal holds nothing that can be read</source>
   <translation>日志中没有可读取的内容</translation>
  </message>
  <message>
   <source>The journal is written again.</source>
   <translation>日志已恢复写入。</translation>
  </message>
  <message>
   <source>The journal takes back a step that there is not</source>
   <translation>日志要撤回一个不存在的步骤</translation>
  </message>
  <message>
   <source>The journal's header cannot be read: {0}</source>
   <translation>日志的文件头无法读取：{0}</translation>
  </message>
  <message>
   <source>The key is too short</source>
   <translation>密钥太短</translation>
  </message>
  <message>
   <source>The keymap cannot be read</source>
   <translation>按键方案无法读取</translation>
  </message>
  <message>
   <source>The keymap is damaged</source>
   <translation>按键方案已损坏</translation>
  </message>
  <message>
   <source>The keymap was written by a newer medseg</source>
   <translation>该按键方案由更新版本的 medseg 写成</translation>
  </message>
  <message>
   <source>The label does not lie on the image's grid</source>
   <translation>标签不在图像的网格上</translation>
  </message>
  <message>
   <source>The labels of this nnU-Net are not 0, 1, 2 …: {0}</source>
   <translation>此 nnU-Net 的标签不是 0、1、2 …：{0}</translation>
  </message>
  <message>
   <source>The labels {0} do not fit the image {1}</source>
   <translation>标签 {0} 与图像 {1} 不符</translation>
  </message>
  <message>
   <source>The last box drawn</source>
   <translation>最近画的框</translation>
  </message>
  <message>
   <source>The last edits are in no saved case or exported file.</source>
   <translation>最近的编辑不在任何已保存的病例或导出的文件中。</translation>
  </message>
  <message>
   <source>The last edits are in no saved case or exported file. Opening another image closes this one.</source>
   <translation>最近的编辑不在任何已保存的病例或导出的文件中。打开另一图像会关闭当前图像。</translation>
  </message>
  <message>
   <source>The last row of the affine must be 0 0 0 1</source>
   <translation>仿射矩阵的最后一行必须是 0 0 0 1</translation>
  </message>
  <message>
   <source>The last slice, in the view of the mouse</source>
   <translation>最后一层，在鼠标所在的视图中</translation>
  </message>
  <message>
   <source>The last steps are in memory only: {why}. Save the case elsewhere, or make room.</source>
   <translation>最近的步骤只在内存中：{why}。请将病例保存到别处，或腾出空间。</translation>
  </message>
  <message>
   <source>The list cannot be read: {0}</source>
   <translation>列表无法读取：{0}</translation>
  </message>
  <message>
   <source>The list holds no cases</source>
   <translation>列表中没有病例</translation>
  </message>
  <message>
   <source>The list of pairs is empty</source>
   <translation>配对列表为空</translation>
  </message>
  <message>
   <source>The list takes this case from now on; another one of the same image stays: {path}</source>
   <translation>列表从现在起采用此病例；同一图像的另一个保留：{path}</translation>
  </message>
  <message>
   <source>The log file has the details</source>
   <translation>日志文件中有详细信息</translation>
  </message>
  <message>
   <source>The log file has the details.</source>
   <translation>日志文件中有详细信息。</translation>
  </message>
  <message>
   <source>The longest diameter of the chosen segment in the acquired slices, and the longest across it</source>
   <translation>所选分割项在采集层面内的最长径，以及与之垂直的最长径</translation>
  </message>
  <message>
   <source>The mask belongs to another frame of reference than the image: their positions cannot be compared</source>
   <translation>掩膜所属的参考坐标系与图像不同：无法比较位置</translation>
  </message>
  <message>
   <source>The mask has no such segment</source>
   <translation>掩膜中没有这个分割项</translation>
  </message>
  <message>
   <source>The mask is empty</source>
   <translation>掩膜为空</translation>
  </message>
  <message>
   <source>The mask lies on another grid and was not loaded.</source>
   <translation>掩膜位于另一网格上，未载入。</translation>
  </message>
  <message>
   <source>The mask lies on another grid than the image (image {0}; mask {1})</source>
   <translation>掩膜与图像的网格不同（图像 {0}；掩膜 {1}）</translation>
  </message>
  <message>
   <source>The mask lies on another grid than the image ({0})</source>
   <translation>掩膜与图像的网格不同（{0}）</translation>
  </message>
  <message>
   <source>The mask lies on another grid than the image: it was not written</source>
   <translation>掩膜与图像的网格不同：未写入</translation>
  </message>
  <message>
   <source>The mask so far {0} does not fit the image {1}</source>
   <translation>当前掩膜 {0} 与图像 {1} 不符</translation>
  </message>
  <message>
   <source>The mask was changed: the interval was of the answer.</source>
   <translation>掩膜已更改：该区间属于原结果。</translation>
  </message>
  <message>
   <source>The mask {0} does not fit the grid {1}</source>
   <translation>掩膜 {0} 与网格 {1} 不符</translation>
  </message>
  <message>
   <source>The masks changed meanwhile: nothing was written. Do it again.</source>
   <translation>掩膜在此期间发生了变化：未写入任何内容。请重做。</translation>
  </message>
  <message>
   <source>The masks lie on different grids ({0}; {1})</source>
   <translation>各掩膜位于不同网格上（{0}；{1}）</translation>
  </message>
  <message>
   <source>The middle of the image</source>
   <translation>图像中央</translation>
  </message>
  <message>
   <source>The model answers nothing</source>
   <translation>模型没有给出结果</translation>
  </message>
  <message>
   <source>The model answers with something else than one array</source>
   <translation>模型给出的结果不是单个数组</translation>
  </message>
  <message>
   <source>The model answers with {0} where its description says {1} channels of {2}</source>
   <translation>模型给出 {0}，而其描述为 {2} 的 {1} 个通道</translation>
  </message>
  <message>
   <source>The model cannot be read: {0}</source>
   <translation>模型无法读取：{0}</translation>
  </message>
  <message>
   <source>The model could not be copied: {0}</source>
   <translation>模型无法复制：{0}</translation>
  </message>
  <message>
   <source>The model could not be imported: {0}</source>
   <translation>模型无法导入：{0}</translation>
  </message>
  <message>
   <source>The model could not be kept: {0}</source>
   <translation>模型无法保留：{0}</translation>
  </message>
  <message>
   <source>The model could not be run: {0}</source>
   <translation>模型无法运行：{0}</translation>
  </message>
  <message>
   <source>The model does not know the chosen segment: choose one of its own.</source>
   <translation>模型不认识所选分割项：请选择它自己的分割项。</translation>
  </message>
  <message>
   <source>The model does not know this structure</source>
   <translation>模型不认识此结构</translation>
  </message>
  <message>
   <source>The model does not look at this voxel</source>
   <translation>模型不看此体素</translation>
  </message>
  <message>
   <source>The model file says neither what it segments nor how it sees an image</source>
   <translation>模型文件既没有说明分割什么，也没有说明如何看待图像</translation>
  </message>
  <message>
   <source>The model gives no probabilities</source>
   <translation>模型不给出概率</translation>
  </message>
  <message>
   <source>The model gives no probability of this structure by itself.</source>
   <translation>模型不单独给出此结构的概率。</translation>
  </message>
  <message>
   <source>The model has no networks</source>
   <translation>模型没有网络</translation>
  </message>
  <message>
   <source>The model has no weights</source>
   <translation>模型没有权重</translation>
  </message>
  <message>
   <source>The model has no {0}</source>
   <translation>模型没有 {0}</translation>
  </message>
  <message>
   <source>The model has too many structures to keep their probabilities: the entropy is kept.</source>
   <translation>模型的结构太多，无法保留其概率：保留了熵。</translation>
  </message>
  <message>
   <source>The model is not the one the card names</source>
   <translation>模型与模型卡所列的不同</translation>
  </message>
  <message>
   <source>The model of a fold was not kept: {0}</source>
   <translation>某一折的模型未保留：{0}</translation>
  </message>
  <message>
   <source>The model segments every case, and its answer is compared with the labels. Take cases that it did not learn from. Cross-validation trains {folds} copies of it, which takes a while.</source>
   <translation>模型分割每个病例，其结果与标签比较。请选用它未学习过的病例。交叉验证会训练 {folds} 个副本，需要一些时间。</translation>
  </message>
  <message>
   <source>The model takes images of its own spacing only</source>
   <translation>模型只接受自身间距的图像</translation>
  </message>
  <message>
   <source>The model trained before is still waiting</source>
   <translation>先前训练的模型仍在等待</translation>
  </message>
  <message>
   <source>The model wants other inputs than one image of float32 ({0})</source>
   <translation>模型需要的输入不是一幅 float32 图像（{0}）</translation>
  </message>
  <message>
   <source>The model was not calibrated on held-out cases: how sure its volumes are is not known.</source>
   <translation>模型未在留出病例上校准：其体积的把握程度未知。</translation>
  </message>
  <message>
   <source>The model was not imported.</source>
   <translation>模型未导入。</translation>
  </message>
  <message>
   <source>The model {name} is made for {made_for}, and this image is {known}: choose another one.</source>
   <translation>模型 {name} 用于{made_for}，而此图像为{known}：请选择其他模型。</translation>
  </message>
  <message>
   <source>The model's calibration cannot be read.</source>
   <translation>模型的校准无法读取。</translation>
  </message>
  <message>
   <source>The model's card could not be written: {0}</source>
   <translation>模型卡无法写入：{0}</translation>
  </message>
  <message>
   <source>The model's description is too long for a card</source>
   <translation>模型的描述太长，模型卡放不下</translation>
  </message>
  <message>
   <source>The model's plan asks for {0}, which this program does not know</source>
   <translation>模型的计划要求 {0}，本程序不认识它</translation>
  </message>
  <message>
   <source>The model's plan contradicts itself</source>
   <translation>模型的计划自相矛盾</translation>
  </message>
  <message>
   <source>The model's plan describes a network that this program does not build</source>
   <translation>模型的计划所描述的网络，本程序不构建</translation>
  </message>
  <message>
   <source>The model's plan does not describe a network: {0}</source>
   <translation>模型的计划没有描述网络：{0}</translation>
  </message>
  <message>
   <source>The model's plan does not describe an nnU-Net: {0}</source>
   <translation>模型的计划没有描述 nnU-Net：{0}</translation>
  </message>
  <message>
   <source>The model's plan is damaged: a grid's sides are multiples of 16, 160 at most</source>
   <translation>模型的计划已损坏：网格边长须为 16 的倍数，且不超过 160</translation>
  </message>
  <message>
   <source>The model's plan is damaged: {0}</source>
   <translation>模型的计划已损坏：{0}</translation>
  </message>
  <message>
   <source>The model's plan names a network that this program does not build: {0}</source>
   <translation>模型的计划指明了本程序不构建的网络：{0}</translation>
  </message>
  <message>
   <source>The model's plan names an unknown normalisation {0}</source>
   <translation>模型的计划指明了未知的归一化 {0}</translation>
  </message>
  <message>
   <source>The model's plan names an unknown plane {0}</source>
   <translation>模型的计划指明了未知的平面 {0}</translation>
  </message>
  <message>
   <source>The model's plan prepares the image with what this program does not know: {0}</source>
   <translation>模型的计划以本程序不认识的方式准备图像：{0}</translation>
  </message>
  <message>
   <source>The model's plan resamples images as if they were masks</source>
   <translation>模型的计划像对待掩膜那样重采样图像</translation>
  </message>
  <message>
   <source>The model's plan resamples in an unknown way: {0}</source>
   <translation>模型的计划以未知方式重采样：{0}</translation>
  </message>
  <message>
   <source>The model's plan resamples with {0}, which this program does not know</source>
   <translation>模型的计划用 {0} 重采样，本程序不认识它</translation>
  </message>
  <message>
   <source>The name of the PACS is not known</source>
   <translation>PACS 的名称未知</translation>
  </message>
  <message>
   <source>The newest version cannot be looked up</source>
   <translation>无法查询最新版本</translation>
  </message>
  <message>
   <source>The next larger thickness in mm</source>
   <translation>下一个更大的厚度，以 mm 计</translation>
  </message>
  <message>
   <source>The next of the answers to the last click: part, object, whole</source>
   <translation>上次点击的下一个结果：部分、对象、整体</translation>
  </message>
  <message>
   <source>The next smaller thickness in mm</source>
   <translation>下一个更小的厚度，以 mm 计</translation>
  </message>
  <message>
   <source>The open image is not of the case list</source>
   <translation>打开的图像不属于病例列表</translation>
  </message>
  <message>
   <source>The open image is not of the case list.</source>
   <translation>打开的图像不属于病例列表。</translation>
  </message>
  <message>
   <source>The password would travel unencrypted</source>
   <translation>密码将以未加密方式传输</translation>
  </message>
  <message>
   <source>The plans of this nnU-Net are damaged or of an unknown version: {0}</source>
   <translation>此 nnU-Net 的计划已损坏或版本未知：{0}</translation>
  </message>
  <message>
   <source>The positions of the series make no grid: {0}</source>
   <translation>序列的位置不构成网格：{0}</translation>
  </message>
  <message>
   <source>The processes of this training do not reach each other: {0}</source>
   <translation>此训练的各进程无法互相连接：{0}</translation>
  </message>
  <message>
   <source>The program cannot start: {error}

Details are in {folder}</source>
   <translation>程序无法启动：{error}

详细信息在 {folder}</translation>
  </message>
  <message>
   <source>The program crashed on {when}. A trace of it is in the log folder ({name}).</source>
   <translation>程序于 {when} 崩溃。其踪迹在日志文件夹中（{name}）。</translation>
  </message>
  <message>
   <source>The program made a mistake. Your image and masks are still open.</source>
   <translation>程序出错了。图像和掩膜仍处于打开状态。</translation>
  </message>
  <message>
   <source>The program's own keys, as the command table has them.</source>
   <translation>程序自己的按键，与命令表一致。</translation>
  </message>
  <message>
   <source>The prompt at {0} lies outside the image {1}</source>
   <translation>{0} 处的提示位于图像 {1} 之外</translation>
  </message>
  <message>
   <source>The receiver cannot listen: {0}</source>
   <translation>接收端无法监听：{0}</translation>
  </message>
  <message>
   <source>The recent list is empty.</source>
   <translation>最近列表为空。</translation>
  </message>
  <message>
   <source>The rectangle {0},{1},{2},{3} reaches out of an image of {4} × {5}</source>
   <translation>矩形 {0},{1},{2},{3} 超出了 {4} × {5} 的图像</translation>
  </message>
  <message>
   <source>The reference has no such segment</source>
   <translation>参考中没有这个分割项</translation>
  </message>
  <message>
   <source>The reference is empty</source>
   <translation>参考为空</translation>
  </message>
  <message>
   <source>The report was not written: {0}</source>
   <translation>报告未写入：{0}</translation>
  </message>
  <message>
   <source>The result becomes a new segment and may overlap others; both segments stay as they are</source>
   <translation>结果成为新的分割项，可与其他分割项重叠；原有两个分割项保持不变</translation>
  </message>
  <message>
   <source>The saved case is not there any more: {path}. The image is opened anew.</source>
   <translation>已保存的病例不在了：{path}。图像将重新打开。</translation>
  </message>
  <message>
   <source>The scores of {0} were not kept: {1}</source>
   <translation>{0} 的评分未能保存：{1}</translation>
  </message>
  <message>
   <source>The segment on the other side of the body's or the crosshair's plane</source>
   <translation>身体中线平面或十字线平面另一侧的分割项</translation>
  </message>
  <message>
   <source>The segment {name} has no voxel there: choose the segment to erase.</source>
   <translation>分割项 {name} 在此处没有体素：请选择要擦除的分割项。</translation>
  </message>
  <message>
   <source>The segment {name} is empty</source>
   <translation>分割项 {name} 为空</translation>
  </message>
  <message>
   <source>The segment {name} is hidden</source>
   <translation>分割项 {name} 已隐藏</translation>
  </message>
  <message>
   <source>The segment {name} is locked</source>
   <translation>分割项 {name} 已锁定</translation>
  </message>
  <message>
   <source>The segment {name} is locked: unlock it first.</source>
   <translation>分割项 {name} 已锁定：请先解锁。</translation>
  </message>
  <message>
   <source>The segment {name} is not in the slice of the crosshair</source>
   <translation>分割项 {name} 不在十字线所在的层面上</translation>
  </message>
  <message>
   <source>The segmentation gives no positions for its frames</source>
   <translation>该分割文件没有给出各帧的位置</translation>
  </message>
  <message>
   <source>The segmentation is damaged and cannot be decoded</source>
   <translation>该分割文件已损坏，无法解码</translation>
  </message>
  <message>
   <source>The segmentation's frames lie on no grid: {0}</source>
   <translation>该分割文件的各帧不在同一网格上：{0}</translation>
  </message>
  <message>
   <source>The segments of the file contradict each other: {0}</source>
   <translation>该文件的分割项相互矛盾：{0}</translation>
  </message>
  <message>
   <source>The segments overlap, and a label map holds one at each voxel</source>
   <translation>分割项相互重叠，而标签图每个体素只能存放一个</translation>
  </message>
  <message>
   <source>The segments overlap, which this format cannot hold: choose fewer, or another format.</source>
   <translation>分割项相互重叠，此格式无法存放：请减少选择，或换用其他格式。</translation>
  </message>
  <message>
   <source>The series could not be written: {0}</source>
   <translation>序列无法写入：{0}</translation>
  </message>
  <message>
   <source>The series holds {n} images: choose one with the slider of the series panel.</source>
   <translation>该序列含 {n} 幅图像：请用序列面板的滑块选择一幅。</translation>
  </message>
  <message>
   <source>The server sent a damaged DICOM object</source>
   <translation>服务器发来了损坏的 DICOM 对象</translation>
  </message>
  <message>
   <source>The server sent an object without proper UIDs</source>
   <translation>服务器发来的对象没有正确的 UID</translation>
  </message>
  <message>
   <source>The server sent another object than the one asked for</source>
   <translation>服务器发来的对象与请求的不同</translation>
  </message>
  <message>
   <source>The server sent something that is no DICOM object</source>
   <translation>服务器发来的不是 DICOM 对象</translation>
  </message>
  <message>
   <source>The sheared grid is true, nothing is interpolated; some programs refuse its files.</source>
   <translation>倾斜网格是真实的，不做插值；部分程序不接受这样的文件。</translation>
  </message>
  <message>
   <source>The slices lean</source>
   <translation>层面是倾斜的</translation>
  </message>
  <message>
   <source>The slices lie unevenly</source>
   <translation>层面间距不均匀</translation>
  </message>
  <message>
   <source>The slices of the series are not evenly spaced, or the mask is not on its grid: {0} would put the mask beside its slices</source>
   <translation>序列的层面间距不均匀，或掩膜不在其网格上：{0} 会使掩膜偏离层面</translation>
  </message>
  <message>
   <source>The slices were interpolated, and this format lies on the original ones: open those.</source>
   <translation>层面经过插值，而此格式位于原始层面上：请打开原始层面。</translation>
  </message>
  <message>
   <source>The source images name no frame of reference, which {0} requires</source>
   <translation>源图像没有指明参考坐标系，而 {0} 需要它</translation>
  </message>
  <message>
   <source>The state of this list is damaged</source>
   <translation>此列表的状态已损坏</translation>
  </message>
  <message>
   <source>The state of this list is damaged: {0}</source>
   <translation>此列表的状态已损坏：{0}</translation>
  </message>
  <message>
   <source>The step {0} is damaged: it cannot be taken back or done again</source>
   <translation>步骤 {0} 已损坏：无法撤销或重做</translation>
  </message>
  <message>
   <source>The structure set holds {0} regions</source>
   <translation>该结构集含 {0} 个区域</translation>
  </message>
  <message>
   <source>The structure set is damaged and cannot be decoded</source>
   <translation>该结构集已损坏，无法解码</translation>
  </message>
  <message>
   <source>The table cannot be written: {0}</source>
   <translation>表格无法写入：{0}</translation>
  </message>
  <message>
   <source>The table of figures needs the image that the mask was drawn on</source>
   <translation>数据表需要绘制掩膜所用的图像</translation>
  </message>
  <message>
   <source>The table was not kept: it differs when read back</source>
   <translation>表格未保存：读回后内容不同</translation>
  </message>
  <message>
   <source>The table was not written: {0}</source>
   <translation>表格未写入：{0}</translation>
  </message>
  <message>
   <source>The tool works only on the grey values of its range, or on all of them</source>
   <translation>工具只作用于其范围内的灰度值，或作用于全部灰度值</translation>
  </message>
  <message>
   <source>The tool works only on values like those at the crosshair; Alt and a click does so anywhere</source>
   <translation>工具只作用于与十字线处相近的灰度值；按住 Alt 点击可在任意位置取值</translation>
  </message>
  <message>
   <source>The trainer {0}{1}</source>
   <translation>训练程序{0}{1}</translation>
  </message>
  <message>
   <source>The training cannot begin: {0}</source>
   <translation>训练无法开始：{0}</translation>
  </message>
  <message>
   <source>The training failed unexpectedly ({0})</source>
   <translation>训练意外失败（{0}）</translation>
  </message>
  <message>
   <source>The training has run away: its loss is no longer a number</source>
   <translation>训练已失控：损失值不再是数字</translation>
  </message>
  <message>
   <source>The training waits until you let it go on; nothing is lost</source>
   <translation>训练已暂停，等待继续；不会丢失任何内容</translation>
  </message>
  <message>
   <source>The values do not fit 32 bits</source>
   <translation>数值超出 32 位范围</translation>
  </message>
  <message>
   <source>The variation was given up for that; show it again to have it.</source>
   <translation>为此放弃了变异度计算；再次显示即可重新计算。</translation>
  </message>
  <message>
   <source>The view of the mouse fills the window, and back</source>
   <translation>鼠标所在的视图填满窗口，再按恢复</translation>
  </message>
  <message>
   <source>The voxels of {0} keep their value and layer</source>
   <translation>{0} 的体素保留其值和图层</translation>
  </message>
  <message>
   <source>The voxels {0} do not fit the grid {1}</source>
   <translation>体素 {0} 与网格 {1} 不符</translation>
  </message>
  <message>
   <source>The wall lies</source>
   <translation>管壁位于</translation>
  </message>
  <message>
   <source>The weights are not the ones the card names</source>
   <translation>权重与模型卡所列的不同</translation>
  </message>
  <message>
   <source>The weights cannot be read: {0}</source>
   <translation>权重无法读取：{0}</translation>
  </message>
  <message>
   <source>The weights could not be written: {0}</source>
   <translation>权重无法写入：{0}</translation>
  </message>
  <message>
   <source>The weights do not fit the network that the card describes (first: {0})</source>
   <translation>权重与模型卡描述的网络不符（首个：{0}）</translation>
  </message>
  <message>
   <source>The whole object is drawn: click where it is wrong.</source>
   <translation>已画出整个对象：请点击有误之处。</translation>
  </message>
  <message>
   <source>The window that the file asks for; the automatic one where that makes no sense</source>
   <translation>文件要求的窗宽窗位；不合理时使用自动值</translation>
  </message>
  <message>
   <source>The {0} does not fit in memory: it needs at least {1} GiB, and a file may take {2} GiB</source>
   <translation>{0}内存放不下：至少需要 {1} GiB，而单个文件最多可占 {2} GiB</translation>
  </message>
  <message>
   <source>The {0} has a point that is no place: {1}</source>
   <translation>{0}中有一点不是有效位置：{1}</translation>
  </message>
  <message>
   <source>The {n} cases corrected for it</source>
   <translation>为此校正的 {n} 个病例</translation>
  </message>
  <message>
   <source>There are no cases to learn from</source>
   <translation>没有可供学习的病例</translation>
  </message>
  <message>
   <source>There are no images</source>
   <translation>没有图像</translation>
  </message>
  <message>
   <source>There are no manual labels to compare with</source>
   <translation>没有可供比较的手工标签</translation>
  </message>
  <message>
   <source>There are several series: choose one.</source>
   <translation>有多个序列：请选择一个。</translation>
  </message>
  <message>
   <source>There are too few cases to learn from</source>
   <translation>病例太少，无法学习</translation>
  </message>
  <message>
   <source>There are {0} models here: {1}</source>
   <translation>此处有 {0} 个模型：{1}</translation>
  </message>
  <message>
   <source>There are: {0}</source>
   <translation>可选：{0}</translation>
  </message>
  <message>
   <source>There are: {0}.</source>
   <translation>可选：{0}。</translation>
  </message>
  <message>
   <source>There is already a model named {0}</source>
   <translation>已有名为 {0} 的模型</translation>
  </message>
  <message>
   <source>There is no DICOM image among the {0} file{1} found: {2}</source>
   <translation>找到的 {0} 个文件{1}中没有 DICOM 图像：{2}</translation>
  </message>
  <message>
   <source>There is no DICOM image in this file, and its suffix is not one that is known here</source>
   <translation>此文件中没有 DICOM 图像，其扩展名也不是已知的</translation>
  </message>
  <message>
   <source>There is no answer of this sitting: run an automatic model, or click on an object.</source>
   <translation>本次尚无结果：请运行自动模型，或点击一个对象。</translation>
  </message>
  <message>
   <source>There is no answer to explain</source>
   <translation>没有可解释的结果</translation>
  </message>
  <message>
   <source>There is no case to calibrate on</source>
   <translation>没有可用于校准的病例</translation>
  </message>
  <message>
   <source>There is no case to rank</source>
   <translation>没有可排序的病例</translation>
  </message>
  <message>
   <source>There is no command {0}</source>
   <translation>没有命令 {0}</translation>
  </message>
  <message>
   <source>There is no empty slice between two drawn ones</source>
   <translation>两个已画层面之间没有空层面</translation>
  </message>
  <message>
   <source>There is no event loop to wait in</source>
   <translation>没有可等待的事件循环</translation>
  </message>
  <message>
   <source>There is no file to de-identify</source>
   <translation>没有要去标识的文件</translation>
  </message>
  <message>
   <source>There is no file to send</source>
   <translation>没有要发送的文件</translation>
  </message>
  <message>
   <source>There is no format {0} for masks</source>
   <translation>没有掩膜格式 {0}</translation>
  </message>
  <message>
   <source>There is no further case in the list</source>
   <translation>列表中没有更多病例</translation>
  </message>
  <message>
   <source>There is no image and no case in the folder</source>
   <translation>文件夹中没有图像或病例</translation>
  </message>
  <message>
   <source>There is no image in what was given</source>
   <translation>所给内容中没有图像</translation>
  </message>
  <message>
   <source>There is no keymap {0}</source>
   <translation>没有按键方案 {0}</translation>
  </message>
  <message>
   <source>There is no layer {0}</source>
   <translation>没有图层 {0}</translation>
  </message>
  <message>
   <source>There is no line of one grey value</source>
   <translation>没有单一灰度值的等值线</translation>
  </message>
  <message>
   <source>There is no measurement yet.</source>
   <translation>尚无测量。</translation>
  </message>
  <message>
   <source>There is no model card</source>
   <translation>没有模型卡</translation>
  </message>
  <message>
   <source>There is no model named {0}</source>
   <translation>没有名为 {0} 的模型</translation>
  </message>
  <message>
   <source>There is no object to correct</source>
   <translation>没有可校正的对象</translation>
  </message>
  <message>
   <source>There is no older version of this model</source>
   <translation>此模型没有更早的版本</translation>
  </message>
  <message>
   <source>There is no other answer</source>
   <translation>没有其他结果</translation>
  </message>
  <message>
   <source>There is no other answer.</source>
   <translation>没有其他结果。</translation>
  </message>
  <message>
   <source>There is no other segment</source>
   <translation>没有其他分割项</translation>
  </message>
  <message>
   <source>There is no other segment.</source>
   <translation>没有其他分割项。</translation>
  </message>
  <message>
   <source>There is no preset named {name}</source>
   <translation>没有名为 {name} 的预设</translation>
  </message>
  <message>
   <source>There is no prompt: click on an object</source>
   <translation>没有提示：请点击一个对象</translation>
  </message>
  <message>
   <source>There is no prompt: click on an object.</source>
   <translation>没有提示：请点击一个对象。</translation>
  </message>
  <message>
   <source>There is no report yet</source>
   <translation>尚无报告</translation>
  </message>
  <message>
   <source>There is no rule {0} for painting</source>
   <translation>没有绘制规则 {0}</translation>
  </message>
  <message>
   <source>There is no segment named {0}</source>
   <translation>没有名为 {0} 的分割项</translation>
  </message>
  <message>
   <source>There is no segment with value {0} in layer {1}</source>
   <translation>图层 {1} 中没有值为 {0} 的分割项</translation>
  </message>
  <message>
   <source>There is no segment yet: add one or run a model.</source>
   <translation>尚无分割项：请添加一个或运行模型。</translation>
  </message>
  <message>
   <source>There is no such case</source>
   <translation>没有这个病例</translation>
  </message>
  <message>
   <source>There is no such file or folder</source>
   <translation>没有这个文件或文件夹</translation>
  </message>
  <message>
   <source>There is no such list</source>
   <translation>没有这个列表</translation>
  </message>
  <message>
   <source>There is no such list of pairs</source>
   <translation>没有这个配对列表</translation>
  </message>
  <message>
   <source>There is no such prompt</source>
   <translation>没有这个提示</translation>
  </message>
  <message>
   <source>There is no such thing on the PACS</source>
   <translation>PACS 上没有此内容</translation>
  </message>
  <message>
   <source>There is no tool named {0}</source>
   <translation>没有名为 {0} 的工具</translation>
  </message>
  <message>
   <source>There is no voxel inside</source>
   <translation>内部没有体素</translation>
  </message>
  <message>
   <source>There is not enough memory for this model</source>
   <translation>内存不足以运行此模型</translation>
  </message>
  <message>
   <source>There is not enough memory for this model, not even with its smallest patches</source>
   <translation>内存不足，即使用最小的图块也无法运行此模型</translation>
  </message>
  <message>
   <source>There is not enough memory to compare the answers of {0}</source>
   <translation>内存不足，无法比较 {0} 的结果</translation>
  </message>
  <message>
   <source>There is not enough memory to explain this answer</source>
   <translation>内存不足，无法解释此结果</translation>
  </message>
  <message>
   <source>There is not enough memory to train</source>
   <translation>内存不足，无法训练</translation>
  </message>
  <message>
   <source>There is nothing measured and no segment yet.</source>
   <translation>尚无测量，也没有分割项。</translation>
  </message>
  <message>
   <source>There is nothing to answer to</source>
   <translation>没有可回答的内容</translation>
  </message>
  <message>
   <source>There is nothing to erase</source>
   <translation>没有可擦除的内容</translation>
  </message>
  <message>
   <source>There is nothing to export: every segment is empty</source>
   <translation>没有可导出的内容：所有分割项均为空</translation>
  </message>
  <message>
   <source>There is nothing to learn from</source>
   <translation>没有可供学习的内容</translation>
  </message>
  <message>
   <source>There is nothing to open in the folder: {0}</source>
   <translation>文件夹中没有可打开的内容：{0}</translation>
  </message>
  <message>
   <source>There is nothing to rank</source>
   <translation>没有可排序的内容</translation>
  </message>
  <message>
   <source>There is nothing to redo.</source>
   <translation>没有可重做的操作。</translation>
  </message>
  <message>
   <source>There is nothing to take away here</source>
   <translation>此处没有可去除的内容</translation>
  </message>
  <message>
   <source>There is nothing to undo.</source>
   <translation>没有可撤销的操作。</translation>
  </message>
  <message>
   <source>There is only one grey value</source>
   <translation>只有一个灰度值</translation>
  </message>
  <message>
   <source>There is only one segment</source>
   <translation>只有一个分割项</translation>
  </message>
  <message>
   <source>There is only one segment.</source>
   <translation>只有一个分割项。</translation>
  </message>
  <message>
   <source>There is only one series.</source>
   <translation>只有一个序列。</translation>
  </message>
  <message>
   <source>There is something already: nothing is mixed with it</source>
   <translation>已有内容：不会与之混合</translation>
  </message>
  <message>
   <source>There must be at least one process</source>
   <translation>至少要有一个进程</translation>
  </message>
  <message>
   <source>There must be at least one worker, and no less than 0 GPUs</source>
   <translation>至少要有一个工作进程，且 GPU 数不能小于 0</translation>
  </message>
  <message>
   <source>There was no other tool yet.</source>
   <translation>此前没有用过其他工具。</translation>
  </message>
  <message>
   <source>These segments overlap and fill {0} layers</source>
   <translation>这些分割项相互重叠，占用 {0} 个图层</translation>
  </message>
  <message>
   <source>These windows are in HU, and this is no CT.</source>
   <translation>这些窗宽窗位以 HU 为单位，而此图像不是 CT。</translation>
  </message>
  <message>
   <source>They are written like Left, Ctrl+Wheel or W+Left</source>
   <translation>写法如 Left、Ctrl+Wheel 或 W+Left</translation>
  </message>
  <message>
   <source>They are written like Left, Ctrl+Wheel or W+Left.</source>
   <translation>写法如 Left、Ctrl+Wheel 或 W+Left。</translation>
  </message>
  <message>
   <source>Thicker slab</source>
   <translation>加厚层块</translation>
  </message>
  <message>
   <source>Thinner slab</source>
   <translation>减薄层块</translation>
  </message>
  <message>
   <source>This DICOM file is not a segmentation ({0})</source>
   <translation>此 DICOM 文件不是分割（{0}）</translation>
  </message>
  <message>
   <source>This DICOM file is not a structure set</source>
   <translation>此 DICOM 文件不是结构集</translation>
  </message>
  <message>
   <source>This build of medseg trains in one process</source>
   <translation>此版本的 medseg 只用一个进程训练</translation>
  </message>
  <message>
   <source>This bundle answers with regions that may overlap; this program reads plain labels</source>
   <translation>此模型包的结果是可能重叠的区域；本程序读取普通标签</translation>
  </message>
  <message>
   <source>This bundle looks at its images with {0}, which is not known here</source>
   <translation>此模型包用 {0} 处理图像，本程序不认识它</translation>
  </message>
  <message>
   <source>This bundle looks at {0} images at once; this program gives a model one image</source>
   <translation>此模型包同时需要 {0} 幅图像；本程序只给模型一幅图像</translation>
  </message>
  <message>
   <source>This bundle needs code of its own, which is never run: {0}: {1}</source>
   <translation>此模型包需要自己的代码，本程序从不运行：{0}：{1}</translation>
  </message>
  <message>
   <source>This bundle needs code, which is never run: {0}: {1}</source>
   <translation>此模型包需要代码，本程序从不运行：{0}：{1}</translation>
  </message>
  <message>
   <source>This bundle prepares its images with {0}, which is not known here ({1})</source>
   <translation>此模型包用 {0} 准备图像，本程序不认识它（{1}）</translation>
  </message>
  <message>
   <source>This bundle's network is not three-dimensional</source>
   <translation>此模型包的网络不是三维的</translation>
  </message>
  <message>
   <source>This bundle's network, {0}, is not one of those that are built here: {1}</source>
   <translation>此模型包的网络 {0} 不在本程序可构建之列：{1}</translation>
  </message>
  <message>
   <source>This bundle's sliding window is set in a way not known here</source>
   <translation>此模型包的滑动窗口设置方式未知</translation>
  </message>
  <message>
   <source>This bundle's {0} is set in a way not known here: {1}</source>
   <translation>此模型包的 {0} 设置方式未知：{1}</translation>
  </message>
  <message>
   <source>This cannot be read as JSON: {0}</source>
   <translation>无法作为 JSON 读取：{0}</translation>
  </message>
  <message>
   <source>This cannot be read as YAML: {0}</source>
   <translation>无法作为 YAML 读取：{0}</translation>
  </message>
  <message>
   <source>This case could not be kept to learn from: {0}</source>
   <translation>此病例未能保留供学习：{0}</translation>
  </message>
  <message>
   <source>This checkpoint asks for {0} {1}, which this program does not know</source>
   <translation>此检查点需要 {0} {1}，本程序不认识</translation>
  </message>
  <message>
   <source>This format holds images, not masks</source>
   <translation>此格式存放图像，而非掩膜</translation>
  </message>
  <message>
   <source>This format holds masks, not images</source>
   <translation>此格式存放掩膜，而非图像</translation>
  </message>
  <message>
   <source>This format holds one image</source>
   <translation>此格式只存放一幅图像</translation>
  </message>
  <message>
   <source>This is no DICOM file that can be sent: it lacks its class, UID or encoding</source>
   <translation>这不是可发送的 DICOM 文件：缺少类别、UID 或编码</translation>
  </message>
  <message>
   <source>This is no address of a PACS</source>
   <translation>这不是 PACS 地址</translation>
  </message>
  <message>
   <source>This is no fractional segmentation on the grid of the image</source>
   <translation>这不是图像网格上的概率型分割</translation>
  </message>
  <message>
   <source>This is no key of a de-identification project</source>
   <translation>这不是去标识项目的密钥</translation>
  </message>
  <message>
   <source>This is no measurement: {0} with {1} points in {2}</source>
   <translation>这不是测量：{0}，{2}中有 {1} 个点</translation>
  </message>
  <message>
   <source>This is no slab: {0}, {1} mm</source>
   <translation>这不是层块：{0}，{1} mm</translation>
  </message>
  <message>
   <source>This is no table of settings</source>
   <translation>这不是设置表</translation>
  </message>
  <message>
   <source>This is not a CSV text file</source>
   <translation>这不是 CSV 文本文件</translation>
  </message>
  <message>
   <source>This is not a DICOM file</source>
   <translation>这不是 DICOM 文件</translation>
  </message>
  <message>
   <source>This is not a DICOMDIR</source>
   <translation>这不是 DICOMDIR</translation>
  </message>
  <message>
   <source>This is not a NIfTI file, or its header is damaged</source>
   <translation>这不是 NIfTI 文件，或其文件头已损坏</translation>
  </message>
  <message>
   <source>This is not a TorchScript model that can be run</source>
   <translation>这不是可运行的 TorchScript 模型</translation>
  </message>
  <message>
   <source>This is not a checkpoint of nnU-Net v2: {0}</source>
   <translation>这不是 nnU-Net v2 的检查点：{0}</translation>
  </message>
  <message>
   <source>This is not a model</source>
   <translation>这不是模型</translation>
  </message>
  <message>
   <source>This is not a model card: {0}</source>
   <translation>这不是模型卡：{0}</translation>
  </message>
  <message>
   <source>This is not a weights file</source>
   <translation>这不是权重文件</translation>
  </message>
  <message>
   <source>This is not an ONNX model that can be run: {0}</source>
   <translation>这不是可运行的 ONNX 模型：{0}</translation>
  </message>
  <message>
   <source>This is the first series.</source>
   <translation>这是第一个序列。</translation>
  </message>
  <message>
   <source>This is the last series.</source>
   <translation>这是最后一个序列。</translation>
  </message>
  <message>
   <source>This kind of model can be run, not taught.</source>
   <translation>此类模型可以运行，不能训练。</translation>
  </message>
  <message>
   <source>This model answers clicks: choose an automatic one.</source>
   <translation>此模型响应点击：请选择自动模型。</translation>
  </message>
  <message>
   <source>This model answers in 3-D only</source>
   <translation>此模型只给出三维结果</translation>
  </message>
  <message>
   <source>This model cannot be asked why: U-Nets (nnU-Net and MONAI, too) and the click model can.</source>
   <translation>无法询问此模型原因：U-Net（包括 nnU-Net 和 MONAI）和点击模型可以。</translation>
  </message>
  <message>
   <source>This nnInteractive is damaged or of an unknown version: {0}</source>
   <translation>此 nnInteractive 已损坏或版本未知：{0}</translation>
  </message>
  <message>
   <source>This nnInteractive pads images with {0}: not done here</source>
   <translation>此 nnInteractive 用 {0} 填充图像边缘：这里不支持</translation>
  </message>
  <message>
   <source>This nnInteractive takes no prompt of the kind {0}</source>
   <translation>此 nnInteractive 不接受 {0} 类提示</translation>
  </message>
  <message>
   <source>This nnInteractive takes prompts that this program does not know: {0}</source>
   <translation>此 nnInteractive 使用本程序不认识的提示：{0}</translation>
  </message>
  <message>
   <source>This nnU-Net answers with regions that overlap ({0}: {1}); this program reads plain labels</source>
   <translation>此 nnU-Net 的结果是重叠的区域（{0}：{1}）；本程序读取普通标签</translation>
  </message>
  <message>
   <source>This nnU-Net looks at {0} images at once ({1}); this program gives a model one image</source>
   <translation>此 nnU-Net 同时需要 {0} 幅图像（{1}）；本程序只给模型一幅图像</translation>
  </message>
  <message>
   <source>This nnU-Net normalises with {0}, which this program does not know</source>
   <translation>此 nnU-Net 用 {0} 归一化，本程序不认识它</translation>
  </message>
  <message>
   <source>This nnU-Net reads its images with {0}, which this program does not know</source>
   <translation>此 nnU-Net 用 {0} 读取图像，本程序不认识它</translation>
  </message>
  <message>
   <source>This nnU-Net's norm has no weights: not one that this program builds</source>
   <translation>此 nnU-Net 的归一化层没有权重：本程序不构建这种网络</translation>
  </message>
  <message>
   <source>This nnU-Net's {0} is not one that this program builds</source>
   <translation>本程序不构建此 nnU-Net 的 {0}</translation>
  </message>
  <message>
   <source>This program cannot run models of kind {0}</source>
   <translation>本程序无法运行 {0} 类模型</translation>
  </message>
  <message>
   <source>This prompt cannot be changed any more</source>
   <translation>此提示已不能更改</translation>
  </message>
  <message>
   <source>This prompt's area cannot be told</source>
   <translation>无法得知此提示作用的区域</translation>
  </message>
  <message>
   <source>This slice</source>
   <translation>本层面</translation>
  </message>
  <message>
   <source>This tool has no radius: take the brush or the eraser.</source>
   <translation>此工具没有半径：请用画笔或橡皮擦。</translation>
  </message>
  <message>
   <source>This work</source>
   <translation>当前工作</translation>
  </message>
  <message>
   <source>Those that the DICOM standard calls safe, b-values for one</source>
   <translation>DICOM 标准认为安全的私有属性，例如 b 值</translation>
  </message>
  <message>
   <source>Threshold</source>
   <translation>阈值</translation>
  </message>
  <message>
   <source>Through all slices, in the background.</source>
   <translation>在后台遍历所有层面。</translation>
  </message>
  <message>
   <source>Throws the newly trained model away</source>
   <translation>丢弃新训练的模型</translation>
  </message>
  <message>
   <source>To</source>
   <translation>到</translation>
  </message>
  <message>
   <source>Tolerance</source>
   <translation>容差</translation>
  </message>
  <message>
   <source>Tool before this</source>
   <translation>上一个工具</translation>
  </message>
  <message>
   <source>Tools</source>
   <translation>工具</translation>
  </message>
  <message>
   <source>TorchScript beside it is a program and is not taken</source>
   <translation>旁边的 TorchScript 是程序，不予采用</translation>
  </message>
  <message>
   <source>TorchScript beside it is a program and is not taken.</source>
   <translation>旁边的 TorchScript 是程序，不予采用。</translation>
  </message>
  <message>
   <source>Trachea</source>
   <translation>气管</translation>
  </message>
  <message>
   <source>Train a new model instead</source>
   <translation>请改为训练新模型</translation>
  </message>
  <message>
   <source>Train a new model instead.</source>
   <translation>请改为训练新模型。</translation>
  </message>
  <message>
   <source>Train new model…</source>
   <translation>训练新模型…</translation>
  </message>
  <message>
   <source>Training</source>
   <translation>训练</translation>
  </message>
  <message>
   <source>Training {name}</source>
   <translation>正在训练 {name}</translation>
  </message>
  <message>
   <source>Try a smaller rate</source>
   <translation>请尝试更小的速率</translation>
  </message>
  <message>
   <source>Try a smaller rate.</source>
   <translation>请尝试更小的速率。</translation>
  </message>
  <message>
   <source>Try again</source>
   <translation>请重试</translation>
  </message>
  <message>
   <source>Tversky: what is missed counts more</source>
   <translation>Tversky：遗漏部分权重更大</translation>
  </message>
  <message>
   <source>Two segments share one layer and value</source>
   <translation>两个分割项共用同一图层和值</translation>
  </message>
  <message>
   <source>U-Net</source>
   <translation>U-Net</translation>
  </message>
  <message>
   <source>U-Net with residual blocks (as V-Net)</source>
   <translation>带残差块的 U-Net（如 V-Net）</translation>
  </message>
  <message>
   <source>U-Nets (nnU-Net and MONAI, too) and the click model can: choose one of them</source>
   <translation>U-Net（包括 nnU-Net 和 MONAI）和点击模型可以：请选择其中之一</translation>
  </message>
  <message>
   <source>U-Nets (nnU-Net and MONAI, too) and the click model can: choose one of them.</source>
   <translation>U-Net（包括 nnU-Net 和 MONAI）和点击模型可以：请选择其中之一。</translation>
  </message>
  <message>
   <source>UIDs</source>
   <translation>UID</translation>
  </message>
  <message>
   <source>Undo</source>
   <translation>撤销</translation>
  </message>
  <message>
   <source>Undone: {name}</source>
   <translation>已撤销：{name}</translation>
  </message>
  <message>
   <source>Unite with…</source>
   <translation>合并到…</translation>
  </message>
  <message>
   <source>Unknown plane {0}</source>
   <translation>未知平面 {0}</translation>
  </message>
  <message>
   <source>Unknown split {0}</source>
   <translation>未知划分 {0}</translation>
  </message>
  <message>
   <source>Unknown {0} {1}</source>
   <translation>未知{0} {1}</translation>
  </message>
  <message>
   <source>Unlock it first.</source>
   <translation>请先解锁。</translation>
  </message>
  <message>
   <source>Unlock it in the segments panel</source>
   <translation>请在分割项面板中解锁</translation>
  </message>
  <message>
   <source>Unlock it in the segments panel.</source>
   <translation>请在分割项面板中解锁。</translation>
  </message>
  <message>
   <source>Unpack it with its password and open the folder</source>
   <translation>请用密码解压后打开该文件夹</translation>
  </message>
  <message>
   <source>Unpack it with its password and open the folder.</source>
   <translation>请用密码解压后打开该文件夹。</translation>
  </message>
  <message>
   <source>Unpack it with its password first</source>
   <translation>请先用密码解压</translation>
  </message>
  <message>
   <source>Unpack it with its password first.</source>
   <translation>请先用密码解压。</translation>
  </message>
  <message>
   <source>Up to (0: any)</source>
   <translation>最多（0：不限）</translation>
  </message>
  <message>
   <source>Update medseg</source>
   <translation>更新 medseg</translation>
  </message>
  <message>
   <source>Update medseg, or export the masks there</source>
   <translation>请更新 medseg，或在那里导出掩膜</translation>
  </message>
  <message>
   <source>Update medseg, or export the masks there.</source>
   <translation>请更新 medseg，或在那里导出掩膜。</translation>
  </message>
  <message>
   <source>Update medseg.</source>
   <translation>请更新 medseg。</translation>
  </message>
  <message>
   <source>Update the program</source>
   <translation>请更新程序</translation>
  </message>
  <message>
   <source>Update the program.</source>
   <translation>请更新程序。</translation>
  </message>
  <message>
   <source>Update this program to read it</source>
   <translation>请更新本程序以读取它</translation>
  </message>
  <message>
   <source>Update this program to read it.</source>
   <translation>请更新本程序以读取它。</translation>
  </message>
  <message>
   <source>Use --via move</source>
   <translation>请用 --via move</translation>
  </message>
  <message>
   <source>Use --via move.</source>
   <translation>请用 --via move。</translation>
  </message>
  <message>
   <source>Use CT or MR</source>
   <translation>请用 CT 或 MR</translation>
  </message>
  <message>
   <source>Use CT or MR.</source>
   <translation>请用 CT 或 MR。</translation>
  </message>
  <message>
   <source>Use NIfTI</source>
   <translation>请用 NIfTI</translation>
  </message>
  <message>
   <source>Use NIfTI or NRRD</source>
   <translation>请用 NIfTI 或 NRRD</translation>
  </message>
  <message>
   <source>Use NIfTI or NRRD.</source>
   <translation>请用 NIfTI 或 NRRD。</translation>
  </message>
  <message>
   <source>Use NIfTI.</source>
   <translation>请用 NIfTI。</translation>
  </message>
  <message>
   <source>Use axial, coronal or sagittal</source>
   <translation>请用 axial、coronal 或 sagittal</translation>
  </message>
  <message>
   <source>Use axial, coronal or sagittal.</source>
   <translation>请用 axial、coronal 或 sagittal。</translation>
  </message>
  <message>
   <source>Use letters, digits, dot, dash and underscore</source>
   <translation>请用字母、数字、点、连字符和下划线</translation>
  </message>
  <message>
   <source>Use letters, digits, dot, dash and underscore.</source>
   <translation>请用字母、数字、点、连字符和下划线。</translation>
  </message>
  <message>
   <source>Use one of {0}</source>
   <translation>请用以下之一 {0}</translation>
  </message>
  <message>
   <source>Use one of {0}.</source>
   <translation>请用以下之一 {0}。</translation>
  </message>
  <message>
   <source>Use one of: {0}</source>
   <translation>请用以下之一：{0}</translation>
  </message>
  <message>
   <source>Use one of: {0}.</source>
   <translation>请用以下之一：{0}。</translation>
  </message>
  <message>
   <source>Use smaller voxels or a larger field of view</source>
   <translation>请用更小的体素或更大的视野</translation>
  </message>
  <message>
   <source>Use smaller voxels or a larger field of view.</source>
   <translation>请用更小的体素或更大的视野。</translation>
  </message>
  <message>
   <source>Use the click model for one slice</source>
   <translation>请用点击模型处理单个层面</translation>
  </message>
  <message>
   <source>Use the click model for one slice.</source>
   <translation>请用点击模型处理单个层面。</translation>
  </message>
  <message>
   <source>Use train or test, or leave the column empty</source>
   <translation>请填 train 或 test，或留空</translation>
  </message>
  <message>
   <source>Use train or test, or leave the column empty.</source>
   <translation>请填 train 或 test，或留空。</translation>
  </message>
  <message>
   <source>User guide</source>
   <translation>用户指南</translation>
  </message>
  <message>
   <source>Uterus</source>
   <translation>子宫</translation>
  </message>
  <message>
   <source>Values alone, no names or colours.</source>
   <translation>仅数值，没有名称和颜色。</translation>
  </message>
  <message>
   <source>Variation</source>
   <translation>变异度</translation>
  </message>
  <message>
   <source>Vein</source>
   <translation>静脉</translation>
  </message>
  <message>
   <source>Version {number} is out; this is {own}.</source>
   <translation>版本 {number} 已发布；当前为 {own}。</translation>
  </message>
  <message>
   <source>Version, licence, research use</source>
   <translation>版本、许可、科研用途</translation>
  </message>
  <message>
   <source>Vertebra</source>
   <translation>椎骨</translation>
  </message>
  <message>
   <source>View</source>
   <translation>视图</translation>
  </message>
  <message>
   <source>Visible</source>
   <translation>可见</translation>
  </message>
  <message>
   <source>Volume (mL)</source>
   <translation>体积（mL）</translation>
  </message>
  <message>
   <source>Volume minus manual volume</source>
   <translation>体积减手工体积</translation>
  </message>
  <message>
   <source>Volume of the manual labels</source>
   <translation>手工标签的体积</translation>
  </message>
  <message>
   <source>Volume, grey values and diameters of every segment</source>
   <translation>每个分割项的体积、灰度值和径线</translation>
  </message>
  <message>
   <source>Volume, position, size and grey values of each segment.</source>
   <translation>每个分割项的体积、位置、大小和灰度值。</translation>
  </message>
  <message>
   <source>Volumes, and all figures against the manual labels</source>
   <translation>体积，以及与手工标签比较的全部指标</translation>
  </message>
  <message>
   <source>Voxels of type {0} are not grey values</source>
   <translation>{0} 类型的体素不是灰度值</translation>
  </message>
  <message>
   <source>Voxels that share only an edge or a corner belong together</source>
   <translation>仅共用一条边或一个角的体素视为相连</translation>
  </message>
  <message>
   <source>Wait a moment and try again.</source>
   <translation>请稍候再试。</translation>
  </message>
  <message>
   <source>Wait a moment.</source>
   <translation>请稍候。</translation>
  </message>
  <message>
   <source>Wall</source>
   <translation>管壁</translation>
  </message>
  <message>
   <source>Ways to begin, the most used keys</source>
   <translation>开始方式和最常用的按键</translation>
  </message>
  <message>
   <source>Weights must stand in the file itself</source>
   <translation>权重必须在文件本身之内</translation>
  </message>
  <message>
   <source>Weights must stand in the file itself.</source>
   <translation>权重必须在文件本身之内。</translation>
  </message>
  <message>
   <source>Welcome…</source>
   <translation>欢迎…</translation>
  </message>
  <message>
   <source>What can be imported: a model folder of this program, or {0}</source>
   <translation>可导入：本程序的模型文件夹，或 {0}</translation>
  </message>
  <message>
   <source>What can be imported: a model folder of this program, or {0}.</source>
   <translation>可导入：本程序的模型文件夹，或 {0}。</translation>
  </message>
  <message>
   <source>What is it?</source>
   <translation>这是什么？</translation>
  </message>
  <message>
   <source>What is this file?</source>
   <translation>此文件是什么？</translation>
  </message>
  <message>
   <source>What it is…</source>
   <translation>说明…</translation>
  </message>
  <message>
   <source>What speaks for it</source>
   <translation>依据</translation>
  </message>
  <message>
   <source>What speaks for {name} at the crosshair; Escape takes it away</source>
   <translation>十字线处支持 {name} 的依据；按 Escape 取消显示</translation>
  </message>
  <message>
   <source>What the segment has there is erased</source>
   <translation>擦除分割项在此处的内容</translation>
  </message>
  <message>
   <source>Where are the cases to be saved?</source>
   <translation>病例保存到哪里？</translation>
  </message>
  <message>
   <source>Where is the image {name} now?</source>
   <translation>图像 {name} 现在在哪里？</translation>
  </message>
  <message>
   <source>Which prompt did what</source>
   <translation>各提示的作用</translation>
  </message>
  <message>
   <source>While a tool is used</source>
   <translation>使用工具时</translation>
  </message>
  <message>
   <source>White matter</source>
   <translation>白质</translation>
  </message>
  <message>
   <source>Who drew it</source>
   <translation>绘制者</translation>
  </message>
  <message>
   <source>Whole object</source>
   <translation>整个对象</translation>
  </message>
  <message>
   <source>Widen the window, or set the threshold by hand</source>
   <translation>请加宽窗宽，或手动设置阈值</translation>
  </message>
  <message>
   <source>Widen the window, or set the threshold by hand.</source>
   <translation>请加宽窗宽，或手动设置阈值。</translation>
  </message>
  <message>
   <source>Window</source>
   <translation>窗宽窗位</translation>
  </message>
  <message>
   <source>Window of the file</source>
   <translation>文件的窗宽窗位</translation>
  </message>
  <message>
   <source>Window {width:g}, level {level:g} HU</source>
   <translation>窗宽 {width:g}，窗位 {level:g} HU</translation>
  </message>
  <message>
   <source>Window/level</source>
   <translation>窗宽/窗位</translation>
  </message>
  <message>
   <source>Window/level with any tool</source>
   <translation>在任意工具下调窗</translation>
  </message>
  <message>
   <source>With</source>
   <translation>用</translation>
  </message>
  <message>
   <source>Work on {name} of {when} was not saved: the program ended early.</source>
   <translation>{when} 对 {name} 的工作未保存：程序提前结束。</translation>
  </message>
  <message>
   <source>Write 20260131 or 20260101-20260131</source>
   <translation>请写成 20260131 或 20260101-20260131</translation>
  </message>
  <message>
   <source>Write 20260131 or 20260101-20260131.</source>
   <translation>请写成 20260131 或 20260101-20260131。</translation>
  </message>
  <message>
   <source>Write ROW0,COLUMN0,ROW1,COLUMN1</source>
   <translation>请写成 ROW0,COLUMN0,ROW1,COLUMN1</translation>
  </message>
  <message>
   <source>Write ROW0,COLUMN0,ROW1,COLUMN1.</source>
   <translation>请写成 ROW0,COLUMN0,ROW1,COLUMN1。</translation>
  </message>
  <message>
   <source>Write four numbers with commas</source>
   <translation>请写四个数字，用逗号分隔</translation>
  </message>
  <message>
   <source>Write four numbers with commas.</source>
   <translation>请写四个数字，用逗号分隔。</translation>
  </message>
  <message>
   <source>Write it elsewhere</source>
   <translation>请写到别处</translation>
  </message>
  <message>
   <source>Write it elsewhere.</source>
   <translation>请写到别处。</translation>
  </message>
  <message>
   <source>Write plain figures in its place</source>
   <translation>请在其位置写入普通数字</translation>
  </message>
  <message>
   <source>Write plain figures in its place.</source>
   <translation>请在其位置写入普通数字。</translation>
  </message>
  <message>
   <source>Write that into {0} beside it, as docs/models.md shows</source>
   <translation>请将其写入旁边的 {0}，如 docs/models.md 所示</translation>
  </message>
  <message>
   <source>Write that into {0} beside it, as docs/models.md shows.</source>
   <translation>请将其写入旁边的 {0}，如 docs/models.md 所示。</translation>
  </message>
  <message>
   <source>Writes a table: status, time, and the volume of each segment</source>
   <translation>写出表格：状态、用时和每个分割项的体积</translation>
  </message>
  <message>
   <source>Writes measurements and the figures of every segment as CSV</source>
   <translation>将测量和每个分割项的数据写成 CSV</translation>
  </message>
  <message>
   <source>Writes the masks, reads them back and compares before anything is replaced</source>
   <translation>写出掩膜，读回并比较，之后才替换任何文件</translation>
  </message>
  <message>
   <source>Writes what the case has cost and who drew how much of it, as JSON or CSV</source>
   <translation>将病例耗时以及各绘制者所占部分写成 JSON 或 CSV</translation>
  </message>
  <message>
   <source>Writing the report</source>
   <translation>正在写报告</translation>
  </message>
  <message>
   <source>Writing the table</source>
   <translation>正在写表格</translation>
  </message>
  <message>
   <source>Written and verified: {path} ({what})</source>
   <translation>已写入并核验：{path}（{what}）</translation>
  </message>
  <message>
   <source>Written: {n} cases to {path}</source>
   <translation>已写入：{n} 个病例到 {path}</translation>
  </message>
  <message>
   <source>Written: {path}</source>
   <translation>已写入：{path}</translation>
  </message>
  <message>
   <source>Your last steps are in memory only: save a copy now.</source>
   <translation>最近的操作只在内存中：请立即另存一份。</translation>
  </message>
  <message>
   <source>ZIP of a study</source>
   <translation>检查的 ZIP 文件</translation>
  </message>
  <message>
   <source>Zoom</source>
   <translation>缩放</translation>
  </message>
  <message>
   <source>Zoom in</source>
   <translation>放大</translation>
  </message>
  <message>
   <source>Zoom out</source>
   <translation>缩小</translation>
  </message>
  <message>
   <source>`medseg commands` lists them</source>
   <translation>用 `medseg commands` 列出</translation>
  </message>
  <message>
   <source>`medseg commands` lists them.</source>
   <translation>用 `medseg commands` 列出。</translation>
  </message>
  <message>
   <source>a DICOMDIR: it names the patient, and lists files that are no longer the same</source>
   <translation>DICOMDIR：含患者姓名，且所列文件已不再相同</translation>
  </message>
  <message>
   <source>a face may be rebuilt from images of a head: faces are not removed</source>
   <translation>头部图像可能重建出面容：面部未去除</translation>
  </message>
  <message>
   <source>a page that a device wrote</source>
   <translation>设备写入的页面</translation>
  </message>
  <message>
   <source>a private kind of object: what it holds is not known</source>
   <translation>私有类型的对象：内容未知</translation>
  </message>
  <message>
   <source>a report, document, drawing, waveform or raw data: free text and unknown content are not cleaned</source>
   <translation>报告、文档、绘图、波形或原始数据：自由文本和未知内容不会被清除</translation>
  </message>
  <message>
   <source>a screen capture, ultrasound image, photograph or video</source>
   <translation>屏幕截图、超声图像、照片或视频</translation>
  </message>
  <message>
   <source>added along the boundary</source>
   <translation>沿边界多出</translation>
  </message>
  <message>
   <source>added away from the boundary</source>
   <translation>远离边界多出</translation>
  </message>
  <message>
   <source>an overlay is packed into its compressed pixels</source>
   <translation>压缩像素中含有叠加层</translation>
  </message>
  <message>
   <source>axial</source>
   <translation>横断面</translation>
  </message>
  <message>
   <source>by hand</source>
   <translation>手工</translation>
  </message>
  <message>
   <source>click model</source>
   <translation>点击模型</translation>
  </message>
  <message>
   <source>colour</source>
   <translation>颜色</translation>
  </message>
  <message>
   <source>copies</source>
   <translation>副本</translation>
  </message>
  <message>
   <source>coronal</source>
   <translation>冠状面</translation>
  </message>
  <message>
   <source>dcm2niix gave no answer</source>
   <translation>dcm2niix 没有给出结果</translation>
  </message>
  <message>
   <source>does not say whether text is burned in</source>
   <translation>未说明图像中是否印有文字</translation>
  </message>
  <message>
   <source>double click</source>
   <translation>双击</translation>
  </message>
  <message>
   <source>doubt {doubt:.2f}, differs {novelty:.2f}</source>
   <translation>存疑 {doubt:.2f}，差异 {novelty:.2f}</translation>
  </message>
  <message>
   <source>doubtful</source>
   <translation>存疑</translation>
  </message>
  <message>
   <source>duplicate</source>
   <translation>重复</translation>
  </message>
  <message>
   <source>entropy in bits</source>
   <translation>熵（比特）</translation>
  </message>
  <message>
   <source>file</source>
   <translation>文件</translation>
  </message>
  <message>
   <source>fractional</source>
   <translation>概率型</translation>
  </message>
  <message>
   <source>from</source>
   <translation>从</translation>
  </message>
  <message>
   <source>gap</source>
   <translation>间隙</translation>
  </message>
  <message>
   <source>inverted</source>
   <translation>反转</translation>
  </message>
  <message>
   <source>islands that are not there</source>
   <translation>多余的孤岛</translation>
  </message>
  <message>
   <source>islands that were missed</source>
   <translation>遗漏的孤岛</translation>
  </message>
  <message>
   <source>it says that text is burned in</source>
   <translation>声明图像中印有文字</translation>
  </message>
  <message>
   <source>it was captured or scanned</source>
   <translation>由截屏或扫描得到</translation>
  </message>
  <message>
   <source>its modality often has text burned in</source>
   <translation>其模态的图像常印有文字</translation>
  </message>
  <message>
   <source>left drag</source>
   <translation>左键拖动</translation>
  </message>
  <message>
   <source>likely good</source>
   <translation>可能良好</translation>
  </message>
  <message>
   <source>look again</source>
   <translation>请再看</translation>
  </message>
  <message>
   <source>magnified</source>
   <translation>放大</translation>
  </message>
  <message>
   <source>mean of the classes</source>
   <translation>各类平均</translation>
  </message>
  <message>
   <source>method</source>
   <translation>方法</translation>
  </message>
  <message>
   <source>middle drag</source>
   <translation>中键拖动</translation>
  </message>
  <message>
   <source>missed along the boundary</source>
   <translation>沿边界遗漏</translation>
  </message>
  <message>
   <source>missed deep inside</source>
   <translation>内部深处遗漏</translation>
  </message>
  <message>
   <source>model</source>
   <translation>模型</translation>
  </message>
  <message>
   <source>move</source>
   <translation>移动</translation>
  </message>
  <message>
   <source>no kind of image, mask or structure set</source>
   <translation>不是任何一种图像、掩膜或结构集</translation>
  </message>
  <message>
   <source>no original name, number, date or UID in the copy</source>
   <translation>副本中没有原姓名、编号、日期或 UID</translation>
  </message>
  <message>
   <source>open</source>
   <translation>待处理</translation>
  </message>
  <message>
   <source>operation</source>
   <translation>操作</translation>
  </message>
  <message>
   <source>others</source>
   <translation>其他</translation>
  </message>
  <message>
   <source>outside</source>
   <translation>外部</translation>
  </message>
  <message>
   <source>part</source>
   <translation>部分</translation>
  </message>
  <message>
   <source>parts were blackened as told; look whether that is all</source>
   <translation>已按要求涂黑部分区域；请确认是否完整</translation>
  </message>
  <message>
   <source>pip install 'medseg[cluster]', or leave it out</source>
   <translation>pip install 'medseg[cluster]'，或不用此选项</translation>
  </message>
  <message>
   <source>pip install 'medseg[cluster]', or leave it out.</source>
   <translation>pip install 'medseg[cluster]'，或不用此选项。</translation>
  </message>
  <message>
   <source>pixels as written</source>
   <translation>像素按原样写入</translation>
  </message>
  <message>
   <source>position</source>
   <translation>位置</translation>
  </message>
  <message>
   <source>probability</source>
   <translation>概率</translation>
  </message>
  <message>
   <source>resampled</source>
   <translation>已重采样</translation>
  </message>
  <message>
   <source>rescale</source>
   <translation>重新标定</translation>
  </message>
  <message>
   <source>right click</source>
   <translation>右键点击</translation>
  </message>
  <message>
   <source>right drag</source>
   <translation>右键拖动</translation>
  </message>
  <message>
   <source>sagittal</source>
   <translation>矢状面</translation>
  </message>
  <message>
   <source>sform</source>
   <translation>sform</translation>
  </message>
  <message>
   <source>spacing</source>
   <translation>间距</translation>
  </message>
  <message>
   <source>split</source>
   <translation>划分</translation>
  </message>
  <message>
   <source>text may be burned in: {why}</source>
   <translation>可能印有文字：{why}</translation>
  </message>
  <message>
   <source>the mouse</source>
   <translation>鼠标</translation>
  </message>
  <message>
   <source>the object</source>
   <translation>对象</translation>
  </message>
  <message>
   <source>through</source>
   <translation>经由</translation>
  </message>
  <message>
   <source>tilt</source>
   <translation>倾斜</translation>
  </message>
  <message>
   <source>to</source>
   <translation>到</translation>
  </message>
  <message>
   <source>unreadable</source>
   <translation>无法读取</translation>
  </message>
  <message>
   <source>up to</source>
   <translation>至多</translation>
  </message>
  <message>
   <source>uptake values (SUV) of a PET need times and the patient's weight, which were taken away</source>
   <translation>PET 的摄取值（SUV）需要时间和患者体重，而它们已被去除</translation>
  </message>
  <message>
   <source>variation (SD)</source>
   <translation>变异度（SD）</translation>
  </message>
  <message>
   <source>what speaks for it</source>
   <translation>依据</translation>
  </message>
  <message>
   <source>wheel</source>
   <translation>滚轮</translation>
  </message>
  <message>
   <source>where the slices of a mosaic lie stood in private attributes: it is one picture now</source>
   <translation>拼图各层面的位置记录在私有属性中：现在它只是一幅图</translation>
  </message>
  <message>
   <source>with a brush</source>
   <translation>用画笔</translation>
  </message>
  <message>
   <source>with the pointer</source>
   <translation>用指针</translation>
  </message>
  <message>
   <source>{0} answers in one slice at a time</source>
   <translation>{0} 一次只处理一个层面</translation>
  </message>
  <message>
   <source>{0} answers prompts, it does not segment by itself</source>
   <translation>{0} 响应提示，不能自行分割</translation>
  </message>
  <message>
   <source>{0} came with the program and stays as it is</source>
   <translation>{0} 随程序提供，保持不变</translation>
  </message>
  <message>
   <source>{0} cannot be a model's name</source>
   <translation>{0} 不能用作模型名称</translation>
  </message>
  <message>
   <source>{0} cannot be asked why</source>
   <translation>无法询问 {0} 的依据</translation>
  </message>
  <message>
   <source>{0} cannot be written: {1}</source>
   <translation>{0} 无法写入：{1}</translation>
  </message>
  <message>
   <source>{0} cases are too few to calibrate an interval of {1}</source>
   <translation>{0} 个病例太少，无法校准 {1} 的区间</translation>
  </message>
  <message>
   <source>{0} could not be started: {1}</source>
   <translation>{0} 无法启动：{1}</translation>
  </message>
  <message>
   <source>{0} does not find in this image what it was made for</source>
   <translation>{0} 在此图像中找不到其适用的对象</translation>
  </message>
  <message>
   <source>{0} ended without an answer</source>
   <translation>{0} 结束时没有结果</translation>
  </message>
  <message>
   <source>{0} failed (exit code {1}): {2}</source>
   <translation>{0} 失败（退出代码 {1}）：{2}</translation>
  </message>
  <message>
   <source>{0} folds of {1} patients cannot be made</source>
   <translation>无法将 {1} 名患者分成 {0} 折</translation>
  </message>
  <message>
   <source>{0} gives no probabilities: its doubt is not known</source>
   <translation>{0} 不给出概率：其存疑程度未知</translation>
  </message>
  <message>
   <source>{0} gives no probability of {1}: it cannot be calibrated</source>
   <translation>{0} 不给出 {1} 的概率：无法校准</translation>
  </message>
  <message>
   <source>{0} has ended</source>
   <translation>{0} 已结束</translation>
  </message>
  <message>
   <source>{0} has no label of the same name</source>
   <translation>{0} 没有同名标签</translation>
  </message>
  <message>
   <source>{0} has no option {1}</source>
   <translation>{0} 没有选项 {1}</translation>
  </message>
  <message>
   <source>{0} has other weights on this computer than where the batch was started</source>
   <translation>{0} 在此计算机上的权重与批处理开始时的不同</translation>
  </message>
  <message>
   <source>{0} holds {1} {2}, and the image has {3}</source>
   <translation>{0} 为 {1} {2}，而图像为 {3}</translation>
  </message>
  <message>
   <source>{0} is a program of its own: there is nothing to check</source>
   <translation>{0} 是独立的程序：没有可检查的内容</translation>
  </message>
  <message>
   <source>{0} is held for the mouse</source>
   <translation>{0} 已留给鼠标使用</translation>
  </message>
  <message>
   <source>{0} is longer than the image</source>
   <translation>{0} 比图像更长</translation>
  </message>
  <message>
   <source>{0} is no AE title</source>
   <translation>{0} 不是 AE 标题</translation>
  </message>
  <message>
   <source>{0} is no DICOM UID</source>
   <translation>{0} 不是 DICOM UID</translation>
  </message>
  <message>
   <source>{0} is no array of the kind that cases hold</source>
   <translation>{0} 不是病例所存的数组类型</translation>
  </message>
  <message>
   <source>{0} is no date</source>
   <translation>{0} 不是日期</translation>
  </message>
  <message>
   <source>{0} is no key</source>
   <translation>{0} 不是按键</translation>
  </message>
  <message>
   <source>{0} is no mouse gesture</source>
   <translation>{0} 不是鼠标手势</translation>
  </message>
  <message>
   <source>{0} is no rectangle</source>
   <translation>{0} 不是矩形</translation>
  </message>
  <message>
   <source>{0} is not installed</source>
   <translation>{0} 未安装</translation>
  </message>
  <message>
   <source>{0} is not one of your own models and stays</source>
   <translation>{0} 不是您自己的模型，予以保留</translation>
  </message>
  <message>
   <source>{0} is not waiting to be accepted or discarded</source>
   <translation>{0} 不在等待接受或放弃</translation>
  </message>
  <message>
   <source>{0} is nothing that the mouse does</source>
   <translation>鼠标没有 {0} 这一功能</translation>
  </message>
  <message>
   <source>{0} is of a kind that can be run, not taught</source>
   <translation>{0} 属于可以运行、不能训练的一类</translation>
  </message>
  <message>
   <source>{0} is open in another window{1}</source>
   <translation>{0} 已在另一窗口中打开{1}</translation>
  </message>
  <message>
   <source>{0} is still under way</source>
   <translation>{0} 仍在进行</translation>
  </message>
  <message>
   <source>{0} is the second stage of a cascade, which needs the first one's answer</source>
   <translation>{0} 是级联的第二阶段，需要第一阶段的结果</translation>
  </message>
  <message>
   <source>{0} label values are more than a model can learn ({1})</source>
   <translation>{0} 个标签值超过模型可学习的数目（{1}）</translation>
  </message>
  <message>
   <source>{0} million voxels lie between the seeds, more than {1}</source>
   <translation>种子之间有 {0} 百万体素，超过 {1}</translation>
  </message>
  <message>
   <source>{0} needs the DICOM series that the mask was drawn on</source>
   <translation>{0} 需要绘制掩膜所用的 DICOM 序列</translation>
  </message>
  <message>
   <source>{0} of {1} contours of {2} lie on no slice of the image</source>
   <translation>{2} 的 {1} 条轮廓中有 {0} 条不在图像的任何层面上</translation>
  </message>
  <message>
   <source>{0} overlaps another segment</source>
   <translation>{0} 与另一分割项重叠</translation>
  </message>
  <message>
   <source>{0} patients cannot be split into {1} folds</source>
   <translation>{0} 名患者无法分成 {1} 折</translation>
  </message>
  <message>
   <source>{0} processes cannot train on {1} GPUs</source>
   <translation>{0} 个进程无法在 {1} 个 GPU 上训练</translation>
  </message>
  <message>
   <source>{0} stands for both {1} and {2}</source>
   <translation>{0} 同时代表 {1} 和 {2}</translation>
  </message>
  <message>
   <source>{0},{1},{2},{3} is no rectangle</source>
   <translation>{0},{1},{2},{3} 不是矩形</translation>
  </message>
  <message>
   <source>{0}; the first, {1}: {2}</source>
   <translation>{0}；首个 {1}：{2}</translation>
  </message>
  <message>
   <source>{ai.accept} keeps the object, {ai.reject} takes it away, {ai.next_object} keeps it and adds a segment for the next one.</source>
   <translation>{ai.accept} 保留对象，{ai.reject} 去除对象，{ai.next_object} 保留对象并为下一个添加分割项。</translation>
  </message>
  <message>
   <source>{ai.next_guess} goes through the other answers: a part of it, the object, the whole.</source>
   <translation>{ai.next_guess} 依次查看其他结果：对象的一部分、对象、整体。</translation>
  </message>
  <message>
   <source>{error}

Details are in {folder}</source>
   <translation>{error}

详细信息在 {folder}</translation>
  </message>
  <message>
   <source>{name} copy</source>
   <translation>{name} 副本</translation>
  </message>
  <message>
   <source>{name} exists already.</source>
   <translation>{name} 已存在。</translation>
  </message>
  <message>
   <source>{name} is a TorchScript model, which is a program: it can do to your files what you can. Let it run only if you trust who made it.</source>
   <translation>{name} 是 TorchScript 模型，即一个程序：您能对文件做的，它都能做。仅在信任其制作者时才允许运行。</translation>
  </message>
  <message>
   <source>{name} is no better.</source>
   <translation>{name} 并无改进。</translation>
  </message>
  <message>
   <source>{name} is the case that is shown.</source>
   <translation>{name} 是当前显示的病例。</translation>
  </message>
  <message>
   <source>{name} mirrored</source>
   <translation>{name} 镜像</translation>
  </message>
  <message>
   <source>{name}: Dice {dice:.3f} over {n} cases.</source>
   <translation>{name}：Dice {dice:.3f}，共 {n} 个病例。</translation>
  </message>
  <message>
   <source>{name}: done in {seconds:.1f} s</source>
   <translation>{name}：完成，用时 {seconds:.1f} s</translation>
  </message>
  <message>
   <source>{name}: nothing changes.</source>
   <translation>{name}：没有变化。</translation>
  </message>
  <message>
   <source>{n} cases ranked.</source>
   <translation>已排序 {n} 个病例。</translation>
  </message>
  <message>
   <source>{n} could not be looked at, the first: {name}.</source>
   <translation>{n} 个无法查看，首个：{name}。</translation>
  </message>
  <message>
   <source>{n} could not be scored.</source>
   <translation>{n} 个无法评分。</translation>
  </message>
  <message>
   <source>{n} gaps</source>
   <translation>{n} 处间隙</translation>
  </message>
  <message>
   <source>{n} images came from a PACS.</source>
   <translation>{n} 幅图像来自 PACS。</translation>
  </message>
  <message>
   <source>{n} new segments</source>
   <translation>{n} 个新分割项</translation>
  </message>
  <message>
   <source>{n} of {all} islands stay</source>
   <translation>保留 {all} 个孤岛中的 {n} 个</translation>
  </message>
  <message>
   <source>{n} rows written to {path}</source>
   <translation>已将 {n} 行写入 {path}</translation>
  </message>
  <message>
   <source>{text}. {n} images received.</source>
   <translation>{text}。已接收 {n} 幅图像。</translation>
  </message>
  <message>
   <source>{title} is not possible now</source>
   <translation>现在无法执行{title}</translation>
  </message>
  <message>
   <source>{view.probability} colours each pixel by how sure the model is.</source>
   <translation>{view.probability} 按模型的确信程度为每个像素着色。</translation>
  </message>
  <message>
   <source>{which}: gave {given} cm², took {taken} cm²</source>
   <translation>{which}：增加 {given} cm²，减少 {taken} cm²</translation>
  </message>
  <message>
   <source>{why}: it is shown read-only.</source>
   <translation>{why}：以只读方式显示。</translation>
  </message>
 </context>
 <context>
  <name>view</name>
  <message>
   <source>{length} mm</source>
   <translation>{length} mm</translation>
  </message>
 </context>
</TS>
