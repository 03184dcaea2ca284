"""Web debris: the examples of every rule, the five real pages, and what must stay."""

import tomllib
from importlib.resources import files
from pathlib import Path

import pytest

from extract.readers import read, read_text
from extract.readers.debris import TRIM, claiming_rule, debris_lines

SEEDS = Path(__file__).parents[4] / "shared" / "seeds"
RULES = tomllib.loads((files("extract.readers") / "debris.toml").read_text(encoding="utf-8"))["rule"]


def kept(text: str) -> list[str]:
    return lines(text, debris=False)


def lines(text: str, debris: bool) -> list[str]:
    document = read_text(text, "a.txt")
    return [text[b.start : b.end] for b in document.blocks if (b.kind == "debris") == debris]


@pytest.mark.parametrize(("name", "line"), [(rule["name"], line) for rule in RULES for line in rule["finds"]])
def test_each_rule_finds_its_examples(name: str, line: str) -> None:
    rule = claiming_rule(line.strip(TRIM))
    assert rule is not None
    assert rule.name == name


@pytest.mark.parametrize("line", [line for rule in RULES for line in rule["leaves"]])
def test_no_rule_takes_what_belongs_to_a_paper(line: str) -> None:
    assert claiming_rule(line.strip(TRIM)) is None


@pytest.mark.parametrize(
    "line",
    [
        "请各镇（街）于7月31日前将工作总结报送市安委办。",
        "联系人：张三，联系电话：0750-1234567，邮箱：ab@example.com。",
        "附件：1.统计表",
        "某市安全生产委员会办公室",
        "2023年6月5日",
        "一、总体要求",
        "（一）强化组织领导",
        "抄送：市委办公室，市政府办公室。",
        "同志们：",
        "某市安委办关于印发《重大事故隐患专项排查整治2023行动总体方案》的通知",
        "安委办〔2023〕3号",
        "序号|单位|隐患数|整改数",
        "甲镇 280 256 91.4%",
        "时间：2023年6月6日上午9时",
        "地点：市应急管理局三楼会议室",
        "主持：李四",
        "检查人员：王五 赵六",
        "教育",
        "旅游",
        "——高位推动抓落实。",
        "举报电话：12350",
        "各镇人民政府，街道办事处，市各有关单位：",
        "重大事故隐患2处：",
        "下一步工作",
        "检查****家",
    ],
)
def test_lines_of_official_papers_stay(line: str) -> None:
    assert debris_lines([line]) == set()


HEAD = ["网站首页", "政务公开", "新闻中心", "互动交流", "您当前的位置：首页 > 通知"]
BODY = [
    "关于开展检查的通知",
    "各镇（街）：",
    "请于6月30日前完成检查，共检查企业12家，整改隐患3处，并报送总结。",
    "市安委办",
    "2023年6月5日",
]
FOOT = ["分享到：", "网站地图", "主办：某市人民政府 承办：某市政务服务局", "某市政务发布"]


def test_head_and_foot_of_a_page_are_told_from_its_article() -> None:
    assert kept("\n".join(HEAD + BODY + FOOT)) == BODY


def test_a_list_of_related_titles_after_the_article_is_debris() -> None:
    related = ["相关阅读", "某市召开会议部署工作", "某县开展应急演练"]
    assert kept("\n".join(BODY + related)) == BODY


def test_short_lines_without_running_text_are_not_taken_for_a_foot() -> None:
    ledger = ["问题清单", "打印", "甲公司", "安全出口封闭", "6月30日前整改"]
    assert kept("\n".join(ledger)) == [line for line in ledger if line != "打印"]


def test_a_menu_in_one_line_is_debris_and_a_table_row_is_not() -> None:
    assert debris_lines(["国内|国际|娱乐|体育|专题"]) == {0}
    assert debris_lines(["首页 政务公开 互动交流 专题专栏"]) == {0}
    assert debris_lines(["甲镇|12|11|91.7%", "交通 消防 燃气 工贸"]) == set()


def test_captions_made_of_the_title_are_debris() -> None:
    page = ["某市安全生产工作纪实", "某市安全生产工作纪实(图)1", "全市检查企业12家。", "某市安全生产工作纪实(图)2"]
    assert debris_lines(page) == {1, 3}
    assert debris_lines(["主要问题", "主要问题1", "主要问题2"]) == set()


def test_a_download_sites_own_text_is_debris_to_the_end() -> None:
    body = ["2023年工作汇报", "1、今年以来，检查企业12家，排查隐患34处。" * 5]
    site = ["- 配套讲稿:", "如文件的首页显示图标,表示已包含配套讲稿。双击图标可打开文档。"]
    assert kept("\n".join(body + site)) == body


def test_a_wrapper_mark_over_most_of_the_text_marks_itself_only() -> None:
    assert kept("关键词：\n今年以来，检查企业12家，排查隐患34处，全部整改。") == [
        "今年以来，检查企业12家，排查隐患34处，全部整改。"
    ]


