//! 単価表の取り込み: a CSV of prices an office has read off the municipality's paper, and the empty form of it.
//!
//! The form lists every name a pack cannot price. A file is taken row by row: a row without an amount is left aside, a
//! row that names nothing the pack misses, or gives a price twice, is told with its line and how to mend it.
use super::codes;
use super::names::Spoken;
use super::pack::{Band, Currency, DaytimeBoxKind, MobilityRules, Pack, Packs, PeriodRules, Price};
use super::prices::{NoPrice, Overlay, PriceBook, Wanted};
use super::{Bracket, Helper, stay_class};
use kernel::{
    Day, Finding, Month, Place, ServiceCode, Severity,
    typed::{self, TypedContext},
};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// A column of the file, told by the word over it: the clerk's, or the short one that programs write.
struct Column {
    /// Short word.
    key: &'static str,
    /// 見出し of the form.
    ja: &'static str,
}
const PACK: Column = Column { key: "pack", ja: "市町村" };
const NAME: Column = Column { key: "name", ja: "サービス内容" };
const AMOUNT: Column = Column { key: "amount", ja: "単価" };
const CURRENCY: Column = Column { key: "currency", ja: "単位か円か" };
const VALID_FROM: Column = Column { key: "valid_from", ja: "適用開始月" };
const VALID_TO: Column = Column { key: "valid_to", ja: "適用終了月" };
const SOURCE: Column = Column { key: "source", ja: "出典" };
const READ_ON: Column = Column { key: "read_on", ja: "確かめた日" };
const CODE: Column = Column { key: "code", ja: "サービスコード" };
const COLUMNS: [&Column; 9] = [&PACK, &NAME, &AMOUNT, &CURRENCY, &VALID_FROM, &VALID_TO, &SOURCE, &READ_ON, &CODE];
const LONGEST_STAY: u16 = 1440;

/// A name the pack cannot price, with the months in which it is printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MissingName {
    /// Printed name.
    pub name: String,
    /// First service month.
    pub from: Month,
    /// Last service month; none = in force.
    pub to: Option<Month>,
}

/// What a file holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PriceList {
    /// Rows that may be taken, with their lines; one that a later row or price revises has its end already.
    pub accepted: Vec<(u32, Overlay)>,
    /// 単価の改定: prices entered before, as they stand once the rows are taken.
    pub ended: Vec<Overlay>,
    /// Rows whose amount is empty.
    pub empty: u32,
    /// What has to be mended.
    pub problems: Vec<Finding>,
}

/// Every name a pack cannot price, period by period, each once.
///
/// Names of lines go up to the longest line a band allows, since a bracket the municipality does not print may be left
/// empty.
pub fn missing_names(pack: &Pack) -> Vec<MissingName> {
    let mut missing: Vec<MissingName> = Vec::new();
    for period in &pack.periods {
        let tests = BTreeMap::new();
        let table = pack.codes.as_ref().and_then(|named| codes::builtin(&named.file));
        let book = PriceBook::new(pack, period.from, &[], &tests, table);
        let mut ask = |wanted: Wanted<'_>| {
            let meets = |known: &MissingName| known.name == wanted.name && known.to.is_none_or(|to| period.from <= to);
            if book.price(wanted) != Err(NoPrice::Unknown) || missing.iter().any(meets) {
                return;
            }
            // a name that goes on unchanged in the next period is one name
            match missing.iter_mut().find(|known| known.name == wanted.name && known.to == Some(period.from.previous()))
            {
                Some(known) => known.to = period.to,
                None => {
                    missing.push(MissingName { name: wanted.name.to_owned(), from: period.from, to: period.to });
                }
            }
        };
        if let Some(rules) = &period.mobility
            && table.is_none()
        {
            mobility(pack, period, rules, &mut ask);
        }
        daytime(pack, period, &mut ask);
    }
    missing
}

