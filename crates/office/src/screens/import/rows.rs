//! 1行を読む: a row of somebody's list through the same sheets that a person fills in by hand, each message at its cell.
use super::{
    columns::Choice,
    synonyms::{self, PERIOD, Part, TARGETS, Target},
};
use crate::{
    actions::import::{
        apply::Newcomer,
        fault, finding,
        sheet::{Cell, CellKind, Sheet, address},
    },
    screens::people::{card_form, contract_form, person_form, read::typed_width},
};
use fees::FeeTables;
use kernel::{Day, Finding, Severity};
use std::collections::BTreeMap;
use ui::Form;

/// A row as it was read.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    /// Row of the sheet, from 1.
    pub(super) line: usize,
    /// The values as they were read, for the preview.
    pub(super) shown: Shown,
    /// The person, when every cell can be read.
    pub(super) newcomer: Option<Newcomer>,
    /// What is wrong.
    pub(super) findings: Vec<Finding>,
    /// Cells by target, to say where a finding stands.
    places: BTreeMap<&'static str, String>,
}

/// What the preview shows of a row.
#[derive(Clone, Debug, Default)]
pub(super) struct Shown {
    pub(super) name: String,
    pub(super) name_kana: String,
    pub(super) born_on: String,
    pub(super) recipient_no: String,
    pub(super) municipality_no: String,
    pub(super) decided: String,
    pub(super) granted_days: String,
    pub(super) burden_cap: String,
    pub(super) contract: String,
}

impl Draft {
    /// Where a field of the row stands.
    pub(super) fn place(&self, key: &str) -> String {
        let label = synonyms::of(key).map_or(key, |target| target.label);
        self.places.get(key).map_or_else(|| format!("{}行目({label})", self.line), |at| format!("{at}({label})"))
    }

    /// Whether a column of the file is this target's.
    pub(super) fn has(&self, key: &str) -> bool {
        self.places.contains_key(key)
    }

    /// Notes a fault: the row cannot be taken in.
    pub(super) fn fail(&mut self, code: &str, key: &str, what: impl Into<String>, how: impl Into<String>) {
        let place = self.place(key);
        self.findings.push(fault(code, place, what, how));
        self.newcomer = None;
    }
}

/// Reads all rows below the headings.
pub(super) fn read_all(sheet: &Sheet, choice: &Choice, today: Day, tables: &FeeTables) -> Vec<Draft> {
    let rows = (choice.header + 1)..sheet.rows.len();
    rows.filter_map(|row| Row::gather(sheet, choice, row).map(|row| row.read(choice, today, tables))).collect()
}

/// The cells of a row by target.
struct Row {
    line: usize,
    texts: BTreeMap<&'static str, String>,
    numbers: Vec<&'static str>,
    places: BTreeMap<&'static str, String>,
    findings: Vec<Finding>,
}

impl Row {
    /// `None` when none of the chosen columns holds anything.
    fn gather(sheet: &Sheet, choice: &Choice, row: usize) -> Option<Row> {
        let mut found = Row {
            line: row + 1,
            texts: BTreeMap::new(),
            numbers: Vec::new(),
            places: BTreeMap::new(),
            findings: Vec::new(),
        };
        let mut empty = true;
        for (column, key) in choice.columns.iter().enumerate() {
            let Some(target) = synonyms::of(key) else { continue };
            let cell = sheet.cell(row, column);
            found.places.entry(target.key).or_insert_with(|| address(row, column));
            if cell.text.is_empty() {
                continue;
            }
            empty = false;
            found.put(target, cell, row, column);
        }
        (!empty).then_some(found)
    }

    fn put(&mut self, target: &'static Target, cell: &Cell, row: usize, column: usize) {
        if cell.kind == CellKind::Error {
            let place = format!("{}({})", address(row, column), target.label);
            let how = "Excelでこのセルの計算式を直すか、値を直接書いてから、選び直してください";
            self.findings.push(fault("I10", place, "計算式のエラーになっています", how));
            return;
        }
        if cell.kind == CellKind::Number {
            self.numbers.push(target.key);
        }
        // 姓 and 名 in two columns make one name
        let text = self.texts.entry(target.key).or_default();
        if !text.is_empty() {
            text.push('　');
        }
        text.push_str(&cell.text);
    }

