"""The command ``mingzhang eval``; the console command finds it here by name."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from assistant.present import one_line

_PATH = click.Path(path_type=Path)
_SHARE = click.FloatRange(0.0, 1.0)


@click.command(name="eval", help="用题集评测：逐题结果、总计、与上次相比的得失，JSON 和 HTML 报告。")
@click.argument("cases", nargs=-1, required=True, metavar="CASES.jsonl...", type=_PATH)
@click.option("--against", type=_PATH, metavar="BASELINE.json", help="以前的 results.json，用来列出变好和变差的题")
@click.option("--out", type=_PATH, metavar="DIR", help="写出 results.json、cases.jsonl 和 report.html 的文件夹")
@click.option("--min-accuracy", type=_SHARE, default=0.0, help="完全正确的比例低于它就以 1 退出")
@click.option("--max-wrong", type=_SHARE, default=1.0, help="错误数字的比例高于它就以 1 退出")
@click.option(
    "--store",
    type=_PATH,
    default=Path("var"),
    envvar="MINGZHANG_STORE",
    show_default=True,
    show_envvar=True,
    help="索引所在的文件夹",
)
def command(
    cases: tuple[Path, ...], against: Path | None, out: Path | None, min_accuracy: float, max_wrong: float, store: Path
) -> None:
    """Grade question sets over a store; exit 1 where a bound given is not kept."""
    from tqdm import tqdm

    from eval import report
    from eval.case import load
    from eval.measure import compare, totals
    from eval.run import InProcess, originals, run

    loaded = load(cases)
    baseline = report.read_baseline(against) if against else None
    files = originals(store)
    with tqdm(total=len(loaded), unit="题", desc="评测", file=sys.stderr, leave=False, disable=None) as bar:
        results = list(run(loaded, InProcess(store), files, done=bar.update))
    measured = totals(results)
    changes = compare(results, baseline) if baseline is not None else None
    for result in results:
        click.echo(one_line(report.line(result)))
    click.echo(report.table(measured))
    if changes is not None:
        click.echo(
            f"变好 {len(changes.gains)}：{'、'.join(changes.gains)}\n变差 {len(changes.losses)}：{'、'.join(changes.losses)}"
        )
    if out is not None:
        report.write(out, results, measured, changes)
        click.echo(f"报告在 {out / 'report.html'}", err=True)
    if measured.right.value < min_accuracy or measured.wrong.value > max_wrong:
        click.echo(f"没有达到要求：完全正确 {measured.right.value:.1%}，错误数字 {measured.wrong.value:.1%}", err=True)
        sys.exit(1)