fn mobility(pack: &Pack, period: &PeriodRules, rules: &MobilityRules, ask: &mut impl FnMut(Wanted<'_>)) {
    let waived = rules.name_free.is_some()
        && pack.free_child.as_ref().is_some_and(|rule| period.to.is_none_or(|to| rule.from <= to));
    let two = !rules.name_second.is_empty();
    for free in [false, true].into_iter().filter(|free| !free || waived) {
        for body_care in [true, false] {
            for second in [false, true].into_iter().filter(|second| !second || two) {
                for band in &pack.bands {
                    for number in 1..=longest(pack, band) {
                        lines(pack, rules, (free, body_care, second), band, number, ask);
                    }
                }
            }
        }
    }
    for mark in &rules.commute_boxes {
        ask(Wanted::named(&mark.label, ""));
    }
}

fn lines(
    pack: &Pack,
    rules: &MobilityRules,
    (free, body_care, second): (bool, bool, bool),
    band: &Band,
    number: u16,
    ask: &mut impl FnMut(Wanted<'_>),
) {
    let first = pack.split.first_bracket_minutes.unwrap_or(pack.split.bracket_minutes);
    let bracket = Bracket { number, minutes: first + (number - 1) * pack.split.bracket_minutes };
    let spoken = Spoken {
        pack,
        rules,
        decisions: &[],
        body_care,
        free,
        second,
        bracket,
        band: &band.label,
        band_slot: band.slot.as_deref(),
    };
    let helper = if second { Helper::Second } else { Helper::First };
    let tariff = if body_care { "mobility.body" } else { "mobility.no_body" };
    let name = spoken.support();
    let wanted =
        |name, tariff| Wanted { name, tariff, bracket: Some(bracket), minutes: 0, band: Some(&band.id), helper };
    ask(wanted(&name, tariff));
    if let Some(name) = spoken.commute() {
        ask(wanted(&name, "mobility.commute"));
    }
}

/// Brackets of the longest line in a band: its longest range, and one more for minutes of a neighbour that joined it.
fn longest(pack: &Pack, band: &Band) -> u16 {
    let minutes = band.ranges.iter().map(|[from, to]| to.minutes() - from.minutes()).max().unwrap_or(0);
    minutes.div_ceil(pack.split.bracket_minutes.max(1)) + 1
}

fn daytime(pack: &Pack, period: &PeriodRules, ask: &mut impl FnMut(Wanted<'_>)) {
    let Some(rules) = &period.daytime else { return };
    let Some(table) = pack.prices.iter().find(|price| price.id == "day.base" && !price.classes.is_empty()) else {
        return;
    };
    let names = [Some(&rules.name), rules.name_free.as_ref()];
    for (number, minutes) in classes(table) {
        for template in names.into_iter().flatten() {
            let plain = super::template::fill(template, &[("class", &number.to_string())]);
            let severe = format!("{plain}(重度)");
            ask(Wanted { minutes, ..Wanted::named(&plain, "day.base") });
            ask(Wanted { minutes, ..Wanted::named(&severe, "day.severe") });
        }
    }
    if let Some(single) = &rules.slot_single {
        ask(Wanted::named(single, "day.single_type"));
    }
    for mark in &rules.boxes {
        let tariff = match mark.kind {
            DaytimeBoxKind::Transport => "day.transport",
            DaytimeBoxKind::Meal => "day.meal",
        };
        ask(Wanted::named(&mark.label, tariff));
    }
}

/// Number and longest minutes of every class within a day.
fn classes(table: &Price) -> Vec<(u16, u16)> {
    let mut classes: Vec<(u16, u16)> = Vec::new();
    for minutes in 1..=LONGEST_STAY {
        let Some(class) = stay_class(table, minutes) else { break };
        match classes.last_mut() {
            Some(last) if last.0 == class.bracket.number => last.1 = minutes,
            _ => classes.push((class.bracket.number, minutes)),
        }
    }
    classes
}

/// The empty form of a pack as CSV (UTF-8 with byte order mark, CRLF): one row a missing name, without amounts.
pub fn template(pack: &Pack) -> String {
    let mut text = String::from('\u{feff}');
    let _ = write!(text, "{}\r\n", COLUMNS.map(|column| column.ja).join(","));
    let currency = currency_ja(pack.identity.currency);
    for row in missing_names(pack) {
        let to = row.to.map(|to| to.to_string()).unwrap_or_default();
        let _ = write!(text, "{},{},,{currency},{},{to},,,\r\n", pack.identity.name, row.name, row.from);
    }
    text
}

fn currency_ja(currency: Currency) -> &'static str {
    if currency == Currency::Yen { "円" } else { "単位" }
}

/// Prices as CSV with the columns of the form under their short words, as programs keep them.
pub fn write(rows: &[Overlay]) -> String {
    let quoted = |cell: &str| {
        if cell.contains([',', '"', '\n', '\r']) {
            format!("\"{}\"", cell.replace('"', "\"\""))
        } else {
            cell.to_owned()
        }
    };
    let mut text = format!("\u{feff}{}\r\n", COLUMNS.map(|column| column.key).join(","));
    for row in rows {
        let currency = if row.currency == Currency::Yen { "yen" } else { "units" };
        let to = row.valid_to.map(|to| to.to_string()).unwrap_or_default();
        let (name, source) = (quoted(&row.name), quoted(&row.source));
        let code = row.code.as_ref().map(|code| code.as_str()).unwrap_or_default();
        let _ = write!(
            text,
            "{},{name},{},{currency},{},{to},{source},{},{code}\r\n",
            row.pack, row.amount, row.valid_from, row.read_on
        );
    }
    text
}

/// Reads a file of prices against the packs and the prices already entered.
///
/// A name that differs from the printed one only in width and blanks is taken as the printed one; days and months may be
/// written in any usual spelling.
///
/// ```
/// use fees::community::{pack::Packs, price_list};
/// let text = "市町村,サービス内容,単価,単位か円か,適用開始月,適用終了月,出典,確かめた日\n\
///             鎌倉市,送迎加算,54,単位,R6.4,,市の単価表(令和6年4月),R6.5.1\n\
///             鎌倉市,送迎加算児童無償,0,単位,R6.4,,市の単価表(令和6年4月),R6.5.1\n";
/// let list = price_list::read(Packs::builtin(), &[], text);
/// assert_eq!(list.accepted.len(), 1);
/// assert_eq!(list.problems[0].place.line, Some(3));
/// ```
pub fn read(packs: &Packs, entered: &[Overlay], text: &str) -> PriceList {
    let mut list = PriceList::default();
    let text = text.trim_start_matches('\u{feff}');
    let mut reader =
        csv::ReaderBuilder::new().comment(Some(b'#')).flexible(true).trim(csv::Trim::All).from_reader(text.as_bytes());
    let head = reader.headers().cloned().unwrap_or_default();
    let place = |column: &Column| head.iter().position(|word| word == column.ja || word == column.key);
    let lacking: Vec<&str> = COLUMNS
        .into_iter()
        .filter(|column| column.key != CODE.key && place(column).is_none())
        .map(|column| column.ja)
        .collect();
    if !lacking.is_empty() {
        let what = format!("見出しに {} がありません", lacking.join("、"));
        let how = format!("1行目を {} にしてください", COLUMNS.map(|column| column.ja).join(","));
        list.problems.push(problem(1, "見出し", &what, &how));
        return list;
    }
    let mut missing: BTreeMap<String, Vec<MissingName>> = BTreeMap::new();
    let mut taken: Vec<(u32, Overlay)> = Vec::new();
    for (index, record) in reader.records().enumerate() {
        let Ok(record) = record else {
            let line = index as u32 + 2;
            list.problems.push(problem(
                line,
                "行",
                "CSVとして読めません",
                "引用符と文字コード(UTF-8)を確かめてください",
            ));
            continue;
        };
        let line = record.position().map_or(index as u32 + 2, |at| u32::try_from(at.line()).unwrap_or(u32::MAX));
        let cell = |column: &Column| place(column).and_then(|at| record.get(at)).unwrap_or("");
        if cell(&AMOUNT).is_empty() {
            list.empty += 1;
            continue;
        }
        match row(packs, &mut missing, line, &cell) {
            Err(wrong) => list.problems.push(*wrong),
            Ok(price) => taken.push((line, price)),
        }
    }
    settle(&mut list, entered, taken);
    list
}

/// Rows against each other and against the prices entered: a later 適用開始 ends the earlier price by itself, the month
/// before; two prices for one month stay a fault.
fn settle(list: &mut PriceList, entered: &[Overlay], taken: Vec<(u32, Overlay)>) {
    let mut entered = entered.to_vec();
    for (line, price) in taken {
        let mut price = price;
        let later = list.accepted.iter().map(|(_, other)| other).chain(&entered).filter(|later| later.revises(&price));
        if let Some(next) = later.min_by_key(|later| later.valid_from) {
            price = price.ended_before(next);
        }
        let twice = |other: &Overlay| other.meets(&price) && !price.revises(other);
        if let Some(before) = list.accepted.iter().find(|(_, other)| twice(other)).map(|(line, _)| *line) {
            let what = format!("「{}」の単価が、同じ月について{before}行目にもあります", price.name);
            list.problems.push(problem(line, NAME.ja, &what, "片方を消すか、適用期間を分けてください"));
        } else if let Some(other) = entered.iter().find(|other| twice(other)) {
            let what = format!("「{}」の単価は、{}からの分がもう登録されています", price.name, other.valid_from);
            let how =
                "改定なら適用開始月を後の月にし、登録のまちがいなら登録されている単価を直すか、この行を消してください";
            list.problems.push(problem(line, NAME.ja, &what, how));
        } else {
            for (_, earlier) in list.accepted.iter_mut().filter(|(_, earlier)| price.revises(earlier)) {
                *earlier = earlier.ended_before(&price);
            }
            for earlier in entered.iter_mut().filter(|earlier| price.revises(earlier)) {
                *earlier = earlier.ended_before(&price);
                list.ended.push(earlier.clone());
            }
            list.accepted.push((line, price));
        }
    }
    list.problems.sort_by_key(|problem| problem.place.line);
}

impl PriceList {
    /// A price cannot have been read off a paper on a day to come.
    pub fn refuse_read_after(&mut self, today: Day) {
        let (future, read): (Vec<_>, Vec<_>) =
            std::mem::take(&mut self.accepted).into_iter().partition(|(_, row)| row.read_on > today);
        self.accepted = read;
        for (line, row) in future {
            self.ended.retain(|ended| (&ended.pack, &ended.name) != (&row.pack, &row.name));
            let what = format!("確かめた日 {} は、まだ来ていない日です", row.read_on);
            self.problems.push(problem(line, READ_ON.ja, &what, "資料を確かめた日を書いてください"));
        }
        self.problems.sort_by_key(|problem| problem.place.line);
    }
}

fn row<'a>(
    packs: &Packs,
    missing: &mut BTreeMap<String, Vec<MissingName>>,
    line: u32,
    cell: &impl Fn(&Column) -> &'a str,
) -> Result<Overlay, Box<Finding>> {
    let wrong = |column: &Column, what: String, how: &str| Box::new(problem(line, column.ja, &what, how));
    let Some(pack) = pack_meant(packs, cell(&PACK)) else {
        let known: Vec<&str> = packs.all().iter().map(|pack| pack.identity.name.as_str()).collect();
        let what = format!("「{}」という市町村のきまりはありません", cell(&PACK));
        return Err(wrong(&PACK, what, &format!("{} のどれかにしてください", known.join("、"))));
    };
    let amount = typed::integer(cell(&AMOUNT)).ok().filter(|amount| (1..=999_999).contains(amount));
    let Some(amount) = amount else {
        let what = format!("「{}」は単価ではありません", cell(&AMOUNT));
        return Err(wrong(&AMOUNT, what, "1から999999までの整数を書いてください(分からない行は空にします)"));
    };
    let currency = match cell(&CURRENCY) {
        "単位" | "units" => Currency::Units,
        "円" | "yen" => Currency::Yen,
        other => {
            let what = format!("「{other}」は単位の種類ではありません");
            return Err(wrong(&CURRENCY, what, "「単位」か「円」と書いてください"));
        }
    };
    if currency != pack.identity.currency {
        let what = format!("{}の単価は、ほかの行と単位がちがいます", pack.identity.name);
        let how = format!("「{}」で書き直してください", currency_ja(pack.identity.currency));
        return Err(wrong(&CURRENCY, what, &how));
    }
    let month = |column: &Column| {
        typed::month(cell(column))
            .map_err(|error| wrong(column, error.to_string(), "R6.4 か 2024-04 のように書いてください"))
    };
    let valid_from = month(&VALID_FROM)?;
    let valid_to = if cell(&VALID_TO).is_empty() { None } else { Some(month(&VALID_TO)?) };
    if valid_to.is_some_and(|to| to < valid_from) {
        return Err(wrong(&VALID_TO, "適用終了月が適用開始月より前です".to_owned(), "月を確かめてください"));
    }
    if cell(&SOURCE).is_empty() {
        return Err(wrong(&SOURCE, "出典がありません".to_owned(), "単価を読んだ資料の名前と年月を書いてください"));
    }
    let read_on = typed::day(cell(&READ_ON), TypedContext::default()).map_err(|error| {
        wrong(&READ_ON, error.to_string(), "単価を確かめた日を R6.5.1 か 2024-05-01 のように書いてください")
    })?;
    let code = match cell(&CODE) {
        "" => None,
        text => Some(fold(text).parse::<ServiceCode>().map_err(|error| {
            wrong(&CODE, error.to_string(), "市町村の表にある6文字のサービスコードを書くか、空にしてください")
        })?),
    };
    let id = &pack.identity.id;
    let names = missing.entry(id.clone()).or_insert_with(|| missing_names(pack));
    let name = known_name(names, cell(&NAME), valid_from).map_err(|(what, how)| wrong(&NAME, what, &how))?;
    let (pack, source) = (id.clone(), cell(&SOURCE).to_owned());
    Ok(Overlay { pack, name, amount, currency, valid_from, valid_to, source, read_on, code })
}

/// The pack of an id, or of a name that only one pack bears.
fn pack_meant<'a>(packs: &'a Packs, word: &str) -> Option<&'a Pack> {
    packs.by_id(word).or_else(|| {
        let mut named = packs.all().iter().filter(|pack| pack.identity.name == word);
        named.next().filter(|_| named.next().is_none())
    })
}

