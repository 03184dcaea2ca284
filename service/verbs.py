"""The verbs of the service: anwen serve, worker, user."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from records import BadRequest

if TYPE_CHECKING:
    from service.desk import Desk

user = typer.Typer(help="管理网页服务的用户。", no_args_is_help=True)
Name = Annotated[str, typer.Argument(help="用户名", metavar="NAME")]
Stdin = Annotated[bool, typer.Option("--password-stdin", help="从标准输入读取密码，不提示输入")]


def serve(
    host: Annotated[str, typer.Option(help="监听的地址；127.0.0.1 只供本机使用")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="端口", min=1, max=65535)] = 8642,
    no_open: Annotated[bool, typer.Option("--no-open", help="不自动打开浏览器")] = False,
    name: Annotated[list[str] | None, typer.Option("--name", help="访问所用的域名，可多次给出")] = None,
    cert: Annotated[Path | None, typer.Option(help="HTTPS 证书文件", metavar="FILE")] = None,
    key: Annotated[Path | None, typer.Option(help="HTTPS 私钥文件", metavar="FILE")] = None,
    no_worker: Annotated[bool, typer.Option("--no-worker", help="本机不处理任务，由 anwen worker 处理")] = False,
) -> int:
    """启动网页服务：上传、审核、核查、起草。"""
    from service.serve import Door
    from service.serve import serve as run
    from service.settings import database_url

    if bool(cert) != bool(key):
        raise BadRequest("--cert 和 --key 须同时给出")
    for file in (cert, key):
        if file and not file.is_file():
            raise BadRequest(f"找不到文件 {file}")
    run(database_url(), Door(host, port, name or (), cert, key), opens=not no_open, works=not no_worker)
    return 0


def worker(
    size: Annotated[int | None, typer.Option(help="同时处理的文件数，默认为处理器核数", min=1, max=64)] = None,
) -> int:
    """处理上传的文件；可在多台机器上运行（须用 PostgreSQL）。"""
    from service.settings import database_url
    from service.worker import run, told_to_stop

    print("正在等待任务，按 Ctrl+C 停止", file=sys.stderr, flush=True)
    run(database_url(), told_to_stop(), size)
    return 0


@user.command("add")
def add(name: Name, password_stdin: Stdin = False) -> int:
    """新建用户；已有的用户改密码，并退出其全部登录。"""
    from service import accounts

    password = _password(password_stdin)
    with _desk() as desk, desk.store.writing() as connection:
        accounts.add(connection, name, password, accounts.LOCAL)
    print(f"用户“{name}”已可登录")
    return 0


@user.command("list")
def list_all() -> int:
    """列出用户。"""
    from service import accounts

    with _desk() as desk, desk.store.reading() as connection:
        for one in accounts.known(connection):
            print(f"{one.name}\t{one.created.astimezone():%Y-%m-%d}")
    return 0


@user.command("remove")
def remove(name: Name) -> int:
    """删除用户，并退出其全部登录。"""
    from service import accounts

    with _desk() as desk, desk.store.writing() as connection:
        accounts.remove(connection, name, accounts.LOCAL)
    print(f"用户“{name}”已删除")
    return 0


@user.command("token")
def token(name: Name) -> int:
    """生成供程序调用接口的令牌，只显示这一次，一年有效。"""
    from service import accounts

    with _desk() as desk, desk.store.writing() as connection:
        print(accounts.token_for(connection, name, accounts.LOCAL))
    return 0


@user.command("log")
def log(most: Annotated[int, typer.Option("--most", help="最多列出多少条", min=1)] = 50) -> int:
    """核对操作记录是否完整，并列出最近的操作。记录被改动过则返回 1。"""
    from service import audit

    with _desk() as desk, desk.store.reading() as connection:
        broken, entries = audit.verify(connection), audit.entries(connection, most)
    for one in reversed(entries):
        detail = "，".join(f"{name}={value}" for name, value in one.detail.items())
        print(f"{one.id}\t{one.at}\t{one.who}\t{one.act}\t{detail}")
    print(f"操作记录自第 {broken.id} 条起被改动过" if broken else "操作记录完整，未被改动")
    return int(broken is not None)


def _password(from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    return str(typer.prompt("密码（输入时不显示）", hide_input=True, confirmation_prompt="再输入一次"))


def _desk() -> "Desk":
    from service.desk import Desk
    from service.settings import database_url

    return Desk.open(database_url())
