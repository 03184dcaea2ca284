"""Where an accident happened and of what kind it was, read from the words around the one that tells of it."""

import re
from functools import cache

from extract.rulebook import alternation, load, read
from extract.sentences import Span
from language.quick import compiled

_PLACE_VERB = compiled(
    r"(?:行驶?至|途[经径]|行经|驶至|驶入|(?<!现)(?<!存)在(?!建)|位于|地处)(?!清理|进行|施工|作业|维修|检修|安装|拆除|停产|生产|清淤)(?P<place>[^，。；]{2,40}?)(?:时|处|附近|境内|内|发生|突然|进行|开展|[与和](?![^，。；]{1,12}(?:交叉|交汇|路口))|，|$)"
)
_MOVER = re.compile(
    r"(?:清淤|清洗|气割|电焊|焊接|切割|清理|检修|维修|施工|生产|装卸|安装|拆除|浇筑|吊装|调试)(?=作业|过程|时|中|$)|(?<!第)(?:一|1|两|2|三|3|二|\d+|多)(?:辆|艘|台|名|人(?!民)|架|列|位|车|只)|物业(?=[电水保维工])|值班员|一[头匹条](?=[牛马犬狗猪驴骡公母])|一(?=[^，。；、一]{0,6}(?:直升机|飞机|无人机|飞行器))|自制的?|私[拉接]|乱接|未经|自家安装|有[多数几]|一(?=(?:居民|游客|村民|[工民]工|职工|渔民|老人|男子|女子|学生|司机|[^，。；]{0,4}[车船艇])(?!的?自?(?:家|院|宅|住宅|楼|屋|房|民房|平房|宿舍)))|“[^“”，。]{0,10}\d[^“”，。]{0,4}”|(?:养殖户|承包户|个体户|外包队|施工队|作业队|包工队|班组|游客|居民|村民|渔民|职工|电工|焊工|司机|老人|男子|女子|学生)?(?![省市县区镇乡州旗街村是有对])[\u4e00-\u9fff]某(?=[驾在某，从因骑不被未、等私擅进下上操触坠溺酒无持醉沿由乘]|$)|(?:学生|村民|居民|游客|职工|员工|渔民|工人|驾驶员)(?=[在骑驾因乘搭])|[\u4e00-\u9fff]{2,6}[A-Z]?\d{2,}[×\d]*(?:船|轮|号船|号轮|(?=[在与于]))|(?:外包|施工|作业|包工)队|(?:操作手|驾驶手)|[王李张刘陈杨赵黄周吴徐孙胡朱林何郭马罗梁宋郑谢韩唐冯董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙段雷钱汤尹黎易武乔贺赖龚]某某?(?!市|县|区|镇|乡|村|家|街|路|的?自建|[^，]{0,4}(?:公司|工地|小区|厂))|曾有|[又还另]有(?=[一两\d])|曾(?=发生)|另[一有](?![座家处栋])|就因|因|由于|在(?:[^，。；]{0,30}?)(?:作业|施工|生产|检修|清理|维修|拆除|安装|装卸|浇筑|吊装|过程|调试|清淤|工作|行驶|上班)(?:过程)?(?:中|时)?|进行|组织|突然|确实|先后|连续|(?<!路)(?<!线)员工|工人|从[^，]{1,12}$|驾驶|与(?![^，。；]{1,14}(?:交叉|交汇|交会|路口|相交|之间))|将|被(?!取缔|关[闭停]|查[封处]|废弃|责令|[^，。；]{1,4}的)|作业(?![点区面场]|平台)|违[章规]|擅自|正在|准备|私自|冒险|盲目|强行|误入|误触|打通|凿穿|踩[空破踏]|碾压|清掏|搬运|吊运|横穿|翻越|攀爬|钻[入进]|跳入|下到|路过|骑[着车行]|乘坐|夜里|深夜|半夜|操作|施工时|的?(?:一|某)处(?![^，。；]{0,12}(?:[房楼厂场店院棚仓库站屋宅点坊馆所池塘坑井山林地村矿窑厅室]|工地|小区|路段|水域))|不慎|起|有(?:人|\d)"
)
_PLACE_HEAD = re.compile(
    r"^(?:【[^】]{1,12}】|[，、：；。\s①-⑳▲●◆■★※*·—【】\]\[]|[（]?(?:原标题|又讯)：?|(?:事[发故])?(?:发生)?的?(?:地点|位置)(?:为|是|在|位于|：)|\d{1,2}[：:]\d{2}(?:[至到—~-]+\d{1,2}[：:]\d{2})?|(?:刚才|刚刚|前面|会前|方才)?[^，。；的]{0,10}(?:(?<![停存堆摆])放|说|讲|提到|通报|播放?|看到?|介绍|点到)过?的|还有|前不久|不久前|前段时间|早些时候|相邻的|今（\d+）日|[^（），。；]{0,4}）|（[^（）]{1,12}）|[^，。；]{0,6}(?:前夜|前夕|当晚)，|里?\d{1,2}[点时](?:\d+分|多|许|半)?|里(?=[，\d])|间(?![接隔距])|去年同期|同期|就在|刚|雨后|那天|这天|有一[天次]|第[一二三四五六七八九十\d]+起|[一二三四五六七八九十]+是|（?[一二三四五六七八九十\d]{1,3}[）、.．]|在(?!建)|位于|晨(?=[，在]|$)|经(?![济开])[^，。；]{1,24}(?:核实|核查|调查|确认|鉴定|查明|了解)[，：]?|(?:您|你|网友|群众|来信|投诉人?|举报人?)[^，。；]{0,4}(?:反映|咨询|投诉|举报)的|(?:投保人|被保险人|承租人)|据[^，]{0,14}，|[^，。；：]{0,8}接(?:到)?(?:群众|市民|村民|游客)?(?:报警|报案|报称|求助|反映)(?:称)?[，：]?|辖区内?的?|[^，。]{0,16}接报(?:告|称)?(?:在)?|经[^，。]{1,6}，|经?调查|认定|了|查明|通报了?|观看|学习|经查|其中|又|特别是|尤其是?|如|例如|比如|我国|全国各地|各地|国内|发生在|近日|日前|近期|最近|随后|当日|当天|左右|许|凌晨|上午|下午|晚上?|夜间?|午后|课间|[课饭]后|中午|清晨|傍晚|深刻|认真|要|吸取|汲取|吸收|接受|以及|和|及|从[^，]{1,8}看|来看|前后|通报|关于|针对|对|年初|去年|今年|省外|省内|市内|典型案例|案例[一二三四五六七八九十\d]*|事故经过|经过|参与|处置|事故|分别|给我们敲响|先后|相继|连续|后|来|的|又)+"
)
# right before what happened: «客轮|在长江监利段|倾覆», not «工人|在作业中|坠落»
_AT_EVENT = re.compile(
    r"[在于](?!建|职|校|编|此)(?P<place>[^，。；：在于]{2,24}?)(?:附近|处|时)?(?:[与和同](?:一|另一|\d)?[艘辆台只条列][^，]*)?(?:突然|突发|不幸|不慎|意外|先后|相继|再次|发生)*$"
)
# where people had gone to: «到|龙滩河边|玩耍»
_GONE = re.compile(
    r"(?:到|去|往|来到)(?P<place>[^，。；：到去往]{2,20}?)(?=(?:内|里|中|上)?(?:玩耍|玩水|游泳|戏水|洗澡|垂钓|钓鱼|捕鱼|漂流|划船|滑冰|捞|采|游玩|旅游|登山|徒步|露营|野炊|祭祖|扫墓|放牧|割|干活|干农活))"
)
_A_TIME = re.compile("(?:[时中后前]|过程|途中|期间|作业|施工|[上下内里]|[路水]边)$")
# what follows a place that is told of a thing or a deed there: «影视基地|在拍摄夜戏时», «乐园|的转盘»
_OF_PLACE = re.compile(r"在(?!建|职|校|编|岗|线)|的|用(?=[^途地房水电])|把|正在")
_DEED = re.compile("开展|从事|进行|实施|组织|承揽|承接")
_A_SPOT = re.compile("[一某几][家处间户栋座个]|[房屋店铺摊棚楼林山坡田塘沟池室]|超市|商[铺场]|门市|KTV|吧|浴|餐|饭|乐$")
_WHOLE_AREA = re.compile(
    r"^(?:我|全|本|该|各)?(?:国|省|市|县|区|镇|乡|街道|辖区|地|州|盟|旗|系统|行业|领域|全市)?$|^[一两\d]+[个名座台家起位人周]?$"
)
_VEHICLE = re.compile(r"(?:车|船|舶|艇|驾驶员|司机|男子|女子|工人|人员)$")
_WORKER = re.compile(
    _VEHICLE.pattern
    + "|[工员手](?:$|[在于从对用])|(?:[电焊架炉瓦木杂民普漆钳]|员|职|操作|装卸|维修|检修)工|工人|操作[员手]"
)
# what a unit did, not where: «平川矿业|长期越界开采», «客运公司|对司机疏于管理»
_FAILS = re.compile(
    "(?:内部|安全)管理|(?:安全生产)?主体责任|突降|遭[遇受]|对(?![面岸外门])|拒|未(?!来)|无视|隐瞒|擅自|违[规章法]|非法|严重|长期|逃避"
)
_OWNER = re.compile(
    r"由?[^，。；]{2,25}?(?:承建|施工|承包|承揽|建设|开发|代建|总包|安装|维保|维护|管理|租用|使用)的(?=[^，。；]{3})"
)  # «市二建承建的金都花园工地»
# where a vehicle or a person was, other than where it is from: «溪头乡渡船在清水滩水域», «货车沿205线行驶至66公里处»
_WENT = compiled(
    r"(?:(?:[车船艇舶轮机梯”某员工民生人客司队商]|\d[×\d]*)(?:[^，。；在沿由]{0,4})?|[，）（](?!在))(?:在(?![建职校编])|自(?=[^，。；自]{2,14}[上下][行水][，时])|沿着?|由[^，。；]{1,6}[向往][^，。；]{1,6}?(?:行驶)?[至到]|当?(?:行驶?至|驶至|途[经径]|行经))"
    r"(?P<place>[^，。；]{2,40}?)(?:处(?![理置])|(?=时|因|发生|突然|乘坐|乘|搭乘|钓鱼|捕鱼|骑行|[与和](?![^，。；]{1,12}(?:交叉|交汇|路口))|附近|游泳|玩耍|戏水|作业|施工|检修|维修|打捞|清[理淤]|抛锚|锚泊|靠泊|停泊|避风|执行|起飞|降落|落地|着陆|滑行|[上下]行|[上下]水|航行|运行|由[^，。；]{1,6}[向往]|演出|拍摄|开展|举行|放牧|[，。；]|$))"
)
_OWN_PLACE = re.compile(
    r"(?<!长下)(?<!下)(?:[\u4e00-\u9fffA-Z\d]{2,}(?:水域|海域|锚地|泊位|航道|水道|航槽|航段|江段|河段|[江河]面|水库|草原|牧场|林场|机场|车站|服务区|渡口|垭口|[河江湖港滩岭湾垭坳峡]|[路街](?!边|口|面)|路段|大道|桥|隧道|高速|[线道]|变电[站所]|[站镇乡村县]|工地|项目|工程|公司|[厂矿]|小区|地块|片区|标段|煤矿|[园库场店]|景区|公园|广场|路口|市场|码头|学校|医院|大厦|[中小]学)|\d公里|K\d)"
)
_NO_NAME = compiled(
    r"通村|通组|村道|乡村公路|急弯|厂区|场[区内]|院内|村口|路[边面口旁]|现场|楼顶|(?:长?下|上)坡|弯道|施工|作业|停车|应急|临时|附近|自家|家中|返航|返程|途中|道路|未|没|无|不|进行|清[理淤洗池]|检[修查]|维[修护]|处理|操作"
)
_ELSE_THAN_PLANT = re.compile("[省市县区乡镇村街路线河江湖海]|[国省县]道|高速|水库|工地|工程|项目|大厦|小区|码头")
# «持续强降雨导致的|河口等地|洪涝灾害»
_BY_NATURE = re.compile("^[^，。；]*(?:导致|引发|造成)的|(?:洪涝|山洪|地质|气象)+灾害$")
_HAPPENED = re.compile(
    "^(?:(?:全[国省市县区]|各地|国内)?(?:接连|先后|相继|连续|连着|陆续|近期|近来|又|再次|还|也)){0,2}(?:发生|出)了?(?!版|租|口|入|站)"
)
_MOVED = re.compile(
    r"(?:由[^，。；]{1,6}[向往][^，。；]{1,6}?)?(?:行驶|行进)?，(?:当?行?驶?|途)[至到经]|由[^，。；]{1,6}[向往][^，。；]{1,6}?(?=行驶)|(?:由[^，。；]{1,6}[向往][^，。；]{1,6}?)?(?:正常)?(?:行驶?|驶|开)[至到]|方向行驶[至到]"
)
_ONWARD = re.compile(
    r"(?:由[^，。；]{1,6}[向往][^，。；]{1,6}?)?(?:行驶|行进|驾驶)?，(?:当?行?驶?|途)[至到经](?P<place>(?![^，。；]{0,8}(?:医院|死亡))[^，。；]{2,24}?)(?=时|处|附近|，)"
)
_OFFICE = re.compile(
    "(?:政府|管理局|应急局|安监局|安委[办会]|支队|大队|委员会|办公室)[对就在]?$"
)  # who acts, not where
_NOT_WHERE = re.compile(
    "形势|态势|局面|认为|认定|^[^，。；省市县区镇乡村路]{0,3}(?:[列汽货客轿]车|[渔货客]?[船轮艇]|飞机|直升机)$"
)  # «我市道路交通安全形势严峻，接连发生事故»
_REMARK = re.compile(
    "[我全本该][省市县区镇乡厂矿][又也就还]|出了?事|了$|看[到见]|听[到说]"
)  # «我市也出了事，东郊一作坊…»
_THERE = re.compile(
    r"^(?:就|也|又)?在?(?:此[处地]|(?:该|本)(?:省|市|县|区|镇|乡|村|街道|厂|矿|库|站|校|店|公司|企业|单位|小区|工地|项目|水库|隧道)(?:村民|居民|职工|员工|工人|学生|$)|该(?:处|地|路段|路口|水域|海域|地点)|这(?:里|个(?:路段|水域|地方|路口))|同一(?:地点|路段|位置|水域|处))"
)
_LESSON = re.compile(r"吸取了?|汲取了?|吸收|记取|反思|通报了?")  # 深刻吸取…教训
# who was told of it: 市119指挥中心接到报警称：…
_CALL = re.compile(
    "(?:指挥中心|中队|大队|支队|救援站|派出所|1[12][09])接(?:到|报|警)[^，。；：]{0,10}[，：](?!立即|迅速|后)"
)
_PLACE_WORD = compiled(
    r"工程(?!车|队)|旅社|\d室|罐区|井|地盘|房|屋|宿舍|车间|工段|渠|[园馆库仓所塘池]|[国省县乡]道|[\u4e00-\u9fff\d]线(?=\d|K|上|$)|[省市县区镇乡村州盟旗街路道桥厂矿院校店场站港江河湖海]|公司|工地|小区|大厦|楼|高速|隧道|集团|业|项目|企业|[小中大]学(?!生)|幼儿园|夜总会|[舞餐大客展门]厅|酒吧|网吧|[浴教]室|车库|[垭路山渡巷]口|[海河江港]湾|[河沙海]滩|乐园|景区|公园|广场|市场|基地|锚地|泊位|航道|船坞|商铺|店铺|作坊|焚[化烧]炉|[高转]炉|[湖江河海水]面|[江河航]段|北京|上海|天津|重庆|内蒙古|广西|西藏|宁夏|新疆"
)
_BRACKETS = re.compile(r"（[^（）]*）")
_CLAUSE = re.compile("[^，：]+")
_ELSEWHERE = re.compile("(?:[^，]{0,8})?(?:送往|送至|送到|转往|转至|赶赴|赶往|开往)")  # where the hurt were taken
_AT_POINT = compiled(
    r"[在于](?P<place>(?!其)[^，。；在至]{2,24}?(?:海里|公里(?:[+加]?\d+米)?|水域|海域|K\d+[+\d]*米?|[国省县乡]道(?=上|与)|(?:大道|高速|公路)(?=上|与)))"
)
_HIRED = re.compile(
    "(?:所属|雇[佣请用]|聘[请用]|委托|外包|租[用赁])的|(?:外委|外包|委托|承包|劳务|协作)单位"
)  # «水厂委托的单位»: the works is the place
_WITHIN = re.compile(
    r"\d+(?:号|\#|层|楼)|[一二三四五六七八九十]+(?:号|层|楼)|[^，。；]{0,4}(?:车间|厂房|库房|仓库|屋面|楼顶|罐|池|仓|炉|平台|井下)"
)  # a spot of a unit that stands before it
_MOVES = re.compile("[离进入出到退当现][场厂]|[出下入]海|上路|[出进返离]港|[停营作]业")  # what people do there
_NO_PLACE = re.compile("肇事|通道$|人员$|要把|必须|应当|务必")
_PLACE_END = compiled(
    r"(?:[煤矿药铝钢纸]业|[厂矿院校店场站港库园楼馆所区县镇乡桥段棚井]|中心(?![城区街线小])|村(?!民)|街道?|大道|[中小大]学(?!生)|[国省县乡]道|地盘|工程(?!车|队|局)|宿舍|渠|(?<![短线管电油气水回])路|公司|工地|小区|大厦|高速|隧道|集团|项目|企业|商厦|作坊|水域|海域|工作面|车间|罐区|水库|教学点|网点|民宿|宿舍|(?:村|[一二三四五六七八九十\d])组|标段|机房|锅炉房|[江河湖])(?![\u4e00-\u9fff]?(?:[厂矿院校店库园]|公司|工地|集团|项目))"
)
_TOLD = re.compile(
    r"故障|突泥|涌水|短路|引燃|起火|着火|烧|清[理掏洗运]|浓烟|爆|塌|垮|冒落|掉道|倒|坠|翻|泄|漏|燃|冒顶|片帮|滑坡|倾|沉|撞|倒烟|冒烟|充电|断缆|折断|失稳|失控|大雾|团雾|玩水|游泳|戏水|动火|电焊|清淤|清池|检修|维修|触礁|断裂|脱落|掀|溺|砸|压|夹|卷"
)
_TRAILING = compiled(
    r"(?:粉尘|瓦斯|煤气|液化(?:石油)?气|天然气|燃气|沼气|氨气?|铝粉|液氨)+$|(?:的[^，的]{1,6}[工员]|[，、在内中的时又也还]|又?有|接连|陆续|再次|先后|相继|[也还]?曾于?|纪念|玩耍|游泳|戏水|洗澡|垂钓|运行|行驶|停[放靠泊])+$"
)
_AFLOAT, _ASHORE = (
    re.compile("[船艇舶轮][^。]*[相碰]撞|[相碰]撞[^。]*[船艇舶轮]"),
    re.compile("[汽货客轿摩]车|公路|高速|国道|省道|县道|轮胎|三轮|二轮"),
)
_VEHICLES = re.compile("车(?![间库位床工])|驾驶|公路|拖拉机|收割机|道路|路外")
_FALLS = re.compile("坠|跌|掉[入落下进]|翻[入下]")
_CRASHES = re.compile("追尾|相撞|碰撞|侧翻|撞[上向]|翻车|交通|车祸|肇事|刮擦|剐蹭")
_AT_SEA = re.compile("[船艇舶海河江湖渔轮舟]|水库|水域|沉")
_CALLED = re.compile(
    r"发生(?:了|过)?(?:一起|一次|1起)?(?:特别重大|重大|较大|一般)?(?:生产安全)?(?P<what>(?![^，。；、]{0,4}(?:责任|重大|较大|一般|[亡死]|伤(?!人[事案])|安全|意外|类似|突发|同类))[^，。；、\d]{2,6}?)(?:事故|事件|案件)"
)  # «发生运输事故»: a type that no list has
_LONGEST = 60  # characters of a place's name; more is a sentence


