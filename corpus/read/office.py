"""Formats that only an office program opens: turned into ones that are read here, by LibreOffice where it is installed."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from corpus.errors import DamagedFile, UnsupportedFormat

SECONDS = 120
"""How long a conversion may take."""
_PROGRAMS = ("soffice", "libreoffice")
_SHEETS = (b"opendocument.spreadsheet", "Workbook".encode("utf-16-le"), "WpsSheet".encode("utf-16-le"))


def converted(data: bytes, suffix: str, shown: str) -> tuple[bytes, str]:
    """The bytes as .docx or .xlsx, and which. Macros are not run: the conversion has a profile of its own, whose default forbids them.

    Raises UnsupportedFormat where no office program is installed, DamagedFile where it cannot open the file.
    """
    if b"OFD.xml" in data[:200_000] or suffix == ".ofd":
        raise UnsupportedFormat(shown, "这一版还不能读 OFD 文件", "请用 OFD 阅读器另存为 PDF 后再试")
    program = next((found for name in _PROGRAMS if (found := shutil.which(name))), None)
    if program is None:
        raise UnsupportedFormat(
            shown,
            f"读 {suffix or '这种'} 文件需要 LibreOffice，这台机器没有装",
            "请安装 LibreOffice，或另存为 .docx、.xlsx、.pdf",
        )
    target = "xlsx" if any(mark in data for mark in _SHEETS) else "docx"
    with tempfile.TemporaryDirectory(prefix="mingzhang-") as folder:
        source = Path(folder) / f"file{suffix or '.doc'}"
        source.write_bytes(data)
        command = [program, "--headless", "--norestore", f"-env:UserInstallation={Path(folder, 'profile').as_uri()}", "--convert-to", target, "--outdir", folder, str(source)]  # fmt: skip
        try:
            subprocess.run(command, capture_output=True, timeout=SECONDS, check=True)
            return Path(folder, f"file.{target}").read_bytes(), target
        except (subprocess.SubprocessError, OSError) as error:
            raise DamagedFile(shown, "LibreOffice 打不开这份文件", "请用办公软件另存为 .docx 或 .pdf 后再试") from error
