import os
import subprocess
import sys
from pathlib import Path

import pytest

from corpus.errors import SettingsError
from index.settings import OFFLINE, QUIET, Settings

ROOT = Path(__file__).parents[2]


def test_what_the_environment_says() -> None:
    assert Settings.from_environment({}) == Settings(Path("var"), "", False)
    said = {"MINGZHANG_STORE": " /data/库 ", "MINGZHANG_EMBEDDING": "hashing", "MINGZHANG_ONLINE": "1"}
    assert Settings.from_environment(said) == Settings(Path("/data/库"), "hashing", True)


def test_a_value_that_cannot_be_used() -> None:
    with pytest.raises(SettingsError, match="MINGZHANG_ONLINE=maybe"):
        Settings.from_environment({"MINGZHANG_ONLINE": "maybe"})


def python(script: str) -> list[str]:
    environment = {name: value for name, value in os.environ.items() if name not in QUIET and name not in OFFLINE}
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT, check=True, env=environment)
    return done.stdout.split()


def test_looking_up_a_figure_loads_no_heavy_library() -> None:
    heavy = (
        "{'chromadb', 'torch', 'numpy', 'langchain', 'langchain_core', 'pydantic', 'tokenizers', 'filelock', 'sqlalchemy.orm'}"
    )
    assert (
        python(f"import sys, index.ledger, index.keywords, index.store, index.search; print(*sorted({heavy} & set(sys.modules)))")
        == []
    )


def test_telemetry_is_off_whatever_the_environment_says() -> None:
    script = "import os; os.environ['ANONYMIZED_TELEMETRY'] = 'True'; from index.settings import quiet; quiet(); "
    assert python(script + "print(os.environ['ANONYMIZED_TELEMETRY'], os.environ['HF_HUB_OFFLINE'])") == ["False", "1"]
    assert python(script.replace("quiet();", "quiet(online=True);") + "print('HF_HUB_OFFLINE' in os.environ)") == ["False"]
    assert QUIET["HF_HUB_DISABLE_TELEMETRY"] == "1"