@cache
def words(name: str) -> re.Pattern[str]:
    """A word list of rules/accidents.toml."""
    return read("accidents").compile(f"${name}")


def place_in(text: str, start: int, event: int) -> Span:
    """The words of text[start:event] that say where, less what says who did what; empty where nothing does."""
    start = max((match.end() for match in _LESSON.finditer(text, start, event)), default=start)
    start = max((match.end() for match in _CALL.finditer(text, start, event)), default=start)
    raw = _BRACKETS.sub(lambda aside: "（" * len(aside[0]), text[start:event])
    head = _PLACE_HEAD.match(raw)
    low = head.end() if head else 0
    if (went := _went_to(raw, low)) is not None:
        return Span(start + went[0], start + went[1])
    clauses = [match.span() for match in _CLAUSE.finditer(raw, low)]
    named = [found for clause in clauses if (found := _in_clause(raw, *clause))]
    sure = (
        span
        for span in named
        if is_there(raw[slice(*span)]) or (_PLACE_WORD.search(raw, *span) and not _REMARK.search(raw, *span))
    )
    only = named[0] if len(clauses) == 1 and named else (0, 0)
    low, high = next(sure, None) or _at_event(raw, low) or _gone(raw, low) or only
    return Span(start + low, start + high)


def _at_event(raw: str, low: int) -> tuple[int, int] | None:
    """Where in raw the place stands that is told right before what happened; None for none."""
    match = _AT_EVENT.search(raw, low)
    if match is None or _NO_NAME.match(match["place"]) or _A_TIME.search(match["place"]):
        return None
    named = _OWN_PLACE.search(match["place"]) or _PLACE_WORD.search(match["place"])
    return (match.start("place"), _before_deed(raw, *match.span("place"))) if named else None


