"""The catalogue: every table and column that the code reads or writes, with its headings in zh and en.

The contract between sheets and code. A table is found by its fixed ASCII name wherever it stands, a column by either
heading. What is not here belongs to the user and is kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from salesbook.texts import Language

Kind = Literal["text", "int", "number", "amount", "percent", "date", "choice", "value"]
"""int: a whole count; amount: money or pieces, exact; number: any number; percent: a share, 0.3 for 30 %;
value: anything (the settings' values)."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its key in code, its headings, what it holds, and whether a table may lack it."""

    key: str
    zh: str
    en: str
    kind: Kind = "text"
    required: bool = False
    """The heading must be there."""
    filled: bool = False
    """No row may leave it empty."""
    width: float = 12.0
    choices: tuple[str, ...] = ()
    """Keys of templates/texts/choices.toml, for kind "choice"."""
    also: tuple[str, ...] = ()
    """Other headings that pasted exports use for the same thing (compared without case, spaces and _)."""

    def heading(self, language: Language) -> str:
        return self.zh if language == "zh" else self.en


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its fixed name, the page it is first put on, its columns, and who writes it."""

    name: str
    page: str
    columns: tuple[Column, ...]
    ours: bool = False
    unique: tuple[str, ...] = ()
    """Columns that together may not repeat."""

    def column(self, key: str) -> Column:
        return next(c for c in self.columns if c.key == key)

    def headings(self, language: Language) -> tuple[str, ...]:
        return tuple(c.heading(language) for c in self.columns)


def _c(key: str, zh: str, en: str, kind: Kind = "text", **more: object) -> Column:
    return Column(key, zh, en, kind, **more)  # type: ignore[arg-type]


AXES: tuple[str, ...] = ("rep", "region", "product", "channel", "customer")
"""The axes beside time, in the order in which a plan is split; `customer` is the customer type."""

TIERS: tuple[str, ...] = ("floor", "target", "stretch")

_AXIS_COLUMNS: tuple[Column, ...] = (
    _c("rep", "姓名", "Rep",
       also=("业务员", "销售", "销售员", "销售代表", "销售人员", "业务人员", "客户经理", "导购", "人员",
             "salesperson", "salesrep", "employee")),
    _c("region", "区域", "Region", also=("地区", "大区", "territory", "area")),
    _c("product", "产品线", "Product",
       also=("产品", "品类", "类别", "产品类别", "商品类别", "category", "productline", "line")),
    _c("channel", "渠道", "Channel", also=("销售渠道", "businesstype", "resellertype")),
    _c("customer", "客户类型", "Customer type", also=("客户分类", "customertype", "segment")),
)

_SALE_COLUMNS: tuple[Column, ...] = (
    _c("date", "日期", "Date", "date", required=True, filled=True,
       also=("订单日期", "下单日期", "销售日期", "成交日期", "签约日期", "开单日期", "下单时间",
             "orderdate", "day", "saledate")),
    *_AXIS_COLUMNS,
    _c("order_no", "订单号", "Order no", width=18,
       also=("单号", "订单编号", "合同号", "合同编号", "orderno", "ordernumber", "salesordernumber")),
    _c("client", "客户", "Customer", width=18, also=("客户名称", "reseller", "customername", "account")),
    _c("quantity", "数量", "Quantity", "amount", also=("销量", "qty", "orderquantity", "units")),
    _c("amount", "金额", "Amount", "amount", required=True, width=14,
       also=("销售额", "销售金额", "订单金额", "成交金额", "合同金额", "实付金额",
             "salesamount", "netsales", "sales", "revenue", "total", "value")),
    _c("cost", "成本", "Cost", "amount", width=14, also=("总成本", "totalcost", "cogs")),
)

CATALOGUE: Mapping[str, Table] = {t.name: t for t in (
    Table("sb_settings", "settings", (
        _c("key", "设置项", "Setting", required=True, filled=True, width=28),
        _c("value", "值", "Value", "value", required=True, width=34),
        _c("note", "说明", "Note", width=60),
    ), unique=("key",)),
    Table("sb_goals", "goals", (
        _c("metric", "指标", "Metric", "choice", required=True, filled=True, choices=("metric",)),
        _c("scope", "范围", "Scope", width=24),
        _c("period", "期间", "Period", width=14),
        _c("base", "基数", "Base", "amount", width=16),
        _c("growth", "增长率", "Growth", "percent"),
        _c("floor", "保底", "Floor", "amount", width=16),
        _c("target", "力争", "Target", "amount", required=True, width=16),
        _c("stretch", "冲刺", "Stretch", "amount", width=16),
        _c("note", "备注", "Note", width=36),
    ), unique=("metric", "scope", "period")),
    Table("sb_increments", "increments", (
        _c("metric", "指标", "Metric", "choice", required=True, filled=True, choices=("metric",)),
        _c("customer", "客户类型", "Customer type", required=True, filled=True, width=18),
        _c("share", "增量占比", "Share of the increment", "percent", required=True, filled=True, width=22),
        _c("note", "说明", "Note", width=40),
    ), unique=("metric", "customer")),
    Table("sb_reps", "team", (
        _c("id", "工号", "Id", also=("员工编号", "员工号", "employeeid", "repid", "salespersonid")),
        _c("name", "姓名", "Name", required=True, filled=True, width=16),
        _c("team", "团队", "Team"),
        _c("manager", "主管", "Manager", width=16),
        _c("email", "邮箱", "E-mail", width=26),
        _c("region", "区域", "Region"),
        _c("start", "入职日期", "Start", "date"),
        _c("end", "离职日期", "End", "date"),
        _c("weight", "权重", "Weight", "number"),
        _c("ramp", "爬坡系数", "Ramp", "percent"),
        _c("role", "岗位", "Role", also=("职位", "position", "jobtitle")),
    ), unique=("name",)),
    Table("sb_members", "dimensions", (
        _c("axis", "维度", "Axis", "choice", required=True, filled=True, choices=("axis",)),
        _c("member", "成员", "Member", required=True, filled=True, width=18),
        _c("parent", "上级", "Parent", width=18),
        _c("share", "占比", "Share", "percent"),
        _c("weight", "权重", "Weight", "number"),
        _c("note", "依据", "Basis", width=36),
    ), unique=("axis", "member")),
    Table("sb_calendar", "calendar", (
        _c("date", "日期", "Date", "date", required=True, filled=True),
        _c("kind", "类型", "Kind", "choice", required=True, filled=True, choices=("day",)),
        _c("factor", "系数", "Factor", "number"),
        _c("note", "名称", "Name", width=34),
    ), unique=("date",)),
    Table("sb_phases", "calendar", (
        _c("phase", "阶段", "Phase", required=True, filled=True, width=16),
        _c("start", "开始", "Start", "date", required=True, filled=True),
        _c("end", "结束", "End", "date", required=True, filled=True),
        _c("share", "占比", "Share", "percent"),
        _c("note", "备注", "Note", width=22),
    ), unique=("phase",)),
    Table("sb_history", "history", _SALE_COLUMNS),
    Table("sb_actuals", "actuals", (
        *_SALE_COLUMNS,
        _c("collected", "已回款", "Collected", "amount", width=14,
           also=("回款", "回款额", "回款金额", "已收款", "收款", "paid", "amountpaid", "cashcollected")),
    )),
    Table("sb_mappings", "mappings", (
        _c("mapping", "映射", "Mapping", required=True, filled=True, width=20),
        _c("column", "列", "Column", width=16),
        _c("heading", "文件中的标题", "Heading in the file", width=26),
        _c("spelled", "文件中的写法", "Spelled in the file", width=26),
        _c("member", "成员", "Member", width=20),
    )),
    Table("sb_rates", "funnel", (
        _c("channel", "渠道", "Channel"),
        _c("stage", "环节", "Stage", required=True, filled=True, width=16),
        _c("next", "下一环节", "Next stage", required=True, filled=True, width=16),
        _c("rate", "转化率", "Conversion", "percent", required=True, filled=True),
        _c("note", "依据", "Basis", width=36),
    ), unique=("channel", "stage")),
    Table("sb_activities", "activities", (
        _c("date", "日期", "Date", "date", required=True, filled=True),
        _c("rep", "姓名", "Rep", required=True, filled=True, width=16),
        _c("channel", "渠道", "Channel"),
        _c("stage", "环节", "Stage", required=True, filled=True, width=16),
        _c("count", "数量", "Count", "int", required=True, filled=True),
        _c("note", "备注", "Note", width=30),
    )),
    Table("sb_measures", "measures", (
        _c("measure", "深度指标", "Measure", required=True, filled=True, width=22),
        _c("unit", "单位", "Unit"),
        _c("target", "目标值", "Target", "number", required=True),
        _c("actual", "实际值", "Actual", "number"),
        _c("note", "说明", "Note", width=36),
    ), unique=("measure",)),
    Table("sb_incentives", "incentives", (
        _c("rule", "规则", "Rule", "choice", choices=("incentive",), width=11),
        _c("metric", "指标", "Metric", "choice", choices=("metric",), width=10),
        _c("group", "适用对象", "For", width=10),
        _c("tier", "档位", "Tier", "choice", required=True, choices=("tier",), width=7),
        _c("by", "区间按", "Bounds as", "choice", choices=("bounds",), width=10),
        _c("lower", "下限", "From", "number", width=8),
        _c("upper", "上限", "Below", "number", width=8),
        _c("basis", "计提方式", "Basis", "choice", choices=("basis",), width=10),
        _c("rate", "提成比例", "Rate", "percent", width=9),
        _c("reward", "奖励金额", "Reward", "amount", width=10),
        _c("penalty", "未达成扣减", "Penalty", "amount", width=11),
        _c("cap", "封顶金额", "Cap", "amount", width=10),
        _c("product", "产品线", "Product", width=10),
        _c("every", "结算周期", "Settled per", "choice", choices=("every",), width=11),
        _c("months", "适用月数", "Months", "int", width=9),
        _c("prorate", "按天折算", "Prorated", "choice", choices=("yes",), width=9),
        _c("start", "生效日期", "Valid from", "date", width=11),
        _c("end", "失效日期", "Valid to", "date", width=11),
        _c("note", "说明", "Note", width=44),
    )),
    Table("sb_payout", "payout", (
        _c("period", "期间", "Period", required=True, filled=True),
        _c("rep", "姓名", "Rep", required=True, filled=True, width=16),
        _c("rule", "规则", "Rule", "choice", required=True, filled=True, choices=("incentive",), width=14),
        _c("part", "项目", "Part", "choice", choices=("paypart",)),
        _c("metric", "指标", "Metric", "choice", choices=("metric",)),
        _c("item", "对象", "Item", width=16),
        _c("step", "档位", "Step"),
        _c("base", "计提基数", "Base", "amount", width=16),
        _c("rate", "比例", "Rate", "percent"),
        _c("amount", "金额", "Amount", "amount", required=True, filled=True, width=14),
        _c("run", "结算次数", "Run", "int", required=True, filled=True, width=10),
        _c("settled", "结算日期", "Settled on", "date"),
        _c("state", "状态", "State", "choice", choices=("payout",)),
    ), ours=True),
    Table("sb_kpis", "kpis", (
        _c("indicator", "考核指标", "Indicator", required=True, filled=True, width=30),
        _c("group", "适用对象", "For", width=10),
        _c("weight", "权重", "Weight", "percent", required=True, filled=True, width=8),
        _c("better", "方向", "Better", "choice", choices=("better",), width=10),
        _c("target", "目标值", "Target", "number", width=9),
        _c("unit", "单位", "Unit", width=9),
        _c("rule", "计分方法", "Scoring", "choice", choices=("scoring",), width=9),
        _c("zero", "零分值", "Zero at", "number", width=8),
        _c("steps", "分档", "Steps", width=26),
        _c("floor", "最低分", "Least", "number", width=7),
        _c("cap", "最高分", "Most", "number", width=7),
        _c("source", "数据来源", "Source", "choice", choices=("source",), width=9),
        _c("measure", "取数", "Measured by", width=12),
        _c("note", "说明", "Note", width=40),
    ), unique=("indicator", "group")),
    Table("sb_scores", "scores", (
        _c("period", "期间", "Period", required=True, filled=True),
        _c("rep", "姓名", "Rep", required=True, filled=True, width=16),
        _c("indicator", "考核指标", "Indicator", required=True, filled=True, width=30),
        _c("weight", "权重", "Weight", "percent"),
        _c("target", "目标值", "Target", "number", width=14),
        _c("actual", "实际值", "Actual", "number", width=14),
        _c("score", "得分", "Score", "number"),
        _c("points", "加权得分", "Points", "number"),
        _c("scored", "评分日期", "Scored on", "date"),
    ), ours=True, unique=("period", "rep", "indicator")),
    Table("sb_actions", "actions", (
        _c("task", "任务", "Task", required=True, filled=True, width=56),
        _c("owner", "负责人", "Owner", width=16),
        _c("start", "开始", "Start", "date"),
        _c("due", "截止", "Due", "date"),
        _c("resource", "资源支持", "Resource", width=36),
        _c("state", "状态", "State", "choice", choices=("state",)),
        _c("source", "来源", "Source", width=44),
    )),
    Table("sb_suggested", "suggested", (
        _c("source", "来源", "Source", required=True, filled=True, width=40),
        _c("date", "日期", "Date", "date", required=True, filled=True),
    ), ours=True, unique=("source",)),
    Table("sb_customers", "customers", (
        _c("customer", "客户", "Customer", required=True, filled=True, width=26),
        _c("tier", "级别", "Tier", "choice", choices=("customer_tier",)),
        _c("owner", "负责人", "Owner", width=16),
        _c("target", "目标额", "Target", "amount", width=16),
        _c("visits", "拜访频次", "Visits", width=18),
        _c("note", "说明", "Note", width=36),
        _c("region", "区域", "Region"),
        _c("revenue", "上年收入", "Revenue last year", "amount", width=18),
        _c("growth", "增长率", "Growth", "percent"),
        _c("potential", "潜力", "Potential", "amount", width=16),
        _c("payment", "付款", "Payment", "choice", choices=("payment",)),
        _c("last", "上次拜访", "Last contact", "date", width=13),
        _c("set", "定级方式", "Tier set by", "choice", choices=("tier_set",)),
        _c("why", "定级依据", "Why this tier", width=58),
    ), unique=("customer",)),
    Table("sb_tiers", "tiers", (
        _c("tier", "级别", "Tier", "choice", required=True, filled=True, choices=("customer_tier",)),
        _c("top", "收入排名前", "Revenue in the top", "percent", width=18),
        _c("growth", "增长率不低于", "Growth from", "percent", width=14),
        _c("potential", "潜力排名前", "Potential in the top", "percent", width=18),
        _c("payment", "付款不低于", "Payment from", "choice", choices=("payment",), width=14),
        _c("visits", "拜访频次", "Visits", width=18),
        _c("note", "说明", "Note", width=44),
    )),
    Table("sb_risks", "risks", (
        _c("risk", "风险", "Risk", required=True, filled=True, width=44),
        _c("kind", "类型", "Kind", "choice", choices=("risk",)),
        _c("probability", "概率", "Probability", "percent", required=True, filled=True),
        _c("effect", "影响额", "Effect", "amount", width=15),
        _c("share", "影响占比", "Effect, share", "percent", width=13),
        _c("cover", "覆盖额", "Cover", "amount", width=15),
        _c("cover_by", "覆盖来源", "Covered by", width=36),
        _c("owner", "负责人", "Owner", width=16),
        _c("trigger", "触发信号", "Trigger", width=32),
        _c("plan_b", "预案", "Plan B", width=44),
        _c("state", "状态", "State", "choice", choices=("risk_state",)),
    ), unique=("risk",)),
    Table("sb_notes", "notes", (
        _c("chapter", "章节", "Chapter", "choice", required=True, filled=True, choices=("chapter",), width=18),
        _c("text", "内容", "Text", required=True, filled=True, width=110),
    )),
    Table("sb_holds", "holds", (
        _c("metric", "指标", "Metric", "choice", required=True, filled=True, choices=("metric",)),
        _c("scope", "范围", "Scope", width=30),
        _c("period", "期间", "Period", width=14),
        _c("tier", "档位", "Tier", "choice", choices=("tier",)),
        _c("kind", "方式", "Kind", "choice", required=True, filled=True, choices=("hold",)),
        _c("value", "数值", "Value", "amount", width=16),
        _c("growth", "增长率", "Growth", "percent"),
        _c("reason", "原因", "Reason", width=36),
        _c("owner", "负责人", "Owner", width=16),
        _c("date", "日期", "Date", "date"),
    )),
    Table("sb_plan", "plan", (
        _c("metric", "指标", "Metric", "choice", required=True, filled=True, choices=("metric",)),
        _c("period", "期间", "Period", required=True, filled=True),
        _c("start", "开始", "Start", "date", required=True, filled=True),
        _c("end", "结束", "End", "date", required=True, filled=True),
        *_AXIS_COLUMNS,
        _c("floor", "保底", "Floor", "int", required=True, width=14),
        _c("target", "力争", "Target", "int", required=True, filled=True, width=14),
        _c("stretch", "冲刺", "Stretch", "int", required=True, width=14),
        _c("hedge", "弹性", "Hedge", "int", width=12),
        _c("floor_change", "保底调整", "Floor change", "int", width=12),
        _c("target_change", "力争调整", "Target change", "int", width=12),
        _c("stretch_change", "冲刺调整", "Stretch change", "int", width=12),
        _c("version", "版本", "Version", "int", width=8),
    ), ours=True),
    Table("sb_days", "days", (
        _c("metric", "指标", "Metric", "choice", required=True, filled=True, choices=("metric",)),
        _c("date", "日期", "Date", "date", required=True, filled=True),
        _c("rep", "姓名", "Rep"),
        _c("floor", "保底", "Floor", "int", required=True, width=14),
        _c("target", "力争", "Target", "int", required=True, width=14),
        _c("stretch", "冲刺", "Stretch", "int", required=True, width=14),
        _c("hedge", "弹性", "Hedge", "int", width=12),
        _c("version", "版本", "Version", "int", width=8),
    ), ours=True),
    Table("sb_process", "process", (
        _c("period", "期间", "Period", required=True, filled=True),
        _c("rep", "姓名", "Rep", required=True, filled=True),
        _c("channel", "渠道", "Channel"),
        _c("stage", "环节", "Stage", required=True, filled=True, width=16),
        _c("count", "目标数", "Count", "int", required=True, filled=True),
        _c("per_day", "每日", "Per day", "int"),
        _c("version", "版本", "Version", "int", width=8),
        _c("start", "开始", "Start", "date"),
        _c("end", "结束", "End", "date"),
    ), ours=True),
    Table("sb_issued", "issued", (
        _c("rep", "姓名", "Rep", required=True, filled=True),
        _c("version", "版本", "Version", "int", required=True, filled=True, width=8),
        _c("serial", "编号", "Serial no", required=True, filled=True, width=22),
        _c("issued", "下达日期", "Issued", "date", required=True, filled=True),
        _c("floor", "保底", "Floor", "int", width=14),
        _c("target", "力争", "Target", "int", width=14),
        _c("stretch", "冲刺", "Stretch", "int", width=14),
        _c("file", "文件", "File", width=36),
        _c("signed", "签署日期", "Signed", "date"),
        _c("hash", "校验码", "Check code", width=16),
        _c("scan", "签署扫描件", "Signed copy", width=24),
        _c("sent", "发送时间", "Sent", width=18),
        _c("outcome", "发送结果", "Outcome", width=24),
        _c("seal", "封印", "Seal", width=16),
        _c("period", "期间", "Period"),
    ), ours=True),
    Table("sb_decisions", "decisions", (
        _c("date", "日期", "Date", "date", required=True, filled=True),
        _c("decision", "决定", "Decision", required=True, filled=True, width=48),
        _c("owner", "负责人", "Owner", width=16),
        _c("due", "截止", "Due", "date"),
        _c("state", "状态", "State", "choice", choices=("state",)),
    )),
    Table("sb_closed", "closed", (
        _c("metric", "指标", "Metric", "choice", required=True, filled=True, choices=("metric",)),
        _c("period", "期间", "Period", required=True, filled=True),
        _c("rep", "姓名", "Rep", width=16),
        _c("original", "原目标", "Original", "int", required=True, width=14),
        _c("carried", "结转入", "Carried in", "int", required=True, width=14),
        _c("target", "调整后目标", "Revised", "int", required=True, width=14),
        _c("actual", "实际", "Actual", "amount", required=True, width=14),
        _c("gap", "差额", "Gap", "amount", width=14),
        _c("closed", "结账日期", "Closed", "date", required=True, filled=True),
    ), ours=True),
    Table("sb_carried", "carried", (
        _c("date", "日期", "Date", "date", required=True, filled=True),
        _c("metric", "指标", "Metric", "choice", required=True, filled=True, choices=("metric",)),
        _c("policy", "结转方式", "Policy", "choice", required=True, filled=True, choices=("carry",)),
        _c("giver", "结转人", "From rep", width=16),
        _c("rep", "承接人", "To rep", width=16),
        _c("period", "承接期间", "To period", required=True, filled=True),
        _c("amount", "结转额", "Amount", "int", required=True, filled=True, width=14),
    ), ours=True),
    Table("sb_returns", "returns", (
        _c("rep", "姓名", "Rep", required=True, filled=True),
        _c("period", "期间", "Period", required=True, filled=True),
        _c("start", "开始", "Start", "date", required=True, filled=True),
        _c("version", "版本", "Version", "int", width=8),
        _c("target", "下达目标", "Handed down", "int", width=14),
        _c("own", "自报目标", "Own number", "amount", width=14),
        _c("actual", "自报实绩", "Own actual", "amount", width=14),
        _c("comment", "说明", "Comment", width=50),
        _c("collected", "收回日期", "Collected", "date", width=14),
        _c("file", "文件", "File", width=36),
        _c("accepted", "已采用", "Accepted", "choice", choices=("yes",), width=10),
    ), ours=True, unique=("rep", "start")),
    Table("sb_journal", "journal", (
        _c("seq", "序号", "No", "int", required=True, filled=True, width=8),
        _c("when", "时间", "When", required=True, filled=True, width=20),
        _c("command", "操作", "Command", required=True, filled=True, width=18),
        _c("what", "内容", "What", width=60),
        _c("before", "变更前", "Before", "number", width=16),
        _c("after", "变更后", "After", "number", width=16),
        _c("undone", "已撤销", "Undone", "choice", choices=("yes",)),
    ), ours=True, unique=("seq",)),
    Table("sb_undo", "undo", (
        _c("seq", "序号", "No", "int", required=True, filled=True),
        _c("part", "部分", "Part", "int", required=True, filled=True),
        _c("data", "数据", "Data", required=True, filled=True),
    ), ours=True),
    Table("sb_scenarios", "scenarios", (
        _c("name", "方案", "Scenario", required=True, filled=True, width=20),
        _c("saved", "保存日期", "Saved", "date"),
        _c("table", "表", "Table", required=True, filled=True, width=18),
        _c("part", "部分", "Part", "int", required=True, filled=True),
        _c("data", "数据", "Data", required=True, filled=True),
    ), ours=True, unique=("name", "table", "part")),
    Table("sb_compare", "compared", (
        _c("metric", "指标", "Metric", "choice", required=True, filled=True, choices=("metric",)),
        _c("period", "期间", "Period", required=True, filled=True),
        *_AXIS_COLUMNS,
        _c("a_floor", "A 保底", "A floor", "int", required=True, width=14),
        _c("a_target", "A 力争", "A target", "int", required=True, width=14),
        _c("a_stretch", "A 冲刺", "A stretch", "int", required=True, width=14),
        _c("b_floor", "B 保底", "B floor", "int", required=True, width=14),
        _c("b_target", "B 力争", "B target", "int", required=True, width=14),
        _c("b_stretch", "B 冲刺", "B stretch", "int", required=True, width=14),
    ), ours=True),
    Table("sb_drivers", "compare", (
        _c("place", "表", "Table", required=True, filled=True, width=14),
        _c("row", "对象", "Row", width=26),
        _c("column", "列", "Column", width=16),
        _c("a", "A", "A", width=22),
        _c("b", "B", "B", width=22),
    ), ours=True),
    Table("sb_problems", "check", (
        _c("sheet", "工作表", "Sheet", width=14),
        _c("cell", "单元格", "Cell", width=10),
        _c("code", "代码", "Code", width=24),
        _c("severity", "级别", "Severity", width=10),
        _c("message", "问题", "Problem", width=60),
        _c("remedy", "处理办法", "Remedy", width=60),
    ), ours=True),
)}


@dataclass(frozen=True, slots=True)
class Setting:
    """One row of sb_settings: its key in code, its names in the sheet, what its value is, and its default."""

    key: str
    zh: str
    en: str
    kind: Kind = "text"
    default: object = None
    choices: tuple[str, ...] = ()


SETTINGS: tuple[Setting, ...] = (
    Setting("language", "语言", "Language", "choice", "en", ("language",)),
    Setting("company", "公司", "Company"),
    Setting("plan", "方案名称", "Plan"),
    Setting("kind", "方案类型", "Kind of plan", "choice", "year", ("plan",)),
    Setting("start", "开始日期", "Start", "date"),
    Setting("end", "结束日期", "End", "date"),
    Setting("fiscal_start", "财年起始月", "Fiscal year starts in month", "int", 1),
    Setting("metric", "主指标", "Main metric", "choice", "revenue", ("metric",)),
    Setting("unit", "最小单位", "Smallest unit", "amount", 1),
    Setting("axes", "分解维度", "Axes", "text", "rep, region, product, channel, customer"),
    Setting("floor", "保底系数", "Floor ratio", "percent"),
    Setting("stretch", "冲刺系数", "Stretch ratio", "percent"),
    Setting("flex", "弹性空间", "Flex", "percent", 0),
    Setting("season", "月度分配", "Months by", "choice", "auto", ("season",)),
    Setting("weekend", "周末系数", "Weekend factor", "number", 0),
    Setting("weeks", "周口径", "Weeks", "choice", "by-day", ("weeks",)),
    Setting("holidays", "节假日", "Holidays", "text", "CN"),
    Setting("residue", "尾差", "Residue", "choice", "largest-remainder", ("residue",)),
    Setting("negative", "负基数", "Negative base", "choice", "abort", ("negative",)),
    Setting("seed", "新成员占比", "Seed share", "percent"),
    Setting("green", "绿灯线", "Green from", "percent", "1"),
    Setting("amber", "黄灯线", "Amber from", "percent", "0.9"),
    Setting("fair", "公平幅度", "Fairness band", "percent", "0.1"),
    Setting("as_of", "统计日期", "As of", "date"),
    Setting("issuer", "下达人", "Issued by"),
    Setting("letter", "责任书模板", "Letter template"),
    Setting("version", "版本", "Version", "int", 0),
    Setting("visits_per_day", "每日拜访数", "Visits per day", "number", 3),
)
"""`unit`: every target is a whole multiple of it, in the metric's base unit (1 yuan, 1,000 yuan, 1 piece …).
`weekend`: the selling weight of a Saturday or Sunday (a shop: 1; an office: 0).
`weeks`: which month a week belongs to (domain/timeline.py). `holidays`: the country whose holidays fill the calendar
and whose moving festivals the season follows, as CN or GB-ENG; "none" for none.
`visits_per_day`: how many customers a rep can visit on a selling day.
`floor`, `stretch`: used for goals that give only a target. `season`: auto, history, days, equal."""
