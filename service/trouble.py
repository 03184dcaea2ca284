"""What went wrong, as one line for the user and an exit status."""

import datetime as dt
import errno
import traceback

import typer
from typer.exceptions import TyperException

from records import BadRequest, Failure

_MISUSES = {
    "NoSuchOption": "没有这个选项", "MissingParameter": "缺少参数", "BadParameter": "参数值不对",
    "BadOptionUsage": "选项用法不对",
}  # fmt: skip
_REASONS = {
    errno.ENOENT: "文件或文件夹不存在", errno.EACCES: "没有权限", errno.EPERM: "没有权限", errno.ENOSPC: "磁盘已满",
    errno.EISDIR: "这是一个文件夹", errno.ENOTDIR: "路径中有一段不是文件夹", errno.EROFS: "磁盘只读",
    errno.EEXIST: "已有同名文件",
}  # fmt: skip


def told(error: BaseException) -> tuple[str, int]:
    """The line and the exit status for an error that ends the run; one of the program's own is logged as well."""
    match error:
        case Failure():
            return str(error), error.exit
        case TyperException():
            return _misused(error), BadRequest.exit
        case typer.Abort() | KeyboardInterrupt():
            return "已中断", 130
        case OSError():
            return f"{error.filename or '文件'}：{_reason(error)}，请检查路径和权限后重试", 1
        case _:
            return _unexpected(error), 1


def _misused(error: TyperException) -> str:
    """About a command written wrongly. The parser's own words, in English, follow what kind of slip it was."""
    kind = next((_MISUSES[one.__name__] for one in type(error).__mro__ if one.__name__ in _MISUSES), "命令写法有误")
    return f"{kind}（{str(error).rstrip('.')}），用 anwen --help 查看用法"


def _reason(error: OSError) -> str:
    return _REASONS.get(error.errno or 0, error.strerror or type(error).__name__)


def _unexpected(error: BaseException) -> str:
    """About a fault of the program itself; its traceback goes to a file, where one can be written."""
    from service.settings import home

    line = f"程序内部错误（{type(error).__name__}），原文件未受影响"
    try:
        log = home() / "error.log"
        with log.open("a", encoding="utf-8") as file:
            file.write(f"{dt.datetime.now(dt.UTC).isoformat()}\n{''.join(traceback.format_exception(error))}\n")
    except (OSError, Failure):
        return f"{line}；错误日志无处写入，请检查 ANWEN_HOME 所指的文件夹"
    return f"{line}。详情已记入 {log}，请连同该文件反馈"
