"""The sets of tables that real disclosures print: eleven tables, nine tables, the nine open tables, and tables in 元."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal

from tests.generator.budget import (
    ACCOUNT,
    APPROPRIATED,
    BASIC,
    CAPITAL,
    CARRIED,
    CARRIED_OTHER,
    FUNDS,
    GENERAL,
    GOVERNMENT,
    KINDS,
    OFFICE,
    PROJECT,
    STAFF,
    TRANSFER,
    UNIT,
    Budget,
)  # fmt: skip
from tests.generator.forms import (
    PUBLIC,
    Col,
    Form,
    FormRow,
    chinese,
    class_rows,
    col,
    economic_rows,
    functional_rows,
    key,
    nothing_row,
    plain_row,
)  # fmt: skip

SPENDING = (
    col("合计", parts=(1, 2)),
    col("基本支出", kinds=BASIC),
    col("项目支出", kinds=(PROJECT,)),
)
FOUR = (
    col("合计", parts=(1, 2, 3)),
    col("基本支出", "人员经费", kinds=(STAFF,)),
    col("基本支出", "公用经费", kinds=(OFFICE,)),
    col("项目支出", kinds=(PROJECT,)),
)
BY_KIND = (
    col("合计", funds=PUBLIC, kinds=BASIC, parts=(1, 2)),
    col("人员经费", funds=PUBLIC, kinds=(STAFF,)),
    col("公用经费", funds=PUBLIC, kinds=(OFFICE,)),
)
CODES = ("类", "款", "项")
FUNCTION_STUB = (("科目",), ("功能分类科目编码", "功能分类科目名称"), CODES)
ECONOMIC_STUB = (("科目",), ("经济分类科目编码", "经济分类科目名称"), ("类", "款"))


def under(parent: str, columns: Sequence[Col], funds: Sequence[str] = (), first: str = "") -> tuple[Col, ...]:
    """The columns under a common header, restricted to funds; ``first`` renames the first."""
    found = [replace(c, path=(parent, *c.path), funds=tuple(funds) or c.funds) for c in columns]
    if first:
        found[0] = replace(found[0], path=(parent, first))
    return tuple(found)


def nil(budget: Budget, what: str, table: str) -> str:
    """The statement that stands in an empty table."""
    return f"{budget.issuer} {budget.year} 年没有使用{what}，{table}为空表。"


def trip_values(budget: Budget) -> dict[str, Decimal]:
    """三公 by the names the tables use."""
    trips = budget.trips
    return {
        "三公经费": trips.total(),
        "因公出国（境）费": trips.abroad[0],
        "公务接待费": trips.hosting[0],
        "公务用车购置及运行费": trips.buying[0] + trips.driving[0],
        "公务用车购置费": trips.buying[0],
        "公务用车运行费": trips.driving[0],
    }


def wide_trips(budget: Budget, number: str, title: str) -> Form:
    """三公 as one row of numbers."""
    names = ("合计", "因公出国（境）费", "小计", "公务用车购置费", "公务用车运行费", "公务接待费")
    items = ("三公经费", "因公出国（境）费", "公务用车购置及运行费", "公务用车购置费", "公务用车运行费", "公务接待费")
    cars = "公务用车购置及运行费"
    paths = tuple((cars, n) if n in ("小计", "公务用车购置费", "公务用车运行费") else (n,) for n in names)
    sums = {"合计": (1, 2, 5), "小计": (3, 4)}
    columns = tuple(Col(p, PUBLIC, KINDS, sums.get(n, ()), (i,)) for p, n, i in zip(paths, names, items, strict=True))
    values = tuple(trip_values(budget)[i] for i in items)
    row = FormRow("", values, tuple(key(i, PUBLIC) for i in items))
    return Form(number, title, columns, (row,), bare=True)


def eleven(budget: Budget) -> list[Form]:
    """表 1 … 表 11 with parent rows, 总计 on top and numbered columns."""
    trips = trip_values(budget)
    return [
        Form(
            "表 1", "部门收支总体情况表", (col("预算数"),), _eleven_revenue(budget), (col("预算数"),),
            class_rows(budget, (col("预算数"),), names="code", total="支 出 总 计"), (("项目",),), ("支出功能分类",),
        ),
        Form("表 2", "部门收入总体情况表", REVENUE, _by_function(budget, REVENUE), stub=(("功能分类科目编码", "功能分类科目名称"), CODES), numbered=True),
        Form("表 3", "部门支出总体情况表", under("支出预算", SPENDING), _by_function(budget, SPENDING), stub=FUNCTION_STUB, numbered=True),
        _appropriated(budget, "表 4", "财政拨款收支预算总体情况表", three=True),
        _public(budget, "表 5"),
        Form(
            "表 6", "一般公共预算基本支出情况表", under("一般公共预算基本支出", BY_KIND),
            economic_rows(budget, BY_KIND, parents=True, total="总计", on_top=True), stub=ECONOMIC_STUB, numbered=True,
        ),
        _projects(budget, "表 7", "一般公共预算项目支出情况表"),
        _fund(budget, "表 8", "政府性基金预算", (GOVERNMENT,)),
        _fund(budget, "表 9", "国有资本经营预算", (CAPITAL,)),
        Form(
            "表 10", "财政拨款“三公”经费支出情况表",
            (col("合计", parts=(1, 2, 3)), col("资金来源", "一般公共预算"), col("资金来源", "政府性基金", also=("政府性基金预算",)), col("资金来源", "国有资本经营预算")),
            tuple(
                FormRow(label, (trips[item], trips[item], Decimal(0), Decimal(0)), (key(item, PUBLIC), key(item, PUBLIC), None, None), "", parts, total)
                for label, item, parts, total in [
                    ("合计", "三公经费", (1, 2, 3), True), ("因公出国（境）费", "因公出国（境）费", (), False), ("公务接待费", "公务接待费", (), False),
                    ("公务用车购置及运行费（小计）", "公务用车购置及运行费", (4, 5), False), ("其中：公务用车购置费", "公务用车购置费", (), False),
                    ("公务用车运行费", "公务用车运行费", (), False),
                ]
            ),
            stub=(("“三公”经费支出内容",),), numbered=True,
        ),
        _carried_over(budget, "表 11"),
    ]  # fmt: skip


REVENUE = (
    col("总计", parts=(1, 8, 9, 10, 11)),
    col(
        "财政拨款（补助）", "财政拨款(补助)小计", funds=APPROPRIATED, parts=(2, 3, 4, 5, 6, 7), also=("小计", "财政拨款（补助）")
    ),
    col("财政拨款（补助）", "一般公共预算", funds=(GENERAL,)),
    col("财政拨款（补助）", "上级一般公共预算安排的转移支付", funds=(TRANSFER,)),
    col("财政拨款（补助）", "政府性基金预算", funds=(GOVERNMENT,)),
    col("财政拨款（补助）", "上级政府性基金安排的转移支付", funds=()),
    col("财政拨款（补助）", "国有资本经营预算", funds=(CAPITAL,)),
    col("财政拨款（补助）", "上级国有资本经营预算安排的转移支付", funds=()),
    col("财政专户（教育收费）", funds=(ACCOUNT,), also=("财政专户",)),
    col("单位资金", funds=(UNIT,)),
    col("财政拨款结转", funds=(CARRIED,)),
    col("非财政拨款结转结余", funds=(CARRIED_OTHER,)),
)


def _by_function(budget: Budget, columns: Sequence[Col]) -> tuple[FormRow, ...]:
    return functional_rows(budget, columns, parents=True, total="总计", on_top=True)


def _eleven_revenue(budget: Budget) -> tuple[FormRow, ...]:
    """The revenue half of 表 1: this year's funds with what they consist of, and what is left from last year."""

    def row(label: str, *funds: str, parts: Sequence[int] = ()) -> FormRow:
        return plain_row(budget, label, funds, parts) if funds else nothing_row(label)

    return (
        row("一、本年收入", GENERAL, TRANSFER, GOVERNMENT, CAPITAL, ACCOUNT, UNIT, parts=(1, 4, 7, 10, 11)),
        row("1、一般公共预算拨款", GENERAL, TRANSFER, parts=(2, 3)),
        row("其中：一般财力", GENERAL),
        row("上级一般公共预算安排转移支付", TRANSFER),
        row("2、基金预算拨款", GOVERNMENT, parts=(5, 6)),
        row("其中：政府性基金收入", GOVERNMENT),
        row("上级政府性基金安排转移支付"),
        row("3、国有资本经营预算拨款", CAPITAL, parts=(8, 9)),
        row("其中：国有资本经营收入", CAPITAL),
        row("上级国有资本经营预算安排转移支付"),
        row("4.财政专户核拨", ACCOUNT),
        row("5.单位资金", UNIT, parts=(12, 13, 14, 15, 16)),
        row("其中：事业收入"),
        row("上级补助收入"),
        row("附属单位上缴收入"),
        row("事业单位经营收入"),
        row("其他收入", UNIT),
        row("二、上年结转结余", CARRIED, CARRIED_OTHER, parts=(18, 22)),
        row("1、财政拨款结转", CARRIED, parts=(19, 20, 21)),
        row("其中：一般公共预算拨款", CARRIED),
        row("基金预算拨款"),
        row("国有资本经营预算拨款"),
        row("2、非财政拨款结转结余", CARRIED_OTHER, parts=(23, 24)),
        row("其中：财政专户核拨"),
        row("单位资金", CARRIED_OTHER),
        plain_row(budget, "收 入 总 计", FUNDS, (0, 17), total=True),
    )


