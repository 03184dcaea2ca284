import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from language.normalize import normalize, script_of


@pytest.mark.parametrize(
    ("source", "read"),
    [
        ("检查企业１２家，整改率９８％", "检查企业12家，整改率98%"),
        ("检查企业1,234家,发现隐患3处;整改2处", "检查企业1,234家，发现隐患3处；整改2处"),
        ("9:30开会,内容:安全", "9:30开会，内容：安全"),
        ("落实屬地 監管責任,合格率 100%", "落实属地监管责任，合格率100%"),
        ('开展"安全生产月"活动', "开展“安全生产月”活动"),
        ("「一企一策」", "“一企一策”"),
        ("下降13%~17%，3～5处", "下降13%～17%，3～5处"),
        ("使用 PPT 展示 Word 2023 文件", "使用PPT展示Word 2023文件"),
        ("9月底前完成改造.责任人:各校.", "9月底前完成改造。责任人：各校。"),
        ("一.总体要求\n3.1检修.共3处,附件.doc", "一.总体要求\n3.1检修。共3处，附件.doc"),
        ("第一行\r\n第二行", "第一行\n第二行"),
        ("整改率达到1 0 0%，抽查不少于1 2 0所。", "整改率达到100%，抽查不少于120所。"),
        ("甲县 3 2 1 乙县", "甲县3 2 1乙县"),  # a row of a table
        ("案例1 5月18日，查封甲库。", "案例1 5月18日，查封甲库。"),
        ("检查&nbsp;35家&ldquo;小&rdquo;企业<strong>隐患</strong>3处", "检查35家“小”企业隐患3处"),
        ("含氧量<5%，温度>60℃", "含氧量<5%，温度>60℃"),
        ("應(yīng)急局發(fā)現(xiàn)問題的(de)企業(yè)", "应急局发现问题的企业"),
        ("使用软件（app）报警", "使用软件（app）报警"),
        ("督办单位：甲区管委会　整改期限：12月20日", "督办单位：甲区管委会\n整改期限：12月20日"),
        ("加强 领导：一把手 负总责", "加强领导：一把手负总责"),
    ],
)
def test_one_form_for_all_sources(source: str, read: str) -> None:
    assert normalize(source).text == read


@pytest.mark.parametrize(
    ("source", "read"),
    [
        ("定于2023年7月\n2日召开会议", "定于2023年7月2日召开会议"),
        ("拨付资金3000\n万元", "拨付资金3000万元"),
        ("一、总体要求\n二、主要任务", "一、总体要求\n二、主要任务"),
        ("附件2\n2023年6月统计表", "附件2\n2023年6月统计表"),
        ("建筑安全月报 2019-11-04\n10月，检查工地151个。", "建筑安全月报2019-11-04\n10月，检查工地151个。"),
        ("发布时间：8:30\n3月5日，起火。", "发布时间：8:30\n3月5日，起火。"),
        ("生产快报 2014.11.6\n1至10月，吞吐量2亿吨。", "生产快报2014.11.6\n1至10月，吞吐量2亿吨。"),
        ("电话0551-6234567\n2处隐患已整改。", "电话0551-6234567\n2处隐患已整改。"),
        ("共检查企业1\n2家。", "共检查企业12家。"),
        ("隐患排查整治工作取得成效，\n形势总体平稳。", "隐患排查整治工作取得成效，形势总体平稳。"),
        ("精准施\n— 2 —\n策，稳步推进，\n确保安全。", "精准施策，稳步推进，确保安全。"),
    ],
)
def test_lines_are_joined_where_a_sentence_goes_on(source: str, read: str) -> None:
    assert normalize(source).text == read


def test_tags_of_a_page_part_its_paragraphs() -> None:
    text = '<p style="text-indent: 2em">检查3家。</p><p>整改<b>2</b>处<br/>完毕</p>'
    assert [line for line in normalize(text).text.split("\n") if line.strip()] == ["检查3家。", "整改2处", "完毕"]


