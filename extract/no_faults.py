"""Clauses that stand among dangers, or are worded like them, and fault nothing."""

import re

from extract.sentences import Span

_VIOLATES = "[^，。；]*(?:违|擅自|私自|非法|盲目|冒险|带[压电病]|超[员载限期])"
_WAYS = (
    # against which law something is, told of what the clauses beside it name
    re.compile(
        "(?:均|都|也|还|又|已|且|分别|涉嫌)*违反了?(?:《|[^，。；]{0,8}?(?:相关|有关|消防|安全|法律|国家))"
        "[^，。；]*(?:规定|要求|规范|标准|规程|条例)[》]?$"
    ),
    # an accident that was not reported, which the guide takes for its concealment
    re.compile("[^，。；]*未[^，。；、]{0,10}(?:报告|上报)[^，。；、]{0,6}事故$"),
    # a good state that is asked for: «电源是否关闭», «充电器有无全部拔掉»
    re.compile("[^，。；]*(?:是否|有无)(?:已|都|全部|均|及时|安装)*(?:关闭|关好|锁好|拔掉|切断|断开|牢固|稳固|牢靠)$"),
    # a duty cut short before what was not done
    re.compile("未[对将把向在按]$"),
    # how what happened was dealt with: «连夜做好积水清理», «铺设围油栏开展回收»
    re.compile(
        rf"(?!{_VIOLATES})[^，。；未没不无]*(?:做好|开展|加强|强化|进行)[^，。；未没不无]{{0,12}}"
        "(?:清理|吸附|处置|救援|疏散|监测|恢复|打捞|回收|转移|搜救)$"
    ),
    # how a fire was fought: «出两支水枪对车体进行灭火», «员工正使用灭火器扑救»
    re.compile(
        rf"(?!{_VIOLATES})[^，。；未没不无]*(?:进行|使用|利用|展开|实施|全力)[^，。；未没不无]{{0,12}}"
        "(?:灭火|扑救|冷却|降温|施救|营救|堵漏|稀释|警戒)$"
    ),
    # what was looked at or explained: «员工培训开展情况», «电动车充电注意事项»
    re.compile("[^，。；未没不无违缺]*(?:注意事项|常识|知识|(?:开展|落实|执行|运行|配备|设置|维护|管理)情况)$"),
    # what makes a danger greater, which is told for itself: «大大增加了装卸的安全风险»
    re.compile(
        "(?:这|都|也|均)*(?:大大|极大|明显|显著|直接)?(?:增加|加大|增大)了?[^，。；未没不无]*(?:风险|危险|难度|隐患|运输|储存)?$"
    ),
    re.compile("[^，。；未没不无]*(?:具有|具备|取得)[^，。；未没不无]{2,14}资质$"),
    # what was done to those at fault: «12家被吊销许可证», «有1家受到严重警告»
    re.compile(
        rf"(?!{_VIOLATES})(?![^，。；]*\d[起例次件])[^，。；未没不无]*(?:被|受到)[^，。；未没不无]{{0,8}}"
        "(?:摘牌|吊销|警告|处罚|停业整[顿改]|停产整[顿改]|取缔|关停|查封|约谈|通报|曝光|立案|问责)[^，。；未没不无]{0,8}$"
    ),
    # what a firm is: «是一家以松木为原料», «许可范围为普通货运»
    re.compile(
        rf"(?!{_VIOLATES})[^，。；未没不无]{{0,30}}?(?:[是系]一[家户座处]|主要从事|主营|(?:经营|许可)范围[为是]|多用[以于来])"
    ),
)


# what officers told those whom they inspected: «向店主讲解了|堵塞通道的危害»
_EXPLAINS = re.compile("(?<![未没不])向[^，。；]{1,16}?(?:说明|讲解|宣传|宣讲|介绍|告知|阐明|普及|提醒)")
_FAR = 24  # characters before a clause in which that is told
_HOLDS = re.compile("(?<![未没])(?:取得|持有|办理)了?$")
_LEAST = 6  # characters before a clause in which that it is held is told


def faults_nothing(text: str, clause: Span) -> bool:
    """Whether a clause only tells of a law, an inspection, a rescue or what a firm is or holds."""
    held = text.endswith("证", 0, clause.end) and _HOLDS.search(text, max(0, clause.start - _LEAST), clause.start)
    if explains := _EXPLAINS.search(text, max(0, clause.start - _FAR), clause.end):
        between = text[explains.end() : clause.start]
        return not any(mark in between for mark in "，。；：\n") and "未" not in text[clause.start : explains.start()]
    return bool(held) or any(way.match(text, *clause) for way in _WAYS)