def _appropriated(budget: Budget, number: str, title: str, *, three: bool) -> Form:
    """财政拨款收支: this year's appropriations by fund against the classes they pay for."""
    funds = APPROPRIATED if three else (GENERAL, TRANSFER, GOVERNMENT)
    lines = [("一般公共预算", PUBLIC), ("政府性基金预算", (GOVERNMENT,)), ("国有资本经营预算", (CAPITAL,))][: 3 if three else 2]
    columns = (col("合计", funds=funds, parts=range(1, len(lines) + 1)), *(col(n, funds=f) for n, f in lines))
    left = (
        plain_row(budget, "一、财政拨款（补助）" if three else "财政拨款（补助）", funds, range(1, len(lines) + 1)),
        *(plain_row(budget, n, f) for n, f in lines),
        plain_row(budget, "收 入 总 计", funds, (0,), total=True),
    )
    return Form(
        number, title, (col("合计", funds=funds),), left, columns, class_rows(budget, columns, names="code", total="支 出 总 计"),
        (("项目",),), ("支出功能分类",), ("财政拨款收入", "财政拨款支出"),
    )  # fmt: skip


def _public(budget: Budget, number: str) -> Form:
    columns = under("一般公共预算支出", SPENDING, PUBLIC)
    rows = functional_rows(budget, columns, parents=True, total="总计", on_top=True)
    return Form(number, "一般公共预算支出情况表", columns, rows, stub=FUNCTION_STUB, numbered=True)