@pytest.mark.parametrize(
    ("line", "tail"),
    [
        (
            "全市共检查企业12家，排查隐患34处，全部完成整改。 责任编辑：张三 【打印】【关闭】",
            "责任编辑：张三 【打印】【关闭】",
        ),
        ("全市共检查企业12家，排查隐患34处，全部完成整改。（编辑：李四）", "（编辑：李四）"),
        (
            "确保全市安全生产形势持续稳定向好发展，不发生事故。上一篇：某地召开会议 下一篇：没有了",
            "上一篇：某地召开会议 下一篇：没有了",
        ),
        ("全市共检查企业12家，排查隐患34处，全部完成整改。版权所有：某市人民政府", "版权所有：某市人民政府"),
    ],
)
def test_a_foot_glued_to_the_last_line_is_split_off(line: str, tail: str) -> None:
    assert [part.strip() for part in lines(line, debris=True)] == [tail]
    assert "".join(lines(line, debris=False)).strip() == line.removesuffix(tail).strip()


def test_a_head_glued_between_title_and_text_is_split_off() -> None:
    head = "发布时间：2023-06-15 10:20 来源：市应急局 浏览次数：12次 字体：[大 中 小] "
    line = f"关于开展检查的通报 {head}今年以来，全市共检查企业12家，排查隐患34处。"
    assert lines(line, debris=True) == [head]
    assert lines(line, debris=False) == ["关于开展检查的通报 ", "今年以来，全市共检查企业12家，排查隐患34处。"]


def test_words_of_a_foot_inside_a_sentence_split_nothing() -> None:
    text = "组织开展责任编辑：安全宣传员培训，把经验分享到各镇，扫一扫二维码即可举报隐患，已受理举报12起。"
    assert kept(text) == [text]


MARKED = [
    [0, 1, 2, 3, 5, 6, 7, 8, 13, 14, 15, 16, 17, 18],
    [1],
    [1, 8, 9, 10, 11, 12, 13],
    None,
    [0, 1, 3, -7, -6, -5, -4, -3, -2, -1],
]


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the folder of real documents is not on this machine")
@pytest.mark.parametrize("number", [0, 1, 2, 4])
def test_the_debris_of_real_pages(number: int) -> None:
    document = read(sorted(SEEDS.glob("*.txt"))[number])
    expected = MARKED[number] or []
    found = [at for at, block in enumerate(document.blocks) if block.kind == "debris"]
    assert found == sorted(at % len(document.blocks) for at in expected)


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the folder of real documents is not on this machine")
def test_the_debris_of_the_traditional_page() -> None:
    document = read(sorted(SEEDS.glob("*.txt"))[3])
    article = [document.text[b.start : b.end] for b in document.blocks if b.kind == "paragraph"]
    assert len(article) == 28
    assert article[0].startswith("應急管理局")
    assert article[-1].startswith("安全生産隻有起點")
    assert not any("(建功新時代欄目)" in line for line in article)


CARD = (
    "索引号 : 11-2023-19 : 主题分类 : 应急管理\n发文机关 : 县安委办 : 成文日期 : 2023-10-09\n"
    "标题 : 关于检查的通知 : 有效性 : 有效\n"
)
BELOW = "各镇：\n请自查。"


@pytest.mark.parametrize("between", [" | ", " ", "\n"])
def test_a_sites_index_card_is_debris_in_cells_in_pairs_and_line_by_line(between: str) -> None:
    card = CARD.replace(" : ", between)
    assert kept(card + "关于检查\n的通知\n" + BELOW) == ["关于检查", "的通知", "各镇：", "请自查。"]


@pytest.mark.parametrize("between", [" | ", "\n"])
def test_a_title_that_only_the_index_card_tells_stays(between: str) -> None:
    assert [line.strip() for line in kept(CARD.replace(" : ", between) + BELOW)] == [
        "关于检查的通知",
        "各镇：",
        "请自查。",
    ]


def test_a_table_of_documents_is_no_index_card() -> None:
    text = "标题 | 文号 | 发布日期\n关于自查的通知 | 安委办3号 | 2023-06-01\n关于抽查的通报 | 安委办5号 | 2023-07-01"
    assert lines(text, debris=True) == []


def test_an_offices_own_table_is_no_index_card() -> None:
    text = "名称 | 永兴纸业 | 发布单位 | 县安委办\n文号 | 3号 | 发布日期 | 2023-06-01\n共查出隐患12处。"
    assert lines(text, debris=True) == []


def test_the_titles_of_a_long_index_card_are_sought_once() -> None:
    card = "| 索引号 | 1 | 有效性 | 有效 |\n" + "| 标题 | 通知 | 文号 | 3号 |\n" * 3000
    assert len(lines(card + "各镇：\n" + "请自查。" * 20_000, debris=True)) > 12_000
