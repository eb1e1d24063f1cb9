"""What a Chinese figure measures, as a short noun phrase in the document's own words."""

from __future__ import annotations

import re

__all__ = ["FIGURE", "measure"]

#: Stands for the figure in the words that go to :func:`measure`.
FIGURE = "\0"

_ASIDE = re.compile(rf"[（(][^（()）{FIGURE}]*[)）]")
_PAUSE = re.compile("[，；：]")
_BRACKETS = re.compile(r"[（(]其中|[（(）)]")
_AROUND = re.compile(rf"了?(?:约|近|超过|达|几乎|接近|将近|大约|逾)?{FIGURE}的?")
_CHANGE = re.compile(r"从(?:\d{4}年的?)?[\d,.]+[%％]?[^，。；]{0,4}?(?:增至|增加到|降至|减少到|提高到)(?:\d{4}年的?)?(?:国家)?")
_LEADING = re.compile(
    r"^(?:[\s，。：；、的]|国家的(?=.{2})|\d{4}年|[-–—]\d{4}年?(?:两年期|年度)?的?|以及|并且|而且|并(?!行)|但|由(?![^，。；]{0,10}(?:供资|资助))|人(?=[沦被推陷])|(?<!共)和(?!平)|且|而|其中|此外|现(?=有|包)|目前|其(?!他|余)|还|共(?=有|计)|已(?!经)|又|约(?!旦)|近(?!年)|超过|多达"
    r"|\d[\d,.]*[万千百亿]?[多余]?[个家名人项]?|拥有|雇有|设有|共有|有(?!关|效|机)|完成了对|包括|涵盖|使得?|为(?=[^，。；]{2,12}提供))+"
)
_TRAILING = re.compile(r"(?:[\s，。：；、（(）)的了达为至到约]|超过|共计|总计|达到|分别|增至|降至|接近|进行)+$")
_MOVED = re.compile(r"^(?:促使|将)(?P<what>[^，。；]{2,30}?)(?P<verb>提高|增加|减少|降低|缩短)$")
_PLACES = re.compile(r"^在国家(?:和地区)?(?P<what>[^，。；]{2,})$")
_ONE = r"[\d两二三四五六七八九十][\d,.]*[万千百亿]?[多余]?(?:[个期家名次项台座种门场吨人%]|毫克|公斤|千克|兆瓦时?|千瓦时?|立方米|公顷|美元|欧元)"
_SEVERAL = re.compile(
    rf"^(?P<verb>举办|组织|开展|培训|安装|提供|制定|减少|避免(?:排放)?|节约|节省)了?{_ONE}[^，。；]{{1,24}}?(?:和|以及)(?!{_ONE})"
    rf"|^(?P<first>(?:举办|组织|开展|培训|安装|提供|制定|避免)[^，。；]{{1,16}}?)(?:和|以及|、){_ONE}.*$"
)
#: One of several figures that share what was done: 130家企业和250名工人参加了培训.
_SHARED = re.compile(
    rf"{FIGURE}的?(?P<what>[^，。；和与及、{FIGURE}]{{1,12}})(?:和|以及|、){_ONE}[^，。；]{{1,20}}?(?P<done>(?:报名)?参加|出席|加入|接受|获得|得到|完成|受益)(?P<thing>[^，。；]*)"
)
_TOOK_PART = re.compile(r"(?:来自[\d,多余个国家的]+)?(?:人)?(?:[^，。；]{0,14}形式)?(?:参加|出席|报名参加)(?:了.*)?$")
_THEIRS = re.compile(rf"{FIGURE}[家个]?(?P<what>[^，。；的]{{2,16}})的(?P<who>参与者|参加者|学员|代表|专家|人员|员工)")
_AMONG = re.compile(rf"^在(?P<what>[^，。；]{{2,20}})中，{FIGURE}的?(?P<done>[^，。；]{{2,40}})$")
_SHARE = re.compile(r"(?:中，?|[（(](?:其中)?)(?:都是|[是为])")


def measure(words: str) -> str:
    """The words around a figure as a noun phrase.

    :param words: a clause in which :data:`FIGURE` stands for the figure.

    >>> measure(f"还将技术项目的执行额提高了{FIGURE}")
    '技术项目的执行额提高'
    >>> measure(f"安装了{FIGURE}的可再生能源系统"), measure(f"在{FIGURE}国家执行项目"), measure(f"工作人员从64人增至{FIGURE}")
    ('安装可再生能源系统', '执行项目的国家', '工作人员')
    >>> measure(f"{FIGURE}企业和250名工人参加"), measure(f"-2023两年期的经常预算总额为{FIGURE}")
    ('企业参加', '经常预算总额')
    """
    words = _ASIDE.sub("", words)
    of_countries = f"{FIGURE}国家" in words or f"{FIGURE}个国家" in words
    theirs = _THEIRS.search(words)
    if theirs is not None:
        return f"{theirs['who']}来自的{theirs['what']}"  # a figure in front of 公司的参与者 counts the companies
    among = _AMONG.match(words)
    if among is not None:
        return f"{among['what']}中{among['done']}"
    words = words.replace("分别", "") if FIGURE not in words else words  # 出口分别增长 of two, of each of whom a figure is told
    words = _SHARED.sub(lambda m: f"{FIGURE}{m['what']}{m['done']}{m['thing']}", words)
    for part in _PAUSE.split(words):
        if FIGURE in part and len(part) > 4:
            words = part
    words = _CHANGE.sub("", _AROUND.sub("", _CHANGE.sub("", words)))
    words = _SHARE.sub("中的", words)
    words = _BRACKETS.sub("", words) if words.count("（") + words.count("(") <= 1 else words
    words = _TRAILING.sub("", _LEADING.sub("", words))
    moved, places = _MOVED.match(words), _PLACES.match(words)
    if moved is not None:
        return moved["what"] + moved["verb"]
    words = _SEVERAL.sub(lambda m: m["first"] or m["verb"], words)
    if of_countries and words.startswith(("来自国家", "国家的")) and re.search("参加|出席|报名|与会|加入", words):
        return "参加者来自的国家"
    if _TOOK_PART.match(words):
        return "参加的人"
    if places is not None:
        return f"{places['what']}的国家"
    return words