def _before_deed(raw: str, low: int, high: int) -> int:
    """Where the name of a place ends that a deed there is told of: «冶金公司|开展清淤作业»."""
    deed = _DEED.search(raw, low, high)
    return deed.start() if deed and deed.start() - low in place_ends(raw[low:high]) else high


def _in_clause(raw: str, low: int, high: int) -> tuple[int, int] | None:
    """Where in a clause the name of a place stands; None for none."""
    if _ELSEWHERE.match(raw, low, high):
        return None
    head = _PLACE_HEAD.match(raw, low, high)
    low, end = head.end() if head else low, high
    mover = _MOVER.search(raw, low, end)
    high = mover.start() if mover else end
    told = _PLACE_VERB.search(raw, low, end) if high - low < 2 or _only_mover(raw[low:high]) else None
    if told:
        return told.span("place")
    if owner := _OWNER.match(raw, low, high):
        low = owner.end()
    if hired := _HIRED.search(raw, low + 2, high):
        high = hired.start()
    high = _of_place(raw, low, high)
    name = _TRAILING.sub("", _up_to_place(raw[low:high])) or _ship(raw, high)
    if is_there(name):
        return low, low + len(name)
    if _WHOLE_AREA.match(name) or _NOT_WHERE.search(name) or _OFFICE.search(name) or len(name) > _LONGEST:
        return None
    return low, low + len(name)