    fn holds(&self, part: Part) -> bool {
        TARGETS.iter().any(|target| target.part == part && self.texts.contains_key(target.key))
    }

    /// The form of one sheet, filled with the cells and with what counts for everyone.
    fn form(&self, part: Part, choice: &Choice) -> Form {
        let mut form = Form::default();
        for target in TARGETS.iter().filter(|target| target.part == part) {
            let own = self.texts.get(target.key);
            let common = choice.common.get(target.key).filter(|text| !text.trim().is_empty());
            if let Some(text) = own.or(common) {
                form.set(target.field, text);
            }
        }
        form
    }

    fn read(mut self, choice: &Choice, today: Day, tables: &FeeTables) -> Draft {
        self.fill_zeros(choice);
        let mut person_form = self.form(Part::Person, choice);
        let person = person_form::read(&mut person_form, today);
        self.errors(Part::Person, &person_form);
        let (mut card_form, mut contract_form) = (self.form(Part::Card, choice), self.form(Part::Contract, choice));
        let (has_card, has_contract) = (self.holds(Part::Card), self.holds(Part::Contract));
        let mut card = None;
        if has_card {
            self.tidy_card(&mut card_form);
            card = card_form::read(&mut card_form, kernel::ServiceKind::BType, None);
            self.errors(Part::Card, &card_form);
        }
        let mut contract = None;
        if has_contract {
            contract = contract_form::read(&mut contract_form);
            self.errors(Part::Contract, &contract_form);
        }
        let warnings = person.iter().flat_map(person_form::warnings);
        let warnings = warnings.chain(card.iter().flat_map(|card| card_form::warnings(card, tables)));
        let warnings: Vec<Finding> =
            warnings.map(|text| told(Severity::Warning, format!("{}行目", self.line), &text)).collect();
        self.findings.extend(warnings);
        let sound = self.findings.iter().all(|finding| finding.severity != Severity::Fault);
        let newcomer = person.filter(|_| sound).map(|person| Newcomer { person, card, contract });
        let shown = shown(&person_form, &card_form, &contract_form, has_card, has_contract);
        Draft { line: self.line, shown, newcomer, findings: self.findings, places: self.places }
    }

    /// Spreadsheets drop zeros in front of a number; they come back only where that was asked for.
    fn fill_zeros(&mut self, choice: &Choice) {
        const NUMBERS: [(&str, usize); 4] =
            [("recipient_no", 10), ("municipality_no", 6), ("cap_manager", 10), ("subsidizing_municipality_no", 6)];
        if !choice.fill_zeros {
            return;
        }
        for (key, digits) in NUMBERS {
            if let Some(text) = self.texts.get_mut(key)
                && text.len() < digits
                && text.bytes().all(|b| b.is_ascii_digit())
            {
                *text = format!("{text:0>digits$}");
            }
        }
    }

    /// Spellings of lists that the sheet itself does not take.
    fn tidy_card(&mut self, form: &mut Form) {
        if let Some(period) = form.text(PERIOD).map(str::to_owned) {
            match period.split_once(['〜', '～', '~', '∼', 'か']) {
                Some((from, to)) => {
                    form.set("decided_from", from.trim());
                    form.set("decided_to", to.trim_start_matches('ら').trim_end_matches("まで").trim());
                }
                None => {
                    let place = self.cell_place(PERIOD);
                    let how = "「R8.4.1〜R9.3.31」のように、開始日と終了日を「〜」でつないで書いてください";
                    self.findings.push(fault("I11", place, "期間の終わりが読めません", how));
                    // the sheet would say the same twice more
                    form.set("decided_from", "2000-01-01").set("decided_to", "2000-01-01");
                }
            }
        }
        if form.text("valid_from").is_none()
            && let Some(from) = form.text("decided_from").map(str::to_owned)
        {
            form.set("valid_from", from);
        }
        let granted: String = typed_width(form.value("granted_days")).chars().filter(|c| !c.is_whitespace()).collect();
        if granted.contains("8日を控除") {
            form.set("granted_days", 23);
        }
        form.set("income_class", income_class(form.value("income_class")));
        match yes_or_no(form.value("meal_eligible")) {
            Some(yes) => form.set("meal_eligible", if yes { "1" } else { "" }),
            None => {
                form.fail(
                    "meal_eligible",
                    "食事提供体制加算の対象かどうか読めません。「○」か「×」、「有」か「無」で書いてください",
                );
                form
            }
        };
    }

