"""The command ``mingzhang eval``; the console command finds it here by name."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from assistant.present import dump, one_line

if TYPE_CHECKING:
    from eval.case import Case
    from eval.library import Library
    from eval.report import Outcome
    from eval.retrieval import Retrieval
    from eval.run import Result
    from eval.systems import System

_PATH = click.Path(path_type=Path)
_SHARE = click.FloatRange(0.0, 1.0)
_STORE = click.option(
    "--store",
    type=_PATH,
    default=Path("var"),
    envvar="MINGZHANG_STORE",
    show_default=True,
    show_envvar=True,
    help="索引所在的文件夹",
)
_SYSTEMS = ("mingzhang", "http", "endpoint", "rag", "keywords", "vectors")
_GRADE = "grade"


class _Grading(click.Group):
    """A group whose own work is to grade: words that begin with no other command of it are question sets and options."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if args and args[0] not in self.commands and args[0] not in ("--help", "-h"):
            args = [_GRADE, *args]
        return super().parse_args(ctx, args)

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_usage(ctx.command_path, "[OPTIONS] CASES.jsonl...")
        formatter.write_usage(ctx.command_path, "COMMAND ...")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        grading = self.commands[_GRADE]
        grading.format_options(click.Context(grading, info_name=ctx.info_name), formatter)
        with formatter.section("Commands"):
            formatter.write_dl([(name, c.get_short_help_str(80)) for name, c in sorted(self.commands.items()) if name != _GRADE])


@click.group(name="eval", cls=_Grading, help="用题集评测：逐题结果、总计、与上次相比的得失，JSON 和 HTML 报告。")
def command() -> None:
    """Grade question sets; see the other commands for what belongs to it."""


@command.command(name=_GRADE, hidden=True, help="评测题集。")
@click.argument("cases", nargs=-1, required=True, metavar="CASES.jsonl...", type=_PATH)
@click.option("--known", multiple=True, type=_PATH, metavar="CASES.jsonl", help="已知答不对的题集：照样评测和列出，不计入上下限")
@click.option("--against", type=_PATH, metavar="BASELINE.json", help="以前的 results.json，用来列出变好和变差的题")
@click.option("--out", type=_PATH, metavar="DIR", help="写出 results.json、cases.jsonl 和 report.html；中断后重跑即从断处继续")
@click.option(
    "--system",
    "systems",
    multiple=True,
    type=click.Choice(_SYSTEMS),
    default=("mingzhang",),
    show_default=True,
    help="评测哪个系统；可多次给出并排比较，第一个受上下限约束",
)
@click.option(
    "--server", default="", metavar="URL", help="http 的服务器地址，如 http://127.0.0.1:7860；密钥放在环境变量 MINGZHANG_EVAL_KEY"
)
@click.option("--url", default="", metavar="URL", help="endpoint 的地址，写到 /v1 为止；密钥放在环境变量 MINGZHANG_EVAL_KEY")
@click.option("--model", default="", metavar="NAME", help="endpoint 的模型名")
@click.option("--passages", type=click.IntRange(1, 50), default=5, show_default=True, help="检索类系统取几段")
@click.option("--retrieval", is_flag=True, help="另测检索：召回率、MRR、nDCG")
@click.option("--min-accuracy", type=_SHARE, default=0.0, help="完全正确的比例低于它就以 1 退出")
@click.option("--max-wrong", type=_SHARE, default=1.0, help="错误数字的比例高于它就以 1 退出")
@click.option("--quiet", is_flag=True, help="不逐题列出答对的题")
@_STORE
def grade(
    cases: tuple[Path, ...], known: tuple[Path, ...], against: Path | None, out: Path | None, systems: tuple[str, ...], server: str, url: str, model: str, passages: int,
    retrieval: bool, min_accuracy: float, max_wrong: float, quiet: bool, store: Path,
) -> None:  # fmt: skip
    """Grade question sets over a store; exit 1 where a bound given is not kept."""
    from eval import report
    from eval.case import load
    from eval.library import Library
    from eval.measure import compare
    from eval.systems import Options, open_system

    loaded = load([*cases, *known])
    excused = {case.id for case in load(known)} if known else set()
    before = report.read_baseline(against) if against else {}
    library = Library.open(store)
    library.require(loaded)
    opened = [open_system(name, Options(store, server, url, model, passages)) for name in dict.fromkeys(systems)]
    outcomes = [_run(system, loaded, library, out) for system in opened]
    main = outcomes[0]
    made = report.Report(
        outcomes, compare(main.results, before) if against else None, before, _retrieval(loaded, store) if retrieval else {}
    )
    if out is not None:
        report.write(out, made)
        for system in opened:
            _partial(out, system).unlink(missing_ok=True)
        click.echo(f"报告在 {out / 'report.html'}", err=True)
    for result in main.results:
        if not (quiet and result.grade.right):
            click.echo(one_line(report.line(result)))
    click.echo(report.table(made))
    if made.changes is not None:
        for title, ids in (("变好", made.changes.gains), ("变差", made.changes.losses), ("新增错误数字", made.changes.worse)):
            click.echo(f"{title} {len(ids)}：{'、'.join(ids)}")
    if excused:
        better = [r.case.id for r in main.results if r.case.id in excused and r.grade.right]
        click.echo(f"已知不足 {len(excused)} 题，不计入上下限；其中现在答对的 {len(better)}：{'、'.join(better)}")
    _hold([r for r in main.results if r.case.id not in excused], min_accuracy, max_wrong)