/// The printed name meant, when the pack misses its price in that month.
fn known_name(names: &[MissingName], typed: &str, from: Month) -> Result<String, (String, String)> {
    let folded = fold(typed);
    let mut same = names.iter().filter(|known| fold(&known.name) == folded).peekable();
    if same.peek().is_none() {
        let what = format!("「{typed}」は、単価の分からない名前の中にありません");
        let how = "空の表を書き出し、その表にある名前にしてください。きまりに単価のある名前は登録できません";
        return Err((what, how.to_owned()));
    }
    let in_force = |known: &&MissingName| known.from <= from && known.to.is_none_or(|to| from <= to);
    match same.clone().find(in_force) {
        Some(known) => Ok(known.name.clone()),
        None => {
            let months: Vec<String> = same
                .map(|known| format!("{}〜{}", known.from, known.to.map(|to| to.to_string()).unwrap_or_default()))
                .collect();
            let what = format!("「{typed}」は {from} には使われない名前です");
            Err((what, format!("適用開始月を {} の中にしてください", months.join("、"))))
        }
    }
}

/// Full-width letters and digits as half-width ones, without blanks.
fn fold(text: &str) -> String {
    let half = |c: char| match c {
        '！'..='～' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        other => other,
    };
    text.chars().filter(|c| !c.is_whitespace()).map(half).collect()
}

/// A row that has to be mended, at the word over its column.
fn problem(line: u32, word: &str, what: &str, how_to_fix: &str) -> Finding {
    let column = COLUMNS.iter().find(|column| column.ja == word);
    let place = Place {
        text: format!("{line}行目 {word}"),
        field: Some(column.map_or(word, |column| column.key).to_owned()),
        line: Some(line),
        ..Place::default()
    };
    Finding::new("price_list", Severity::Fault, place, what, how_to_fix).linked("price")
}