    fn cell_place(&self, key: &str) -> String {
        let label = synonyms::of(key).map_or(key, |target| target.label);
        self.places.get(key).map_or_else(|| format!("{}行目({label})", self.line), |at| format!("{at}({label})"))
    }

    /// The messages of a sheet, each at its cell.
    fn errors(&mut self, part: Part, form: &Form) {
        for (field, message) in form.errors() {
            let key = TARGETS.iter().find(|t| t.part == part && t.field == field).map_or(field, |t| t.key);
            // both halves of a period stand in one cell
            let key = match key {
                "decided_from" | "decided_to" if self.texts.contains_key(PERIOD) => PERIOD,
                // without a column of its own it was taken from there
                "valid_from" if !self.texts.contains_key("valid_from") => continue,
                other => other,
            };
            let mut found = told(Severity::Fault, self.cell_place(key), message);
            if self.numbers.contains(&key) && found.what.contains("桁") {
                found.how_to_fix.push_str(
                    "。先頭の0がExcelで消えたときは、「列の対応」の「先頭の0を補う」にチェックを入れてください",
                );
            }
            if !self.findings.iter().any(|known| known.place == found.place && known.what == found.what) {
                self.findings.push(found);
            }
        }
    }
}

/// A message of a sheet: the first sentence says what, the rest how to mend it.
fn told(severity: Severity, place: String, message: &str) -> Finding {
    let (what, how) = message.split_once('。').unwrap_or((message, ""));
    let how = if how.is_empty() {
        "ファイルのこのセルを直して、選び直してください"
    } else {
        how.trim_end_matches('。')
    };
    let code = if severity == Severity::Fault { "I12" } else { "I13" };
    finding(code, severity, place, what, how)
}

/// 所得区分 as lists spell it, in the spelling of the sheet.
fn income_class(text: &str) -> String {
    let plain: String = typed_width(text).chars().filter(|c| !c.is_whitespace()).collect();
    let plain = plain.replace(['Ⅰ', '①'], "1").replace(['Ⅱ', '②'], "2");
    match plain.as_str() {
        "生保" | "生活保護世帯" => "生活保護".to_owned(),
        "低" | "市町村民税非課税" | "非課税" => "低所得".to_owned(),
        "低1" => "低所得1".to_owned(),
        "低2" => "低所得2".to_owned(),
        "なし" | "-" => String::new(),
        _ => plain,
    }
}

/// A tick as lists write it.
fn yes_or_no(text: &str) -> Option<bool> {
    let plain: String = typed_width(text).chars().filter(|c| !c.is_whitespace()).collect();
    match plain.to_uppercase().as_str() {
        "○" | "◯" | "〇" | "有" | "有り" | "あり" | "対象" | "該当" | "はい" | "1" | "TRUE" | "YES" | "✓" | "レ" => {
            Some(true)
        }
        "" | "×" | "X" | "無" | "無し" | "なし" | "対象外" | "非該当" | "いいえ" | "0" | "FALSE" | "NO" | "-"
        | "ー" => Some(false),
        _ => None,
    }
}

fn shown(person: &Form, card: &Form, contract: &Form, has_card: bool, has_contract: bool) -> Shown {
    let text = |form: &Form, name: &str| form.value(name).trim().to_owned();
    let mut shown = Shown {
        name: text(person, "name"),
        name_kana: text(person, "name_kana"),
        born_on: text(person, "born_on"),
        ..Shown::default()
    };
    if has_card {
        shown.recipient_no = text(card, "recipient_no");
        shown.municipality_no = text(card, "municipality_no");
        shown.decided = format!("{}〜{}", text(card, "decided_from"), text(card, "decided_to"));
        shown.granted_days = text(card, "granted_days");
        shown.burden_cap = text(card, "burden_cap");
    }
    if has_contract {
        shown.contract = format!("{} {}日", text(contract, "from"), text(contract, "days"));
    }
    shown
}
