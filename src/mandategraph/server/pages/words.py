"""The words of the pages in Chinese and in English."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["LANGUAGES", "words"]

LANGUAGES = ("zh", "en")

#: Key -> Chinese, English.
_WORDS: Mapping[str, tuple[str, str]] = {
    "about": ("所涉时间：", "Time: "),
    "add": ("展开", "Expand"),
    "address": ("标识符", "Identifier"),
    "agree": ("份文件陈述", "documents state this"),
    "agree_one": ("份文件陈述", "document states this"),
    "all": ("全部", "all"),
    "and_more": ("还有更多", "more"),
    "answer": ("答案", "Answer"),
    "answer_count": ("行", "rows"),
    "api": ("接口", "API"),
    "as_document": ("阅读文件", "Read the document"),
    "ask": ("提问", "Ask"),
    "brand": ("任务图谱", "mandategraph"),
    "built_from": ("来源文件", "Source file"),
    "chart": ("图示", "Chart"),
    "close": ("关闭", "Close"),
    "confidence": ("置信度", "confidence"),
    "copy": ("复制", "Copy"),
    "curl": ("用 curl 调用", "Use from curl"),
    "date": ("日期", "Date"),
    "document": ("文件", "Document"),
    "documents": ("文件", "Documents"),
    "documents_lead": (
        "图谱由这些文件建成；每一项事实都指向其中的一句话。",
        "The graph was built from these documents; every fact points at a sentence of one.",
    ),
    "edition": ("语言版本", "Edition"),
    "entities": ("实体", "Entities"),
    "error": ("出错了", "Something is wrong"),
    "example": ("示例", "Example"),
    "fact": ("事实", "Fact"),
    "facts": ("事实", "Facts"),
    "facts_here": ("本段陈述", "Stated here"),
    "farther": ("缩小", "Zoom out"),
    "filters": ("筛选", "Filters"),
    "find": ("查找", "Search"),
    "find_hint": ("名称、简称或文号，任何语言", "A name, a short form or a symbol, in any language"),
    "find_none": ("没有找到名称含此词语的实体。", "No entity has a name with these words."),
    "find_title": ("查找结果", "Search results"),
    "fit": ("显示全图", "Show all"),
    "from": ("从", "From"),
    "graph": ("图", "Graph"),
    "graph_lead": (
        "点选一个实体可展开其联系；点选一条线可看到陈述它的句子。",
        "Click an entity to see what it is joined to; click a line to read the sentences that state it.",
    ),
    "graph_none": (
        "此页需要绘图组件，安装包中没有。下表列出同样的联系。",
        "This page needs the drawing component, which this installation lacks. The table below lists the same links.",
    ),
    "home_lead": (
        "国际组织的文件说了什么：谁受命做什么，谁出资，与谁合作。每一项事实都指向陈述它的那句话。",
        "What documents of international organizations say: who is asked to do what, who pays, who works with whom. Every fact points at the sentence that states it.",
    ),
    "identifiers": ("其他标识", "Also known at"),
    "in_text": ("原文", "In the text"),
    "incoming": ("其他实体对它的陈述", "What is said of it elsewhere"),
    "item": ("议程项目", "Agenda item"),
    "json": ("JSON", "JSON"),
    "language": ("语言", "Language"),
    "machine": ("数据格式", "Data"),
    "map": ("地图", "Map"),
    "map_missing": ("未在图上：", "Not on the map:"),
    "map_note": (
        "圆的大小表示数量；圆点只示意国家所在，图上不画边界。",
        "The size of a circle shows the number; circles only show where countries are, and the map draws no borders.",
    ),
    "masthead": ("文件信息", "About this document"),
    "more": ("更多", "More"),
    "names": ("名称", "Names"),
    "nearer": ("放大", "Zoom in"),
    "neighbourhood": ("周边", "Neighbourhood"),
    "next": ("下一页", "Next"),
    "no_editor": (
        "编辑器组件没有随安装包提供，可在下框直接书写查询。",
        "The editor is not part of this installation; write the query in the box.",
    ),
    "no_rows": ("没有找到。", "Nothing found."),
    "no_text": (
        "图谱未收录此文件的全文，请按上列文号在文件库中查找。下列为陈述事实的段落编号。",
        "The graph was built without the text of this document: look for its symbol above in the library that holds it. Listed are the paragraphs that state facts.",
    ),
    "open_graph": ("在图中打开", "Open in the graph"),
    "outgoing": ("事实", "Facts"),
    "page_none": ("没有这一页。", "There is no such page."),
    "paragraph": ("段", "para."),
    "parameters": ("参数", "Parameters"),
    "part_of": ("隶属于", "Part of"),
    "passages": ("段落", "Passages"),
    "path": ("路径", "Path"),
    "path_find": ("查找两者之间的路径", "Find the way between two"),
    "path_none": ("两者之间没有路径。", "No way joins the two."),
    "permalink": ("此答案的链接", "Link to this answer"),
    "predicates": ("事实类别", "Facts by predicate"),
    "previous": ("上一页", "Previous"),
    "provisional": ("待审", "provisional"),
    "python": ("用 Python 调用", "Use from Python"),
    "query": ("查询", "Query"),
    "query_lead": (
        "用 SPARQL 查询图谱。答案在默认图中，出处在各语言版本的命名图中。",
        "Ask the graph in SPARQL. Answers are in the default graph, reasons in one named graph for each edition.",
    ),
    "question": ("问题", "Question"),
    "questions": ("问题", "Questions"),
    "questions_lead": (
        "备好的问题：填入名称即可得到带原文出处的答案。",
        "Prepared questions: give a name, get an answer with the sentences.",
    ),
    "rule": ("规则", "rule"),
    "run": ("运行", "Run"),
    "same_link": ("同一联系", "Same link"),
    "sentence": ("句", "sentence"),
    "sentences": ("句", "sentences"),
    "session": ("会议", "Session"),
    "shown_of": ("个实体，共", "of"),
    "skip": ("跳到正文", "Skip to the text"),
    "source": ("出处", "Source"),
    "sparql": ("SPARQL 查询", "The SPARQL"),
    "statements": ("句依据", "Statements"),
    "symbol": ("文号", "Symbol"),
    "table": ("表", "Table"),
    "things_lead": ("按相关事实多少排列。", "Those with most facts first."),
    "timeline": ("时间线", "Timeline"),
    "title": ("标题", "Title"),
    "to": ("到", "To"),
    "type": ("类别", "Type"),
    "types": ("实体类别", "Entities by type"),
    "use": ("如何调用", "Use it elsewhere"),
    "what_is_in": ("图谱内容", "What is in the graph"),
    "whole": ("全段", "Whole paragraph"),
}


def words(language: str) -> Mapping[str, str]:
    """The words in one language.

    :param language: zh or en.

    >>> words("en")["facts"]
    'Facts'
    """
    place = 0 if language == "zh" else 1
    return {key: pair[place] for key, pair in _WORDS.items()}
