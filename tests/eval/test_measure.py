from __future__ import annotations

from assistant.answer import Status
from eval.measure import MEASURES, UNCITED, Before, compare, totals
from tests.eval.made import BADLY_REFUSED, REFUSED, RIGHT, WRONG, result


def test_silence_counts() -> None:
    measured = totals([result("a", RIGHT), result("b", None)])
    assert (measured.right.hits, measured.right.total, measured.wrong.hits) == (1, 2, 0)
    assert measured.measures["attempted"].total == 1


def test_totals_by_category_document_set_and_time() -> None:
    results = [result("a", RIGHT, "sum", 0.001), result("b", WRONG, "sum", 0.003), result("c", RIGHT, "unit", 0.002)]
    measured = totals(results)
    assert {name: (c.right.hits, c.right.total, c.wrong.hits) for name, c in measured.categories.items()} == {
        "sum": (1, 2, 1),
        "unit": (1, 1, 0),
    }
    assert (set(measured.documents), set(measured.groups)) == ({UNCITED}, {"made"})
    assert (measured.measures["quotes"].hits, measured.measures["quotes"].total) == (4, 5)
    assert measured.latency["p50"].value == 0.002


def test_parts_are_pooled_over_cases() -> None:
    measured = totals([result("a", RIGHT), result("b", WRONG), result("c", REFUSED)]).measures
    assert (measured["value"].hits, measured["value"].total) == (1, 2)
    assert (measured["cite_precision"].value, measured["cite_recall"].value) == (0.5, 1.0)


def test_refusals_are_measured_both_ways() -> None:
    must = Status.NOT_DISCLOSED
    results = [
        result("refused", REFUSED, "n", 0.01, must),
        result("answered", WRONG, "n", 0.01, must),
        result("needless", BADLY_REFUSED),
        result("either", REFUSED, "n", 0.01, must, Status.ANSWERED),
        result("right", RIGHT),
    ]
    measured = totals(results).measures
    precision, recall = measured["refusal_precision"], measured["refusal_recall"]
    assert (precision.hits, precision.total) == (1, 2)
    assert (recall.hits, recall.total) == (1, 2)


def test_a_run_that_got_no_answer_at_all_is_measured() -> None:
    measured = totals([result("a", None)])
    assert measured.latency == {}
    assert measured.right.value == 0
    assert set(measured.measures) == {m.name for m in MEASURES}


def test_gains_losses_and_new_wrong_numbers() -> None:
    before = {"a": Before(False), "b": Before(True), "c": Before(True), "gone": Before(True), "was": Before(False, True)}
    changes = compare(
        [result("a", RIGHT), result("b", WRONG), result("c", RIGHT), result("new", RIGHT), result("was", WRONG)], before
    )
    assert (changes.gains, changes.losses, changes.worse) == (("a",), ("b",), ("b",))
    assert (changes.added, changes.removed) == (("new",), ("gone",))
