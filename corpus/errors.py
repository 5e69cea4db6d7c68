"""The one error tree of the project.

Every message names what went wrong, where, and what to do next, in one line, so that the command line can print it as it is.

    MingzhangError
    ├── ReadError              a file cannot be turned into a document
    │   ├── FileMissing        nothing at that path
    │   ├── EmptyFile          no bytes, or nothing but white space
    │   ├── BinaryFile         named like text, but holds something else
    │   ├── UndecodableText    bytes that are neither UTF-8 nor GB18030
    │   ├── UnsupportedFormat  a format this installation cannot read
    │   ├── DamagedFile        truncated, encrypted, malformed or over a limit
    │   └── NotADisclosure     readable, but no budget or final-account disclosure
    ├── StoreError             the folder of the index
    │   ├── NotAStore          a folder that is not ours
    │   ├── NewerStore         written by a later version of the program
    │   ├── StoreBusy          another process is writing
    │   ├── StoreEmpty         no index has been built there yet
    │   └── UnknownDocument    no document of that id
    ├── SettingsError          a setting that cannot be used
    ├── NotAdmitted            somebody says who they are in a way that does not hold
    ├── CaseError              a question set that cannot be read (names line and key)
    └── NotYetAvailable        a function this version does not have
"""

from __future__ import annotations

from pathlib import Path


class MingzhangError(Exception):
    """Root of all errors a user can cause or meet; ``str(error)`` is one clear line."""


class ReadError(MingzhangError):
    """A file cannot be read.

    ``path`` is the file as the user named it, ``reason`` what is wrong with it, ``advice`` what to do next.
    """

    def __init__(self, path: Path | str, reason: str, advice: str = "") -> None:
        self.path, self.reason, self.advice = Path(path), reason, advice
        super().__init__(f"{path}: {reason}" + (f"; {advice}" if advice else ""))


class FileMissing(ReadError):
    """Nothing exists at the path."""

    def __init__(self, path: Path | str) -> None:
        super().__init__(path, "没有这个文件或文件夹", "请检查路径")


class EmptyFile(ReadError):
    """The file has no content."""

    def __init__(self, path: Path | str) -> None:
        super().__init__(path, "文件是空的", "请重新下载后再试")


class BinaryFile(ReadError):
    """The file is named like text but its bytes are not text."""


class UndecodableText(ReadError):
    """The bytes are neither UTF-8 nor GB18030; ``offset`` is the first byte that fits neither."""

    def __init__(self, path: Path | str, offset: int) -> None:
        self.offset = offset
        super().__init__(path, f"第 {offset} 字节既不是 UTF-8 也不是 GB18030 编码", "请另存为 UTF-8 文本后再试")


class UnsupportedFormat(ReadError):
    """No reader for this format is installed."""


class DamagedFile(ReadError):
    """The file is truncated, encrypted, malformed, or goes over a safety limit."""


class NotADisclosure(ReadError):
    """The text reads well but is no budget or final-account disclosure; ``missing`` names what was not found."""

    def __init__(self, path: Path | str, missing: str) -> None:
        self.missing = missing
        super().__init__(path, f"不像部门预算或决算公开（没有找到{missing}）", "未收录；请确认文件内容")


class StoreError(MingzhangError):
    """Something is wrong with the folder of the index."""

    def __init__(self, store: Path | str, reason: str, advice: str = "") -> None:
        self.store, self.reason, self.advice = Path(store), reason, advice
        super().__init__(f"{store}: {reason}" + (f"; {advice}" if advice else ""))


class NotAStore(StoreError):
    """The folder holds something that this program did not write."""


class NewerStore(StoreError):
    """The store was written by a later version."""


class StoreBusy(StoreError):
    """Another process holds the writer's lock."""


class StoreEmpty(StoreError):
    """No index has been built in this folder."""


class UnknownDocument(StoreError):
    """The store holds no document of the id given."""


class SettingsError(MingzhangError):
    """A setting (environment variable, option, configuration file) cannot be used."""


class NotAdmitted(MingzhangError):
    """A token, key, session or header that does not establish who asks; the message never repeats any of it."""


class CaseError(MingzhangError):
    """A question set cannot be read; the message names file, line and key."""


class NotYetAvailable(MingzhangError):
    """This version does not have the function asked for."""