def test_lines_set_to_one_width_are_one_paragraph() -> None:
    words = "各乡镇要认真排查整治各类风险隐患压实责任堵塞漏洞确保安全生产形势持续稳定向好"
    source = "\n".join((words * 5)[at : at + 30] for at in range(0, 180, 30)) + "完。\n下一段。"
    assert normalize(source).text.count("\n") == 1


def test_page_numbers_set_into_sentences_are_taken_out() -> None:
    source = "1、总体平稳,精准施\n2、策,全面排查,形成\n3、合力,消除隐\n4、患。"
    assert normalize(source).text == "总体平稳，精准施策，全面排查，形成合力，消除隐患。"


def test_a_numbered_list_keeps_its_numbers() -> None:
    source = "1、加强领导。\n2、落实责任。\n3、严格执法。\n4、强化宣传。"
    assert normalize(source).text == source


def test_a_text_flattened_to_one_line_gets_its_paragraphs_back() -> None:
    source = "同志们: 今天开会。 " + "下面讲三点意见。" * 50 + " 第一,提高认识。 第二,狠抓落实。"
    assert normalize(source).text.splitlines()[-1] == "第二，狠抓落实。"


def test_what_is_skipped_is_not_read_and_breaks_part_cells() -> None:
    reading = normalize("首页导航\n检查3家\t整改5处", skip=[(0, 4)], breaks={9})
    assert reading.text == "\n检查3家\n整改5处"


def test_two_cells_are_never_one_number() -> None:
    assert normalize("1,080\t12", breaks={5}).text == "1,080\n12"


@pytest.mark.parametrize(("text", "script"), [("安全生产，重于泰山", "hans"), ("安全生產，重於泰山", "hant")])
def test_the_script_is_told(text: str, script: str) -> None:
    assert script_of(text) == script


PIECES = [
    "2023年7月",
    "\r\n",
    "\n",
    " ",
    "\u3000",
    "，",
    ",",
    "3",
    "万元",
    "處",
    "隐患",
    "\U00020bb7",
    "e\u0301",
    "“",
    '"',
    "1、",
    "— 2 —",
    "Word",
]


@settings(deadline=None)  # the first text waits for OpenCC's dictionary
@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join))
def test_every_character_maps_back_to_one_it_stands_for(text: str) -> None:
    reading = normalize(text)
    places = [reading.position(at) for at in range(len(reading.text))]
    assert places == sorted(places)
    assert all(0 <= place < len(text) for place in places)
    same = [char for char, at in zip(reading.text, places, strict=True) if text[at] == char]
    assert len(same) >= len(reading.text) - sum(char in ',，."\n \u3000\r處' for char in text)


@given(st.sampled_from("检查企业"), st.sampled_from([" ", "\u3000", "  "]))
def test_a_space_inside_chinese_changes_nothing(char: str, space: str) -> None:
    source = "共检查企业280家，整改率91.4%"
    at = source.index(char) + 1
    assert normalize(source[:at] + space + source[at:]).text == source


def test_readings_without_tones_are_left_out_where_there_are_many() -> None:
    plain = "近(jin)年來全(quan)(quan)縣事(shi)故(gu)逐年下(xia)降,檢(jian)查企(qi)業(ye)120家(jia)次"
    assert normalize(plain).text == "近年来全县事故逐年下降，检查企业120家次"
    assert normalize("氨(an)气泄漏").text == "氨（an）气泄漏"


def test_a_field_of_its_own_begins_a_line_however_full_the_one_above_is() -> None:
    text = (
        "渔船上坞检验六百一十二艘，五月六日开检，七月三十一日检完\n责任单位：渔船检验站\n"
        "职务船员培训开班六期，五月中旬起，八月十日以前全部结业\n责任单位：渔业技术推广站\n"
        "救生筏、信号弹、灭火器年审换新，六月底以前由船东办结\n责任单位：各船东\n"
    )
    assert normalize(text).text == text