def _hold(results: Sequence[Result], min_accuracy: float, max_wrong: float) -> None:
    """Exit with 1 where a bound is not kept."""
    from eval.measure import totals

    judged = totals(results)
    right, wrong = judged.right, judged.wrong
    if results and (right.value < min_accuracy or wrong.value > max_wrong):
        click.echo(f"没有达到要求：完全正确 {right.value:.1%}，错误数字 {wrong.hits:g} 个（{wrong.value:.1%}）", err=True)
        sys.exit(1)


def _run(system: System, cases: Sequence[Case], library: Library, out: Path | None) -> Outcome:
    from tqdm import tqdm

    from eval.measure import totals
    from eval.report import Outcome
    from eval.run import resumable, run

    partial = _partial(out, system) if out else None
    if partial is not None and (kept := resumable(partial, cases, system, library)):
        click.echo(f"{system.name}：上次中断，接着做剩下的 {len(cases) - kept} 题", err=True)
    with tqdm(total=len(cases), unit="题", desc=system.name, file=sys.stderr, leave=False, disable=None) as bar:
        results = run(cases, system, library, partial, done=bar.update)
    return Outcome(system.name, results, totals(results), system.passages)


def _partial(out: Path, system: System) -> Path:
    """Where the replies of a run stand until its report is written."""
    return out / f"{''.join(c if c.isalnum() else '-' for c in system.name)}.partial.jsonl"


def _retrieval(cases: Sequence[Case], store: Path) -> dict[str, Retrieval]:
    from eval.baselines import open_finder
    from eval.retrieval import measure

    return {name: measure(cases, open_finder(name, store)) for name in ("hybrid", "keywords", "vectors", "rag")}


@command.command(help="把用户的差评变成候选题，供人复核；复核前不计入任何评测。")
@click.option("--feedback", type=_PATH, metavar="FILE.jsonl", help="评价记录；默认是索引文件夹里的 feedback.jsonl")
@click.option("--known", multiple=True, type=_PATH, metavar="CASES.jsonl", help="已有的题集；其中的问题不再列出")
@_STORE
def candidates(feedback: Path | None, known: tuple[Path, ...], store: Path) -> None:
    """Print candidate cases, a line each, for review."""
    from eval.case import load
    from eval.feedback import FILE, read
    from eval.feedback import candidates as draft

    drafts = draft(read(feedback or store / FILE), load(known) if known else ())
    for record in drafts:
        click.echo(dump(record))
    click.echo(f"候选题 {len(drafts)} 道；复核后删去 review 键才能用", err=True)


