"""The disclosure pack beside the checkout: real PDFs and their checked figures, for the tests that need them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def pack() -> Path:
    """The folder of the pack: MINGZHANG_PDF_PACK, or disclosures/pdf in a folder beside the checkout. Skips where there is none."""
    named = os.environ.get("MINGZHANG_PDF_PACK")
    found = [Path(named)] if named else sorted(ROOT.parent.glob("*/disclosures/pdf"))
    if not found or not any(found[0].glob("*.pdf")):
        pytest.skip("the disclosure pack is not beside the checkout (set MINGZHANG_PDF_PACK)")
    return found[0]


@pytest.fixture(scope="session")
def pack_truth(pack: Path) -> Path:
    """The checked figures of the pack: truth/pdf beside its disclosures. Skips where there are none."""
    truth = pack.parent.parent / "truth" / "pdf"
    if not truth.is_dir():
        pytest.skip("the checked figures of the disclosure pack are not beside it")
    return truth
