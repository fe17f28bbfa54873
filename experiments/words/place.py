"""Words of a community's own tables: what is wrong with them, what was written, the picture."""

from experiments.words.text import Text

PLACE = {
    "place.written": Text("Written:\n{files}", "已写出：\n{files}"),
    "place.next": Text(
        "Change the tables to what your community is, then:\n  coprod check {folder}\n"
        "  coprod run --config-dir {folder} community={name}",
        "把表格改成您的社区，然后执行：\n  coprod check {folder} --lang zh\n"
        "  coprod run --config-dir {folder} community={name} --lang zh",
    ),
    "place.problems": Text(
        "{folder}: {number} problems; nothing was drawn", "{folder}：共{number}个问题；未绘图"
    ),
    "place.good": Text(
        "{name}: no problems; {households} households in {buildings} buildings, {organisations}"
        " organisations with {ties} ties, {waiting} needs waiting at the start",
        "{name}：没有问题；{buildings}栋楼{households}户，{organisations}个组织、{ties}条联系，"
        "起始时有{waiting}项需求待满足",
    ),
    "place.tables": Text(
        "{folder}: tables read: {read}; left to the model: {drawn}",
        "{folder}：读取的表格：{read}；由模型决定：{drawn}",
    ),
    "place.drawn": Text("The picture is {path}", "图为{path}"),
    "place.use": Text(
        "Use it: coprod run --config-dir {folder} community={name}",
        "使用：coprod run --config-dir {folder} community={name} --lang zh",
    ),
    "place.unit": Text(
        "To consider: community.yuan_per_unit is the default, {default}, which goes with {usual}"
        " households; about {fitting} goes with {households}",
        "请留意：community.yuan_per_unit为默认值{default}，对应{usual}户；{households}户宜用{fitting}左右",
    ),
    "place.picture.title": Text(
        "{name}: {households} households, {organisations} organisations, {ties} ties at the start\n"
        "{drawn}",
        "{name}：{households}户，{organisations}个组织，起始联系{ties}条\n{drawn}",
    ),
    "place.picture.given": Text(
        "Households, organisations and ties are those of the tables", "住户、组织与联系均取自表格"
    ),
    "place.picture.drawn": Text(
        "Drawn by the model (seed 0, replicate 0), for no table says: {parts}",
        "由模型抽取（种子0，重复0），因无表格说明：{parts}",
    ),
    "place.picture.households": Text("households", "住户"),
    "place.picture.organisations": Text("organisations", "组织"),
    "place.picture.ties": Text("ties", "联系"),
    "place.picture.by_building": Text("Households by building", "各楼栋户数"),
    "place.picture.network": Text("Organisations and their ties", "组织及其联系"),
    "place.picture.waiting": Text("households with a need waiting", "起始时有待满足需求的户数"),
    "place.picture.trust": Text("trust {trust}", "信任{trust}"),
    "place.changed": Text(
        "{community}: changed since this study last ran it: {tables}; what was run before is kept,"
        " and isn't of the community as it is now",
        "{community}：自本研究上次运行以来已更改：{tables}；先前的结果保留，但不属于更改后的社区",
    ),
    "place.row": Text("row {row}", "第{row}行"),
    "place.column": Text("column {column}", "“{column}”列"),
    "place.comma": Text(", ", "，"),
    "place.line": Text("{where}: {what}", "{where}：{what}"),
    "place.problem.no_folder": Text("no such folder", "没有这个文件夹"),
    "place.problem.no_file": Text("no such file", "没有这个文件"),
    "place.problem.no_tables": Text(
        "no tables; a file .csv or .xlsx (ties also .graphml) with one of these names is needed:"
        " {allowed}",
        "没有表格；至少需要一个.csv或.xlsx文件（联系也可用.graphml），文件名可为：{allowed}",
    ),
    "place.problem.unknown_file": Text(
        "not a known name; tables are called: {allowed}", "文件名无法识别；可用的文件名：{allowed}"
    ),
    "place.problem.two_files": Text(
        "the same table is also in {other}; keep one", "与{other}是同一张表；请只保留一个"
    ),
    "place.problem.two_kinds": Text(
        "households are also in {other}; keep one of the two", "{other}也列出了住户；请二者留一"
    ),
    "place.problem.too_many_files": Text("over {most} files", "文件多于{most}个"),
    "place.problem.no_configuration": Text(
        "no configuration names these tables; {name} with the line {entry} is needed",
        "没有配置文件指明这些表格；需要{name}，其中写一行 {entry}",
    ),
    "place.problem.configuration_name": Text(
        "not a community's name; 1 to 40 of a-z, A-Z, 0-9 and _ are allowed, a letter first",
        "不能作为社区名；只能用1至40个a-z、A-Z、0-9或_，以字母开头",
    ),
    "place.problem.configuration": Text("refused: {reason}", "内容被拒绝：{reason}"),
    "place.problem.not_yaml": Text(
        "not a plain YAML file: {reason}", "不是普通的YAML文件：{reason}"
    ),
    "place.problem.yaml_mark": Text(
        "begins with a byte order mark, behind which the first line isn't seen; save it as UTF-8"
        " without",
        "开头有字节顺序标记（BOM），会使首行失效；请另存为“UTF-8”，不带BOM",
    ),
    "place.problem.yaml_encoding": Text(
        "not in UTF-8; save it as UTF-8 without a byte order mark",
        "编码不是UTF-8；请另存为“UTF-8”，不带BOM",
    ),
    "place.problem.yaml_entries": Text(
        "no entries; lines such as “place: .” are needed", "没有内容；需要“place: .”这样的行"
    ),
    "place.problem.yaml_deep": Text(
        "more than {most} brackets or indentations inside each other", "括号或缩进嵌套超过{most}层"
    ),
    "place.problem.yaml_alias": Text(
        "an anchor, alias or tag (&, *, !); write the value itself",
        "含有锚点、别名或标签（&、*、!）；请直接写出数值",
    ),
    "place.problem.yaml_computed": Text(
        "“{found}” is computed, which isn't done here; write the value itself",
        "“{found}”需要计算，此处不支持；请直接写出数值",
    ),
    "place.problem.yaml_package": Text(
        "the line “{line}” is missing, without which {found} isn't read; make it the first",
        "缺少“{line}”一行，因此无法读取{found}；请将其写在首行",
    ),
    "place.problem.yaml_line": Text(
        "the only line of this kind allowed is “{line}”", "此类行只能写“{line}”"
    ),
    "place.problem.yaml_defaults": Text(
        "defaults isn't allowed; write the values themselves", "不能使用defaults；请直接写出数值"
    ),
    "place.problem.yaml_setting": Text(
        "{found} is not a community's to say; give it on the command line",
        "{found}不属于社区的内容；请在命令行中给出",
    ),
    "place.problem.yaml_group": Text(
        "{found} is empty; give a value under it, or take the line away",
        "{found}下没有内容；请写出数值，或删去这一行",
    ),
    "place.problem.tables_folder": Text(
        "“{found}” is not the name of a folder", "“{found}”不是文件夹名"
    ),
    "place.problem.outside": Text(
        "{found} is outside this folder; a folder in it, or . for itself, is allowed",
        "{found}在此文件夹之外；只能是其中的文件夹，或用.表示其本身",
    ),
    "place.problem.no_tables_folder": Text("no folder {found}", "没有文件夹{found}"),
    "place.problem.unreadable": Text("can't be read: {reason}", "无法读取：{reason}"),
    "place.problem.too_big": Text(
        "over {most} MB; a table of at most {most} MB is allowed",
        "大于{most} MB；表格不得超过{most} MB",
    ),
    "place.problem.too_long": Text(
        "over {most} rows; at most {most} are allowed", "多于{most}行；最多{most}行"
    ),
    "place.problem.too_wide": Text(
        "{found} columns; at most {most} are allowed", "共{found}列；最多{most}列"
    ),
    "place.problem.empty": Text("empty; a row of column names is needed", "空文件；需要一行列名"),
    "place.problem.only_header": Text(
        "only column names; a row at least is needed, or no file",
        "只有列名；至少需要一行数据，否则请删去此文件",
    ),
    "place.problem.not_text": Text(
        "not text; save it as CSV UTF-8, or as .xlsx",
        "不是文本文件；请另存为“CSV UTF-8”或.xlsx",
    ),
    "place.problem.encoding": Text(
        "neither UTF-8 nor GB18030; save it as CSV UTF-8, or as .xlsx",
        "编码既非UTF-8也非GB18030；请另存为“CSV UTF-8”或.xlsx",
    ),
    "place.problem.csv": Text(
        "not read as CSV from here on ({reason}); quotes must be closed and cells short",
        "自此处起无法按CSV读取（{reason}）；引号须成对，单元格不可过长",
    ),
    "place.problem.no_excel": Text(
        "Excel files need the extra 'excel' (openpyxl); or save it as CSV UTF-8",
        "读取Excel文件需要安装openpyxl（coprod[excel]）；也可另存为“CSV UTF-8”",
    ),
    "place.problem.not_excel": Text(
        "not a workbook .xlsx; save it again with Excel, or as CSV UTF-8",
        "不是.xlsx工作簿；请用Excel重新保存，或另存为“CSV UTF-8”",
    ),
    "place.problem.bomb": Text(
        "too large once unpacked; at most {most} MB are allowed",
        "解压后过大；最多{most} MB",
    ),
    "place.problem.entities": Text(
        "declares a document type or entities, which no table needs; remove them",
        "含有文档类型或实体声明，表格不需要它们；请删去",
    ),
    "place.problem.not_graphml": Text(
        "not a GraphML file of a network", "不是描述网络的GraphML文件"
    ),
    "place.problem.graph_second": Text(
        "more than one network (graph); keep one", "含有不止一个网络（graph）；请只保留一个"
    ),
    "place.problem.graph_inside": Text(
        "“{found}” holds a network (graph) of its own; only a group of yEd may",
        "“{found}”内部另有网络（graph）；只有yEd的组可以",
    ),
    "place.problem.graph_hyperedge": Text(
        "a hyperedge ({found}); a tie is between two, so give an edge for each pair",
        "含有超边（{found}）；联系只在两者之间，请逐对给出边",
    ),
    "place.problem.graph_node_twice": Text(
        "node “{found}” is there twice; each once", "节点“{found}”出现两次；只能出现一次"
    ),
    "place.problem.graph_directions": Text(
        "edge “{found}” is {way}, others are {others}; all must be the one or the other",
        "边“{found}”为{way}，其他边为{others}；须全部一致",
    ),
    "place.problem.ragged": Text(
        "{found} cells; the header has {allowed}", "有{found}个单元格；列名只有{allowed}个"
    ),
    "place.problem.no_column": Text("this column is missing", "缺少这一列"),
    "place.problem.unknown_column": Text(
        "not a known column; allowed are: {allowed}", "列名无法识别；可用的列名：{allowed}"
    ),
    "place.problem.column_twice": Text("the same column is there twice", "同一列出现两次"),
    "place.problem.date": Text(
        "Excel made a date of it ({found}); give the cells the format Text and type it again",
        "Excel把它变成了日期（{found}）；请将单元格格式设为“文本”后重新输入",
    ),
    "place.problem.failed": Text(
        "a formula failed here ({found}); allowed is {allowed}",
        "此处公式出错（{found}）；只能是{allowed}",
    ),
    "place.problem.nothing": Text(
        "“{found}” stands for no value; leave the cell empty, or give {allowed}",
        "“{found}”表示没有内容；请留空，或填写{allowed}",
    ),
    "place.problem.nothing_needed": Text(
        "“{found}” stands for no value; {allowed} is needed",
        "“{found}”表示没有内容；须填{allowed}",
    ),
    "place.problem.garbled": Text(
        "“{found}” is text in another encoding; save the file as CSV UTF-8, or as .xlsx",
        "“{found}”是乱码（编码有误）；请将文件另存为“CSV UTF-8”或.xlsx",
    ),
    "place.problem.total_row": Text(
        "“{found}” is a row of sums, which would be counted twice; delete it",
        "“{found}”是合计行，会被重复计算；请删去这一行",
    ),
    "place.problem.spelling": Text(
        "“{found}” is written “{other}” in {file}, row {first}; write it one way (width, case and"
        " blanks don't make another name)",
        "“{found}”在{file}第{first}行写作“{other}”；请统一写法（全角半角、大小写和空格不区分名称）",
    ),
    "place.problem.title": Text(
        "not the names of columns, which are in row {header}; delete the rows above them",
        "不是列名，列名在第{header}行；请删去其上各行",
    ),
    "place.problem.unnamed": Text(
        "this column has no name; name it, or delete it (pandas writes such a one unless"
        " index=False)",
        "这一列没有列名；请填写列名或删去此列（pandas须用index=False导出）",
    ),
    "place.problem.full_width": Text(
        "full-width commas between the cells (“{found}”); put , as in the names of columns",
        "单元格之间是全角逗号（“{found}”）；请改用与列名行相同的分隔符",
    ),
    "place.problem.ending": Text(
        "has a table's name, but is not read; save it as one of {allowed}, or give it another name",
        "文件名是表格名，但此类文件不予读取；请另存为{allowed}之一，或更改文件名",
    ),
    "place.problem.formula": Text(
        "a formula ({found}); paste its value instead", "是公式（{found}）；请改为粘贴其数值"
    ),
    "place.problem.missing": Text("empty; {allowed} is needed", "空白；须填{allowed}"),
    "place.problem.not_allowed": Text(
        "“{found}”; allowed is {allowed}", "“{found}”；只能是{allowed}"
    ),
    "place.problem.twice": Text(
        "“{found}” is there twice, first in row {first}; each once",
        "“{found}”重复，首次在第{first}行；只能出现一次",
    ),
    "place.problem.more": Text(
        "over {most} problems; the others are not shown", "问题多于{most}个；其余不再列出"
    ),
    "place.problem.all_or_none": Text(
        "empty here, but given elsewhere; fill it in every row or in none",
        "此处空白，其他行却有；要么每行都填，要么都不填",
    ),
    "place.problem.total": Text(
        "{found} households in all; 1 to {most} are allowed", "共{found}户；应为1至{most}户"
    ),
    "place.problem.no_group": Text(
        "no row for {group}; each group needs one", "缺少“{group}”一行；每个群体须有一行"
    ),
    "place.problem.no_weight": Text(
        "all six categories are 0; one at least must be over 0", "六类均为0；至少一类须大于0"
    ),
    "place.problem.needs_households": Text(
        "needs the table of households, or of buildings, beside it",
        "须同时提供住户表或楼栋表",
    ),
    "place.problem.needs_organisations": Text(
        "needs the table of organisations beside it", "须同时提供组织表"
    ),
    "place.problem.no_building": Text(
        "“{found}” is no building of the households", "住户表中没有楼栋“{found}”"
    ),
    "place.problem.no_organisation": Text(
        "“{found}” is not among the organisations", "组织表中没有“{found}”"
    ),
    "place.problem.self_tie": Text(
        "“{found}” is tied to itself; two different ones are needed",
        "“{found}”与自身相连；须为两个不同的组织",
    ),
    "place.problem.too_many": Text(
        "{found} households; {most} are left there without an open need of this category",
        "{found}户；该处尚无此类待满足需求的只有{most}户",
    ),
    "place.problem.other_sector": Text(
        "doesn't go with the role; it must be {allowed}, or empty",
        "与角色不符；应为“{allowed}”或留空",
    ),
    "place.problem.all_priorities": Text(
        "empty, but other priorities are given; fill all six or none",
        "空白，但填了其他优先程度；六类须全填或全不填",
    ),
    "place.problem.too_many_of_role": Text(
        "{found} of role {role}; the model takes {most} at most",
        "角色为“{role}”的有{found}个；最多{most}个",
    ),
    "place.problem.number_twice": Text(
        "{found} is taken by another of this role; each number once",
        "{found}已被同一角色的其他组织使用；编号不得重复",
    ),
}