def _gone(raw: str, low: int) -> tuple[int, int] | None:
    """Where in raw the place stands that people had gone to; None for none."""
    match = _GONE.search(raw, low)
    return match.span("place") if match else None


def _of_place(raw: str, low: int, high: int) -> int:
    """Where the name of a place ends that a deed or a thing there is told of."""
    ends = place_ends(raw[low:high])
    cuts = [cut for cut in _OF_PLACE.finditer(raw, low + 2, high) if ends and cut.start() - low == ends[-1]]
    return next((cut.start() for cut in cuts if not _A_SPOT.search(raw, cut.end(), high)), high)


def _only_mover(words: str) -> bool:
    """Whether words name a vehicle or a person, and no place that it is of."""
    return _VEHICLE.search(words) is not None and not place_ends(words)


def _went_to(raw: str, low: int) -> tuple[int, int] | None:
    """Where in raw the place stands that a vehicle or a person had gone to; None where none is named."""
    if point := _AT_POINT.search(raw, low):
        return point.span("place")
    went = _WENT.search(raw, low)
    if went is None or (_WITHIN.match(went["place"]) and place_ends(raw[low : went.start()])):
        return None
    if _NO_NAME.match(went["place"]) or not _OWN_PLACE.search(went["place"]):
        return None
    if not _ELSE_THAN_PLANT.search(went["place"]) and raw.endswith(("公司在", "厂在", "矿在"), 0, went.start("place")):
        return None  # «化工公司|在硝化釜进料泵检修»: at the firm
    if onward := _ONWARD.match(raw, went.end("place")):  # «沿滨河东路由南向北行驶，至三官桥路段时»
        return went.start("place"), onward.end("place")
    work = re.compile(r"(?:卸|装|收|拆|采|捕|钓|捞|晾|作业)").search(went["place"], 2)
    end = went.start("place") + work.start() if work else went.end("place")
    return went.start("place"), _before_deed(raw, went.start("place"), end)