def _fund(budget: Budget, number: str, name: str, funds: Sequence[str]) -> Form:
    """The spending of one fund by function; a statement where there is none."""
    title = f"{name}支出情况表"
    columns = under(f"{name}支出", FOUR, funds)
    rows = functional_rows(budget, columns, parents=True, total="总计", on_top=True)
    empty = "" if rows else nil(budget, f"{name}拨款安排的支出", title)
    return Form(number, title, columns, rows, stub=FUNCTION_STUB, numbered=True, empty=empty)


PROJECT_KINDS = (
    "工资福利支出", "商品服务支出", "对个人和家庭的补助", "债务利息及费用支出", "资本性支出（基本建设）", "资本性支出", "对企业补助（基本建设）",
    "对企业补助", "对社会保障基金补助", "其他支出",
)  # fmt: skip


def _projects(budget: Budget, number: str, title: str) -> Form:
    """Project spending of the public budget by economic class: all of it under 商品服务支出 or 资本性支出, item by item."""
    columns = [Col(("项目支出", "合计"), PUBLIC, (PROJECT,), tuple(range(1, 11)))]
    columns += [Col(("项目支出", name), PUBLIC, (PROJECT,)) for name in PROJECT_KINDS]
    rows = functional_rows(budget, columns[:1], parents=True, total="总计", on_top=True, tail=True)

    def slot(code: str) -> int:
        return 2 if int(code[-1]) % 2 else 6

    def spread(row: FormRow) -> FormRow:
        sums = {2: Decimal(0), 6: Decimal(0)}
        for code in budget.codes(7, PUBLIC, (PROJECT,)):
            if code.startswith(row.code):
                sums[slot(code)] += budget.money(code, PUBLIC, (PROJECT,))
        values = (row.values[0], *(sums.get(i, Decimal(0)) for i in range(1, 11)))
        return replace(row, values=values, keys=(row.keys[0], *(None,) * 10))

    empty = "" if rows else nil(budget, "一般公共预算安排项目支出", title)
    stub = (("科目编码", "功能分类科目名称", "项目名称"), CODES)
    return Form(number, title, tuple(columns), tuple(map(spread, rows)), stub=stub, numbered=True, empty=empty)


