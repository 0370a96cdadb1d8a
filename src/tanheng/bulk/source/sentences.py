"""The sentences about a table file: encoding, rows, columns and cells that were not read, in Chinese and English."""

from __future__ import annotations

Entry = tuple[str, str, str, str]  # message zh, en; remedy zh, en

SENTENCES: dict[str, Entry] = {
    "BATCH-102": (
        "未知的列 {found}",
        "unknown column {found}",
        "改名或删去；可用的列：{known}",
        "rename or remove it; known columns: {known}",
    ),
    "BATCH-106": (
        "列 {found} 出现了两次",
        "column {found} stands twice",
        "每列只保留一个",
        "keep one of them",
    ),
    "BATCH-107": ("表中没有数据行", "the table has no rows", "至少写一行", "give at least one row"),
    "BATCH-108": (
        "文件读不出来：{found}",
        "the file cannot be read: {found}",
        "另存为 CSV、.xlsx 或 Parquet",
        "save it as CSV, .xlsx or Parquet",
    ),
    "BATCH-128": (
        "这一行有不属于 {encoding} 编码的字节",
        "this row has bytes that are not of the encoding {encoding}",
        "整个文件用一种编码保存：UTF-8、UTF-16、GBK 或 GB18030",
        "save the whole file in one encoding: UTF-8, UTF-16, GBK or GB18030",
    ),
    "BATCH-129": (
        "这一行有 {found} 格，表头有 {wanted} 格",
        "this row has {found} cells, the heading has {wanted}",
        "每列都写分隔符，空格也要；格内有分隔符的（如 1,000），整格加双引号",
        "write the separator of every column, blank ones too; put a cell that holds the separator, such as 1,000, in double quotes",
    ),
    "BATCH-130": (
        "这一行的引号不成对",
        "the quotation marks of this row do not pair",
        "整格加双引号，格内的双引号写两次",
        "put the whole cell in double quotes and write a double quote inside it twice",
    ),
    "BATCH-131": (
        "从这一行起没有再读：引号不成对的行太多",
        "from this row on nothing was read: too many rows have quotation marks that do not pair",
        "改正前面的行，或另存为 .xlsx 或 Parquet",
        "correct the rows before, or save the table as .xlsx or Parquet",
    ),
    "BATCH-133": (
        "表头上面的第 {lines} 行没有读取：{found}",
        "above the headings line {lines} was not read: {found}",
        "要计入的数写进表里的列；说明可以留着",
        "put figures that count into columns of the table; a remark may stay",
    ),
    "BATCH-134": (
        "列 {found} 不认识，其中的 {count} 格没有读取",
        "column {found} is not known; its {count} cells were not read",
        "要计入的数用已知的列名：{known}；否则不用管它",
        "put figures that count under a known heading: {known}; else leave it",
    ),
    "BATCH-135": (
        "第 {found} 列没有表头，其中的 {count} 格没有读取",
        "column {found} has no heading; its {count} cells were not read",
        "补上表头，或清空这一列",
        "give it a heading, or empty the column",
    ),
    "BATCH-136": (
        "{found} 像是一个数的千位分到了两格",
        "{found} looks like one number whose thousands were parted into two cells",
        "带千位逗号的数整格加双引号，或去掉逗号",
        "put a number with thousands separators in double quotes, or leave the separators out",
    ),
    "BATCH-137": (
        "列 {found} 在这里不用，没有读取",
        "column {found} is not used here and was not read",
        "不用管它；要计入的，见 docs/concepts/batch.md 里列的用法",
        "leave it; what each column is for stands in docs/concepts/batch.md",
    ),
    "BATCH-138": (
        "其他年度的行没有计算：{found}",
        "rows of other years were not computed: {found}",
        "要算各年的，不写 --year",
        "leave out --year to compute every year",
    ),
    "BATCH-139": (
        "工作簿里没有找到表头（entity、month 等列名），看过的工作表：{found}",
        "no headings (entity, month and the like) were found in the workbook; sheets: {found}",
        "把列名写在一张工作表的一行里；tanheng template 的填报模板用 tanheng calculate 计算",
        "put the headings into one row of a sheet; a filled input template is computed by tanheng calculate",
    ),
    "BATCH-140": (
        "工作表“{found}”没有读取：只读第一张有表头的工作表",
        "the sheet “{found}” was not read: only the first one with headings is",
        "要计入的另存为一个文件，或并到前一张表里",
        "save what counts as a file of its own, or join it to the first table",
    ),
    "BATCH-141": (
        "月份 {found} 不在这一行的年度里",
        "month {found} is not in the year of this row",
        "改正月份或年度；其他年度的行在 year 列写明年度",
        "correct the month or the year; rows of another year say so in the column year",
    ),
    "BATCH-142": (
        "{found} 里有看不见的字符",
        "{found} holds characters that cannot be seen",
        "重新键入这一格",
        "type the cell anew",
    ),
    "BATCH-144": (
        "这是一家企业的填报数据，不是多家企业的表",
        "this is the input of one enterprise, no table of many",
        "用 tanheng calculate 计算",
        "compute it with tanheng calculate",
    ),
    "BATCH-143": (
        "列 {found} 是序号，没有读取",
        "column {found} counts the rows and was not read",
        "不用管它",
        "nothing to do",
    ),
}