def bare_place(place: str) -> str:
    """A place without the words that say how one came there, or that something was: «省道205线|行驶至|66公里处»."""
    return _HAPPENED.sub("", _BY_NATURE.sub("", _MOVED.sub("", _BRACKETS.sub("", place)).removeprefix("在")))


def is_there(place: str) -> bool:
    """Whether a place only points to one that was named before: 此处, 该路段."""
    return _THERE.match(place) is not None


def _ship(raw: str, at: int) -> str:
    """The ship that raw names there in quotation marks, where no other place is told; "" for none."""
    ship = re.compile(r"“[^“”，。]{2,14}”(?:号|船|轮)*").match(raw, at)
    return ship[0] if ship else ""


def has_place_word(name: str) -> bool:
    """Whether a name holds a word for a place: «红星水泥厂», not «摩托车肇事»."""
    return _PLACE_WORD.search(_MOVES.sub("", name)) is not None and not _NO_PLACE.search(name)


def place_ends(words: str) -> list[int]:
    """Where in words the names of places end."""
    return [match.end() for match in _PLACE_END.finditer(words)]


def shares(name: str, other: str) -> bool:
    """Whether two names have two characters running in common."""
    return any(name[at : at + 2] in other for at in range(len(name) - 1))


def is_own(place: str) -> bool:
    """Whether a place is only told from a person's side: 自家鱼塘, 施工现场."""
    return _NO_NAME.match(place) is not None