def _carried_over(budget: Budget, number: str) -> Form:
    """上年结转结余 project by project, by fund and kind."""

    def half(name: str, fund: str, first: int) -> tuple[Col, ...]:
        return (
            Col((name, "合计"), (fund,), KINDS, (first + 1, first + 2, first + 3)),
            Col((name, "基本支出", "人员经费"), (fund,), (STAFF,)),
            Col((name, "基本支出", "公用经费"), (fund,), (OFFICE,)),
            Col((name, "项目支出"), (fund,), (PROJECT,)),
        )

    both = (CARRIED, CARRIED_OTHER)
    columns = (Col(("总计",), both, KINDS, (1, 5)), *half("财政拨款", CARRIED, 1), *half("非财政拨款", CARRIED_OTHER, 5))
    places = tuple(range(2, 2 + len(budget.carried)))
    total = tuple(budget.money("", c.funds, c.kinds) for c in columns)
    keys = tuple(key("", c.funds, c.kinds) for c in columns)
    rows = [FormRow("总计", total, keys, "", (1,), True), FormRow(budget.issuer, total, keys, "", places)]
    for project in budget.carried:
        values = tuple(project.amount if project.fund in c.funds and project.kind in c.kinds else Decimal(0) for c in columns)
        rows.append(FormRow(project.name, values, tuple(key(project.name, c.funds, c.kinds) for c in columns)))
    empty = "" if budget.carried else f"{budget.issuer} {budget.year} 年没有上年结转结余，上年结转结余情况明细表为空表。"
    shown = tuple(rows) if budget.carried else ()
    return Form(number, "上年结转结余情况明细表", columns, shown, stub=(("项目名称",),), numbered=True, empty=empty)


def nine(budget: Budget) -> list[Form]:
    """表一 … 表九: only 项 rows, 合计 at the bottom, a 备注 line; the parts that this form has no column for must be empty."""
    remark = "备注：无内容应公开空表并说明情况。"
    revenue = (
        col("总计", parts=range(1, 9)),
        col("一般公共预算拨款", funds=PUBLIC, also=("一般公共预算",)),
        col("政府性基金预算拨款", funds=(GOVERNMENT,), also=("政府性基金预算",)),
        col("财政专户管理资金", funds=(ACCOUNT,)),
        col("事业收入", funds=()),
        col("事业单位经营收入", funds=()),
        col("其他收入", funds=(UNIT,)),
        col("用事业基金弥补收支差额", funds=()),
        col("单位上年结余（不包括国库集中支付额度结余）", funds=(CARRIED, CARRIED_OTHER)),
    )
    stub = (("项目",), ("功能分类科目编码", "功能分类科目名称"), CODES)
    forms = [
        _nine_totals(budget),
        Form("表二：", "部门收入总体情况表", revenue, _leaves(budget, revenue), stub=(("功能分类科目编码", "功能分类科目名称"), CODES)),
        Form("表三：", "部门支出总体情况表", under("支出预算", SPENDING), _leaves(budget, SPENDING), stub=stub),
        _appropriated(budget, "表四：", "财政拨款收支预算总体情况表", three=False),
        _nine_spending(budget, "表五：", "一般公共预算支出", "一般公共预算支出情况表", PUBLIC),
        Form(
            "表六：", "一般公共预算基本支出情况表", under("一般公共预算基本支出", BY_KIND, first="小计"),
            economic_rows(budget, BY_KIND, parents=False, total="合计", on_top=False),
            stub=(("项目",), ("经济分类科目编码", "经济分类科目名称"), ("类", "款")),
        ),
        wide_trips(budget, "表八：", "一般公共预算“三公”经费支出情况表"),
        _nine_spending(budget, "表九：", "政府性基金预算支出", "政府性基金预算支出情况表", (GOVERNMENT,)),
    ]  # fmt: skip
    numbers = [replace(f, number=f"表{chinese(i + 1)}：") for i, f in enumerate(forms)]
    return [f if f.empty or f.note else replace(f, note=remark) for f in numbers]