@command.command(name="export", help="把题集导出成 LangSmith 等工具的数据集（.csv 或 .jsonl）。")
@click.argument("cases", nargs=-1, required=True, metavar="CASES.jsonl...", type=_PATH)
@click.option("--to", "target", required=True, type=_PATH, metavar="FILE", help="写到哪个 .csv 或 .jsonl 文件")
def export_cases(cases: tuple[Path, ...], target: Path) -> None:
    """Write question sets as a dataset."""
    from eval.case import load
    from eval.exchange import export

    click.echo(f"导出 {export(load(cases), target)} 题到 {target}", err=True)


@command.command(name="promptfoo", help="把题集写成 promptfoo 的配置，用它经 OpenAI 协议评测一个正在运行的服务。")
@click.argument("cases", nargs=-1, required=True, metavar="CASES.jsonl...", type=_PATH)
@click.option("--url", default="http://127.0.0.1:7860/v1", show_default=True, metavar="URL", help="服务的地址，写到 /v1 为止")
@click.option("--limit", type=click.IntRange(min=1), help="最多几题")
@click.option("--to", "target", required=True, type=_PATH, metavar="FILE.json", help="写到哪个文件")
def promptfoo(cases: tuple[Path, ...], url: str, limit: int | None, target: Path) -> None:
    """Write a configuration of promptfoo."""
    from eval.case import load
    from eval.promptfoo import written

    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(written(load(cases), url, limit), encoding="utf-8")


@command.command(name="import", help="把 LangSmith 等工具的数据集（.csv 或 .jsonl）变成题集，打印出来。")
@click.argument("dataset", metavar="FILE", type=_PATH)
def import_cases(dataset: Path) -> None:
    """Print the cases of a dataset, a line each; those that only have a question and an answer are marked for review."""
    from eval.exchange import load_examples

    records = load_examples(dataset)
    for record in records:
        click.echo(dump(record))
    waiting = sum("review" in record for record in records)
    click.echo(f"导入 {len(records)} 题，其中 {waiting} 题待复核（删去 review 键后才能用）", err=True)


@command.command(help="对照人工核定的数，看一个文件读得准不准：召回率和准确率。")
@click.argument("truth", metavar="TRUTH.jsonl", type=_PATH)
@click.argument("file", metavar="FILE", type=_PATH)
@click.option("--show", type=click.IntRange(min=0), default=20, show_default=True, help="最多列出几处不符")
@click.option("--min-recall", type=_SHARE, default=0.0, help="召回率低于它就以 1 退出")
@click.option("--min-precision", type=_SHARE, default=0.0, help="准确率低于它就以 1 退出")
def extraction(truth: Path, file: Path, show: int, min_recall: float, min_precision: float) -> None:
    """Compare the figures read from a file with a truth file."""
    from assistant.present import figure_text
    from corpus.figures import figures
    from corpus.read import read
    from eval.extraction import read_truth, score
    from eval.report import counted

    truths = read_truth(truth)
    read_of = score(truths, figures(read(file)))
    for missed in read_of.missed[:show]:
        place = f"第 {missed.page} 页" if missed.page else f"第 {missed.first} 行"
        click.echo(
            one_line(f"漏读  {place}  {missed.table or ''}  {missed.code or ''} {missed.label}  {missed.column}  {missed.value}")
        )
    for stray in read_of.stray[:show]:
        click.echo(one_line(f"多读  {figure_text(stray)}"))
    click.echo(f"召回率  {counted(read_of.recall)}\n准确率  {counted(read_of.precision)}\n存疑不用  {read_of.ambiguous}")
    if read_of.recall.value < min_recall or read_of.precision.value < min_precision:
        click.echo("没有达到要求", err=True)
        sys.exit(1)