def ends_in_place(words: str) -> bool:
    """Whether words end with the name of a place."""
    return any(match.end() == len(words) for match in _PLACE_END.finditer(words))


def _up_to_place(words: str) -> str:
    """The words without the sentence that follows a place in them: «养鸡场|电气短路引燃彩钢板»."""
    ends = [match.end() for match in _PLACE_END.finditer(words)]
    rest = words[ends[-1] :] if ends else ""
    if ends and ends[-1] > 2 and (_TOLD.search(rest) or _WORKER.search(rest) or _FAILS.match(rest)):
        return words[: ends[-1]]
    return words


def is_site(place: str) -> bool:
    """Whether a place is one site (a road, a works), not a whole area: several collisions there are one event."""
    return bool(words("site").search(place))


@cache
def _types() -> tuple[tuple[str, re.Pattern[str]], ...]:
    table: dict[str, list[str]] = load("accidents")["types"]
    return tuple((name, compiled(alternation(words))) for name, words in table.items())


def kind_in(text: str, event: Span, segment: Span, *, itself: bool) -> str | None:
    """Type of an event, from the words up to 事故; itself: whether its own word or those before may tell it too."""
    stretch = text[event.start : min(segment.end, event.end + 45)]
    stop = re.search(r"事故|[，。；]", stretch[2:])
    near = _nearest_type(stretch[: stop.end() + 2] if stop else stretch)
    before = _nearest_type(text[segment.start : event.end]) if itself and not near else None
    kind = near or before or (_nearest_type(text[event.end : segment.end]) if itself else None)
    if kind == "沉没":
        return _how_it_sank(text, segment)
    if not kind and not itself and (called := _CALLED.match(text, event.start, segment.end)):
        return called["what"]
    if kind in ("交通事故", "火灾"):
        kind = _of_vehicles(text, event, segment, kind)
    afloat = kind == "交通事故" and _AFLOAT.search(text, *segment) and not _ASHORE.search(text, *segment)
    return "碰撞" if afloat else kind