def _leaves(budget: Budget, columns: Sequence[Col]) -> tuple[FormRow, ...]:
    return functional_rows(budget, columns, parents=False, total="合计", on_top=False)


def _nine_spending(budget: Budget, number: str, head: str, title: str, funds: Sequence[str]) -> Form:
    columns = under(head, SPENDING, funds, first="小计")
    rows = _leaves(budget, columns)
    note = "" if rows else f"备注：{budget.year} 年部门预算未安排{head}."
    stub = (("项目",), ("功能分类科目编码", "功能分类科目名称"), CODES)
    return Form(number, title, columns, rows or (nothing_row("合计", 3),), stub=stub, note=note)


def _nine_totals(budget: Budget) -> Form:
    whole = (GENERAL, TRANSFER, GOVERNMENT, ACCOUNT, UNIT)
    left = (
        plain_row(budget, "财政拨款（补助）", (GENERAL, TRANSFER, GOVERNMENT), (1, 2)),
        plain_row(budget, "一般公共预算", PUBLIC),
        plain_row(budget, "政府性基金预算", (GOVERNMENT,)),
        plain_row(budget, "教育收费（财政专户）", (ACCOUNT,)),
        nothing_row("事业收入"),
        nothing_row("事业单位经营收入"),
        plain_row(budget, "其他收入", (UNIT,)),
        nothing_row("用事业基金弥补收支差额"),
        plain_row(budget, "小 计", whole, (0, 3, 4, 5, 6, 7)),
        plain_row(budget, "单位上年结余", (CARRIED, CARRIED_OTHER)),
        plain_row(budget, "收 入 总 计", FUNDS, (8, 9), total=True),
    )
    right = class_rows(budget, (col("预算数"),), names="code", total="支 出 合 计")
    return Form(
        "表一：",
        "部门收支总体情况表",
        (col("预算数"),),
        left,
        (col("预算数"),),
        right,
        (("项 目",),),
        ("功能分类",),
        ("收 入", "支 出"),
    )


def open_nine(budget: Budget) -> list[Form]:
    """公开01表 … 公开09表 as most provinces print them: codes joined, 合计 on top, carried money in columns of its own."""
    wide = (
        col("合计", parts=(1, 2)),
        col("本年收入", "小计", funds=(*APPROPRIATED, ACCOUNT, UNIT), parts=range(3, 8)),
        col("上年结转结余", funds=(CARRIED, CARRIED_OTHER)),
        col("本年收入", "一般公共预算", funds=PUBLIC),
        col("本年收入", "政府性基金预算", funds=(GOVERNMENT,)),
        col("本年收入", "国有资本经营预算", funds=(CAPITAL,)),
        col("本年收入", "财政专户管理资金", funds=(ACCOUNT,)),
        col("本年收入", "其他收入", funds=(UNIT,)),
    )
    order = (0, 1, 3, 4, 5, 6, 7, 2)
    moved = {old: new for new, old in enumerate(order)}
    columns = tuple(replace(wide[i], parts=tuple(moved[p] for p in wide[i].parts)) for i in order)
    stub = (("科目编码", "科目名称"),)
    forms = [
        _open_totals(budget),
        Form("公开02表", "收入总表", columns, _open_units(budget, columns), stub=(("部门代码", "部门名称"),)),
        Form("公开03表", "支出总表", SPENDING, _open_rows(budget, SPENDING), stub=stub),
        _open_appropriated(budget),
        _open_spending(budget, "公开05表", "一般公共预算支出表", PUBLIC),
        Form(
            "公开06表",
            "一般公共预算基本支出表",
            BY_KIND,
            economic_rows(budget, BY_KIND, parents=True, total="合计", on_top=True),
            stub=stub,
        ),
        wide_trips(budget, "公开07表", "一般公共预算“三公”经费支出表"),
        _open_spending(budget, "公开08表", "政府性基金预算支出表", (GOVERNMENT,)),
        _open_spending(budget, "公开09表", "国有资本经营预算支出表", (CAPITAL,)),
    ]
    return [replace(f, owner="部门") for f in forms]


