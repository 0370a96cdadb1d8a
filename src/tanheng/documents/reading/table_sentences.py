"""The sentences of what stands in a table and was not read, or was read with a doubt: cells left over, headings, totals, CSV lines."""

from __future__ import annotations

Entry = tuple[str, str, str, str]  # message zh, en; remedy zh, en

TABLE_SENTENCES: dict[str, Entry] = {
    "FILE-210": (
        "这张工作表没有读取：没有认识的表头（{found}）",
        "this sheet was not read: it has no known headings ({found})",
        "要计入的数移到模板的工作表；否则不用管它",
        "move what is to count into the sheets of the template; otherwise ignore this",
    ),
    "FILE-239": (
        "这些单元格没有读取：{found}，它们的上面没有表头",
        "these cells were not read: {found}; there is no heading above them",
        "补上表头（1月 至 12月、全年、单位等模板的词）；与填报无关的移到另一张工作表",
        "head them as the template does (the months, Year, Unit …); move what is no input to another sheet",
    ),
    "FILE-240": (
        "这些单元格没有读取：{found}，它们的表头{heading}不认识",
        "these cells were not read: {found}; their heading {heading} is not known",
        "表头写 1月 至 12月、全年、单位等模板的词；与填报无关的列移到另一张工作表",
        "head them as the template does (the months, Year, Unit …); move columns that are no input to another sheet",
    ),
    "FILE-241": (
        "这些单元格没有读取：{found}，它们的表头{heading}不是核算年度 {known} 的",
        "these cells were not read: {found}; their heading {heading} is not of the reporting year {known}",
        "改正表头或企业信息里的年度；别的年度的数移到另一张工作表",
        "mend the heading or the reporting year; move figures of other years to another sheet",
    ),
    "FILE-242": (
        "这些数值没有读取：{found}{under}，这里不填数值，或这一行已按别的栏读取",
        "these figures were not read: {found}{under}; no figure belongs there, or the row was read by other columns",
        "数量填到各月或全年栏（CSV 每行的格数与表头对齐）；不需要的清空",
        "enter amounts under the months or the year (in a CSV every row has as many cells as its headings), or clear them",
    ),
    "FILE-243": (
        "这里有数值没有读取：{found}",
        "figures that were not read: {found}",
        "要计入的数移到有表头的表里；否则不用管它",
        "move what is to count into a table with headings; otherwise ignore this",
    ),
    "FILE-244": (
        "这里的文字没有读取：{found}",
        "text that was not read: {found}",
        "要随数据保存的说明写进“备注”栏；否则不用管它",
        "write remarks that are to stay with the data in the note column; otherwise ignore this",
    ),
    "FILE-245": (
        "行内还有未读取的文字：{found}{under}",
        "text in rows that were read, but was not read itself: {found}{under}",
        "说明写进“备注”栏；信息项、代号和缺省值照模板原样",
        "write remarks in the note column; leave names, ids and defaults as the template has them",
    ),
    "FILE-246": (
        "表头的单位 {found} 与这一行的单位 {known} 不一致",
        "the heading's unit {found} contradicts the row's unit {known}",
        "表头和单位栏只写一个单位，或写成一样",
        "state the unit once, or alike in the heading and in the unit column",
    ),
    "FILE-247": (
        "全年 {found} 与各月合计 {known} 不一致，按各月计算{stored}",
        "the year says {found}, its months sum to {known}; the months count{stored}",
        "核对各月和全年，改正后再算；全年栏可以清空",
        "check the months and the year; the year's cell may be cleared",
    ),
    "FILE-248": (
        "全年 {found} 与各月的加权平均 {known} 不一致，按各月计算{stored}",
        "the year says {found}, the weighted mean of its months is {known}; the months count{stored}",
        "核对各月和全年，改正后再算；全年栏可以清空",
        "check the months and the year; the year's cell may be cleared",
    ),
    "FILE-249": (
        "全年 {found} 没有采用：各月不同（{known}），全年由各月算出{stored}",
        "the year's {found} was not used: its months differ ({known}) and the year follows from them{stored}",
        "核对各月和全年；全年栏可以清空",
        "check the months and the year; the year's cell may be cleared",
    ),
    "FILE-250": (
        "这一列是序号，没有读取：{found}",
        "this column counts the rows and was not read: {found}",
        "不用管它；如果是数据，请改正表头",
        "ignore this; if it is data, mend its heading",
    ),
    "FILE-251": (
        "这些行的月份不是核算年度 {known} 的，没有读取：{found}",
        "the months of these rows are not of the reporting year {known}; they were not read: {found}",
        "改正月份或企业信息里的年度；别的年度的数移到另一张工作表",
        "mend the months or the reporting year; move figures of other years to another sheet",
    ),
    "FILE-252": (
        "“{heading}”一栏只有一个数，它不算数量",
        "under “{heading}” stands a mere number; it counts as no amount",
        "数量填错了栏的移到各月或全年栏；是文件编号的，写出文件名称",
        "move an amount to the months or the year; where it is the number of a document, name the document too",
    ),
    "FILE-301": (
        "编码认不出：字节 {found} 不是 {known} 文本",
        "the encoding is not clear: byte {found} is no {known} text",
        "另存为 CSV UTF-8",
        "save it as CSV UTF-8",
    ),
    "FILE-302": (
        "CSV 写法有误，从这一行起没有读取：{found}",
        "malformed CSV; nothing was read from this line on: {found}",
        "检查引号是否成对，用表格程序另存为 CSV",
        "check that quotes are paired; save it as CSV from a spreadsheet program",
    ),
    "FILE-303": (
        "不认识的说明行：{found}",
        "unknown head line: {found}",
        "可用：{known}",
        "known: {known}",
    ),
    "FILE-304": (
        "说明行写在了表头的下面，没有读取：{found}",
        "a head line below the heading row was not read: {found}",
        "移到数据表的表头上面",
        "move it above the heading row of the data",
    ),
    "FILE-305": (
        "说明行多出了：{found}（只认前 {known} 项）",
        "the head line has too many parts: {found} (only the first {known} are known)",
        "各项用分号隔开，名称里不要用分号",
        "part the entries by semicolons, and use none within a name",
    ),
    "FILE-306": (
        "这一行有 {found} 格，表头只有 {known} 格，没有读取",
        "this row has {found} cells, its headings are {known}; it was not read",
        '数里的千位逗号去掉或加引号（"1,000,000"），文字里的逗号也要加引号',
        'remove thousands commas or quote the number ("1,000,000"); quote texts that hold a comma too',
    ),
    "FILE-307": (
        "{found} 像是被逗号拆成了两格的一个数，这一行没有读取",
        "{found} looks like one number parted into two cells; the row was not read",
        '千位逗号去掉或加引号（"1,000"）',
        'remove the thousands comma or quote the number ("1,000")',
    ),
}
