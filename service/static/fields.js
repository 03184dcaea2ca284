// The fields of each kind of record: how they are called, shown and asked for.
export const KINDS = { counts: "数据", deadlines: "时限", hazards: "隐患", accidents: "事故" };
export const STATES = { unchecked: "未核", confirmed: "已确认", rejected: "已驳回" };
const APPROX = { exact: "确数", about: "约", over: "超过", under: "不足", at_least: "以上（含）", at_most: "以内（含）" };
const RECURRENCE = { "": "—", daily: "每日", weekly: "每周", monthly: "每月", quarterly: "每季度", "half-yearly": "每半年", yearly: "每年" };
const LEVEL = { "": "—", 重大: "重大", 一般: "一般" };
const STATUS = { "": "—", found: "已发现", rectifying: "整改中", rectified: "已整改" };

/** day, days: a date, a first and a last one; options: value → words; wide: a line of its own. */
export const FIELDS = {
  counts: [
    { name: "value", words: "数值", numeric: true }, { name: "unit", words: "计量单位" },
    { name: "item", words: "统计对象" }, { name: "action", words: "动作" }, { name: "subject", words: "主体" },
    { name: "approx", words: "约数", options: APPROX }, { name: "upper", words: "上限（范围）", numeric: true },
    { name: "period", words: "时段", days: true },
  ],
  deadlines: [
    { name: "task", words: "事项", wide: true }, { name: "due", words: "截止日", day: true },
    { name: "start_date", words: "起始日", day: true }, { name: "recurrence", words: "周期", options: RECURRENCE },
    { name: "responsible", words: "责任单位" },
  ],
  hazards: [
    { name: "description", words: "隐患内容", wide: true }, { name: "level", words: "级别", options: LEVEL },
    { name: "status", words: "整改状态", options: STATUS }, { name: "industry", words: "行业" },
    { name: "place", words: "地点" }, { name: "measures", words: "整改措施" }, { name: "responsible", words: "责任单位" },
    { name: "due", words: "整改期限", day: true }, { name: "funds", words: "资金（元）", numeric: true },
  ],
  accidents: [
    { name: "date", words: "日期" }, { name: "place", words: "地点" }, { name: "type", words: "类型" },
    { name: "deaths", words: "死亡", numeric: true }, { name: "injured", words: "受伤", numeric: true },
    { name: "missing", words: "失联", numeric: true },
  ],
};

/** A field's value in words, «—» where nothing is stated. */
export function shown(field, value) {
  if (value === null || value === undefined || value === "") return "—";
  if (field.options) return field.options[value] ?? value;
  if (field.days) return `${value.start ?? "…"} 至 ${value.end ?? "…"}`;
  return String(value);
}

const amount = (record) =>
  record.masked ? "＊（被遮盖）" : `${record.approx === "exact" ? "" : APPROX[record.approx]}${record.value}${record.upper === null ? "" : `～${record.upper}`}`;
const lost = (word, number) => (number === null ? "" : `${word}${number}人`);

/** A record in short: [what is in bold, the rest]. */
export function summary(kind, record) {
  if (kind === "counts") return [amount(record) + record.unit, [record.subject, record.action, record.item].filter(Boolean).join(" ")];
  if (kind === "deadlines") return [record.due ?? RECURRENCE[record.recurrence ?? ""], record.task];
  if (kind === "hazards") return [record.level ?? "", [record.description, STATUS[record.status ?? ""].replace("—", "")].filter(Boolean).join("　")];
  const people = [lost("死亡", record.deaths), lost("受伤", record.injured), lost("失联", record.missing)].filter(Boolean);
  return [record.date ?? "日期不详", [record.place, record.type, ...people].filter(Boolean).join(" ")];
}

/** What a human has changed, field by field, in words: «数值 70 → 77». */
export function differences(kind, machine, record) {
  return FIELDS[kind]
    .map((field) => [field, shown(field, machine[field.name]), shown(field, record[field.name])])
    .filter(([, before, after]) => before !== after)
    .map(([field, before, after]) => `${field.words} ${before} → ${after}`);
}