def _open_rows(budget: Budget, columns: Sequence[Col]) -> tuple[FormRow, ...]:
    return functional_rows(budget, columns, parents=True, total="合计", on_top=True)


def _open_units(budget: Budget, columns: Sequence[Col]) -> tuple[FormRow, ...]:
    """收入总表 lists departments, not functions: the total and the one department."""
    values = tuple(budget.money("", c.funds, c.kinds) for c in columns)
    keys = tuple(key("", c.funds, c.kinds) for c in columns)
    return FormRow("合计", values, keys, "", (1,), True), FormRow(budget.issuer, values, keys, "113001")


def _open_spending(budget: Budget, number: str, title: str, funds: Sequence[str]) -> Form:
    columns = tuple(replace(c, funds=tuple(funds)) for c in SPENDING)
    rows = _open_rows(budget, columns)
    note = "" if rows else f"注：本部门{budget.year}年无{title.removesuffix('支出表')}安排的支出，故本表无数据。"
    return Form(number, title, columns, rows or (nothing_row("合计", 3),), stub=(("科目编码", "科目名称"),), note=note)


OPEN_REVENUE: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("一、一般公共预算拨款收入", PUBLIC),
    ("二、政府性基金预算拨款收入", (GOVERNMENT,)),
    ("三、国有资本经营预算拨款收入", (CAPITAL,)),
    ("四、财政专户管理资金收入", (ACCOUNT,)),
    ("五、事业收入", ()),
    ("六、事业单位经营收入", ()),
    ("七、上级补助收入", ()),
    ("八、附属单位上缴收入", ()),
    ("九、其他收入", (UNIT,)),
)


def _open_totals(budget: Budget) -> Form:
    this_year, left_over = (*APPROPRIATED, ACCOUNT, UNIT), (CARRIED, CARRIED_OTHER)
    left = [plain_row(budget, label, funds) if funds else nothing_row(label) for label, funds in OPEN_REVENUE]
    left += [
        plain_row(budget, "本年收入合计", this_year, range(9)),
        plain_row(budget, "上年结转结余", left_over),
        plain_row(budget, "收入总计", FUNDS, (9, 10), total=True),
    ]
    classes = class_rows(budget, (col("预算数"),), names="numbered", total="本年支出合计")
    count = len(classes)
    last = replace(classes[-1], label="支出总计", parts=(count - 1, count))
    right = (*classes, nothing_row("年终结转结余"), last)
    return Form("公开01表", "收支总表", (col("预算数"),), tuple(left), (col("预算数"),), right, (("项目",),), ("项目",))


def _open_appropriated(budget: Budget) -> Form:
    funds = (*APPROPRIATED, CARRIED)
    lines = [("一般公共预算", (*PUBLIC, CARRIED)), ("政府性基金预算", (GOVERNMENT,)), ("国有资本经营预算", (CAPITAL,))]
    columns = (col("合计", funds=funds, parts=(1, 2, 3)), *(col(n, funds=f) for n, f in lines))
    left = (
        plain_row(budget, "一、本年收入", APPROPRIATED, (1, 2, 3)),
        plain_row(budget, "（一）一般公共预算拨款", PUBLIC),
        plain_row(budget, "（二）政府性基金预算拨款", (GOVERNMENT,)),
        plain_row(budget, "（三）国有资本经营预算拨款", (CAPITAL,)),
        plain_row(budget, "二、上年结转", (CARRIED,)),
        plain_row(budget, "收入总计", funds, (0, 4), total=True),
    )
    classes = class_rows(budget, columns, names="numbered", total="支出总计", only_used=True)
    return Form("公开04表", "财政拨款收支总表", (col("预算数"),), left, columns, classes, (("项目",),), ("项目",))


