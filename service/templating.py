"""The verb «anwen templates»: which papers there are, an office's own copies of their templates, what they may say."""

from importlib.resources import files
from pathlib import Path
from typing import Annotated

import typer

from service.settings import home, own_templates

templates = typer.Typer(help="列出文种；复制、检查模板，列出可用的变量。")
Kind = Annotated[str, typer.Argument(help="文种，如 通报", metavar="KIND")]
_COPIED = ("body.md.j2", "draft.toml", "README.md")


@templates.callback(invoke_without_command=True)
def list_all(context: typer.Context) -> int:
    """列出能起草的文种、别名、写给谁、存成什么；本单位自己的模板另注明。"""
    from generate import drafted_kinds
    from generate.settings import load_settings
    from service import show

    if context.invoked_subcommand is not None:
        return 0
    folder, rows = own_templates(), []
    to = {None: "", "unit": "一个单位（--unit）", "place": "隐患所在单位（--unit）"}
    for kind in drafted_kinds(folder):
        found = load_settings(kind, folder)
        own = "、".join(name for name in _COPIED[:2] if folder and (folder / kind / name).is_file())
        rows.append((kind, "、".join(found.also), to[found.to], "Excel" if found.sheet else "Word", own))
    show.table("能起草的文种", ("文种", "别名", "写给", "存为", "本单位的文件"), rows)
    return 0


@templates.command()
def copy(kind: Kind) -> int:
    """把一个文种的模板复制到本单位的模板文件夹，供修改；已有的不覆盖。"""
    from generate import known_kind

    name = known_kind(kind, own_templates())
    target = home() / "templates" / name
    target.mkdir(parents=True, exist_ok=True)
    for source in (files("templates").joinpath(name, part) for part in _COPIED):
        place = target / source.name
        if source.is_file() and not place.exists():
            place.write_bytes(source.read_bytes())
            print(place)
        elif place.exists():
            print(f"{place} 已有，没有覆盖")
    return 0


@templates.command()
def check(
    kind: Annotated[str | None, typer.Argument(help="文种；不给就检查全部", metavar="[KIND]")] = None,
) -> int:
    """检查模板：不存在的变量和表、写错的标签、没有出处的数字，指出文件和行。没有问题返回 0，有问题返回 1。"""
    from generate import drafted_kinds, known_kind
    from generate.lint import check_kind

    folder = own_templates()
    kinds = (known_kind(kind, folder),) if kind else drafted_kinds(folder)
    faults = list(dict.fromkeys(fault for each in kinds for fault in check_kind(each, folder)))
    for fault in faults:
        line = f"第{fault.line}行：" if fault.line else ""
        print(f"{_place(fault.file, folder)} {line}{fault.message}")
    if not faults:
        print(f"{len(kinds)} 个文种的模板没有发现问题")
    return int(bool(faults))


@templates.command()
def variables(kind: Kind) -> int:
    """列出一个文种的模板能用的变量、表和函数。意思见 templates/README.md。"""
    from generate import known_kind
    from generate.lint import variables as names_of

    folder = own_templates()
    for name, below in names_of(known_kind(kind, folder), folder):
        print(f"{name}：{'、'.join(below)}" if below else name)
    return 0


def _place(file: str, folder: Path | None) -> str:
    """The office's own file as a path, a shipped one by its name."""
    if folder and (folder / file).is_file():
        return str(folder / file)
    return file