def _of_vehicles(text: str, event: Span, segment: Span, kind: str) -> str:
    """Type where vehicles may be part of it: people fall into a shaft; a lorry that crashed may burn."""
    told = text[segment.start : min(segment.end, event.end + 45)]
    vehicle = _VEHICLES.search(told)
    if kind == "交通事故":
        return "高处坠落" if not vehicle and _FALLS.search(told) and not _CRASHES.search(told) else kind
    crash = _CRASHES.search(text, max(segment.start, event.start - 12), event.end)
    return "交通事故" if vehicle and crash else kind


def type_in(words: str) -> str | None:
    """The type that a field «事故类别» or a few words name."""
    return _nearest_type(words)


def _how_it_sank(text: str, segment: Span) -> str:
    """Type of what ended in sinking or toppling: of a ship, collision or grounding first; a crane only topples."""
    cause = re.compile("触礁|[相碰]撞").search(text, *segment)
    if cause:
        return "触礁" if cause[0] == "触礁" else "碰撞"
    return "沉没" if _AT_SEA.search(text, *segment) else "倾覆"


def _nearest_type(stretch: str) -> str | None:
    """The type whose word ends last in a stretch that ends with 事故; of two such, the one with the longer word."""
    ends = [(match.end(), len(match[0]), name) for name, words in _types() for match in words.finditer(stretch)]
    return max(ends, key=lambda found: found[:2])[2] if ends else None