def in_yuan(budget: Budget) -> list[Form]:
    """Tables without numbers, titled by year, in 元; 三公 in 万元."""
    year = f"{budget.year}年部门"
    revenue = (
        col("合计", parts=(1, 2, 3, 4)), col("财政拨款收入", funds=(*APPROPRIATED, CARRIED)), col("事业收入", funds=()),
        col("事业单位经营收入", funds=()), col("其他收入", funds=(ACCOUNT, UNIT, CARRIED_OTHER)),
    )  # fmt: skip
    stub = (("项目",), ("功能分类科目编码", "功能分类科目名称"), CODES)

    def rows(columns: Sequence[Col]) -> tuple[FormRow, ...]:
        return functional_rows(budget, columns, parents=True, total="合计", on_top=False)

    def spending(title: str, head: str, funds: Sequence[str]) -> Form:
        columns = under(head, SPENDING, funds)
        found = rows(columns)
        note = "" if found else f"注:本部门{budget.year}年无{head.removesuffix('支出')}财政拨款安排的预算，故本表为空表。"
        return Form("", year + title, columns, found or (nothing_row("合计", 3),), stub=stub, note=note)

    forms = [
        _yuan_totals(budget, year),
        Form("", year + "收入预算总表", under("收入预算", revenue), rows(revenue), stub=stub),
        Form("", year + "支出预算总表", under("支出预算", SPENDING), rows(SPENDING), stub=stub),
        _yuan_appropriated(budget, year),
        spending("一般公共预算支出功能分类预算表", "一般公共预算支出", PUBLIC),
        spending("政府性基金预算支出功能分类预算表", "政府性基金预算支出", (GOVERNMENT,)),
        spending("国有资本经营预算支出功能分类预算表", "国有资本经营预算支出", (CAPITAL,)),
        Form(
            "", year + "一般公共预算基本支出部门预算经济分类预算表", under("一般公共预算基本支出", BY_KIND),
            economic_rows(budget, BY_KIND, parents=True, total="合计", on_top=False),
            stub=(("项目",), ("部门预算经济分类科目编码", "经济分类科目名称"), ("类", "款")),
        ),
    ]  # fmt: skip
    return [*(replace(f, unit="元") for f in forms), wide_trips(budget, "", year + "“三公”经费预算表")]


def _yuan_totals(budget: Budget, year: str) -> Form:
    left = (
        plain_row(budget, "一、财政拨款收入", (*APPROPRIATED, CARRIED), (1, 2, 3)),
        plain_row(budget, "1. 一般公共预算资金", (*PUBLIC, CARRIED)),
        plain_row(budget, "2. 政府性基金", (GOVERNMENT,)),
        plain_row(budget, "3. 国有资本经营预算", (CAPITAL,)),
        nothing_row("二、事业收入"),
        nothing_row("三、事业单位经营收入"),
        plain_row(budget, "四、其他收入", (ACCOUNT, UNIT, CARRIED_OTHER)),
        plain_row(budget, "收入总计", FUNDS, (0, 4, 5, 6), total=True),
    )
    right = class_rows(budget, (col("预算数"),), names="numbered", total="支出总计", only_used=True)
    return Form(
        "", year + "财务收支预算总表", (col("预算数"),), left, (col("预算数"),), right, (("项目",),), ("项目",), ("本年收入", "本年支出"),
    )  # fmt: skip


def _yuan_appropriated(budget: Budget, year: str) -> Form:
    funds = (*APPROPRIATED, CARRIED)
    lines = [("一般公共预算", (*PUBLIC, CARRIED)), ("政府性基金预算", (GOVERNMENT,)), ("国有资本经营预算", (CAPITAL,))]
    columns = (col("合计", funds=funds, parts=(1, 2, 3)), *(col(n, funds=f) for n, f in lines))
    labels = ("一、一般公共预算资金", "二、政府性基金", "三、国有资本经营预算")
    left = (
        *(plain_row(budget, s, f) for s, (_, f) in zip(labels, lines, strict=True)),
        plain_row(budget, "收入总计", funds, (0, 1, 2), total=True),
    )
    right = class_rows(budget, columns, names="numbered", total="支出总计", only_used=True)
    return Form(
        "", year + "财政拨款收支预算总表", (col("预算数"),), left, columns, right, (("项目",),), ("项目",), ("财政拨款收入", "财政拨款支出"),
    )  # fmt: skip


FAMILIES: dict[str, Callable[[Budget], list[Form]]] = {"eleven": eleven, "nine": nine, "open": open_nine, "yuan": in_yuan}
"""Every family of tables by name."""

COUNTED_AS_APPROPRIATED: dict[str, tuple[str, ...]] = {
    "eleven": APPROPRIATED,
    "nine": APPROPRIATED,
    "open": (*APPROPRIATED, CARRIED),
    "yuan": (*APPROPRIATED, CARRIED),
}
"""Which funds the 财政拨款收支 table of a family adds up."""
